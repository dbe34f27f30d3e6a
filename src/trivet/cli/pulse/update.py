"""``trivet pulse update``: import what is new in folders imported before."""

from trivet.cli.options import JsonOption, LangOption
from trivet.cli.output import language_of, progress
from trivet.cli.pulse.imports import told
from trivet.cli.pulse.options import WaitOption


def command(wait: WaitOption = 0.0, json: JsonOption = False, lang: LangOption = None) -> int:
    """Import what is new in folders imported before. Nothing is downloaded."""
    from trivet.lenses.pulse.archive import Store, store_folder

    with progress("update") as tell:
        report = Store(store_folder()).update(
            wait=wait, report=lambda step: tell(f"{step.number}/{step.of} {step.path.name} {step.rows}")
        )
    return told(report, json, language_of(lang))
