"""Words of a case are words: nothing in them runs, loads, links or lays out the page."""

import base64
import csv
import hashlib
import io
import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pydantic import BaseModel

from briefs import brief, case_named, results
from hostile import ATTACKS
from trivet.base.i18n import Sayer
from trivet.base.languages import LANGUAGES
from trivet.base.text import Text
from trivet.figures import embed
from trivet.figures.embed import content_policy, csv_link, scripts, static, styled
from trivet.lens.style import FONTS
from trivet.pages.blocks import FigureView, Heading, TableView
from trivet.pages.render import escape_markdown
from trivet.pages.writer import Writer

BOTH = pytest.mark.parametrize("name", ["hostile", "shipped"])
EVERY = pytest.mark.parametrize("language", LANGUAGES)

KNOWN_TAGS = (
    "html head meta title style script body a div header p h1 h2 h3 nav ul ol li span main section table caption "
    "thead tbody tr th td sup strong details summary code dl dt dd figure figcaption noscript cite footer"
)
KNOWN_ATTRIBUTES = (
    "lang charset http-equiv content name type id class href hreflang rel title role scope download value "
    "data-head data-spec aria-label aria-labelledby aria-current tabindex"
)


# HTML


@BOTH
@EVERY
def test_only_known_elements_and_attributes_stand_in_a_page(name, language):
    root = brief(name, language).root
    assert {element.tag for element in root.all()} - {"#root"} <= set(KNOWN_TAGS.split())
    assert {attribute for element in root.all() for attribute in element.attributes} <= set(KNOWN_ATTRIBUTES.split())


@BOTH
@EVERY
def test_links_lead_to_the_page_the_web_or_a_table(name, language):
    for link in brief(name, language).root.find("a"):
        href = link.attributes["href"]
        assert re.match(r"(?i)#|https?://|data:text/csv;charset=utf-8;base64,", href) or re.fullmatch(
            rf"{name}\.({'|'.join(LANGUAGES)})\.html", href
        )
        if href.lower().startswith("http"):
            assert link.attributes["rel"] == "noreferrer noopener"


@BOTH
@EVERY
def test_the_scripts_are_those_the_page_brings_and_the_policy_knows(name, language):
    made = brief(name, language)
    every = made.root.find("script")
    data = [script for script in every if script.attributes.get("type") == "application/json"]
    code = [script for script in every if script not in data]
    assert all(script.attributes == {} for script in code)
    assert tuple(script.words for script in code) == scripts()
    policy = made.root.find("meta", http_equiv="Content-Security-Policy")[0].attributes["content"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(s.words.encode()).digest()).decode()}'" for s in code}
    assert set(parts["script-src"].split()) == hashes
    assert parts["default-src"] == "'none'"
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    figures = [part for section in made.page.sections for part in section.blocks if isinstance(part, FigureView)]
    assert [json.loads(script.words) for script in data] == [
        json.loads(json.dumps(styled(figure.spec, language))) for figure in figures
    ]


@BOTH
def test_the_policy_stands_before_anything_that_could_load(name):
    head = brief(name).root.find("head")[0]
    assert [child.tag for child in head.children[:2]] == ["meta", "meta"]
    assert head.children[1].attributes["http-equiv"] == "Content-Security-Policy"


def test_the_policy_is_the_one_of_the_scripts():
    assert content_policy().count("sha256-") == len(scripts()) == 4


def test_hostile_words_come_out_as_they_are():
    case, made = case_named("hostile"), brief("hostile")
    assert made.root.find("h1")[0].words == case.meta.title.en
    assert made.root.find("p", class_="summary")[0].words == case.meta.summary.en
    assert made.root.find("div", class_="marking")[0].words == case.meta.marking.en
    cites = [cite.words for cite in made.root.find("cite")]
    assert set(cites) == {source.title for source in case.sources}
    for event in case.events:
        if not event.scheduled:
            row = made.root.find("tr", id=f"events-{event.id}")[0]
            assert event.title.en in row.words
            assert event.description.en in row.words
    for thing in case.instruments:
        assert thing.obliges.en in made.root.find("tr", id=f"instruments-{thing.id}")[0].words
    assert all(attack in made.root.words for attack in ATTACKS)


