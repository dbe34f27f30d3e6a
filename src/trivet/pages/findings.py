"""Findings as a reader sees them."""

from trivet.base.format import format_percent
from trivet.base.message import say
from trivet.case.words import GRADE_WORDS, SECTION_WORDS
from trivet.lens.finding import Finding
from trivet.pages.blocks import Basis, FindingView
from trivet.pages.writer import Writer

MAX_BASIS = 12
"""Objects of a finding's basis shown in its trail; the rest are counted. ``trivet explain`` shows them all."""


def view(finding: Finding, writer: Writer, prefix: str = "") -> FindingView:
    """A finding with its footnotes and trail. ``prefix`` keeps anchors apart where a page shows one twice."""
    notes, more = writer.few_notes(finding.sources)
    return FindingView(
        anchor=prefix + finding.id.replace("/", "-"),
        sentence=writer.say(finding.statement),
        notes=notes,
        more_notes=more,
        grade=finding.grade.value,
        grade_words=writer.term(GRADE_WORDS[finding.grade]),
        badge=_badge(finding, writer),
        basis=tuple(_basis(ref, writer) for ref in finding.basis[:MAX_BASIS]),
        more_basis=max(0, len(finding.basis) - MAX_BASIS),
        assumptions=tuple(writer.say(text) for text in finding.assumptions),
        value=_value(finding, writer),
    )


def _badge(finding: Finding, writer: Writer) -> str:
    if finding.grade == "simulated":
        return writer.say(say("{lens} · seed {seed}", lens=finding.lens, seed=str(finding.seed)))
    return finding.lens


def _basis(ref: str, writer: Writer) -> Basis:
    item = writer.case.find(ref)
    anchored = item.section in ("instruments", "commitments", "events", "claims", "disputes", "issues")
    return Basis(
        what=writer.named(ref, href=f"#{ref.replace('/', '-')}" if anchored else None),
        kind=writer.term(SECTION_WORDS[item.section]),
        grade=writer.case.grade_of(ref).value,
        place=str(item.place()),
    )


def _value(finding: Finding, writer: Writer) -> str:
    """The range behind likelihood words, for the trail; points are never shown without it."""
    if finding.unit != "probability" or finding.interval is None:
        return ""
    low, high = finding.interval.low, finding.interval.high
    return f"{format_percent(low, writer.language)}–{format_percent(high, writer.language)}"
