"""Asking all contingencies of a case, on one day or on every day on which something changed."""

from dataclasses import dataclass
from datetime import date

from trivet.base.ids import names_in
from trivet.case.model import Case
from trivet.case.patterns import calls
from trivet.lenses.obligations.findings import Answer, answer
from trivet.lenses.obligations.read import days_of_change, questions, solver


@dataclass(frozen=True)
class Count:
    """How many duties between partners a contingency triggers on a day, by strength."""

    contingency: str
    day: date
    legal: int
    political: int


def chosen(case: Case, given: str | None) -> tuple[str, ...]:
    """The contingencies asked about: those named, all for ``all``, the featured ones (else all) if none is named.

    Raises:
        NotFoundError: if one does not exist.
    """
    if given and given != "all":
        return tuple(question.contingency.id for question in questions(case, names_in(given)))
    every = tuple(thing.id for thing in case.contingencies)
    featured = tuple(thing.id for thing in case.contingencies if thing.featured)
    return every if given == "all" or not featured else featured


def ask(case: Case, day: date) -> dict[str, Answer]:
    """The answer for every contingency of a case on a day."""
    solving = solver(case)
    casus = frozenset(call.name for made in solving.rules if made.duty == "defend" for call in calls(made.pattern))
    return {
        item.contingency.id: answer(case, item, solving.duties(item.bundle, day), casus) for item in questions(case)
    }


def sweep(case: Case, names: tuple[str, ...]) -> tuple[Count, ...]:
    """What contingencies would have triggered between partners on every day on which an instrument changed."""
    solving, partners = solver(case), set(case.meta.partners)
    asked = questions(case, names)
    found = []
    for day in sorted({*days_of_change(case), case.meta.as_of.latest}):
        for item in asked:
            rows = [
                duty
                for duty in solving.duties(item.bundle, day)
                if duty.triggered
                and duty.rule.mode == "must"
                and partners & set(duty.bound)
                and partners & set(duty.toward)
            ]
            legal = sum(duty.rule.strength == "legal" for duty in rows)
            found.append(Count(item.contingency.id, day, legal, len(rows) - legal))
    return tuple(found)
