"""Why a finding is what it is: a tree from the statement down to file, line and source."""

from typing import Any

from trivet.base.i18n import Sayer
from trivet.base.message import Term, say
from trivet.base.model import Record
from trivet.base.sources import Source
from trivet.case.model import Case, cited_in
from trivet.case.words import GRADE_WORDS, SECTION_WORDS
from trivet.lens.finding import Finding


class Node(Record):
    """One line of the explanation. ``place`` is ``file:line:col`` for what stands in a file."""

    label: str
    detail: str = ""
    place: str = ""
    children: tuple["Node", ...] = ()


def explain(case: Case, finding: Finding, sayer: Sayer, *, depth: int = 3) -> Node:
    """The tree of a finding: statement, then basis, then each basis object's sources."""
    how = say(
        "{lens} {version}, seed {seed}; graded as its weakest input: {grade}",
        lens=finding.lens,
        version=finding.version,
        seed=str(finding.seed),
        grade=Term(msgid=GRADE_WORDS[finding.grade]),
    )
    assumed = [Node(label=sayer.say(say("Assumes: {what}", what=sayer.say(text)))) for text in finding.assumptions]
    children = [_object(case, ref, sayer, depth) for ref in finding.basis] if depth > 1 else []
    return Node(label=sayer.say(finding.statement), detail=sayer.say(how), children=(*assumed, *children))


def _object(case: Case, ref: str, sayer: Sayer, depth: int) -> Node:
    item = case.find(ref)
    kind = sayer.term(SECTION_WORDS[item.section])
    grade = sayer.term(GRADE_WORDS[case.grade_of(ref)])
    words = sayer.name(ref)
    children = (
        () if depth < 3 or isinstance(item.thing, Source) else tuple(_source(case, key) for key in cited_in(item.thing))
    )
    return Node(
        label=words, detail=f"{kind} · {ref.partition('/')[2]} · {grade}", place=str(item.place()), children=children
    )


def _source(case: Case, key: str) -> Node:
    item = case.find(f"sources/{key}")
    source: Any = item.object
    detail = " · ".join(str(part) for part in (source.publisher, source.issued, source.url) if part)
    return Node(label=source.title, detail=detail, place=str(item.place()))


Node.model_rebuild()
