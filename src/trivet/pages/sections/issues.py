"""Open issues: each scale, where it stands, and who pulls which way, all judged."""

from trivet.base.message import N_
from trivet.base.quantity import Range
from trivet.case.schema.issues import Issue, Position
from trivet.lens.finding import Result
from trivet.pages.blocks import Inline, Line, Prose, Row, Section, TableView
from trivet.pages.writer import Writer

SHOWN = 2


def section(writer: Writer, results: tuple[Result, ...]) -> Section | None:
    """The section, if the case has issues and the day has reached theirs."""
    issues = [issue for issue in writer.case.issues if issue.as_of.earliest <= writer.day]
    if not issues:
        return None
    heads = (N_("Issue"), N_("0 means"), N_("100 means"), N_("Status quo"), N_("Lowest and highest positions"))
    table = TableView(
        writer.term("Open issues, on scales from 0 to 100"),
        tuple(map(writer.term, heads)),
        tuple(_row(issue, writer) for issue in issues),
    )
    note = writer.term(
        N_("Every position on these scales is a judgement; ranges are subjective bounds, not measurements.")
    )
    return Section("issues", writer.term("Open issues"), (Prose((Inline(note, mark="judged"),), quiet=True), table))


def _row(issue: Issue, writer: Writer) -> Row:
    ref = f"issues/{issue.id}"
    sources = issue.status_quo.sources
    return Row(
        (
            (writer.named(ref, mark="judged", strong=True),),
            writer.text(issue.scale.zero),
            writer.text(issue.scale.hundred),
            (
                Inline(_range(issue.status_quo.position, writer)),
                Inline(" · "),
                *writer.text(issue.status_quo.description),
                Inline("", notes=writer.few_notes(sources)[0]),
            ),
            _ends(issue, writer),
        ),
        f"issues-{issue.id}",
    )


def _ends(issue: Issue, writer: Writer) -> Line:
    ordered = sorted(issue.positions, key=lambda p: (p.position.best, p.actor))
    if not ordered:
        return ()
    ends = [*ordered[:SHOWN], *ordered[-SHOWN:]] if len(ordered) > 2 * SHOWN else ordered
    line: list[Inline] = []
    for position in ends:
        line += [Inline("; ")] if line else []
        line += _position(position, writer)
    return tuple(line)


def _position(position: Position, writer: Writer) -> list[Inline]:
    return [writer.named(f"actors/{position.actor}"), Inline(f" {_range(position.position, writer)}")]


def _range(value: Range, writer: Writer) -> str:
    return f"{writer.number(value.low)}–{writer.number(value.high)}"
