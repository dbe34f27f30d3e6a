"""The state of a partnership on a day: who holds office, what is in force, which promises and quarrels stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Protocol, TypeVar

from trivet.base.dates import EDate
from trivet.case.model import Case
from trivet.case.schema.actors import Actor, Holding, Office
from trivet.case.schema.commitments import Assessment, Commitment
from trivet.case.schema.disputes import OPEN, Dispute, Phase
from trivet.case.schema.events import Event
from trivet.case.schema.instruments import IN_EFFECT, Instrument, Turn


class _Dated(Protocol):
    @property
    def date(self) -> EDate: ...

    @property
    def word(self) -> str: ...


_D = TypeVar("_D", bound=_Dated)


@dataclass(frozen=True)
class InOffice:
    """One person in one office on a day. ``suspended``: holds the office, but not its powers."""

    office: Office
    holding: Holding
    suspended: bool

    @property
    def acting(self) -> bool:
        """Whether the person stands in for somebody."""
        return self.holding.acting


@dataclass(frozen=True)
class InstrumentState:
    """One instrument on a day: its last turn, the date since which it has that state, and the days since then."""

    instrument: Instrument
    turn: Turn
    since: EDate
    days: int

    @property
    def in_effect(self) -> bool:
        """Whether it produces effects for somebody."""
        return self.turn.state in IN_EFFECT


@dataclass(frozen=True)
class CommitmentState:
    """One promise on a day: what was last known of it, None before it was made."""

    commitment: Commitment
    assessment: Assessment | None


@dataclass(frozen=True)
class DisputeState:
    """One quarrel on a day: its phase, and the date since which it has been in it."""

    dispute: Dispute
    phase: Phase
    since: EDate

    @property
    def open(self) -> bool:
        """Whether it is still there."""
        return self.phase.phase in OPEN


@dataclass(frozen=True)
class Leg:
    """One side of the partnership: a pair of partners, or all of them together."""

    members: tuple[str, ...]

    @property
    def id(self) -> str:
        """Such as ``alpha-beta``."""
        return "-".join(self.members)


@dataclass(frozen=True)
class State:
    """A case on a day. Everything in it was so, or was last known to be so, at the end of that day."""

    case: Case
    day: date

    @cached_property
    def offices(self) -> tuple[InOffice, ...]:
        """Everybody in office, in file order."""
        return tuple(
            InOffice(office, held, any(stretch.covers(self.day) for stretch in held.suspended))
            for office in self.case.offices
            for held in office.holders
            if held.covers(self.day)
        )

    @cached_property
    def leaders(self) -> tuple[InOffice, ...]:
        """Who leads each partner: holders and stand-ins of offices marked ``leads``, in partner order."""
        order = {name: rank for rank, name in enumerate(self.case.meta.partners)}
        return tuple(
            sorted(
                (held for held in self.offices if held.office.leads and held.office.of in order),
                key=lambda held: order[held.office.of],
            )
        )

    @cached_property
    def instruments(self) -> tuple[InstrumentState, ...]:
        """Every instrument that had begun by the day, in file order."""
        found = ((thing, last_before(thing.history, self.day)) for thing in self.case.instruments)
        states = ((thing, turn, since(thing.history, turn)) for thing, turn in found if turn)
        return tuple(InstrumentState(a, turn, begun, (self.day - begun.earliest).days) for a, turn, begun in states)

    @cached_property
    def commitments(self) -> tuple[CommitmentState, ...]:
        """Every promise made by the day."""
        found = ((thing, last_before(thing.history, self.day)) for thing in self.case.commitments)
        return tuple(
            CommitmentState(thing, known) for thing, known in found if known or thing.made_on.earliest <= self.day
        )

    @cached_property
    def disputes(self) -> tuple[DisputeState, ...]:
        """Every quarrel that had begun by the day, settled ones too."""
        found = ((thing, last_before(thing.history, self.day)) for thing in self.case.disputes)
        return tuple(DisputeState(thing, phase, since(thing.history, phase)) for thing, phase in found if phase)

    @cached_property
    def past_events(self) -> tuple[Event, ...]:
        """Events up to the day, oldest first."""
        return tuple(
            sorted(
                (e for e in self.case.events if e.date.earliest <= self.day and not e.scheduled),
                key=lambda e: (e.date, e.id),
            )
        )

    @cached_property
    def coming_events(self) -> tuple[Event, ...]:
        """Events after the day that the case knows, soonest first: what followed, and what was scheduled."""
        coming = [e for e in self.case.events if (e.date.latest if e.scheduled else e.date.earliest) > self.day]
        return tuple(sorted(coming, key=lambda e: (max(e.date.latest, self.day), e.date, e.id)))

    @cached_property
    def legs(self) -> tuple[Leg, ...]:
        """The pairs of partners, and all together if they are more than two."""
        partners = self.case.meta.partners
        pairs = [Leg(pair) for pair in combinations(partners, 2)]
        return (*pairs, Leg(partners)) if len(partners) > 2 else tuple(pairs)

    def members_at(self, actor: Actor) -> tuple[str, ...]:
        """The members of a grouping on the day."""
        dated = [
            other.id
            for other in self.case.actors
            for belonging in other.memberships
            if belonging.in_ == actor.id and belonging.covers(self.day)
        ]
        return tuple(dict.fromkeys((*actor.members, *dated)))

    def instruments_of(self, leg: Leg) -> tuple[InstrumentState, ...]:
        """Instruments in effect that belong to a leg: exactly its members among the partners are parties."""
        partners = set(self.case.meta.partners)
        return tuple(
            s for s in self.instruments if s.in_effect and partners & set(s.instrument.parties) == set(leg.members)
        )

    def disputes_of(self, leg: Leg) -> tuple[DisputeState, ...]:
        """Open quarrels whose parties are the members of a leg, and nobody else of the partners."""
        partners = set(self.case.meta.partners)
        return tuple(
            s
            for s in self.disputes
            if s.open and partners & set(s.dispute.parties) == set(leg.members) and set(s.dispute.parties) <= partners
        )

    def events_of(self, leg: Leg, since: date | None = None) -> tuple[Event, ...]:
        """Past events on a leg, from ``since`` on."""
        return tuple(
            e for e in self.past_events if (since is None or e.date.earliest >= since) and touches(e, leg, self.case)
        )


def state_at(case: Case, day: date | str | EDate) -> State:
    """The state of a case on a day; an imprecise date counts to its last day.

    Raises:
        ValueError: if ``day`` is no date.
    """
    return State(case, day if isinstance(day, date) else EDate.of(day).latest)


def last_before(history: Sequence[_D], day: date) -> _D | None:
    """The last entry of a history that had begun by a day."""
    found = None
    for entry in history:
        if entry.date.earliest <= day:
            found = entry
    return found


def since(history: Sequence[_D], last: _D) -> EDate:
    """Since when the state of ``last`` has held: the date of the first entry of the unbroken run that ends with it."""
    begun = last.date
    for entry in reversed(history[: history.index(last)]):
        if entry.word != last.word:
            break
        begun = entry.date
    return begun


def pairs_of(event: Event, case: Case) -> Iterable[frozenset[str]]:
    """The pairs of actors that an event's dyads stand for; a grouping stands for the pairs of its members."""
    actors = {actor.id: actor for actor in case.actors}
    for dyad in event.dyads:
        if len(dyad) == 2:
            yield frozenset(dyad)
        elif (group := actors.get(dyad[0])) and len(group.members) > 1:
            yield from map(frozenset, combinations(group.members, 2))


def touches(event: Event, leg: Leg, case: Case) -> bool:
    """Whether an event belongs to a leg: to the whole if a dyad names the whole, to a pair if it names that pair."""
    whole = len(leg.members) > 2
    for dyad in event.dyads:
        if whole and len(dyad) == 1 and dyad[0] == case.meta.grouping:
            return True
        if not whole and set(dyad) == set(leg.members):
            return True
    return False
