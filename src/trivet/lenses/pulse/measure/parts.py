"""Which part of an index moved: how much is reported, the cooperative part, or the conflictual part.

The mean intensity is the sum of a positive and a negative part, each per event; their changes add up to its change. The
volume is told beside them, as the change of its logarithm, since it leaves the mean as it is (lesson: a
crisis full of meetings looks friendly in sums).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Shift:
    """Changes from one stretch of months to another.

    Attributes:
        volume: change of the logarithm of events a month.
        positive: change of the cooperative intensity per event.
        negative: change of the conflictual intensity per event.
        scores: each in standard deviations of its own yearly changes in the past, by name.
    """

    volume: float
    positive: float
    negative: float
    scores: dict[str, float]

    @property
    def most(self) -> str:
        """The part that moved most, against what it usually does."""
        return max(self.scores, key=lambda name: abs(self.scores[name]))


def shift(events: Floats, positive: Floats, negative: Floats, span: int = 12) -> Shift | None:
    """Compare the last months with those before them.

    Args:
        events: events a month, shape (n,); NaN where not covered.
        positive: sums of positive intensities a month, shape (n,).
        negative: sums of negative ones.
        span: months in each stretch.

    Returns:
        None if there are fewer than four stretches, or no events in the last two.
    """
    known = ~np.isnan(events)
    whole = int(known.sum()) // span
    if whole < 4:
        return None
    cut = [part[known][-whole * span :].reshape(whole, span).sum(axis=1) for part in (events, positive, negative)]
    total, good, bad = cut
    if total[-1] <= 0 or total[-2] <= 0:
        return None
    each = np.where(total > 0, total, np.nan)
    tracks = {"volume": np.log(each), "positive": good / each, "negative": bad / each}
    changes = {name: np.diff(track) for name, track in tracks.items()}
    scores = {}
    for name, change in changes.items():
        past = change[:-1][~np.isnan(change[:-1])]
        usual = float(np.sqrt(np.mean(past**2))) if past.size else 0.0
        scores[name] = float(change[-1] / usual) if usual > 0 else 0.0
    last = {name: float(change[-1]) for name, change in changes.items()}
    return Shift(last["volume"], last["positive"], last["negative"], scores)
