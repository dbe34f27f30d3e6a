"""Two persons hold the same office at the same time, and neither is marked as acting."""

import itertools
from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.case.checks import View
from trivet.case.schema.actors import Holding, Office

CODE = "holding-overlap"
TITLE = "Two holders of one office"


def check(view: View) -> Iterator[Fault]:
    """One fault for each holder who begins before the one before has ended."""
    for item in view.case.objects():
        if not isinstance(item.object, Office):
            continue
        full = [(index, held) for index, held in enumerate(item.object.holders) if not held.acting]
        for (_, before), (index, after) in itertools.pairwise(full):
            if _overlap(before, after):
                yield Fault(
                    CODE,
                    say(
                        "{a} and {b} hold {object} at the same time.", a=before.holder, b=after.holder, object=item.ref
                    ),
                    item.place("holders", index),
                    say('End the earlier one, or mark one of them "acting: true".'),
                )


def _overlap(before: Holding, after: Holding) -> bool:
    if before.to is None:
        return True
    return after.from_ is not None and after.from_.latest < before.to.earliest
