"""The forecast of a series: a pool of simple members, weighted by their past only where that has helped.

On series of ties between states little beats what was usual, so the choice is made openly on each series's own past:
the weighted pool is used if it beat the plain one there, and the plain one if not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from trivet.lenses.pulse.ahead.levels import LEVELS, Floats, tidy
from trivet.lenses.pulse.ahead.pool import chosen_past, member_scores, plain, weighted_past, weights
from trivet.lenses.pulse.ahead.rolling import CANDIDATE, FEWEST, Members, Rolling, members_of, rolling
from trivet.lenses.pulse.ahead.scores import crps

JUDGED: Final = (1, 3, 6, 12)
"""Distances at which members are scored; those between take the weights of the nearest."""

MARGIN: Final = 0.002
"""Relative gain below which the plain pool is kept."""

ORIGINS: Final = 24
"""Past origins at most, spread evenly."""

ENOUGH: Final = 12
"""Past origins below which nothing is judged."""


@dataclass(frozen=True)
class Forecast:
    """Distributions of the coming months.

    Attributes:
        horizons: months ahead.
        levels: shape (levels,).
        quantiles: shape (horizons, levels), rising and within bounds.
        method: ``weighted pool``, ``plain pool`` or ``what was usual``.
        fell_back: whether nothing better than the plain pool was found.
        why: in a short English sentence.
        members: the members of the pool.
        weights: of each member at each of :data:`JUDGED`, shape (distances, members).
        past: what members would have said in the past; None if the series is too short.
        chosen: what would have been shown at each past origin, shape (k, distances, levels).
    """

    horizons: tuple[int, ...]
    levels: Floats
    quantiles: Floats
    method: str
    fell_back: bool
    why: str
    members: tuple[str, ...]
    weights: Floats
    past: Rolling | None
    chosen: Floats


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
        values: shape (n,), oldest first, NaN for missing months; at least one known.
        horizons: months ahead.
        members: ``full``, with automatic ARIMA, or ``core``, which needs no library.
        lower: least possible value, if there is one.
        upper: greatest possible value, if there is one.

    Raises:
        ValueError: if no month is known.
        ImportError: if ``full`` is asked for and statsforecast is not installed.
    """
    ahead = tuple(horizons)
    known = np.flatnonzero(~np.isnan(values))
    if not known.size:
        raise ValueError("no month of the series is known")
    series = values[known[0] :]
    chosen = members_of(members)
    if known.size < FEWEST:
        usual = tidy(chosen["climatology"](series, ahead), lower, upper)
        none = np.zeros((0, len(JUDGED), LEVELS.size))
        why = "The series is too short for anything but what was usual."
        return Forecast(
            ahead, LEVELS, usual, "what was usual", True, why, ("climatology",), np.ones((4, 1)), None, none
        )
    step = max(1, (series.size - max(FEWEST, series.size // 3)) // ORIGINS)
    past = rolling(series, JUDGED, members, step=step)
    held = {name: np.array([tidy(row, lower, upper) for row in rows]) for name, rows in past.predicted.items()}
    past = Rolling(past.origins, past.horizons, held, tidy(past.usual, lower, upper), past.observed)
    learned, even = weighted_past(past), plain(past.predicted)
    better, why = _judge(past, learned, even)
    alike = np.array([0.0 if name == CANDIDATE else 1.0 / (len(chosen) - 1) for name in chosen])
    every = _weights(past) if better else np.tile(alike, (len(JUDGED), 1))
    now = np.array([tidy(member(series, ahead), lower, upper) for member in chosen.values()])
    nearest = [int(np.argmin([abs(distance - judged) for judged in JUDGED])) for distance in ahead]
    made = np.array([every[place] @ now[:, row] for row, place in enumerate(nearest)])
    name = "weighted pool" if better else "plain pool"
    quantiles = tidy(made, lower, upper)
    shown = chosen_past(past, learned, even, MARGIN, ENOUGH)
    return Forecast(ahead, LEVELS, quantiles, name, not better, why, tuple(chosen), every, past, shown)


def _judge(past: Rolling, learned: Floats, even: Floats) -> tuple[bool, str]:
    if past.origins.size < ENOUGH:
        return False, "The past is too short to learn weights from."
    one, other = (np.nansum(crps(made, past.observed), axis=0) for made in (learned, even))
    gain = float(1 - (one / np.where(other > 0, other, 1.0)).mean()) if (other > 0).all() else 0.0
    if gain > MARGIN:
        return True, f"On the series' own past, learned weights were better by {100 * gain:.1f} %."
    return False, "On the series' own past, nothing beat the plain mean of simple forecasts."


def _weights(past: Rolling) -> Floats:
    scores = member_scores(past)
    return np.array([weights(scores[:, :, column], past.origins.size) for column in range(len(past.horizons))])
