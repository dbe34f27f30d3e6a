"""Questionnaires: a row for each issue and actor, to be filled in by people in their roles, and joined on the way back.

Here as text (``.csv``); :mod:`~trivet.lenses.bargaining.formats.workbook` writes the same rows for Excel. Ids of the
case stand in ``issue`` and ``actor``, so that what comes back fits the case.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from trivet.base.languages import Language
from trivet.base.message import say
from trivet.base.quantity import Range
from trivet.base.text import Text
from trivet.case.model import Case
from trivet.case.schema.issues import Issue, Position
from trivet.lenses.bargaining.formats.cells import guarded, shown
from trivet.lenses.bargaining.formats.columns import PARTS, Columns
from trivet.lenses.bargaining.formats.draft import (
    QUANTITIES,
    Parties,
    Question,
    Scale,
    Stance,
    Triple,
    build,
    folded,
    number_text,
)
from trivet.lenses.bargaining.formats.guide import GUIDES, answered
from trivet.lenses.bargaining.formats.table import Group, cells_in, grouped, party_in, question_of, scale_in, values_in

ABOUT: Final = ("issue", "title", "zero", "hundred", "scale_low", "scale_high", "unit", "actor", "name")
ASKED: Final = ("role", *(f"{name}_{part}" for name in QUANTITIES for part in PARTS), "note")
COLUMNS: Final = (*ABOUT, *ASKED)
Value = str | float | None


def write_csv(case: Case, issues: Sequence[Issue], *, language: Language = "en", filled: bool = False) -> str:
    """A questionnaire as comma-separated text that begins with a byte order mark, so that Excel reads it as UTF-8.

    Args:
        case: the case the issues belong to.
        issues: what to ask about.
        language: of titles and names.
        filled: whether the judgements of the case stand in it, to be reviewed; else they are left blank.
    """
    stream = io.StringIO()
    stream.write(f"\ufeff# {GUIDES[language].comment}\r\n")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows_to_fill(case, issues, language, filled):
        writer.writerow([number_text(value) if isinstance(value, float) else value for value in row])
    return stream.getvalue()


def rows_to_fill(case: Case, issues: Sequence[Issue], language: Language, filled: bool) -> Iterator[list[Value]]:
    """Rows to fill in. On an issue without positions every actor of the case is asked about."""
    for issue in issues:
        about = _about(case, issue, language)
        held = {own.actor: own for own in issue.positions}
        for actor in held or [one.id for one in case.actors]:
            name = case.name(f"actors/{actor}", language).words
            judged = _judged(held[actor]) if filled and actor in held else [None] * 9
            yield [*about, guarded(actor), guarded(name), None, *judged, None]


def _about(case: Case, issue: Issue, language: Language) -> list[Value]:
    scale = issue.scale
    words = [_words(case, text, language) for text in (issue.title, scale.zero, scale.hundred, scale.unit)]
    return [guarded(issue.id), *words[:3], scale.low, scale.high, words[3]]


def _words(case: Case, text: Text | None, language: Language) -> str:
    return guarded(case.text(text, language).words) if text else ""


def _judged(own: Position) -> list[Value]:
    found: list[Value] = []
    for name in QUANTITIES:
        values: Range = getattr(own, name)
        found += [values.low, values.best, values.high]
    return found


def read_answers(columns: Columns) -> Case:
    """Read a questionnaire that was filled in, by one role or by several.

    Of the answers on an actor and an issue the case gets the median of the best values, the smallest low and the
    largest high value.

    Raises:
        CaseError: with every fault.
    """
    columns.need("issue", "actor", *QUANTITIES)
    columns.both("scale_low", "scale_high")
    columns.sheet.settle()
    parties = Parties()
    questions = [_question(columns, group, parties) for group in grouped(columns)]
    return build(columns.sheet, list(parties.found.values()), questions)


def _question(columns: Columns, group: Group, parties: Parties) -> Question:
    answers: dict[str, dict[str, Stance | None]] = {}
    for row in group.rows:
        if not any(columns.given(row, name) for name in QUANTITIES):
            continue
        key, values = party_in(columns, row, parties), values_in(columns, group, row, QUANTITIES)
        role = columns.words(row, "role")
        if key is None:
            continue
        own = answers.setdefault(key, {})
        if folded(role) in own:
            text = say('"{name}" is there twice under the role "{role}".', name=columns.who(row), role=shown(role))
            columns.sheet.fault(text, columns.cell(row, "role" if role else "actor"))
            continue
        own[folded(role)] = None
        if values is not None:
            stance = Stance(key, cells_in(columns, row), values[0], values[1], values[2])
            own[folded(role)] = replace(stance, justification=columns.words(row, "note"))
    found = [[stance for stance in own.values() if stance] for own in answers.values()]
    stances = [_joined(own) for own in found if own]
    return question_of(
        columns, group, scale_in(columns, group) or Scale(), stances, columns.same(group.rows, "status_quo", group.name)
    )


def _joined(answers: Sequence[Stance]) -> Stance:
    """What the answers on one actor and one issue come to."""
    remarks = dict.fromkeys(own.justification for own in answers if own.justification)
    return Stance(
        answers[0].actor,
        answers[0].cells,
        _join([own.position for own in answers]),
        _join([own.salience for own in answers]),
        _join([own.influence for own in answers]),
        answered(len(answers)),
        " · ".join(remarks),
    )


def _join(given: Sequence[Triple]) -> Triple:
    best = median(own.best for own in given)
    return Triple(min(own.low for own in given), best, max(own.high for own in given))
