"""Choosing the conflicts of a case that are asked about, and solving them."""

from typing import Any

from trivet.base.errors import CaseError, NotFoundError
from trivet.base.ids import hint_at, names_in
from trivet.case.model import Case, Located
from trivet.case.schema.conflicts import Conflict
from trivet.lens.streams import Streams
from trivet.lenses.conflict.build import build
from trivet.lenses.conflict.solve import Choices, Solved


def chosen(case: Case, given: str | None) -> tuple[Located, ...]:
    """The conflicts asked about: those named, all for ``all``, the featured ones (else all) if none is named.

    Raises:
        NotFoundError: if one does not exist.
    """
    every = [item for item in case.objects() if isinstance(item.object, Conflict)]
    every.sort(key=lambda item: _age(item.object))
    if given and given != "all":
        return tuple(_named(case, every, name) for name in names_in(given))
    featured = tuple(item for item in every if isinstance(item.object, Conflict) and item.object.featured)
    return tuple(every) if given == "all" or not featured else featured


def _age(thing: Any) -> tuple[str, str]:
    return thing.as_of.earliest.isoformat(), thing.id


def _named(case: Case, every: list[Located], name: str) -> Located:
    found = next((item for item in every if item.object.id == name), None)
    if found is None:
        known = [item.object.id for item in every]
        raise NotFoundError(f'There is no conflict "{name}" in the case {case.meta.id}. {hint_at(name, known)}')
    return found


def solve(case: Case, settings: Any, streams: Streams) -> tuple[Solved, ...]:
    """The chosen conflicts, ready to be asked.

    Raises:
        CaseError: if one of them has faults.
        NotFoundError: if one does not exist.
    """
    choices = Choices(settings.improvement, settings.horizon, settings.draws, settings.spread, settings.everything)
    found, faults = [], []
    for item in chosen(case, settings.model):
        built, wrong = build(item)
        faults += wrong
        if built is not None:
            found.append(Solved(built, choices, streams))
    if faults:
        raise CaseError(faults)
    return tuple(found)
