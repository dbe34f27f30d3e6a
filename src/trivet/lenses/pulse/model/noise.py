"""Noise and dependence of a monthly series whose level may jump, from differences alone.

If a series is a level plus an AR(1) with coefficient phi, the variance of its differences over two months is 1 + phi
times that over one month (Chakar, Lebarbier, Levy-Leduc & Robin 2017, Bernoulli 23, 1408-1447, with medians). Here the
squares are winsorised at three robust standard deviations and averaged (a one-step M-estimate, Huber 1981), which
needs half as many months for the same precision.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

STRONGEST = 0.9
"""The largest coefficient that is believed; with less than a dozen years, more cannot be told from a trend."""

WARM_UP = 24
"""Known months before a detector may ring."""

RENEWAL = 6
"""Months after which noise and dependence are estimated anew."""

_NORMAL = 1.4826


@dataclass(frozen=True)
class Noise:
    """Noise of many series, each array of the same shape.

    Attributes:
        innovation: standard deviation of what is new in a month, in the series' own unit; 0 for a constant series.
        correlation: coefficient of the month before, 0 to ``STRONGEST``.
    """

    innovation: Floats
    correlation: Floats

    @property
    def deviation(self) -> Floats:
        """Standard deviation of months around their level."""
        return np.asarray(self.innovation / np.sqrt(1.0 - self.correlation**2))

    @property
    def long_run_variance(self) -> Floats:
        """Variance of a mean of n months, times n, for large n: what chance does to a mean (Andrews 1991)."""
        return np.asarray((self.innovation / (1.0 - self.correlation)) ** 2)


def known(values: Floats) -> Floats:
    """The values without missing ones, in order."""
    series = np.asarray(values, dtype=np.float64)
    return series[~np.isnan(series)]


def spread(values: Floats) -> float:
    """Standard deviation of months around a level that may jump, if they do not depend on one another.

    The median absolute difference of neighbours (Hampel 1974), since jumps are few among the differences; where more
    than half of them are zero, their root mean square.
    """
    steps = np.abs(np.diff(known(values)))
    if not steps.size:
        return 0.0
    robust = 1.4826 * float(np.median(steps))
    return (robust if robust > 0 else float(np.sqrt(np.mean(steps**2)))) / float(np.sqrt(2.0))


def noise_of(series: Floats) -> Noise:
    """Estimate noise and dependence of each row.

    Args:
        series: shape (..., months), all known.
    """
    one, two = _mean_square(np.diff(series, axis=-1)), _mean_square(series[..., 2:] - series[..., :-2])
    ratio = np.divide(two, one, out=np.ones_like(one), where=one > 0)
    # where more than half of all months repeat the last, steps cannot be told from dependence
    moving = np.median(np.abs(np.diff(series, axis=-1)), axis=-1) > 0 if series.shape[-1] > 1 else False
    correlation = np.where(moving, np.clip(ratio - 1.0, 0.0, STRONGEST), 0.0)
    # differences of an AR(1) have variance 2 (1 - phi) v, and what is new in a month has (1 - phi^2) v
    return Noise(np.sqrt(one * (1.0 + correlation) / 2.0), correlation)


def noise_before(series: Floats) -> Noise:
    """Estimate for each month from the months before it, renewed every ``RENEWAL`` months.

    Args:
        series: shape (rows, months), all known.

    Returns:
        Arrays of shape (rows, months); the warm-up has what is known at its end.
    """
    rows, months = series.shape
    innovation, correlation = np.zeros((rows, months)), np.zeros((rows, months))
    for begin in range(WARM_UP, max(months, WARM_UP + 1), RENEWAL):
        found = noise_of(series[:, :begin])
        span = slice(0 if begin == WARM_UP else begin, begin + RENEWAL)
        innovation[:, span], correlation[:, span] = found.innovation[:, None], found.correlation[:, None]
    return Noise(innovation, correlation)


def _mean_square(steps: Floats) -> Floats:
    """Mean of squares along the last axis, winsorised at three robust standard deviations."""
    if not steps.shape[-1]:
        return np.zeros(steps.shape[:-1])
    squares = steps**2
    robust = (_NORMAL * np.median(np.abs(steps), axis=-1)) ** 2
    limit = np.where(robust > 0, robust, squares.mean(axis=-1))
    return np.asarray(np.minimum(squares, 9.0 * limit[..., None]).mean(axis=-1))
