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
    heads = (N_("Issue"), N_("Lower end"), N_("Upper end"), N_("Status quo"), N_("Lowest and highest positions"))
    table = TableView(
        writer.term("Open issues, on scales from 0 to 100 where nothing else is said"),
        tuple(map(writer.term, heads)),
        tuple(_row(issue, writer) for issue in issues),
    )
    note = writer.term(
        N_("Every position on these scales is a judgement; ranges are subjective bounds, not measurements.")
    )
    return Section("issues", writer.term("Open issues"), (Prose((Inline(note, mark="judged"),), quiet=True), table))


def _row(issue: Issue, writer: Writer) -> Row:
    ref = f"issues/{issue.id}"
    return Row(
        (
            (writer.named(ref, mark="judged", strong=True),),
            (*_point(issue, issue.scale.low, writer), *writer.text(issue.scale.zero)),
            (*_point(issue, issue.scale.high, writer), *writer.text(issue.scale.hundred)),
            _stands(issue, writer),
            _ends(issue, writer),
        ),
        f"issues-{issue.id}",
    )


def _point(issue: Issue, value: float, writer: Writer) -> Line:
    """The number of an end, where it is not the usual one."""
    if (issue.scale.low, issue.scale.high) == (0, 100):
        return ()
    return (Inline(f"{writer.number(value, _digits(issue))}: "),)


def _stands(issue: Issue, writer: Writer) -> Line:
    stands = issue.status_quo
    if stands is None:
        return ()
    return (
        Inline(_range(stands.position, issue, writer)),
        Inline(" · "),
        *writer.text(stands.description),
        Inline("", notes=writer.few_notes(stands.sources)[0]),
    )


def _ends(issue: Issue, writer: Writer) -> Line:
    ordered = sorted(issue.positions, key=lambda p: (p.position.best, p.actor))
    if not ordered:
        return ()
    ends = [*ordered[:SHOWN], *ordered[-SHOWN:]] if len(ordered) > 2 * SHOWN else ordered
    line: list[Inline] = []
    for position in ends:
        line += [Inline("; ")] if line else []
        line += _position(position, issue, writer)
    return tuple(line)


def _position(position: Position, issue: Issue, writer: Writer) -> list[Inline]:
    return [writer.named(f"actors/{position.actor}"), Inline(f" {_range(position.position, issue, writer)}")]


def _range(value: Range, issue: Issue, writer: Writer) -> str:
    digits = _digits(issue)
    low, high = writer.number(value.low, digits), writer.number(value.high, digits)
    return low if low == high else f"{low}–{high}"


def _digits(issue: Issue) -> int:
    """Decimals that tell positions apart on a narrow scale."""
    width = issue.scale.high - issue.scale.low
    return 0 if width >= 50 else 1 if width >= 5 else 2
