"""An event names a time zone that the IANA database does not know."""

from collections.abc import Iterator

from trivet.base.dates import known_zone
from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.case.checks import View
from trivet.case.schema.events import Event

CODE = "zone-unknown"
TITLE = "An unknown time zone"


def check(view: View) -> Iterator[Fault]:
    """One fault for each unknown zone."""
    for item in view.case.objects():
        if isinstance(item.object, Event) and item.object.zone and not known_zone(item.object.zone):
            yield Fault(
                CODE,
                say('"{zone}" is not a time zone.', zone=item.object.zone),
                item.place("zone"),
                say("Write it as in the IANA database, for example Europe/Oslo."),
            )
