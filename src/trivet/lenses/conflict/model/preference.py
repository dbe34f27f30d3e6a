"""Preferences over states: prioritised statements, weights, rankings, strength, and what is not known.

Prioritisation follows Fang, Hipel, Kilgour & Peng (2003): earlier statements outweigh all later ones together, and two
states on which all statements agree are tied. Strength of preference follows Hamouda, Kilgour & Hipel (2004), unknown
preference Li, Hipel, Kilgour & Fang (2004).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from trivet.lenses.conflict.model.graph import Bools, Ints

Relation = npt.NDArray[np.int8]
"""Shape (states, states): how the row's state compares with the column's: 0 equal, 1 preferred, 2 strongly preferred,
-1 and -2 the other way round, :data:`UNKNOWN` not known."""

UNKNOWN: Final = np.int8(9)
TOLERANCE: Final = 1e-9
"""Sums of weights closer than this are a tie."""


def by_priority(truth: Bools) -> Ints:
    """Payoffs from prioritised statements.

    Args:
        truth: where each statement holds, the most important first; shape (statements, states).
    """
    ranks = np.zeros(truth.shape[-1], dtype=np.int64)
    for row in truth:
        ranks = np.unique(ranks * 2 + row, return_inverse=True)[1]
    return (ranks + 1).astype(np.int32)


def by_weight(truth: Bools, weights: npt.NDArray[np.float64]) -> Ints:
    """Payoffs from weighted statements.

    Args:
        truth: where each statement holds, shape (statements, states).
        weights: shape (..., statements).

    Returns:
        Shape (..., states).
    """
    return dense_ranks(weights @ truth.astype(np.float64))


def dense_ranks(scores: npt.NDArray[np.float64]) -> Ints:
    """Ranks from 1 for the least score; scores within :data:`TOLERANCE` of their neighbour are tied.

    Args:
        scores: shape (..., states).
    """
    order = np.argsort(scores, axis=-1, kind="stable")
    ordered = np.take_along_axis(scores, order, axis=-1)
    steps = np.ones(scores.shape, dtype=np.int32)
    steps[..., 1:] = np.diff(ordered, axis=-1) > TOLERANCE
    ranks = np.empty(scores.shape, dtype=np.int32)
    np.put_along_axis(ranks, order, np.cumsum(steps, axis=-1, dtype=np.int32), axis=-1)
    return ranks


def by_ranking(classes: Sequence[Sequence[int]], size: int) -> Ints:
    """Payoffs from a ranking.

    Args:
        classes: indexes of states, the best class first; every state stands in exactly one class.
        size: number of states.
    """
    payoff = np.zeros(size, dtype=np.int32)
    for rank, tied in enumerate(reversed(classes), start=1):
        payoff[list(tied)] = rank
    return payoff


def relation_of(payoff: Ints) -> Relation:
    """The relation that payoffs stand for; shape (states, states)."""
    return np.asarray(np.sign(payoff[:, None].astype(np.int64) - payoff[None, :]).astype(np.int8))


def relation_of_statements(truth: Bools, strong: Sequence[bool], unknown: Sequence[bool]) -> Relation:
    """The relation of prioritised statements of which some are strong, or decide in an unknown way.

    The first statement on which two states differ decides between them.
    """
    size = truth.shape[-1]
    found = np.zeros((size, size), dtype=np.int8)
    open_ = np.ones((size, size), dtype=np.bool_)
    for row, firm, dark in zip(truth, strong, unknown, strict=True):
        differ = open_ & (row[:, None] != row[None, :])
        sign = row[:, None].astype(np.int8) - row[None, :].astype(np.int8)
        found = np.where(differ, UNKNOWN if dark else sign * np.int8(2 if firm else 1), found)
        open_ &= ~differ
    return found


def relation_of_levels(classes: Sequence[Sequence[int]], strong_below: Sequence[bool], size: int) -> Relation:
    """The relation of a ranking with strong steps.

    Args:
        classes: indexes of states, the best class first.
        strong_below: for each class but the last whether it is strongly preferred to the next.
        size: number of states.
    """
    level, block = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    jumps = np.concatenate([[0], np.cumsum(np.asarray(strong_below, dtype=np.int64))])
    for rank, tied in enumerate(classes):
        level[list(tied)], block[list(tied)] = rank, jumps[rank]
    sign = np.sign(level[None, :] - level[:, None])
    return np.asarray(sign * np.where(block[None, :] == block[:, None], 1, 2), dtype=np.int8)
