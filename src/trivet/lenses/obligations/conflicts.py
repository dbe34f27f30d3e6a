"""Conflicts of duty: one force claimed twice, one actor bound in two theatres, a duty against a prohibition."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from trivet.lenses.obligations.model import Duty

ConflictKind = Literal["double-claim", "two-duties", "duty-against-prohibition"]


@dataclass(frozen=True)
class Conflict:
    """Two rows that cannot both be honoured in full.

    ``over`` names the forces, or the actor, that both lay claim to. Where one is a prohibition, it is ``other``.
    """

    kind: ConflictKind
    over: tuple[str, ...]
    one: Duty
    other: Duty

    @property
    def sure(self) -> bool:
        """Whether both rows hold for sure."""
        return not self.depends and not self.one.contested and not self.other.contested

    @property
    def depends(self) -> tuple[str, ...]:
        """Facts that must turn out to be so for both rows to hold."""
        return tuple(dict.fromkeys((*self.one.depends, *self.other.depends)))


def conflicts(duties: Sequence[Duty]) -> tuple[Conflict, ...]:
    """Every conflict among some rows, in the order of the rows."""
    return tuple(found for one, other in combinations(duties, 2) if (found := _between(one, other)))


def _between(one: Duty, other: Duty) -> Conflict | None:
    shared = tuple(sorted(set(one.bound) & set(other.bound)))
    modes = {one.rule.mode, other.rule.mode}
    if modes in ({"must", "must-not"}, {"may", "must-not"}) and one.rule.duty == other.rule.duty and shared:
        if one.rule.mode == "must-not":
            one, other = other, one
        return Conflict("duty-against-prohibition", shared, one, other)
    forces = tuple(sorted(set(one.rule.forces) & set(other.rule.forces)))
    if forces and "must" in modes and "must-not" not in modes and _apart(one, other):
        return Conflict("double-claim", forces, one, other)
    defend = one.rule.duty == other.rule.duty == "defend" and modes == {"must"}
    if defend and shared and not forces and not set(one.toward) & set(other.toward):
        return Conflict("two-duties", shared, one, other)
    return None


def _apart(one: Duty, other: Duty) -> bool:
    """Whether two rows send the same forces to different ends."""
    return one.rule.key.partition("/")[0] != other.rule.key.partition("/")[0] and (
        set(one.toward) != set(other.toward) or one.rule.duty != other.rule.duty
    )
