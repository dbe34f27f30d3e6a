"""A dyad names the same actor twice."""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.case.checks import View
from trivet.case.schema.events import Event

CODE = "dyad-same"
TITLE = "A dyad of one with itself"


def check(view: View) -> Iterator[Fault]:
    """One fault for each such dyad."""
    for item in view.case.objects():
        if isinstance(item.object, Event):
            for index, dyad in enumerate(item.object.dyads):
                if len(dyad) == 2 and dyad[0] == dyad[1]:
                    yield Fault(
                        CODE,
                        say('{object} pairs "{actor}" with itself.', object=item.ref, actor=dyad[0]),
                        item.place("dyads", index),
                    )
