"""What each member would have said in the past, knowing nothing that came later (rolling origin, Tashman 2000)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from trivet.lenses.pulse.outlook.climatology import climatology
from trivet.lenses.pulse.outlook.levels import LEVELS, Floats, Ints, within
from trivet.lenses.pulse.outlook.members import Member

Vintage = Callable[[int], Floats]
"""Gives the series as it was known when so many months had passed."""

FEWEST = 24
"""Known months before anything but climatology is forecast."""


@dataclass(frozen=True)
class Past:
    """Forecasts of the past by every member.

    Attributes:
        origins: months that had passed at each, shape (k,); horizon 1 is the month at that position.
        step: months from one origin to the next.
        horizons: months ahead.
        predicted: quantiles by member, each of shape (k, horizons, levels).
        usual: quantiles of all that was known at the origin (expanding climatology), the yardstick, same shape.
        observed: outcomes as they stand now, shape (k, horizons); NaN where missing or still to come.
        vintage: the series as known at an origin.
    """

    origins: Ints
    step: int
    horizons: tuple[int, ...]
    predicted: dict[str, Floats]
    usual: Floats
    observed: Floats
    vintage: Vintage

    def known_outcomes(self, origin: int) -> Floats:
        """Outcomes as they were known when ``origin`` months had passed, shape (k, horizons); NaN if not yet."""
        return _outcomes(self.vintage(origin)[:origin], self.origins, self.horizons)


def rolling(
    outcomes: Floats,
    horizons: Sequence[int],
    members: dict[str, Member],
    *,
    first: int,
    step: int = 1,
    lower: float | None = None,
    upper: float | None = None,
    vintage: Vintage | None = None,
) -> Past:
    """Let every member forecast from origins of the past.

    Args:
        outcomes: the series as it stands now, shape (n,).
        horizons: months ahead.
        members: by name.
        first: months that have passed at the first origin.
        step: months from one origin to the next.
        lower: least possible value, if there is one.
        upper: greatest possible value, if there is one.
        vintage: the series as known at an origin, for data that were revised; if left out, the months before it.
    """
    known_at: Vintage = vintage or (lambda origin: outcomes[:origin])
    origins = [
        origin
        for origin in range(first, outcomes.size, step)
        if int((~np.isnan(known_at(origin)[:origin])).sum()) >= FEWEST
    ]
    shape = (len(origins), len(horizons), LEVELS.size)
    predicted = {name: np.empty(shape) for name in members}
    usual = np.empty(shape)
    for row, origin in enumerate(origins):
        past = known_at(origin)[:origin]
        past = np.concatenate([past, np.full(origin - past.size, np.nan)])  # months not yet reported
        for name, member in members.items():
            predicted[name][row] = within(member(past, horizons), lower, upper)
        usual[row] = climatology(past, horizons, None)
    places, ahead = np.array(origins, dtype=np.int64), tuple(horizons)
    return Past(places, step, ahead, predicted, usual, _outcomes(outcomes, places, ahead), known_at)


def _outcomes(series: Floats, origins: Ints, horizons: tuple[int, ...]) -> Floats:
    place = origins[:, None] + np.array(horizons, dtype=np.int64) - 1
    there = place < series.size
    if not series.size:
        return np.full(place.shape, np.nan)
    return np.where(there, series[np.where(there, place, 0)], np.nan)
