"""``trivet pulse status``: what is in the store."""

from typing import Annotated, Any

import typer

from trivet.cli import exits
from trivet.cli.options import JsonOption, LangOption
from trivet.cli.output import complain, fault_data, fault_line, language_of, print_json, print_line


def command(
    verify: Annotated[bool, typer.Option("--verify", help="Also check every part against its checksum.")] = False,
    json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Print what the store holds: months, counts, citation, terms, checksum."""
    from trivet.lenses.pulse.archive import Store, store_folder

    store = Store(store_folder())
    held, faults, language = store.status(), store.verify() if verify else (), language_of(lang)
    if json:
        print_json(
            {
                "folder": str(store.folder),
                "data": [{name: _plain(value) for name, value in vars(one).items()} for one in held],
                "faults": [fault_data(fault, language) for fault in faults],
            }
        )
    else:
        print_line(f"{store.folder}: {len(held)}")
        for one in held:
            print_line(f"{one.name}: {one.rows} rows of {one.files} files, {one.first_day} to {one.last_day}")
            print_line(f"    {one.months} months, {one.bytes} bytes, checksum {one.digest}")
            print_line(f"    rejected {one.rejected}, duplicate {one.duplicates}, set aside {one.filtered}")
            for text in (one.citation, one.terms, one.blind):
                print_line(f"    {text}")
        for fault in faults:
            complain(fault_line(fault, language))
    return exits.FAULTS if faults else exits.OK


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, int | str) else str(value)
