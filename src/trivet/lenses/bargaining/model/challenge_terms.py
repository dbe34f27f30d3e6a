"""Terms of the challenge model: probability of success, utilities, expected utility, risk exponent.

Equations as in Scholz, Calbert & Smith (2011), after Bueno de Mesquita (1985), "The War Trap revisited", American
Political Science Review 79, and (1997), "A decision making model", International Interactions 23. Distances are shares
of the range of positions. Arrays have the draws last: (actors, draws), or (i, j, draws) for what i has to do with j.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trivet.lenses.bargaining.model.baselines import Floats, median
from trivet.lenses.bargaining.model.challenge_variant import (
    AdversaryRisk,
    Denominator,
    MedianTie,
    Security,
    Trend,
    Variant,
    Votes,
)

NOISE = 1e-13
"""Support below this share of all weight is rounding error: nobody prefers either side."""


@dataclass(frozen=True, eq=False)
class Situation:
    """Where the actors of all draws stand at one moment.

    Attributes:
        distance: between each two actors, shape (i, j, draws).
        off_median: of each actor from the median, shape (actors, draws).
        split: whether exactly half of the weight lies on either side of the median, shape (draws,).
        weight: capability times salience, as a share of the whole, shape (actors, draws).
        salience: shape (actors, draws).
    """

    distance: Floats
    off_median: Floats
    split: npt.NDArray[np.bool_]
    weight: Floats
    salience: Floats


@dataclass(frozen=True, eq=False)
class Views:
    """What each actor thinks of a challenge between itself and another.

    Attributes:
        own: what i expects from challenging j, E_i(ij), shape (i, j, draws).
        other: what i thinks that j expects from challenging i, E_j(ji), shape (i, j, draws).
    """

    own: Floats
    other: Floats


def situation(x: Floats, salience: Floats, weight: Floats, scale: Floats, variant: Variant) -> Situation:
    """Distances between actors and from the median; the latter are 0 where the variant does not use them.

    Args:
        x: positions, shape (actors, draws).
        salience: shape (actors, draws).
        weight: capability times salience, as a share of the whole, shape (actors, draws).
        scale: range of positions, shape (draws,), more than 0.
        variant: which median counts, and whether it matters.
    """
    distance = np.abs(x[:, None] - x[None]) / scale
    if not variant.looks_beyond:
        return Situation(distance, np.zeros_like(x), np.zeros(scale.shape, dtype=np.bool_), weight, salience)
    lower, upper = median(x.T, weight.T)
    middle = lower if variant.median_tie is MedianTie.LOWER else (lower + upper) / 2
    return Situation(distance, np.abs(x - middle) / scale, upper - lower > variant.tie * scale, weight, salience)


def success(at: Situation, risk: Floats | None, variant: Variant) -> Floats:
    """The probability that i wins against j: eq. 31, or as in the program; shape (i, j, draws).

    It is 0 where both stand at the same place, and where nobody prefers either side.

    Args:
        at: the situation.
        risk: risk exponents of the voters, shape (actors, draws); None for 1.
        variant: its denominator, its votes and its tie count here.
    """
    bent = variant.votes is Votes.RISK and risk is not None
    votes = at.weight[:, None] * (at.distance ** risk[:, None] if bent and risk is not None else at.distance)
    support = _support(votes)
    # Each margin counts once as support for i against j and once, in the reverse pair, as support against.
    pairs = variant.denominator is Denominator.ALL_PAIRS
    total = 2 * support.sum(axis=(0, 1), keepdims=True) if pairs else support + support.transpose(1, 0, 2)
    valid = (total > NOISE) & (at.distance > variant.tie)
    return np.asarray(np.where(valid, support / np.where(total > NOISE, total, 1.0), 0.0))


def _support(votes: Floats) -> Floats:
    """By how much those who prefer i to j prefer it in all: sum_k max(0, v_kj - v_ki), shape (i, j, draws).

    Taken as sum_k max(v_kj, v_ki) - sum_k v_ki, which is faster, and exactly 0 where nobody prefers i, since both sums
    then add the same numbers in the same order.

    Args:
        votes: weighted distance v_kj of each voter from each actor, shape (k, j, draws).
    """
    support, greater, away = np.empty_like(votes), np.empty_like(votes), votes.sum(axis=0)
    for i in range(len(votes)):
        np.add.reduce(np.maximum(votes, votes[:, i, None], out=greater), axis=0, out=support[i])
    support -= away[:, None]
    return support


def views(at: Situation, chance: Floats, risk: Floats | None, variant: Variant) -> Views:
    """Both expected utilities that i compares for each j.

    Args:
        at: the situation.
        chance: probability that i wins against j, shape (i, j, draws).
        risk: risk exponents, shape (actors, draws); None for 1.
        variant: its Q, its trend and whose risk exponent counts matter here.
    """
    own_risk = None if risk is None else risk[:, None]
    win, lose, stay = _outcomes(at.distance, own_risk)
    demand = _demand(chance, at.salience[None], win, lose)
    own = demand - _unchallenged(at, stay, at.off_median[:, None], own_risk, variant)
    if risk is None or variant.adversary_risk is AdversaryRisk.OWN:
        return Views(own, np.asarray(own.transpose(1, 0, 2)))
    demand = _demand(chance.transpose(1, 0, 2), at.salience[:, None], win, lose)
    return Views(own, demand - _unchallenged(at, stay, at.off_median[None], own_risk, variant))


def exponents(security: Floats, variant: Variant) -> Floats:
    """Risk exponents from the sums of expected utilities; 1 where the sums of all actors are equal.

    With the default limit of 2: R_i = (2 S_i - max S - min S) / (max S - min S), r_i = (1 - R_i/3) / (1 + R_i/3).

    Args:
        security: shape (actors, draws).
        variant: its risk limit counts here.
    """
    low, high = security.min(axis=0), security.max(axis=0)
    spread = high - low
    varied = spread > variant.tie
    tendency = np.where(varied, (2 * security - high - low) / np.where(varied, spread, 1.0), 0.0)
    slope = (variant.risk_limit + 1) / (variant.risk_limit - 1)
    return np.asarray((1 - tendency / slope) / (1 + tendency / slope))


def security(at: Situation, chance: Floats, variant: Variant) -> Floats:
    """The sum of expected utilities, with all risk exponents 1, that an actor's exponent is derived from.

    Args:
        at: the situation.
        chance: probability that i wins against j with risk exponents 1, shape (i, j, draws).
        variant: which sum.

    Returns:
        Shape (actors, draws). The lower the adversaries' sum, the safer is an actor.
    """
    expected = views(at, chance, None, variant).own
    same = np.arange(len(expected))
    expected[same, same] = 0.0
    return np.asarray(expected.sum(axis=0 if variant.security is Security.ADVERSARIES else 1))


def _demand(chance: Floats, resistance: Floats, win: Floats, lose: Floats) -> Floats:
    """Expected utility of a challenge: the adversary resists with a probability equal to its salience."""
    # The same as s_j [P U_s + (1 - P) U_f] + (1 - s_j) U_s.
    return np.asarray(win - resistance * (1 - chance) * (win - lose))


def _outcomes(distance: Floats, risk: Floats | None) -> tuple[Floats, Floats, Floats | float]:
    """Utilities of success, of failure and of the status quo: U_s, U_f, U_sq."""
    win, lose = _utility(0.5 - distance / 2, risk), _utility(0.5 + distance / 2, risk)
    return win, lose, 0.0 if risk is None else 2 - 4 * 0.5**risk


def _unchallenged(
    at: Situation, stay: Floats | float, off_median: Floats, risk: Floats | None, variant: Variant
) -> Floats | float:
    """Utility of leaving the adversary alone: Q U_sq + (1 - Q) [T U_b + (1 - T) U_w]."""
    if not variant.looks_beyond:
        return variant.q * stay
    way = (off_median + at.distance) / 4
    better, worse = _utility(0.5 - way, risk), _utility(0.5 + way, risk)
    hope = _trend(off_median, at.distance, variant)
    return np.asarray(variant.q * stay + (1 - variant.q) * (hope * better + (1 - hope) * worse))


def _trend(off_median: Floats, distance: Floats, variant: Variant) -> Floats | float:
    if variant.trend is Trend.MEDIAN:
        return np.asarray(off_median < distance - variant.tie, dtype=np.float64)
    return {Trend.EVEN: 0.5, Trend.BETTER: 1.0, Trend.WORSE: 0.0}[variant.trend]


def _utility(base: Floats, risk: Floats | None) -> Floats:
    return np.asarray(2 - 4 * (base if risk is None else np.maximum(base, 0.0) ** risk))
