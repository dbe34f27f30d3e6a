"""Something is dated after the day the case stands at. A case must not know its own future.

Events announced beforehand for a later day carry ``scheduled: true``. A source published a little later is a warning
only, since it may report on earlier days.
"""

from collections.abc import Iterator

from trivet.base.dates import EDate
from trivet.base.errors import Fault
from trivet.base.message import DateParam, say
from trivet.base.sources import Source
from trivet.case.checks import View
from trivet.case.model import CaseObject, Located
from trivet.case.schema.actors import Office
from trivet.case.schema.commitments import Commitment
from trivet.case.schema.disputes import Dispute
from trivet.case.schema.events import Event
from trivet.case.schema.instruments import Instrument

CODE = "hindsight"
TITLE = "The case knows its own future"

_Path = tuple[str | int, ...]


def check(view: View) -> Iterator[Fault]:
    """One fault for each date that lies after the case's own."""
    end = view.case.meta.as_of
    for item in view.case.objects():
        for path, when in _facts(item.object):
            if when and when.earliest > end.latest:
                yield _fault(item, path, when, end)


def _fault(item: Located, path: _Path, when: EDate, end: EDate) -> Fault:
    return Fault(
        CODE,
        say(
            "{object} is dated {date}, after the day of the case, {end}.",
            object=item.ref,
            date=DateParam(date=when),
            end=DateParam(date=end),
        ),
        item.place(*path),
        warning=isinstance(item.object, Source),
    )


def _facts(thing: CaseObject) -> Iterator[tuple[_Path, EDate | None]]:
    """The dates at which something is said to have happened."""
    match thing:
        case Source():
            yield ("issued",), thing.issued
        case Event() if not thing.scheduled:
            yield ("date",), thing.date
        case Instrument() | Dispute() | Commitment():
            dates: list[EDate] = [entry.date for entry in thing.history]
            for index, when in enumerate(dates):
                yield ("history", index, "date"), when
        case Office():
            for index, holding in enumerate(thing.holders):
                yield ("holders", index, "from"), holding.from_
