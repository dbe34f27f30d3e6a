"""The nine choices of KTAB's Spatial Model of Politics."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from typing import Any

from trivet.lenses.bargaining.model.pce import Pce
from trivet.lenses.bargaining.model.risk import RiskAdjust, RiskRange
from trivet.lenses.bargaining.model.smp_bargain import Bargain, SaliencePower, Transition
from trivet.lenses.bargaining.model.smp_challenge import Commitment
from trivet.lenses.bargaining.model.voting import Victory, Voting


@dataclass(frozen=True)
class Parameters:
    """One member of each enumeration, in KTAB's order and with its defaults.

    Attributes:
        victory: how the chance of a coalition grows with its strength.
        pce: how an option wins an election.
        transition: whether actors take the most likely bargain.
        voting: how votes grow with what is at stake.
        adjust: how much of another's risk attitude an observer recognises.
        span: the range of risk attitudes.
        commitment: what third parties put at risk.
        power: how a bargain weighs two positions.
        bargain: whose view of the odds makes a bargain.
    """

    victory: Victory = Victory.LINEAR
    pce: Pce = Pce.CONDITIONAL
    transition: Transition = Transition.DETERMINISTIC
    voting: Voting = Voting.PROPORTIONAL
    adjust: RiskAdjust = RiskAdjust.ONE_THIRD
    span: RiskRange = RiskRange.MID
    commitment: Commitment = Commitment.SEMI
    power: SaliencePower = SaliencePower.SECOND
    bargain: Bargain = Bargain.INITIATOR

    @classmethod
    def from_numbers(cls, numbers: Sequence[int]) -> "Parameters":
        """Parameters from KTAB's numbers.

        Args:
            numbers: nine numbers, each the place of a member in its enumeration, from 0.

        Raises:
            ValueError: if there are not nine, or one is no place in its enumeration.
        """
        names = [field.name for field in fields(cls)]
        if len(numbers) != len(names):
            raise ValueError(f"the model has {len(names)} parameters, not {len(numbers)}")
        found: dict[str, Any] = {}
        for name, number in zip(names, numbers, strict=True):
            members = _members(getattr(cls, name))
            if not 0 <= number < len(members):
                raise ValueError(f"{name} is a number from 0 to {len(members) - 1}, not {number}")
            found[name] = members[number]
        return cls(**found)

    def numbers(self) -> tuple[int, ...]:
        """KTAB's numbers of these parameters."""
        return tuple(_members(member).index(member) for member in astuple(self))


def _members(member: StrEnum) -> list[StrEnum]:
    """All members of a member's enumeration, in their order."""
    return list(type(member))
