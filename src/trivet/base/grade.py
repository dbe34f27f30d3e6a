"""How firmly a value is known. The weakest input grades the result (after OWID's indicators)."""

from collections.abc import Iterable
from enum import StrEnum


class Grade(StrEnum):
    """From strongest to weakest; the order of the members is the order of strength."""

    DOCUMENTED = "documented"
    REPORTED = "reported"
    ESTIMATED = "estimated"
    JUDGED = "judged"
    SIMULATED = "simulated"

    @property
    def rank(self) -> int:
        """0 for the strongest grade."""
        return list(Grade).index(self)


def weakest(grades: Iterable[Grade]) -> Grade:
    """The weakest of some grades.

    Raises:
        ValueError: if there are none, since a result without inputs has no grade.
    """
    return max(grades, key=lambda grade: grade.rank)
