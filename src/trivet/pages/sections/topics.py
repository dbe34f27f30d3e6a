"""Subjects: what readers look for, and where the brief and the case hold it."""

from trivet.base.message import N_
from trivet.case.schema.topics import Topic
from trivet.lens.finding import Result
from trivet.pages.blocks import Inline, Line, Row, Section, TableView
from trivet.pages.writer import Writer

LINKED = ("instruments", "disputes", "issues", "events", "commitments", "claims")
MAX_LINKS = 6


def section(writer: Writer, results: tuple[Result, ...]) -> Section | None:
    """The section, if the case has topics."""
    topics = writer.case.topics
    if not topics:
        return None
    heads = (writer.term(N_("Subject")), writer.term(N_("In short")), writer.term(N_("See")))
    table = TableView(
        writer.term(N_("Subjects and where they stand")),
        heads,
        tuple(_row(topic, writer) for topic in topics),
        folded=True,
    )
    return Section("topics", writer.term(N_("Subjects")), (table,))


def _row(topic: Topic, writer: Writer) -> Row:
    cells = ((writer.named(f"topics/{topic.id}", strong=True),), writer.text(topic.summary), _links(topic, writer))
    return Row(cells, f"topics-{topic.id}")


def _links(topic: Topic, writer: Writer) -> Line:
    """Links to the first objects of a topic that have a row in the brief; the rest are counted."""
    items = [writer.case.find(ref) for ref in topic.objects]
    shown = sorted((i for i in items if i.section in LINKED), key=lambda i: LINKED.index(i.section))
    line: list[Inline] = []
    for item in shown[:MAX_LINKS]:
        line += [Inline("; ")] if line else []
        line.append(writer.named(item.ref, href=f"#{item.ref.replace('/', '-')}"))
    if len(items) > MAX_LINKS:
        line.append(Inline(f" +{len(items) - min(MAX_LINKS, len(shown))}"))
    return tuple(line)
