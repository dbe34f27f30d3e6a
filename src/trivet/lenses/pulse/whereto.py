"""Where a tie stands and may go by the case's own list: from draws of what might have been listed."""

from typing import TYPE_CHECKING, Final

import numpy as np

from trivet.lens.streams import Streams
from trivet.lenses.pulse.ahead.levels import LEVELS, Floats
from trivet.lenses.pulse.answer import Fan, Standing, Track
from trivet.lenses.pulse.chronicle import courses

if TYPE_CHECKING:
    from trivet.lenses.pulse.solve import How

MEMORIES: Final = (0.5, 1.0, 2.0)
"""Half-lives that are tried beside the chosen one, as multiples of it."""

FEWEST: Final = 5
"""Listed events below which nothing is said of direction or outlook."""

LATELY, BEFORE = slice(-6, None), slice(-18, -6)
"""The last half-year, and the year before it."""


def stands_listed(track: Track, how: "How", streams: Streams, purpose: str) -> Standing | None:
    """Rank and direction of the level; the interval of the direction spans half and double the half-life.

    Months in which what was listed has faded are left out. Nothing is said if that leaves less than half of either
    stretch: a list that begins is no tie that warms.
    """
    known = ~np.isnan(track.shown)
    lately, before = known[LATELY], known[BEFORE]
    if len(track.tie.events) < FEWEST or lately.mean() < 0.5 or before.size < 12 or before.mean() < 0.5:
        return None
    shares, ranks = [], np.zeros(0)
    for factor in MEMORIES:
        drawn = courses(track.tie, track.months, how.half_life * factor, 1, how.draws, streams, purpose).past
        own = drawn[:, -track.months.size :]
        gap = own[:, LATELY][:, lately].mean(axis=1) - own[:, BEFORE][:, before].mean(axis=1)
        shares.append(float((gap > 0).mean() + (gap == 0).mean() / 2))
        if factor == 1.0:
            ranks = _rank(own[:, known])
    best = float(_rank(track.shown[None, known])[0])
    low, high = np.quantile(ranks, [0.05, 0.95])
    room = 1.0 / how.draws  # what so many draws cannot tell from certainty
    held = [float(np.clip(share, room, 1 - room)) for share in shares]
    return Standing(best, min(best, float(low)), max(best, float(high)), held[1], min(held), max(held))


def fan_listed(track: Track, how: "How", ahead: int, streams: Streams, purpose: str) -> Fan | None:
    """The coming months, from replayed runs of listed months."""
    if len(track.tie.events) < FEWEST or np.isnan(track.shown[-1]):
        return None
    coming = courses(track.tie, track.months, how.half_life, ahead, max(how.draws, 400), streams, purpose).coming
    return Fan(
        months=track.months[-1] + np.arange(1, ahead + 1),
        levels=LEVELS,
        quantiles=np.quantile(coming, LEVELS, axis=0).T,
        method="replayed months",
        fell_back=False,
        why="Runs of listed months of the last ten years are replayed.",
        scores=(),
        pit=np.zeros(0),
    )


def _rank(levels: Floats) -> Floats:
    """Share of earlier three-month means that were warmer than the last, or as warm, shape (rows,)."""
    sums = np.cumsum(np.concatenate([np.zeros((levels.shape[0], 1)), levels], axis=1), axis=1)
    spells = (sums[:, 3:] - sums[:, :-3]) / 3.0
    return np.asarray((spells[:, :-1] >= spells[:, -1:] - 1e-12).mean(axis=1)) if spells.shape[1] > 1 else np.zeros(1)
