"""Where a series stands against its own history, and which way it is going."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from trivet.lenses.pulse.model.noise import Floats

Ints = npt.NDArray[np.int64]

LATELY, HALF, YEAR = 3, 6, 12
FEWEST: Final = 30
RUN: Final = 6
"""Mean length of bootstrap runs of months."""


@dataclass(frozen=True)
class Stands:
    """See :class:`trivet.lenses.pulse.answer.Standing`."""

    rank: float
    low: float
    high: float
    warming: float
    warming_low: float
    warming_high: float


def standing(values: Floats, *, worse: int, draws: int, generator: np.random.Generator) -> Stands | None:
    """Rank the last three known months among all spells of three, and weigh the last half-year against the year before.

    Uncertainty is that of monthly noise around the level, drawn by a stationary bootstrap (Politis & Romano 1994) of
    what is left after a running median of seven months.

    Args:
        values: shape (n,), NaN for missing months, which are skipped.
        worse: 1 if higher is worse, -1 if lower is.
        draws: bootstrap draws.
        generator: where they come from.

    Returns:
        None with fewer than 30 known months.
    """
    series = worse * values[~np.isnan(values)]
    if series.size < FEWEST:
        return None
    smooth = _running_median(series)
    noise = series - smooth
    drawn = smooth + noise[_runs(series.size, draws, generator)]
    rank = _rank(series[None, :])[0]
    ranks = _rank(drawn)
    gap = drawn[:, -HALF - YEAR : -HALF].mean(axis=1) - drawn[:, -HALF:].mean(axis=1)
    now = float(series[-HALF - YEAR : -HALF].mean() - series[-HALF:].mean())
    spread = float(np.std(noise)) * np.sqrt((1 / HALF + 1 / YEAR) * RUN / 2) + float(gap.std()) * 1e-9
    shares = [_share(now, spread * factor) for factor in (0.6, 1.0, 1.6)]
    low, high = np.quantile(ranks, [0.05, 0.95])
    return Stands(rank, min(rank, float(low)), max(rank, float(high)), shares[1], min(shares), max(shares))


def _share(gap: float, spread: float) -> float:
    """Probability that a gap with this error is above zero."""
    from statistics import NormalDist

    if spread <= 0:
        return 0.5 if gap == 0 else float(gap > 0)
    return NormalDist().cdf(gap / spread)


def _rank(series: Floats) -> Floats:
    """Share of earlier spells that were better than the last one, or as good, shape (rows,)."""
    sums = np.cumsum(np.concatenate([np.zeros((series.shape[0], 1)), series], axis=1), axis=1)
    spells = (sums[:, LATELY:] - sums[:, :-LATELY]) / LATELY
    return np.asarray((spells[:, :-1] <= spells[:, -1:] + 1e-12).mean(axis=1))


def _running_median(series: Floats, reach: int = 3) -> Floats:
    return np.array([np.median(series[max(0, place - reach) : place + reach + 1]) for place in range(series.size)])


def _runs(n: int, draws: int, generator: np.random.Generator) -> Ints:
    breaks = generator.random((draws, n)) < 1.0 / RUN
    fresh = generator.integers(0, n, size=(draws, n))
    out = np.empty((draws, n), dtype=np.int64)
    out[:, 0] = fresh[:, 0]
    for month in range(1, n):
        out[:, month] = np.where(breaks[:, month], fresh[:, month], (out[:, month - 1] + 1) % n)
    return out
