"""Distances between positions, utilities, and risk attitudes inferred from how well actors stand.

An actor whose position is likely to prevail can afford risk aversion; one whose position is a lost cause takes risks.
Source: KTAB's Spatial Model of Politics (Wise, Lester & Efird 2015), after Bueno de Mesquita (1985).
"""

from enum import StrEnum
from typing import Final

import numpy as np

from trivet.lenses.bargaining.model.voting import Floats

_FLAT: Final = 1e-12


class RiskRange(StrEnum):
    """The range on which risk attitudes lie: 0 to 1, -1/2 to 1, or -1 to 1."""

    MIN = "min"
    MID = "mid"
    MAX = "max"


class RiskAdjust(StrEnum):
    """How much of another actor's own risk attitude an observer recognises: nothing, a third, ..., all of it."""

    NONE = "none"
    ONE_THIRD = "one-third"
    HALF = "half"
    TWO_THIRDS = "two-thirds"
    FULL = "full"


_RECOGNISED: Final = {
    RiskAdjust.NONE: 0.0,
    RiskAdjust.ONE_THIRD: 1 / 3,
    RiskAdjust.HALF: 1 / 2,
    RiskAdjust.TWO_THIRDS: 2 / 3,
    RiskAdjust.FULL: 1.0,
}


def distances(positions: Floats, saliences: Floats, places: Floats) -> Floats:
    """How far each place is from each actor, in the actor's own eyes, shape (draws, actors, places).

    The root mean square over dimensions, weighted by squared salience. An actor that cares for no dimension finds no
    place different from any other.

    Args:
        positions: of the actors on 0 to 1, shape (draws, actors, dimensions).
        saliences: of the actors on 0 to 1, same shape.
        places: on 0 to 1, shape (draws, places, dimensions).
    """
    squared = saliences**2
    total = squared.sum(axis=2, keepdims=True)
    shares = squared / np.where(total > 0, total, 1.0)
    if positions.shape[2] == 1:
        gap = np.abs(positions[:, :, None, 0] - places[:, None, :, 0])
        return np.where(total > 0, gap, 0.0)
    found = np.zeros((*positions.shape[:2], places.shape[1]))
    for k in range(positions.shape[2]):
        found += shares[:, :, None, k] * (positions[:, :, None, k] - places[:, None, :, k]) ** 2
    return np.sqrt(found)


def utility(distance: Floats, attitude: Floats) -> Floats:
    """Utility of what is a distance away: 1 at no distance, 0 at distance 1, bent by the risk attitude.

    Args:
        distance: from 0 to 1 (a rounding error more does no harm).
        attitude: from -1, acceptant, to 1, averse; broadcasts against ``distance``.
    """
    return np.asarray((1 - distance) * (1 + np.minimum(distance, 1.0) * attitude))


def attitudes(prevailing: Floats, span: RiskRange) -> Floats:
    """Risk attitude of each actor from the probability that its position prevails; 0 for all if these are equal.

    Args:
        prevailing: probabilities, shape (draws, actors).
        span: the range on which attitudes lie.
    """
    low = prevailing.min(axis=1, keepdims=True)
    width = prevailing.max(axis=1, keepdims=True) - low
    rank = (prevailing - low) / np.where(width > _FLAT, width, 1.0)
    scaled = {RiskRange.MIN: rank, RiskRange.MID: 1.5 * rank - 0.5, RiskRange.MAX: 2 * rank - 1}[span]
    return np.where(width > _FLAT, scaled, 0.0)


def in_the_eyes(attitude: Floats, adjust: RiskAdjust) -> Floats:
    """Risk attitude of each actor as each observer sees it, shape (draws, observers, actors).

    Args:
        attitude: each actor's own, shape (draws, actors).
        adjust: how much of another's attitude an observer recognises; the rest is the observer's own.
    """
    share = _RECOGNISED[adjust]
    return (1 - share) * attitude[:, :, None] + share * attitude[:, None, :]
