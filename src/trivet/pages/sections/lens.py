"""A section for the findings of a lens. A lens that comes later, or from elsewhere, gets its section by itself."""

from collections.abc import Iterable, Sequence

from trivet.base.message import N_, say, say_count
from trivet.lens.finding import Figure, Finding, Result, Table
from trivet.lens.protocol import Lens
from trivet.pages.blocks import Block, FigureView, Findings, Heading, Inline, Prose, Row, Section, TableView
from trivet.pages.findings import view
from trivet.pages.writer import Writer


def section(writer: Writer, lens: Lens, result: Result, *, brief: bool = False) -> Section:
    """Question, findings, figures; in a brief without details, and with a line that says where these stand."""
    blocks: list[Block] = [Prose((Inline(writer.say(lens.question)),), quiet=True)]
    shown = [finding for finding in result.findings if not (brief and finding.detail)]
    figures = [own for own in lens.figures(writer.case, result, writer.sayer) if not (brief and own.detail)]
    groups = _groups(writer, lens, shown)
    for ref, findings in groups.items():
        if ref:
            blocks.append(Heading(writer.case.name(ref, writer.language).words))
        if findings:
            blocks.append(Findings(tuple(view(finding, writer) for finding in findings), ordered=False))
        own = [figure for figure in figures if _about(figure, ref, groups)]
        blocks += [figure_view(lens, figure, writer) for figure in own]
    if len(shown) < len(result.findings):
        blocks.append(Prose((Inline(_more(writer, lens, len(result.findings) - len(shown))),), quiet=True))
    return Section(f"lens-{lens.name}", writer.say(lens.title), tuple(blocks))


def _more(writer: Writer, lens: Lens, count: int) -> str:
    return writer.say(
        say_count(
            "{count} more finding, with tables and figures: {command}",
            "{count} more findings, with tables and figures: {command}",
            count,
            command=f"trivet run {lens.name} {writer.case.meta.id} --page {lens.name}.html",
        )
    )


def _groups(writer: Writer, lens: Lens, findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Findings by the object of the case that each is about, if they are about several; those on none of them first.

    A finding is about an object if its id goes on with the id of one that the lens needs: ``lens/object/name``.
    """
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        name = finding.id.split("/")[1]
        ref = next((f"{need}/{name}" for need in lens.needs if f"{need}/{name}" in writer.case.index), "")
        found.setdefault(ref, []).append(finding)
    about = len(found) - ("" in found)
    if about < 2:
        return {"": list(findings)}
    return {"": found.pop(""), **found} if "" in found else found


def _about(figure: Figure, ref: str, groups: Iterable[str]) -> bool:
    """Whether a figure belongs to a group: its id ends with the id of the group's object, or with nobody's."""
    if ref:
        return figure.id.endswith(f"-{ref.partition('/')[2]}")
    return not any(other and figure.id.endswith(f"-{other.partition('/')[2]}") for other in groups)


def figure_view(lens: Lens, figure: Figure, writer: Writer) -> FigureView:
    """A figure of a lens with its source line and table."""
    sources = writer.case.sources_of(figure.basis)
    notes, more = writer.few_notes(sources)
    if figure.source:
        line, notes = figure.source, ()
    elif more:
        line = say("Source: the case, {count} sources, among them", count=len(sources))
    else:
        line = say(N_("Source: the case"))
    return FigureView(
        anchor=f"figure-{lens.name}-{figure.id}",
        title=writer.say(figure.title),
        alt=writer.say(figure.alt),
        spec=figure.spec,
        source_line=writer.say(line),
        notes=notes,
        updated="" if figure.source else writer.say(say("Stands at {date}", date=writer.date(writer.day))),
        table=table_view(figure.table, writer, folded=True),
    )


def table_view(table: Table, writer: Writer, *, folded: bool = False) -> TableView:
    """A table of a result."""
    return TableView(
        caption=writer.say(table.title),
        heads=tuple(writer.say(column.title) for column in table.columns),
        rows=tuple(Row(tuple((Inline(writer.sayer.cell(cell)),) for cell in row)) for row in table.rows),
        folded=folded,
        numeric=tuple(i for i, cell in enumerate(table.rows[0] if table.rows else ()) if isinstance(cell, int | float)),
    )
