"""The chronology: milestones in full view, every event behind a fold."""

from trivet.base.message import N_, say_count
from trivet.case.schema.events import Event
from trivet.case.words import EVENT_WORDS
from trivet.lens.finding import Result
from trivet.pages.blocks import Inline, Line, Row, Section, TableView
from trivet.pages.writer import Writer

SIGN_WORDS = {"cooperative": N_("cooperative"), "conflictual": N_("conflictual")}
MILESTONE = 3


def section(writer: Writer, results: tuple[Result, ...]) -> Section | None:
    """The section, if the case has events."""
    events = writer.state.past_events
    if not events:
        return None
    main = [event for event in events if event.relevance >= MILESTONE]
    rest = [event for event in events if event.relevance < MILESTONE]
    tables = [_table(writer.term("Milestones"), main, writer, folded=False)] if main else []
    if rest:
        caption = writer.say(say_count("One further event", "{count} further events", len(rest)))
        tables.append(_table(caption, rest, writer, folded=True))
    return Section("chronology", writer.term("Chronology"), tuple(tables))


def _table(caption: str, events: list[Event], writer: Writer, *, folded: bool) -> TableView:
    heads = tuple(map(writer.term, (N_("Date"), N_("Event"), N_("Kind"), N_("Sign"))))
    return TableView(caption, heads, tuple(_row(event, writer) for event in events), folded=folded)


def _row(event: Event, writer: Writer) -> Row:
    ref = f"events/{event.id}"
    about: Line = (Inline(" – "), *writer.text(event.description)) if event.description else ()
    return Row(
        (
            (Inline(writer.date(event.date)),),
            (
                writer.named(ref, mark=writer.case.grade_of(ref).value, strong=True),
                *about,
                Inline("", notes=writer.few_notes(event.sources)[0]),
            ),
            (Inline(writer.term(EVENT_WORDS[event.kind])),),
            (Inline(writer.term(SIGN_WORDS[event.sign]) if event.sign else "–"),),
        ),
        f"events-{event.id}",
    )