def test_hostile_words_in_charts_are_data():
    case, made = case_named("hostile"), brief("hostile")
    network = made.root.find("script", id="spec-figure-record-network")[0].words
    assert "<" not in network
    spec = json.loads(network)
    names = {row["name"] for rows in spec["datasets"].values() for row in rows if "name" in row}
    assert names == {actor.name.en for actor in case.actors if actor.id in ("A", "B", "C")}


def test_every_field_of_words_is_hostile():
    """A field that takes words and stands in no hostile case would be tested by nothing."""
    case = case_named("hostile")
    seen: dict[type[BaseModel], set[str]] = {}

    def look(value: object) -> None:
        if isinstance(value, tuple):
            for item in value:
                look(item)
        elif isinstance(value, dict):
            look(tuple(value.values()))
        elif isinstance(value, BaseModel) and not isinstance(value, Text):
            kind = type(value)
            seen.setdefault(kind, set())
            for field, info in kind.model_fields.items():
                own = getattr(value, field)
                if "Text" in str(info.annotation) and own:
                    seen[kind].add(field)
                look(own)

    look((case.meta, case.vocabulary, *(item.object for item in case.objects())))
    silent = {
        f"{kind.__name__}.{field}"
        for kind, fields in seen.items()
        for field, info in kind.model_fields.items()
        if "base.text.Text" in str(info.annotation) and field not in fields
    }
    assert silent == {"Phase.note", "Membership.note"} & silent


def test_a_script_may_not_end_itself(monkeypatch):
    class Folder:
        def joinpath(self, *names):
            return self

        def read_text(self, encoding):
            return "var x = '</SCRIPT>';"

    monkeypatch.setattr(embed, "files", lambda package: Folder())
    with pytest.raises(ValueError, match="closing script tag"):
        static.__wrapped__("evil.js")


# Markdown

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def parsed(markdown: str):
    """The tokens of a text without its footnotes, which are no part of CommonMark."""
    plain = re.sub(r"(?<!\\)\[\^\d+\](: )?", "", markdown)
    return [inner for token in PARSER.parse(plain) for inner in (token, *(token.children or ()))]


@BOTH
@EVERY
def test_markdown_holds_no_html_no_image_and_no_link_but_to_sources(name, language):
    made = brief(name, language)
    tokens = parsed(made.markdown)
    kinds = {token.type for token in tokens}
    assert not kinds & {"html_block", "html_inline", "image", "code_inline", "code_block", "fence", "hr", "s_open"}
    links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert all(re.match(r"(?i)https?://", href) for href in links)
    assert len(links) == sum(source.url is not None for source in made.page.sources)


@BOTH
@EVERY
def test_markdown_has_the_structure_of_the_page(name, language):
    made = brief(name, language)
    tokens = parsed(made.markdown)
    blocks = [block for section in made.page.sections for block in section.blocks]
    tables = [b for b in blocks if isinstance(b, TableView)] + [b.table for b in blocks if isinstance(b, FigureView)]
    count = {kind: sum(token.type == kind for token in tokens) for kind in ("table_open", "tr_open", "td_open")}
    assert count["table_open"] == len(tables)
    assert count["tr_open"] == sum(1 + len(table.rows) for table in tables)
    assert count["td_open"] == sum(len(row.cells) for table in tables for row in table.rows)
    heads = [token.tag for token in tokens if token.type == "heading_open"]
    assert heads.count("h1") == 1
    assert heads.count("h2") == len(made.page.sections) + 1
    assert heads.count("h3") == sum(isinstance(block, Heading) for block in blocks)
    assert len(heads) == heads.count("h1") + heads.count("h2") + heads.count("h3")


def test_hostile_words_come_out_of_markdown_as_they_are():
    case, made = case_named("hostile"), brief("hostile")
    text = " ".join(token.content for token in parsed(made.markdown) if token.type == "text")
    for words in (case.meta.title.en, case.meta.summary.en, case.instruments[0].obliges.en, case.sources[0].title):
        assert " ".join(words.split()) in text


MARKS = st.sampled_from("\\`*_[]()<>|#~&;-+=.)!1 \n\tx:/{}$\"'^@")
ANY = st.text(st.one_of(MARKS, st.characters(exclude_categories=("Cs", "Cc"))), max_size=40)


