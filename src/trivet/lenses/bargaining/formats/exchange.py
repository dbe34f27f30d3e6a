"""Input of exchange models (Stokman and others): lines of actors, issues, ends of scales, and positions.

::

    '#A'    'actor'    'name'    'comment'
    '#P'    'issue'    'title'    'comment'
    '#M'    'issue'    0
    '#M'    'issue'    100
    '#D'    'actor'    'issue'    70    0.75    0.25

The values of ``#D`` are position, salience and power. The scale of an issue goes from the smallest ``#M`` to the
largest. Cells are parted by tabs (or ``;`` or ``,``), texts may stand in quotation marks.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from trivet.base.message import say
from trivet.case.model import Case
from trivet.lenses.bargaining.formats.cells import MAX_CELLS, Cell, Sheet, shown
from trivet.lenses.bargaining.formats.draft import Parties, Question, Scale, Stance, Triple, build, check_scale, folded

KINDS: Final = {"#A": 2, "#P": 2, "#M": 3, "#D": 6}
"""Fewest cells of a line, by its kind."""

VALUES: Final = ("position", "salience", "power")
_LIKE: Final = re.compile(r"\s*['\"]?#[APMD]['\"]?\s*[\t;,]")


def is_exchange(text: str) -> bool:
    """Whether a text begins with a line of such a file."""
    return bool(_LIKE.match(text))


@dataclass
class _Issue:
    cell: Cell
    title: str
    ends: list[tuple[float, str]] = field(default_factory=list)
    unread: bool = False
    """Whether an end could not be read, so that nothing can be said of the scale."""
    places: list[tuple[str, Triple, Cell]] = field(default_factory=list)
    stances: dict[str, Stance] = field(default_factory=dict)


def read_exchange(file: str, text: str) -> Case:
    """Read a file of lines.

    Raises:
        CaseError: with every fault.
    """
    reader = _Reader(Sheet(file))
    reader.split(text)
    for kind, take in (("#A", reader.actor), ("#P", reader.issue), ("#M", reader.end), ("#D", reader.stance)):
        for row in reader.sheet.rows:
            if row[0].text == kind:
                take(row)
    questions = reader.questions()
    return build(reader.sheet, list(reader.parties.found.values()), questions)


@dataclass
class _Reader:
    sheet: Sheet
    parties: Parties = field(default_factory=Parties)
    issues: dict[str, _Issue] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def split(self, text: str) -> None:
        """Take lines apart into cells; a fault for each line of no known kind, or with too few cells."""
        head = text.lstrip().partition("\n")[0]
        mark = next((own for own in ("\t", ";") if own in head), ",")
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
            if not line.strip():
                continue
            row, column = list[Cell](), 1
            for part in line.split(mark, MAX_CELLS):
                space = len(part) - len(part.lstrip())
                row.append(Cell(_bare(part), number, column + space))
                column += len(part) + 1
            kind = row[0].text
            if kind not in KINDS:
                known = ", ".join(KINDS)
                self.sheet.fault(say('"{given}" is none of: {known}.', given=shown(kind), known=known), row[0])
            elif len(row) < KINDS[kind] or not all(cell.text for cell in row[1 : KINDS[kind]]):
                lacking = say("A line {kind} has {count} cells at least.", kind=kind, count=KINDS[kind])
                self.sheet.fault(lacking, row[0])
            else:
                self.sheet.take(row)

    def actor(self, row: list[Cell]) -> None:
        """An actor: its name in short, in full, and a comment."""
        if folded(row[1].text) in self.parties.found:
            self.sheet.fault(say('"{name}" is there twice.', name=shown(row[1].text)), row[1])
            return
        self.parties.take(row[1], _at(row, 2), _at(row, 3))

    def issue(self, row: list[Cell]) -> None:
        """An issue: its name in short and in full."""
        if folded(row[1].text) in self.issues:
            self.sheet.fault(say('"{name}" is there twice.', name=shown(row[1].text)), row[1])
            return
        self.issues[folded(row[1].text)] = _Issue(row[1], _at(row, 2))

    def end(self, row: list[Cell]) -> None:
        """A point of an issue's scale, and what it means."""
        value, issue = self.sheet.number(row[2]), self._issue_in(row[1])
        if issue and value is None:
            issue.unread = True
        elif issue and value is not None:
            issue.ends.append((value, _at(row, 3)))

    def stance(self, row: list[Cell]) -> None:
        """Where an actor stands on an issue."""
        who, issue, key = shown(row[1].text), self._issue_in(row[2]), folded(row[1].text)
        if key not in self.parties.found:
            self.sheet.fault(say('There is no actor "{name}" in this file.', name=who), row[1])
        values = [self.sheet.number(cell) for cell in row[3:6]]
        for name, value, cell in zip(VALUES, values, row[3:6], strict=True):
            if value is not None and name == "salience" and not 0 <= value <= 100:
                text = say('{object}: "{field}" must lie between 0 and 100.', object=who, field=name)
                self.sheet.fault(text, cell)
            elif value is not None and name == "power" and value < 0:
                self.sheet.fault(say('{object}: "{field}" must not be negative.', object=who, field=name), cell)
        if issue and values[0] is not None:
            issue.places.append((who, Triple.point(values[0]), row[3]))
        found = [Triple.point(value) for value in values if value is not None]
        if issue is None or key not in self.parties.found or len(found) < len(values):
            return
        if key in issue.stances:
            self.sheet.fault(say('"{name}" is there twice.', name=who), row[1])
            return
        cells = {"actor": row[1], "position": row[3], "salience": row[4], "influence": row[5]}
        issue.stances[key] = Stance(key, cells, found[0], found[1], found[2])

    def _issue_in(self, cell: Cell) -> _Issue | None:
        found = self.issues.get(folded(cell.text))
        if found is None:
            self.sheet.fault(say('There is no issue "{name}" in this file.', name=shown(cell.text)), cell)
        return found

    def questions(self) -> list[Question]:
        """The issues, with saliences from 0 to 100."""
        highest = max(
            (own.salience.high for issue in self.issues.values() for own in issue.stances.values()), default=0
        )
        found = []
        for issue in self.issues.values():
            ends = sorted(issue.ends, key=lambda end: end[0])
            if issue.unread:
                continue
            if not ends or ends[0][0] == ends[-1][0]:
                self.sheet.fault(say("The scale of an issue needs two lines #M with different numbers."), issue.cell)
                continue
            scale = Scale(ends[0][0], ends[-1][0], "", ends[0][1], ends[-1][1])
            check_scale(self.sheet, scale, issue.places)
            own = list(issue.stances.values())
            if highest <= 1:
                own = [replace(one, salience=one.salience.times(100)) for one in own]
            found.append(Question(issue.cell.text, issue.title, issue.cell, scale, own))
        return found


def _at(row: list[Cell], index: int) -> str:
    return row[index].text if index < len(row) else ""


def _bare(part: str) -> str:
    """Text without the quotation marks around it."""
    word = part.strip()
    quoted = len(word) > 1 and word[0] == word[-1] and word[0] in "'\""
    return word[1:-1].strip() if quoted else word
