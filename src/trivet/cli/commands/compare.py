"""``trivet compare``: what a what-if changes, in the case and in the findings."""

from typing import Annotated

import typer

from trivet.cli.options import (
    AtOption,
    CaseArgument,
    JsonOption,
    LangOption,
    SettingOption,
    TermsOption,
    load,
    read_settings,
)
from trivet.cli.output import language_of, print_json, print_line, progress, table


def command(
    case: CaseArgument,
    whatif: Annotated[list[str], typer.Argument(metavar="WHATIF...", help="Overlay files, laid over in order.")],
    lens: Annotated[str, typer.Option("--lens", help="The lens to compare through.")] = "record",
    at: AtOption = None,
    setting: SettingOption = None,
    terms: TermsOption = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Compare a case with a what-if: values that differ, findings that changed."""
    from trivet.api import compare
    from trivet.base.i18n import Sayer
    from trivet.base.message import N_, say_count
    from trivet.case.whatif import apply_whatif

    opened = load(case, terms=terms)
    settings = read_settings(setting, at)
    with progress(opened.meta.id):
        found = compare(opened, *whatif, lens=lens, **settings)
    if json:
        print_json(found.model_dump(mode="json", by_alias=True))
        return
    changed = apply_whatif(opened, *whatif)
    sayer, later = (Sayer(language_of(lang), seen, seen.likelihood_table) for seen in (opened, changed))
    heads = [sayer.term(msgid) for msgid in (N_("Value"), N_("Before"), N_("After"))]
    table(
        f"{found.case} → {', '.join(found.overlays)}",
        heads,
        [[value.path, value.before or "–", value.after or "–"] for value in found.values],
    )
    for change in found.findings:
        print_line(change.id)
        print_line(f"  − {sayer.say(change.before) if change.before else '–'}")
        print_line(f"  + {later.say(change.after) if change.after else '–'}")
    for shift in found.tables:
        print_line(f"{sayer.say(shift.title)}: +{len(shift.came)} −{len(shift.went)}")
        for sign, rows in (("−", shift.went), ("+", shift.came)):
            for row in rows:
                print_line(
                    f"  {sign} {' · '.join(cell for value in row if (cell := sayer.cell(value)) not in ('', '–'))}"
                )
    print_line(sayer.say(say_count("One finding unchanged.", "{count} findings unchanged.", found.unchanged)))
