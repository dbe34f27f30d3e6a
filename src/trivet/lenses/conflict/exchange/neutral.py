"""The neutral JSON form of a graph model: option form with Y/N patterns, or graph form.

::

    {"form": "option", "decision_makers": [{"name": "Row"}, {"name": "Column"}],
     "options": [{"name": "Swerve", "dm": "Row", "direction": "both"}, ...],
     "infeasible": ["YY"], "status_quo": 1,
     "preferences": {"Row": {"ranking": [3, 4, [2, 1]]},
                     "Column": {"statements": [["Y-"], ["NY", "NN"]]}}}

``direction`` is both, fwd (N to Y only) or back. Preferences are a ``ranking`` (best first, a nested list is a tie),
``statements`` (most important first, each a list of alternative patterns), ``levels`` (states with >, >> and ~ between
them) or ``pairs`` (state, sign, state; U for unknown). In graph form ``states`` have an ``id`` and a ``label``, and
``moves`` lists pairs of ids by decision maker. A file may also hold all this under the key ``case``.
"""

from pathlib import Path
from typing import Any, Final

from trivet.base.message import say
from trivet.case.model import Case
from trivet.case.yaml12 import Path as DataPath
from trivet.lens.foreign import ids
from trivet.lenses.conflict.exchange.draft import LIST, MAPPING, NAME, PLAYER, FileReader, case_of, read_json

DIRECTIONS: Final = {"both": "both", "fwd": "forward", "back": "back"}
SIGNS: Final = (">", ">>", "~", "<", "<<", "U")


def read_neutral(path: Path) -> Case:
    """Read a file in the neutral form.

    Raises:
        CaseError: with every fault.
    """
    reader = FileReader(read_json(path))
    whole = reader.want(reader.document.data, dict, MAPPING, ())
    reader.settle()
    base: DataPath = ("case",) if "case" in whole else ()
    block = reader.want(whole.get("case", whole), dict, MAPPING, base)
    reader.settle()
    form = _Form(reader, block, base)
    reader.settle()
    return case_of(reader, form.conflict(), form.names, str(block.get("title", "")), base)


