"""A monthly level from a hand-coded chronology: what was coded lately weighs most, and silence fades to nothing.

A chronology lists what its makers found worth listing, so a month without an event is no month without events, and sums
would measure zeal. The level is a mean of the coded intensities, discounted by age and drawn towards zero by one
imaginary neutral event, in the manner of discounted event scores (Goldstein 1992 for the scale; West & Harrison 1997,
sec. 2.4, for discounting; the imaginary event is the prior mean of a normal level).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NEUTRAL_WEIGHT = 1.0
"""How many events of today the imaginary neutral one weighs."""

FAINT = 0.25
"""Weight of all events together below which nothing is known of a month: a quarter of one event of today."""

REPLAYED = 120
"""Months of the past that may come again."""

RUN = 6.0
"""Mean length of a run of months that is replayed."""


@dataclass(frozen=True)
class Chronology:
    """Monthly numbers of one chronology, each of shape (months,).

    Attributes:
        level: the discounted mean, from -10 to 10; NaN where what was listed has faded, for silence is not neutral.
        low: lower end of its interval.
        high: upper end.
        mean: mean intensity of the month's own events; NaN without any.
        positive: sum of positive intensities.
        negative: sum of negative intensities.
        count: events.
    """

    level: Floats
    low: Floats
    high: Floats
    mean: Floats
    positive: Floats
    negative: Floats
    count: Ints


def chronology(
    month: Ints,
    intensity: Floats,
    months: int,
    *,
    half_life: float,
    draws: int,
    level: float,
    generator: np.random.Generator,
) -> Chronology:
    """The level of a chronology with an interval over which events happened to be listed.

    Args:
        month: month of each event, 0 to ``months`` - 1, shape (events,).
        intensity: score of each event, -10 to 10, shape (events,).
        months: length of the series.
        half_life: months after which an event weighs half.
        draws: Poisson bootstrap draws over events (Chamandy et al. 2012).
        level: mass of the interval.
        generator: where draws come from.
    """
    weight = _kernel(month, months, half_life)
    own = (month[:, None] == np.arange(months)).astype(float)
    count = own.sum(axis=0).astype(np.int64)
    positive, negative = np.maximum(intensity, 0.0) @ own, np.minimum(intensity, 0.0) @ own
    mean = np.where(count > 0, (positive + negative) / np.maximum(count, 1), np.nan)
    heard = weight.sum(axis=0) >= FAINT
    central = np.where(heard, _level(np.ones(month.size), weight, intensity), np.nan)
    drawn = generator.poisson(1.0, size=(draws, month.size)).astype(float)
    spread = np.quantile(_level(drawn, weight, intensity), [(1 - level) / 2, (1 + level) / 2], axis=0)
    low = np.where(heard, np.minimum(spread[0], central), np.nan)
    high = np.where(heard, np.maximum(spread[1], central), np.nan)
    return Chronology(central, low, high, mean, positive, negative, count)


@dataclass(frozen=True)
class Course:
    """Where the level of a chronology stands and may go, each row a bootstrap draw of what was listed.

    Attributes:
        past: levels, shape (draws, months).
        coming: levels, shape (draws, ahead).
    """

    past: Floats
    coming: Floats


def course(
    month: Ints,
    intensity: Floats,
    months: int,
    *,
    half_life: float,
    ahead: int,
    draws: int,
    generator: np.random.Generator,
) -> Course:
    """Draw courses of the level: what was listed is drawn anew, and the coming months replay runs of past months.

    Coming months are runs of the last ten years, of six months on average (the stationary bootstrap, Politis & Romano
    1994), with the events they had, so that quiet spells and crises come as they did.

    Args:
        month: month of each event, 0 to ``months`` - 1, shape (events,).
        intensity: score of each event, shape (events,).
        months: length of the past.
        half_life: months after which an event weighs half.
        ahead: months to come.
        draws: how many courses.
        generator: where draws come from.
    """
    weight = _kernel(month, months, half_life)
    times = generator.poisson(1.0, size=(draws, month.size)).astype(float)
    past = _level(times, weight, intensity)
    above, below = (times * intensity) @ weight[:, -1], times @ weight[:, -1]
    own = (month[:, None] == np.arange(months)).astype(float)
    sums, counts = intensity @ own, own.sum(axis=0)
    replayed = _runs(months, ahead, draws, generator)
    coming = np.empty((draws, ahead))
    fade = 0.5 ** (1.0 / half_life)
    for step in range(ahead):
        above = above * fade + sums[replayed[:, step]]
        below = below * fade + counts[replayed[:, step]]
        coming[:, step] = above / (below + NEUTRAL_WEIGHT)
    return Course(past, coming)


def _runs(months: int, ahead: int, draws: int, generator: np.random.Generator) -> Ints:
    """Months of the past to replay, shape (draws, ahead)."""
    first = max(0, months - REPLAYED)
    out = generator.integers(first, months, size=(draws, ahead))
    goes_on = generator.random((draws, ahead)) >= 1.0 / RUN
    for step in range(1, ahead):
        following = out[:, step - 1] + 1
        out[:, step] = np.where(goes_on[:, step] & (following < months), following, out[:, step])
    return np.asarray(out, dtype=np.int64)


def _kernel(month: Ints, months: int, half_life: float) -> Floats:
    """The weight of each event in each month, shape (events, months); nothing before it happened."""
    age = np.arange(months)[None, :] - month[:, None]
    return np.asarray(np.where(age >= 0, 0.5 ** (np.maximum(age, 0) / half_life), 0.0), dtype=np.float64)


def _level(times: Floats, weight: Floats, intensity: Floats) -> Floats:
    """The level if each event counted ``times``, shape (..., months)."""
    return np.asarray((times * intensity) @ weight / (times @ weight + NEUTRAL_WEIGHT), dtype=np.float64)
