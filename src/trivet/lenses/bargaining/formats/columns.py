"""The columns of a table with one judgement per row: which is which, and what a row says in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from trivet.base.message import say
from trivet.case.faults import suggestion
from trivet.lenses.bargaining.formats.cells import Cell, Sheet, plain, shown, unguarded
from trivet.lenses.bargaining.formats.draft import QUANTITIES, Triple

SYNONYMS: Final[Mapping[str, str]] = {
    "actor": "actor",
    "player": "actor",
    "name": "name",
    "capability": "influence",
    "influence": "influence",
    "power": "influence",
    "resources": "influence",
    "weight": "influence",
    "position": "position",
    "salience": "salience",
    "issue": "issue",
    "issue_id": "issue",
    "title": "title",
    "zero": "zero",
    "hundred": "hundred",
    "unit": "unit",
    "scale_low": "scale_low",
    "scale_high": "scale_high",
    "status_quo": "status_quo",
    "reference_point": "status_quo",
    "role": "role",
    "note": "note",
}
"""What headings mean, in small letters with _ for spaces. A quantity may also end in _low, _best or _high."""

PARTS: Final = ("low", "best", "high")
_SPACES: Final = re.compile(r"[\s_-]+")
_PART: Final = re.compile(rf"(.+)_({'|'.join(PARTS)})")


@dataclass
class Columns:
    """The columns of a table by meaning, such as ``actor``, ``position`` or ``position_low``."""

    sheet: Sheet
    heading: Sequence[Cell]
    at: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet) -> "Columns":
        """The columns that the first row of a table names; a fault for each heading that means nothing."""
        made = cls(sheet, sheet.rows[0])
        for index, cell in enumerate(made.heading):
            meaning = meaning_of(cell.text)
            if meaning and meaning in made.at:
                first = made.heading[made.at[meaning]].text
                text = say('"{name}" and "{first}" mean the same.', name=shown(cell.text), first=shown(first))
                sheet.fault(text, cell)
            elif meaning:
                made.at[meaning] = index
            elif cell.text:
                text = say('A column "{name}" is not known here.', name=shown(cell.text))
                sheet.fault(text, cell, suggestion(_word(cell.text), list(SYNONYMS)))
        if "actor" not in made.at and "name" in made.at:
            made.at["actor"] = made.at.pop("name")
        for name in QUANTITIES:
            made._settle_parts(name)
        return made

    def _settle_parts(self, name: str) -> None:
        """Let a quantity's best value have the plain name; a fault if only one end of its range has a column."""
        best = f"{name}_best"
        if best in self.at and name in self.at:
            first, second = self.heading[self.at[name]], self.heading[self.at[best]]
            text = say('"{name}" and "{first}" mean the same.', name=shown(second.text), first=shown(first.text))
            self.sheet.fault(text, second)
        elif best in self.at:
            self.at[name] = self.at.pop(best)
        self.both(f"{name}_low", f"{name}_high")

    def both(self, one: str, other: str) -> bool:
        """Whether two columns are there; a fault if only one is."""
        if (one in self.at) != (other in self.at):
            have, lack = (one, other) if one in self.at else (other, one)
            self.sheet.fault(say('The column "{name}" is missing.', name=lack), self.heading[self.at[have]])
        return one in self.at and other in self.at

    def need(self, *names: str) -> None:
        """A fault for each of some columns that is missing."""
        for name in names:
            if name not in self.at:
                self.sheet.fault(say('The column "{name}" is missing.', name=name), self.heading[0])

    def fits(self, row: Sequence[Cell]) -> bool:
        """Whether nothing in a row lies beyond the headings; a fault if something does."""
        loose = [cell for index, cell in enumerate(row) if cell.text and not self._headed(index)]
        if loose:
            text = say("This row has more cells than there are headings. Put text with commas into quotation marks.")
            self.sheet.fault(text, loose[0])
        return not loose

    def _headed(self, index: int) -> bool:
        return index < len(self.heading) and bool(self.heading[index].text)

    def cell(self, row: Sequence[Cell], name: str) -> Cell:
        """The cell of a row in a column; a blank one at the end of the row if there is none."""
        index = self.at.get(name)
        if index is not None and index < len(row):
            return row[index]
        last = row[-1]
        return Cell("", last.line, last.column + len(last.text))

    def words(self, row: Sequence[Cell], name: str) -> str:
        """The text of a row in a column; empty if there is none."""
        return unguarded(self.cell(row, name).text) if name in self.at else ""

    def given(self, row: Sequence[Cell], name: str) -> bool:
        """Whether a row says anything of a quantity."""
        return any(self.cell(row, part).text for part in (name, f"{name}_low", f"{name}_high") if part in self.at)

    def who(self, row: Sequence[Cell]) -> str:
        """The actor of a row as messages name it."""
        return shown(self.words(row, "actor"))

    def triple(self, row: Sequence[Cell], name: str) -> Triple | None:
        """A quantity of a row; None with faults if it is missing, out of order or out of bounds."""
        who = self.who(row)
        ends = [f"{name}_low", f"{name}_high"] if f"{name}_low" in self.at else []
        if ends and not any(self.cell(row, end).text for end in ends):
            ends = []
        parts = [ends[0], name, ends[1]] if ends else [name]
        values = [self._bounded(self.cell(row, part), name, part, who) for part in parts]
        found = [value for value in values if value is not None]
        if len(found) < len(values):
            return None
        low, best, high = found if ends else found * 3
        if not low <= best <= high:
            text = say('{object}: "{field}" must satisfy low <= best <= high.', object=who, field=name)
            self.sheet.fault(text, self.cell(row, parts[0]))
            return None
        return Triple(low, best, high)

    def _bounded(self, cell: Cell, name: str, part: str, who: str) -> float | None:
        heading = shown(self.heading[self.at[part]].text)
        if not cell.text:
            self.sheet.fault(say('"{column}" is missing here.', column=heading), cell)
            return None
        value = self.sheet.number(cell)
        if value is not None and name == "influence" and value < 0:
            self.sheet.fault(say('{object}: "{field}" must not be negative.', object=who, field=heading), cell)
        elif value is not None and name == "salience" and not 0 <= value <= 100:
            self.sheet.fault(say('{object}: "{field}" must lie between 0 and 100.', object=who, field=heading), cell)
        return value

    def same(self, rows: Sequence[Sequence[Cell]], name: str, issue: str) -> tuple[float, Cell] | None:
        """The number that all rows of an issue give in a column; blank cells do not count."""
        found: tuple[float, Cell] | None = None
        for row in rows:
            cell = self.cell(row, name)
            value = self.sheet.number(cell) if name in self.at and cell.text else None
            if value is not None and found and value != found[0]:
                text = say(
                    'Another row of "{issue}" gives {first} here, in line {line}.',
                    issue=shown(issue),
                    first=shown(found[1].text),
                    line=str(found[1].line),
                )
                self.sheet.fault(text, cell)
            elif value is not None and not found:
                found = (value, cell)
        return found


def meaning_of(heading: str) -> str | None:
    """What a heading means; None if nothing that is known."""
    word = _word(heading)
    if word in SYNONYMS:
        return SYNONYMS[word]
    part = _PART.fullmatch(word)
    stem = SYNONYMS.get(part.group(1)) if part else None
    return f"{stem}_{part.group(2)}" if part and stem in QUANTITIES else None


def _word(heading: str) -> str:
    return _SPACES.sub("_", plain(heading).casefold()).strip("_")
