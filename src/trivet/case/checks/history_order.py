"""The entries of a history do not stand in time order."""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.case.checks import View
from trivet.case.schema.commitments import Commitment
from trivet.case.schema.disputes import Dispute
from trivet.case.schema.instruments import Instrument

CODE = "history-order"
TITLE = "A history is out of order"


def check(view: View) -> Iterator[Fault]:
    """One fault for each entry dated before the one above it."""
    for item in view.case.objects():
        if not isinstance(item.object, Instrument | Dispute | Commitment):
            continue
        entries = item.object.history
        for index in range(1, len(entries)):
            if entries[index].date.earliest < entries[index - 1].date.earliest:
                yield Fault(
                    CODE,
                    say("The history of {object} goes back in time here.", object=item.ref),
                    item.place("history", index, "date"),
                    say("Put the entries in time order."),
                )
