"""Exponentially weighted moving average (Brown 1959), with the errors it made at each distance."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from trivet.lenses.pulse.outlook.climatology import climatology
from trivet.lenses.pulse.outlook.known import FEWEST_PAIRS, known_span, pairs
from trivet.lenses.pulse.outlook.levels import Floats, sample_quantiles

WEIGHTS: Final[Floats] = np.array([0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9])
"""Weights of the newest month that are tried."""
WEIGHTS.flags.writeable = False

BURN_IN: Final = 6
"""First months, whose average still leans on the first value."""


def ewma(values: Floats, horizons: Sequence[int]) -> Floats:
    """The average with the least squared one-month errors, plus the quantiles of its errors at each distance.

    Args:
        values: shape (n,), oldest first, NaN for missing months; at least one known.
        horizons: months ahead of the end of ``values``.

    Returns:
        Shape (horizons, levels); climatology where too few errors are known.
    """
    span, gap = known_span(values)
    out = climatology(values, horizons, None)
    averages = moving_averages(span)
    one_month = np.where(np.isnan(span[1:]), 0.0, span[1:] - averages[:, :-1])[:, BURN_IN:]
    average = averages[int(np.argmin((one_month**2).sum(axis=1)))]
    for row, ahead in enumerate(horizons):
        before, after = pairs(average[BURN_IN:], span[BURN_IN:], ahead + gap)
        if before.size >= FEWEST_PAIRS:
            out[row] = average[-1] + sample_quantiles(after - before)
    return out


def moving_averages(span: Floats) -> Floats:
    """The average after each month for each of :data:`WEIGHTS`, shape (weights, n); a missing month leaves it."""
    out = np.empty((WEIGHTS.size, span.size))
    level = np.full(WEIGHTS.size, span[0])
    for month, value in enumerate(span):
        if not np.isnan(value):
            level = level + WEIGHTS * (value - level)
        out[:, month] = level
    return out
