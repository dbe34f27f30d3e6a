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
    from trivet.base.i18n import Sayer
    from trivet.base.message import N_, say_count
    from trivet.case.whatif import apply_whatif
    from trivet.lens.compare import compare_results
    from trivet.lens.run import run_lens

    opened = load(case, terms=terms)
    settings = read_settings(setting, at)
    changed = apply_whatif(opened, *whatif)
    with progress(opened.meta.id):
        found = compare_results(opened, changed, *(run_lens(lens, seen, settings) for seen in (opened, changed)))
    if json:
        print_json(found.model_dump(mode="json", by_alias=True))
        return
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
        for sign, rows, seen in (("−", shift.went, sayer), ("+", shift.came, later)):
            for row in rows:
                print_line(
                    f"  {sign} {' · '.join(cell for value in row if (cell := seen.cell(value)) not in ('', '–'))}"
                )
    print_line(sayer.say(say_count("One finding unchanged.", "{count} findings unchanged.", found.unchanged)))
