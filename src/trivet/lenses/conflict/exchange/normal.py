"""Conditions as alternatives of plain patterns (disjunctive normal form), for formats that know nothing else."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from trivet.base.errors import TrivetError
from trivet.case.conditions import Condition, Count, Iff, Taken, parse_condition
from trivet.case.expressions import All, Not, Some

Term = frozenset[tuple[str, bool]]
"""Options with whether they are taken; all must be so."""

MAX_TERMS: Final = 2000


def normal_form(text: str, *, negated: bool = False) -> tuple[Term, ...]:
    """The alternatives under which a condition, or its denial, holds; none if it never does.

    Raises:
        TrivetError: if there are more than :data:`MAX_TERMS`.
    """
    terms = _terms(parse_condition(text), not negated)
    return tuple(sorted(terms, key=lambda term: (len(term), sorted(term))))


@lru_cache(maxsize=10_000)
def _terms(condition: Condition, wanted: bool) -> frozenset[Term]:
    match condition:
        case Taken(option):
            return frozenset({frozenset({(option, wanted)})})
        case Not(part):
            return _terms(part, not wanted)
        case All(parts):
            return _both(parts, True) if wanted else _either(parts, False)
        case Some(parts):
            return _either(parts, True) if wanted else _both(parts, False)
        case Iff(one, other):
            alike: tuple[Condition, ...] = (All((one, other)), All((Not(one), Not(other))))
            apart: tuple[Condition, ...] = (All((one, Not(other))), All((Not(one), other)))
            return _either(alike if wanted else apart, True)
        case Count():
            return _terms(_counted(condition), wanted)


def _counted(count: Count) -> Condition:
    """A count written out, one part after another."""
    enough = _at_least(count.parts, count.number)
    too_many = _at_least(count.parts, count.number + 1)
    if count.kind == "at-least":
        return enough
    return Not(too_many) if count.kind == "at-most" else All((enough, Not(too_many)))


@lru_cache(maxsize=10_000)
def _at_least(parts: tuple[Condition, ...], number: int) -> Condition:
    if number <= 0:
        return All()
    if number > len(parts):
        return Some()
    return Some((All((parts[0], _at_least(parts[1:], number - 1))), _at_least(parts[1:], number)))


def _either(parts: tuple[Condition, ...], wanted: bool) -> frozenset[Term]:
    return _narrow({term for part in parts for term in _terms(part, wanted)})


def _both(parts: tuple[Condition, ...], wanted: bool) -> frozenset[Term]:
    found: frozenset[Term] = frozenset({frozenset()})
    for part in parts:
        joined = {one | other for one in found for other in _terms(part, wanted)}
        found = _narrow({term for term in joined if not _contradicts(term)})
    return found


def _contradicts(term: Term) -> bool:
    return any((name, not taken) in term for name, taken in term)


def _narrow(terms: Iterable[Term]) -> frozenset[Term]:
    """Terms that hold no other term."""
    terms = set(terms)
    if len(terms) > MAX_TERMS:
        raise TrivetError(f"A condition has more than {MAX_TERMS} alternatives.")
    ordered = sorted(terms, key=len)
    kept: list[Term] = []
    for term in ordered:
        if not any(other <= term for other in kept):
            kept.append(term)
    return frozenset(kept)
