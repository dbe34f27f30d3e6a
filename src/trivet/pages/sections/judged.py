"""What is judged and by whom, how firm the rest is, and what nobody could verify."""

from collections import Counter

from trivet.base.grade import Grade
from trivet.base.message import N_, say
from trivet.case.schema.common import Object
from trivet.case.words import GRADE_WORDS, SECTION_WORDS
from trivet.lens.finding import Result
from trivet.pages.blocks import Block, Inline, Prose, Row, Section, TableView
from trivet.pages.writer import Writer

GRADE_MEANINGS = {
    Grade.DOCUMENTED: N_("rests on a government or treaty text, original or reprinted"),
    Grade.REPORTED: N_("rests on news, think tanks or digests"),
    Grade.ESTIMATED: N_("estimated from data"),
    Grade.JUDGED: N_("somebody's judgement, or background knowledge without a source"),
    Grade.SIMULATED: N_("drawn by a model"),
}


def section(writer: Writer, results: tuple[Result, ...]) -> Section:
    """The section; every case has one."""
    blocks: list[Block] = []
    if writer.case.meta.compiled_by:
        blocks.append(Prose(writer.text(writer.case.meta.compiled_by, mark="judged")))
    blocks += [Prose((Inline(writer.say(message)),)) for message in _judgements(writer)]
    blocks.append(_grades(writer))
    blocks.append(_by_section(writer))
    return Section("judged", writer.term("What is judged, and by whom"), tuple(blocks))


def _judgements(writer: Writer) -> list:  # type: ignore[type-arg]
    case = writer.case
    scored = sum(event.intensity is not None for event in case.events)
    positions = sum(len(issue.positions) for issue in case.issues)
    unsourced = sum(
        thing.support == "background" for item in case.objects() if isinstance(thing := item.object, Object)
    )
    found = []
    if scored:
        found.append(say("{count} events carry hand-coded scores.", count=scored))
    if positions:
        found.append(
            say("{count} positions on {issues} issues are judged as ranges.", count=positions, issues=len(case.issues))
        )
    if unsourced:
        found.append(
            say("{count} objects rest on background knowledge and must not be shown as verified.", count=unsourced)
        )
    return found


def _grades(writer: Writer) -> TableView:
    rows = tuple(
        Row(((Inline(writer.term(GRADE_WORDS[grade]), mark=grade.value),), (Inline(writer.term(meaning)),)))
        for grade, meaning in GRADE_MEANINGS.items()
    )
    return TableView(writer.term("Grades and their marks"), (writer.term("Grade"), writer.term("Meaning")), rows)


def _by_section(writer: Writer) -> TableView:
    counts: dict[str, Counter[Grade]] = {}
    for item in writer.case.objects():
        if item.section not in ("terms", "topics"):
            counts.setdefault(item.section, Counter())[writer.case.grade_of(item.ref)] += 1
    shown = [grade for grade in Grade if any(count[grade] for count in counts.values())]
    rows = tuple(
        Row(
            (
                (Inline(writer.term(SECTION_WORDS[name])),),
                *((Inline(writer.number(count[grade])),) for grade in shown),
                (Inline(writer.number(count.total())),),
            )
        )
        for name, count in counts.items()
    )
    heads = (
        writer.term("Part of the case"),
        *(writer.term(GRADE_WORDS[grade]) for grade in shown),
        writer.term("Total"),
    )
    return TableView(writer.term("How firm the record is"), heads, rows, numeric=tuple(range(1, len(heads))))
