"""Plain tables: a row for each actor, or, with a column ``issue``, for each issue and actor.

::

    # scale: 4 10 years
    actor,capability,position,salience
    Netherlands,0.08,4,0.8

A column X may be three, ``X_low``, ``X_best`` and ``X_high``. Saliences run from 0 to 1 if none is larger, else from 0
to 100. Without ``issue`` the scale goes from the smallest position to the largest unless a comment or the columns
``scale_low`` and ``scale_high`` give its ends; with ``issue`` it goes from 0 to 100 unless they do. With ``issue`` an
actor whose position or salience is blank takes no part, and the capability may be left out. Optional columns:
``title``, ``status_quo``, ``unit``, ``zero`` and ``hundred`` (what the ends mean), ``name``, ``note``.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from trivet.base.message import say
from trivet.case.model import Case
from trivet.lenses.bargaining.formats.cells import Cell, Sheet, shown
from trivet.lenses.bargaining.formats.columns import Columns
from trivet.lenses.bargaining.formats.draft import (
    Note,
    Parties,
    Question,
    Scale,
    Stance,
    Triple,
    build,
    check_scale,
    folded,
    range_of,
    title_of,
)
from trivet.lenses.bargaining.formats.guide import EQUAL

ONE: Final = Triple.point(1.0)
ENDLESS: Final = Scale(-math.inf, math.inf)
_COMMENT: Final = re.compile(r"(scale|title|status[ _]quo)\s*:\s*(.*)", re.IGNORECASE)


@dataclass
class Group:
    """The rows of one issue, and every position that was read in them: whose it is, and where it stands.

    The name is empty in a table without a column ``issue``.
    """

    name: str
    cell: Cell
    rows: list[list[Cell]] = field(default_factory=list)
    places: list[tuple[str, Triple, Cell]] = field(default_factory=list)


@dataclass(frozen=True)
class Remarks:
    """What the comments before a table say."""

    title: str = ""
    scale: Scale | None = None
    status_quo: tuple[float, Cell] | None = None


def read_table(columns: Columns) -> Case:
    """Read a plain table.

    Raises:
        CaseError: with every fault.
    """
    sheet, several = columns.sheet, "issue" in columns.at
    columns.need("actor", "position", "salience", *(() if several else ("influence",)))
    columns.both("scale_low", "scale_high")
    remarks = remarks_of(sheet)
    sheet.settle()
    parties = Parties()
    groups = grouped(columns)
    stances = _in_percent([_stances(columns, group, parties, several) for group in groups])
    questions = [_question(columns, group, own, remarks, several) for group, own in zip(groups, stances, strict=True)]
    return build(sheet, list(parties.found.values()), questions, remarks.title)


def remarks_of(sheet: Sheet) -> Remarks:
    """What the comments before a table say of its title, scale and status quo."""
    found = Remarks()
    for cell in sheet.comments:
        told = _COMMENT.match(cell.text)
        if not told:
            continue
        kind, words = told.group(1).casefold(), told.group(2).strip()
        if kind == "title":
            found = replace(found, title=words)
        elif kind == "scale":
            found = replace(found, scale=_scale_in(sheet, Cell(words, cell.line, cell.column)))
        else:
            value = sheet.number(Cell(words, cell.line, cell.column))
            found = replace(found, status_quo=None if value is None else (value, cell))
    return found


def _scale_in(sheet: Sheet, cell: Cell) -> Scale | None:
    words = cell.text.split()
    if len(words) < 2:
        sheet.fault(say("A comment on the scale gives its two ends and a unit, such as: # scale: 4 10 years"), cell)
        return None
    low, high = (sheet.number(Cell(word, cell.line, cell.column)) for word in words[:2])
    return ascending(sheet, low, high, cell, " ".join(words[2:]))


def ascending(sheet: Sheet, low: float | None, high: float | None, cell: Cell, unit: str = "") -> Scale | None:
    """The scale between two ends; None with a fault if they are not in order, None if one of them is not known."""
    if low is None or high is None:
        return None
    if low >= high:
        sheet.fault(say("The lower end of a scale must lie below the upper end."), cell)
        return None
    return Scale(low, high, unit)


def grouped(columns: Columns) -> list[Group]:
    """The rows of each issue, in the order in which the issues appear; rows that cannot be used are left out."""
    found: dict[str, Group] = {}
    for row in columns.sheet.rows[1:]:
        if not columns.fits(row):
            continue
        name = columns.words(row, "issue")
        cell = columns.cell(row, "issue" if "issue" in columns.at else "actor")
        if "issue" in columns.at and not name:
            text = say('"{column}" is missing here.', column=columns.heading[columns.at["issue"]].text)
            columns.sheet.fault(text, cell)
            continue
        found.setdefault(folded(name), Group(name, cell)).rows.append(row)
    return list(found.values())


def party_in(columns: Columns, row: Sequence[Cell], parties: Parties) -> str | None:
    """The key of the actor of a row; None with a fault if the row names none."""
    cell, words = columns.cell(row, "actor"), columns.words(row, "actor")
    if not words:
        text = say('"{column}" is missing here.', column=columns.heading[columns.at["actor"]].text)
        columns.sheet.fault(text, cell)
        return None
    return parties.take(cell, columns.words(row, "name"), text=words)


def values_in(columns: Columns, group: Group, row: Sequence[Cell], names: Sequence[str]) -> list[Triple] | None:
    """The position and other quantities of a row; None with faults if one of them cannot be read."""
    found = [columns.triple(row, name) for name in names]
    if found[0] is not None:
        group.places.append((columns.who(row), found[0], columns.cell(row, "position")))
    kept = [own for own in found if own is not None]
    return kept if len(kept) == len(found) else None


def cells_in(columns: Columns, row: Sequence[Cell]) -> dict[str, Cell]:
    """Where the actor and the quantities of a row stand."""
    return {name: columns.cell(row, name) for name in ("actor", "position", "salience", "influence")}


def _stances(columns: Columns, group: Group, parties: Parties, several: bool) -> list[Stance]:
    """Who stands where on one issue; an actor that stands there twice is a fault."""
    weighed = "influence" in columns.at
    note: Note | None = None if weighed else EQUAL
    names = ("position", "salience", "influence") if weighed else ("position", "salience")
    seen, found = set[str](), list[Stance]()
    for row in group.rows:
        if several and not (columns.given(row, "position") and columns.given(row, "salience")):
            continue
        key, values = party_in(columns, row, parties), values_in(columns, group, row, names)
        if key is not None and key in seen:
            text = say('"{name}" is there twice.', name=columns.who(row))
            columns.sheet.fault(text, columns.cell(row, "actor"))
        elif key is not None and values is not None:
            position, salience, influence = [*values, ONE][:3]
            own = Stance(key, cells_in(columns, row), position, salience, influence, note)
            found.append(replace(own, justification=columns.words(row, "note")))
        seen |= {key} if key else set()
    return found


def _in_percent(groups: Sequence[list[Stance]]) -> list[list[Stance]]:
    """Saliences from 0 to 100; if none in the whole file is above 1, they are shares."""
    if max((own.salience.high for group in groups for own in group), default=100.0) > 1:
        return list(groups)
    return [[replace(own, salience=own.salience.times(100)) for own in group] for group in groups]


def _question(columns: Columns, group: Group, stances: list[Stance], remarks: Remarks, several: bool) -> Question:
    stands = columns.same(group.rows, "status_quo", group.name) or (None if several else remarks.status_quo)
    scale = scale_in(columns, group) or remarks.scale
    if scale is None and not several and group.places:
        ends = [end for _, own, _ in group.places for end in (own.low, own.high)]
        scale = Scale(*range_of([*ends, *([stands[0]] if stands else [])]))
    return question_of(columns, group, scale or Scale(), stances, stands, "" if several else remarks.title)


def question_of(
    columns: Columns,
    group: Group,
    scale: Scale,
    stances: Sequence[Stance],
    stands: tuple[float, Cell] | None,
    title: str = "",
) -> Question:
    """One issue, with what its rows say in words of itself and of its scale; what lies beyond the scale is a fault."""
    told = {
        name: next((words for row in group.rows if (words := columns.words(row, name))), "")
        for name in ("title", "unit", "zero", "hundred")
    }
    name = group.name or title_of(columns.sheet.file) or "issue"
    title = told.pop("title") or title or name
    scale = replace(
        scale,
        unit=told["unit"] or scale.unit,
        zero=told["zero"] or scale.zero,
        hundred=told["hundred"] or scale.hundred,
    )
    where = stands[1] if stands else None
    own = [(shown(title), Triple.point(stands[0]), stands[1])] if stands else []
    check_scale(columns.sheet, scale, [*group.places, *own])
    return Question(name, title, group.cell, scale, stances, stands[0] if stands else None, where)


def scale_in(columns: Columns, group: Group) -> Scale | None:
    """The scale that the rows of an issue give in numbers; None if they give none.

    One that cannot be used is a fault, and a scale without ends then stands in for it.
    """
    low = columns.same(group.rows, "scale_low", group.name)
    high = columns.same(group.rows, "scale_high", group.name)
    lacking = [n for n in ("scale_low", "scale_high") if not any(columns.words(row, n) for row in group.rows)]
    if len(lacking) == 2:
        return None
    for name in lacking:
        columns.sheet.fault(say('"{column}" is missing here.', column=name), group.cell)
    if low is None or high is None:
        return ENDLESS
    return ascending(columns.sheet, low[0], high[0], low[1]) or ENDLESS
