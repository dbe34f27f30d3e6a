"""Where the partnership stands on the day: leaders, what changed, quarrels, what comes next."""

from datetime import date, timedelta

from trivet.base.message import N_, say
from trivet.case.at import InOffice
from trivet.case.diff import changes
from trivet.case.words import PHASE_WORDS
from trivet.lens.finding import Result
from trivet.pages.blocks import Block, Entries, Heading, Inline, Prose, Row, Section, TableView
from trivet.pages.writer import Writer

RECENT_DAYS = 180
MAX_COMING = 12


def section(writer: Writer, results: tuple[Result, ...]) -> Section:
    """The section; every case has one."""
    blocks: list[Block] = []
    if writer.state.leaders:
        blocks.append(_leaders(writer))
    blocks += _open_disputes(writer)
    blocks += _changes(writer)
    blocks += _coming(writer)
    heading = writer.say(say("State of the partnership on {date}", date=writer.date(writer.day)))
    return Section("state", heading, tuple(blocks))


def _leaders(writer: Writer) -> TableView:
    heads = (writer.term("Partner"), writer.term("Office"), writer.term("Holder"), writer.term("Since"))
    rows = tuple(
        Row(
            (
                (writer.named(f"actors/{held.office.of}"),),
                (writer.named(f"offices/{held.office.id}"),),
                (writer.named(f"actors/{held.holding.holder}"), *_standing(held, writer)),
                (Inline(writer.date(held.holding.from_), notes=writer.notes(held.holding.sources[:2])),),
            )
        )
        for held in writer.state.leaders
    )
    return TableView(writer.term("Leaders in office"), heads, rows)


def _standing(held: InOffice, writer: Writer) -> tuple[Inline, ...]:
    if held.acting:
        return (Inline(f" ({writer.term(N_('acting'))})"),)
    if held.suspended:
        return (Inline(f" ({writer.term(N_('powers suspended'))})"),)
    return ()


def _open_disputes(writer: Writer) -> list[Block]:
    partners = set(writer.case.meta.partners)
    shown = [item for item in writer.state.disputes if item.open and set(item.dispute.parties) <= partners]
    if not shown:
        return []
    heads = (writer.term("Dispute"), writer.term("Between"), writer.term("Phase"), writer.term("Since"))
    rows = tuple(
        Row(
            (
                (writer.named(f"disputes/{item.dispute.id}"),),
                (Inline(writer.names(f"actors/{name}" for name in item.dispute.parties)),),
                (Inline(writer.term(PHASE_WORDS[item.phase.phase])),),
                (Inline(writer.date(item.since), notes=writer.notes(item.phase.sources[:2])),),
            ),
            f"disputes-{item.dispute.id}",
        )
        for item in shown
    )
    return [TableView(writer.term("Open disputes between partners"), heads, rows)]


def _changes(writer: Writer) -> list[Block]:
    since = writer.day - min(timedelta(days=RECENT_DAYS), writer.day - date.min)
    found = [c for c in changes(writer.case, since, writer.day) if not c.ref.startswith("commitments/")]
    if not found:
        return []
    leading = {office.id for office in writer.case.offices if office.leads and office.of in writer.case.meta.partners}
    shown = [c for c in found if not c.ref.startswith("offices/") or c.ref.partition("/")[2] in leading]
    title = writer.say(say("What changed since {date}", date=writer.date(since)))
    items = tuple((writer.date(c.date), (Inline(writer.say(c.message)),)) for c in reversed(shown))
    return [Heading(title), Entries(items)] if items else []


def _coming(writer: Writer) -> list[Block]:
    coming = writer.state.coming_events[:MAX_COMING]
    if not coming:
        return []
    items = tuple(
        (writer.date(e.date), (writer.named(f"events/{e.id}", notes=writer.notes(e.sources[:2])),)) for e in coming
    )
    note = writer.term(
        N_("Dates announced by the day of the case.")
        if writer.day >= writer.case.meta.as_of.latest
        else N_("What the record holds after this day.")
    )
    return [Heading(writer.term("On the calendar")), Entries(items), Prose((Inline(note),), quiet=True)]
