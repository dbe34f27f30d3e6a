"""The tables behind the figures."""

from trivet.base.message import DateParam, NumberParam, ObjectRef, Term, say
from trivet.case.network import network
from trivet.case.words import EVENT_WORDS, TIE_WORDS
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Cell, Column, Table
from trivet.lenses.record.read import Facts
from trivet.lenses.record.words import leg_name


def add_tables(builder: ResultBuilder, facts: Facts) -> None:
    """Add the tables of legs, years, ties and milestones."""
    builder.table("legs", _legs(facts))
    builder.table("years", _years(facts))
    builder.table("ties", _ties(facts))
    builder.table("milestones", _milestones(facts))


def _legs(facts: Facts) -> Table:
    columns = (
        Column(name="leg", title=say("Leg")),
        Column(name="legal", title=say("Legally binding")),
        Column(name="other", title=say("Other instruments")),
        Column(name="disputes", title=say("Open disputes")),
        Column(name="cooperative", title=say("Cooperative events")),
        Column(name="conflictual", title=say("Conflictual events")),
    )
    rows = tuple(
        (
            leg_name(leg.leg),
            leg.binding["legal"],
            len(leg.instruments) - leg.binding["legal"],
            len(leg.disputes),
            leg.cooperative,
            leg.conflictual,
        )
        for leg in facts.legs
    )
    return Table(
        title=say("Legs of the partnership; events of the last {months} months", months=facts.months),
        columns=columns,
        rows=rows,
    )


def _years(facts: Facts) -> Table:
    columns = (
        Column(name="leg", title=say("Leg")),
        Column(name="year", title=say("Year")),
        Column(name="cooperative", title=say("Cooperative events")),
        Column(name="conflictual", title=say("Conflictual events")),
    )
    rows: list[tuple[Cell, ...]] = [
        (leg_name(leg.leg), str(year), good, bad) for leg in facts.legs for year, (good, bad) in leg.by_year.items()
    ]
    return Table(title=say("Events on record by leg and year"), columns=columns, rows=tuple(rows))


def _ties(facts: Facts) -> Table:
    columns = (
        Column(name="a", title=say("Actor")),
        Column(name="b", title=say("Actor")),
        Column(name="kind", title=say("Tie")),
        Column(name="weight", title=say("Weight")),
        Column(name="instruments", title=say("Instruments in effect")),
        Column(name="disputes", title=say("Open disputes")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            ObjectRef(ref=f"actors/{tie.pair[0]}"),
            ObjectRef(ref=f"actors/{tie.pair[1]}"),
            Term(msgid=TIE_WORDS[tie.kind]),
            NumberParam(value=tie.weight, digits=1),
            len(tie.instruments),
            len(tie.disputes),
        )
        for tie in network(facts.state)
    ]
    return Table(title=say("Ties between actors"), columns=columns, rows=tuple(rows))


def _milestones(facts: Facts) -> Table:
    columns = (
        Column(name="date", title=say("Date")),
        Column(name="event", title=say("Event")),
        Column(name="kind", title=say("Kind")),
    )
    rows: list[tuple[Cell, ...]] = [
        (DateParam(date=event.date), ObjectRef(ref=f"events/{event.id}"), Term(msgid=EVENT_WORDS[event.kind]))
        for event in facts.state.past_events
        if event.relevance == 3
    ]
    return Table(title=say("Milestones"), columns=columns, rows=tuple(rows))
