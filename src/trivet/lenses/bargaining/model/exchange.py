"""Issue linkage by exchange: two actors each give way on the issue that matters less to them.

Two actors on opposite sides of the expected outcome on two issues can trade. Each supports the other's position on one
issue and is paid on the other, until both gain the same. Everyone else lives with the two outcomes that they shift:
these externalities tell who is hurt by a deal between others.

Sources: Stokman & Van Oosten (1994), "The exchange of voting positions: an object-oriented model of policy networks",
in Bueno de Mesquita & Stokman, *European Community Decision Making*; externalities, Van Assen, Stokman & Van Oosten
(2003), "Conflict measures in cooperative exchange models of collective decision-making", Rationality and Society 15.

Positions, saliences and capabilities are of shape (actors, issues); positions from 0 to 1, NaN where an actor takes no
part. An actor with salience or capability 0 on an issue has nothing to give or to ask there, so it trades on others
only.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

LEAST_GAIN: Final = 1e-12
"""Gains up to this one, on scales of length 1, count as none."""


@dataclass(frozen=True, eq=False)
class Exchanges:
    """Exchanges that two actors can make, best first; every array has shape (exchanges,).

    Attributes:
        i: the actor to whom the demand issue matters more, relative to the supply issue, than to ``j``.
        j: the other actor.
        p: the demand issue, on which ``j`` gives way to ``i``.
        q: the supply issue, on which ``i`` gives way to ``j``.
        i_to: the position that ``i`` moves to on ``q``.
        j_to: the position that ``j`` moves to on ``p``.
        shift_p: how far the outcome of ``p`` moves, with sign.
        shift_q: how far the outcome of ``q`` moves, with sign.
        gain: what ``i`` gains: salience times distance.
        other_gain: what ``j`` gains; the same unless the rate of exchange is not equal gain.
    """

    i: Ints
    j: Ints
    p: Ints
    q: Ints
    i_to: Floats
    j_to: Floats
    shift_p: Floats
    shift_q: Floats
    gain: Floats
    other_gain: Floats

    def __len__(self) -> int:
        return len(self.i)


@dataclass(frozen=True, eq=False)
class Pairing:
    """Who may trade what with whom, and at which rate; fixed for a round. Arrays of shape (exchanges,).

    Attributes:
        i, j, p, q: as in :class:`Exchanges`.
        rate: how far the outcome of ``q`` moves for a unit on ``p``.
        step_p: how far the outcome of ``p`` moves if ``j`` moves by one unit.
        step_q: how far the outcome of ``q`` moves if ``i`` moves by one unit.
    """

    i: Ints
    j: Ints
    p: Ints
    q: Ints
    rate: Floats
    step_p: Floats
    step_q: Floats


def outcomes(x: Floats, s: Floats, c: Floats) -> Floats:
    """The expected outcome of each issue: the mean position, weighted by capability times salience.

    Args:
        x: positions, shape (actors, issues); NaN for no part.
        s: saliences, shape (actors, issues).
        c: capabilities, shape (actors,) or (actors, issues).

    Returns:
        Shape (issues,).

    Raises:
        ValueError: nobody has weight on an issue, or a salience or capability is below 0.
    """
    return mean_of(x, weights(x, s, c))


def weights(x: Floats, s: Floats, c: Floats) -> Floats:
    """Capability times salience, 0 where an actor takes no part, shape (actors, issues).

    Raises:
        ValueError: nobody has weight on an issue, or a salience or capability is below 0.
    """
    power = np.broadcast_to(c[:, None] if c.ndim == 1 else c, x.shape)
    present = np.isfinite(x) & np.isfinite(s)
    if np.any(s[present] < 0) or np.any(power[present] < 0):
        raise ValueError("saliences and capabilities are at least 0")
    w = np.where(present, np.where(present, s, 0.0) * np.where(present, power, 0.0), 0.0)
    if not np.all(w.sum(axis=0) > 0):
        raise ValueError("each issue needs an actor with a position, salience and capability")
    return w


def mean_of(x: Floats, w: Floats) -> Floats:
    """The weighted mean of positions on each issue; positions without weight may be NaN."""
    return np.asarray((np.where(w > 0, x, 0.0) * w).sum(axis=0) / w.sum(axis=0))


def pairing(x: Floats, s: Floats, w: Floats, rate: Floats | None = None) -> Pairing:
    """All pairs of actors on opposite sides of the outcome on both of two issues.

    Each exchange appears once, with its demand issue before its supply issue. If both issues weigh the same with both
    partners there is nothing to gain; ``i`` is then the actor named first.

    Args:
        x, s, w: positions, saliences and weights, shape (actors, issues).
        rate: see :func:`candidates`.
    """
    part = w > 0
    left = x <= mean_of(x, w) + LEAST_GAIN
    apart = part[:, None] & part[None, :] & (left[:, None] != left[None, :])
    able = apart[:, :, :, None] & apart[:, :, None, :]
    first = np.triu(np.ones((len(x), len(x)), dtype=bool), 1)[:, :, None, None]
    issue_order = np.triu(np.ones((x.shape[1], x.shape[1]), dtype=bool), 1)
    # s_ip s_jq - s_iq s_jp at [i, j, p, q]: where it is positive, p matters relatively more to i than to j
    lean = s[:, None, :, None] * s[None, :, None, :] - s[:, None, None, :] * s[None, :, :, None]
    i, j, p, q = np.nonzero(able & issue_order & np.where(np.abs(lean) <= LEAST_GAIN, first, lean > 0))
    k = (s[i, p] + s[j, p]) / (s[i, q] + s[j, q])
    if rate is not None:
        leave = rate[i, j, p, q]
        k = np.where(leave >= 0, k + leave * (s[j, p] / s[j, q] - k), k - leave * (s[i, p] / s[i, q] - k))
    total = w.sum(axis=0)
    return Pairing(i, j, p, q, k, w[j, p] / total[p], w[i, q] / total[q])


def sized(pair: Pairing, x: Floats, at: Floats, s: Floats, limit_p: Floats, limit_q: Floats) -> Exchanges:
    """Carry each exchange as far as the first of four limits: either partner has moved all the way, or an outcome is.

    Args:
        pair: the exchanges, in any order that the caller wants kept.
        x: positions that partners ask for, shape (actors, issues).
        at: positions that they vote for now, shape (actors, issues).
        s: saliences, shape (actors, issues).
        limit_p: how far the outcome of the demand issue may move, at least 0, shape (exchanges,).
        limit_q: how far that of the supply issue may move, shape (exchanges,).
    """
    i, j, p, q = pair.i, pair.j, pair.p, pair.q
    way_p, way_q = np.sign(x[i, p] - x[j, p]), np.sign(x[j, q] - x[i, q])
    room_p = np.maximum(way_p * (x[i, p] - at[j, p]), 0) * pair.step_p
    room_q = np.maximum(way_q * (x[j, q] - at[i, q]), 0) * pair.step_q
    d_p = np.minimum(np.minimum(room_p, limit_p), np.minimum(room_q, limit_q) / pair.rate)
    d_q = d_p * pair.rate
    i_to = np.clip(at[i, q] + way_q * d_q / pair.step_q, 0, 1)
    j_to = np.clip(at[j, p] + way_p * d_p / pair.step_p, 0, 1)
    gain, other = s[i, p] * d_p - s[i, q] * d_q, s[j, q] * d_q - s[j, p] * d_p
    return Exchanges(i, j, p, q, i_to, j_to, way_p * d_p, way_q * d_q, gain, other)


def ranked(found: Exchanges, w: Floats) -> Ints:
    """The order from the best exchange to the worst, shape (exchanges,).

    Gains that differ by about 1e-12 or less are ties. Then the partners with more weight on the two issues come first,
    then issues and actors as they are named; so the order of rows decides only between twins.
    """
    total = found.gain + found.other_gain
    best_first = np.argsort(-total, kind="stable")
    fall = -np.diff(total[best_first], prepend=total[best_first[:1]])
    level = np.empty(len(total), dtype=np.int64)
    level[best_first] = np.cumsum(fall > LEAST_GAIN)
    share = w / w.sum(axis=0)
    i, j, p, q = found.i, found.j, found.p, found.q
    heavy = np.round(share[i, p] + share[i, q] + share[j, p] + share[j, q], 9)
    return np.asarray(np.lexsort((j, i, q, p, -heavy, level)))


def taken(found: Exchanges, order: Ints | Bools) -> Exchanges:
    """Some of the exchanges, or all in another order."""
    return Exchanges(*(np.asarray(getattr(found, name))[order] for name in found.__dataclass_fields__))


def candidates(x: Floats, s: Floats, c: Floats, *, rate: Floats | None = None) -> Exchanges:
    """All admissible exchanges from the actors' own positions, each alone, best first.

    No exchange moves an outcome past the position of the actor that asks for it.

    Args:
        x: positions from 0 to 1, shape (actors, issues); NaN for no part.
        s: saliences from 0 to 1, shape (actors, issues).
        c: capabilities, shape (actors,) or (actors, issues).
        rate: how far the rate of exchange leaves equal gains, shape (actors, actors, issues, issues), read at
            [i, j, p, q] with p < q: 1 leaves all of the gain to ``i``, -1 to ``j``, 0 is equal gain. For random rates,
            a share of the range times standard draws. None for equal gains.

    Raises:
        ValueError: nobody has weight on an issue, or a salience or capability is below 0.
    """
    w = weights(x, s, c)
    known, salience = np.where(w > 0, x, 0.0), np.where(w > 0, s, 0.0)
    pair, middle = pairing(known, salience, w, rate), mean_of(known, w)
    limit_p, limit_q = np.abs(known[pair.i, pair.p] - middle[pair.p]), np.abs(known[pair.j, pair.q] - middle[pair.q])
    found = sized(pair, known, known, salience, limit_p, limit_q)
    return taken(found, ranked(found, w))


def externalities(x: Floats, s: Floats, c: Floats, exchange: Exchanges) -> Floats:
    """What each exchange alone brings to each actor, partners included: salience times the distance come nearer.

    Args:
        x, s, c: as for :func:`candidates`.
        exchange: one or more exchanges.

    Returns:
        Shape (exchanges, actors); negative where an actor is hurt.

    Raises:
        ValueError: as :func:`candidates`.
    """
    w = weights(x, s, c)
    present = np.isfinite(x) & np.isfinite(s)
    own, salience, middle = np.where(present, x, 0.0), np.where(present, s, 0.0), mean_of(x, w)
    change = np.zeros((len(exchange), len(x)))
    for issue, shift in ((exchange.p, exchange.shift_p), (exchange.q, exchange.shift_q)):
        away = middle[issue][:, None] - own[:, issue].T
        change += salience[:, issue].T * (np.abs(away) - np.abs(away + shift[:, None]))
    return change
