"""From a case to the plain counts the lens works with."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from trivet.base.dates import EDate
from trivet.case.at import InOffice, Leg, State, state_at
from trivet.case.model import Case
from trivet.case.schema.events import Event


@dataclass(frozen=True)
class LegFacts:
    """What the record holds about one leg."""

    leg: Leg
    binding: Counter[str]
    instruments: tuple[str, ...]
    disputes: tuple[str, ...]
    active_disputes: tuple[str, ...]
    recent: tuple[Event, ...]
    last_summit: Event | None
    last_ministerial: Event | None
    by_year: dict[int, tuple[int, int]]
    scored: tuple[str, ...]

    @property
    def cooperative(self) -> int:
        """Recent cooperative events."""
        return sum(event.sign == "cooperative" for event in self.recent)

    @property
    def conflictual(self) -> int:
        """Recent conflictual events."""
        return sum(event.sign == "conflictual" for event in self.recent)


@dataclass(frozen=True)
class Facts:
    """The record on a day."""

    state: State
    since: date
    months: int
    legs: tuple[LegFacts, ...]
    vacancies: tuple[InOffice, ...]

    @property
    def whole(self) -> LegFacts:
        """The leg of all partners together; the only leg if there are two."""
        return self.legs[-1]


def read(case: Case, at: EDate | None, months: int) -> Facts:
    """Read a case on a day; ``months`` say how far back events count as recent."""
    state = state_at(case, at or case.meta.as_of)
    since = months_before(state.day, months)
    filled = {held.office.id for held in state.leaders if not held.acting and not held.suspended}
    stand_ins = tuple(held for held in state.leaders if held.acting and held.office.id not in filled)
    return Facts(state, since, months, tuple(_leg(state, leg, since) for leg in state.legs), stand_ins)


def _leg(state: State, leg: Leg, since: date) -> LegFacts:
    instruments = state.instruments_of(leg)
    disputes = state.disputes_of(leg)
    events = state.events_of(leg)
    scored = [event for event in events if event.sign]
    return LegFacts(
        leg=leg,
        binding=Counter(item.instrument.bindingness for item in instruments),
        instruments=tuple(item.instrument.id for item in instruments),
        disputes=tuple(item.dispute.id for item in disputes),
        active_disputes=tuple(s.dispute.id for s in disputes if s.phase.phase == "active"),
        recent=tuple(event for event in scored if event.date.earliest > since),
        last_summit=_last(events, "summit"),
        last_ministerial=_last(events, "ministerial"),
        by_year=_by_year(scored),
        scored=tuple(event.id for event in scored),
    )


def _last(events: tuple[Event, ...], kind: str) -> Event | None:
    return next((event for event in reversed(events) if event.kind == kind), None)


def _by_year(events: list[Event]) -> dict[int, tuple[int, int]]:
    years: dict[int, tuple[int, int]] = {}
    for event in events:
        good, bad = years.get(event.date.earliest.year, (0, 0))
        bad_one = event.sign == "conflictual"
        years[event.date.earliest.year] = (good + (not bad_one), bad + bad_one)
    return dict(sorted(years.items()))


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, or that month's last day if it is shorter; never before the first of all."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    if year < date.min.year:
        return date.min
    for last in range(day.day, day.day - 4, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
