"""The expected utility challenge model: actors challenge one another round by round, and those under pressure move.

Bueno de Mesquita (1985, 1994, 1997) as laid open by Scholz, Calbert & Smith (2011), "Unravelling Bueno de Mesquita's
group decision model", ICAART. The literature leaves much open; see `Variant`. Results are chaotic: a difference in the
last digit of an input can change where an actor stands by a large part of the scale. So use a run only with its flags
for ties and cycles and with a stability badge. The model is kept because users ask for it, not because it forecasts
well.

Within a draw, actors are put in order of position, capability and salience before anything is computed. So results do
not depend, to the last digit, on the order in which actors are given; only if identical actors move one after another
the order decides which of them is first.
"""

from typing import Final

import numpy as np

from trivet.lenses.bargaining.model.baselines import Floats
from trivet.lenses.bargaining.model.challenge_offers import Ints, Kind, Taken, taken
from trivet.lenses.bargaining.model.challenge_record import Detail, Offers, Record, Round, Run
from trivet.lenses.bargaining.model.challenge_terms import exponents, security, situation, success, views
from trivet.lenses.bargaining.model.challenge_variant import CODE, PAPER, Range, Stop, Updating, Variant, Votes

__all__ = ["CODE", "PAPER", "Detail", "Kind", "Offers", "Run", "Variant", "run"]

CELLS: Final = 40_000
"""Draws times actors squared that are computed at once; an array of them stays in the cache of a processor."""


def run(x: Floats, s: Floats, c: Floats, variant: Variant, *, rounds: int = 10, detail: bool = False) -> Run:
    """Bargaining on one issue.

    A draw in which all positions are equal, or in which no actor has both capability and salience, stops at once; in
    the latter case mean and median are those of equal weights.

    Args:
        x: positions, in any unit, shape (draws, actors).
        s: saliences, 0 to 1, shape (draws, actors).
        c: capabilities, in any unit, shape (draws, actors).
        variant: the reading of the model.
        rounds: the greatest number of rounds.
        detail: whether to keep the terms of the first round.

    Raises:
        ValueError: if the shapes differ, if there is no actor, or if ``rounds`` is less than 1.
    """
    if not x.shape == s.shape == c.shape or x.ndim != 2 or not x.size:
        raise ValueError("x, s and c must have the same shape (draws, actors), with an actor at least")
    if rounds < 1:
        raise ValueError("rounds must be at least 1")
    record = Record(x, rounds, variant, detail)
    size = max(1, CELLS // x.shape[1] ** 2)
    for first in range(0, len(x), size):
        part = slice(first, first + size)
        _bargain(record, np.arange(len(x))[part], x[part], s[part], c[part])
    return record.closed(c * s)


def _bargain(record: Record, ids: Ints, x: Floats, s: Floats, c: Floats) -> None:
    """All rounds of a few draws; a draw leaves the computation when it stops."""
    variant = record.variant
    order = np.lexsort((s, c, x), axis=-1)
    x, s, c = (np.take_along_axis(values, order, axis=-1).T.copy() for values in (x, s, c))
    total, initial = (c * s).sum(axis=0), np.ptp(x, axis=0)
    weight = c * s / np.where(total > 0, total, 1.0)
    live = (total > 0) & (initial > 0)
    for t in range(record.rounds):
        scale = np.ptp(x, axis=0) if variant.range is Range.CURRENT else initial
        live &= scale > variant.tie * initial
        on = np.flatnonzero(live)
        if not on.size:
            break
        # Unlike an index, take leaves the draws last in memory, which makes everything below twice as fast.
        now = x.take(on, axis=1)
        done = _round(now, s.take(on, axis=1), weight.take(on, axis=1), scale[on], variant)
        record.keep(t, ids[on], order[on], done)
        farthest = np.abs(done.taken.to - now).max(axis=0)
        x[:, on] = done.taken.to
        enough = variant.settled * initial[on] if variant.stop is Stop.SETTLED else 0.0
        live[on] = (farthest > 0) & (farthest >= enough)


def _round(x: Floats, s: Floats, weight: Floats, scale: Floats, variant: Variant) -> Round:
    """Two passes: risk exponents from expected utilities without them, then what actors see and do with them."""
    at = situation(x, s, weight, scale, variant)
    chance = success(at, None, variant)
    safety = security(at, chance, variant)
    risk = exponents(safety, variant) if variant.risk else None
    if risk is not None and variant.votes is Votes.RISK:
        chance = success(at, risk, variant)
    seen = views(at, chance, risk, variant)
    if variant.updating is Updating.SEQUENTIAL:
        got = _in_turn(x, s, weight, scale, risk, variant)
    else:
        got = taken(x, scale, at, seen, variant)
    return Round(np.ones_like(x) if risk is None else risk, safety, chance, seen, got)


def _in_turn(x: Floats, s: Floats, weight: Floats, scale: Floats, risk: Floats | None, variant: Variant) -> Taken:
    """Offers taken one after another, each in view of the moves before it, with the round's risk exponents.

    The heaviest actor moves first; of equals, the one that stood lowest before the first round.
    """
    x = x.copy()
    kind, whom, tied = np.zeros(x.shape, np.int8), np.full(x.shape, -1, np.intp), np.zeros(x.shape, np.bool_)
    for mover in np.argsort(-weight.round(12), axis=0, kind="stable"):
        at = situation(x, s, weight, scale, variant)
        got = taken(x, scale, at, views(at, success(at, risk, variant), risk, variant), variant)
        place = (mover, np.arange(x.shape[1]))
        kind[place], whom[place], tied[place], x[place] = (
            got.kind[place],
            got.whom[place],
            got.tied[place],
            got.to[place],
        )
    return Taken(kind, whom, x, tied)
