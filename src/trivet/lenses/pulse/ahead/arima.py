"""Automatic ARIMA, through the library that keeps it well (Hyndman & Khandakar 2008; statsforecast)."""

import warnings
from collections.abc import Sequence
from functools import cache
from statistics import NormalDist

import numpy as np

from trivet.lenses.pulse.ahead.levels import LEVELS, Floats

LONGEST = 120
"""Known months it is fitted to: older ones tell little and cost much."""


def arima(values: Floats, horizons: Sequence[int]) -> Floats:
    """Normal forecasts of the order that fits best, without a season; missing months are drawn straight.

    Raises:
        ImportError: if statsforecast is not installed.
    """
    from statsforecast.models import AutoARIMA

    series = _filled(values)[-LONGEST:]
    if np.ptp(series) == 0:
        return np.full((len(horizons), LEVELS.size), series[-1])
    model = AutoARIMA(season_length=1, approximation=True, max_p=3, max_q=3, max_P=0, max_Q=0)
    with warnings.catch_warnings():  # orders that do not converge are told of and passed over
        warnings.simplefilter("ignore")
        found = model.forecast(y=series, h=max(horizons), level=[80])
    mean = np.asarray(found["mean"], dtype=np.float64)
    spread = (np.asarray(found["hi-80"], dtype=np.float64) - mean) / NormalDist().inv_cdf(0.9)
    rows = np.array(horizons) - 1
    return np.asarray(mean[rows, None] + spread[rows, None] * _normal())


def _filled(values: Floats) -> Floats:
    known = np.flatnonzero(~np.isnan(values))
    inside = np.arange(known[0], known[-1] + 1)
    return np.interp(inside, known, values[known])


@cache
def _normal() -> Floats:
    return np.array([NormalDist().inv_cdf(float(level)) for level in LEVELS])
