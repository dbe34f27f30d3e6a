"""Briefs of every case in every language: whole, linked, footnoted, the same every time."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass

import pytest

from briefs import brief, make_page
from shipped import shipped
from trivet.base.i18n import Sayer
from trivet.base.languages import ENDONYMS, LANGUAGES
from trivet.pages.blocks import FigureView, Findings, Inline, Prose, Row, Section, TableView
from trivet.pages.links import without_dead_links
from trivet.pages.render import render_html, render_markdown

CASES = ("shipped", "scaffold", "hostile", "four", "tiny")
BRIEFS = [
    *((case, language, None) for case in CASES for language in LANGUAGES),
    ("shipped", "en", "2019-11-23"),
    ("shipped", "ja", "2015-06-01"),
    ("shipped", "en", "1900-01-01"),
    ("shipped", "en", "0001-01-01"),
    ("shipped", "en", "9999-12-31"),
    ("hostile", "en", "2019-01-01"),
]
every_brief = pytest.mark.parametrize("which", BRIEFS, ids=lambda which: "-".join(map(str, which)))
plain_briefs = pytest.mark.parametrize(
    "which", [which for which in BRIEFS if which[0] != "hostile"], ids=lambda which: "-".join(map(str, which))
)


def everything(part):
    """Every data class in a page, the page itself first."""
    if isinstance(part, tuple):
        for item in part:
            yield from everything(item)
    elif is_dataclass(part):
        yield part
        for field in fields(part):
            yield from everything(getattr(part, field.name))


def visible(root) -> str:
    """What a reader sees of a page, without scripts and styles."""
    hidden = [element.words for tag in ("script", "style") for element in root.find(tag)]
    text = root.words
    for words in hidden:
        text = text.replace(words, " ")
    return text


def anchors(root) -> list[str]:
    return [element.attributes["id"] for element in root.all() if "id" in element.attributes]


@every_brief
def test_it_is_whole_in_its_language(which):
    made = brief(*which)
    html, head = made.root.find("html")[0], made.root.find("head")[0]
    assert html.attributes["lang"] == which[1]
    assert made.html.startswith("<!doctype html>\n")
    assert made.root.find("title")[0].words == made.root.find("h1")[0].words == made.page.title
    assert head.find("meta")[0].attributes == {"charset": "utf-8"}
    assert [s.attributes["id"] for s in made.root.find("section")] == [s.anchor for s in made.page.sections] + [
        "sources"
    ]
    assert made.page.sections[0].anchor == "key-findings"
    assert {"state", "record", "judged", "method"} <= {section.anchor for section in made.page.sections}


@plain_briefs
def test_no_word_is_left_unsaid(which):
    made = brief(*which)
    for text in (visible(made.root), made.markdown):
        assert not re.search(r"\bNone\b(?! [a-z])", text)
        assert not re.search(r"(?<![\w$])\{\w*\}", text)
        assert not re.search(r"\b(actors|instruments|events|offices|sources)/[A-Za-z]", text)
        assert "Undefined" not in text


@plain_briefs
def test_no_attribute_is_left_unsaid(which):
    for element in brief(*which).root.all():
        for name, value in element.attributes.items():
            assert value not in ("None", "Undefined") or name == "download"
            assert not re.search(r"\{\w+\}", value) or name in ("content",)


@every_brief
def test_anchors_are_unique_and_links_lead_somewhere(which):
    made = brief(*which)
    names = anchors(made.root)
    assert [name for name, count in Counter(names).items() if count > 1] == []
    targets = {link.attributes["href"] for link in made.root.find("a") if link.attributes["href"].startswith("#")}
    assert targets - {f"#{name}" for name in names} == set()
    described = [
        e.attributes[key] for e in made.root.all() for key in ("aria-labelledby", "data-spec") if key in e.attributes
    ]
    assert set(described) <= set(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]*", name) for name in names)


@every_brief
def test_footnotes_and_sources_match(which):
    made = brief(*which)
    listed = made.root.find("ol", class_="sources")[0].find("li")
    assert [item.attributes["id"] for item in listed] == [f"source-{n}" for n in range(1, len(listed) + 1)]
    assert [item.attributes["value"] for item in listed] == [str(n) for n in range(1, len(listed) + 1)]
    links = [link for sup in made.root.find("sup") for link in sup.find("a")]
    assert all(link.attributes["href"] == f"#source-{link.words}" for link in links)
    assert {link.attributes["href"] for link in links} == {f"#{item.attributes['id']}" for item in listed}
    numbers = [source.number for source in made.page.sources]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len({source.id for source in made.page.sources}) == len(numbers)


@every_brief
def test_footnotes_of_the_markdown_match(which):
    text = brief(*which).markdown
    body, _, notes = text.rpartition("\n## ")
    used = set(re.findall(r"(?<!\\)\[\^(\d+)\]", body))
    defined = re.findall(r"^\[\^(\d+)\]: ", notes, re.MULTILINE)
    assert sorted(used, key=int) == defined
    assert len(defined) == len(brief(*which).page.sources)


def test_a_footnote_is_a_source_of_what_it_stands_at():
    made = brief("shipped")
    ids = {str(source.number): source.id for source in made.page.sources}
    checked = 0
    for section in ("instruments", "commitments", "events", "claims", "disputes", "issues"):
        for row in made.root.find("tr"):
            anchor = row.attributes.get("id", "")
            if anchor.startswith(f"{section}-"):
                ref = anchor.replace("-", "/", 1)
                numbers = [link.words for sup in row.find("sup") for link in sup.find("a")]
                assert {ids[number] for number in numbers} <= set(made.case.sources_of((ref,)))
                checked += bool(numbers)
    assert checked > 200


def test_a_finding_cites_the_first_of_its_sources_and_counts_the_rest():
    made = brief("shipped")
    ids = {source.number: source.id for source in made.page.sources}
    shown = [item for part in everything(made.page) if isinstance(part, Findings) for item in part.items]
    by_sentence = {item.sentence: item for item in shown}
    from briefs import results

    sayer = Sayer("en", made.case)
    for result in results("shipped"):
        for finding in result.findings:
            if finding.detail:
                continue
            item = by_sentence[sayer.say(finding.statement)]
            assert tuple(ids[n] for n in item.notes) == finding.sources[:4]
            assert len(item.notes) + item.more_notes == len(finding.sources)
            assert len(item.basis) + item.more_basis == len(finding.basis)


def test_details_of_a_lens_stand_on_its_own_page_only_and_the_brief_says_so():
    from briefs import results
    from trivet.lens.registry import get_lens
    from trivet.pages.lens import lens_page

    case, result = brief("shipped").case, next(own for own in results("shipped") if own.lens == "bargaining")
    hidden = [finding for finding in result.findings if finding.detail]
    assert hidden
    assert not any(finding.key for finding in hidden)
    anchors = {finding.id.replace("/", "-") for finding in hidden}
    section = next(own for own in brief("shipped").page.sections if own.anchor == "lens-bargaining")
    own_page = next(own for own in lens_page(case, result, "en").sections if own.anchor == "lens-bargaining")
    in_brief, on_page = (
        {item.anchor for part in where.blocks if isinstance(part, Findings) for item in part.items}
        for where in (section, own_page)
    )
    assert not anchors & in_brief
    assert anchors < on_page
    assert in_brief < on_page
    figures = {own.id: own.detail for own in get_lens("bargaining").figures(case, result, Sayer("en", case))}
    drawn = {part.anchor.removeprefix("figure-bargaining-") for part in section.blocks if isinstance(part, FigureView)}
    assert drawn == {name for name, detail in figures.items() if not detail}
    said = " ".join(inline.words for part in section.blocks if isinstance(part, Prose) for inline in part.line)
    assert f"{len(hidden)} more findings" in said
    assert f"trivet run bargaining {case.meta.id}" in said


@every_brief
def test_two_renders_are_equal(which):
    made = brief(*which)
    again = make_page(*which)
    assert again == made.page
    assert render_html(again) == made.html
    assert render_markdown(again) == made.markdown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_brief_in_other_languages_is_linked(language):
    nav = brief("shipped", language).root.find("nav")[0]
    assert [item.words for item in nav.find("li")] == [ENDONYMS[tag] for tag in LANGUAGES]
    assert [item.attributes["lang"] for item in nav.find("li")] == list(LANGUAGES)
    assert [link.attributes["hreflang"] for link in nav.find("a")] == [tag for tag in LANGUAGES if tag != language]
    assert [here.words for here in nav.find("span", aria_current="page")] == [ENDONYMS[language]]


def test_words_in_another_language_are_marked():
    """The scaffold is in English only: in a Japanese brief its words are English, and say so."""
    root = brief("scaffold", "ja").root
    marked = {span.words for span in root.find("span", lang="en")}
    assert {"Alpha", "First three-way summit", "Fishing grounds"} <= marked
    assert not brief("scaffold", "en").root.find("span", lang="en")


def test_every_grade_on_the_page_is_explained():
    made = brief("shipped")
    used = {name for e in made.root.all() for name in e.attributes.get("class", "").split() if name.startswith("mark-")}
    judged = next(s for s in made.root.find("section") if s.attributes["id"] == "judged")
    explained = {n for e in judged.all() for n in e.attributes.get("class", "").split() if n.startswith("mark-")}
    assert used <= explained


@every_brief
def test_tables_and_figures_are_complete(which):
    made = brief(*which)
    for part in everything(made.page):
        if isinstance(part, TableView):
            assert part.heads
            assert all(len(row.cells) == len(part.heads) for row in part.rows)
            assert part.caption
        if isinstance(part, FigureView):
            assert part.title
            assert part.alt
            assert part.source_line
            assert part.table.rows
    assert len(made.root.find("figure")) == sum(isinstance(part, FigureView) for part in everything(made.page))


def test_a_page_without_figures_carries_no_script():
    page = make_page("tiny", "en")
    bare = type(page)(**{**{f.name: getattr(page, f.name) for f in fields(page)}, "sections": page.sections[:2]})
    assert "<script" not in render_html(bare)


def test_two_lenses_may_name_their_figures_alike():
    """The lens of the tests calls its figure as the record calls one of its own."""
    names = [figure.attributes["id"] for figure in brief("four").root.find("figure")]
    assert "figure-record-network" in names
    assert "figure-centrality-network" in names


def test_a_lens_from_outside_has_its_section_and_its_method():
    root = brief("four", "ko").root
    part = next(section for section in root.find("section") if section.attributes["id"] == "lens-centrality")
    assert part.find("h2")[0].words == "중심성"
    assert "연결이 가장 많은 행위자" in part.words
    method = next(section for section in root.find("section") if section.attributes["id"] == "method")
    assert "Freeman, L. C. (1977)" in method.words
    assert "top=10" in method.words


# What a day shows


def test_an_earlier_day_shows_nothing_later_as_a_fact():
    made = brief("shipped", "en", "2019-11-23")
    names = {section.anchor for section in made.page.sections}
    assert "claims" not in names
    late = {e.id for e in shipped().events if str(e.date)[:10] > "2019-11-23"}
    rows = {
        row.anchor
        for part in made.page.sections
        if part.anchor == "chronology"
        for row in everything(part)
        if isinstance(row, Row)
    }
    assert rows
    assert not rows & {f"events-{name}" for name in late}
    assert "stands at 23 November 2019" in made.page.kicker


def test_before_anything_began_the_brief_says_so():
    made = brief("shipped", "en", "1900-01-01")
    assert "ledger" not in {section.anchor for section in made.page.sections}
    assert "No instrument in effect ties" in made.root.words


def test_the_smallest_case_has_a_brief():
    made = brief("tiny")
    assert {section.anchor for section in made.page.sections} >= {"key-findings", "state", "record", "judged", "method"}
    assert "Nothing" not in made.page.title


# Links


def line(*hrefs):
    return Prose(tuple(Inline("words", href=href) for href in hrefs))


def test_only_links_to_nowhere_are_dropped():
    table = TableView("t", ("h",), (Row(((Inline("x", href="#b"),),), "row-1"),))
    sections = (Section("a", "A", (line("#a", "#row-1", "#gone", "https://example.org/#gone", None), table)),)
    found = without_dead_links(sections)
    assert [piece.href for piece in found[0].blocks[0].line] == [
        "#a",
        "#row-1",
        None,
        "https://example.org/#gone",
        None,
    ]
    assert found[0].blocks[1].rows[0].cells[0][0] == Inline("x")
    assert found[0].blocks[1].rows[0].anchor == "row-1"
