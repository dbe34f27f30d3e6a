"""Solving patterns over bundles of facts, in three values (Kleene 1952): yes, no, depends on a fact.

A bundle holds facts that are so and facts that are open; every other fact is taken not to be so. A fact that leaves an
argument out is so for some value: a pattern that asks for that argument depends on it. Negation is by failure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from trivet.base.errors import TrivetError
from trivet.case.expressions import All, Not, Some
from trivet.case.patterns import Call, OneOf, Pattern, Var, When

MAX_SOLUTIONS: Final = 10_000

Binding = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class World:
    """What lies within what: for each value, the wider values it also counts as (itself left out)."""

    wider: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def within(self, value: str, other: str) -> bool:
        """Whether a value counts as another."""
        return value == other or other in self.wider.get(value, ())


@dataclass(frozen=True)
class Bundle:
    """Facts by predicate: ``so`` holds, ``open`` may hold."""

    so: Mapping[str, tuple[Call, ...]]
    open: Mapping[str, tuple[Call, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, so: Iterable[Call], open_: Iterable[Call] = ()) -> "Bundle":
        """Group facts by their predicate."""
        return cls(_grouped(so), _grouped(open_))


@dataclass(frozen=True)
class Solution:
    """One way in which a pattern holds.

    Attributes:
        binding: the values of its variables, sorted by name.
        because: facts it rests on.
        depends: what must turn out to be so; empty if it holds for sure.
    """

    binding: Binding = ()
    because: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether it holds without any open fact."""
        return not self.depends


def solve(pattern: Pattern, bundle: Bundle, world: World, day: date) -> tuple[Solution, ...]:
    """Every way in which a pattern holds or may hold, each binding once; none if it does not.

    Raises:
        TrivetError: if there are more than :data:`MAX_SOLUTIONS` ways.
    """
    return _tidy(_solve(pattern, Solution(), bundle, world, day))


def _solve(pattern: Pattern, given: Solution, bundle: Bundle, world: World, day: date) -> list[Solution]:
    match pattern:
        case Call():
            found = [s for fact in bundle.so.get(pattern.name, ()) if (s := _meet(pattern, fact, given, world, True))]
            maybe = bundle.open.get(pattern.name, ())
            return found + [s for fact in maybe if (s := _meet(pattern, fact, given, world, False))]
        case When():
            early = day < pattern.date.earliest
            return [given] if early == (pattern.word == "before") else []
        case All():
            ways = [given]
            for part in sorted(pattern.parts, key=lambda p: isinstance(p, Not)):
                ways = [way for before in ways for way in _solve(part, before, bundle, world, day)]
                _limit(ways)
            return ways
        case Some():
            ways = [way for part in pattern.parts for way in _solve(part, given, bundle, world, day)]
            _limit(ways)
            return ways
        case Not():
            return _negate(_solve(pattern.part, Solution(given.binding), bundle, world, day), given)


def _negate(inner: list[Solution], given: Solution) -> list[Solution]:
    """Not so if the part is sure; depends on every open fact that would make it so; else so."""
    if any(way.sure for way in inner):
        return []
    against = [f"not {fact}" for way in inner for fact in way.depends]
    return [Solution(given.binding, given.because, _union(given.depends, against))]


def _meet(call: Call, fact: Call, given: Solution, world: World, sure: bool) -> Solution | None:
    """Hold a predicate of a pattern against a fact under what is already bound."""
    values = {key: arg.values[0] for key, arg in fact.args if isinstance(arg, OneOf)}
    binding = dict(given.binding)
    unspecified = []
    for key, arg in call.args:
        value = values.get(key)
        if value is None:
            wanted = binding.get(arg.name) if isinstance(arg, Var) else "/".join(arg.values)
            unspecified.append(f"{key}={wanted}" if wanted else key)
        elif isinstance(arg, Var):
            if binding.setdefault(arg.name, value) != value and not world.within(value, binding[arg.name]):
                return None
        elif not any(world.within(value, wanted) for wanted in arg.values):
            return None
    because = given.because if not sure else _union(given.because, [str(fact)])
    depends = given.depends
    if not sure:
        depends = _union(depends, [str(fact)])
    if unspecified:
        depends = _union(depends, [f"{fact.name}({', '.join(unspecified)})"])
    return Solution(tuple(sorted(binding.items())), because, depends)


def _tidy(ways: list[Solution]) -> tuple[Solution, ...]:
    """Each binding once: a sure way before one that depends, then the one that depends on least."""
    best: dict[Binding, Solution] = {}
    for way in ways:
        old = best.get(way.binding)
        if old is None or len(way.depends) < len(old.depends):
            best[way.binding] = way
    return tuple(best.values())


def _grouped(facts: Iterable[Call]) -> dict[str, tuple[Call, ...]]:
    found: dict[str, list[Call]] = {}
    for fact in facts:
        found.setdefault(fact.name, []).append(fact)
    return {name: tuple(items) for name, items in found.items()}


def _union(one: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *more)))


def _limit(ways: list[Solution]) -> None:
    if len(ways) > MAX_SOLUTIONS:
        raise TrivetError(f"A pattern holds in more than {MAX_SOLUTIONS} ways; make it narrower.")
