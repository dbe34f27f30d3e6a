"""Four simple forecasts: what was usual, what was usual lately, what follows from the last month or the recent level.

Each takes a series up to now, shape (n,), NaN for missing months, and gives quantiles for some months ahead, shape
(horizons, levels). Spread comes from each method's own past errors at the same distance, not from a formula.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from trivet.lenses.pulse.ahead.levels import LEVELS, Floats, quantiles

MEMORY: Final = 36
"""Months that make what is usual."""

FEWEST: Final = 12
"""Pairs of months from which a relation is learned; with fewer, what was usual stands in."""

HALF_LIFE: Final = 6.0
"""Known months after which a month weighs half in what was usual lately."""

SMOOTHING: Final = np.array([0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8])
"""Weights of the newest month that are tried."""


def climatology(values: Floats, horizons: Sequence[int], memory: int | None = MEMORY) -> Floats:
    """What the last ``memory`` known months were like (all of them for None), whatever the distance."""
    known = values[~np.isnan(values)]
    return np.tile(quantiles(known if memory is None else known[-memory:]), (len(horizons), 1))


def recent(values: Floats, horizons: Sequence[int]) -> Floats:
    """What known months were like, the latest most: each weighs half of the one ``HALF_LIFE`` known months later.

    A weighted empirical distribution (exponentially weighted quantiles, Taylor 2008), whatever the distance.
    """
    known = values[~np.isnan(values)]
    weight = 0.5 ** (np.arange(known.size)[::-1] / HALF_LIFE)
    order = np.argsort(known, kind="stable")
    passed = np.cumsum(weight[order]) - weight[order] / 2
    line = np.interp(LEVELS, passed / weight.sum(), known[order])
    return np.tile(line, (len(horizons), 1))


def ar1_direct(values: Floats, horizons: Sequence[int]) -> Floats:
    """A regression on the last known month, one for each distance (direct, Marcellino, Stock & Watson 2006)."""
    out = climatology(values, horizons)
    last = values[np.flatnonzero(~np.isnan(values))[-1]]
    for row, ahead in enumerate(horizons):
        before, after = _pairs(values, values, ahead)
        if before.size < FEWEST:
            continue
        spread = float(((before - before.mean()) ** 2).sum())
        slope = float(((before - before.mean()) * (after - after.mean())).sum() / spread) if spread > 0 else 0.0
        slope = float(np.clip(slope, 0.0, 1.0))
        errors = after - after.mean() - slope * (before - before.mean())
        centre = after.mean() + slope * (last - before.mean())
        out[row] = centre + quantiles(errors * np.sqrt(before.size / max(before.size - 2, 1)))
    return out


def ewma(values: Floats, horizons: Sequence[int]) -> Floats:
    """The exponentially weighted level (Brown 1959), its weight chosen by one-step errors of the past."""
    out = climatology(values, horizons)
    tracks = [_levels(values, weight) for weight in SMOOTHING]
    errors = [np.nansum(np.abs(values[1:] - track[:-1])) for track in tracks]
    track = tracks[int(np.argmin(errors))]
    for row, ahead in enumerate(horizons):
        before, after = _pairs(track, values, ahead, skip=FEWEST)
        if before.size >= FEWEST:
            out[row] = track[-1] + quantiles(after - before)
    return out


def _pairs(first: Floats, second: Floats, ahead: int, skip: int = 0) -> tuple[Floats, Floats]:
    before, after = first[skip : first.size - ahead], second[skip + ahead :]
    both = ~np.isnan(before) & ~np.isnan(after)
    return before[both], after[both]


def _levels(values: Floats, weight: float) -> Floats:
    """The level after each month; a missing month leaves it as it is."""
    out = np.empty(values.size)
    level = float(values[np.flatnonzero(~np.isnan(values))[0]])
    for place, value in enumerate(values):
        if value == value:
            level += weight * (value - level)
        out[place] = level
    return out
