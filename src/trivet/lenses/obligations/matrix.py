"""Who owes whom what: the matrix of partners, the empty cells of which are the finding."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from trivet.lenses.obligations.model import STRENGTHS, Duty

DEFENCE: Final = frozenset({"defend"})
CONSULTATION: Final = frozenset({"consult", "inform-before"})


@dataclass(frozen=True)
class Cell:
    """What one partner owes another: duty to the strongest strength, for sure and perhaps."""

    bound: str
    toward: str
    owed: tuple[tuple[str, str], ...]
    perhaps: tuple[tuple[str, str], ...]

    def owes(self, duties: frozenset[str]) -> bool:
        """Whether any of some duties is owed for sure."""
        return any(duty in duties for duty, _ in self.owed)


def matrix(partners: Sequence[str], duties: Iterable[Duty]) -> tuple[Cell, ...]:
    """One cell for each ordered pair of partners; only what must be done counts."""
    must = [duty for duty in duties if duty.rule.mode == "must"]
    return tuple(_cell(bound, toward, must) for bound, toward in permutations(partners, 2))


def _cell(bound: str, toward: str, duties: list[Duty]) -> Cell:
    owed: dict[str, str] = {}
    perhaps: dict[str, str] = {}
    for duty in duties:
        if bound in duty.bound and toward in duty.toward and bound != toward:
            group = owed if duty.triggered and not duty.contested else perhaps
            group[duty.rule.duty] = stronger(group.get(duty.rule.duty), duty.rule.strength)
    rest = {name: strength for name, strength in perhaps.items() if name not in owed}
    return Cell(bound, toward, tuple(sorted(owed.items())), tuple(sorted(rest.items())))


def stronger(one: str | None, other: str) -> str:
    """The stronger of two strengths."""
    return other if one is None else min(one, other, key=STRENGTHS.index)
