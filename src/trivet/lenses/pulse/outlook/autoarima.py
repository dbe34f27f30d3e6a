"""Automatic ARIMA (Hyndman & Khandakar 2008), through statsforecast."""

from collections.abc import Sequence
from statistics import NormalDist
from typing import Final

import numpy as np

from trivet.lenses.pulse.outlook.known import flat, known_span
from trivet.lenses.pulse.outlook.levels import LEVELS, Floats

LONGEST: Final = 144
"""Months it is fitted to: older ones cost time and tell little."""

NORMAL: Final[Floats] = np.array([NormalDist().inv_cdf(float(level)) for level in LEVELS])
NORMAL.flags.writeable = False


def autoarima(values: Floats, horizons: Sequence[int]) -> Floats:
    """Normal quantiles from the order with the least corrected AIC, without a season, shape (horizons, levels).

    Missing months inside the series are drawn straight between their neighbours.

    Args:
        values: shape (n,), oldest first, NaN for missing months; at least one known.
        horizons: months ahead of the end of ``values``.

    Raises:
        ImportError: if statsforecast is not installed.
    """
    span, gap = known_span(values)
    known = np.flatnonzero(~np.isnan(span))
    series = np.interp(np.arange(span.size), known, span[known])[-LONGEST:]
    if flat(series):
        return np.full((len(horizons), LEVELS.size), series[-1])
    mean, deviation = _fit(series, max(horizons) + gap)
    rows = np.asarray(horizons) + gap - 1
    return np.asarray(mean[rows, None] + deviation[rows, None] * NORMAL)


def _fit(series: Floats, ahead: int) -> tuple[Floats, Floats]:
    """Means and standard deviations of the next months, each of shape (ahead,)."""
    import warnings

    from statsforecast.models import AutoARIMA

    centre, scale = float(series.mean()), float(series.std())
    with warnings.catch_warnings():  # orders that do not converge are warned of and passed over
        warnings.simplefilter("ignore")
        model = AutoARIMA(season_length=1, seasonal=False, max_p=3, max_q=3, approximation=True)
        found = model.forecast(y=(series - centre) / scale, h=ahead, level=[80])
    mean = np.asarray(found["mean"], dtype=np.float64)
    half = np.asarray(found["hi-80"], dtype=np.float64) - mean
    return centre + scale * mean, scale * half / NormalDist().inv_cdf(0.9)
