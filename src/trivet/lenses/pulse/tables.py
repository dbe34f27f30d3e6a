"""The tables behind the figures."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from trivet.base.message import N_, DateParam, NumberParam, ObjectRef, Term, say
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Cell, Table, column
from trivet.lenses.pulse.answer import Answer, Floats, Track
from trivet.lenses.pulse.words import DETECTORS, DIRECTIONS, METHODS, members, month

Rows = tuple[tuple[Cell, ...], ...]


def add_tables(builder: ResultBuilder, answers: Sequence[Answer]) -> None:
    """Add the tables of months, listed events, stretches, alarms, coming months, scores and data."""
    builder.table("series", _series(answers))
    builder.table("events", _events(answers))
    builder.table("stretches", _stretches(answers))
    builder.table("alarms", _alarms(answers))
    builder.table("outlook", _outlook(answers))
    builder.table("scores", _scores(answers))
    builder.table("calibration", _calibration(answers))
    builder.table("data", _data(answers))


def _number(value: float, digits: int = 3) -> NumberParam | None:
    return None if np.isnan(value) else NumberParam(value=round(float(value), 6), digits=digits)


def _series(answers: Sequence[Answer]) -> Table:
    columns = (
        column("tie", say("Tie")),
        column("month", say("Month")),
        column("measure", say("Measure")),
        column("value", say("Value")),
        column("low", say("Low")),
        column("high", say("High")),
        column("events", say("Events")),
        column("positive", say("Cooperative intensity")),
        column("negative", say("Conflictual intensity")),
        column("mean", say("Mean intensity")),
    )
    rows: Rows = tuple(row for answer in answers for row in _months(answer.track))
    return Table(title=say("Monthly series of each tie"), columns=columns, rows=rows)


def _months(track: Track) -> Rows:
    """The rows of one tie: plain numbers, since there are thousands."""
    parts = (track.shown, track.low, track.high, track.count, track.positive, track.negative, track.mean)
    tie, measure = members(track.tie.leg), Term(msgid=track.scale.title.text)
    columns = [[_plain(value, whole=part is track.count) for value in part] for part in parts]
    return tuple((tie, month(when), measure, *cells) for when, *cells in zip(track.months, *columns, strict=True))


def _plain(value: float, *, whole: bool) -> float | int | None:
    if np.isnan(value):
        return None
    return int(value) if whole and value == int(value) else round(float(value), 4)


def _events(answers: Sequence[Answer]) -> Table:
    columns = (
        column("tie", say("Tie")),
        column("date", say("Date")),
        column("event", say("Event")),
        column("intensity", say("Intensity, coded by hand")),
    )
    rows: Rows = tuple(
        (
            members(answer.track.tie.leg),
            DateParam(date=event.date),
            ObjectRef(ref=f"events/{event.id}"),
            _number(event.intensity or 0.0, 0),
        )
        for answer in answers
        for event in answer.track.tie.events
        if np.datetime64(event.date.earliest, "M") >= answer.track.months[0]
    )
    return Table(title=say("The case's own events on each tie"), columns=columns, rows=rows)


def _stretches(answers: Sequence[Answer]) -> Table:
    columns = (
        column("tie", say("Tie")),
        column("first", say("First month")),
        column("last", say("Last month")),
        column("mean", say("Mean")),
    )
    rows: Rows = tuple(
        (members(answer.track.tie.leg), month(part.first), month(part.last), _number(part.mean, 2))
        for answer in answers
        for part in answer.segments
    )
    return Table(title=say("Stretches between lasting changes"), columns=columns, rows=rows)


def _alarms(answers: Sequence[Answer]) -> Table:
    columns = (
        column("tie", say("Tie")),
        column("month", say("Month")),
        column("detector", say("Detector")),
        column("direction", say("Direction")),
        column("start", say("Change began about")),
    )
    rows: Rows = tuple(
        (
            members(answer.track.tie.leg),
            month(alarm.month),
            Term(msgid=DETECTORS[alarm.detector]),
            Term(msgid=DIRECTIONS[alarm.direction]),
            month(alarm.start),
        )
        for answer in answers
        for alarm in answer.alarms
    )
    return Table(title=say("Alarms, each from what was known in its month"), columns=columns, rows=rows)


QUANTILES: Final = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


def _outlook(answers: Sequence[Answer]) -> Table:
    columns = (
        column("tie", say("Tie")),
        column("month", say("Month")),
        *(column(f"q{round(100 * q):02d}", say("{share} below", share=_share(q))) for q in QUANTILES),
    )
    rows: Rows = tuple(
        (
            members(answer.track.tie.leg),
            month(answer.fan.months[ahead]),
            *(_number(answer.fan.at(ahead + 1, q), 2) for q in QUANTILES),
        )
        for answer in answers
        if answer.fan
        for ahead in range(answer.fan.months.size)
    )
    return Table(title=say("The coming twelve months"), columns=columns, rows=rows)


def _share(value: float) -> NumberParam:
    return NumberParam(value=value * 100, unit="%")


def _scores(answers: Sequence[Answer]) -> Table:
    columns = (
        column("tie", say("Tie")),
        column("method", say("Method")),
        column("ahead", say("Months ahead")),
        column("forecasts", say("Forecasts")),
        column("skill", say("Skill over what was usual")),
        column("low", say("Low")),
        column("high", say("High")),
        column("brier", say("Skill for the worst fifth of months")),
        column("cover50", say("Outcomes in the 50 % range"), "%"),
        column("cover80", say("Outcomes in the 80 % range"), "%"),
        column("cover90", say("Outcomes in the 90 % range"), "%"),
        column("onsets", say("Onsets of bad months")),
        column("onset", say("Skill at onsets")),
    )
    rows: Rows = tuple(
        (
            members(answer.track.tie.leg),
            Term(msgid=METHODS[answer.fan.method]),
            scored.ahead,
            scored.forecasts,
            *(_number(value, 2) for value in (scored.skill, scored.low, scored.high, scored.brier_skill)),
            *(_number(100 * share, 0) for share in (scored.cover50, scored.cover80, scored.cover90)),
            scored.onsets,
            _number(scored.onset_skill, 2),
        )
        for answer in answers
        if answer.fan
        for scored in answer.fan.scores
    )
    return Table(title=say("How such forecasts did on the series' own past"), columns=columns, rows=rows)


def _calibration(answers: Sequence[Answer]) -> Table:
    columns = (
        column("tie", say("Tie")),
        column("bin", say("Where the outcome fell in the forecast, in tenths")),
        column("share", say("Share of outcomes"), "%"),
    )
    rows: Rows = tuple(
        (members(answer.track.tie.leg), place + 1, _number(100 * share, 0))
        for answer in answers
        if answer.fan and answer.fan.pit.size
        for place, share in enumerate(_tenths(answer.fan.pit))
    )
    return Table(title=say("Calibration of forecasts on the series' own past"), columns=columns, rows=rows)


def _tenths(pit: Floats) -> list[float]:
    counts, _ = np.histogram(pit, bins=10, range=(0.0, 1.0))
    return [float(count) / pit.size for count in counts]


def _data(answers: Sequence[Answer]) -> Table:
    columns = (
        column("tie", say("Tie")),
        column("data", say("Event data")),
        column("rows", say("Rows")),
        column("kept", say("Rows counted as one")),
        column("citation", say("Citation")),
        column("terms", say("Terms")),
        column("blind", say("What it cannot see")),
        column("digest", say("Checksum")),
    )
    rows: Rows = tuple(
        (
            members(answer.track.tie.leg),
            answer.track.origin.data or Term(msgid=OWN_LIST),
            answer.track.origin.rows,
            answer.track.origin.kept,
            answer.track.origin.citation,
            answer.track.origin.terms,
            answer.track.origin.blind,
            answer.track.origin.digest,
        )
        for answer in answers
    )
    return Table(title=say("What the series rest on"), columns=columns, rows=rows)


OWN_LIST: Final = N_("the case's own list")
