"""The ``.gmcr`` save files of GMCR+ (University of Waterloo), read and written.

``options`` (name, permittedDirection), ``decisionMakers`` (name, options, preferences, preferenceRanking or the older
preferenceVector, misperceptions), ``infeasibles``, one flag for all on whether rankings or statements count, and
``coalitions``. A condition is a list of [option, "Y" or "N"], or a compound of several such lists of which one must
hold.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from trivet.base.errors import TrivetError
from trivet.base.message import say
from trivet.case.model import Case
from trivet.case.yaml12 import Path as DataPath
from trivet.lens.foreign import ids
from trivet.lenses.conflict.build import Built
from trivet.lenses.conflict.exchange.draft import MAPPING, NAME, PLAYER, TRUTH, FileReader, case_of, read_json
from trivet.lenses.conflict.exchange.normal import Term, normal_form
from trivet.lenses.conflict.model.arcs import ArcMoves

FORWARD: Final = {"both": "both", "fwd": "forward", "back": "back"}
BACKWARD: Final = {value: key for key, value in FORWARD.items()}
MAX_NESTING: Final = 20
ENGLISH: Final = "en"


def read_gmcr(path: Path) -> Case:
    """Read a save file.

    Raises:
        CaseError: with every fault.
    """
    reader = FileReader(read_json(path))
    data = reader.want(reader.document.data, dict, MAPPING, ())
    reader.settle()
    save = _Save(reader, data)
    reader.settle()
    return case_of(reader, save.conflict(), save.names, "")


class _Save:
    """One save file."""

    def __init__(self, reader: FileReader, data: dict[str, Any]) -> None:
        self.reader, self.data = reader, data
        self.options = [
            reader.want(option, dict, MAPPING, ("options", i))
            for i, option in enumerate(reader.list(data, "options", ()))
        ]
        self.makers = [
            reader.want(maker, dict, MAPPING, ("decisionMakers", i))
            for i, maker in enumerate(reader.list(data, "decisionMakers", ()))
        ]
        reader.settle()
        self.names = [
            reader.want(maker.get("name"), str, NAME, ("decisionMakers", i, "name")) or "?"
            for i, maker in enumerate(self.makers)
        ]
        if not self.makers:
            reader.fault(say("A conflict needs decision makers."), ())
        self.actors = ids(self.names, PLAYER)
        flag = data.get("useManualPreferenceRanking", data.get("useManualPreferenceVectors", False))
        self.ranked = bool(reader.want(flag, bool, TRUTH, ("useManualPreferenceRanking",)))

    def conflict(self) -> dict[str, Any]:
        """The conflict as a case holds it. Options are numbered so that those of a decision maker are adjacent."""
        owned = [self._owned(k) for k in range(len(self.makers))]
        for index in set(range(len(self.options))) - {i for own in owned for i in own}:
            self.reader.fault(say("Nobody has this option."), ("options", index))
        self.reader.mark(("decision_makers",), ("decisionMakers",))
        self.reader.mark(("feasibility",), ("infeasibles",))
        made: dict[str, Any] = {"decision_makers": [self._maker(k, owned[k]) for k in range(len(self.makers))]}
        rules = self.reader.list(self.data, "infeasibles", ())
        made["feasibility"] = [self._rule(rule, i) for i, rule in enumerate(rules)]
        made["perceptions"] = seen = [own for k in range(len(self.makers)) if (own := self._perception(k))]
        for index, own in enumerate(seen):
            path = ("decisionMakers", self.actors.index(own["actor"]))
            self.reader.mark(("perceptions", index), path)
            self.reader.mark(("perceptions", index, "hidden"), (*path, "misperceptions"))
        made["structures"] = self._structures()
        return {key: value for key, value in made.items() if value}

    def _owned(self, index: int) -> list[int]:
        path = ("decisionMakers", index)
        found = []
        for at, option in enumerate(self.reader.list(self.makers[index], "options", path)):
            if isinstance(option, bool) or not isinstance(option, int) or not 0 <= option < len(self.options):
                text = say('There is no option "{name}".', name=str(option))
                self.reader.fault(text, (*path, "options", at))
            else:
                found.append(option)
        return found

    def _maker(self, index: int, owned: list[int]) -> dict[str, Any]:
        here, path = ("decision_makers", index), ("decisionMakers", index)
        self.reader.mark(here, path)
        options = []
        for at, option in enumerate(owned):
            self.reader.mark((*here, "options", at), ("options", option))
            options.append(self._option(option))
        made: dict[str, Any] = {"actor": self.actors[index], "label": self.names[index], "sources": ["file"]}
        if options:
            made["options"] = options
        maker = self.makers[index]
        if self.ranked:
            key = "preferenceRanking" if "preferenceRanking" in maker else "preferenceVector"
            made["ranking"] = self.reader.list(maker, key, path)
            self.reader.mark((*here, "ranking"), (*path, key))
            return made
        statements = list(self.reader.list(maker, "preferences", path))
        self.reader.mark((*here, "statements"), (*path, "preferences"))
        made["statements"] = [
            {"holds": self._condition(s, (*path, "preferences", i), 0), "sources": ["file"]}
            for i, s in enumerate(statements)
        ] or [{"holds": "true", "sources": ["file"]}]
        return made

    def _option(self, index: int) -> dict[str, Any]:
        option, path = self.options[index], ("options", index)
        name = self.reader.want(option.get("name"), str, NAME, (*path, "name"))
        given = option.get("permittedDirection", "both")
        if not isinstance(given, str) or given not in FORWARD:
            known = ", ".join(FORWARD)
            text = say('"{given}" is none of: {known}.', given=str(given), known=known)
            self.reader.fault(text, (*path, "permittedDirection"))
        return {
            "id": f"o{index + 1}",
            "name": name or "?",
            "direction": FORWARD.get(str(given), "both"),
            "sources": ["file"],
        }

    def _rule(self, rule: Any, index: int) -> dict[str, Any]:
        self.reader.mark(("feasibility", index), ("infeasibles", index))
        return {"never": self._condition(rule, ("infeasibles", index), 0), "sources": ["file"]}

    def _perception(self, index: int) -> dict[str, Any] | None:
        path = ("decisionMakers", index)
        hidden = self.reader.list(self.makers[index], "misperceptions", path)
        conditions = [self._condition(c, (*path, "misperceptions", i), 0) for i, c in enumerate(hidden)]
        return {"actor": self.actors[index], "hidden": conditions, "sources": ["file"]} if conditions else None

    def _structures(self) -> list[list[list[str]]]:
        blocks = []
        for at, block in enumerate(self.reader.list(self.data, "coalitions", ())):
            members = block if isinstance(block, list) else [block]
            if not all(isinstance(k, int) and 0 <= k < len(self.actors) for k in members):
                self.reader.fault(say("A coalition is a list of numbers of decision makers."), ("coalitions", at))
                continue
            blocks.append([self.actors[k] for k in members])
        if sorted(name for block in blocks for name in block) != sorted(self.actors) or len(blocks) == len(self.actors):
            return []  # the program itself resets coalitions that do not part the decision makers
        return [blocks]

    def _condition(self, given: Any, path: DataPath, depth: int) -> str:
        if isinstance(given, dict) and given.get("compound") and depth < MAX_NESTING:
            members = self.reader.list(given, "members", path)
            parts = [self._condition(m, (*path, "members", i), depth + 1) for i, m in enumerate(members)]
            return " or ".join(f"({part})" for part in parts) or "false"
        if not isinstance(given, list):
            self.reader.fault(say('A condition is a list of [option, "Y" or "N"].'), path)
            return "true"
        return " and ".join(self._literal(entry, (*path, i)) for i, entry in enumerate(given)) or "true"

    def _literal(self, entry: Any, path: DataPath) -> str:
        if not isinstance(entry, list) or len(entry) != 2 or entry[1] not in ("Y", "N"):
            self.reader.fault(say('A condition is a list of [option, "Y" or "N"].'), path)
        elif isinstance(entry[0], bool) or not isinstance(entry[0], int) or not 0 <= entry[0] < len(self.options):
            self.reader.fault(say('There is no option "{name}".', name=str(entry[0])), path)
        else:
            return f"{'not ' if entry[1] == 'N' else ''}o{entry[0] + 1}"
        return "true"


def write_gmcr(built: Built, version: str, names: Sequence[str] = ()) -> str:
    """The model of a conflict as the text of a save file.

    What the format has no place for around the model is left out: the status quo, names of outcomes, reasons, sources,
    what was observed or published.

    Args:
        built: the conflict.
        version: the version that writes it.
        names: what to call its decision makers; as in data if left out.

    Raises:
        TrivetError: if the model itself has what the format cannot hold, naming each such thing.
    """
    lacking = list(_beyond(built))
    if lacking:
        raise TrivetError(f"A .gmcr file cannot hold: {', '.join(lacking)}.")
    conflict = built.conflict
    called = names or built.model.players
    numbers = dict(built.space.bits)
    listed = {option.id: option for maker in conflict.decision_makers for option in maker.options}
    statements = len(built.truths) == len(conflict.decision_makers)
    rules = [(rule.never or rule.always or "", rule.never is None) for rule in conflict.feasibility]
    data = {
        "program": "trivet",
        "version": version,
        "useManualPreferenceRanking": not statements,
        "options": [
            {"name": _english(listed[name].name), "permittedDirection": BACKWARD[listed[name].direction]}
            for name in numbers
        ],
        "infeasibles": [
            _terms_as_list(term, numbers) for text, negated in rules for term in normal_form(text, negated=negated)
        ],
        "decisionMakers": [
            _written(built, k, called[k], numbers, statements) for k in range(len(conflict.decision_makers))
        ],
    }
    if conflict.structures:
        actors = [maker.actor for maker in conflict.decision_makers]
        data["coalitions"] = [[actors.index(name) for name in block] for block in conflict.structures[0]]
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _beyond(built: Built) -> list[str]:
    conflict = built.conflict
    options = [option for maker in conflict.decision_makers for option in maker.options]
    owners = list(built.model.owners)
    found = {
        "states and moves in graph form": bool(built.space.ids),
        "merged states": built.space.size < len(built.space.codes),
        "conditional moves": any(option.when for option in options),
        "strength of preference": built.strength,
        "unknown preferences": built.unknown or any(any(known.unknown) for known in built.uncertain),
        "beliefs about the preferences of others": any(seen.believes for seen in conflict.perceptions),
        "more than one coalition structure": len(conflict.structures) > 1,
        "options of a decision maker that are not numbered in a row": owners != sorted(owners),
        "moves": not built.space.ids
        and not isinstance(built.model.moves, ArcMoves)
        and not built.model.moves.transitive,
    }
    return [name for name, there in found.items() if there]


def _written(built: Built, index: int, name: str, numbers: dict[str, int], statements: bool) -> dict[str, Any]:
    maker = built.conflict.decision_makers[index]
    made: dict[str, Any] = {
        "name": name,
        "options": sorted(numbers[option.id] for option in maker.options),
        "preferences": [_compound(normal_form(s.holds), numbers) for s in maker.statements] if statements else [],
    }
    hidden = [text for seen in built.conflict.perceptions if seen.actor == maker.actor for text in seen.hidden]
    if hidden:
        made["misperceptions"] = [_compound(normal_form(text), numbers) for text in hidden]
    if not statements:
        payoff = built.model.payoffs[index]
        classes = [[int(s) + 1 for s in (payoff == rank).nonzero()[0]] for rank in range(int(payoff.max()), 0, -1)]
        made["preferenceRanking"] = [tied[0] if len(tied) == 1 else tied for tied in classes]
    return made


def _terms_as_list(term: Term, numbers: dict[str, int]) -> list[list[Any]]:
    return [[number, sign] for number, sign in sorted((numbers[name], "Y" if taken else "N") for name, taken in term)]


def _compound(terms: tuple[Term, ...], numbers: dict[str, int]) -> Any:
    if len(terms) == 1:
        return _terms_as_list(terms[0], numbers)
    return {"compound": True, "members": [_terms_as_list(term, numbers) for term in terms]}


def _english(text: Any) -> str:
    return str(text.say(ENGLISH).words)
