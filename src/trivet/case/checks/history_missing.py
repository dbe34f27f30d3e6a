"""An instrument has no dated history, so no date can be asked about it. This is a warning."""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.case.checks import View
from trivet.case.schema.instruments import Instrument

CODE = "history-missing"
TITLE = "An instrument without a history"


def check(view: View) -> Iterator[Fault]:
    """One warning for each such instrument."""
    for item in view.case.objects():
        if isinstance(item.object, Instrument) and not item.object.history:
            yield Fault(
                CODE,
                say("{object} has no dated history.", object=item.ref),
                item.place(),
                say('Add "history:" with a date and a state.'),
                warning=True,
            )
