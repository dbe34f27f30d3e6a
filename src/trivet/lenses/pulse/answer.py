"""What the lens finds out about one tie, as plain numbers; everything said and drawn comes from here."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from trivet.base.message import Message, NumberParam
from trivet.lenses.pulse.ahead.evaluate import Scored
from trivet.lenses.pulse.ties import Tie

Floats = npt.NDArray[np.float64]
Months = npt.NDArray[np.datetime64]
Direction = Literal["warmer", "colder"]


@dataclass(frozen=True)
class Scale:
    """What is measured, how it is written, and which way is worse.

    Attributes:
        name: the measure, as in the settings.
        title: the measure in words.
        unit: unit of a finding's value.
        digits: decimals when it is said.
        percent: whether it is a share that is said in percent.
        worse: 1 if higher means more conflict, -1 if it means more cooperation, 0 if it means neither.
        low: the lowest value it can take, if there is one.
        high: the highest.
    """

    name: str
    title: Message
    unit: str
    digits: int
    percent: bool
    worse: int
    low: float | None
    high: float | None

    def say(self, value: float) -> NumberParam:
        """A value as it is written in sentences."""
        if self.percent:
            return NumberParam(value=value * 100, digits=self.digits, unit="%")
        return NumberParam(value=value, digits=self.digits)

    def direction(self, change: float) -> Direction:
        """Which way a change of the measure goes."""
        return "colder" if change * self.worse > 0 else "warmer"


@dataclass(frozen=True)
class Origin:
    """Where a series comes from. ``data`` names the data set and version; None is the case's own chronology."""

    data: str | None
    citation: str = ""
    terms: str = ""
    blind: str = ""
    rows: int = 0
    digest: str = ""
    kept: str = ""


@dataclass(frozen=True)
class Track:
    """The monthly series of one tie.

    Attributes:
        tie: the tie.
        origin: where it comes from.
        scale: what is measured.
        months: shape (n,), ``datetime64[M]``.
        shown: what is drawn and forecast, shape (n,); NaN where nothing is known.
        low: lower end of its interval.
        high: upper end.
        observed: what detectors of change read, shape (n,): the shown series, or each month's own events.
        count: events in each month; NaN where the source does not reach.
        positive: sum of the positive intensities of the month.
        negative: sum of the negative ones.
        mean: their mean over events; NaN without any.
    """

    tie: Tie
    origin: Origin
    scale: Scale
    months: Months
    shown: Floats
    low: Floats
    high: Floats
    observed: Floats
    count: Floats
    positive: Floats
    negative: Floats
    mean: Floats


@dataclass(frozen=True)
class Break:
    """A lasting change.

    Attributes:
        month: the most probable first month of the new level.
        first: first month of the credible set.
        last: last month of it.
        mass: probability mass of the set.
        probability: that there is a change here at all.
        before: mean before it.
        after: mean after it.
    """

    month: np.datetime64
    first: np.datetime64
    last: np.datetime64
    mass: float
    probability: float
    before: float
    after: float


@dataclass(frozen=True)
class Segment:
    """A stretch between lasting changes: first and last month, mean."""

    first: np.datetime64
    last: np.datetime64
    mean: float


@dataclass(frozen=True)
class Alarm:
    """A month in which a detector rang, knowing nothing later."""

    month: np.datetime64
    detector: Literal["cusum", "online"]
    direction: Direction
    start: np.datetime64


@dataclass(frozen=True)
class Measured:
    """How alarms fared against the case's own dated turns."""

    turns: int
    caught: int
    delay: float
    false_per_year: float
    by_chance: float


@dataclass(frozen=True)
class Standing:
    """The last months against the series' own history.

    Attributes:
        rank: share of earlier three-month means that were warmer or equal, 0 to 1: 1 is the coldest on record.
        low: lower end of its interval.
        high: upper end.
        warming: probability that the last six months are warmer than the twelve before.
        warming_low: lower end of its interval.
        warming_high: upper end.
    """

    rank: float
    low: float
    high: float
    warming: float
    warming_low: float
    warming_high: float


@dataclass(frozen=True)
class Fan:
    """The coming months: ``quantiles`` of shape (months ahead, levels)."""

    months: Months
    levels: Floats
    quantiles: Floats
    method: str
    fell_back: bool
    why: str
    scores: tuple[Scored, ...]
    pit: Floats

    def at(self, ahead: int, level: float) -> float:
        """A quantile some months ahead, between the levels that are there."""
        return float(np.interp(level, self.levels, self.quantiles[ahead - 1]))


@dataclass(frozen=True)
class Moved:
    """Which part of an index moved between two stretches of time."""

    part: Literal["volume", "positive", "negative"]
    change: float
    parts: dict[str, float]


@dataclass(frozen=True)
class Feed:
    """Posterior draws for simulations, each of shape (draws,)."""

    draws: dict[str, Floats]


@dataclass(frozen=True)
class Answer:
    """Everything about one tie."""

    track: Track
    segments: tuple[Segment, ...]
    change: Break | None
    alarms: tuple[Alarm, ...]
    thresholds: dict[str, float]
    measured: Measured | None
    standing: Standing | None
    fan: Fan | None
    moved: Moved | None
    feed: Feed | None
