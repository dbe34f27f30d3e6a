"""Rounds of exchanges: the best one is realised, the others change with it, until none gains anything.

In a round every actor asks for what it wanted at its start, while its vote moves with each exchange that it makes.
After a round the actors set out anew, part of the way from where they started to where they voted; the less an issue
matters to them, the further.

Source: Stokman & Van Oosten (1994). It leaves open how an exchange shrinks once others are realised; see :data:`Cap`.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from trivet.lenses.bargaining.model.exchange import (
    LEAST_GAIN,
    Bools,
    Exchanges,
    Floats,
    Ints,
    Pairing,
    mean_of,
    pairing,
    ranked,
    sized,
    taken,
    weights,
)

Cap = Literal["outcome", "opening"]
"""What keeps an outcome from passing the position of who asks for it.

``outcome``: the outcome as it stands after the exchanges so far; so no exchange ever moves one past its asker.
``opening``: the outcome at the start of the round, plus only the votes already moved in favour of that asker. Once this
limit is used up it no longer binds, as in a published program for this model; outcomes may then pass askers.
"""

STOP: Final = 1e-12
"""Exchanges that gain less are not realised, on scales of length 1."""

LOYALTY: Final = 0.4
"""How much of the way to its vote salience withholds from an actor's next start."""

PULL: Final = 0.1
"""The part of that way that every actor goes."""


@dataclass(frozen=True, eq=False)
class Table:
    """What is on the table at one moment of a round.

    Attributes:
        x: starting positions, which actors ask for, shape (actors, issues).
        at: positions that they vote for now, shape (actors, issues).
        s: saliences, 0 where an actor takes no part, shape (actors, issues).
        w: weights, shape (actors, issues).
        pair: who may trade with whom.
        open: exchanges not yet realised, shape (exchanges,).
        capped: exchanges that the outcome has ever limited, shape (exchanges,).
        dealt: where each supplier voted after its last exchange with each asker, shape (askers, issues, suppliers).
        cap: what limits outcomes.
    """

    x: Floats
    at: Floats
    s: Floats
    w: Floats
    pair: Pairing
    open: Bools
    capped: Bools
    dealt: Floats
    cap: Cap


@dataclass(frozen=True, eq=False)
class Round:
    """One round. Positions and votes are of shape (actors, issues), NaN where an actor takes no part.

    Attributes:
        candidates: how many exchanges were admissible at the start.
        before: expected outcomes at the start, shape (issues,).
        after: expected outcomes at the end, shape (issues,).
        exchanges: what was realised, in that order; the shifts are those of that moment.
        i_from: where ``i`` stood on its supply issue before each exchange, shape (exchanges,).
        j_from: where ``j`` stood on the demand issue, shape (exchanges,).
        capped: whether the outcome limited the exchange at some moment, shape (exchanges,).
        voting: votes at the end.
        following: positions at the start of the next round.
    """

    candidates: int
    before: Floats
    after: Floats
    exchanges: Exchanges
    i_from: Floats
    j_from: Floats
    capped: Bools
    voting: Floats
    following: Floats


@dataclass(frozen=True, eq=False)
class Run:
    """Rounds of exchanges.

    Attributes:
        rounds: in order of time.
        cap: what limited outcomes.
    """

    rounds: tuple[Round, ...]
    cap: Cap


def run(x: Floats, s: Floats, c: Floats, *, rounds: int = 3, rate: Floats | None = None, cap: Cap = "outcome") -> Run:
    """Let the actors trade for some rounds.

    Each exchange is realised at most once a round, so a round always ends. Ties are broken as in
    :func:`exchange.ranked`.

    Args:
        x: positions from 0 to 1, shape (actors, issues); NaN for no part.
        s: saliences from 0 to 1, shape (actors, issues).
        c: capabilities, shape (actors,) or (actors, issues).
        rounds: how many.
        rate: see :func:`exchange.candidates`; for other rates each round, with a leading axis for rounds.
        cap: what keeps an outcome from passing who asks for it.

    Raises:
        ValueError: nobody has weight on an issue, or a salience or capability is below 0.
    """
    done: list[Round] = []
    for number in range(rounds):
        own = rate[number] if rate is not None and rate.ndim == 5 else rate
        done.append(_round(x, s, c, own, cap))
        x = done[-1].following
    return Run(tuple(done), cap)


