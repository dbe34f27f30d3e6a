"""Which duties a bundle of facts triggers. Knows rules and facts, no case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from trivet.case.expressions import All, Not, Some
from trivet.case.patterns import Call, OneOf, Pattern, When
from trivet.lenses.obligations.solve import Bundle, Solution, World, solve

STRENGTHS: Final = ("legal", "political", "practice")
"""From strongest to weakest."""


@dataclass(frozen=True)
class Rule:
    """An obligation as plain data.

    Attributes:
        key: instrument and obligation, ``instrument/obligation``.
        duty, mode, how, strength: as coded.
        bound, toward: actors, or variables written ``$x``.
        pattern: when it is triggered, exceptions included.
        forces: forces it is carried out with.
        spans: days from which, and up to but not including which, its instrument is in effect; None is open-ended.
        contested: spans in which it is in effect for one side only.
    """

    key: str
    duty: str
    mode: str
    bound: tuple[str, ...]
    toward: tuple[str, ...]
    pattern: Pattern
    how: str
    strength: str
    forces: tuple[str, ...] = ()
    spans: tuple[tuple[date, date | None], ...] = ()
    contested: tuple[tuple[date, date | None], ...] = ()

    def in_effect(self, day: date) -> bool:
        """Whether its instrument is in effect on a day."""
        return any(begin <= day and (end is None or day < end) for begin, end in self.spans)

    def since(self, day: date) -> date | None:
        """Since when it has been in effect without a break."""
        return next((begin for begin, end in self.spans if begin <= day and (end is None or day < end)), None)

    def is_contested(self, day: date) -> bool:
        """Whether its instrument is contested on a day."""
        return any(begin <= day and (end is None or day < end) for begin, end in self.contested)


@dataclass(frozen=True)
class Duty:
    """One row of the duty table: a rule with its actors, triggered or depending on something."""

    rule: Rule
    bound: tuple[str, ...]
    toward: tuple[str, ...]
    because: tuple[str, ...]
    depends: tuple[str, ...]
    contested: bool = False

    @property
    def triggered(self) -> bool:
        """Whether it holds for sure."""
        return not self.depends

    @property
    def identity(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """What makes two rows of different days or cases the same row."""
        return self.rule.key, self.bound, self.toward


@dataclass
class Solver:
    """Finds the rules that a bundle can trigger and solves only those.

    Rules are indexed by the facts without which they cannot hold, so that ten thousand instruments cost no more than
    the few a bundle speaks to. Solutions of rules that do not look at the day are kept.
    """

    rules: Sequence[Rule]
    world: World
    _always: list[int] = field(default_factory=list)
    _by_fact: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)
    _by_name: dict[str, list[int]] = field(default_factory=dict)
    _kept: dict[tuple[int, int], tuple[Solution, ...]] = field(default_factory=dict)
    _bundles: dict[int, Bundle] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Build the index."""
        for number, rule in enumerate(self.rules):
            anchors = _anchors(rule.pattern)
            if anchors is None:
                self._always.append(number)
                continue
            for name, key, value in anchors:
                home = (
                    self._by_name.setdefault(name, []) if not key else self._by_fact.setdefault((name, key, value), [])
                )
                home.append(number)

    def duties(self, bundle: Bundle, day: date) -> tuple[Duty, ...]:
        """Every duty in effect on a day that a bundle triggers or may trigger, in the order of the rules."""
        return tuple(
            duty
            for number in self._candidates(bundle)
            if self.rules[number].in_effect(day)
            for duty in self._of(number, bundle, day)
        )

    def _of(self, number: int, bundle: Bundle, day: date) -> tuple[Duty, ...]:
        rule = self.rules[number]
        solutions = self._solutions(number, bundle, day)
        contested = rule.is_contested(day)
        return tuple(duty for way in solutions if (duty := _duty(rule, way, contested)))

    def _solutions(self, number: int, bundle: Bundle, day: date) -> tuple[Solution, ...]:
        pattern = self.rules[number].pattern
        if looks_at_day(pattern):
            return solve(pattern, bundle, self.world, day)
        self._bundles.setdefault(id(bundle), bundle)
        key = (number, id(bundle))
        if key not in self._kept:
            self._kept[key] = solve(pattern, bundle, self.world, day)
        return self._kept[key]

    def _candidates(self, bundle: Bundle) -> list[int]:
        found = set(self._always)
        for group in (bundle.so, bundle.open):
            for name, facts in group.items():
                found.update(self._by_name.get(name, ()))
                for fact in facts:
                    found.update(self._speaking_to(fact))
        return sorted(found)

    def _speaking_to(self, fact: Call) -> Iterable[int]:
        values = {key: arg.values[0] for key, arg in fact.args if isinstance(arg, OneOf)}
        for key, value in values.items():
            for wide in (value, *self.world.wider.get(value, ())):
                yield from self._by_fact.get((fact.name, key, wide), ())
        for (name, key, _), numbers in self._partial(fact.name, frozenset(values)):
            if name == fact.name and key not in values:
                yield from numbers

    def _partial(self, name: str, given: frozenset[str]) -> list[tuple[tuple[str, str, str], list[int]]]:
        """Index entries of a predicate by arguments that a fact leaves out."""
        if name not in self._arguments():
            return []
        if self._arguments()[name] <= given:
            return []
        return [(entry, numbers) for entry, numbers in self._by_fact.items() if entry[0] == name]

    def _arguments(self) -> Mapping[str, frozenset[str]]:
        if not hasattr(self, "_args"):
            found: dict[str, set[str]] = {}
            for name, key, _ in self._by_fact:
                found.setdefault(name, set()).add(key)
            self._args = {name: frozenset(keys) for name, keys in found.items()}
        return self._args


def _duty(rule: Rule, way: Solution, contested: bool) -> Duty | None:
    values = dict(way.binding)
    bound = tuple(dict.fromkeys(_resolve(rule.bound, values)))
    toward = tuple(dict.fromkeys(name for name in _resolve(rule.toward, values) if name not in bound or len(bound) > 1))
    if not bound or (rule.toward and not toward):
        return None
    return Duty(rule, bound, toward, way.because, way.depends, contested)


def _resolve(parties: Iterable[str], values: Mapping[str, str]) -> Iterable[str]:
    return (
        values.get(name[1:], "") if name.startswith("$") else name
        for name in parties
        if not name.startswith("$") or name[1:] in values
    )


@lru_cache(maxsize=100_000)
def looks_at_day(pattern: Pattern) -> bool:
    """Whether a pattern's truth depends on the day."""
    match pattern:
        case When():
            return True
        case Not(part):
            return looks_at_day(part)
        case All(parts) | Some(parts):
            return any(looks_at_day(part) for part in parts)
        case Call():
            return False


def _anchors(pattern: Pattern) -> frozenset[tuple[str, str, str]] | None:
    """Facts of which a bundle must hold at least one for the pattern to hold; None if it can hold without any.

    An anchor is a predicate with one argument and value, or with none.
    """
    match pattern:
        case Call(name, args):
            keyed = [(key, arg.values) for key, arg in args if isinstance(arg, OneOf)]
            if not keyed:
                return frozenset({(name, "", "")})
            key, values = min(keyed, key=lambda item: len(item[1]))
            return frozenset((name, key, value) for value in values)
        case All(parts):
            found = [anchors for part in parts if (anchors := _anchors(part)) is not None]
            return min(found, key=len) if found else None
        case Some(parts):
            each = [_anchors(part) for part in parts]
            if any(anchors is None for anchors in each):
                return None
            return frozenset(entry for anchors in each if anchors for entry in anchors)
        case _:
            return None
