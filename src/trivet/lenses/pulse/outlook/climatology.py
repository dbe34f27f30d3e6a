"""Climatology: the months of the past, each as likely as any other."""

from collections.abc import Sequence

import numpy as np

from trivet.lenses.pulse.outlook.levels import Floats, sample_quantiles

WINDOW = 36
"""Known months that the recent climatology looks back on."""


def climatology(values: Floats, horizons: Sequence[int], window: int | None = WINDOW) -> Floats:
    """Quantiles of the last known months, the same at every distance, shape (horizons, levels).

    Args:
        values: shape (n,), oldest first, NaN for missing months; at least one known.
        horizons: months ahead.
        window: known months looked back on; None for all of them (the expanding climatology).
    """
    known = values[~np.isnan(values)]
    recent = known if window is None else known[-window:]
    return np.tile(sample_quantiles(recent), (len(horizons), 1))
