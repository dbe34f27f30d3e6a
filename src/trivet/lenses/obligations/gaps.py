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
GapLevel = Literal["none", "depends", "not-legal", "covered"]
_T = TypeVar("_T", bound=Hashable)


@dataclass(frozen=True)
class Gap:
    """How an affected partner is covered by duties of defence, or of consultation, towards it.

    ``level`` is ``covered`` if it is owed for sure and by law: then there is no gap; ``none`` if nobody owes it;
    ``depends`` if somebody would owe it if ``depends`` turned out to be so; and ``not-legal`` if it is owed, but by no
    legal duty.
    """

    contingency: str
    partner: str
    kind: GapKind
    level: GapLevel
    depends: tuple[str, ...] = ()


def gaps(contingency: str, affected: Iterable[str], duties: Sequence[Duty], *, casus: bool) -> tuple[Gap, ...]:
    """Every affected partner and kind of duty of one contingency, gaps and covered places alike.

    Args:
        contingency: its name.
        affected: partners whose interests it affects.
        duties: every row it triggers or may trigger.
        casus: whether it holds a fact of a kind that any duty of defence speaks of; without one, the lack of such a
            duty is no gap.
    """
    kinds: list[tuple[GapKind, frozenset[str]]] = [("consultation", CONSULTATION)]
    if casus:
        kinds.insert(0, ("defence", DEFENCE))
    return tuple(_gap(contingency, partner, kind, names, duties) for partner in affected for kind, names in kinds)


def _gap(contingency: str, partner: str, kind: GapKind, names: frozenset[str], duties: Sequence[Duty]) -> Gap:
    own = [d for d in duties if d.rule.mode == "must" and d.rule.duty in names and partner in d.toward]
    sure = {duty.rule.strength for duty in own if duty.triggered and not duty.contested}
    if "legal" in sure:
        return Gap(contingency, partner, kind, "covered")
    maybe = [duty for duty in own if duty.rule.strength == "legal" and not duty.triggered]
    if maybe:
        return Gap(contingency, partner, kind, "depends", maybe[0].depends)
    return Gap(contingency, partner, kind, "not-legal" if sure else "none")


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
