"""What the literature leaves open in the expected utility challenge model, each choice by name.

Scholz, Calbert & Smith (2011), "Unravelling Bueno de Mesquita's group decision model", ICAART, found no complete
account of the model and replicated one published case by trial. The program that reproduces their Table 2 departs from
the text of their paper in several places. So a result has a meaning only together with the list that
`Variant.describe` prints.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final


class AdversaryRisk(StrEnum):
    """Whose risk exponent shapes what an actor thinks its adversary expects from a challenge."""

    OWN = "the adversary's own exponent"
    FOCAL = "the exponent of the actor that makes the estimate"


class Security(StrEnum):
    """From which expected utilities an actor's risk exponent is derived."""

    ADVERSARIES = "what all adversaries expect from challenging the actor"
    SELF = "what the actor expects from challenging all adversaries"


class Denominator(StrEnum):
    """By what the support for a challenger is divided to give its probability of success."""

    PAIR = "the support for the two contenders"
    ALL_PAIRS = "the support for both sides in all ordered pairs of actors"


class Votes(StrEnum):
    """How a third party's vote depends on its distances from the two contenders."""

    LINEAR = "difference of distances"
    RISK = "difference of distances raised to the voter's risk exponent"


class Trend(StrEnum):
    """Where an adversary that is left alone is expected to move if it moves at all (T)."""

    MEDIAN = "better if the actor is nearer to the median than to the adversary, else worse"
    EVEN = "better or worse with equal chances"
    BETTER = "always better"
    WORSE = "always worse"


class MedianTie(StrEnum):
    """Which median counts if exactly half of the weight lies on either side."""

    MIDDLE = "middle of the lower and the upper median"
    LOWER = "lower median"


class Range(StrEnum):
    """By which range of positions distances are divided."""

    INITIAL = "range before the first round"
    CURRENT = "range at the start of the round"


class Choice(StrEnum):
    """Which of several offers of the same kind an actor takes."""

    LEAST_MOVE = "the least movement"
    LOWEST_VALUE = "compromises by the lowest weighted position, all else by the least movement"
    STRONGEST = "the proposer with the highest expected utility"


class Conflict(StrEnum):
    """What follows if both sides expect to gain from a challenge and the other side expects more."""

    LOSER_ADOPTS = "the weaker side adopts the position of the stronger"
    STANDOFF = "the weaker side stays in the conflict and takes no other offer"
    NO_OFFER = "nothing: other offers count"


class Updating(StrEnum):
    """In which order actors move."""

    SIMULTANEOUS = "all at once"
    SEQUENTIAL = "one after another, the heaviest first"


class Stop(StrEnum):
    """When a run ends."""

    ROUNDS = "after the given number of rounds"
    SETTLED = "when no actor moves by the given share of the range, or after the given number of rounds"


@dataclass(frozen=True)
class Variant:
    """One reading of the challenge model.

    Attributes:
        risk: whether risk exponents differ from 1.
        risk_limit: risk exponents lie between 1/risk_limit and risk_limit; more than 1.
        q: Q, the probability that an adversary left alone stays where it is, 0 to 1.
        other_policies: whether the term (1 - Q) [T U_b + (1 - T) U_w] is part of the expected utility.
        trend: how T is found.
        adversary_risk: whose risk exponent enters E_j(ji) as i sees it.
        security: the sum that risk exponents are derived from.
        denominator: of the probability of success.
        votes: how third parties vote.
        range: divisor of all distances.
        choice: among offers of one kind.
        conflict: what a lost confrontation does.
        capitulation: whether an actor that expects to lose more than its adversary gains gives in.
        updating: simultaneous or sequential.
        median_tie: which median counts on a tie.
        stop: stop rule.
        settled: share of the range for ``Stop.SETTLED``.
        tie: expected utilities (on their scale from -2 to 2), positions (as shares of the range) and weights (as shares
            of the whole) that differ by no more count as equal. 0 compares floating-point numbers as they are.
    """

    risk: bool = True
    risk_limit: float = 2.0
    q: float = 1.0
    other_policies: bool = True
    trend: Trend = Trend.MEDIAN
    adversary_risk: AdversaryRisk = AdversaryRisk.OWN
    security: Security = Security.ADVERSARIES
    denominator: Denominator = Denominator.PAIR
    votes: Votes = Votes.LINEAR
    range: Range = Range.INITIAL
    choice: Choice = Choice.LEAST_MOVE
    conflict: Conflict = Conflict.LOSER_ADOPTS
    capitulation: bool = True
    updating: Updating = Updating.SIMULTANEOUS
    median_tie: MedianTie = MedianTie.MIDDLE
    stop: Stop = Stop.ROUNDS
    settled: float = 1e-3
    tie: float = 1e-9

    def __post_init__(self) -> None:
        """Refuse values outside the ranges above.

        Raises:
            ValueError: if one is.
        """
        if not self.risk_limit > 1:
            raise ValueError("risk_limit must be more than 1")
        if not 0 <= self.q <= 1:
            raise ValueError("q must lie between 0 and 1")
        if not (self.settled >= 0 and self.tie >= 0):
            raise ValueError("settled and tie must not be negative")

    @property
    def looks_beyond(self) -> bool:
        """Whether it matters what an adversary does that is left alone."""
        return self.other_policies and self.q < 1

    def describe(self) -> dict[str, str | float | bool]:
        """Every choice by name, for the output; choices among words are spelt out."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) if isinstance(value, StrEnum) else value for name, value in values.items()}


PAPER: Final = Variant()
"""The text of Scholz, Calbert & Smith (2011), with Q = 1."""

CODE: Final = Variant(
    other_policies=False,
    adversary_risk=AdversaryRisk.FOCAL,
    denominator=Denominator.ALL_PAIRS,
    votes=Votes.RISK,
    choice=Choice.LOWEST_VALUE,
    capitulation=False,
    median_tie=MedianTie.LOWER,
)
"""What reproduces Table 2 of Scholz, Calbert & Smith (2011), with Q = 1."""
