"""KTAB's comma-separated scenarios (KAPSARC Toolkit for Behavioral Analysis), read and written.

Line 1: name, description, number of actors, number of dimensions. Line 2: headings. Then one line for each actor: name,
description, power, and a position and a salience for each dimension, all from 0 to 100. An actor's saliences share out
its attention over the dimensions, so they sum to 100 at most.
"""

import csv
import io
import math
import re
from collections.abc import Sequence
from typing import Final

from trivet.base.errors import TrivetError
from trivet.base.message import say
from trivet.case.model import Case
from trivet.case.schema.issues import Issue, Position
from trivet.lenses.bargaining.formats.cells import Cell, Sheet, guarded, plain, shown, unguarded
from trivet.lenses.bargaining.formats.columns import meaning_of
from trivet.lenses.bargaining.formats.draft import (
    Parties,
    Question,
    Scale,
    Stance,
    Triple,
    build,
    folded,
    number_text,
)

FEWEST: Final = 3
MOST: Final = 250
"""Actors that the format takes."""

LEADING: Final = ("actor", "description", "influence")
TOLERANCE: Final = 1e-9
SHARED: Final = 6
"""Decimals of a salience that was scaled down."""

_WHOLE: Final = re.compile(r"\d{1,6}")
_NUMERIC: Final = re.compile(r"[-+.,]?\d")
_POSITION: Final = re.compile(r"(^|[\s_-]+)(position|pstn|pos)\d*$", re.IGNORECASE)
_SALIENCE: Final = re.compile(r"(^|[\s_-]+)(salience|sal)\d*$", re.IGNORECASE)


def is_ktab(sheet: Sheet) -> bool:
    """Whether a table looks like a scenario: headings stand in its second row, or counts in the first of two."""
    if len(sheet.rows) < 2:
        return False
    first, second = ([plain(cell.text).casefold() for cell in row] for row in sheet.rows[:2])
    if second[:2] == ["actor", "description"] and first[0] != "actor":
        return True
    return bool(_spots(sheet.rows[0])) and not any(_NUMERIC.match(word) for word in second)


def _spots(head: Sequence[Cell]) -> list[int]:
    """Where in the first line two whole numbers stand side by side."""
    whole = [bool(_WHOLE.fullmatch(plain(cell.text))) for cell in head]
    return [at for at in range(2, len(head) - 1) if whole[at] and whole[at + 1]]


def read_ktab(sheet: Sheet) -> Case:
    """Read a scenario: each dimension is an issue.

    Raises:
        CaseError: with every fault.
    """
    head, heading, *rows = sheet.rows
    titles = _titles(sheet, heading)
    sheet.settle()
    _counts(sheet, head, len(rows), len(titles))
    parties, stances = Parties(), [list[Stance]() for _ in titles]
    names = _names(rows)
    for row, (name, role) in zip(rows, names, strict=True):
        before = len(parties.found)
        key = parties.take(row[0], name, role, text=unguarded(row[0].text)) if row[0].text else ""
        if not key:
            sheet.fault(say('"{column}" is missing here.', column=shown(heading[0].text)), row[0])
        elif len(parties.found) == before:
            sheet.fault(say('"{name}" is there twice.', name=shown(row[0].text)), row[0])
        _take(sheet, row, heading, key, stances)
    sheet.settle()
    cells = [heading[3 + 2 * k] for k in range(len(titles))]
    questions = [
        Question(title, title, cell, Scale(), own) for title, cell, own in zip(titles, cells, stances, strict=True)
    ]
    return build(sheet, list(parties.found.values()), questions, unguarded(head[0].text))


def _titles(sheet: Sheet, heading: list[Cell]) -> list[str]:
    """What the dimensions are called."""
    for cell, name in zip(heading, LEADING, strict=False):
        word = plain(cell.text).casefold()
        if (meaning_of(word) if name == "influence" else word) != name:
            sheet.fault(say('The column "{name}" belongs here.', name=name), cell)
    pairs = heading[len(LEADING) :]
    if not pairs or len(pairs) % 2:
        text = say("After actor, description and influence comes a position and a salience for each dimension.")
        sheet.fault(text, pairs[-1] if pairs else heading[-1])
        return []
    for k, cell in enumerate(pairs):
        own, other = (_POSITION, _SALIENCE) if k % 2 == 0 else (_SALIENCE, _POSITION)
        if other.search(cell.text) and not own.search(cell.text):
            text = say("Positions and saliences take turns, and each dimension begins with the position.")
            sheet.fault(text, cell)
    return [_title(unguarded(cell.text), k) for k, cell in enumerate(pairs[::2], start=1)]


def _title(heading: str, number: int) -> str:
    """A dimension's title: the heading of its positions without the word for them."""
    found = _POSITION.search(heading)
    return (heading[: found.start()] if found else heading) or f"Dimension {number}"


def _counts(sheet: Sheet, head: list[Cell], actors: int, dimensions: int) -> None:
    """Hold the two counts in the first line against what follows. Commas in its description move them to the right."""
    spots = _spots(head)
    pairs = [(int(plain(head[at].text)), int(plain(head[at + 1].text))) for at in spots]
    if not pairs:
        text = say("The first line must give a name, a description, the number of actors and the number of dimensions.")
        sheet.fault(text, head[0])
    elif (actors, dimensions) not in pairs:
        for given, found, cell in zip(pairs[0], (actors, dimensions), head[spots[0] : spots[0] + 2], strict=True):
            if given != found:
                sheet.fault(say("This says {given}, but the file has {found}.", given=given, found=found), cell)
    if not FEWEST <= actors <= MOST:
        text = say("A scenario has {low} to {high} actors.", low=FEWEST, high=MOST)
        sheet.fault(text, head[spots[0]] if pairs else head[0])


