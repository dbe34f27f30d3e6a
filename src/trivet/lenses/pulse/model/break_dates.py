"""When a level changed, month by month, and whether it did: exact posteriors around each change.

One change between two levels among the months of two neighbouring stretches, as a regression with a step: normal AR(1)
noise of unknown variance, a flat prior on the first level and a normal one on the step, all integrated out in closed
form (Fearnhead 2006, Stat. Comput. 16, 203-213; the least-squares date is that of Bai & Perron 1998, Econometrica 66,
47-78). Missing months enter exactly, as longer steps of the AR(1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trivet.lenses.pulse.model.noise import Floats
from trivet.lenses.pulse.model.segments import SHORTEST, Segmentation

PRIOR_STEP = 2.0
"""Standard deviation of the prior on a step, in standard deviations of a month around its level."""


@dataclass(frozen=True)
class BreakDate:
    """Where a change lies.

    Attributes:
        month: position of the most probable first month of the new level.
        posterior: probability that each month is the first of the new level, if there is a change, shape (months,);
            0 outside of the two stretches and for missing months.
        probability: that there is a change at all, against none, both equally likely before. Given the neighbouring
            changes, and for a stretch that was picked because it seems to change: read it as an upper bound.
    """

    month: int
    posterior: Floats
    probability: float

    def credible(self, mass: float) -> npt.NDArray[np.int64]:
        """The fewest months that hold at least ``mass``, in order of time (highest posterior density)."""
        order = np.argsort(-self.posterior, kind="stable")
        count = int(np.searchsorted(np.cumsum(self.posterior[order]), mass - 1e-12)) + 1
        return np.sort(order[:count]).astype(np.int64)


def break_dates(values: Floats, found: Segmentation, *, shortest: int = SHORTEST) -> tuple[BreakDate, ...]:
    """Date every change of a segmentation.

    Args:
        values: the series that was divided, shape (months,), NaN for missing months.
        found: its stretches.
        shortest: known months in the shortest stretch, as in the segmentation: else one odd month at an edge would
            pass for a level of its own.
    """
    correlation = float(found.noise.correlation)
    dated: list[BreakDate] = []
    for first, end in zip(found.starts[:-1], found.ends[1:], strict=True):
        window = np.full(len(values), np.nan)
        window[first:end] = values[first:end]
        one = break_date(window, correlation, shortest=shortest)
        dated += [one] if one is not None else []
    return tuple(dated)


def break_date(
    values: Floats, correlation: float = 0.0, *, prior_step: float = PRIOR_STEP, shortest: int = 1
) -> BreakDate | None:
    """Date the one change that a stretch may hold.

    Args:
        values: shape (months,), NaN for missing months.
        correlation: coefficient of the month before, 0 to below 1.
        prior_step: standard deviation of the prior on the step, in standard deviations of a month around its level.
        shortest: known months that each level has at least.

    Returns:
        None if fewer than four months or twice the shortest stretch are known, or all are equal.
    """
    series = np.asarray(values, dtype=np.float64)
    places = np.flatnonzero(~np.isnan(series))
    if places.size < max(4, 2 * shortest) or np.ptp(series[places]) == 0:
        return None
    logs, none = _evidence(series[places], places, correlation, prior_step)
    inner = slice(shortest - 1, places.size - shortest)
    logs = logs[inner]
    peak = logs.max()
    weight = np.exp(logs - peak)
    posterior = np.zeros(series.size)
    posterior[places[1:][inner]] = weight / weight.sum()
    odds = peak + np.log(weight.mean()) - none
    probability = float(1.0 / (1.0 + np.exp(-np.clip(odds, -700.0, 700.0))))
    return BreakDate(int(np.argmax(posterior)), posterior, probability)


def _evidence(
    series: Floats, places: npt.NDArray[np.intp], correlation: float, prior_step: float
) -> tuple[Floats, float]:
    """Log marginal likelihoods of a step at each known month but the first, shape (n - 1,), and of none."""
    n = series.size
    steps = np.tri(n, n - 1, -1)  # column j: 1 from known month j + 1 on
    level = (series - series.mean()) / np.abs(series - series.mean()).max()
    level, flat, steps = (_whitened(part, places, correlation) for part in (level, np.ones(n), steps))
    level, steps = _without(flat, level), _without(flat, steps)
    width, along = prior_step**2 * (steps**2).sum(axis=0), steps.T @ level
    total = float(level @ level)
    left = np.maximum(total - prior_step**2 * along**2 / (1.0 + width), 1e-15 * total)
    freedom = (n - 1) / 2.0
    return -0.5 * np.log1p(width) - freedom * np.log(left), -freedom * float(np.log(total))


def _whitened(part: Floats, places: Sequence[int] | npt.NDArray[np.intp], correlation: float) -> Floats:
    """Independent months of equal variance, as the AR(1) makes them; shape of ``part``, time first."""
    kept = correlation ** np.diff(places).astype(float)
    kept = kept.reshape(-1, *[1] * (part.ndim - 1))
    return np.concatenate([part[:1], (part[1:] - kept * part[:-1]) / np.sqrt(1.0 - kept**2)])


def _without(flat: Floats, part: Floats) -> Floats:
    """The part orthogonal to the level."""
    return np.asarray(part - np.multiply.outer(flat, flat @ part) / (flat @ flat))
