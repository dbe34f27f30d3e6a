"""``trivet check``: every fault of a case at once."""

from trivet.base.i18n import translate
from trivet.base.message import N_, say, say_count
from trivet.cli import exits
from trivet.cli.options import CaseArgument, JsonOption, LangOption, WhatifOption
from trivet.cli.output import fault_data, fault_line, language_of, print_json, print_line


def command(
    case: CaseArgument,
    whatif: WhatifOption = None,
    strict: bool = False,
    json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Check a case and report every fault with file, line and column.

    Exit code 0 if it is sound, 1 if it has faults. Warnings do not count, unless --strict.
    """
    from trivet.base.errors import CaseError
    from trivet.case.load import find_case, read_case
    from trivet.case.whatif import apply_whatif
    from trivet.lens.registry import lenses
    from trivet.lens.run import faults_of

    language = language_of(lang)
    root = find_case(case)
    found, faults = read_case(root)
    if found is not None and whatif and not any(not fault.warning for fault in faults):
        try:
            apply_whatif(found, *whatif)
        except CaseError as error:
            faults += error.faults
    if found is not None and not any(not fault.warning for fault in faults):
        faults += [fault for lens in lenses() for fault in faults_of(lens, found)]
    faults.sort(key=lambda fault: (str(fault.place.file), fault.place.line) if fault.place else ("", 0))
    errors = [fault for fault in faults if strict or not fault.warning]
    if json:
        print_json({"case": str(case), "sound": not errors, "faults": [fault_data(f, language) for f in faults]})
        return exits.FAULTS if errors else exits.OK
    for fault in faults:
        print_line(fault_line(fault, language))
    if errors:
        print_line(translate(say_count("One fault.", "{count} faults.", len(errors)), language))
        return exits.FAULTS
    if found is not None:
        counts = sum(1 for _ in found.objects())
        print_line(translate(say(N_("{case} is sound: {count} objects."), case=found.meta.id, count=counts), language))
    return exits.OK
