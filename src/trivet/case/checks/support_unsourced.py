"""An object counts as sourced but names no source. Give one, or mark it ``support: background``."""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.case.checks import View
from trivet.case.refs import references
from trivet.case.schema.claims import Claim
from trivet.case.schema.common import Object
from trivet.case.schema.topics import ContestedTerm, Topic

CODE = "support-unsourced"
TITLE = "Sourced, but by nothing"


def check(view: View) -> Iterator[Fault]:
    """One fault for each object that claims support it does not name. Topics and terms need none."""
    for item in view.case.objects():
        thing = item.object
        if not isinstance(thing, Object) or isinstance(thing, Topic | ContestedTerm) or thing.support == "background":
            continue
        if isinstance(thing, Claim) and thing.verdict in ("opinion", "unverifiable"):
            continue
        if not any(ref.sections == ("sources",) for ref in references(thing)):
            yield Fault(
                CODE,
                say("{object} counts as sourced but names no source.", object=item.ref),
                item.place(),
                say('Name a source, or write "support: background".'),
            )
