"""A field names an object that the case does not define, or one of the wrong kind.

Nothing is said about references into a section of which a file could not be read: mend that file first.
"""

from collections import Counter
from collections.abc import Iterator

from trivet.base.errors import Fault, Place
from trivet.base.message import say
from trivet.case.checks import View
from trivet.case.faults import suggestion
from trivet.case.refs import Reference, raw_references, references
from trivet.case.schema.common import ANY
from trivet.case.sections import LISTS

CODE = "ref-unknown"
TITLE = "A reference leads nowhere"


def check(view: View) -> Iterator[Fault]:
    """One fault for each reference that cannot be followed."""
    known = _known(view)
    for ref in references(view.case.meta):
        if not _leads(ref, known) and _decidable(ref, view):
            yield _fault(ref, known, view.case.meta_place(*ref.path))
    for item in view.case.objects():
        for ref in references(item.object):
            if not _leads(ref, known) and _decidable(ref, view):
                yield _fault(ref, known, item.place(*ref.path))
    for model, raw in view.broken:
        for ref in raw_references(model, raw.data):
            if not _leads(ref, known) and _decidable(ref, view):
                yield _fault(ref, known, raw.origin.place(ref.path))


def _decidable(ref: Reference, view: View) -> bool:
    homes = {section.partition(".")[0] for section in ref.sections}
    return view.unread.isdisjoint(LISTS if ANY in homes else homes)


def _known(view: View) -> dict[str, set[str]]:
    words = view.case.vocabulary
    homes = Counter(name for ids in view.ids.values() for name in ids)
    anything = {f"{section}/{name}" for section, ids in view.ids.items() for name in ids}
    anything |= {name for name, count in homes.items() if count == 1}
    return {
        **view.ids,
        "vocabulary.owners": set(words.owners),
        "vocabulary.topics": set(words.topics),
        "vocabulary.cadence": set(words.cadence),
        ANY: anything,
    }


def _leads(ref: Reference, known: dict[str, set[str]]) -> bool:
    return any(ref.id in known.get(section, ()) for section in ref.sections)


def _fault(ref: Reference, known: dict[str, set[str]], place: Place) -> Fault:
    where = " / ".join(section for section in ref.sections if section != ANY) or "the case"
    homes = [name for name, ids in known.items() if name != ANY and ref.id in ids]
    if ref.sections == (ANY,):
        homes = [name for name in homes if name in LISTS]
        if homes:
            choices = " / ".join(f"{home}/{ref.id}" for home in homes)
            message = say('"{id}" is ambiguous.', id=ref.id)
            return Fault(CODE, message, place, say("Write {choices}.", choices=choices))
    elif homes:
        message = say(
            '"{id}" is defined in {elsewhere}, but an entry of {where} is needed here.',
            id=ref.id,
            elsewhere=homes[0],
            where=where,
        )
        return Fault(CODE, message, place)
    allowed = sorted({name for section in ref.sections for name in known.get(section, ())})
    return Fault(
        CODE, say('"{id}" is not defined in {where}.', id=ref.id, where=where), place, suggestion(ref.id, allowed)
    )
