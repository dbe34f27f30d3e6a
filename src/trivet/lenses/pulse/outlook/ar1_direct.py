"""Direct autoregression: a line from this month to the month aimed at, fitted for each distance apart.

Direct fits do not pile up errors of a wrong one-step model (Marcellino, Stock & Watson 2006).
"""

from collections.abc import Sequence

import numpy as np

from trivet.lenses.pulse.outlook.climatology import climatology
from trivet.lenses.pulse.outlook.known import FEWEST_PAIRS, flat, known_span, pairs
from trivet.lenses.pulse.outlook.levels import Floats, sample_quantiles


def ar1_direct(values: Floats, horizons: Sequence[int]) -> Floats:
    """Least squares on the month ``h`` before, with the quantiles of its own residuals, shape (horizons, levels).

    Where too few pairs of months are known, the climatology of all known months stands in.

    Args:
        values: shape (n,), oldest first, NaN for missing months; at least one known.
        horizons: months ahead of the end of ``values``.
    """
    span, gap = known_span(values)
    out = climatology(values, horizons, None)
    for row, ahead in enumerate(horizons):
        before, after = pairs(span, span, ahead + gap)
        if before.size < FEWEST_PAIRS:
            continue
        centred = before - before.mean()
        slope = 0.0 if flat(before) else float(centred @ after) / float(centred @ centred)
        fitted = after.mean() + slope * centred
        scale = np.sqrt(before.size / (before.size - 2))  # two coefficients were fitted
        out[row] = after.mean() + slope * (span[-1] - before.mean()) + scale * sample_quantiles(after - fitted)
    return out
