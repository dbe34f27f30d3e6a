"""How the findings were made: lenses, settings, seeds, digest, and what to cite."""

from trivet._version import __version__
from trivet.base.message import N_, say
from trivet.lens.finding import Result
from trivet.lens.registry import get_lens
from trivet.pages.blocks import Block, Inline, Prose, Row, Section, TableView
from trivet.pages.writer import Writer


def section(writer: Writer, results: tuple[Result, ...]) -> Section:
    """The section; every brief has one."""
    case = writer.case
    blocks: list[Block] = [
        Prose(
            (
                Inline(
                    writer.say(
                        say(
                            "Trivet {version} read the case {case} (content digest {digest}). The same case, settings "
                            "and seed give the same findings.",
                            version=__version__,
                            case=case.meta.id,
                            digest=case.digest[:16],
                        )
                    )
                ),
            )
        ),
        Prose((Inline(_likelihood(writer)),)),
    ]
    if case.terms_chosen:
        chosen = ", ".join(f"{term}={choice}" for term, choice in sorted(case.terms_chosen.items()))
        blocks.append(
            Prose((Inline(writer.say(say("Contested names as chosen by the reader: {terms}.", terms=chosen))),))
        )
    if case.overlays:
        laid = say("What-ifs laid over the case: {names}.", names=", ".join(case.overlays))
        blocks.append(Prose((Inline(writer.say(laid)),)))
    if results:
        blocks.append(_lenses(writer, results))
    licence = say(
        "Words of the case: {licence}. Method: association, not cause; rival readings are possible.",
        licence=case.meta.licence,
    )
    blocks.append(Prose((Inline(writer.say(licence)),), quiet=True))
    return Section("method", writer.term("Method"), tuple(blocks))


def _likelihood(writer: Writer) -> str:
    table = writer.likelihood
    bands = "; ".join(
        f"{band.words.say(writer.language).words} {writer.number(band.low * 100)}–{writer.number(band.high * 100)}%"
        for band in table.bands
    )
    title = table.title.say(writer.language).words
    return writer.say(say("Likelihood words follow {table}: {bands}.", table=title, bands=bands))


def _lenses(writer: Writer, results: tuple[Result, ...]) -> TableView:
    heads = tuple(map(writer.term, (N_("Lens"), N_("Version"), N_("Settings"), N_("Seed"), N_("Published works"))))
    rows = []
    for result in results:
        lens = get_lens(result.lens)
        settings = ", ".join(f"{key}={value}" for key, value in result.settings.items() if value is not None)
        works = " ".join(reference.citation for reference in lens.references)
        cells = (writer.say(lens.title), result.version, settings, str(result.seed), works)
        rows.append(Row(tuple((Inline(words),) for words in cells)))
    return TableView(writer.term("Lenses behind the findings"), heads, tuple(rows))
