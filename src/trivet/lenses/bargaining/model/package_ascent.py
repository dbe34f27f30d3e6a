"""The solver under package deals: the mix of points on each issue that is best for several parties, in many draws.

On each issue a package is a mix of a few points, and what a party gains is linear in the mixes. Two questions are
asked: how much can everyone gain at least, and which mix has the greatest Nash product. Both are concave programmes,
solved here by a primal-dual interior-point method (Boyd & Vandenberghe 2004, *Convex Optimization*, section 11.7) whose
Newton system has one row for each party and one for each issue, however many points there are. Mixes stay feasible
throughout, so an answer never promises a gain that is not there.
"""

from typing import Final

import numpy as np

from trivet.lenses.bargaining.model.nash import Floats

CLOSE: Final = 1e-7
"""Up to which distance an optimum is approached: of the least gain, as a share of the greatest at any point; of the
Nash product, as the logarithm of its root with all powers as exponents that add up to 1."""

_STEPS: Final = 80
_QUICK: Final = 0.1
_SAFE: Final = 0.5
_WORSE: Final = 100.0
_RIDGE: Final = 1e-14
_BACK: Final = 0.95


def gains(table: Floats, mix: Floats) -> Floats:
    """What each party gains from a mix.

    Args:
        table: gains at the points of each issue, shape (draws, parties, issues, points).
        mix: shares of the points, shape (draws, issues, points).

    Returns:
        Shape (draws, parties).
    """
    draws, parties = table.shape[:2]
    return np.asarray((table.reshape(draws, parties, -1) @ mix.reshape(draws, -1, 1))[..., 0])


def fair(table: Floats) -> tuple[Floats, Floats]:
    """The most that every party can gain at once, and a mix at which it does.

    Args:
        table: gains, shape (draws, parties, issues, points).

    Returns:
        The least gain of that mix, shape (draws,), and the mix, shape (draws, issues, points).
    """
    draws, parties, issues, points = table.shape
    flat = (table / _spread(table)[:, None, None, None]).reshape(draws, parties, -1)
    mix = np.full((draws, issues * points), 1 / points)
    won = _times(flat, mix)
    slack, weight = won - won.min(axis=1, keepdims=True) + 0.5, np.full((draws, parties), 1 / parties)
    taken = np.ones(draws)
    value = flat.mean(axis=1).reshape(draws, issues, points)
    price = (value.max(axis=2, keepdims=True) + 1 - value).reshape(draws, -1)
    for _ in range(_STEPS):
        won = _times(flat, mix)
        bound = _best((weight[:, None] @ flat)[:, 0], issues) / weight.sum(axis=1)
        far = bound - won.min(axis=1) > CLOSE
        if not far.any():
            break
        gap = (mix * price).sum(axis=1) + (slack * weight).sum(axis=1)
        aim = (_aim(gap, taken) / (mix.shape[1] + parties))[:, None]
        back = aim / slack
        slope = aim / mix + (back[:, None] @ flat)[:, 0]
        left, flow = _newton(flat, slack / weight, mix / price, slope, issues, 1 - back.sum(axis=1))
        move, turn = mix / price * left, aim / mix - price - left
        grow, shift = slack / weight * flow, back - weight - flow
        taken = _length((mix, move), (slack, grow), (price, turn), (weight, shift))
        length = (taken * far)[:, None]
        mix, slack = mix + length * move, slack + length * grow
        price, weight = price + length * turn, weight + length * shift
    found = mix.reshape(draws, issues, points)
    return gains(table, found).min(axis=1), found


def product(table: Floats, mix: Floats, power: Floats) -> Floats:
    """The mix with the greatest product of gains, each to the power of its party.

    Args:
        table: gains, shape (draws, parties, issues, points).
        mix: one at which every party gains, shape (draws, issues, points).
        power: bargaining power of each party, over 0, shape (draws, parties).

    Returns:
        Shape (draws, issues, points).
    """
    draws, parties, issues, points = table.shape
    flat = (table / _spread(table)[:, None, None, None]).reshape(draws, parties, -1)
    share = power / power.sum(axis=1, keepdims=True)
    mix = _inside(flat, mix.reshape(draws, -1), points)
    price, taken = 1 / mix.shape[1] / mix, np.ones(draws)
    best, least = mix, np.full(draws, np.inf)
    for _ in range(_STEPS):
        won = _times(flat, mix)
        rate = ((share / won)[:, None] @ flat)[:, 0]
        short = _best(rate, issues) - 1
        best, least = np.where((short < least)[:, None], mix, best), np.minimum(short, least)
        # where all gains are tiny, rounding ends the progress before this bound does
        far = (short > CLOSE) & (short < _WORSE * np.maximum(least, _WORSE * CLOSE))
        if not far.any():
            break
        aim = (_aim((mix * price).sum(axis=1), taken) / mix.shape[1])[:, None]
        left, _ = _newton(flat, won**2 / share, mix / price, rate + aim / mix, issues)
        move, turn = mix / price * left, aim / mix - price - left
        taken = _length((mix, move), (won, _times(flat, move)), (price, turn))
        length = (taken * far)[:, None]
        mix, price = mix + length * move, price + length * turn
    return best.reshape(draws, issues, points)


