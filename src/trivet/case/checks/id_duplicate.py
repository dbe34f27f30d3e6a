"""Two objects of one section have the same id, so that a reference could mean either."""

from collections.abc import Iterator

from trivet.base.errors import Fault, Place
from trivet.base.message import say
from trivet.case.checks import View

CODE = "id-duplicate"
TITLE = "Two objects share an id"


def check(view: View) -> Iterator[Fault]:
    """One fault for each object whose id another one already has."""
    first: dict[str, Place] = {}
    for item in view.case.objects():
        key = item.ref
        if key in first:
            yield Fault(
                CODE,
                say('The id "{id}" is already taken, at {place}.', id=item.object.id, place=str(first[key])),
                item.place("id"),
                say("Give this object another id."),
            )
        else:
            first[key] = item.place("id")
