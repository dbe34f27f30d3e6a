"""The brief: one document that a planner could print, key findings first."""

from collections.abc import Callable, Sequence
from datetime import date

from trivet._version import __version__
from trivet.base.languages import ENDONYMS, Language
from trivet.base.likelihood import LikelihoodTable
from trivet.base.message import N_, say
from trivet.case.model import Case
from trivet.lens.finding import Finding, Result
from trivet.lens.registry import get_lens
from trivet.pages.blocks import Alternate, Block, Findings, Inline, Page, Prose, Section
from trivet.pages.findings import view
from trivet.pages.labels import labels
from trivet.pages.links import without_dead_links
from trivet.pages.sections import chronology, claims, issues, judged, ledger, method, state, topics
from trivet.pages.sections.lens import figure_view, section
from trivet.pages.writer import Writer

RECORD = "record"
"""The lens whose figures go with the state of the partnership."""

_Maker = Callable[[Writer, tuple[Result, ...]], Section | None]
_BEFORE: tuple[_Maker, ...] = (state.section,)
_AFTER: tuple[_Maker, ...] = (
    issues.section,
    ledger.section,
    claims.section,
    chronology.section,
    topics.section,
    judged.section,
    method.section,
)


def brief_page(
    case: Case,
    results: Sequence[Result],
    language: Language,
    *,
    day: date | None = None,
    marking: str | None = None,
    likelihood: LikelihoodTable | None = None,
    alternates: Sequence[tuple[Language, str]] = (),
) -> Page:
    """Write a brief.

    Args:
        case: the case.
        results: results of the lenses, in the order of their sections.
        language: the language of the document.
        day: the day it describes; the case's own if left out.
        marking: banner on every page; the case's own, or "public sources only", if left out.
        likelihood: table of likelihood words; the case's own if left out.
        alternates: languages and addresses of the same brief.
    """
    when = day or case.meta.as_of.latest
    writer = Writer(case, language, when, likelihood)
    found = tuple(results)
    sections = [key_findings(writer, found)]
    sections += _made(_BEFORE, writer, found)
    sections += [_lens(writer, result) for result in found]
    sections += _made(_AFTER, writer, found)
    return Page(
        language=language,
        title=case.text(case.meta.title, language).words,
        kicker=writer.say(say("Brief · {case} · stands at {date}", case=case.meta.id, date=writer.date(when))),
        summary=writer.text(case.meta.summary)[0] if case.meta.summary else None,
        marking=marking or marking_of(case, writer),
        sections=without_dead_links(tuple(sections)),
        sources=writer.source_notes(),
        sources_heading=writer.term("Sources"),
        colophon=colophon(case, writer),
        alternates=alternates_of(alternates),
        labels=labels(writer),
    )


def _made(makers: tuple[_Maker, ...], writer: Writer, results: tuple[Result, ...]) -> list[Section]:
    return [made for make in makers if (made := make(writer, results)) is not None]


def alternates_of(pairs: Sequence[tuple[Language, str]]) -> tuple[Alternate, ...]:
    """The same document in other languages, by the languages' own names."""
    return tuple(Alternate(tag, ENDONYMS[tag], href) for tag, href in pairs)


def key_findings(writer: Writer, results: tuple[Result, ...]) -> Section:
    """The findings that belong on the first page."""
    key: list[Finding] = [finding for result in results for finding in result.findings if finding.key]
    empty = Prose((Inline(writer.term(N_("The case holds too little for a finding."))),))
    blocks: tuple[Block, ...] = (Findings(tuple(view(finding, writer, "key-") for finding in key)) if key else empty,)
    return Section("key-findings", writer.term("Key findings"), blocks)


def _lens(writer: Writer, result: Result) -> Section:
    lens = get_lens(result.lens)
    if result.lens != RECORD:
        return section(writer, lens, result, brief=True)
    figures = tuple(figure_view(lens, figure, writer) for figure in lens.figures(writer.case, result, writer.sayer))
    rest = tuple(view(finding, writer) for finding in result.findings if not finding.key)
    return Section("record", writer.term(N_("What the record shows")), (*figures, Findings(rest, ordered=False)))


def marking_of(case: Case, writer: Writer) -> str:
    """The banner of a case, "public sources only" if it has none."""
    if case.meta.marking:
        return case.text(case.meta.marking, writer.language).words
    return writer.term(N_("Public sources only"))


def colophon(case: Case, writer: Writer) -> tuple[str, ...]:
    """What a document was made of, and how to read its marks."""
    return (
        writer.say(
            say(
                "Made with Trivet {version} from the case {case}, digest {digest}.",
                version=__version__,
                case=case.meta.id,
                digest=case.digest[:16],
            )
        ),
        writer.term(N_("Facts, judgements and simulated values carry different marks; ranges come before points.")),
    )
