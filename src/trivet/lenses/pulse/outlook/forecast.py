"""The forecast of a monthly series, with the reason for the way it was made.

The plain pool is the mean of quantiles of simple forecasts. The learned pool has one member more and weights from past
scores. Which one is used is decided on the series' own past, and said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

import numpy as np

from trivet.lenses.pulse.outlook.climatology import climatology
from trivet.lenses.pulse.outlook.learned import (
    gain,
    learned_past,
    learned_weights,
    member_scores,
    plain_past,
    scores_known,
)
from trivet.lenses.pulse.outlook.levels import LEVELS, Floats, within
from trivet.lenses.pulse.outlook.members import ADDED, Members, pool_members
from trivet.lenses.pulse.outlook.pool import mean_of_quantiles
from trivet.lenses.pulse.outlook.rolling import FEWEST, Past, rolling

Method = Literal["learned-pool", "plain-pool", "climatology", "none"]

JUDGED: Final = (1, 3, 6, 12)
"""Distances at which members are judged; those between take the weights of the nearest."""

ORIGINS: Final = 40
"""Past origins at most, since automatic ARIMA is slow."""


class Why(StrEnum):
    """Why a forecast was made the way it was."""

    BETTER = "Weights learned from past scores did better than equal weights on the past of this series."
    NOT_BETTER = "Nothing did better than the plain mean of simple forecasts on the past of this series."
    UNJUDGED = "The past of this series is too short to judge anything but the plain mean of simple forecasts."
    SHORT = "The series is too short for anything but the spread of its own months."
    EMPTY = "No month of the series is known."


@dataclass(frozen=True)
class Forecast:
    """Distributions of the coming months.

    Attributes:
        horizons: months ahead, counted from the end of the series handed in.
        levels: shape (levels,).
        quantiles: shape (horizons, levels), rising and within bounds; NaN if no month is known.
        method: the pool that was used.
        fell_back: whether the learned pool was not used.
        why: the reason in a sentence.
        members: what was averaged.
        gain: how much lower the learned pool's past score was than the plain one's, as a share; None if not judged.
        past: what members would have said in the past; None if the series is too short.
    """

    horizons: tuple[int, ...]
    levels: Floats
    quantiles: Floats
    method: Method
    fell_back: bool
    why: Why
    members: tuple[str, ...]
    gain: float | None = None
    past: Past | None = None


def forecast(
    values: Floats,
    horizons: Sequence[int] = tuple(range(1, 13)),
    *,
    members: Members = "full",
    lower: float | None = None,
    upper: float | None = None,
) -> Forecast:
    """Forecast a monthly series.

    Args:
        values: shape (n,), oldest first, NaN for missing months.
        horizons: months ahead, each at least 1.
        members: ``full`` with automatic ARIMA, or ``core``, which needs no library.
        lower: least possible value, if there is one.
        upper: greatest possible value, if there is one.

    Raises:
        ValueError: if a horizon is below 1 or the lower bound is above the upper one.
        ImportError: if ``full`` is asked for and statsforecast is not installed.
    """
    ahead = tuple(int(horizon) for horizon in horizons)
    if min(ahead, default=1) < 1:
        raise ValueError("months ahead are counted from 1")
    if lower is not None and upper is not None and lower > upper:
        raise ValueError("the lower bound is above the upper one")
    series = np.asarray(values, dtype=np.float64)
    known = np.flatnonzero(np.isfinite(series))
    series = np.where(np.isfinite(series), series, np.nan)[known[0] if known.size else 0 :]
    if known.size < FEWEST:
        return _short(series, ahead, lower, upper, empty=not known.size)
    return _pooled(series, ahead, members, lower, upper)


def _short(series: Floats, ahead: tuple[int, ...], lower: float | None, upper: float | None, empty: bool) -> Forecast:
    if empty:
        nothing = np.full((len(ahead), LEVELS.size), np.nan)
        return Forecast(ahead, LEVELS, nothing, "none", True, Why.EMPTY, ())
    usual = within(climatology(series, ahead, None), lower, upper)
    return Forecast(ahead, LEVELS, usual, "climatology", True, Why.SHORT, ("climatology",))


def _pooled(
    series: Floats, ahead: tuple[int, ...], members: Members, lower: float | None, upper: float | None
) -> Forecast:
    named = pool_members(members)
    first = max(FEWEST, series.size // 3)
    step = max(1, -(-(series.size - first) // ORIGINS))
    past = rolling(series, JUDGED, named, first=first, step=step, lower=lower, upper=upper)
    now = np.array([within(member(series, ahead), lower, upper) for member in named.values()])
    found = gain(learned_past(past, scores_known(past)), plain_past(past), past.observed)
    if found is not None and found > 0:
        scores = member_scores(past, series.size)
        nearest = [int(np.argmin([abs(distance - judged) for judged in JUDGED])) for distance in ahead]
        weights = [learned_weights(scores[:, :, place], step) for place in nearest]
        made = [mean_of_quantiles(now[:, row], each) for row, each in enumerate(weights)]
        quantiles = within(np.array(made), lower, upper)
        return Forecast(ahead, LEVELS, quantiles, "learned-pool", False, Why.BETTER, tuple(named), found, past)
    plain = [name for name in named if name != ADDED]
    quantiles = within(mean_of_quantiles(now[: len(plain)]), lower, upper)
    why = Why.UNJUDGED if found is None else Why.NOT_BETTER
    return Forecast(ahead, LEVELS, quantiles, "plain-pool", True, why, tuple(plain), found, past)
