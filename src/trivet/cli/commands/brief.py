"""``trivet brief``: the document that a planner could print."""

from typing import Annotated

import typer

from trivet.cli.options import AtOption, CaseArgument, JsonOption, SeedOption, TermsOption, WhatifOption, load
from trivet.cli.output import language_of, print_json, print_line, progress
from trivet.lens.run import DEFAULT_SEED


def command(
    case: CaseArgument,
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Folder to write to.")] = "trivet-out",
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="en|ja|ko|zh-Hant|all", help="Language, or all; default: TRIVET_LANG, else en."),
    ] = None,
    at: AtOption = None,
    marking: Annotated[str | None, typer.Option("--marking", help="Banner on every page.")] = None,
    likelihood: Annotated[
        str | None, typer.Option("--likelihood", metavar="NAME|FILE", help="Table of likelihood words.")
    ] = None,
    whatif: WhatifOption = None,
    terms: TermsOption = None,
    seed: SeedOption = DEFAULT_SEED,
    json: JsonOption = False,
) -> None:
    """Write a brief as one self-contained HTML page and as Markdown."""
    from trivet.api import brief
    from trivet.base.languages import LANGUAGES
    from trivet.case.likelihood import read_table

    languages = LANGUAGES if lang == "all" else (language_of(lang),)
    opened = load(case, whatif, terms)
    table = read_table(likelihood) if likelihood else None
    with progress(opened.meta.id) as step:
        written = brief(
            opened,
            out,
            languages=languages,
            at=str(_day(at, opened)) if at else None,
            marking=marking,
            likelihood=table,
            seed=seed,
            progress=step,
        )
    if json:
        print_json(
            {"files": [str(path) for path in written.files], "findings": written.findings, "sources": written.sources}
        )
        return
    for path in written.files:
        print_line(str(path))


def _day(at: str | None, case: object) -> object:
    from trivet.case.model import Case
    from trivet.cli.options import day_of

    assert isinstance(case, Case)
    return day_of(at, case)
