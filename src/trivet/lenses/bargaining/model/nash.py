"""Nash bargaining with the value of disagreement said openly: a common loss, or the status quo.

Two readings of what happens without an agreement. With a common loss everyone suffers alike, and the solution nears
the weighted mean as that loss grows: this is why the compromise mean is a theory of bargaining and not only a rule of
thumb. With the status quo as disagreement nobody signs what leaves it no better off, so often there is no solution.

Sources: asymmetric Nash solution, Nash (1950), Kalai (1977), Binmore, Rubinstein & Wolinsky (1986); the compromise mean
as its limit, Achen (2006) in The European Union Decides; with a status quo, Schneider, Finke & Bailer (2010).
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Utility = Literal["linear", "quadratic"]

LEAST_GAIN: Final = 1e-12
"""Distances from the status quo up to this one, on a scale of length 1, count as none."""
_ROUNDS: Final = 200
_HALVINGS: Final = 60


def weighted_mean(x: Floats, w: Floats) -> Floats:
    """The mean of positions by weight; NaN where all weights are 0.

    Args:
        x: positions, shape (..., actors).
        w: weights of at least 0 that broadcast against ``x``.
    """
    total = w.sum(axis=-1)
    mean = (w * x).sum(axis=-1) / np.where(total > 0, total, 1.0)
    return np.asarray(np.where(total > 0, mean, np.nan))


def with_cost(x: Floats, w: Floats, k: Floats | float, *, range_: float = 1.0) -> Floats:
    """The asymmetric Nash solution when no agreement costs everyone the same, with quadratic utilities.

    It maximises the sum of w log(K R^2 - (y - x)^2) over y, which is concave. From the weighted mean, each step goes
    half of the way to the mean under the weights w / (K R^2 - (y - x)^2). Near the solution that mean moves against a
    step, by less than the step, so half steps at least halve the error. Each draw stops by itself.

    Args:
        x: positions, shape (draws, actors).
        w: weights of at least 0 that broadcast against ``x``.
        k: the cost of no agreement, over 1, in squared ranges; broadcasts against the draws, so shape (costs, 1)
            answers for several costs at once. Infinity gives the weighted mean exactly.
        range_: length of the scale.

    Returns:
        The solution, shape (draws,) or as ``k`` broadcasts; NaN where all weights are 0.

    Raises:
        ValueError: a cost is 1 or less, or positions lie further apart than the scale is long.
    """
    cost = np.asarray(k, dtype=np.float64)
    if not np.all(cost > 1):
        raise ValueError("the cost of no agreement must be over 1")
    if x.size and np.ptp(x, axis=-1).max() > range_ * (1 + 1e-9):
        raise ValueError("positions lie further apart than the scale is long")
    shape = np.broadcast_shapes(x.shape[:-1], w.shape[:-1], cost.shape)
    rows = np.broadcast_to(x, (*shape, x.shape[-1]))
    weights = np.broadcast_to(w, rows.shape)
    solution = weighted_mean(rows, weights)
    loss = np.broadcast_to(cost * range_**2, shape)
    moving = np.isfinite(loss) & np.isfinite(solution)
    for _ in range(_ROUNDS):
        if not moving.any():
            break
        here = solution[moving]
        step = _towards(rows[moving], weights[moving], loss[moving], here) / 2
        solution[moving] = here + step
        moving[moving] = np.abs(step) > 1e-15 * range_
    return solution


def _towards(x: Floats, w: Floats, loss: Floats, here: Floats) -> Floats:
    """From a point to the mean under the weights that the first-order condition gives there."""
    pull = w / (loss[:, None] - (here[:, None] - x) ** 2)
    return np.asarray(weighted_mean(x, pull) - here)


@dataclass(frozen=True)
class Sides:
    """Who bargains, and how far from the status quo, where all of them want to leave it in one direction.

    Attributes:
        feasible: whether some point makes every player better off than the status quo, shape (draws,).
        direction: +1 upwards, -1 downwards, shape (draws,); of no meaning where nothing is feasible.
        distance: from the status quo to each position in that direction, shape (draws, actors).
        players: who must gain, shape (draws, actors).
    """

    feasible: Bools
    direction: Floats
    distance: Floats
    players: Bools

    @property
    def nearest(self) -> Floats:
        """The least distance among players, shape (draws,); infinite where there is none."""
        return np.asarray(np.where(self.players, self.distance, np.inf).min(axis=-1, initial=np.inf))

    @property
    def furthest(self) -> Floats:
        """The greatest distance among players, shape (draws,); 0 where there is none."""
        return np.asarray(np.where(self.players, self.distance, 0.0).max(axis=-1, initial=0.0))


def sides(x: Floats, w: Floats, r: Floats | float, players: Bools | None = None) -> Sides:
    """Where all players lie strictly on one side of the status quo: only there can all of them gain.

    Args:
        x: positions, shape (draws, actors).
        w: weights of at least 0 that broadcast against ``x``.
        r: status quo, one or shape (draws,).
        players: who must gain, broadcast against ``x``; without it everyone with a weight.
    """
    offset = x - np.broadcast_to(np.asarray(r, dtype=np.float64), x.shape[:-1])[..., None]
    who = np.broadcast_to(w > 0 if players is None else players, x.shape)
    up = (~who | (offset > LEAST_GAIN)).all(axis=-1)
    down = (~who | (offset < -LEAST_GAIN)).all(axis=-1)
    direction = np.where(up, 1.0, -1.0)
    return Sides(np.asarray((up | down) & who.any(axis=-1)), direction, offset * direction[..., None], who)


def from_reference(
    x: Floats,
    w: Floats,
    r: Floats | float,
    *,
    players: Bools | None = None,
    utility: Utility = "quadratic",
) -> tuple[Floats, Bools]:
    """The asymmetric Nash solution when no agreement leaves the status quo.

    It maximises the sum of w log(U(y) - U(r)) over the points that make every player better off. Such points exist only
    where all players lie on one side of the status quo; elsewhere there is no solution, and none is made up. Only
    players enter the product. A player without weight bounds the set alone: if it binds, the answer is the bound, where
    that player is indifferent.

    Args:
        x: positions, shape (draws, actors).
        w: weights of at least 0 that broadcast against ``x``.
        r: status quo, one or shape (draws,).
        players: who must gain, broadcast against ``x`` (such as those with a veto); without it everyone with a weight.
        utility: -|y - x| or -(y - x)^2.

    Returns:
        The solution and whether there is one, each of shape (draws,); the solution is NaN where there is none.
    """
    found = sides(x, w, r, players)
    weight = np.where(found.players, np.broadcast_to(w, x.shape), 0.0)
    feasible = found.feasible & (weight > 0).any(axis=-1)
    solution = np.full(x.shape[:-1], np.nan)
    if feasible.any():
        step = _best_step(found.distance[feasible], weight[feasible], 2 * found.nearest[feasible], utility)
        base = np.broadcast_to(np.asarray(r, dtype=np.float64), solution.shape)
        solution[feasible] = base[feasible] + found.direction[feasible] * step
    return solution, feasible


def _best_step(distance: Floats, weight: Floats, ceiling: Floats, utility: Utility) -> Floats:
    """How far from the status quo the product of gains is greatest: bisection on the sign of its slope.

    The solution lies between the nearest and the furthest position that has a weight, and below the ceiling.
    """
    weighty = weight > 0
    own = np.where(weighty, distance, 1.0)
    high = np.minimum(np.where(weighty, distance, 0.0).max(axis=-1), ceiling)
    low = np.minimum(np.where(weighty, distance, np.inf).min(axis=-1), high)
    total = weight.sum(axis=-1)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        room = np.maximum(2 * own - middle[:, None], 1e-150)
        # A linear utility still rises while the point has not reached the position; a quadratic one has both effects.
        passed = weight if utility == "quadratic" else np.where(own < middle[:, None], weight, 0.0)
        rising = total if utility == "quadratic" else total - passed.sum(axis=-1)
        slope = rising / middle - (passed / room).sum(axis=-1)
        low, high = np.where(slope > 0, middle, low), np.where(slope > 0, high, middle)
    return np.asarray((low + high) / 2)
