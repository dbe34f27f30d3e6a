"""What the lens says of packages, and the rows of their tables."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from trivet.base.message import N_, ListParam, Message, ObjectRef, Param, Phrase, Term, TextParam, say
from trivet.lens.finding import Cell
from trivet.lenses.bargaining import words
from trivet.lenses.bargaining.model.baselines import Floats
from trivet.lenses.bargaining.packages import Package

Row = tuple[Cell, ...]

NAMED: Final = 4
"""How many losers a sentence names."""

LINKED: Final = say(
    "A package counts only if every government, by the weight of its factions, is better off than under the status quo "
    "on all issues; whether factions would ratify it one by one is told issue by issue."
)


def package(found: Package) -> Message:
    """A package that suits every government."""
    _, y, _, _ = found.at_best
    moved = [m for m, own in enumerate(found.solved) if abs(float(y[m] - own.best.status_quo[0])) >= words.LEAST_MOVE]
    terms = tuple(
        Phrase(
            message=say(
                "{issue} from {before} to {after}",
                issue=words.issue(own.problem),
                before=words.point(own.problem, float(own.best.status_quo[0])),
                after=words.point(own.problem, float(y[m])),
            )
        )
        for m, own in ((m, found.solved[m]) for m in moved)
    )
    return say(
        "{package}: in {share} of draws some package leaves every government better off; with the best values it moves "
        "{terms}. Worst hit by itself: {losers}.",
        package=_name(found),
        share=words.percent(found.front.share),
        terms=ListParam(items=terms),
        losers=_people(found, found.losers()[:NAMED]),
    )


def no_package(found: Package) -> Message:
    """No package suits every government."""
    return say(
        "{package}: with the best values no package leaves every government better off; in {share} of draws one does.",
        package=_name(found),
        share=words.percent(found.front.share),
    )


def links(found: Package) -> Message:
    """Which linkage makes a package possible."""
    minimal = found.links.minimal
    single = [own for own in minimal if len(own) == 1]
    linked = [own for own in minimal if len(own) > 1]
    told: dict[str, Param] = {
        "package": _name(found),
        "single": _sets(found, single),
        "linked": _sets(found, linked),
    }
    if not minimal:
        return say("{package}: no set of its issues leaves every government better off.", **told)
    if not single:
        return say(
            "{package}: no single issue leaves every government better off; the smallest sets that do: {linked}.",
            **told,
        )
    if not linked:
        return say("{package}: each of these issues alone leaves every government better off: {single}.", **told)
    return say(
        "{package}: each of these issues alone leaves every government better off: {single}; these do only together: "
        "{linked}.",
        **told,
    )


def _name(found: Package) -> TextParam:
    return TextParam(text=found.deal.name)


def _sets(found: Package, sets: Sequence[Sequence[int]]) -> Param:
    if not sets:
        return words.nobody()
    return ListParam(
        items=tuple(
            ListParam(items=tuple(words.issue(found.solved[m].problem) for m in own))
            if len(own) == 1
            else Phrase(
                message=say(
                    "({issues})", issues=ListParam(items=tuple(words.issue(found.solved[m].problem) for m in own))
                )
            )
            for own in sets
        )
    )


def _people(found: Package, which: Sequence[int]) -> Param:
    if not which:
        return words.nobody()
    return ListParam(items=tuple(ObjectRef(ref=f"actors/{found.actors[i]}") for i in which))


def terms(found: Package) -> Iterator[Row]:
    """Where each issue would end in the package."""
    exists, y, _, _ = found.at_best
    low, high = found.front.y[0], found.front.y[-1]
    for m, own in enumerate(found.solved):
        real = own.problem.real
        yield (
            _name(found),
            words.issue(own.problem),
            real(float(own.best.status_quo[0])),
            real(float(y[m])) if exists else None,
            real(own.point),
            real(float(found.costly[m])),
            *(real(float(end)) if np.isfinite(end) else None for end in (low[m], high[m])),
        )


def gains(found: Package) -> Iterator[Row]:
    """What a package brings to governments, then to bystanders; over the draws that have one."""
    exists, _, gain, change = found.at_best
    deals = found.drawn.exists
    for g, party in enumerate(found.parties):
        yield _gain(found, party.actor, N_("government"), float(gain[g]), found.drawn.gain[deals, g], exists)
    for i in found.bystanders:
        own = found.drawn.change[deals, i]
        yield _gain(found, found.actors[i], N_("outside"), float(change[i]), own, exists)


def _gain(
    found: Package,
    actor: str,
    part: str,
    best: float,
    drawn: Floats,
    exists: bool,
) -> Row:
    low, high = np.quantile(drawn, (0.05, 0.95)) if len(drawn) else (np.nan, np.nan)
    return (
        _name(found),
        ObjectRef(ref=f"actors/{actor}"),
        Term(msgid=part),
        best * 100 if exists else None,
        *(float(end) * 100 if np.isfinite(end) else None for end in (low, high)),
        float((drawn < 0).mean()) if len(drawn) else None,
    )
