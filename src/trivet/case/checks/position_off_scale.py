"""A position, or the status quo, lies beyond the ends of its issue's scale."""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import NumberParam, say
from trivet.base.quantity import Range
from trivet.case.checks import View
from trivet.case.schema.issues import Issue
from trivet.case.yaml12 import Path

CODE = "position-off-scale"
TITLE = "A position beyond the scale"


def check(view: View) -> Iterator[Fault]:
    """One fault for each range that reaches beyond the scale."""
    for item in view.case.objects():
        if not isinstance(item.object, Issue):
            continue
        scale, stands = item.object.scale, item.object.status_quo
        ranges: list[tuple[Path, Range]] = [(("status_quo", "position"), stands.position)] if stands else []
        ranges += [(("positions", i, "position"), p.position) for i, p in enumerate(item.object.positions)]
        for path, own in ranges:
            if own.low < scale.low or own.high > scale.high:
                yield Fault(
                    CODE,
                    say(
                        "{object}: this lies beyond the scale, which goes from {low} to {high}.",
                        object=item.ref,
                        low=NumberParam(value=scale.low, digits=_digits(scale.low)),
                        high=NumberParam(value=scale.high, digits=_digits(scale.high)),
                    ),
                    item.place(*path),
                )


def _digits(value: float) -> int:
    return 0 if value == int(value) else 2
