"""What is found in the series of one tie: lasting changes, alarms, where it stands, what may come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from trivet.lens.streams import Streams
from trivet.lenses.pulse.ahead.evaluate import Scored
from trivet.lenses.pulse.answer import Alarm, Answer, Break, Fan, Feed, Measured, Moved, Segment, Standing, Track
from trivet.lenses.pulse.measure.parts import shift
from trivet.lenses.pulse.model.alarms import OnlineRun, delay_and_false_alarms, online_run
from trivet.lenses.pulse.model.break_dates import break_date
from trivet.lenses.pulse.model.noise import WARM_UP, Noise, spread
from trivet.lenses.pulse.model.segments import Segmentation, segments
from trivet.lenses.pulse.whereto import fan_listed, stands_listed

MASS: Final = 0.8
"""Probability inside the credible set of a date."""

EVEN: Final = 0.5
"""Least probability of a change that is told as one."""

MARKED: Final = 5.0
"""Least strength of a listed event that counts as a turn, on the scale from -10 to 10."""

WINDOW: Final = 3
"""Months after a turn in which an alarm counts for it."""

LISTED, SHORTEST = 3, 6
"""Known months in the shortest stretch: of a list, where each month has an event, and of event data."""

AHEAD: Final = 12
"""Months ahead that are forecast."""


@dataclass(frozen=True)
class How:
    """How answers are found.

    Attributes:
        per_year: false alarms accepted in a year.
        draws: draws handed to simulations, and in bootstraps.
        half_life: months after which a listed event weighs half.
    """

    per_year: float
    draws: int
    half_life: float


def solve(track: Track, how: How, streams: Streams, purpose: str) -> Answer:
    """Everything about one tie.

    Args:
        track: its series.
        how: how answers are found.
        streams: where draws come from.
        purpose: name of the streams.
    """
    own_list = track.origin.data is None
    # listed events are few and picked one by one: their likeness is the level itself, not dependence of noise
    independent = Noise(np.array(spread(track.observed)), np.array(0.0))
    shortest = LISTED if own_list else SHORTEST
    stretches = segments(track.observed, shortest=shortest, noise=independent if own_list else None)
    watched = [
        online_run(track.observed, how.per_year / 2, detector, streams.generator(detector, purpose))
        for detector in ("cusum", "bocpd")
    ]
    alarms = _alarms(track, watched)
    return Answer(
        track=track,
        segments=_segments(track, stretches),
        change=_last_change(track, stretches, shortest),
        alarms=alarms,
        thresholds=_thresholds(watched),
        measured=_measured(track, alarms),
        standing=stands_listed(track, how, streams, purpose) if own_list else _standing(track, how, streams, purpose),
        fan=fan_listed(track, how, AHEAD, streams, purpose) if own_list else _fan(track, streams, purpose),
        moved=_moved(track),
        feed=_feed(track, how.draws, streams, purpose),
    )


def _thresholds(runs: Sequence[OnlineRun]) -> dict[str, float]:
    """The heights in force at the end; none if there was too little to watch."""
    known = {run.detector: run.thresholds[~np.isnan(run.thresholds)] for run in runs}
    return {name: float(heights[-1]) for name, heights in known.items() if heights.size}


def _segments(track: Track, found: Segmentation) -> tuple[Segment, ...]:
    return tuple(
        Segment(track.months[start], track.months[end - 1], float(mean))
        for start, end, mean in zip(found.starts, found.ends, found.means, strict=True)
    )


def _last_change(track: Track, found: Segmentation, shortest: int) -> Break | None:
    if found.starts.size < 2:
        return None
    from_ = int(found.starts[-2])
    dated = break_date(track.observed[from_:], float(found.noise.correlation), shortest=shortest)
    if dated is None or dated.probability < EVEN:
        return None
    months, credible = track.months[from_:], dated.credible(MASS)
    return Break(
        month=months[dated.month],
        first=months[credible[0]],
        last=months[credible[-1]],
        mass=MASS,
        probability=dated.probability,
        before=float(found.means[-2]),
        after=float(found.means[-1]),
    )


def _alarms(track: Track, runs: Sequence[OnlineRun]) -> tuple[Alarm, ...]:
    if not track.scale.worse:
        return ()
    found = [
        Alarm(
            track.months[alarm.place],
            "cusum" if run.detector == "cusum" else "online",
            track.scale.direction(alarm.direction),
            track.months[alarm.start],
        )
        for run in runs
        for alarm in run.alarms
    ]
    return tuple(sorted(found, key=lambda alarm: (alarm.month, alarm.detector)))


def _measured(track: Track, alarms: tuple[Alarm, ...]) -> Measured | None:
    """Alarms against the case's own turns; a chronology cannot be held against itself."""
    known = np.flatnonzero(~np.isnan(track.observed))
    if track.origin.data is None or known.size <= WARM_UP:
        return None
    turns = [event for event in track.tie.events if abs(event.intensity or 0.0) >= MARKED]
    fared = delay_and_false_alarms(
        np.array([alarm.month for alarm in alarms], dtype="datetime64[M]"),
        np.array([np.datetime64(event.date.earliest, "M") for event in turns], dtype="datetime64[M]"),
        span=(track.months[known[WARM_UP]], track.months[known[-1]]),
        window=WINDOW,
        alarm_directions=np.array([1 if alarm.direction == "colder" else -1 for alarm in alarms], dtype=np.int64),
        event_directions=np.array([1 if (event.intensity or 0.0) < 0 else -1 for event in turns], dtype=np.int64),
    )
    return Measured(fared.turns, fared.detected, fared.mean_delay, fared.false_per_year, fared.by_chance)


