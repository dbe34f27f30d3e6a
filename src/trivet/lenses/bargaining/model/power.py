"""Voting power under a quota: how often a voter turns a losing coalition into a winning one.

Weights are a poor guide to influence: with votes of 50, 49 and 1 and 51 needed, the last two are equally strong. All
coalitions are counted one by one, so weights may be any numbers and results are exact.

Sources: Shapley & Shubik (1954); Penrose (1946), Banzhaf (1965); both in Felsenthal & Machover (1998).
"""

from math import comb
from typing import Final

import numpy as np

from trivet.lenses.bargaining.model.nash import Floats
from trivet.lenses.bargaining.model.winset import needed

MOST: Final = 20
"""The most voters whose coalitions are counted; there are two to this power of them."""


def shapley_shubik(v: Floats, q: float) -> Floats:
    """The Shapley-Shubik index: the share of all orders of voters in which each one meets the quota.

    Args:
        v: votes of at least 0, shape (voters,).
        q: quota as a share of all votes, over 0 up to 1; for 12 of 17 votes give 12 / 17.

    Returns:
        Shape (voters,); it adds up to 1.

    Raises:
        ValueError: there is no vote, a vote is negative, there are over 20 voters, or the quota is out of range.
    """
    swings = _swings(v, q)
    count = len(v)
    orders = np.array([1 / (count * comb(count - 1, size)) for size in range(count)])
    return np.asarray(swings @ orders)


def banzhaf(v: Floats, q: float) -> Floats:
    """The normalised Banzhaf index: each voter's share of all swings.

    Args:
        v: votes of at least 0, shape (voters,).
        q: quota as a share of all votes, over 0 up to 1; for 12 of 17 votes give 12 / 17.

    Returns:
        Shape (voters,); it adds up to 1.

    Raises:
        ValueError: there is no vote, a vote is negative, there are over 20 voters, or the quota is out of range.
    """
    swings = _swings(v, q).sum(axis=1)
    return np.asarray(swings / swings.sum())


def _swings(v: Floats, q: float) -> Floats:
    """How many losing coalitions of each size win once a voter joins; shape (voters, sizes from 0 up)."""
    votes = np.asarray(v, dtype=np.float64)
    if not 0 < len(votes) <= MOST:
        raise ValueError(f"power is counted for 1 to {MOST} voters, not for {len(votes)}")
    if (votes < 0).any() or not votes.sum() > 0:
        raise ValueError("votes must be 0 or more, and not all 0")
    quota = float(needed(votes.sum(), q))
    swings = np.zeros((len(votes), len(votes)))
    for voter, own in enumerate(votes):
        held, size = _coalitions(np.delete(votes, voter))
        turned = (held < quota) & (held + own >= quota)
        swings[voter] = np.bincount(size[turned], minlength=len(votes))
    return swings


def _coalitions(votes: Floats) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """The votes and the size of every coalition."""
    held, size = np.zeros(1), np.zeros(1, dtype=np.int64)
    for own in votes:
        held, size = np.concatenate([held, held + own]), np.concatenate([size, size + 1])
    return held, size
