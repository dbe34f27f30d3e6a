"""``trivet new``: a commented case to start from."""

from typing import Annotated

import typer

from trivet.cli.output import print_line


def command(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder to make; must not hold a case yet.")],
    title: Annotated[str | None, typer.Option("--title", help="Title of the case.")] = None,
) -> None:
    """Write a small, commented case that passes check, as a start for your own."""
    from pathlib import Path

    from trivet.case.scaffold import write_scaffold

    files = write_scaffold(Path(folder), title)
    print_line(f"{len(files)} files written to {folder}. Next: trivet check {folder}")
