"""An issue gives two positions to the same actor."""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.case.checks import View
from trivet.case.schema.issues import Issue

CODE = "position-repeated"
TITLE = "One actor, two positions"


def check(view: View) -> Iterator[Fault]:
    """One fault for each position after an actor's first."""
    for item in view.case.objects():
        if isinstance(item.object, Issue):
            seen: set[str] = set()
            for index, position in enumerate(item.object.positions):
                if position.actor in seen:
                    yield Fault(
                        CODE,
                        say('{object} gives "{actor}" a second position.', object=item.ref, actor=position.actor),
                        item.place("positions", index),
                    )
                seen.add(position.actor)
