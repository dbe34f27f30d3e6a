"""From judgements in a foreign file to a case: actors, issues as scales, positions, and the place of each value."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from trivet.base.message import NumberParam, say
from trivet.base.text import BIDI_CONTROLS
from trivet.case.model import Case
from trivet.case.origin import Origin, RawItem
from trivet.case.yaml12 import Document
from trivet.case.yaml12 import Path as DataPath
from trivet.lens.foreign import AS_OF, SOURCE, actor, case_of, ids
from trivet.lenses.bargaining.formats.cells import Cell, Findings

MAX_ACTORS: Final = 250
"""On one issue. What some models do grows with the cube of it."""

QUANTITIES: Final = ("position", "salience", "influence")

Note = Mapping[str, str]
"""Words in several languages."""


class Triple(NamedTuple):
    """Low, best and high."""

    low: float
    best: float
    high: float

    @classmethod
    def point(cls, value: float) -> "Triple":
        """A value known exactly."""
        return cls(value, value, value)

    def times(self, factor: float) -> "Triple":
        """All three times a factor, without what rounding leaves behind: 0.07 times 100 is 7."""
        return Triple(*(round(value * factor, 12) for value in self))


@dataclass(frozen=True)
class Stance:
    """One actor on one issue.

    Attributes:
        actor: its key among the actors of the file.
        cells: where the actor (``actor``) and the values (by quantity) stand.
        position: in the numbers of the scale.
        salience: 0 to 100.
        influence: in any unit.
        note: how the values came about, if that needs words.
        justification: what the file says in words.
    """

    actor: str
    cells: Mapping[str, Cell]
    position: Triple
    salience: Triple
    influence: Triple
    note: Note | None = None
    justification: str = ""


@dataclass(frozen=True)
class Scale:
    """The ends of an issue in numbers, and in words where the file has any."""

    low: float = 0.0
    high: float = 100.0
    unit: str = ""
    zero: str = ""
    hundred: str = ""


@dataclass(frozen=True)
class Question:
    """One issue: what the file calls it, its title, where it stands, its scale, and who stands where."""

    name: str
    title: str
    cell: Cell | None
    scale: Scale
    stances: Sequence[Stance]
    status_quo: float | None = None
    status_quo_cell: Cell | None = None


@dataclass(frozen=True)
class Party:
    """An actor of a file: what its id is made of, its name, where it stands, and more words on it."""

    key: str
    name: str
    cell: Cell | None
    role: str = ""


@dataclass
class Parties:
    """The actors of a file in the order in which they appear; spellings that differ in case or space are one."""

    found: dict[str, Party] = field(default_factory=dict)

    def take(self, cell: Cell, name: str = "", role: str = "", *, text: str = "") -> str:
        """The key of an actor, new or known by now."""
        words = text or cell.text
        key = folded(words)
        self.found.setdefault(key, Party(words, name or words, cell, role))
        return key


def folded(words: str) -> str:
    """What two spellings of a name have in common."""
    return " ".join(words.casefold().split())


def range_of(values: Sequence[float]) -> tuple[float, float]:
    """Ends of a scale that just holds some values; half a unit to both sides if they are all the same."""
    low, high = min(values), max(values)
    return (low, high) if low < high else (low - 0.5, low + 0.5)


def check_scale(findings: Findings, scale: Scale, places: Iterable[tuple[str, Triple, Cell]]) -> None:
    """A fault for each range, given with whose it is and where it stands, that reaches beyond the scale."""
    for name, own, cell in places:
        if own.low < scale.low or own.high > scale.high:
            text = say(
                "{object}: this lies beyond the scale, which goes from {low} to {high}.",
                object=name,
                low=_shown(scale.low),
                high=_shown(scale.high),
            )
            findings.fault(text, cell)


def _shown(value: float) -> NumberParam:
    return NumberParam(value=value, digits=0 if value == int(value) else 2)


def build(findings: Findings, parties: Sequence[Party], questions: Sequence[Question], title: str = "") -> Case:
    """The case that holds all this.

    Args:
        findings: what read the file, with the faults it found.
        parties: the actors.
        questions: the issues, in order; the keys of their stances are those of :class:`Parties`.
        title: what to call the case; the name of the file if empty.

    Raises:
        CaseError: with every fault.
    """
    if not findings.faults and not any(question.stances for question in questions):
        findings.fault(say("The file gives no position of anybody."))
    for question in questions:
        if len(question.stances) > MAX_ACTORS:
            cell = question.stances[MAX_ACTORS].cells.get("actor")
            findings.fault(say("An issue takes at most {limit} actors.", limit=MAX_ACTORS), cell)
    findings.settle()
    made = _Drafting(findings.file, parties)
    issues = list(made.issues(questions))
    return case_of(made.document, "issues", issues, list(made.people()), title or title_of(findings.file), "issues")


def title_of(file: str) -> str:
    """What to call a thing by the name of its file; nothing if that name is no proper text."""
    stem = Path(file).stem
    return stem if stem.isprintable() and not BIDI_CONTROLS.search(stem) else ""


class _Drafting:
    """Plain data of a case, with the places it came from."""

    def __init__(self, file: str, parties: Sequence[Party]) -> None:
        self.document = Document(file)
        self.parties = parties
        self.names = Counter(folded(party.name) for party in parties)
        made = ids([party.key for party in parties], "actor-", keep=True)
        self.ids = {folded(party.key): name for party, name in zip(parties, made, strict=True)}

    def people(self) -> Iterator[RawItem]:
        for index, (party, name) in enumerate(zip(self.parties, self.ids.values(), strict=True)):
            more = {"role": party.role} if party.role else {}
            label = party.name if self.names[folded(party.name)] == 1 else f"{party.name} ({party.key})"
            yield actor(name, label, self._origin(("actors", index), party.cell), **more)

    def issues(self, questions: Sequence[Question]) -> Iterator[RawItem]:
        names = ids([question.name for question in questions], "issue-", keep=True)
        for index, (question, name) in enumerate(zip(questions, names, strict=True)):
            path = ("issues", index)
            data = {
                "id": name,
                "title": question.title or question.name,
                "as_of": AS_OF,
                "sources": [SOURCE],
                "scale": self._scale(question.scale),
                "positions": [self._position(own, (*path, "positions", at)) for at, own in enumerate(question.stances)],
            }
            if question.status_quo is not None:
                data["status_quo"] = {"position": question.status_quo, "sources": [SOURCE]}
                self._mark((*path, "status_quo"), question.status_quo_cell)
            yield RawItem(data, self._origin(path, question.cell))

    def _scale(self, scale: Scale) -> dict[str, Any]:
        made: dict[str, Any] = {
            "zero": scale.zero or _with_unit(scale.low, scale.unit),
            "hundred": scale.hundred or _with_unit(scale.high, scale.unit),
            "low": scale.low,
            "high": scale.high,
        }
        return {**made, **({"unit": scale.unit} if scale.unit else {})}

    def _position(self, own: Stance, path: DataPath) -> dict[str, Any]:
        self._mark(path, own.cells.get("actor"))
        made: dict[str, Any] = {"actor": self.ids[own.actor], "sources": [SOURCE]}
        for name in QUANTITIES:
            self._mark((*path, name), own.cells.get(name))
            low, best, high = getattr(own, name)
            made[name] = best if low == best == high else {"low": low, "best": best, "high": high}
        if own.note:
            made["note"] = dict(own.note)
        if own.justification:
            made["justification"] = own.justification
        return made

    def _origin(self, path: DataPath, cell: Cell | None) -> Origin:
        self._mark(path, cell)
        return Origin(self.document, path)

    def _mark(self, path: DataPath, cell: Cell | None) -> None:
        if cell:
            self.document.places[path] = (cell.line, cell.column)


def number_text(value: float) -> str:
    """A number as short as it can be written without loss."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _with_unit(value: float, unit: str) -> str:
    return f"{number_text(value)} {unit}".strip()
