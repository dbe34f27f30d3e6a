"""Writing the page of one result to disk."""

from pathlib import Path

from trivet.base.files import write_for_user
from trivet.base.languages import Language
from trivet.case.model import Case
from trivet.lens.finding import Result
from trivet.pages.lens import lens_page
from trivet.pages.render import render_html, render_markdown


def write_page(case: Case, result: Result, out: Path, language: Language, *, marking: str | None = None) -> None:
    """Write the page of a result: Markdown if the name ends in ``.md``, else one self-contained HTML file.

    Raises:
        TrivetError: if it cannot be written; the file is whole or not there.
    """
    page = lens_page(case, result, language, marking=marking)
    text = render_markdown(page) if out.suffix == ".md" else render_html(page)
    write_for_user(out, text.encode())
