"""Distributions as quantiles at fixed levels, the common form of all forecasts."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEVELS: Floats = np.arange(1, 100) / 100.0
"""1 to 99 percent."""


def quantiles(sample: Floats) -> Floats:
    """Quantiles of a sample at :data:`LEVELS` (Hyndman & Fan 1996, type 8: about unbiased in the median).

    Args:
        sample: shape (n,), n at least 1.
    """
    ordered = np.sort(sample)
    place = LEVELS * (ordered.size + 1 / 3) + 1 / 3 - 1
    return np.asarray(np.interp(place, np.arange(ordered.size), ordered))


def tidy(values: Floats, lower: float | None, upper: float | None) -> Floats:
    """Quantiles in rising order and within bounds.

    Args:
        values: shape (..., levels).
        lower: least possible value, if there is one.
        upper: greatest possible value, if there is one.
    """
    return (
        np.clip(np.maximum.accumulate(values, axis=-1), lower, upper)
        if (lower, upper) != (None, None)
        else (np.maximum.accumulate(values, axis=-1))
    )
