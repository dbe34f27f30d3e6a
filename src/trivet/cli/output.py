"""What commands print: results to standard output, everything else to standard error."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from trivet.base.errors import Fault
from trivet.base.i18n import translate
from trivet.base.languages import LANGUAGES, Language
from trivet.cli.exits import USAGE
from trivet.lens.progress import listening

if TYPE_CHECKING:
    from rich.console import Console


@cache
def console() -> "Console":
    """The terminal for results."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else 120)


@cache
def side() -> "Console":
    """The terminal for progress and faults."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def print_json(data: Any) -> None:
    """Print plain data as JSON, in UTF-8 whatever the locale."""
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=False)
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.flush()


def print_line(text: str = "") -> None:
    """Print a line of plain words; nothing in it is markup."""
    print(text)


def complain(text: str) -> None:
    """Print a line to standard error."""
    print(text, file=sys.stderr)


def fault_line(fault: Fault, language: Language) -> str:
    """A fault as one line: place, code, what is wrong, what to do."""
    place = f"{fault.place}: " if fault.place else ""
    kind = "warning: " if fault.warning else ""
    hint = f" {translate(fault.hint, language)}" if fault.hint else ""
    return f"{place}{kind}{translate(fault.message, language)}{hint} [{fault.code}]"


def fault_data(fault: Fault, language: Language) -> dict[str, Any]:
    """A fault as plain data."""
    return {
        "code": fault.code,
        "severity": "warning" if fault.warning else "error",
        "file": fault.place.file if fault.place else None,
        "line": fault.place.line if fault.place else None,
        "column": fault.place.column if fault.place else None,
        "message": translate(fault.message, language),
        "hint": translate(fault.hint, language) if fault.hint else None,
        "docs": fault.anchor,
    }


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table. Cells are plain words."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    made = Table(title=Text(title, style="bold"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        made.add_column(Text(head), overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    console().print(made)


@contextmanager
def progress(what: str) -> Iterator[Any]:
    """Show what is being done while it takes time; silent when standard error is not a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with (
        side().status(what) as status,
        listening(lambda done, total, step: status.update(_bar(what, done, total, step))),
    ):
        yield lambda step: status.update(f"{what}: {step}")


def _bar(what: str, done: int, total: int, step: str) -> str:
    """A progress bar of 20 places with what is being done."""
    full = 20 * done // max(total, 1)
    return f"{what} {'━' * full}{'─' * (20 - full)} {done}/{total} {step}"


def language_of(given: str | None) -> Language:
    """The language to speak: the option, else ``TRIVET_LANG``, else English."""
    chosen = given or os.environ.get("TRIVET_LANG") or "en"
    if chosen not in LANGUAGES:
        complain(f'There is no language "{chosen}". Known: {", ".join(LANGUAGES)}.')
        raise SystemExit(USAGE)
    return chosen
