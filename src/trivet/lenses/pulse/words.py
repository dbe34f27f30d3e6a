"""What the lens says, as messages."""

import numpy as np

from trivet.base.dates import EDate
from trivet.base.message import (
    N_,
    DateParam,
    LikelihoodParam,
    ListParam,
    Message,
    NumberParam,
    ObjectRef,
    Param,
    Phrase,
    Term,
    say,
    say_count,
)
from trivet.case.at import Leg
from trivet.lenses.pulse.answer import Alarm, Answer, Break, Fan, Measured, Moved, Origin, Standing, Track

DIRECTIONS = {"warmer": N_("warmer"), "colder": N_("colder")}
DETECTORS = {"cusum": N_("cumulative sums"), "online": N_("on-line change points")}
METHODS = {
    "weighted pool": N_("weighted pool"),
    "plain pool": N_("plain pool"),
    "what was usual": N_("what was usual"),
    "replayed months": N_("replayed months"),
}
PARTS = {
    "volume": N_("how much is reported"),
    "positive": N_("the cooperative part"),
    "negative": N_("the conflictual part"),
}


def members(leg: Leg) -> Param:
    """The members of a tie as a list."""
    return ListParam(items=tuple(ObjectRef(ref=f"actors/{name}") for name in leg.members))


def month(when: np.datetime64) -> DateParam:
    """A month as a parameter."""
    return DateParam(date=EDate.of(str(when.astype("datetime64[M]"))))


def state(track: Track, value: float, low: float, high: float, standing: Standing | None) -> Message:
    """Where a tie stands now, against its own history."""
    scale = track.scale
    said: dict[str, Param] = {
        "members": members(track.tie.leg),
        "measure": Phrase(message=scale.title),
        "value": scale.say(value),
        "low": scale.say(low),
        "high": scale.say(high),
        "month": month(track.months[-1]),
    }
    if standing is None:
        return say("{members}. {measure} in {month}: {value} ({low} to {high}).", **said)
    return say(
        "{members}. {measure} in {month}: {value} ({low} to {high}). Of earlier spells of three months, {share} were "
        "warmer than the last three.",
        share=percent(standing.rank),
        **said,
    )


def warming(track: Track, standing: Standing) -> Message:
    """Whether a tie is warming now."""
    return say(
        "That {members} have been warmer in the last six months than in the twelve before: {likelihood}.",
        members=members(track.tie.leg),
        likelihood=LikelihoodParam(low=standing.warming_low, high=standing.warming_high),
    )


def change(track: Track, found: Break) -> Message:
    """The last lasting change."""
    scale = track.scale
    return say(
        "The last lasting change between {members} set in with {month} ({first} to {last}; {level} of the "
        "probability), from {before} to {after}: {direction}. That there was a change at all: {likelihood}.",
        members=members(track.tie.leg),
        month=month(found.month),
        first=month(found.first),
        last=month(found.last),
        level=percent(found.mass),
        before=scale.say(found.before),
        after=scale.say(found.after),
        direction=Term(msgid=DIRECTIONS[scale.direction(found.after - found.before)]),
        likelihood=LikelihoodParam(low=found.probability, high=found.probability),
    )


def no_change(track: Track) -> Message:
    """A series without a lasting change."""
    return say(
        "Between {members}, no lasting change stands out from the ups and downs since {month}.",
        members=members(track.tie.leg),
        month=month(track.months[0]),
    )


def alarms(track: Track, found: tuple[Alarm, ...], per_year: float) -> Message:
    """The alarms of the last years."""
    rate = NumberParam(value=per_year, digits=1)
    if not found:
        return say(
            "{members}: no alarm in the last 24 months, at {rate} false alarms a year.",
            members=members(track.tie.leg),
            rate=rate,
        )
    told = tuple(
        Phrase(
            message=say("{month} ({direction})", month=month(a.month), direction=Term(msgid=DIRECTIONS[a.direction]))
        )
        for a in found
    )
    return say_count(
        "{members}: one alarm in the last 24 months, at {rate} false alarms a year: {alarms}.",
        "{members}: {count} alarms in the last 24 months, at {rate} false alarms a year: {alarms}.",
        len(found),
        members=members(track.tie.leg),
        rate=rate,
        alarms=ListParam(items=told),
    )


def _alarm(alarm: Alarm) -> Message:
    return say("{month} ({direction})", month=month(alarm.month), direction=Term(msgid=DIRECTIONS[alarm.direction]))


def measured(track: Track, found: Measured) -> Message:
    """How alarms fared on the case's own events."""
    return say(
        "{members}: of {turns} marked turns in the case, alarms within three months caught {caught}, after "
        "{delay} months on average, with {false} false alarms a year; alarms at random would have caught {chance}.",
        members=members(track.tie.leg),
        turns=found.turns,
        caught=found.caught,
        delay=NumberParam(value=found.delay if found.caught else 0.0, digits=1),
        false=NumberParam(value=found.false_per_year, digits=1),
        chance=NumberParam(value=found.by_chance, digits=1),
    )


def outlook(track: Track, fan: Fan, ahead: int) -> Message:
    """What the coming months may look like."""
    scale = track.scale
    return say(
        "{members}. {measure} in {month}: {low} to {high}, with a probability of {mass}.",
        members=members(track.tie.leg),
        measure=Phrase(message=scale.title),
        month=month(fan.months[ahead - 1]),
        low=scale.say(fan.at(ahead, 0.1)),
        high=scale.say(fan.at(ahead, 0.9)),
        mass=percent(0.8),
    )


def moved(track: Track, found: Moved) -> Message:
    """Which part of the index moved."""
    return say(
        "{members}: what moved most between the last twelve months and the twelve before is {part}.",
        members=members(track.tie.leg),
        part=Term(msgid=PARTS[found.part]),
    )


def chronology_only(ties: int, events: int) -> Message:
    """The index rests on the case alone."""
    return say(
        "No event data are used: the index of {ties} ties rests on {events} events which the case lists and scores by "
        "hand. It shows what the compilers found worth listing, not all that happened.",
        ties=ties,
        events=events,
    )


def data_used(origin: Origin) -> Message:
    """Which event data were used."""
    return say(
        "Event data: {data}, {rows} rows up to the day of the case. {citation}",
        data=origin.data or "",
        rows=NumberParam(value=origin.rows),
        citation=origin.citation,
    )


def not_covered(track: Track) -> Message:
    """A tie that the event data do not show."""
    return say(
        "{members}: the event data do not reach this tie; its index rests on the case's own list.",
        members=members(track.tie.leg),
    )


def method(answer: Answer) -> tuple[Message, ...]:
    """What must hold for the outlook."""
    fan = answer.fan
    assert fan is not None
    told = [say("The past is a guide: no event in the coming months is of a kind that the series has never seen.")]
    if answer.track.origin.data is None:
        told.append(say("The compilers go on listing and scoring events as they have."))
    if fan.method == "replayed months":
        told.append(say("Quiet spells and crises come as they did in the last ten years."))
    elif fan.fell_back:
        told.append(say("On its own past, nothing beat the plain mean of simple forecasts, so that is what is shown."))
    return tuple(told)


def assumed(track: Track) -> tuple[Message, ...]:
    """What must hold for the index."""
    if track.origin.data is None:
        return (say("Scores by hand, discounted by age; one analyst's choice of events stands for all that happened."),)
    return (say("News stand for what happened; the source's coverage of the tie has not changed."),)


def percent(share: float) -> NumberParam:
    """A share between 0 and 1 as a percentage."""
    return NumberParam(value=share * 100, unit="%")
