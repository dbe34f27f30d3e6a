"""From monthly sums to an index. None of them is a sum of intensities, which rises with attention."""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

COLUMNS: Final = ("n", "n_q1", "n_q2", "n_q3", "n_q4", "n_scored", "intensity_pos", "intensity_neg")
"""The sums that an index is made of, in the order of the last axis."""


def index(measure: str, sums: Floats, volume: Floats) -> Floats:
    """An index by name.

    Args:
        measure: one of the names in :mod:`trivet.lenses.pulse.scales`.
        sums: shape (..., months, columns), in the order of :data:`COLUMNS`; NaN in months that are not covered.
        volume: rows of the whole source in each month, shape (months,).

    Returns:
        Shape (..., months); NaN where the source does not reach, and for shares and means in months without events.

    Raises:
        KeyError: if there is no such measure.
    """
    part = {name: sums[..., place] for place, name in enumerate(COLUMNS)}
    conflict = part["n_q3"] + part["n_q4"]
    made: dict[str, Callable[[], Floats]] = {
        "conflict-share": lambda: _ratio(conflict, part["n"]),
        "conflict-count": lambda: conflict,
        "log-conflict": lambda: np.log1p(conflict),
        "mean-intensity": lambda: _ratio(part["intensity_pos"] + part["intensity_neg"], part["n_scored"]),
        "positive": lambda: _ratio(part["intensity_pos"], part["n_scored"]),
        "negative": lambda: _ratio(part["intensity_neg"], part["n_scored"]),
        "volume": lambda: part["n"],
        "rate": lambda: 1000.0 * _ratio(conflict, np.broadcast_to(volume, conflict.shape)),
    }
    return np.asarray(made[measure](), dtype=np.float64)


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)