def _times(flat: Floats, mix: Floats) -> Floats:
    return np.asarray((flat @ mix[..., None])[..., 0])


def _aim(gap: Floats, taken: Floats) -> Floats:
    """Which gap to aim for: much less after a long step, little less after a short one."""
    return np.maximum(np.where(taken > 0.5, _QUICK, _SAFE) * gap, CLOSE / 10)


def _best(rate: Floats, issues: int) -> Floats:
    """The sum over issues of the best point's rate: what no mix exceeds, by duality, shape (draws,)."""
    return np.asarray(rate.reshape(len(rate), issues, -1).max(axis=2).sum(axis=1))


def _spread(table: Floats) -> Floats:
    """The greatest gain or loss at any point, 1 where there is none, shape (draws,)."""
    most = np.abs(table).max(axis=(1, 2, 3))
    return np.asarray(np.where(most > 0, most, 1.0))


def _inside(flat: Floats, mix: Floats, points: int) -> Floats:
    """As near the even mix as leaves every party half of its gain, so that the next search does not start at a wall."""
    even = np.full_like(mix, 1 / points)
    won = _times(flat, mix)
    fall = np.maximum(won - _times(flat, even), 0)
    share = np.where(fall > 0, 0.5 * won / np.where(fall > 0, fall, 1.0), 1.0).min(axis=1, keepdims=True)
    share = np.minimum(share, 1)
    return np.asarray((1 - share) * mix + share * even)


def _newton(
    flat: Floats, soft: Floats, ease: Floats, slope: Floats, issues: int, pull: Floats | None = None
) -> tuple[Floats, Floats]:
    """The step along which mixes still add up to 1 on each issue, by way of a small system for the parties.

    Near a corner one part of an issue outweighs the others by many orders. So everything is measured from there: that
    part then drops out of sums in which it would drown the others.

    Args:
        flat: gains, shape (draws, parties, parts).
        soft: the inverse of the curvature along the gain of each party, shape (draws, parties).
        ease: the inverse of the curvature along each part, shape (draws, parts).
        slope: shape (draws, parts).
        issues: how many.
        pull: slope of a floor under all gains, shape (draws,), if there is one.

    Returns:
        The step of the parts over ``ease``, shape (draws, parts); the step of the gains above the floor over ``soft``,
        shape (draws, parties).
    """
    draws, parties, parts = flat.shape
    shape = (draws, issues, parts // issues)
    ease, slope = ease.reshape(shape), slope.reshape(shape)
    share = ease / ease.sum(axis=2, keepdims=True)
    corner = share.argmax(axis=2)[..., None]
    slope = slope - np.take_along_axis(slope, corner, axis=2)
    rows = flat.reshape(draws, parties, *shape[1:])
    rows = rows - np.take_along_axis(rows, corner[:, None], axis=3)
    apart = (rows - (rows * share[:, None]).sum(axis=3, keepdims=True)).reshape(draws, parties, parts)
    heavy = apart * ease.reshape(draws, 1, parts)
    square = heavy @ apart.transpose(0, 2, 1)
    square[:, range(parties), range(parties)] += soft
    scale = square[:, range(parties), range(parties)].max(axis=1)
    square[:, range(parties), range(parties)] += _RIDGE * scale[:, None]
    size = parties + (pull is not None)
    system, right = np.zeros((draws, size, size)), np.zeros((draws, size))
    system[:, :parties, :parties] = square / scale[:, None, None]
    right[:, :parties] = _times(heavy, slope.reshape(draws, parts)) / scale[:, None]
    if pull is not None:
        system[:, :parties, -1] = system[:, -1, :parties] = 1
        right[:, -1] = -pull
    found = np.linalg.solve(system, right[..., None])[..., 0]
    flow = found[:, :parties]
    left = slope - (flow[:, None] @ rows.reshape(draws, parties, parts))[:, 0].reshape(shape)
    left -= (left * share).sum(axis=2, keepdims=True)
    return left.reshape(draws, parts), flow


def _length(*pairs: tuple[Floats, Floats]) -> Floats:
    """How far each draw can step, at most 1, with every amount staying over 0, shape (draws,)."""
    worst = np.max([(-step / amount).max(axis=1) for amount, step in pairs], axis=0)
    return np.asarray(np.minimum(1, _BACK / np.maximum(worst, _BACK)))
