"""What each member would have said in the past, knowing nothing later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from trivet.lenses.pulse.ahead.arima import arima
from trivet.lenses.pulse.ahead.levels import LEVELS, Floats
from trivet.lenses.pulse.ahead.members import ar1_direct, climatology, ewma, recent

Members = Literal["core", "full"]
Member = Callable[[Floats, Sequence[int]], Floats]
Vintage = Callable[[int], Floats]

CORE: Final[dict[str, Member]] = {"climatology": climatology, "ar1": ar1_direct, "ewma": ewma}
FULL: Final[dict[str, Member]] = {**CORE, "arima": arima}

CANDIDATE: Final = "recent"
"""The member that only the weighted pool has: the plain one is the yardstick it must beat."""

FEWEST: Final = 24
"""Known months before anything is forecast."""


def members_of(members: Members) -> dict[str, Member]:
    """The members of a pool, in a fixed order, the candidate last; ``core`` needs no library."""
    return {**(FULL if members == "full" else CORE), CANDIDATE: recent}


@dataclass(frozen=True)
class Rolling:
    """Forecasts of the past.

    Attributes:
        origins: months known at each, shape (k,): forecasts start with the month at this position.
        horizons: months ahead.
        predicted: by member, quantiles of shape (k, horizons, levels).
        usual: quantiles of all that was known, the yardstick, same shape.
        observed: outcomes, shape (k, horizons); NaN where missing.
    """

    origins: npt.NDArray[np.int64]
    horizons: tuple[int, ...]
    predicted: dict[str, Floats]
    usual: Floats
    observed: Floats


def rolling(
    values: Floats,
    horizons: Sequence[int],
    members: Members,
    *,
    first: int | None = None,
    step: int = 1,
    vintage: Vintage | None = None,
) -> Rolling:
    """Let every member forecast from every origin of the past.

    Args:
        values: the series as it stands now, shape (n,): what outcomes are read from.
        horizons: months ahead.
        members: which members.
        first: first origin; a third of the series, at least :data:`FEWEST`, if left out.
        step: months from one origin to the next.
        vintage: gives the series as it was known at an origin, for data that were revised; the first months of
            ``values`` if left out.
    """
    ahead = tuple(horizons)
    known_at: Vintage = vintage or (lambda origin: values[:origin])
    begin = max(FEWEST, values.size // 3) if first is None else first
    origins = [
        origin for origin in range(begin, values.size, step) if int((~np.isnan(known_at(origin))).sum()) >= FEWEST
    ]
    chosen = members_of(members)
    shape = (len(origins), len(ahead), LEVELS.size)
    predicted = {name: np.empty(shape) for name in chosen}
    usual, observed = np.empty(shape), np.full(shape[:2], np.nan)
    for row, origin in enumerate(origins):
        past = known_at(origin)
        for name, member in chosen.items():
            predicted[name][row] = member(past, ahead)
        usual[row] = climatology(past, ahead, None)
        for column, distance in enumerate(ahead):
            if origin + distance - 1 < values.size:
                observed[row, column] = values[origin + distance - 1]
    return Rolling(np.array(origins, dtype=np.int64), ahead, predicted, usual, observed)
