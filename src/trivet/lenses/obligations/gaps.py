"""Gaps: partners whose interests are affected but to whom nobody is bound; and what would close them.

Closing is a hitting set: the smallest set of instruments such that every gap is served by one of them. Solved exactly
by branch and bound (Reiter 1987 for the notion; the instances here are small).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from trivet.lenses.obligations.matrix import CONSULTATION, DEFENCE
from trivet.lenses.obligations.model import Duty

GapKind = Literal["defence", "consultation"]
GapLevel = Literal["none", "not-legal"]
_T = TypeVar("_T", bound=Hashable)


@dataclass(frozen=True)
class Gap:
    """An affected partner to whom no partner owes defence, or consultation, in a contingency.

    ``level`` is ``none`` if nobody owes it at all, and ``not-legal`` if it is owed, but by no legal duty.
    """

    contingency: str
    partner: str
    kind: GapKind
    level: GapLevel


def gaps(contingency: str, affected: Iterable[str], duties: Sequence[Duty]) -> tuple[Gap, ...]:
    """The gaps of one contingency; only duties that hold for sure close one."""
    kinds: tuple[tuple[GapKind, frozenset[str]], ...] = (("defence", DEFENCE), ("consultation", CONSULTATION))
    found = []
    for partner in affected:
        for kind, names in kinds:
            strengths = {duty.rule.strength for duty in duties if _serves(duty, partner, names)}
            if "legal" not in strengths:
                found.append(Gap(contingency, partner, kind, "not-legal" if strengths else "none"))
    return tuple(found)


def _serves(duty: Duty, partner: str, names: frozenset[str]) -> bool:
    sure = duty.triggered and not duty.contested and duty.rule.mode == "must"
    return sure and duty.rule.duty in names and partner in duty.toward


def smallest_hitting_sets(choices: Mapping[_T, frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    """All smallest sets that share a member with every group, each sorted, in sorted order.

    Args:
        choices: for each thing to be hit the members that hit it. A thing that nothing hits must not be given.

    Raises:
        ValueError: if some thing has no member at all.
    """
    groups = _minimal(set(choices.values()))
    if not groups:
        return ()
    if frozenset() in groups:
        raise ValueError("something can be hit by nothing")
    for size in range(_lower_bound(groups), len(groups) + 1):
        found = {tuple(sorted(chosen)) for chosen in _hit(groups, frozenset(), size)}
        if found:
            return tuple(sorted(found))
    raise AssertionError("one member of each group always hits all")


def _minimal(groups: set[frozenset[str]]) -> list[frozenset[str]]:
    """Groups that hold no other group: hitting those hits the rest."""
    ordered = sorted(groups, key=lambda group: (len(group), sorted(group)))
    kept: list[frozenset[str]] = []
    for group in ordered:
        if not any(other <= group for other in kept):
            kept.append(group)
    return kept


def _lower_bound(groups: list[frozenset[str]]) -> int:
    """Groups that share no member with one another each need their own."""
    count, used = 0, set[str]()
    for group in groups:
        if not group & used:
            count += 1
            used |= group
    return count


def _hit(groups: list[frozenset[str]], chosen: frozenset[str], left: int) -> Iterable[frozenset[str]]:
    open_groups = [group for group in groups if not group & chosen]
    if not open_groups:
        yield chosen
        return
    if left < _lower_bound(open_groups):
        return
    narrowest: frozenset[str] = min(open_groups, key=lambda group: (len(group), sorted(group)))
    for member in sorted(narrowest):
        yield from _hit(groups, chosen | {member}, left - 1)
