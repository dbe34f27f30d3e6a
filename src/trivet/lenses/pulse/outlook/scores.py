"""Scores of forecasts that are given as quantiles; low is good in all of them.

Between neighbouring levels the quantile function is straight; what lies beyond the outer levels is said at each score.
"""

import numpy as np

from trivet.lenses.pulse.outlook.levels import LEVELS, Floats, quantile_at

NARROWEST = 1e-4
"""Least width between neighbouring quantiles for a density, as a share of the whole width."""


def crps(predicted: Floats, observed: Floats) -> Floats:
    """Continuous ranked probability score in units of the series, shape (...).

    The exact integral over levels of twice the quantile loss (Laio & Tamea 2007, eq. 5) for the straight-line quantile
    function, constant beyond the outer levels.

    Args:
        predicted: quantiles, shape (..., levels).
        observed: outcomes, shape (...).
    """
    gap = predicted - observed[..., None]
    gap = np.concatenate([gap[..., :1], gap, gap[..., -1:]], axis=-1)
    level = np.concatenate([[0.0], LEVELS, [1.0]])
    width, low, high = np.diff(level), gap[..., :-1], gap[..., 1:]
    rise = np.where(high > low, high - low, 1.0)
    crossed = np.where((low < 0) & (high > 0), high**2 / (2 * rise), (np.maximum(low, 0) + np.maximum(high, 0)) / 2)
    start, end = level[:-1], level[1:]
    tilted = (start * low + end * high) / 3 + (start * high + end * low) / 6
    return np.asarray(2 * (width * (crossed - tilted)).sum(axis=-1))


def pinball(predicted: Floats, observed: Floats, level: float) -> Floats:
    """Quantile loss at one level (Koenker & Bassett 1978), in units of the series, shape (...)."""
    gap = observed - quantile_at(predicted, level)
    return np.asarray(np.maximum(level * gap, (level - 1) * gap))


def log_score(predicted: Floats, observed: Floats) -> Floats:
    """Negative log density at the outcome (Good 1952), shape (...).

    The density is constant between neighbouring quantiles. Each tail holds one percent and falls off exponentially,
    starting from the density next to it. Quantiles that coincide are moved apart by :data:`NARROWEST` of the whole
    width, so that the density is finite.
    """
    flat = predicted.reshape(-1, LEVELS.size)
    return np.array(
        [_log_score(line, float(value)) for line, value in zip(flat, observed.reshape(-1), strict=True)]
    ).reshape(observed.shape)


def _log_score(line: Floats, value: float) -> float:
    whole = max(float(line[-1] - line[0]), 1e-6 * max(abs(float(line[0])), 1e-6))
    least = NARROWEST * whole
    # the quantile in the middle stays where it is; others are pushed outwards where they are too close
    middle = line.size // 2
    steps = np.maximum(np.diff(line), least)
    grid = line[middle] + np.concatenate([[0.0], np.cumsum(steps)])
    grid -= grid[middle] - line[middle]
    mass = float(LEVELS[0])
    if value < grid[0] or value >= grid[-1]:
        inner, beyond = (steps[0], grid[0] - value) if value < grid[0] else (steps[-1], value - grid[-1])
        edge = mass / inner
        return float(-np.log(edge) + beyond * edge / mass)
    place = int(np.searchsorted(grid, value, side="right")) - 1
    return float(-np.log(mass / steps[place]))


def pit(predicted: Floats, observed: Floats) -> Floats:
    """Probability integral transform (Dawid 1984): the level at which the outcome falls, 0 to 1, shape (...).

    Half of a tail's mass below the lowest or above the highest quantile; the middle of a run of equal quantiles.
    """
    flat = predicted.reshape(-1, LEVELS.size)
    return np.array([_pit(line, float(value)) for line, value in zip(flat, observed.reshape(-1), strict=True)]).reshape(
        observed.shape
    )


def _pit(line: Floats, value: float) -> float:
    first, last = (int(np.searchsorted(line, value, side=side)) for side in ("left", "right"))
    level = np.concatenate([[0.0], LEVELS, [1.0]])
    if last > first:  # equal to some quantiles: the middle of what they cover
        return float((level[first + (first > 0)] + level[last + (last == line.size)]) / 2)
    if first in (0, line.size):
        return float((level[first] + level[first + 1]) / 2)
    share = (value - line[first - 1]) / (line[first] - line[first - 1])
    return float(level[first] + share * (level[first + 1] - level[first]))


def covered(predicted: Floats, observed: Floats, mass: float) -> Floats:
    """1 where the outcome lies inside the central range that holds ``mass``, else 0, shape (...)."""
    low, high = quantile_at(predicted, (1 - mass) / 2), quantile_at(predicted, (1 + mass) / 2)
    return np.asarray(((observed >= low) & (observed <= high)).astype(np.float64))


def chance_above(predicted: Floats, threshold: Floats) -> Floats:
    """Forecast probability that the outcome is above a threshold.

    Args:
        predicted: shape (..., levels).
        threshold: shape (...).
    """
    return np.asarray(1 - pit(predicted, threshold))


def brier(chance: Floats, happened: Floats) -> Floats:
    """Squared error of a probability (Brier 1950)."""
    return np.asarray((chance - happened) ** 2)
