"""Scores of forecasts given as quantiles."""

import numpy as np

from trivet.lenses.pulse.ahead.levels import LEVELS, Floats


def pinball(predicted: Floats, observed: Floats) -> Floats:
    """Quantile loss at each level (Koenker & Bassett 1978).

    Args:
        predicted: shape (..., levels).
        observed: shape (...).
    """
    gap = observed[..., None] - predicted
    return np.asarray(np.maximum(LEVELS * gap, (LEVELS - 1) * gap))


def crps(predicted: Floats, observed: Floats) -> Floats:
    """Continuous ranked probability score: twice the mean quantile loss (Laio & Tamea 2007), in units of the series."""
    return np.asarray(2.0 * pinball(predicted, observed).mean(axis=-1))


def pit(predicted: Floats, observed: Floats) -> Floats:
    """Where the outcome falls in the forecast, 0 to 1 (Dawid 1984); the middle of a run of equal quantiles."""
    below = (predicted < observed[..., None]).sum(axis=-1)
    upto = (predicted <= observed[..., None]).sum(axis=-1)
    return np.asarray((below + upto) / 2.0 / (LEVELS.size + 1) + 0.5 / (LEVELS.size + 1))


def covered(predicted: Floats, observed: Floats, mass: float) -> Floats:
    """1 where the outcome lies inside the central range that holds ``mass``."""
    low, high = (_at(predicted, level) for level in ((1 - mass) / 2, (1 + mass) / 2))
    return np.asarray(((observed >= low) & (observed <= high)).astype(np.float64))


def log_score(predicted: Floats, observed: Floats) -> Floats:
    """Negative log density at the outcome: constant between neighbouring quantiles, exponential beyond the outer ones.

    The two tails hold one percent each and carry on the density at their edge, so that no outcome has density zero.
    """
    flat_predicted, flat = predicted.reshape(-1, LEVELS.size), observed.reshape(-1)
    out = np.empty(flat.size)
    for row, (line, value) in enumerate(zip(flat_predicted, flat, strict=True)):
        width = max(float(line[-1] - line[0]), 1e-9)
        grid = np.maximum.accumulate(line + np.arange(line.size) * width * 1e-4)  # ties get a little width
        tail = LEVELS[0]
        if value < grid[0]:
            edge = 0.01 / (grid[1] - grid[0])
            out[row] = -np.log(edge) + (grid[0] - value) * edge / tail
        elif value >= grid[-1]:
            edge = 0.01 / (grid[-1] - grid[-2])
            out[row] = -np.log(edge) + (value - grid[-1]) * edge / tail
        else:
            place = int(np.searchsorted(grid, value, side="right")) - 1
            out[row] = -np.log(0.01 / (grid[place + 1] - grid[place]))
    return out.reshape(observed.shape)


def exceedance(predicted: Floats, threshold: Floats) -> Floats:
    """Forecast probability that the outcome is above a threshold.

    Args:
        predicted: shape (..., levels).
        threshold: shape (...).
    """
    return np.asarray(1.0 - pit(predicted, threshold))


def brier(probability: Floats, happened: Floats) -> Floats:
    """Squared error of a probability (Brier 1950)."""
    return np.asarray((probability - happened) ** 2)


def _at(predicted: Floats, level: float) -> Floats:
    place = level * 100 - 1
    low = int(np.clip(np.floor(place), 0, LEVELS.size - 1))
    high = min(low + 1, LEVELS.size - 1)
    share = np.clip(place - low, 0.0, 1.0)
    return np.asarray(predicted[..., low] * (1 - share) + predicted[..., high] * share)
