"""``trivet schema``: the JSON Schema of every file of a case, and of results."""

from typing import Annotated

import typer

from trivet.cli.output import print_json, print_line


def command(
    name: Annotated[str | None, typer.Argument(metavar="[FILE]", help="A file of a case, or 'result'.")] = None,
    out: Annotated[str | None, typer.Option("--out", metavar="DIR", help="Write all schemas to a folder.")] = None,
) -> None:
    """Print the JSON Schema of one file of a case, list the files, or write all schemas to a folder."""
    from pathlib import Path

    from trivet.base.errors import NotFoundError
    from trivet.base.files import write_for_user
    from trivet.base.ids import hint_at
    from trivet.lens.schemas import schema_names, schema_of, schema_text

    if out:
        for known in schema_names():
            write_for_user(Path(out) / f"{known}.schema.json", schema_text(known).encode())
        print_line(f"{len(schema_names())} schemas written to {out}")
    elif name is None:
        for known in schema_names():
            print_line(known)
    elif name not in schema_names():
        raise NotFoundError(f'There is no schema "{name}". {hint_at(name, schema_names())}')
    else:
        print_json(schema_of(name))
