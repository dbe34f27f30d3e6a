"""How high an alarm must hang, so that it rings without cause as often as the user accepts.

What happens "without cause" is drawn from the series' own months around the levels of its stretches: put together anew
in runs of random length (the stationary bootstrap, Politis & Romano 1994, J. Am. Stat. Assoc. 89, 1303-1313, with the
run length of Politis & White 2004 for an AR(1)), or as a normal AR(1). The very detectors that watch the series then
watch the draws, at many heights at once, so that one simulation answers every accepted rate.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from trivet.lenses.pulse.model.bocpd import RECENT, Prior, recent_changes, scaled
from trivet.lenses.pulse.model.cusum import ALLOWANCE, run_charts
from trivet.lenses.pulse.model.noise import WARM_UP, Floats, known, noise_before
from trivet.lenses.pulse.model.segments import segments

Detector = Literal["cusum", "bocpd"]
NoChange = Literal["bootstrap", "normal"]

ROWS = 200
"""Series drawn without a change."""

SPAN = 144
"""Months in a drawn series; the warm-up does not count."""

HEIGHTS = 64
"""Heights at which a detector is tried."""

QUIET = 3
"""Months after an alarm of the on-line probability in which it does not ring again: so long the change is recent."""


@dataclass(frozen=True)
class Threshold:
    """A height, and how well the simulation knows it (one Monte Carlo standard error)."""

    height: float
    error: float


@dataclass(frozen=True)
class AlarmCurve:
    """False alarms of a detector by height.

    Attributes:
        heights: rising, shape (heights,).
        per_year: false alarms in a year of known months, never rising with height, shape (heights,).
        error: Monte Carlo standard error of that, shape (heights,).
    """

    heights: Floats
    per_year: Floats
    error: Floats

    def threshold(self, per_year: float) -> Threshold:
        """The height at which the detector rings ``per_year`` times a year without cause.

        The lowest height tried if it rings less often even there, the highest if it rings more often even there.
        """
        error = float(np.interp(self._height(per_year), self.heights, self.error))
        lower, upper = self._height(per_year + error), self._height(max(per_year - error, 0.0))
        return Threshold(self._height(per_year), (upper - lower) / 2.0)

    def _height(self, per_year: float) -> float:
        slope = 1e-12 * np.arange(self.heights.size)[::-1]  # of equal rates the lowest height
        return float(np.interp(per_year, (self.per_year + slope)[::-1], self.heights[::-1]))


def alarm_curve(
    values: Floats,
    detector: Detector,
    generator: np.random.Generator,
    *,
    no_change: NoChange = "bootstrap",
    rows: int = ROWS,
    span: int = SPAN,
) -> AlarmCurve | None:
    """Simulate a detector on series like this one but without lasting changes.

    Args:
        values: history, shape (months,), NaN for missing months.
        detector: which one.
        generator: where draws come from.
        no_change: how such series are drawn.
        rows: how many.
        span: months of each, more than the warm-up.

    Returns:
        None if fewer than ``WARM_UP`` months are known or all are equal.
    """
    drawn = quiet_series(values, generator, no_change=no_change, rows=rows, span=span)
    if drawn is None:
        return None
    heights, alarms = (_cusum_alarms if detector == "cusum" else _bocpd_alarms)(drawn)
    yearly = 12.0 * alarms[..., WARM_UP:].mean(axis=2)
    rate = np.maximum.accumulate(yearly.mean(axis=0)[::-1])[::-1]
    return AlarmCurve(heights, rate, yearly.std(axis=0, ddof=1) / np.sqrt(rows))


def quiet_series(
    values: Floats,
    generator: np.random.Generator,
    *,
    no_change: NoChange = "bootstrap",
    rows: int = ROWS,
    span: int = SPAN,
) -> Floats | None:
    """Series with the noise of this one around one level, shape (rows, span); None as for :func:`alarm_curve`."""
    series = known(values)
    if series.size < WARM_UP or np.ptp(series) == 0:
        return None
    found = segments(series)
    correlation = float(found.noise.correlation)
    if no_change == "normal":
        return _autoregression(correlation, float(found.noise.innovation), generator, rows, span)
    around = series - np.repeat(found.means, found.sizes)
    length = max(1.0, (2.0 * correlation / (1.0 - correlation**2)) ** (2.0 / 3.0) * series.size ** (1.0 / 3.0))
    return around[_runs(series.size, length, generator, rows, span)]


def _runs(n: int, length: float, generator: np.random.Generator, rows: int, span: int) -> np.typing.NDArray[np.int64]:
    """Positions drawn by the stationary bootstrap: runs of geometric length that wrap around, shape (rows, span)."""
    fresh = generator.random((rows, span)) < 1.0 / length
    fresh[:, 0] = True
    begun = generator.integers(0, n, size=(rows, span))
    month = np.arange(span)
    since = np.maximum.accumulate(np.where(fresh, month, 0), axis=1)
    return np.asarray((np.take_along_axis(begun, since, axis=1) + month - since) % n, dtype=np.int64)


def _autoregression(
    correlation: float, innovation: float, generator: np.random.Generator, rows: int, span: int
) -> Floats:
    new = generator.normal(scale=innovation, size=(rows, span))
    out = np.empty((rows, span))
    out[:, 0] = new[:, 0] / np.sqrt(1.0 - correlation**2)
    for month in range(1, span):
        out[:, month] = correlation * out[:, month - 1] + new[:, month]
    return out


def _cusum_alarms(drawn: Floats) -> tuple[Floats, Floats]:
    """Heights, and whether the chart rang, shape (rows, heights, span)."""
    heights = np.geomspace(0.2, 40.0, HEIGHTS)
    charts = run_charts(drawn, noise_before(drawn), heights[:, None], ALLOWANCE)
    return heights, np.abs(charts.alarms).astype(np.float64)


def _bocpd_alarms(drawn: Floats, recent: int = RECENT, prior: Prior | None = None) -> tuple[Floats, Floats]:
    """Heights, and whether the probability of a recent change rang, shape (rows, heights, span)."""
    odds = np.linspace(-6.0, 7.0, HEIGHTS)
    heights = 1.0 / (1.0 + np.exp(-odds))
    chance = recent_changes(scaled(drawn, noise_before(drawn)), recent, prior)
    return heights, rung(chance, heights[:, None]).astype(np.float64)


def rung(chance: Floats, heights: Floats) -> np.typing.NDArray[np.bool_]:
    """Where a probability reaches a height, not again within ``QUIET`` months; shape (rows, heights, months).

    Args:
        chance: shape (rows, months).
        heights: shape (heights, 1) or (heights, months).
    """
    rows, months = chance.shape
    limits = np.broadcast_to(heights, (heights.shape[0], months))
    out = np.zeros((rows, heights.shape[0], months), dtype=np.bool_)
    last = np.full(out.shape[:2], -QUIET - 1)
    for month in range(WARM_UP, months):
        rings = (chance[:, month, None] >= limits[:, month]) & (month - last > QUIET)
        out[..., month] = rings
        last = np.where(rings, month, last)
    return out
