"""Intervals of monthly indices over stories: what if other reports had been written?

A Poisson bootstrap (Chamandy et al. 2012, "Estimating uncertainty for massive data streams"): every story counts a
Poisson number of times, with all its rows, since rows of one report stand or fall together.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CHUNK = 4096
"""Stories drawn at once; each chunk takes the next numbers of the generator, so that its size is part of the method."""


def resampled(month: Ints, sums: Floats, months: int, draws: int, generator: np.random.Generator) -> Floats:
    """Monthly sums under the bootstrap.

    Args:
        month: month of each story, 0 to ``months`` - 1, shape (stories,).
        sums: what each story adds, shape (stories, k).
        months: length of the series.
        draws: bootstrap draws.
        generator: where draws come from.

    Returns:
        Shape (draws, months, k).
    """
    out = np.zeros((draws, months, sums.shape[1]))
    for start in range(0, month.size, CHUNK):
        part = slice(start, start + CHUNK)
        times = generator.poisson(1.0, size=(draws, month[part].size)).astype(np.float64)
        for when in np.unique(month[part]):
            inside = month[part] == when
            out[:, when] += times[:, inside] @ sums[part][inside]
    return out


def interval(drawn: Floats, stories: Ints, level: float) -> tuple[Floats, Floats]:
    """Ends of the interval of an index in each month, NaN where fewer than two stories leave nothing to draw from.

    Args:
        drawn: the index under the bootstrap, shape (draws, months); NaN where it is undefined.
        stories: stories in each month, shape (months,).
        level: mass of the interval.
    """
    low, high = np.full(stories.size, np.nan), np.full(stories.size, np.nan)
    enough = np.flatnonzero((stories >= 2) & (~np.isnan(drawn)).any(axis=0))
    if enough.size:
        ends = np.nanquantile(drawn[:, enough], [(1 - level) / 2, (1 + level) / 2], axis=0)
        low[enough], high[enough] = ends
    return low, high