class _Form:
    """One block in the neutral form."""

    def __init__(self, reader: FileReader, block: dict[str, Any], base: DataPath) -> None:
        self.reader, self.block, self.base = reader, block, base
        makers = reader.list(block, "decision_makers", base)
        self.names = [self._name(maker, (*base, "decision_makers", i)) for i, maker in enumerate(makers)]
        if not makers and not reader.faults:
            reader.fault(say("A conflict needs decision makers."), base)
        self.actors = ids(self.names, PLAYER)
        self.options = reader.list(block, "options", base)
        self.states = [s if isinstance(s, dict) else {"id": str(s)} for s in reader.list(block, "states", base)]
        if block.get("form", "option") not in ("option", "graph"):
            text = say('"{given}" is none of: {known}.', given=str(block["form"]), known="option, graph")
            reader.fault(text, (*base, "form"))
        self.graph = block.get("form") == "graph"
        every = [str(s.get("id")) for s in self.states]
        self.state_ids = dict(zip(dict.fromkeys(every), ids(list(dict.fromkeys(every)), "s"), strict=True))

    def _name(self, maker: Any, path: DataPath) -> str:
        name = maker.get("name") if isinstance(maker, dict) else maker
        return str(self.reader.want(name, str, NAME, path)) or "?"

    def conflict(self) -> dict[str, Any]:
        """The conflict as a case holds it."""
        made: dict[str, Any] = {"decision_makers": [self._maker(k) for k in range(len(self.names))]}
        if self.graph:
            made |= {"states": self._states(), "moves": self._moves()}
        else:
            made["numbering"] = [f"o{i + 1}" for i in range(len(self.options))]
            made["feasibility"] = self._rules()
        start = self.block.get("status_quo")
        if start is not None:
            made["status_quo"] = self._start(start)
        structures = self.reader.list(self.block, "structures", self.base)
        made["structures"] = [self._structure(s, (*self.base, "structures", i)) for i, s in enumerate(structures)]
        for key in ("status_quo", "structures"):
            self.reader.mark((key,), (*self.base, key))
        return {key: value for key, value in made.items() if value not in ([], None)}

    def _maker(self, index: int) -> dict[str, Any]:
        here = ("decision_makers", index)
        if index == 0:
            self.reader.mark(here[:1], (*self.base, "decision_makers"))
            self.reader.mark(("feasibility",), (*self.base, "infeasible"))
        self.reader.mark(here, (*self.base, "decision_makers", index))
        options: list[dict[str, Any]] = []
        for at, option in enumerate(self.options):
            path = (*self.base, "options", at)
            if not isinstance(option, dict):
                if index == 0:
                    self.reader.want(option, dict, MAPPING, path)
                continue
            if index == 0 and option.get("dm") not in self.names:
                self.reader.fault(say('"{name}" is no decision maker.', name=str(option.get("dm"))), (*path, "dm"))
            if option.get("dm") == self.names[index]:
                self.reader.mark((*here, "options", len(options)), path)
                options.append(self._option(option, at, path))
        made = {"actor": self.actors[index], "label": self.names[index], "sources": ["file"]}
        return {**made, **({"options": options} if options else {}), **self._preferences(index, here)}

    def _option(self, option: dict[str, Any], at: int, path: DataPath) -> dict[str, Any]:
        direction = option.get("direction", "both")
        if not isinstance(direction, str) or direction not in DIRECTIONS:
            known = ", ".join(DIRECTIONS)
            self.reader.fault(
                say('"{given}" is none of: {known}.', given=str(direction), known=known), (*path, "direction")
            )
        name = self.reader.want(option.get("name"), str, NAME, (*path, "name"))
        return {
            "id": f"o{at + 1}",
            "name": name or "?",
            "direction": DIRECTIONS.get(str(direction), "both"),
            "sources": ["file"],
        }

    def _rules(self) -> list[dict[str, Any]]:
        found = []
        for at, pattern in enumerate(self.reader.list(self.block, "infeasible", self.base)):
            path = (*self.base, "infeasible", at)
            self.reader.mark(("feasibility", at), path)
            found.append({"never": self._condition(pattern, path), "sources": ["file"]})
        return found

    def _condition(self, pattern: Any, path: DataPath) -> str:
        width = len(self.options)
        if not isinstance(pattern, str) or len(pattern) != width or set(pattern) - set("YN-"):
            self.reader.fault(say("A pattern of {count} letters Y, N or - is needed here.", count=width), path)
            return "true"
        parts = [f"{'not ' if sign == 'N' else ''}o{i + 1}" for i, sign in enumerate(pattern) if sign != "-"]
        return " and ".join(parts) or "true"

    def _preferences(self, index: int, here: DataPath) -> dict[str, Any]:
        path = (*self.base, "preferences", self.names[index])
        every = self.reader.want(self.block.get("preferences", {}), dict, MAPPING, (*self.base, "preferences"))
        if index == 0:
            for name in every:
                if name not in self.names:
                    self.reader.fault(
                        say('"{name}" is no decision maker.', name=str(name)), (*self.base, "preferences", name)
                    )
        own = every.get(self.names[index])
        if own is not None and not isinstance(own, dict):
            self.reader.want(own, dict, MAPPING, path)
            return {}
        if own is None:
            text = say('"{name}" has no preferences.', name=self.names[index])
            self.reader.fault(text, (*self.base, "preferences") if every else self.base)
            return {}
        made: dict[str, Any] = {}
        if "ranking" in own:
            made["ranking"] = [self._tied(entry) for entry in self.reader.list(own, "ranking", path)]
        if "statements" in own:
            made["statements"] = self._statements(own, path)
        if "levels" in own:
            made["order"] = self._order(self.reader.list(own, "levels", path), (*path, "levels"))
        if "pairs" in own or "unknown" in own:
            made["pairs"] = self._pairs(own, path)
        for key, given in (
            ("ranking", "ranking"),
            ("statements", "statements"),
            ("order", "levels"),
            ("pairs", "pairs"),
        ):
            self.reader.mark((*here, key), (*path, given))
        return made

    def _statements(self, own: dict[str, Any], path: DataPath) -> list[dict[str, Any]]:
        found = []
        for at, entry in enumerate(self.reader.list(own, "statements", path)):
            place = (*path, "statements", at)
            alternatives = entry if isinstance(entry, list) else [entry]
            parts = [self._condition(pattern, place) for pattern in alternatives]
            text = parts[0] if len(parts) == 1 else " or ".join(f"({part})" for part in parts)
            found.append({"holds": text or "false", "sources": ["file"]})
        return found

    def _tied(self, entry: Any) -> Any:
        return [self._state(name) for name in entry] if isinstance(entry, list) else self._state(entry)

    def _state(self, name: Any) -> Any:
        return self.state_ids.get(str(name), str(name)) if self.graph else name

    def _order(self, levels: list[Any], path: DataPath) -> str:
        words = []
        for at, entry in enumerate(levels):
            if at % 2 and entry not in (">", ">>", "~"):
                self.reader.fault(say('"{given}" is none of: {known}.', given=str(entry), known="> >> ~"), (*path, at))
            tied = entry if isinstance(entry, list) else [entry]
            words.append(str(entry) if at % 2 else " ~ ".join(str(self._state(name)) for name in tied))
        return " ".join(words)

    def _pairs(self, own: dict[str, Any], path: DataPath) -> list[list[Any]]:
        given = own.get("pairs", [])
        if isinstance(given, dict):
            rows = [(a, sign, b) for a, row in given.items() if isinstance(row, dict) for b, sign in row.items()]
        else:
            rows = [
                tuple(row) if isinstance(row, list) else ()
                for row in self.reader.want(given, list, LIST, (*path, "pairs"))
            ]
        for at, row in enumerate(self.reader.list(own, "unknown", path)):
            if isinstance(row, list) and len(row) == 2:
                rows.append((row[0], "U", row[1]))
            else:
                self.reader.fault(say("A pair of states is needed here."), (*path, "unknown", at))
        found = []
        for at, row in enumerate(rows):
            if len(row) != 3 or row[1] not in SIGNS:
                self.reader.fault(
                    say("A pair is a state, one of {signs}, and a state.", signs=" ".join(SIGNS)), (*path, "pairs", at)
                )
                continue
            ends = [int(end) if isinstance(end, str) and end.isdigit() and not self.graph else end for end in row[::2]]
            found.append([self._state(ends[0]), row[1], self._state(ends[1])])
        return found

    def _states(self) -> list[dict[str, Any]]:
        return [
            {"id": self.state_ids[str(s.get("id"))], "name": str(s.get("label") or s.get("id"))} for s in self.states
        ]

    def _moves(self) -> list[dict[str, Any]]:
        every = self.reader.want(self.block.get("moves", {}), dict, MAPPING, (*self.base, "moves"))
        found: list[dict[str, Any]] = []
        for name, pairs in every.items():
            path = (*self.base, "moves", name)
            self.reader.mark(("moves", len(found), "pairs"), path)
            if name not in self.names:
                self.reader.fault(say('"{name}" is no decision maker.', name=str(name)), path)
                continue
            pairs = self.reader.want(pairs, list, LIST, path)
            rows = [row for row in pairs if isinstance(row, list) and len(row) == 2]
            if len(rows) != len(pairs):
                self.reader.fault(say("A move is a pair of states."), path)
            found.append(
                {
                    "actor": self.actors[self.names.index(name)],
                    "pairs": [[self._state(end) for end in row] for row in rows],
                }
            )
        return found

    def _start(self, start: Any) -> Any:
        return [self._state(start)] if self.graph else start

    def _structure(self, blocks: Any, path: DataPath) -> list[list[str]]:
        found = []
        for block in self.reader.want(blocks, list, LIST, path):
            members = block if isinstance(block, list) else [block]
            found.append([self._member(member, path) for member in members])
        return found

    def _member(self, member: Any, path: DataPath) -> str:
        if isinstance(member, int) and 0 <= member < len(self.actors):
            return self.actors[member]
        if member in self.names:
            return self.actors[self.names.index(member)]
        self.reader.fault(say('"{name}" is no decision maker.', name=str(member)), path)
        return "?"
