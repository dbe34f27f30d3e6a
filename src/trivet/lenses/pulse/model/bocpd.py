"""Bayesian on-line detection of changes (Adams & MacKay 2007, arXiv:0710.3742).

After each month the probability of every time since the last change: normal months of unknown level and variance
between changes (a normal-inverse-gamma prior, hence Student's t predictions; Murphy 2007) and a constant hazard. All
run lengths are kept, so the recursion is exact; a monthly series is short enough for that.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from trivet.lenses.pulse.model.noise import WARM_UP, Floats, Ints, Noise, known, noise_before

RECENT = 3
"""Months that count as recent, the present one included."""

BOUND = 10.0
"""Standard deviations beyond which a month counts no more."""


@dataclass(frozen=True)
class Prior:
    """What is believed of a stretch before its first month, in standard deviations of a month.

    Attributes:
        hazard: chance of a change in a month.
        mean: level.
        strength: months that the prior level weighs; 0.25 lets levels differ by two months' standard deviations.
        shape: shape of the inverse-gamma prior on the variance.
        rate: its rate; the prior mean of the variance is rate / (shape - 1).
    """

    hazard: float = 1.0 / 60.0
    mean: float = 0.0
    strength: float = 0.25
    shape: float = 3.0
    rate: float = 2.0


@dataclass(frozen=True)
class Bocpd:
    """What the filter says after each month, each array of shape (months,).

    Attributes:
        recent: probability that the level changed within the last months; NaN in missing months and in the warm-up.
        run_length: the most probable number of months since the change, the first of the new level counted as 0; -1
            in missing months and in the warm-up.
        directions: 1 if the months since the most probable recent change lie above those before, else -1; 0 where
            ``run_length`` is -1.
        starts: position of the most probable first month of a recent change; -1 likewise.
    """

    recent: Floats
    run_length: Ints
    directions: Ints
    starts: Ints


def bocpd(values: Floats, *, recent: int = RECENT, prior: Prior | None = None, prewhiten: bool = True) -> Bocpd:
    """Run the filter over one series, scaled by the noise of its past.

    Args:
        values: shape (months,), NaN for missing months: time goes on in them, and nothing is learnt.
        recent: how many months count as recent.
        prior: belief about stretches.
        prewhiten: take what is new in a month, given the month before, so that dependence is not mistaken for change.
    """
    series = np.asarray(values, dtype=np.float64)
    places = np.flatnonzero(~np.isnan(series))
    chance = np.full(series.size, np.nan)
    length, start = np.full(series.size, -1, dtype=np.int64), np.full(series.size, -1, dtype=np.int64)
    way = np.zeros(series.size, dtype=np.int64)
    if places.size <= WARM_UP or np.ptp(series[places]) == 0:
        return Bocpd(chance, length, way, start)
    new = np.full(series.size, np.nan)
    one = known(series)[None, :]
    new[places] = scaled(one, noise_before(one), prewhiten=prewhiten)[0]
    for month, mass in enumerate(run_lengths(new[None, :], prior)):
        if np.isnan(new[month]) or month < places[WARM_UP]:
            continue
        chance[month] = mass[0, :recent].sum()
        length[month] = np.argmax(mass[0])
        start[month] = month - int(np.argmax(mass[0, :recent]))
        before, since = new[max(0, start[month] - WARM_UP) : start[month]], new[start[month] : month + 1]
        way[month] = 1 if np.nanmean(since) >= np.nanmean(before) else -1
    return Bocpd(chance, length, way, start)


def scaled(series: Floats, noise: Noise, *, prewhiten: bool = True) -> Floats:
    """Months in standard deviations known from their past, around the level of the warm-up, shape (rows, months).

    Args:
        series: shape (rows, months), all known, more than the warm-up.
        noise: from the past of each month, shape (rows, months).
        prewhiten: take what is new, given the month before.
    """
    around = series - np.median(series[:, :WARM_UP], axis=1, keepdims=True)
    before = np.concatenate([np.zeros((series.shape[0], 1)), around[:, :-1]], axis=1)
    new = around - noise.correlation * before if prewhiten else around
    width = noise.innovation if prewhiten else noise.deviation
    still = np.where(new == 0.0, 0.0, np.copysign(BOUND, new))
    return np.clip(np.divide(new, width, out=still, where=width > 0), -BOUND, BOUND)


def recent_changes(new: Floats, recent: int = RECENT, prior: Prior | None = None) -> Floats:
    """Probability of a change within the last months after each month, shape (rows, months); 0 in the warm-up."""
    out = np.zeros(new.shape)
    for month, mass in enumerate(run_lengths(new, prior)):
        if month >= WARM_UP:
            out[:, month] = mass[:, :recent].sum(axis=1)
    return out


def run_lengths(new: Floats, prior: Prior | None = None) -> Iterator[Floats]:
    """The posterior of the months since the last change, after each month: shape (rows, month + 1), rows sum to 1.

    Args:
        new: shape (rows, months); a month is missing (NaN) in all rows or in none.
        prior: belief about stretches.
    """
    prior = prior or Prior()
    rows = new.shape[0]
    seen = np.zeros(0)  # known months in the stretch of each run length, the youngest first
    mean, rate, mass = np.zeros((rows, 0)), np.zeros((rows, 0)), np.ones((rows, 0))
    for month in range(new.shape[1]):
        young = np.ones((rows, 1)) if month == 0 else np.full((rows, 1), prior.hazard)
        mass = np.concatenate([young, mass * (1.0 - prior.hazard)], axis=1)
        mean = np.concatenate([np.full((rows, 1), prior.mean), mean], axis=1)
        rate = np.concatenate([np.full((rows, 1), prior.rate), rate], axis=1)
        seen = np.concatenate([[0.0], seen])
        value = new[:, month, None]
        if not np.isnan(value).any():
            kappa, shape = prior.strength + seen, prior.shape + seen / 2.0
            gap = value - mean
            weight = mass * np.exp(_log_student(gap, rate * (kappa + 1.0) / kappa, shape))
            mass = weight / weight.sum(axis=1, keepdims=True)
            mean, rate = mean + gap / (kappa + 1.0), rate + kappa * gap**2 / (2.0 * (kappa + 1.0))
            seen = seen + 1.0
        yield mass


def _log_student(gap: Floats, width: Floats, shape: Floats) -> Floats:
    """Log density of Student's t with 2 ``shape`` degrees of freedom and squared scale ``width / shape``."""
    constant = np.array([math.lgamma(a + 0.5) - math.lgamma(a) - 0.5 * math.log(2.0 * math.pi) for a in shape])
    return np.asarray(constant - 0.5 * np.log(width) - (shape + 0.5) * np.log1p(gap**2 / (2.0 * width)))
