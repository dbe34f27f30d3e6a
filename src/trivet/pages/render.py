"""From a page model to HTML and Markdown."""

import re
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from trivet._version import __version__
from trivet.base.i18n import translate_text
from trivet.case.words import GRADE_WORDS
from trivet.figures.embed import content_policy, csv_link, scripts, static, styled
from trivet.pages.blocks import FigureView, Line, Page, TableView

GLYPHS: Final = {"documented": "●", "reported": "◐", "estimated": "◧", "judged": "◇", "simulated": "≈"}
"""The mark of each grade, the same on page and in text."""

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#~])")
_LEADING: Final = re.compile(r"^(\s*\d*)([-+=.)](?=[-+=.)\s]|$))")
"""What makes a list or a rule of a line that begins with it."""


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("trivet", "templates"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["md"] = escape_markdown
    made.filters["mdurl"] = lambda url: quote(url, safe=":/?#[]@!$&'*+,;=%-._~")
    return made


def render_html(page: Page) -> str:
    """One self-contained HTML file: opens from disk, asks for nothing, runs only the scripts it carries."""
    has_charts = any(isinstance(block, FigureView) for part in page.sections for block in part.blocks)
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            page=page,
            policy=content_policy(),
            style=static("page.css"),
            scripts=scripts(),
            has_charts=has_charts,
            version=__version__,
            grades={name: translate_text(word, page.language) for name, word in GRADE_WORDS.items()},
            styled=lambda spec: styled(spec, page.language),
            csv=_csv,
        )
    )


def render_markdown(page: Page) -> str:
    """The same page as Markdown with footnotes."""
    text = _environment().get_template("page.md.j2").render(page=page, glyphs=GLYPHS)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def escape_markdown(words: Any) -> str:
    """Words that Markdown and any HTML in it take as plain words, on one line; a blank at either end stays."""
    flat = re.sub(r"\s+", " ", str(words))
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", flat)).replace("&", "&amp;")


def _csv(table: TableView) -> str:
    return csv_link(table.heads, [[_plain(cell) for cell in row.cells] for row in table.rows])


def _plain(cell: Line) -> str:
    return "".join(piece.words for piece in cell)
