"""Forecasts read from the positions of one turn of the Spatial Model of Politics.

Which of them to use is left open by KTAB; its own charts show all positions with their probabilities.
"""

from dataclasses import dataclass

import numpy as np

from trivet.lenses.bargaining.model.pce import merged
from trivet.lenses.bargaining.model.smp_challenge import TIE
from trivet.lenses.bargaining.model.voting import Bools, Floats

_HALF = 1e-12


@dataclass(frozen=True)
class Readout:
    """Where things stand at one turn.

    Attributes:
        positions: on 0 to 1, shape (draws, actors, dimensions).
        winning: probability that each actor's position wins, shape (draws, actors); holders of one position have the
            same, so these need not sum to one.
        pce_mean: mean over distinct positions by that probability, shape (draws, dimensions).
        pce_mode: the most probable position, same shape.
        mean: mean of positions by capability times salience, same shape.
        median: median of positions by capability times salience, same shape; the middle of both if there are two.
    """

    positions: Floats
    winning: Floats
    pce_mean: Floats
    pce_mode: Floats
    mean: Floats
    median: Floats


def readout(positions: Floats, weights: Floats, winning: Floats) -> Readout:
    """All forecasts for one turn; of equally probable positions the one of the earlier actor is the mode.

    Args:
        positions: on 0 to 1, shape (draws, actors, dimensions).
        weights: capability times salience, same shape; equal weights where a dimension has none.
        winning: of each actor's position, shape (draws, actors).
    """
    distinct, _ = merged(positions)
    total = weights.sum(axis=1, keepdims=True)
    shares = np.where(total > 0, weights / np.where(total > 0, total, 1.0), 1 / positions.shape[1])
    return Readout(
        positions,
        winning,
        np.asarray(((distinct * winning)[:, :, None] * positions).sum(axis=1)),
        _mode(positions, np.where(distinct, winning, -1.0)),
        np.asarray((shares * positions).sum(axis=1)),
        _median(positions, shares),
    )


def _mode(positions: Floats, winning: Floats) -> Floats:
    best: Bools = winning >= winning.max(axis=1, keepdims=True) - TIE
    return np.take_along_axis(positions, np.argmax(best, axis=1)[:, None, None], 1)[:, 0]


def _median(positions: Floats, shares: Floats) -> Floats:
    order = np.argsort(positions, axis=1, kind="stable")
    places = np.take_along_axis(positions, order, 1)
    reached = np.take_along_axis(shares, order, 1).cumsum(axis=1)
    ends = np.argmax(reached >= 0.5 - _HALF, axis=1), np.argmax(reached > 0.5 + _HALF, axis=1)
    low, high = (np.take_along_axis(places, end[:, None], 1)[:, 0] for end in ends)
    return np.asarray((low + high) / 2)
