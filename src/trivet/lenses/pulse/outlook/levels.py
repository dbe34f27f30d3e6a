"""Distributions held as quantiles at fixed levels."""

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

LEVELS: Final[Floats] = np.arange(1, 100) / 100
"""1 to 99 percent."""
LEVELS.flags.writeable = False


def sample_quantiles(sample: Floats) -> Floats:
    """Quantiles of a sample at :data:`LEVELS`, shape (levels,); of few values the outer ones are the extremes.

    Order statistic i of n is the quantile at i / (n + 1) (Weibull 1939; Hyndman & Fan 1996, type 6).
    """
    return np.asarray(np.quantile(sample, LEVELS, method="weibull"))


def quantile_at(quantiles: Floats, level: float) -> Floats:
    """The quantile at any level, straight between the levels held and constant beyond them.

    Args:
        quantiles: shape (..., levels).
        level: 0 to 1.
    """
    place = min(max(level * (LEVELS.size + 1) - 1, 0.0), LEVELS.size - 1.0)
    below = int(place)
    share = place - below
    above = min(below + 1, LEVELS.size - 1)
    return np.asarray(quantiles[..., below] * (1 - share) + quantiles[..., above] * share)


def within(quantiles: Floats, lower: float | None, upper: float | None) -> Floats:
    """Quantiles made to rise and held within bounds (rearrangement, Chernozhukov, Fernandez-Val & Galichon 2010)."""
    rising = np.sort(quantiles, axis=-1)
    return rising if lower is None and upper is None else np.clip(rising, lower, upper)
