"""Recent climatology: the months of the past, each weighing less the older it is.

Quantiles of an exponentially weighted empirical distribution (Harvey & Oryshchenko 2012; Taylor 2008). Ties between
states wander and fall back, so that the spread of the last year or so says more than a model fitted to few months.
"""

from collections.abc import Sequence

import numpy as np

from trivet.lenses.pulse.outlook.levels import LEVELS, Floats

HALF_LIFE = 6.0
"""Known months after which a month weighs half."""


def recent(values: Floats, horizons: Sequence[int], half_life: float = HALF_LIFE) -> Floats:
    """Quantiles of known months weighted by age, the same at every distance, shape (horizons, levels).

    Args:
        values: shape (n,), oldest first, NaN for missing months; at least one known.
        horizons: months ahead.
        half_life: known months after which a month weighs half.
    """
    known = values[~np.isnan(values)]
    weight = 0.5 ** (np.arange(known.size)[::-1] / half_life)
    order = np.argsort(known, kind="stable")
    rising, weight = known[order], weight[order]
    upto = np.cumsum(weight)
    quantiles = np.interp(LEVELS, (upto - weight / 2) / upto[-1], rising)
    return np.tile(quantiles, (len(horizons), 1))
