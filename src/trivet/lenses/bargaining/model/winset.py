"""The win-set of the status quo: what a quota of weighted voters likes no less than leaving things as they are.

With single-peaked utilities -|y - x| a voter accepts a move from the status quo r up to y exactly if its position is
at least halfway. So the win-set on a line is the interval from r to 2p - r, where p is the pivotal position. Under
quotas of one half or less it can reach to both sides.

Sources: Black (1958); Romer & Rosenthal (1978); Tsebelis (2002), Veto Players, for unanimity.
"""

from typing import Final

import numpy as np

from trivet.lenses.bargaining.model.nash import Bools, Floats

TIE: Final = 1e-9
"""A coalition that misses its quota by less than this share of all votes still meets it."""
SAME: Final = 1e-12
"""Utilities that differ by less count as equal."""

Scale = tuple[float, float]
UNIT: Final[Scale] = (0.0, 1.0)
"""The ends of the scale on which positions are given."""


def needed(total: Floats, q: Floats | float) -> Floats:
    """How many votes meet a quota, a little less than its exact value so that rounding breaks no tie.

    Args:
        total: all votes, any shape.
        q: quota as a share over 0 up to 1.

    Raises:
        ValueError: a quota is not over 0 and up to 1.
    """
    share = np.asarray(q, dtype=np.float64)
    if not np.all((share > 0) & (share <= 1)):
        raise ValueError("a quota must be over 0 and at most 1")
    return np.asarray(total * (share - np.minimum(TIE, share / 2)))


def accepts(x: Floats, r: Floats | float, y: Floats | float) -> Bools:
    """Who likes a point no less than the status quo, shape (draws, actors).

    Args:
        x: positions, shape (draws, actors).
        r: status quo, one or shape (draws,).
        y: the point, one or shape (draws,).
    """
    lead = x.shape[:-1]
    status = np.broadcast_to(np.asarray(r, dtype=np.float64), lead)[..., None]
    point = np.broadcast_to(np.asarray(y, dtype=np.float64), lead)[..., None]
    return np.asarray(np.abs(point - x) <= np.abs(status - x) + SAME)


def pivots(x: Floats, v: Floats, q: Floats | float) -> tuple[Floats, Floats]:
    """The pivotal positions for moves down and for moves up.

    The first is the lowest position such that voters at it or below meet the quota, the second the highest such that
    voters at it or above do. Equal positions count together, so the order of rows does not matter. Without any votes
    they are the least and the greatest position.

    Args:
        x: positions, shape (draws, actors), at least one actor.
        v: votes of at least 0 that broadcast against ``x``.
        q: quota as a share over 0 up to 1, one or shape (draws,).

    Returns:
        Two arrays of shape (draws,). With a quota over one half the first is the higher of the two.

    Raises:
        ValueError: a quota is not over 0 and up to 1.
    """
    order = np.argsort(x, axis=-1)
    placed = np.take_along_axis(x, order, axis=-1)
    votes = np.take_along_axis(np.broadcast_to(v, x.shape), order, axis=-1)
    quota = needed(votes.sum(axis=-1), q)[..., None]
    down = np.argmax(np.cumsum(votes, axis=-1) >= quota, axis=-1)
    up = np.argmax(np.cumsum(votes[..., ::-1], axis=-1) >= quota, axis=-1)
    return (
        np.take_along_axis(placed, down[..., None], axis=-1)[..., 0],
        np.take_along_axis(placed[..., ::-1], up[..., None], axis=-1)[..., 0],
    )


def weighted(
    x: Floats, v: Floats, r: Floats | float, q: Floats | float, *, scale: Scale = UNIT
) -> tuple[Floats, Floats]:
    """The win-set under a quota: all points that voters with that share of the votes like no less than the status quo.

    It is a closed interval and always holds the status quo, which may be all it holds. A quota of 1 is unanimity of
    those who have votes. Where nobody has any, nothing binds and the win-set is the whole scale.

    Args:
        x: positions, shape (draws, actors).
        v: votes of at least 0 that broadcast against ``x``.
        r: status quo, one or shape (draws,).
        q: quota as a share over 0 up to 1, one or shape (draws,).
        scale: the ends of the scale; the win-set lies between them.

    Returns:
        Its lower and its upper end, each of shape (draws,).

    Raises:
        ValueError: a quota is not over 0 and up to 1, the scale has no length, or a status quo lies off it.
    """
    status = on_scale(r, x, scale)
    if not x.shape[-1]:
        return whole(status, scale)
    below, above = pivots(x, v, q)
    free = np.broadcast_to(v, x.shape).sum(axis=-1) <= 0
    low = np.where(free, scale[0], np.minimum(status, 2 * below - status))
    high = np.where(free, scale[1], np.maximum(status, 2 * above - status))
    return np.maximum(low, scale[0]), np.minimum(high, scale[1])


def whole(status: Floats, scale: Scale) -> tuple[Floats, Floats]:
    """The win-set where nothing binds: the whole scale in each draw."""
    return np.full(status.shape, scale[0]), np.full(status.shape, scale[1])


def on_scale(r: Floats | float, x: Floats, scale: Scale) -> Floats:
    """The status quo of each draw, shape (draws,).

    Raises:
        ValueError: the scale has no length or no ends, or a status quo lies off it.
    """
    if not (scale[0] < scale[1] and np.isfinite(scale[1] - scale[0])):
        raise ValueError("the scale must have two ends, the lower one first")
    status = np.broadcast_to(np.asarray(r, dtype=np.float64), x.shape[:-1])
    if not np.all((status >= scale[0]) & (status <= scale[1])):
        raise ValueError(f"the status quo must lie on the scale, from {scale[0]:g} to {scale[1]:g}")
    return status
