"""Briefs of the cases of the tests, each made once per worker."""

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cases import write_case
from four import four
from hostile import hostile
from html_reader import Element, read_html
from outside import CENTRALITY, registered
from shipped import scaffold, shipped
from trivet.api import applicable_lenses
from trivet.base.dates import EDate
from trivet.base.languages import LANGUAGES, Language
from trivet.case.load import open_case
from trivet.case.model import Case
from trivet.lens.finding import Result
from trivet.lens.run import run_lens
from trivet.pages.blocks import Page
from trivet.pages.brief import brief_page
from trivet.pages.render import render_html, render_markdown


@dataclass(frozen=True)
class Brief:
    """One brief in one language, as model, HTML, parsed HTML and Markdown."""

    case: Case
    page: Page
    html: str
    root: Element
    markdown: str


@cache
def case_named(name: str) -> Case:
    """A case of the tests: shipped, scaffold, hostile, four or tiny."""
    if name in ("shipped", "scaffold"):
        return shipped() if name == "shipped" else scaffold()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / name
        return {"hostile": hostile, "four": four, "tiny": lambda path: open_case(write_case(path))}[name](root)


@cache
def results(name: str, day: str | None = None) -> tuple[Result, ...]:
    """What every lens says of a case, the lens of the tests among them."""
    case = case_named(name)
    settings = {"at": day} if day else {}
    with registered(CENTRALITY):
        return tuple(run_lens(lens, case, settings, use_cache=False) for lens in applicable_lenses(case))


def make_page(name: str, language: Language, day: str | None = None) -> Page:
    """The model of a brief, made anew."""
    with registered(CENTRALITY):
        return brief_page(
            case_named(name),
            results(name, day),
            language,
            day=EDate(day).latest if day else None,
            alternates=[(tag, f"{name}.{tag}.html") for tag in LANGUAGES],
        )


@cache
def brief(name: str, language: Language = "en", day: str | None = None) -> Brief:
    """A brief of a case in a language."""
    page = make_page(name, language, day)
    html = render_html(page)
    return Brief(case_named(name), page, html, read_html(html), render_markdown(page))
