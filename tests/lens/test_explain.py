"""Explanations: from a finding down to the line that holds what it rests on."""

from pathlib import Path

import pytest

from lens_centrality import Centrality
from shipped import shipped
from trivet.base.i18n import Sayer
from trivet.case.model import cited_in
from trivet.case.whatif import apply_whatif
from trivet.lens.explain import Node, explain
from trivet.lens.run import run_lens

EN = Sayer("en", shipped())


def result():
    return run_lens("record", shipped(), use_cache=False)


def line_at(place: str, root: Path) -> str:
    name, line, column = place.rsplit(":", 2)
    return (root / name).read_text("utf-8").splitlines()[int(line) - 1][int(column) - 1 :]


def below(node: Node) -> list[Node]:
    """The objects a finding rests on, without what it assumes."""
    return [child for child in node.children if child.place]


@pytest.mark.parametrize("index", range(len(result().findings)), ids=lambda i: result().findings[i].id)
def test_every_place_is_the_line_that_holds_the_object(index):
    finding = result().findings[index]
    case = shipped()
    node = explain(case, finding, EN)
    assert node.label == EN.say(finding.statement)
    assert len(below(node)) == len(finding.basis)
    for ref, child in zip(finding.basis, below(node), strict=True):
        item = case.find(ref)
        words = line_at(child.place, case.root)
        if item.part is None:
            assert words.split() == ["id:", item.object.id]
        else:
            assert item.object.id == ref.split("/")[1]
            assert words.startswith(("holder:", "date:"))
            assert words.split()[1] in (getattr(item.part, "holder", ""), str(getattr(item.part, "date", "")))
        assert [line_at(source.place, case.root).split()[1] for source in child.children] == list(cited_in(item.thing))


def test_the_sources_in_the_tree_are_those_of_the_finding():
    for finding in result().findings:
        tree = explain(shipped(), finding, EN)
        named = {child.place for basis in below(tree) for child in basis.children}
        assert named == {str(shipped().find(f"sources/{key}").place()) for key in finding.sources}


def test_a_source_is_told_with_publisher_date_and_address():
    finding = result().finding("summit/JPN-USA-KOR")
    source = below(explain(shipped(), finding, EN))[0].children[0]
    own = shipped().find(f"sources/{finding.sources[0]}").object
    assert source.label == own.title
    assert source.detail.split(" · ") == [str(x) for x in (own.publisher, own.issued, own.url) if x]


def test_the_head_says_lens_version_seed_and_grade():
    node = explain(shipped(), result().finding("claims/verdicts"), EN)
    assert node.detail == "record 1, seed 20250430; graded as its weakest input: judged"
    assert node.place == ""


def test_assumptions_come_before_the_basis():
    node = explain(shipped(), result().finding("commitments/kept"), EN)
    assert node.children[0].label.startswith("Assumes: Every commitment counts the same")
    assert node.children[1].place.startswith("commitments.yaml:")


@pytest.mark.parametrize(("depth", "levels"), [(1, 1), (2, 2), (3, 3)])
def test_depth_cuts_the_tree(depth, levels):
    def height(node):
        return 1 + max(map(height, node.children), default=0)

    assert height(explain(shipped(), result().finding("summit/JPN-USA-KOR"), EN, depth=depth)) == levels


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Events"), ("ja", "出来事"), ("ko", "사건"), ("zh-Hant", "事件")]
)
def test_the_tree_speaks_the_readers_language(language, word):
    sayer = Sayer(language, shipped())
    finding = result().finding("summit/JPN-USA-KOR")
    node = explain(shipped(), finding, sayer)
    assert node.label == sayer.say(finding.statement)
    assert below(node)[0].detail.startswith(f"{word} · ")


def test_what_a_whatif_added_is_found_in_its_file(star, tmp_path):
    overlay = tmp_path / "quarrel.yaml"
    overlay.write_text(QUARREL)
    changed = apply_whatif(star, overlay)
    finding = run_lens("record", changed, use_cache=False).finding("disputes/open")
    child = below(explain(changed, finding, Sayer("en", changed)))[0]
    assert child.label == "Quarrel of A and B"
    assert line_at(child.place, tmp_path).split() == ["id:", "quarrel"]


QUARREL = """\
whatif: quarrel
title: A quarrel begins
set:
  disputes/+:
    id: quarrel
    name: Quarrel of A and B
    parties: [A, B]
    support: background
    history: [{date: 2024-06-01, phase: active, support: background}]
"""


def test_instruments_and_disputes_of_an_outside_lens_are_traced_too(star):
    finding = run_lens(Centrality(), star, use_cache=False).findings[0]
    node = explain(star, finding, Sayer("en", star))
    assert [line_at(child.place, star.root).split()[:2] for child in node.children] == [
        ["id:", ref.partition("/")[2]] for ref in finding.basis
    ]
