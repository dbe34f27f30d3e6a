"""Questions put to a series without a case: a pair of states in the store, or a table of the user's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from trivet.base.errors import NotFoundError
from trivet.lens.streams import Streams
from trivet.lenses.pulse.ahead.evaluate import evaluate
from trivet.lenses.pulse.ahead.forecast import JUDGED, forecast
from trivet.lenses.pulse.answer import Floats, Months, Origin
from trivet.lenses.pulse.document import numbers, origin
from trivet.lenses.pulse.measure.dedup import dedup_of
from trivet.lenses.pulse.model.alarms import online_run
from trivet.lenses.pulse.model.segments import segments
from trivet.lenses.pulse.outside import choose
from trivet.lenses.pulse.scales import scale_of
from trivet.lenses.pulse.series_file import MonthlySeries, read_series

EARLIEST: Final = "1979-01"


@dataclass(frozen=True)
class Question:
    """What to look at.

    Attributes:
        target: two state codes with a hyphen, or the path of a table.
        data: data set in the store; what reaches furthest if left out.
        measure: what to measure in event data.
        dedup: which rows count as one.
        day: ``event`` or ``added``.
        known_by: only rows that were there on this day.
        value: for a table the column of values.
        by: for a table columns that tell series apart.
        only: for a table one of its series.
    """

    target: str
    data: str | None = None
    measure: str = "rate"
    dedup: str = "repeats"
    day: str = "event"
    known_by: date | None = None
    value: str | None = None
    by: tuple[str, ...] = ()
    only: str | None = None


@dataclass(frozen=True)
class Subject:
    """One series: name, months, values, bounds, and where it comes from."""

    name: str
    months: Months
    values: Floats
    worse: int = 1
    lower: float | None = None
    upper: float | None = None
    columns: dict[str, Floats] | None = None
    origin: Origin | None = None

    def head(self) -> dict[str, Any]:
        """What every answer says of its series."""
        made: dict[str, Any] = {"series": self.name, "first": str(self.months[0]), "last": str(self.months[-1])}
        return made | ({"origin": origin(self.origin)} if self.origin else {})


def subjects(question: Question) -> tuple[Subject, ...]:
    """The series that a question is about.

    Raises:
        NotFoundError: if there is no such file, pair, data set or measure.
        FaultsError: if a table has faults.
        TrivetError: if the libraries for event data are missing.
    """
    path = Path(question.target)
    if path.is_file():
        found = [Subject(one.name or path.name, one.months, one.values) for one in _tables(path, question)]
        if question.only is not None:
            found = [subject for subject in found if subject.name == question.only]
        if not found:
            raise NotFoundError(f'There is no series "{question.only}" in {path.name}.')
        return tuple(found)
    pair = tuple(part.strip().upper() for part in question.target.split("-"))
    if len(pair) < 2 or any(len(part) != 3 or not part.isalpha() for part in pair):
        raise NotFoundError(f'"{question.target}" is neither a file nor state codes such as AAA-BBB.')
    return (_pair(pair, question),)


def _tables(path: Path, question: Question) -> tuple[MonthlySeries, ...]:
    return read_series(path, value=question.value, by=question.by)


def _pair(pair: tuple[str, ...], question: Question) -> Subject:
    from trivet.lenses.pulse.gather import gather
    from trivet.lenses.pulse.measure.indices import COLUMNS, index

    scale, rule = scale_of(question.measure), dedup_of(question.dedup)
    chosen = choose(question.data, question.known_by)
    if chosen is None or chosen.status.first_day is None or chosen.status.last_day is None:
        raise NotFoundError("There are no event data in the store: see trivet pulse import.")
    status = chosen.status
    last = chosen.status.last_day
    last = min(last, question.known_by) if question.known_by else last
    begin = max(str(status.first_day)[:7], EARLIEST)
    months = np.arange(begin, np.datetime64(last, "M") + 1, dtype="datetime64[M]")
    (found,) = gather(chosen, [pair], months, dedup=rule, known_by=question.known_by, day=question.day)
    shown = Origin(status.name, status.citation, status.terms, status.blind, status.rows, status.digest, question.dedup)
    columns = {name: found.sums[:, place] for place, name in enumerate(COLUMNS)}
    values = index(scale.name, found.sums, found.volume)
    return Subject(
        "-".join(pair),
        months,
        values,
        scale.worse,
        scale.low,
        scale.high,
        columns | {"source_rows": found.volume},
        shown,
    )


def series_of(subject: Subject) -> dict[str, Any]:
    """The series, month by month."""
    more = {name: numbers(column) for name, column in (subject.columns or {}).items()}
    months = [str(month) for month in subject.months]
    return subject.head() | {"months": months, "values": numbers(subject.values)} | more


def alarms_of(subject: Subject, per_year: float, seed: int) -> dict[str, Any]:
    """Lasting changes with hindsight, and alarms without; each detector gets half of the false alarms accepted."""
    stretches = segments(subject.values)
    streams = Streams(seed)
    rings = []
    for detector in ("cusum", "bocpd"):
        run = online_run(subject.values, per_year / 2, detector, streams.generator(detector, subject.name))
        rings += [
            {
                "month": str(subject.months[alarm.place]),
                "detector": detector,
                "direction": "up" if alarm.direction > 0 else "down",
                "began": str(subject.months[alarm.start]),
            }
            for alarm in run.alarms
        ]
    return subject.head() | {
        "false_alarms_accepted_a_year": per_year,
        "stretches": [
            {"first": str(subject.months[start]), "last": str(subject.months[end - 1]), "mean": round(float(mean), 6)}
            for start, end, mean in zip(stretches.starts, stretches.ends, stretches.means, strict=True)
        ],
        "alarms": sorted(rings, key=lambda ring: (ring["month"], ring["detector"])),
    }


def forecast_of(subject: Subject, horizons: Sequence[int]) -> dict[str, Any]:
    """Distributions of the coming months.

    Raises:
        NotFoundError: if no month of the series is known.
    """
    known = np.flatnonzero(~np.isnan(subject.values))
    if not known.size:
        raise NotFoundError(f"No month of {subject.name} is known.")
    series = subject.values[known[0] : known[-1] + 1]
    found = forecast(series, horizons, lower=subject.lower, upper=subject.upper)
    last = subject.months[known[-1]]
    return subject.head() | {
        "method": found.method,
        "fell_back": found.fell_back,
        "why": found.why,
        "members": list(found.members),
        "levels": numbers(found.levels),
        "forecasts": [
            {"month": str(last + ahead), "ahead": ahead, "quantiles": numbers(row)}
            for ahead, row in zip(found.horizons, found.quantiles, strict=True)
        ],
    }


def score_of(subject: Subject, seed: int) -> dict[str, Any]:
    """How such forecasts did on the series' own past.

    Raises:
        NotFoundError: if the series is too short to score anything.
    """
    known = np.flatnonzero(~np.isnan(subject.values))
    series = subject.values[known[0] : known[-1] + 1] if known.size else subject.values
    found = forecast(series, JUDGED, lower=subject.lower, upper=subject.upper) if known.size else None
    if found is None or found.past is None:
        raise NotFoundError(f"{subject.name} is too short to score forecasts on its past.")
    scored = evaluate(found.past, found.chosen, series, subject.worse, Streams(seed).generator("scores", subject.name))
    rows = [
        {name: value if isinstance(value, int) else numbers(np.array([value]))[0] for name, value in vars(one).items()}
        for one in scored
    ]
    return subject.head() | {"method": found.method, "fell_back": found.fell_back, "why": found.why, "scores": rows}
