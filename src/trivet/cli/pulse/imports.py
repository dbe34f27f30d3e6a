"""``trivet pulse import``: take files of event data into the store."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trivet.base.ids import names_in
from trivet.cli import exits
from trivet.cli.options import JsonOption, LangOption
from trivet.cli.output import complain, fault_data, fault_line, language_of, print_json, print_line, progress
from trivet.cli.pulse.options import WaitOption

if TYPE_CHECKING:
    from trivet.base.languages import Language
    from trivet.lenses.pulse.archive import ImportReport

SHOWN = 20
"""Faults that are printed of one import; --json prints all that were kept."""


def command(
    files: Annotated[list[str], typer.Argument(metavar="FILES...", help="Files of event data, or folders of them.")],
    layout: Annotated[
        str | None, typer.Option("--layout", metavar="NAME", help="Layout of all files; told by content if left out.")
    ] = None,
    states: Annotated[
        str | None, typer.Option("--states", metavar="CODES", help="Keep rows that name one of these, with commas.")
    ] = None,
    wait: WaitOption = 0.0,
    json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Import files of event data. What is in the store already is recognised by its content."""
    from trivet.lenses.pulse.archive import Store, store_folder

    with progress("import") as tell:
        report = Store(store_folder()).import_paths(
            [Path(name) for name in files],
            layout=layout,
            states=names_in(states) or None,
            wait=wait,
            report=lambda step: tell(f"{step.number}/{step.of} {step.path.name} {step.rows}"),
        )
    return told(report, json, language_of(lang))


def told(report: "ImportReport", json: bool, language: "Language") -> int:
    """Print what became of each file; the exit code says whether one was refused."""
    if json:
        print_json(_document(report, language))
    else:
        for file in report.files:
            counts = file.counts
            print_line(f"{file.outcome:13} {file.name or '-':10} {file.path.name}")
            if counts.read:
                print_line(
                    f"    {counts.read} read = {counts.taken} taken + {counts.filtered} set aside + "
                    f"{counts.rejected} rejected + {counts.duplicate} duplicate"
                )
        faults = report.faults
        for fault in faults[:SHOWN]:
            complain(fault_line(fault, language))
        if len(faults) > SHOWN:
            complain(f"... and {len(faults) - SHOWN} more; --json lists them.")
    return exits.FAULTS if report.outcome("refused") else exits.OK


def _document(report: "ImportReport", language: "Language") -> list[dict[str, Any]]:
    return [
        {
            "file": str(file.path),
            "outcome": file.outcome,
            "data": file.name,
            **vars(file.counts),
            "faults": [fault_data(fault, language) for fault in file.faults],
        }
        for file in report.files
    ]
