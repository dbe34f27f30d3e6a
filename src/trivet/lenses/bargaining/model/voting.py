"""How strongly actors vote between two outcomes, and how likely the stronger coalition prevails.

The voting rules and victory models are those of KTAB (Wise, Lester & Efird 2015, "An Introduction to KTAB Using
One-dimensional Spatial Models", KAPSARC); members of each enumeration stand in KTAB's order.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SUPPORT: Final = 1e-8
"""What every coalition has from the start, so that two coalitions without members are equals."""

_STEP: Final = 1e-8
_ADVANTAGE: Final = 1.1
_REMNANT: Final = 1e-6
_BLOCK: Final = 1 << 15


class Victory(StrEnum):
    """How the chance to prevail grows with strength: its power, or certainty from a tenth more on."""

    LINEAR = "linear"
    SQUARE = "square"
    QUARTIC = "quartic"
    OCTIC = "octic"
    BINARY = "binary"


class Voting(StrEnum):
    """How a vote grows with what is at stake for the voter."""

    BINARY = "binary"
    PROPORTIONAL_BINARY = "proportional-binary"
    PROPORTIONAL = "proportional"
    PROPORTIONAL_CUBIC = "proportional-cubic"
    CUBIC = "cubic"
    PROSPECT = "asymmetric-prospect"


def vote(rule: Voting, weight: Floats, gain: Floats) -> Floats:
    """The vote for the first of two outcomes; negative if it is for the second.

    Args:
        rule: how the vote grows with the gain.
        weight: what the voter can bring to bear; broadcasts against ``gain``.
        gain: utility of the first outcome less that of the second.
    """
    if rule is Voting.BINARY:
        return weight * np.clip(gain / _STEP, -1.0, 1.0)
    if rule is Voting.PROPORTIONAL_BINARY:
        return weight * (0.8 * gain + 0.2 * np.clip(gain / _STEP, -1.0, 1.0))
    if rule is Voting.PROPORTIONAL_CUBIC:
        return weight * (0.5 * gain + 0.5 * gain**3)
    if rule is Voting.CUBIC:
        return weight * gain**3
    if rule is Voting.PROSPECT:
        return weight * np.where(gain < 0, gain, gain * (2 / 3))
    return weight * gain


def blocks(draws: int, size: int) -> Iterator[slice]:
    """Slices over draws that keep temporary arrays in the processor's cache.

    Args:
        draws: number of draws.
        size: numbers that one draw needs in one temporary array.
    """
    step = max(1, _BLOCK // max(1, size))
    for start in range(0, draws, step):
        yield slice(start, start + step)


def coalitions(rule: Voting, weights: Floats, utilities: Floats, *, ordered: bool = False) -> Floats:
    """Strength of the coalition for each option against each other, shape (draws, options, options).

    Args:
        rule: how actors vote.
        weights: what each actor can bring to bear, shape (draws, actors).
        utilities: of each option to each actor, shape (draws, actors, options).
        ordered: count every pair once, from the later option's side, as KTAB's program does. It matters for the
            prospect rule only, whose votes are not antisymmetric: there the result depends on the order of options.
    """
    draws, actors, options = utilities.shape
    strength = np.empty((draws, options, options))
    twice = ordered and rule is Voting.PROSPECT
    for part in blocks(draws, options * options):
        weight, utility = weights[part], utilities[part]
        mine, yours = np.zeros((2, len(weight), options, options))
        for actor in range(actors):
            seen = utility[:, actor]
            cast = vote(rule, weight[:, actor, None, None], seen[:, :, None] - seen[:, None, :])
            mine += np.maximum(cast, 0.0)
            if twice:
                yours += np.maximum(-cast, 0.0)
        strength[part] = np.tril(mine) + np.swapaxes(np.tril(yours), 1, 2) if twice else mine
    return strength + SUPPORT


def victory_odds(model: Victory, strength: Floats) -> Floats:
    """Probability that the coalition for the row's option beats the one for the column's, one half on the diagonal.

    Args:
        model: how the chance grows with strength.
        strength: of coalitions, positive, shape (..., options, options).
    """
    against = np.swapaxes(strength, -1, -2)
    if model is Victory.BINARY:
        return _threshold(strength, against)
    power = 2 ** list(Victory).index(model)
    if power == 1:
        return strength / (strength + against)
    larger = np.maximum(strength, against)
    mine, yours = (strength / larger) ** power, (against / larger) ** power
    return np.asarray(mine / (mine + yours))


def _threshold(mine: Floats, yours: Floats) -> Floats:
    """Certain victory with a tenth more strength, linear in the share of strength between."""
    share = mine / (mine + yours)
    between = np.clip((share * (_ADVANTAGE + 1) - 1) / (_ADVANTAGE - 1), 0.0, 1.0)
    sure = 1 / (1 + _REMNANT)
    won, lost = mine >= _ADVANTAGE * yours, yours >= _ADVANTAGE * mine
    return np.where(won, sure, np.where(lost, _REMNANT * sure, between))
