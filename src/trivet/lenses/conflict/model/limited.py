"""Limited-move stability: looking ahead a fixed number of moves (Zagare 1984; Kilgour 1985; Fang, Hipel & Kilgour
1993).

The focal decision maker moves now if the state it expects at the end is better than staying. It expects each other one
to look ahead in the same way over the moves that are left. Where several others would move on, or one of them is
indifferent between several moves, it expects the worst of what may come about: the cautious one of the readings for
more than two decision makers, and one that no numbering of states can change.
"""

import numpy as np

from trivet.lenses.conflict.model.graph import Bools, Ints, Model


def limited_move(model: Model, horizon: int) -> list[Bools]:
    """For each decision maker, where it stays when it looks ahead some moves; shape (states,) each.

    Args:
        model: the model.
        horizon: number of moves, at least 1. One move is Nash stability.
    """
    here = np.eye(model.size, dtype=np.bool_)
    ends = [here for _ in model.players]
    for _ in range(horizon):
        ends = [_looking_ahead(model, k, _expected(model, k, ends)) for k in range(len(model.players))]
    return [np.diagonal(own).copy() for own in ends]


def _looking_ahead(model: Model, mover: int, expected: Bools) -> Bools:
    """Where each state may end if the mover may move first: there, unless it expects better of some move.

    Args:
        model: the model.
        mover: index of the decision maker.
        expected: where it expects to end after moving to each state; matrix (states, states).
    """
    payoff = model.payoffs[mover]
    worth = _worst(expected, payoff)
    ends = np.eye(model.size, dtype=np.bool_)
    pairs = model.moves.pairs(mover)
    for state in np.unique(pairs[:, 0]):
        targets = pairs[pairs[:, 0] == state, 1]
        best = worth[targets].max()
        if best > payoff[state]:
            ends[state] = expected[targets[worth[targets] == best]].any(axis=0)
    return ends


def _expected(model: Model, mover: int, ends: list[Bools]) -> Bools:
    """Where a decision maker expects to end once it has moved to each state: the worst of what others bring about."""
    payoff, size = model.payoffs[mover], model.size
    possible = np.zeros((size, size), dtype=np.bool_)
    for other in model.others(mover):
        leaves = ~np.diagonal(ends[other])
        possible[leaves] |= ends[other][leaves]
    still = ~possible.any(axis=1)
    possible[still, np.flatnonzero(still)] = True
    return np.asarray(possible & (payoff[None, :] == _worst(possible, payoff)[:, None]))


def _worst(possible: Bools, payoff: Ints) -> Ints:
    """The least payoff among the states in each row."""
    return np.asarray(np.where(possible, payoff[None, :], np.iinfo(np.int32).max).min(axis=1), dtype=np.int32)
