"""The series of a tie from the case's own chronology."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trivet.lens.streams import Streams
from trivet.lenses.pulse.answer import Floats, Months, Origin, Track
from trivet.lenses.pulse.listed.level import Course, chronology, course
from trivet.lenses.pulse.scales import CHRONOLOGY
from trivet.lenses.pulse.ties import Tie


@dataclass(frozen=True)
class Listed:
    """The listed events of a tie on a calendar of months.

    Attributes:
        month: month of each, counted from the first month of the calendar, shape (events,).
        intensity: score of each, shape (events,).
        months: months in the calendar, which ends with the series.
    """

    month: npt.NDArray[np.int64]
    intensity: Floats
    months: int


def listed(tie: Tie, months: Months) -> Listed:
    """The scored events of a tie; the calendar begins with the first event or the first month, whichever is earlier."""
    when = np.array([np.datetime64(event.date.earliest, "M") for event in tie.events], dtype="datetime64[M]")
    first = min([months[0], *when])
    total = int((months[-1] - first).astype(np.int64)) + 1
    scores = np.array([event.intensity or 0.0 for event in tie.events])
    return Listed((when - first).astype(np.int64), scores, total)


@dataclass(frozen=True)
class Choice:
    """How the level is made: half-life in months, bootstrap draws over events, mass of the intervals."""

    half_life: float
    draws: int
    level: float


def chronicle(tie: Tie, months: Months, how: Choice, streams: Streams, purpose: str) -> Track:
    """The discounted level of the listed events, month by month; events before the first month count by their age.

    Args:
        tie: the tie.
        months: the months of the series, ``datetime64[M]``.
        how: how the level is made.
        streams: where draws come from.
        purpose: the name of the stream, the same for the same tie whatever its members are called.
    """
    own = listed(tie, months)
    found = chronology(
        own.month,
        own.intensity,
        own.months,
        half_life=how.half_life,
        draws=how.draws,
        level=how.level,
        generator=streams.generator("chronology", purpose),
    )
    shown = slice(own.months - months.size, own.months)
    return Track(
        tie=tie,
        origin=Origin(None),
        scale=CHRONOLOGY,
        months=months,
        shown=found.level[shown],
        low=found.low[shown],
        high=found.high[shown],
        observed=found.mean[shown],
        count=found.count[shown].astype(float),
        positive=found.positive[shown],
        negative=found.negative[shown],
        mean=found.mean[shown],
    )


def courses(
    tie: Tie, months: Months, half_life: float, ahead: int, draws: int, streams: Streams, purpose: str
) -> Course:
    """Draws of where the level stood and may go; see :func:`trivet.lenses.pulse.listed.level.course`."""
    own = listed(tie, months)
    return course(
        own.month,
        own.intensity,
        own.months,
        half_life=half_life,
        ahead=ahead,
        draws=draws,
        generator=streams.generator("course", purpose),
    )
