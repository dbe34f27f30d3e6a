"""A page for one result of a lens: what a brief says of it, and every table in full."""

from collections.abc import Sequence

from trivet.base.languages import Language
from trivet.base.likelihood import LikelihoodTable
from trivet.base.message import N_, say
from trivet.case.model import Case
from trivet.lens.finding import Result
from trivet.lens.registry import get_lens
from trivet.pages.blocks import Block, Page, Section
from trivet.pages.brief import alternates_of, colophon, key_findings, marking_of
from trivet.pages.labels import labels
from trivet.pages.links import without_dead_links
from trivet.pages.sections import method
from trivet.pages.sections.lens import section, table_view
from trivet.pages.writer import Writer


def lens_page(
    case: Case,
    result: Result,
    language: Language,
    *,
    marking: str | None = None,
    likelihood: LikelihoodTable | None = None,
    alternates: Sequence[tuple[Language, str]] = (),
) -> Page:
    """Write the page of a result.

    Args:
        case: the case it was computed from.
        result: the result.
        language: the language of the page.
        marking: banner on every page; the case's own, or "public sources only", if left out.
        likelihood: table of likelihood words; the case's own if left out.
        alternates: languages and addresses of the same page.
    """
    writer = Writer(case, language, case.meta.as_of.latest, likelihood)
    lens = get_lens(result.lens)
    sections = [key_findings(writer, (result,)), section(writer, lens, result), _tables(writer, result)]
    sections.append(method.section(writer, (result,)))
    return Page(
        language=language,
        title=f"{writer.say(lens.title)} · {case.text(case.meta.title, language).words}",
        kicker=writer.say(
            say(
                "{lens} · {case} · stands at {date}",
                lens=lens.name,
                case=case.meta.id,
                date=writer.date(case.meta.as_of),
            )
        ),
        summary=None,
        marking=marking or marking_of(case, writer),
        sections=without_dead_links(tuple(sections)),
        sources=writer.source_notes(),
        sources_heading=writer.term("Sources"),
        colophon=colophon(case, writer),
        alternates=alternates_of(alternates),
        labels=labels(writer),
    )


def _tables(writer: Writer, result: Result) -> Section:
    blocks: list[Block] = [table_view(table, writer, folded=True) for table in result.tables.values() if table.rows]
    return Section("tables", writer.term(N_("Tables in full")), tuple(blocks))
