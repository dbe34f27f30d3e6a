"""``case.yaml`` names a table of likelihood words that does not come with Trivet."""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.likelihood import shipped_names
from trivet.base.message import say
from trivet.case.checks import View
from trivet.case.faults import suggestion

CODE = "likelihood-unknown"
TITLE = "An unknown table of likelihood words"


def check(view: View) -> Iterator[Fault]:
    """At most one fault."""
    name, known = view.case.meta.likelihood, list(shipped_names())
    if name not in known:
        yield Fault(
            CODE,
            say('There is no likelihood table "{name}". Known: {known}.', name=name, known=", ".join(known)),
            view.case.meta_place("likelihood"),
            suggestion(name, known),
        )
