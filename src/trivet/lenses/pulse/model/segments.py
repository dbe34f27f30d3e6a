"""Lasting changes of a level, with hindsight: exact optimal partitioning by PELT.

Least squared error plus a penalty for each change, over all partitions (Killick, Fearnhead & Eckley 2012, J. Am. Stat.
Assoc. 107, 1590-1598). The penalty is the modified BIC's 3 log n (Zhang & Siegmund 2007, Biometrics 63, 22-32) or the
BIC's 2 log n (Yao 1988), in units of the long-run variance of an AR(1), since dependent months make chance look like
change. The core of Trivet must give the same answer without SciPy, so it is written here in NumPy.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from trivet.lenses.pulse.model.noise import Floats, Ints, Noise, known, noise_of

Criterion = Literal["mbic", "bic"]

SHORTEST = 6
"""Known months in the shortest stretch: what does not last half a year is no level."""

_FACTORS: dict[Criterion, float] = {"mbic": 3.0, "bic": 2.0}


@dataclass(frozen=True)
class Segmentation:
    """Stretches of one level each; k of them, none if no month is known.

    Attributes:
        starts: position in the series of each stretch's first known month, shape (k,).
        ends: position after its last known month, shape (k,).
        means: mean of each, shape (k,).
        sds: standard deviation of its months, shape (k,).
        sizes: known months in it, shape (k,).
        noise: noise and dependence that the penalty rests on.
        penalty: what a change had to save, in squared units of the series.
    """

    starts: Ints
    ends: Ints
    means: Floats
    sds: Floats
    sizes: Ints
    noise: Noise
    penalty: float

    @property
    def changes(self) -> Ints:
        """Position of the first month of every new level, shape (k - 1,)."""
        return self.starts[1:]


def segments(
    values: Floats,
    *,
    criterion: Criterion = "mbic",
    strictness: float = 1.0,
    shortest: int = SHORTEST,
    noise: Noise | None = None,
) -> Segmentation:
    """Divide a series where its level changed for good.

    Args:
        values: shape (months,), NaN for missing months, which are skipped.
        criterion: what a change must save.
        strictness: factor on that; above 1 finds fewer changes.
        shortest: known months in the shortest stretch.
        noise: noise and dependence, where they are known; estimated if left out.
    """
    places = np.flatnonzero(~np.isnan(np.asarray(values, dtype=np.float64))).astype(np.int64)
    series = known(values)
    noise = noise_of(series) if noise is None else noise
    if not series.size:
        none = np.zeros(0, dtype=np.int64)
        return Segmentation(none, none, np.zeros(0), np.zeros(0), none, noise, 0.0)
    penalty = strictness * _FACTORS[criterion] * float(np.log(series.size) * noise.long_run_variance)
    cuts = [0, *(change_points(series, penalty, shortest) if penalty > 0 else [])]
    parts = np.split(series, cuts[1:])
    sizes = np.array([part.size for part in parts], dtype=np.int64)
    return Segmentation(
        places[cuts],
        places[np.cumsum(sizes) - 1] + 1,
        np.array([part.mean() for part in parts]),
        np.array([part.std(ddof=1) if part.size > 1 else 0.0 for part in parts]),
        sizes,
        noise,
        penalty,
    )


def change_points(series: Floats, penalty: float, shortest: int = 1) -> list[int]:
    """First positions of all stretches but the first, at the least squared error plus ``penalty`` for each change.

    Args:
        series: shape (n,), all known.
        penalty: cost of a change, in squared units of the series.
        shortest: length of the shortest stretch; a series too short for it is one stretch.
    """
    n = series.size
    centred = series - series.mean() if n else series  # keeps sums of squares small
    sums, squares = (np.concatenate([[0.0], np.cumsum(part)]) for part in (centred, centred**2))
    best, last = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=np.int64)
    best[0] = -penalty
    starts = np.zeros(1, dtype=np.int64)
    retired = np.full(n + 1, n + 1, dtype=np.int64)  # the first end for which a start is out of the race
    for end in range(shortest, n + 1):
        if end - shortest >= shortest:
            starts = np.append(starts, end - shortest)
        starts = starts[retired[starts] > end]
        error = squares[end] - squares[starts] - (sums[end] - sums[starts]) ** 2 / (end - starts)
        total = best[starts] + error
        chosen = int(np.argmin(total))
        best[end], last[end] = total[chosen] + penalty, starts[chosen]
        # a start that loses to a change here loses as soon as that change may be used, a shortest stretch later
        losers = starts[total > best[end]]
        retired[losers] = np.minimum(retired[losers], end + shortest)
    cuts: list[int] = []
    place = n
    while last[place] > 0:
        place = int(last[place])
        cuts.append(place)
    return cuts[::-1]
