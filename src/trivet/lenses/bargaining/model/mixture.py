"""The probabilistic forecast: half the actors' own positions, half a bell curve around the weighted mean.

Outcomes of real bargaining often lie on somebody's position, and often nowhere near the mean; a point forecast says
neither. Equal halves and a standard deviation of a quarter of the scale are the same for every issue. On decisions of
the European Union (DEU III; Arregui & Perarnaud 2021, J. European Public Policy) no other choice does better than by
chance.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from trivet.lenses.bargaining.model.baselines import Floats, mean

GRID: Final = np.linspace(0.0, 1.0, 401)
"""Points of the scale, from 0 to 1, at which distributions are kept."""

_CENTRES: Final = np.linspace(0.0, 1.0, 1001)
_REACH: Final = 9.0
_TABLE: Final = np.linspace(-_REACH, _REACH, 18_001)
_NORMAL: Final = np.array([0.5 * math.erfc(-z / math.sqrt(2)) for z in _TABLE])


def normal_cdf(z: Floats) -> Floats:
    """The standard normal distribution function, exact to 1e-7; by interpolation, since NumPy has none."""
    return np.asarray(np.interp(z, _TABLE, _NORMAL))


@dataclass(frozen=True)
class Mixture:
    """How the forecast is mixed.

    Attributes:
        actors: weight of the distribution of the actors' positions; the rest is the bell curve's.
        deviation: standard deviation of the bell curve, as a share of the scale.
    """

    actors: float = 0.5
    deviation: float = 0.25


def at_most(x: Floats, w: Floats, mixture: Mixture, points: Floats, stated: Floats | None = None) -> Floats:
    """The probability that the outcome is at most a point of the scale, for each draw of the inputs.

    Args:
        x: positions from 0 to 1, shape (draws, actors).
        w: weights, shape (draws, actors).
        mixture: how to mix.
        points: points from 0 to 1, shape (points,).
        stated: where the actors' half lies, if not at ``x``; broadcasts against it.

    Returns:
        Shape (draws, points).
    """
    share = w / w.sum(axis=-1, keepdims=True)
    held = x if stated is None else np.broadcast_to(stated, x.shape)
    own = np.zeros((len(x), len(points)))
    for i in range(x.shape[1]):
        own += share[:, i, None] * (held[:, i, None] <= points + 1e-12)
    return mixture.actors * own + (1 - mixture.actors) * _bell(mean(x, w), mixture.deviation, points)


def on_average(x: Floats, w: Floats, mixture: Mixture, stated: Floats | None = None) -> Floats:
    """The mean of :func:`at_most` over draws at the points of :data:`GRID`, shape (points,).

    Bell curves are taken from a table by where their centres lie, exact to 1e-6, so that no array of draws by points is
    made.
    """
    share = w / w.sum(axis=-1, keepdims=True)
    held = x if stated is None else np.broadcast_to(stated, x.shape)
    first = np.searchsorted(GRID, held - 1e-12)
    mass = np.bincount(first.ravel(), weights=share.ravel(), minlength=len(GRID) + 1)[: len(GRID)]
    centre = np.clip(mean(x, w), 0.0, 1.0) * (len(_CENTRES) - 1)
    below = np.minimum(centre.astype(np.intp), len(_CENTRES) - 2)
    part = centre - below
    near = np.bincount(below, weights=1 - part, minlength=len(_CENTRES))
    near += np.bincount(below + 1, weights=part, minlength=len(_CENTRES))
    bell = near @ _bells(mixture.deviation)
    return np.asarray((mixture.actors * np.cumsum(mass) + (1 - mixture.actors) * bell) / len(x))


@lru_cache(maxsize=4)
def _bells(deviation: float) -> Floats:
    """The bell curve around each of :data:`_CENTRES`, shape (centres, points)."""
    return _bell(_CENTRES, deviation, GRID)


def _bell(centre: Floats, deviation: float, points: Floats) -> Floats:
    """A normal distribution cut to the scale and scaled up to hold all its mass."""
    low, high = normal_cdf((0 - centre) / deviation), normal_cdf((1 - centre) / deviation)
    inside = normal_cdf((points[None, :] - centre[:, None]) / deviation)
    return np.asarray(np.clip((inside - low[:, None]) / (high - low)[:, None], 0.0, 1.0))


def quantile(chances: Floats, level: float, points: Floats = GRID) -> float:
    """The first point at or below which a distribution holds a share; a jump is not smoothed over.

    Args:
        chances: the distribution function at ``points``, shape (points,).
        level: the share, between 0 and 1.
        points: where it is known.
    """
    at = int(np.searchsorted(chances, level - 1e-12))
    return float(points[min(at, len(points) - 1)])


def crps(chances: Floats, outcome: float, points: Floats = GRID) -> float:
    """The continuous ranked probability score of a forecast, in units of ``points``; smaller is better.

    Gneiting & Raftery (2007), "Strictly proper scoring rules, prediction, and estimation", JASA 102, eq. 20. The
    outcome may lie between two points; the function is taken as straight between them.
    """
    fine = np.union1d(points, [outcome])
    inside = np.interp(fine, points, chances)
    below, above = fine <= outcome, fine >= outcome
    return float(np.trapezoid(inside[below] ** 2, fine[below]) + np.trapezoid((1 - inside[above]) ** 2, fine[above]))
