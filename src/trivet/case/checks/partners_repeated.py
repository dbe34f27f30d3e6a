"""``case.yaml`` names a partner twice, or a grouping without members."""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.case.checks import View
from trivet.case.schema.actors import Actor

CODE = "partners-repeated"
TITLE = "The partners do not add up"


def check(view: View) -> Iterator[Fault]:
    """Faults in the list of partners and in the grouping that stands for them."""
    meta = view.case.meta
    for name in sorted({name for name in meta.partners if meta.partners.count(name) > 1}):
        yield Fault(CODE, say('"{name}" is named twice as a partner.', name=name), view.case.meta_place("partners"))
    item = view.case.index.get(meta.grouping) if meta.grouping else None
    if item and isinstance(item.object, Actor) and set(item.object.members) != set(meta.partners):
        yield Fault(
            CODE,
            say('The members of "{name}" are not the partners of the case.', name=item.object.id),
            item.place("members"),
        )
