"""From answers to findings."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from trivet.base.grade import Grade
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Interval
from trivet.lenses.pulse import words
from trivet.lenses.pulse.answer import Answer, Track

RECENT: Final = 24
"""Months in which an alarm is told."""

HORIZONS: Final = (1, 3, 6, 12)


def add_findings(builder: ResultBuilder, answers: Sequence[Answer], per_year: float, level: float) -> None:
    """Add every finding there are numbers for; those about ties that are no leg stay on the lens's own page."""
    _origins(builder, answers)
    for answer in answers:
        _state(builder, answer, level)
        _warming(builder, answer)
        _change(builder, answer)
        _alarms(builder, answer, per_year)
        _measured(builder, answer)
        _outlook(builder, answer)
        _moved(builder, answer)


def _grade(track: Track) -> Grade:
    return Grade.JUDGED if track.origin.data is None else Grade.ESTIMATED


def _origins(builder: ResultBuilder, answers: Sequence[Answer]) -> None:
    """Where the numbers come from: said first, since all else depends on it."""
    basis = list(dict.fromkeys(ref for answer in answers for ref in answer.track.tie.basis))
    used = {a.track.origin.data: a.track.origin for a in answers if a.track.origin.data is not None}
    if not used:
        events = {event.id for answer in answers for event in answer.track.tie.events}
        statement = words.chronology_only(len(answers), len(events))
        builder.finding("data/chronology", statement, basis=basis, value=len(events), unit="events", grade=Grade.JUDGED)
        return
    for name, origin in used.items():
        builder.finding(
            f"data/{name}", words.data_used(origin), basis=basis, value=origin.rows, unit="rows", grade=Grade.ESTIMATED
        )
    for answer in answers:
        if answer.track.origin.data is None:
            track = answer.track
            builder.finding(
                f"data/chronology/{track.tie.id}", words.not_covered(track), basis=track.tie.basis, grade=Grade.JUDGED
            )


def _state(builder: ResultBuilder, answer: Answer, level: float) -> None:
    track = answer.track
    known = np.flatnonzero(~np.isnan(track.shown))
    if not known.size:
        return
    last = int(known[-1])
    value = float(track.shown[last])
    low, high = (float(np.nan_to_num(end[last], nan=value)) for end in (track.low, track.high))
    builder.finding(
        f"state/{track.tie.id}",
        words.state(track, value, low, high, answer.standing),
        value=value,
        unit=track.scale.unit,
        interval=Interval(low=min(low, value), high=max(high, value), kind="confidence", level=level),
        basis=track.tie.basis,
        grade=_grade(track),
        assumptions=words.assumed(track),
        detail=not track.tie.partner,
    )


def _warming(builder: ResultBuilder, answer: Answer) -> None:
    track, standing = answer.track, answer.standing
    if standing is None or not track.scale.worse:
        return
    builder.finding(
        f"warming/{track.tie.id}",
        words.warming(track, standing),
        value=standing.warming,
        unit="probability",
        interval=Interval(low=standing.warming_low, high=standing.warming_high, kind="confidence", level=0.9),
        basis=track.tie.basis,
        grade=_grade(track),
        assumptions=words.assumed(track),
        key=track.tie.partner,
        detail=not track.tie.partner,
    )


def _change(builder: ResultBuilder, answer: Answer) -> None:
    track, found = answer.track, answer.change
    builder.finding(
        f"change/{track.tie.id}",
        words.change(track, found) if found else words.no_change(track),
        value=str(found.month) if found else None,
        basis=track.tie.basis,
        grade=_grade(track),
        assumptions=words.assumed(track),
        key=found is not None and track.tie.partner,
        detail=not track.tie.partner,
    )


def _alarms(builder: ResultBuilder, answer: Answer, per_year: float) -> None:
    track = answer.track
    if not answer.thresholds:  # too few months with news to watch
        return
    since = track.months[-1] - RECENT
    recent = tuple(alarm for alarm in answer.alarms if alarm.month > since)
    builder.finding(
        f"alarms/{track.tie.id}",
        words.alarms(track, recent, per_year),
        value=len(recent),
        unit="alarms",
        basis=track.tie.basis,
        grade=_grade(track),
        detail=not track.tie.partner,
    )


def _measured(builder: ResultBuilder, answer: Answer) -> None:
    track, found = answer.track, answer.measured
    if found is None or not found.turns:
        return
    builder.finding(
        f"measured/{track.tie.id}",
        words.measured(track, found),
        value=found.caught,
        unit="turns",
        basis=track.tie.basis,
        grade=_grade(track),
        detail=True,
    )


def _outlook(builder: ResultBuilder, answer: Answer) -> None:
    track, fan = answer.track, answer.fan
    if fan is None:
        return
    for ahead in HORIZONS:
        builder.finding(
            f"outlook/{track.tie.id}/{ahead}",
            words.outlook(track, fan, ahead),
            value=fan.at(ahead, 0.5),
            unit=track.scale.unit,
            interval=Interval(low=fan.at(ahead, 0.1), high=fan.at(ahead, 0.9), kind="quantile", level=0.8),
            basis=track.tie.basis,
            grade=Grade.SIMULATED,
            assumptions=words.method(answer),
            detail=not track.tie.partner or ahead != HORIZONS[-1],
        )


def _moved(builder: ResultBuilder, answer: Answer) -> None:
    track, found = answer.track, answer.moved
    if found is None:
        return
    builder.finding(
        f"moved/{track.tie.id}",
        words.moved(track, found),
        value=found.part,
        basis=track.tie.basis,
        grade=_grade(track),
        detail=not track.tie.partner,
    )
