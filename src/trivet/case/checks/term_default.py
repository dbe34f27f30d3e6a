"""A contested term's default is not one of its choices."""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.case.checks import View
from trivet.case.faults import suggestion
from trivet.case.schema.topics import ContestedTerm

CODE = "term-default"
TITLE = "A default that is no choice"


def check(view: View) -> Iterator[Fault]:
    """One fault for each such term."""
    for item in view.case.objects():
        if isinstance(item.object, ContestedTerm) and item.object.default not in item.object.choices:
            yield Fault(
                CODE,
                say('"{name}" is not one of the choices of {object}.', name=item.object.default, object=item.ref),
                item.place("default"),
                suggestion(item.object.default, list(item.object.choices)),
            )
