"""A source is listed but nothing cites it. This is a warning: a reading list is no fault.

It is given only once everything else in the case can be read, since what cannot be read may cite the source.
"""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.base.sources import Source
from trivet.case.checks import View
from trivet.case.refs import references

CODE = "source-unused"
TITLE = "A source that nothing cites"


def check(view: View) -> Iterator[Fault]:
    """One warning for each source that no object and no head names."""
    if not view.whole:
        return
    cited = {ref.id for item in view.case.objects() for ref in references(item.object)}
    cited |= {ref.id for ref in references(view.case.meta)}
    for item in view.case.objects():
        if isinstance(item.object, Source) and item.object.id not in cited:
            yield Fault(
                CODE, say('Nothing cites the source "{id}".', id=item.object.id), item.place("id"), warning=True
            )