def opening(x: Floats, s: Floats, c: Floats, *, rate: Floats | None = None, cap: Cap = "outcome") -> Table:
    """The table at the start of a round; arguments and errors as for :func:`run`."""
    w = weights(x, s, c)
    known, salience = np.where(w > 0, x, 0.0), np.where(w > 0, s, 0.0)
    pair = pairing(known, salience, w, rate)
    dealt = np.repeat(known.T[None], len(x), axis=0)
    none = np.zeros(len(pair.i), dtype=bool)
    return Table(known, known, salience, w, pair, ~none, none, dealt, cap)


def offers(table: Table) -> tuple[Exchanges, Bools]:
    """Every exchange as it would be realised now, in the table's order, and which of them the outcome limits."""
    pair, x = table.pair, table.x
    limit_p = _limit(table, pair.i, pair.j, pair.p)
    limit_q = _limit(table, pair.j, pair.i, pair.q)
    if table.cap == "opening":
        spent = np.minimum(limit_p, limit_q / pair.rate) < 10 * LEAST_GAIN
        limit_p, limit_q = np.where(spent, np.inf, limit_p), np.where(spent, np.inf, limit_q)
    found = sized(pair, x, table.at, table.s, np.maximum(limit_p, 0), np.maximum(limit_q, 0))
    unlimited = np.full(len(pair.i), np.inf)
    free = sized(pair, x, table.at, table.s, unlimited, unlimited)
    return found, np.abs(found.shift_p) < np.abs(free.shift_p) - LEAST_GAIN


def _limit(table: Table, asker: Ints, supplier: Ints, issue: Ints) -> Floats:
    """How far the outcome may still move on an issue before it reaches the asker; below 0 if it is past."""
    x, share = table.x, table.w / table.w.sum(axis=0)
    way = np.sign(x[asker, issue] - x[supplier, issue])
    if table.cap == "outcome":
        return np.asarray(way * (x[asker, issue] - mean_of(table.at, table.w)[issue]))
    moved = (table.dealt - x.T[None]) * share.T[None]
    own = (table.at[supplier, issue] - table.dealt[asker, issue, supplier]) * share[supplier, issue]
    known = mean_of(x, table.w)[issue] + moved.sum(axis=2)[asker, issue] + own
    return np.asarray(way * (x[asker, issue] - known))


def realise(table: Table, found: Exchanges, limited: Bools, best: int) -> Table:
    """The table after one of its offers is realised.

    Args:
        table: the table.
        found, limited: what :func:`offers` says of it.
        best: index of the exchange.
    """
    i, j, p, q = (int(each[best]) for each in (found.i, found.j, found.p, found.q))
    at, dealt, still = table.at.copy(), table.dealt.copy(), table.open.copy()
    at[i, q], at[j, p] = found.i_to[best], found.j_to[best]
    dealt[j, q, i], dealt[i, p, j] = at[i, q], at[j, p]
    still[best] = False
    return replace(table, at=at, dealt=dealt, open=still, capped=table.capped | limited)


def _round(x: Floats, s: Floats, c: Floats, rate: Floats | None, cap: Cap) -> Round:
    table = first = opening(x, s, c, rate=rate, cap=cap)
    parts: list[Exchanges] = []
    came: list[tuple[float, float, bool]] = []
    while True:
        found, limited = offers(table)
        worth = np.flatnonzero(table.open & (found.gain + found.other_gain > STOP))
        if not len(worth):
            break
        best = int(worth[ranked(taken(found, worth), table.w)[0]])
        i_from, j_from = table.at[found.i[best], found.q[best]], table.at[found.j[best], found.p[best]]
        parts.append(taken(found, np.array([best])))
        came.append((float(i_from), float(j_from), bool(table.capped[best] | limited[best])))
        table = realise(table, found, limited, best)
    return _closed(first, table, parts, came, x)


def _closed(
    first: Table, last: Table, parts: list[Exchanges], came: list[tuple[float, float, bool]], x: Floats
) -> Round:
    part = first.w > 0
    pull = LOYALTY * (1 - first.s) + PULL
    names = Exchanges.__dataclass_fields__
    none = taken(offers(first)[0], np.zeros(0, dtype=np.int64))
    realised = Exchanges(*(np.concatenate([getattr(each, name) for each in [none, *parts]]) for name in names))
    return Round(
        candidates=len(first.pair.i),
        before=mean_of(first.x, first.w),
        after=mean_of(last.at, last.w),
        exchanges=realised,
        i_from=np.array([each[0] for each in came]),
        j_from=np.array([each[1] for each in came]),
        capped=np.array([each[2] for each in came], dtype=bool),
        voting=np.where(part, last.at, x),
        following=np.where(part, (1 - pull) * first.x + pull * last.at, x),
    )
