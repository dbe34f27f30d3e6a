"""Cumulative sums of what is new in each month, on-line.

Two one-sided tabular sums (Page 1954, Biometrika 41, 100-115; Hawkins & Olwell 1998) on standardised one-step errors of
an AR(1), whose level, noise and dependence come from the past alone (self-starting: Hawkins 1987, Statistician 36,
299-315). The level is a recursive mean with bounded steps (Huber 1981). After an alarm the sums start anew, and the
level is taken from the months since the change began.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trivet.lenses.pulse.model.noise import WARM_UP, Floats, Ints, Noise, known, noise_before

ALLOWANCE = 0.5
"""Half of the smallest shift worth an alarm, in standard deviations: the usual reference value."""

BOUND = 5.0
"""Standard deviations beyond which a month counts no more."""

SETTLED = 6
"""Months of a new level before it is watched."""

MEMORY = 60
"""Months after which the level starts to forget."""

Small = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Cusum:
    """One chart, each array of shape (months,).

    Attributes:
        up: sum against a rise, in standard deviations; NaN in missing months and in the warm-up.
        down: sum against a fall, likewise.
        alarms: 1 where a rise was called, -1 for a fall, 0 otherwise.
        starts: for an alarm the position of the month in which its change seems to have begun; -1 elsewhere.
    """

    up: Floats
    down: Floats
    alarms: Ints
    starts: Ints


def cusum(values: Floats, threshold: float | Floats, *, allowance: float = ALLOWANCE) -> Cusum:
    """Run the chart over one series.

    Args:
        values: shape (months,), NaN for missing months, which are skipped.
        threshold: decision interval in standard deviations, one for all months or shape (months,).
        allowance: half of the smallest shift worth an alarm, in standard deviations.
    """
    series = np.asarray(values, dtype=np.float64)
    places = np.flatnonzero(~np.isnan(series))
    up, down = np.full(series.size, np.nan), np.full(series.size, np.nan)
    alarms, starts = np.zeros(series.size, dtype=np.int64), np.full(series.size, -1, dtype=np.int64)
    if places.size <= WARM_UP:
        return Cusum(up, down, alarms, starts)
    one = known(series)[None, :]
    heights = np.broadcast_to(np.asarray(threshold, dtype=np.float64), series.shape)[places]
    charts = run_charts(one, noise_before(one), heights[None, :], allowance)
    watched = places[WARM_UP:]
    up[watched], down[watched] = charts.up[0, 0, WARM_UP:], charts.down[0, 0, WARM_UP:]
    alarms[places] = charts.alarms[0, 0]
    rung = np.flatnonzero(charts.alarms[0, 0])
    starts[places[rung]] = places[charts.starts[0, 0, rung]]
    return Cusum(up, down, alarms, starts)


@dataclass(frozen=True)
class Charts:
    """Many charts; every array has shape (rows, heights, months)."""

    up: Floats
    down: Floats
    alarms: Small
    starts: Small


def run_charts(series: Floats, noise: Noise, heights: Floats, allowance: float = ALLOWANCE) -> Charts:
    """Run a chart over each series at each height.

    Args:
        series: shape (rows, months), all known.
        noise: from the past of each month, shape (rows, months).
        heights: decision intervals, shape (heights, 1) or (heights, months).
        allowance: half of the smallest shift worth an alarm, in standard deviations.
    """
    rows, months = series.shape
    shape = (rows, heights.shape[0])
    limits = np.broadcast_to(heights, (shape[1], months))
    out = Charts(
        np.zeros((*shape, months)),
        np.zeros((*shape, months)),
        np.zeros((*shape, months), dtype=np.int16),
        np.full((*shape, months), -1, dtype=np.int16),
    )
    if months <= WARM_UP:
        return out
    level = np.broadcast_to(np.median(series[:, :WARM_UP], axis=1)[:, None], shape).copy()
    size, settled = np.full(shape, float(WARM_UP)), np.full(shape, -1, dtype=np.int64)
    high, low = np.zeros(shape), np.zeros(shape)
    rise, fall = np.full(shape, WARM_UP, dtype=np.int64), np.full(shape, WARM_UP, dtype=np.int64)
    deviation = noise.deviation
    for month in range(WARM_UP, months):
        new = standardised(series, noise, month, level, size)
        watched = month > settled
        high = np.where(watched, np.maximum(high + new - allowance, 0.0), 0.0)
        low = np.where(watched, np.maximum(low - new - allowance, 0.0), 0.0)
        out.up[..., month], out.down[..., month] = high, low
        rings = np.where(high > limits[:, month], 1, np.where(low > limits[:, month], -1, 0))
        began = np.where(rings > 0, rise, fall)
        out.alarms[..., month], out.starts[..., month] = rings, np.where(rings != 0, began, -1)
        high, low = np.where(rings != 0, 0.0, high), np.where(rings != 0, 0.0, low)
        settled = np.where(rings != 0, np.maximum(month, began + SETTLED - 1), settled)
        rise, fall = np.where(high == 0, month + 1, rise), np.where(low == 0, month + 1, fall)
        bound = 3.0 * deviation[:, month, None]
        size = np.minimum(size + 1, MEMORY)
        level = level + np.clip(series[:, month, None] - level, -bound, bound) / size
        anew = np.median(series[:, max(0, month - SETTLED + 1) : month + 1], axis=1)[:, None]
        fresh = settled == month
        level, size = np.where(fresh, anew, level), np.where(fresh, SETTLED, size)
    return out


def standardised(series: Floats, noise: Noise, month: int, level: Floats, size: Floats) -> Floats:
    """What is new in a month, in standard deviations of that for a level known from ``size`` months.

    A series that never moved has no noise: there any move is as large as can be. Shape (rows, heights).
    """
    correlation, scale = noise.correlation[:, month, None], noise.innovation[:, month, None]
    error = (series[:, month, None] - level) - correlation * (series[:, month - 1, None] - level)
    error = np.where(np.abs(error) <= 1e-12 * np.abs(level), 0.0, error)
    still = np.where(error == 0.0, 0.0, np.copysign(BOUND, error))
    wide = scale * np.sqrt(1.0 + 1.0 / size)
    return np.clip(np.divide(error, wide, out=still, where=wide > 0), -BOUND, BOUND)
