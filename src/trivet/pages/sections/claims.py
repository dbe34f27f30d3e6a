"""The claims check: which statements of the text under study hold."""

from trivet.base.message import N_
from trivet.case.schema.claims import Claim
from trivet.case.words import CLAIM_WORDS, VERDICT_WORDS
from trivet.lens.finding import Result
from trivet.pages.blocks import Block, Inline, Prose, Row, Section, TableView
from trivet.pages.writer import Writer

ORDER = ("contradicted", "unverifiable", "confirmed", "opinion")


def section(writer: Writer, results: tuple[Result, ...]) -> Section | None:
    """The section, if the case checks a text and the day has reached the case's own."""
    claims = writer.case.claims
    if not claims or writer.day < writer.case.meta.as_of.earliest:
        return None
    groups: list[tuple[str, list[Claim], bool]] = [
        (N_("Contradicted"), [c for c in claims if c.verdict == "contradicted"], False),
        (N_("Confirmed only in part"), [c for c in claims if c.verdict == "confirmed" and c.partial], False),
        (N_("Not verifiable"), [c for c in claims if c.verdict == "unverifiable"], False),
        (N_("Confirmed"), [c for c in claims if c.verdict == "confirmed" and not c.partial], True),
        (N_("Opinion"), [c for c in claims if c.verdict == "opinion"], True),
    ]
    note = writer.term(N_("Not verifiable means that no source read settles it, not that it is false."))
    blocks: list[Block] = [Prose((Inline(note),), quiet=True)]
    blocks += [_table(writer.term(title), found, writer, folded) for title, found, folded in groups if found]
    return Section("claims", writer.term("Claims check: which statements of the essay hold"), tuple(blocks))


def _table(title: str, claims: list[Claim], writer: Writer, folded: bool) -> TableView:
    heads = tuple(map(writer.term, (N_("Statement"), N_("Type"), N_("Verdict"), N_("Note"))))
    caption = f"{title} ({len(claims)})"
    return TableView(caption, heads, tuple(_row(claim, writer) for claim in claims), folded=folded)


def _row(claim: Claim, writer: Writer) -> Row:
    verdict = writer.term(VERDICT_WORDS[claim.verdict])
    if claim.partial:
        verdict += f", {writer.term(N_('in part'))}"
    return Row(
        (
            (writer.named(f"claims/{claim.id}"), Inline("", notes=writer.few_notes(claim.sources)[0])),
            (Inline(writer.term(CLAIM_WORDS[claim.type])),),
            (Inline(verdict, strong=claim.verdict == "contradicted"),),
            writer.text(claim.note),
        ),
        f"claims-{claim.id}",
    )