@settings(max_examples=400)
@given(ANY)
@example("1. one")
@example("---")
@example("- - -")
@example("=====")
@example("&copy; &amp; &#60;")
@example("\\[x](y)")
def test_escaped_words_are_read_as_themselves(words):
    """Against an independent parser: whatever is escaped, one paragraph of just these words comes out."""
    flat = re.sub(r"\s+", " ", words).strip()
    tokens = PARSER.parse(escape_markdown(words))
    if not flat:
        assert tokens == []
        return
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in tokens[1].children} <= {"text", "text_special"}
    assert "".join(child.content for child in tokens[1].children) == flat


def test_a_blank_between_two_pieces_stays():
    assert escape_markdown(" (acting)") == " (acting)"
    assert "Deputy" not in brief("hostile").markdown
    assert "Han Duck-soo (acting)" in brief("shipped").markdown


# CSV


def table_of(link: str) -> list[list[str]]:
    head, _, encoded = link.partition(",")
    assert head == "data:text/csv;charset=utf-8;base64"
    raw = base64.b64decode(encoded, validate=True)
    assert raw.startswith(b"\xef\xbb\xbf")  # or Excel takes it for the local code page
    return list(csv.reader(io.StringIO(raw[3:].decode())))


STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@BOTH
@EVERY
def test_data_of_every_chart_can_be_saved_and_starts_no_formula(name, language):
    made = brief(name, language)
    figures = [part for section in made.page.sections for part in section.blocks if isinstance(part, FigureView)]
    links = [link.attributes["href"] for link in made.root.find("a", class_="csv")]
    assert len(links) == len(figures) > 0
    for link, figure in zip(links, figures, strict=True):
        rows = table_of(link)
        assert not [cell for row in rows for cell in row if cell.startswith(STARTS)]
        assert [cell.removeprefix("'") for cell in rows[0]] == list(figure.table.heads)
        assert len(rows) == 1 + len(figure.table.rows)
        assert {len(row) for row in rows} == {len(figure.table.heads)}


@given(st.text(max_size=20))
@example("=1+1")
@example("＝1+1")
@example("\n=1")
def test_no_cell_starts_a_formula_and_none_loses_a_word(words):
    ((head,), (cell,)) = table_of(csv_link((words,), [[words]]))
    assert head == cell
    assert not cell.startswith(STARTS)
    kept = words.replace("\r\n", "\n").replace("\r", "\n")
    assert cell.replace("\r\n", "\n").replace("\r", "\n") in (kept, f"'{kept}")


# Figures


@EVERY
def test_figures_speak_in_the_font_of_the_language(language):
    for result in results("shipped"):
        lens_figures = [
            p for s in brief("shipped", language).page.sections for p in s.blocks if isinstance(p, FigureView)
        ]
        assert result.lens
        for figure in lens_figures:
            assert styled(figure.spec, language)["config"]["font"] == FONTS[language]


def test_a_figure_keeps_what_the_house_style_does_not_set():
    made = styled({"mark": "bar", "config": {"facet": {"spacing": 6}, "font": "Comic Sans"}}, "ko")
    assert made["config"]["facet"] == {"spacing": 6}
    assert made["config"]["font"] == FONTS["ko"]
    assert made["mark"] == "bar"


# Cells


def test_every_kind_of_cell_has_its_words():
    from trivet.base.message import DateParam, NumberParam, ObjectRef, Term

    writer = Writer(case_named("four"), "en", case_named("four").meta.as_of.latest)
    cells = [None, True, False, 1234, 0.5, -0.0, "plain", ObjectRef(ref="actors/A"), Term(msgid="Actor")]
    assert [writer.sayer.cell(cell) for cell in cells] == [
        "–",
        "yes",
        "no",
        "1,234",
        "0.50",
        "0.00",
        "plain",
        "Aland",
        "Actor",
    ]
    assert writer.sayer.cell(NumberParam(value=-1.25, digits=1)) == "−1.2"
    assert writer.sayer.cell(DateParam(date="2019-08~")) == "about August 2019"
    assert writer.date(None) == "–"
    assert Sayer("en", case_named("four")).name("actors/B") == "Bland"
