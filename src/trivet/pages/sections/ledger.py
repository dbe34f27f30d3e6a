"""The ledger: every instrument and every commitment with its state on the day."""

from trivet.base.message import N_, say_count
from trivet.base.text import Text
from trivet.case.at import CommitmentState, InstrumentState
from trivet.case.words import BINDINGNESS_WORDS, STATE_WORDS, STATUS_WORDS, TYPE_WORDS
from trivet.lens.finding import Result
from trivet.pages.blocks import Block, Inline, Line, Prose, Row, Section, TableView
from trivet.pages.writer import Writer


def section(writer: Writer, results: tuple[Result, ...]) -> Section | None:
    """The section, if the case has instruments or commitments."""
    blocks: list[Block] = []
    if writer.state.instruments:
        blocks += [_counted(writer), _instruments(writer)]
    if writer.state.commitments:
        blocks.append(_commitments(writer))
    return Section("ledger", writer.term("Ledger of instruments and commitments"), tuple(blocks)) if blocks else None


def _counted(writer: Writer) -> Prose:
    in_effect = sum(item.in_effect for item in writer.state.instruments)
    words = writer.say(
        say_count(
            "One instrument is in effect; the rest have ended or not begun.",
            "{count} of {total} instruments are in effect.",
            in_effect,
            total=len(writer.state.instruments),
        )
    )
    return Prose((Inline(words),))


def _instruments(writer: Writer) -> TableView:
    heads = (
        N_("Instrument"),
        N_("Parties"),
        N_("Kind"),
        N_("State"),
        N_("Since"),
        N_("What it obliges to"),
    )
    rows = tuple(_instrument(item, writer) for item in writer.state.instruments)
    return TableView(writer.term("Instruments"), tuple(map(writer.term, heads)), rows)


def _instrument(item: InstrumentState, writer: Writer) -> Row:
    thing, turn = item.instrument, item.turn
    kind = f"{writer.term(TYPE_WORDS[thing.type])}, {writer.term(BINDINGNESS_WORDS[thing.bindingness])}"
    note = writer.case.sources_of((f"instruments/{thing.id}",))
    parties = writer.names(f"actors/{name}" for name in thing.parties)
    return Row(
        (
            (
                writer.named(
                    f"instruments/{thing.id}", mark=writer.case.grade_of(f"instruments/{thing.id}").value, strong=True
                ),
                Inline("", notes=writer.few_notes(note)[0]),
            ),
            (Inline(parties + (f", {writer.term(N_('others'))}" if thing.others else "")),),
            (Inline(kind),),
            (Inline(writer.term(STATE_WORDS[turn.state])), *_aside(turn.note, writer)),
            (Inline(writer.date(item.since)),),
            writer.text(thing.obliges),
        ),
        f"instruments-{thing.id}",
    )


def _aside(note: Text | None, writer: Writer) -> Line:
    return (Inline(" · "), *writer.text(note)) if note else ()


def _commitments(writer: Writer) -> TableView:
    heads = (N_("Commitment"), N_("Owner"), N_("Due"), N_("Status"), N_("Evidence"))
    rows = tuple(_commitment(item, writer) for item in writer.state.commitments)
    return TableView(writer.term("Commitments"), tuple(map(writer.term, heads)), rows)


def _commitment(item: CommitmentState, writer: Writer) -> Row:
    thing, known, words = item.commitment, item.assessment, writer.case.vocabulary
    status = STATUS_WORDS[known.status] if known else STATUS_WORDS["made"]
    owners: list[Inline] = []
    for name in thing.owners:
        owners += [Inline(", ")] if owners else []
        owners += writer.text(words.owners[name]) if name in words.owners else [writer.named(f"actors/{name}")]
    inferred = f" ({writer.term(N_('inferred'))})" if known and known.inferred else ""
    ref = f"commitments/{thing.id}"
    return Row(
        (
            (
                writer.named(ref, mark=writer.case.grade_of(ref).value),
                Inline("", notes=writer.few_notes(thing.sources)[0]),
            ),
            tuple(owners),
            writer.text(words.cadence.get(thing.due)) if thing.due else (),
            (Inline(writer.term(status) + inferred, strong=bool(known and known.status in ("lapsed", "broken"))),),
            writer.text(known.evidence) if known else (),
        ),
        f"commitments-{thing.id}",
    )