def _names(rows: Sequence[list[Cell]]) -> list[tuple[str, str]]:
    """Name and role of each actor: descriptions that tell all actors apart are names, others say more on them."""
    told = [unguarded(row[1].text) if len(row) > 1 else "" for row in rows]
    apart = all(told) and len({folded(words) for words in told}) == len(told)
    return [(words, "") if apart else ("", words) for words in told]


def _take(sheet: Sheet, row: list[Cell], heading: list[Cell], key: str, stances: Sequence[list[Stance]]) -> None:
    """Add an actor's positions to those of each dimension."""
    if len(row) > len(heading):
        text = say("This row has more cells than there are headings. Put text with commas into quotation marks.")
        sheet.fault(text, row[len(heading)])
        return
    values = [_value(sheet, row, heading, at) for at in range(2, len(heading))]
    found = [value for value in values if value is not None]
    if len(found) < len(values) or not key:
        return
    power, salience = found[0], found[2::2]
    if math.fsum(salience) > 100 + TOLERANCE:
        text = say("The saliences of {actor} sum to more than 100.", actor=shown(row[0].text))
        sheet.fault(text, row[len(LEADING) + 1])
    for k, own in enumerate(stances):
        at = len(LEADING) + 2 * k
        cells = {"actor": row[0], "influence": row[2], "position": row[at], "salience": row[at + 1]}
        own.append(Stance(key, cells, Triple.point(found[1 + 2 * k]), Triple.point(salience[k]), Triple.point(power)))


def _value(sheet: Sheet, row: list[Cell], heading: list[Cell], at: int) -> float | None:
    """A number of a row: power is not negative, everything else lies between 0 and 100."""
    last = row[-1]
    label = shown(heading[at].text)
    cell = row[at] if at < len(row) else Cell("", last.line, last.column + len(last.text))
    if not cell.text:
        sheet.fault(say('"{column}" is missing here.', column=label), cell)
        return None
    value = sheet.number(cell)
    name = shown(row[0].text) or "?"
    if value is not None and value < 0 and at == 2:
        sheet.fault(say('{object}: "{field}" must not be negative.', object=name, field=label), cell)
    elif value is not None and at > 2 and not 0 <= value <= 100:
        sheet.fault(say('{object}: "{field}" must lie between 0 and 100.', object=name, field=label), cell)
    return value


def write_ktab(case: Case, issues: Sequence[Issue]) -> str:
    """Some issues as one scenario, with the best values. Actors are those with a position on every one of them.

    Positions are carried over to a scale from 0 to 100. Where the saliences of an actor sum to more than 100, all
    saliences of all actors are scaled down by one factor, so that they keep their ratios.

    Args:
        case: the case the issues belong to.
        issues: one dimension each.

    Raises:
        TrivetError: if the format cannot hold them: too few or too many actors, or influence that differs by issue.
    """
    held = [{own.actor: own for own in issue.positions} for issue in issues]
    actors = [name for name in held[0] if all(name in own for own in held)] if held else []
    if not FEWEST <= len(actors) <= MOST:
        raise TrivetError(
            f"A KTAB scenario holds {FEWEST} to {MOST} actors, each with a position on every chosen issue; "
            f"here there are {len(actors)}."
        )
    _refuse_differences(issues, held, actors)
    total = max(math.fsum(own[name].salience.best for own in held) for name in actors)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    title = case.text(case.meta.title, "en").words
    writer.writerow([guarded(case.meta.id), guarded(title), len(actors), len(issues)])
    heads = [f"{issue.id} {word}" for issue in issues for word in ("Position", "Salience")]
    writer.writerow(["Actor", "Description", "Influence", *heads])
    for name in actors:
        values = [value for issue, own in zip(issues, held, strict=True) for value in _pair(issue, own[name], total)]
        label = case.name(f"actors/{name}", "en").words
        row = [held[0][name].influence.best, *values]
        writer.writerow([guarded(name), guarded(label), *(number_text(value) for value in row)])
    return stream.getvalue()


def _refuse_differences(issues: Sequence[Issue], held: Sequence[dict[str, Position]], actors: Sequence[str]) -> None:
    different = [
        issue.id
        for issue, own in zip(issues, held, strict=True)
        if any(own[name].influence.best != held[0][name].influence.best for name in actors)
    ]
    if different:
        raise TrivetError(
            "A KTAB scenario has one influence for each actor. It differs from that on "
            f"{issues[0].id} on: {', '.join(different)}. Write these issues into files of their own."
        )


def _pair(issue: Issue, own: Position, total: float) -> tuple[float, float]:
    """Position and salience from 0 to 100. Scaled saliences are rounded down, so that no sum exceeds 100."""
    low, high = issue.scale.low, issue.scale.high
    position, salience = own.position.best, own.salience.best
    if (low, high) != (0.0, 100.0):
        position = round((position - low) / (high - low) * 100, 12)
    if total > 100 + TOLERANCE:
        salience = math.floor(salience * 100 / total * 10**SHARED) / 10**SHARED
    return position, salience
