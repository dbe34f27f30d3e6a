"""What the lens says, as messages."""

from collections.abc import Iterable
from datetime import date

from trivet.base.dates import EDate
from trivet.base.message import (
    DateParam,
    LikelihoodParam,
    ListParam,
    Message,
    ObjectRef,
    Param,
    Phrase,
    Term,
    say,
    say_count,
)
from trivet.case.at import InOffice, Leg
from trivet.case.schema.events import Event
from trivet.case.schema.instruments import Instrument, Turn
from trivet.case.words import STATE_WORDS, TYPE_WORDS


def actor(name: str) -> ObjectRef:
    """An actor as a parameter."""
    return ObjectRef(ref=f"actors/{name}")


def leg_name(leg: Leg) -> Param:
    """The members of a leg as a list."""
    return ListParam(items=tuple(actor(name) for name in leg.members))


def day(when: date | EDate) -> DateParam:
    """A day as a parameter."""
    return DateParam(date=EDate.of(when))


def stand_in(held: InOffice) -> Message:
    """Somebody acts for an absent leader."""
    office, person = ObjectRef(ref=f"offices/{held.office.id}"), actor(held.holding.holder)
    if held.holding.from_ is None:
        return say("Nobody is in full office as {office}: {person} is acting.", office=office, person=person)
    return say(
        "Nobody is in full office as {office}: {person} has been acting since {date}.",
        office=office,
        person=person,
        date=day(held.holding.from_),
    )


def in_full_office(held: InOffice) -> Message:
    """Who leads a partner."""
    return say(
        "{person} is in office as {office}.",
        office=ObjectRef(ref=f"offices/{held.office.id}"),
        person=actor(held.holding.holder),
    )


def none_binding(leg: Leg, total: int, political: int) -> Message:
    """No instrument of a leg binds legally."""
    return say_count(
        "The one instrument in effect that ties {members} together is not legally binding.",
        "None of the {count} instruments in effect that tie {members} together is legally binding; "
        "politically binding: {political}.",
        total,
        members=leg_name(leg),
        political=political,
    )


def some_binding(leg: Leg, total: int, legal: int) -> Message:
    """How many instruments of a leg bind legally."""
    return say_count(
        "The one instrument in effect that ties {members} together is legally binding.",
        "{count} instruments in effect tie {members} together; legally binding: {legal}.",
        total,
        members=leg_name(leg),
        legal=legal,
    )


def no_instruments(leg: Leg) -> Message:
    """A leg without any instrument."""
    return say("No instrument in effect ties {members} together.", members=leg_name(leg))


def recent(leg: Leg, good: int, bad: int, months: int) -> Message:
    """Recent events on a leg."""
    return say(
        "{members}: {good} cooperative and {bad} conflictual events on record in the last {months} months.",
        members=leg_name(leg),
        good=good,
        bad=bad,
        months=months,
    )


def kept(low: float, high: float, sure: int, total: int, unknown: int) -> Message:
    """The share of promises that are kept."""
    return say(
        "{sure} of {total} commitments are done or ongoing, and for {unknown} no evidence was found either way. "
        "That a commitment picked at random is kept is therefore {likelihood}.",
        likelihood=LikelihoodParam(low=low, high=high),
        sure=sure,
        total=total,
        unknown=unknown,
    )


def not_kept(count: int, items: Iterable[str]) -> Message:
    """Promises that lapsed or were broken."""
    listed = ListParam(items=tuple(ObjectRef(ref=f"commitments/{name}") for name in items))
    return say_count(
        "One commitment has lapsed or been broken: {items}.",
        "{count} commitments have lapsed or been broken: {items}.",
        count,
        items=listed,
    )


def verdicts(total: int, confirmed: int, partial: int, contradicted: int, unverifiable: int, opinion: int) -> Message:
    """How the statements of the essay fare."""
    return say(
        "Of {total} statements in the essay, {confirmed} are confirmed ({partial} of them only in part), "
        "{contradicted} are contradicted, {unverifiable} could not be verified, and {opinion} are opinion.",
        total=total,
        confirmed=confirmed,
        partial=partial,
        contradicted=contradicted,
        unverifiable=unverifiable,
        opinion=opinion,
    )


def open_disputes(count: int, active: int) -> Message:
    """Open quarrels among partners."""
    return say_count(
        "One dispute between partners is open, {active} active and the rest managed.",
        "{count} disputes between partners are open: {active} active, the rest managed.",
        count,
        active=active,
    )


def base_rate(leg: Leg, years: int, total: int, low: float, high: float) -> Message:
    """How often a year turns bad on a leg."""
    return say(
        "{members}: conflictual events outnumbered cooperative ones in {years} of {total} years with events on "
        "record. The likelihood of such a year, on that base rate alone: {likelihood}.",
        members=leg_name(leg),
        years=years,
        total=total,
        likelihood=LikelihoodParam(low=low, high=high),
    )


def channel_kept_open(held: InOffice, leg: Leg, meetings: int) -> Message:
    """Meetings of all partners while somebody acts for an absent leader."""
    return say_count(
        "Since an acting leader took over in {country}, {members} have met once at ministerial level or above.",
        "Since acting leaders took over in {country}, {members} have met {count} times at ministerial level or above.",
        meetings,
        country=actor(held.office.of),
        members=leg_name(leg),
    )


def last_summit(leg: Leg, event: Event, days: int) -> Message:
    """The last meeting of the leaders."""
    return say(
        "The last summit of {members} on record is {event}, on {date}, {days} days earlier.",
        members=leg_name(leg),
        event=ObjectRef(ref=f"events/{event.id}"),
        date=day(event.date),
        days=days,
    )


def notice_history(instrument: Instrument, turns: Iterable[Turn]) -> Message:
    """The turns of an instrument that once stood under notice."""
    steps = tuple(
        Phrase(message=say("{state} on {date}", state=Term(msgid=STATE_WORDS[turn.state]), date=day(turn.date)))
        for turn in turns
    )
    return say(
        "{instrument}: {steps}.", instrument=ObjectRef(ref=f"instruments/{instrument.id}"), steps=ListParam(items=steps)
    )


def coming(event: Event) -> Message:
    """The next dated event."""
    return say(
        "Next on the calendar: {event}, {date}.", event=ObjectRef(ref=f"events/{event.id}"), date=day(event.date)
    )


def kind_of(instrument: Instrument) -> Term:
    """The type of an instrument as a word."""
    return Term(msgid=TYPE_WORDS[instrument.type])
