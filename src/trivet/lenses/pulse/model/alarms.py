"""Alarms on one series as they would have rung, and how they fare against dated turns.

In every month the detectors know that month and those before, and so do their thresholds: these are found anew once a
year from the history so far.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trivet.lenses.pulse.model.bocpd import bocpd
from trivet.lenses.pulse.model.cusum import cusum
from trivet.lenses.pulse.model.noise import WARM_UP, Floats, Ints
from trivet.lenses.pulse.model.thresholds import Detector, NoChange, alarm_curve, rung

Months = npt.NDArray[np.datetime64]

RENEWAL = 12
"""Known months after which thresholds are found anew."""


@dataclass(frozen=True)
class Alarm:
    """One alarm.

    Attributes:
        place: position of the month in which it rang.
        direction: 1 if the measure rose, -1 if it fell.
        start: position of the month in which the change seems to have begun.
    """

    place: int
    direction: int
    start: int


@dataclass(frozen=True)
class OnlineRun:
    """A detector's way through a series, each array of shape (months,), NaN in missing months and in the warm-up.

    Attributes:
        detector: which one.
        alarms: in order of time.
        statistic: larger of the two sums, or the probability of a recent change.
        thresholds: height at which the detector rang in each month.
    """

    detector: Detector
    alarms: tuple[Alarm, ...]
    statistic: Floats
    thresholds: Floats


def online_run(
    values: Floats,
    per_year: float,
    detector: Detector,
    generator: np.random.Generator,
    *,
    no_change: NoChange = "bootstrap",
) -> OnlineRun:
    """Run a detector over a series, month by month from what was known then.

    Args:
        values: shape (months,), NaN for missing months, which are skipped.
        per_year: false alarms accepted in a year of known months.
        detector: which one.
        generator: where the series without change are drawn from.
        no_change: how they are drawn.
    """
    series = np.asarray(values, dtype=np.float64)
    heights = online_thresholds(series, per_year, detector, generator, no_change=no_change)
    if np.isnan(heights).all():
        return OnlineRun(detector, (), heights, heights)
    unreachable = np.where(np.isnan(heights), np.inf, heights)
    if detector == "cusum":
        chart = cusum(series, unreachable)
        ways, starts, statistic = chart.alarms, chart.starts, np.maximum(chart.up, chart.down)
    else:
        said = bocpd(series)
        rings = np.zeros(series.size, dtype=np.bool_)
        places = np.flatnonzero(~np.isnan(series))
        chance = np.nan_to_num(said.recent[places])
        rings[places] = rung(chance[None, :], unreachable[places][None, :])[0, 0]
        ways, starts, statistic = np.where(rings, said.directions, 0), said.starts, said.recent
    alarms = tuple(Alarm(int(p), int(ways[p]), int(starts[p])) for p in np.flatnonzero(ways))
    return OnlineRun(detector, alarms, statistic, heights)


def online_thresholds(
    values: Floats,
    per_year: float,
    detector: Detector,
    generator: np.random.Generator,
    *,
    no_change: NoChange = "bootstrap",
) -> Floats:
    """The threshold of each month, found from the months before; NaN in the warm-up, in missing months and where the
    history is constant. Shape (months,).
    """
    heights = np.full(values.size, np.nan)
    places = np.flatnonzero(~np.isnan(values))
    for begin in range(WARM_UP, places.size, RENEWAL):
        curve = alarm_curve(values[: places[begin]], detector, generator, no_change=no_change)
        if curve is not None:
            heights[places[begin : begin + RENEWAL]] = curve.threshold(per_year).height
    return heights


@dataclass(frozen=True)
class Performance:
    """How alarms did against dated turns.

    Attributes:
        delays: months from each turn in the span to the first alarm in its window; -1 for a miss; shape (turns,).
        false_alarms: alarms outside of every window.
        years: length of the span.
        by_chance: turns that as many alarms at random months would have caught, on average.
    """

    delays: Ints
    false_alarms: int
    years: float
    by_chance: float

    @property
    def turns(self) -> int:
        """Turns in the span."""
        return int(self.delays.size)

    @property
    def detected(self) -> int:
        """Turns with an alarm in their window."""
        return int((self.delays >= 0).sum())

    @property
    def mean_delay(self) -> float:
        """Mean months from a detected turn to its alarm; NaN if none was detected."""
        caught = self.delays[self.delays >= 0]
        return float(caught.mean()) if caught.size else float("nan")

    @property
    def false_per_year(self) -> float:
        """False alarms in a year."""
        return self.false_alarms / self.years if self.years else float("nan")

    @property
    def skill(self) -> float:
        """Share of what chance would miss that was detected; NaN if chance misses nothing."""
        room = self.turns - self.by_chance
        return (self.detected - self.by_chance) / room if room > 0 else float("nan")


def delay_and_false_alarms(
    alarm_months: Months,
    event_months: Months,
    *,
    span: tuple[np.datetime64, np.datetime64],
    window: int = 1,
    alarm_directions: Ints | None = None,
    event_directions: Ints | None = None,
) -> Performance:
    """Hold alarms against dated turns.

    Args:
        alarm_months: month of each alarm, shape (alarms,), in any order.
        event_months: month of each turn, shape (turns,); turns outside of the span are left out.
        span: first and last month in which an alarm could ring.
        window: months after a turn in which an alarm counts for it; its own month counts as 0.
        alarm_directions: 1, -1 or 0 for unknown, shape (alarms,); unknown fits any.
        event_directions: likewise, shape (turns,).
    """
    first, last = (int(end.astype("datetime64[M]").astype(np.int64)) for end in span)
    alarms, events = _numbers(alarm_months), _numbers(event_months)
    ways = np.zeros(alarms.size, dtype=np.int64) if alarm_directions is None else np.asarray(alarm_directions)
    turns = np.zeros(events.size, dtype=np.int64) if event_directions is None else np.asarray(event_directions)
    watched = (alarms >= first) & (alarms <= last)
    inside = (events >= first) & (events <= last)
    alarms, ways, events, turns = alarms[watched], ways[watched], events[inside], turns[inside]
    gap = alarms[None, :] - events[:, None]
    fits = (gap >= 0) & (gap <= window) & (ways[None, :] * turns[:, None] >= 0)
    delays = np.where(fits, gap, window + 1).min(axis=1, initial=window + 1)
    months = max(last - first + 1, 0)
    chance = [
        _chance(months, min(window, last - int(event)) + 1, int((ways * turn >= 0).sum()))
        for event, turn in zip(events, turns, strict=True)
    ]
    return Performance(
        np.where(delays > window, -1, delays).astype(np.int64),
        int((~fits.any(axis=0)).sum()),
        months / 12.0,
        float(sum(chance)),
    )


def _numbers(months: Months) -> Ints:
    return np.asarray(months, dtype="datetime64[M]").astype(np.int64)


def _chance(months: int, window: int, alarms: int) -> float:
    """Probability that of some alarms at random, different months one falls in a window (hypergeometric)."""
    left = np.maximum(months - window - np.arange(alarms), 0) / np.maximum(months - np.arange(alarms), 1)
    return 1.0 - float(np.prod(left))