def _standing(track: Track, how: How, streams: Streams, purpose: str) -> Standing | None:
    from trivet.lenses.pulse.ahead.standing import standing

    if not track.scale.worse:
        return None
    found = standing(
        track.shown, worse=track.scale.worse, draws=how.draws, generator=streams.generator("standing", purpose)
    )
    if found is None:
        return None
    return Standing(found.rank, found.low, found.high, found.warming, found.warming_low, found.warming_high)


def _fan(track: Track, streams: Streams, purpose: str) -> Fan | None:
    from trivet.lenses.pulse.ahead.evaluate import evaluate, pit_values
    from trivet.lenses.pulse.ahead.forecast import forecast

    known = np.flatnonzero(~np.isnan(track.shown))
    if known.size < 24:
        return None
    series = track.shown[known[0] : known[-1] + 1]
    found = forecast(
        series,
        tuple(range(1, AHEAD + 1)),
        lower=track.scale.low,
        upper=track.scale.high,
    )
    last = track.months[known[-1]]
    scored: tuple[Scored, ...] = ()
    pit = np.zeros(0)
    if found.past is not None:
        scored = evaluate(found.past, found.chosen, series, track.scale.worse, streams.generator("scores", purpose))
        pit = pit_values(found.past, found.chosen)
    return Fan(
        months=last + np.arange(1, AHEAD + 1),
        levels=found.levels,
        quantiles=found.quantiles,
        method=found.method,
        fell_back=found.fell_back,
        why=found.why,
        scores=scored,
        pit=pit,
    )


def _moved(track: Track) -> Moved | None:
    if track.origin.data is None:
        return None
    found = shift(track.count, track.positive, track.negative)
    if found is None:
        return None
    parts = {"volume": found.volume, "positive": found.positive, "negative": found.negative}
    most = next(name for name in ("volume", "positive", "negative") if name == found.most)
    return Moved(most, parts[most], parts)


def _feed(track: Track, draws: int, streams: Streams, purpose: str) -> Feed | None:
    from trivet.lenses.pulse.ahead.feed import feed

    if (~np.isnan(track.shown)).sum() < 24:
        return None
    return Feed(feed(track.shown, draws, streams.generator("feed", purpose)))
