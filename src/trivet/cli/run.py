"""``trivet run LENS CASE``: one command per lens, with the lens's own settings as options."""

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from pydantic.fields import FieldInfo

from trivet.base.errors import TrivetError
from trivet.base.files import write_for_user
from trivet.base.i18n import Sayer, translate
from trivet.case.model import Case
from trivet.cli.options import (
    CacheOption,
    CaseArgument,
    CaseOrFileArgument,
    ExportOption,
    JsonOption,
    LangOption,
    PageOption,
    SeedOption,
    TermsOption,
    WhatifOption,
    load,
)
from trivet.cli.output import complain, language_of, print_json, print_line, progress, table
from trivet.lens.finding import Result
from trivet.lens.protocol import Lens, ReadsFiles, WritesFiles
from trivet.lens.registry import get_lens, lens_names
from trivet.lens.run import DEFAULT_SEED, open_for, read_settings, run_lens

WIDEST: Final = 8
"""Columns beyond which a table is printed row by row."""

LEADING: Final = 7
EMPTY: Final = ("", "–")


def lens_commands(arguments: Sequence[str]) -> typer.Typer:
    """The group of lens commands. Only lenses named in the arguments are imported, unless all are listed."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    asked = [word for word in arguments[1:] if not word.startswith("-")]
    listing = arguments[:1] == ["run"] and not asked
    for name in lens_names() if arguments[:1] == ["run"] else ():
        if not listing and name not in asked[:1]:
            group.command(name)(_placeholder)
            continue
        try:
            lens = get_lens(name)
        except TrivetError as error:
            complain(str(error))
            continue
        group.command(name, help=translate(lens.question, "en"))(_command(lens))
    if arguments[:1] != ["run"]:
        group.command("lens")(_placeholder)
    return group


def _placeholder() -> None:
    """A lens that was not asked for."""


def _command(lens: Lens) -> Callable[..., None]:
    """A function whose signature has an option for every setting of a lens."""
    fields = lens.settings.model_fields

    def command(**given: Any) -> None:
        chosen = {fields[name].alias or name: given.pop(name) for name in fields}
        settings = {name: value for name, value in chosen.items() if value not in (None, [], ())}
        _run(lens, settings, **given)

    own = [_parameter(name, info) for name, info in fields.items()]
    if isinstance(lens, WritesFiles):
        own.append(_keyword("export", ExportOption, None))
    case = _keyword("case", CaseOrFileArgument if isinstance(lens, ReadsFiles) else CaseArgument)
    command.__signature__ = inspect.Signature([case, *own, *_shared()])  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in [case, *own, *_shared()]}
    return command


def save_export(lens: Lens, case: Case, settings: dict[str, Any], name: str) -> None:
    """Write what a lens reads of a case to a file of another program."""
    assert isinstance(lens, WritesFiles)
    made = lens.write_file(case, read_settings(lens, settings), Path(name).suffix)
    write_for_user(Path(name), made.encode() if isinstance(made, str) else made)
    complain(name)


def _shared() -> list[inspect.Parameter]:
    return [
        _keyword("whatif", WhatifOption, None),
        _keyword("terms", TermsOption, None),
        _keyword("seed", SeedOption, DEFAULT_SEED),
        _keyword("cache", CacheOption, True),
        _keyword("page", PageOption, None),
        _keyword("json", JsonOption, False),
        _keyword("lang", LangOption, None),
    ]


def _keyword(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _parameter(name: str, info: FieldInfo) -> inspect.Parameter:
    """A setting as an option; what is typed is checked by the lens's own model, so that messages are the same."""
    shown = "" if info.default is None else f" Default: {info.default}."
    flag = f"--{(info.alias or name).replace('_', '-')}"
    text = f"{info.description or name}{shown}"
    if info.annotation is bool:
        annotation: Any = Annotated[bool | None, typer.Option(f"{flag}/--no-{flag[2:]}", help=text, show_default=False)]
    else:
        annotation = Annotated[str | None, typer.Option(flag, help=text, show_default=False, metavar="VALUE")]
    return _keyword(name, annotation, None)


def _run(
    lens: Lens,
    settings: dict[str, Any],
    *,
    case: str,
    whatif: list[str] | None,
    terms: str | None,
    seed: int,
    cache: bool,
    page: str | None,
    json: bool,
    lang: str | None,
    export: str | None = None,
) -> None:
    language = language_of(lang)
    opened = open_for(lens, case, whatif=whatif or ()) or load(case, whatif, terms)
    with progress(f"{lens.name} {opened.meta.id}"):
        result = run_lens(lens, opened, settings, seed=seed, use_cache=cache)
    if export is not None:
        save_export(lens, opened, settings, export)
    if page is not None:
        from trivet.export.page import write_page

        write_page(opened, result, Path(page), language)
        complain(page)
    if json:
        print_json(result.document())
    elif page is None:
        print_result(result, Sayer(language, opened, opened.likelihood_table))


def print_result(result: Result, sayer: Sayer) -> None:
    """Print findings, then tables."""
    for finding in result.findings:
        mark = "*" if finding.key else " "
        print_line(f"{mark} {sayer.say(finding.statement)}")
        print_line(
            f"    {finding.id} · {sayer.term(finding.grade.value)} · {len(finding.sources)} {sayer.term('sources')}"
        )
    for made in result.tables.values():
        print_line()
        heads = [sayer.say(column.title) for column in made.columns]
        rows = [[sayer.cell(cell) for cell in row] for row in made.rows]
        if len(heads) > WIDEST:
            print_records(sayer.say(made.title), heads, rows)
        else:
            table(sayer.say(made.title), heads, rows)


def print_records(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table that is too wide for a terminal: each row as a line, and under it the rest by name."""
    print_line(f"{title} ({len(rows)})")
    for row in rows:
        print_line(f"- {' · '.join(cell for cell in row[:LEADING] if cell not in EMPTY)}")
        rest = zip(heads[LEADING:], row[LEADING:], strict=True)
        print_line(f"    {'; '.join(f'{head}: {cell}' for head, cell in rest if cell not in EMPTY)}")
