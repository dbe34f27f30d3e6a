"""Limited-move stability: looking ahead a fixed number of moves (Zagare 1984; Kilgour 1985; Fang, Hipel & Kilgour
1993).

The focal decision maker moves now if the state it expects at the end is better than staying. It expects each other one
to look ahead in the same way over the moves that are left. Where several others would move on, it expects the worst of
what they would bring about: the cautious one of the readings for more than two decision makers.
"""

import numpy as np
import numpy.typing as npt

from trivet.lenses.conflict.model.graph import Bools, Model

States = npt.NDArray[np.int64]


def limited_move(model: Model, horizon: int) -> list[Bools]:
    """For each decision maker, where it stays when it looks ahead some moves; shape (states,) each.

    Args:
        model: the model.
        horizon: number of moves, at least 1. One move is Nash stability.
    """
    here = np.arange(model.size, dtype=np.int64)
    ends = [here.copy() for _ in model.players]
    for _ in range(horizon):
        ends = [_looking_ahead(model, k, _expected(model, k, ends)) for k in range(len(model.players))]
    return [end == here for end in ends]


def _looking_ahead(model: Model, mover: int, expected: States) -> States:
    """Where each state ends if the mover may move first: it stays unless it expects better."""
    payoff = model.payoffs[mover]
    ends = np.arange(model.size, dtype=np.int64)
    pairs = model.moves.pairs(mover)
    worth = payoff[expected[pairs[:, 1]]]
    for state in np.unique(pairs[:, 0]):
        own = np.flatnonzero(pairs[:, 0] == state)
        best = own[np.argmax(worth[own])]
        if worth[best] > payoff[state]:
            ends[state] = expected[pairs[best, 1]]
    return ends


def _expected(model: Model, mover: int, ends: list[States]) -> States:
    """What a decision maker expects once it has moved to each state."""
    here = np.arange(model.size, dtype=np.int64)
    found, worst = here.copy(), np.full(model.size, np.iinfo(np.int64).max)
    for other in model.others(mover):
        worth = model.payoffs[mover][ends[other]].astype(np.int64)
        taken = (ends[other] != here) & (worth < worst)
        found[taken], worst[taken] = ends[other][taken], worth[taken]
    return found
