"""Draws of judged ranges, for every lens that needs them."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def triangular(ranges: Floats, uniform: Floats) -> Floats:
    """Draws from triangular distributions by their inverse.

    Args:
        ranges: lowest, best and highest value, shape (..., 3).
        uniform: numbers from 0 to 1, shape (draws, ...).
    """
    low, best, high = np.moveaxis(ranges, -1, 0)
    width = np.where(high > low, high - low, 1.0)
    peak = (best - low) / width
    rising = low + np.sqrt(uniform * peak) * width
    falling = high - np.sqrt((1 - uniform) * (1 - peak)) * width
    return np.asarray(np.where(high > low, np.where(uniform < peak, rising, falling), best))
