"""Writing a brief to disk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trivet.base.errors import TrivetError
from trivet.base.files import write_for_user
from trivet.base.languages import Language
from trivet.base.likelihood import LikelihoodTable
from trivet.case.model import Case
from trivet.lens.finding import Result
from trivet.pages.brief import brief_page
from trivet.pages.render import render_html, render_markdown


@dataclass(frozen=True)
class Written:
    """The files that were written, and how many findings and sources stand in them."""

    files: tuple[Path, ...]
    findings: int
    sources: int


def write_brief(
    case: Case,
    results: Sequence[Result],
    out: Path,
    languages: Sequence[Language],
    *,
    day: date | None = None,
    marking: str | None = None,
    likelihood: LikelihoodTable | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Written:
    """Write ``CASE.LANG.html`` and ``CASE.LANG.md`` for each language.

    Raises:
        TrivetError: if the folder cannot be written to; files are whole or not there.
    """
    if out.exists() and not out.is_dir():
        raise TrivetError(f"{out} is a file; name a folder.")
    names = {language: f"{case.meta.id}.{language}" for language in languages}
    files: list[Path] = []
    sources = 0
    for language in languages:
        progress(language)
        alternates = [(tag, f"{names[tag]}.html") for tag in languages] if len(languages) > 1 else []
        page = brief_page(
            case, results, language, day=day, marking=marking, likelihood=likelihood, alternates=alternates
        )
        for suffix, content in ((".html", render_html(page)), (".md", render_markdown(page))):
            path = out / f"{names[language]}{suffix}"
            write_for_user(path, content.encode())
            files.append(path)
        sources = len(page.sources)
    return Written(tuple(files), sum(len(result.findings) for result in results), sources)
