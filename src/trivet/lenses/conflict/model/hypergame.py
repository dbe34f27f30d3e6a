"""Misperception: every decision maker plays the conflict as it sees it (Bennett 1980; Wang, Hipel & Fraser 1988).

A first-level hypergame has one perceived model for each decision maker: some states hidden, some preferences of others
mistaken. A state is an equilibrium of the hypergame if each decision maker sees it and finds it stable in its own
model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trivet.lenses.conflict.model.arcs import ArcMoves
from trivet.lenses.conflict.model.graph import Bools, Ints, Model
from trivet.lenses.conflict.model.stability import LEVELS, is_stable


@dataclass(frozen=True, eq=False)
class Perceived:
    """What one decision maker gets wrong.

    Attributes:
        hidden: the states it does not see, shape (states,).
        payoffs: its mistaken beliefs: by decision maker the payoffs it takes that one to have.
    """

    hidden: Bools
    payoffs: Mapping[int, Ints]


def perceived_model(model: Model, seen: Perceived) -> tuple[Model, Ints]:
    """The model as somebody sees it, and the index in the true model of each of its states."""
    payoffs = model.payoffs.copy()
    for other, believed in seen.payoffs.items():
        payoffs[other] = believed
    kept = np.flatnonzero(~seen.hidden)
    spots = np.full(model.size, -1, dtype=np.int64)
    spots[kept] = np.arange(len(kept))
    arcs = []
    for mover in range(len(model.players)):
        pairs = spots[model.moves.pairs(mover)]
        arcs.append(pairs[(pairs >= 0).all(axis=1)])
    moves = ArcMoves(len(kept), arcs, transitive=model.moves.transitive and not seen.hidden.any())
    codes = model.codes[kept] if model.codes is not None else None
    made = Model(model.players, model.options, model.owners, codes, moves, payoffs[:, kept])
    return made, kept.astype(np.int32)


def hypergame_stability(model: Model, views: Sequence[Perceived | None], concept: str) -> list[Bools]:
    """For each decision maker where it finds a state stable in its own model; never where it does not see it.

    Args:
        model: the true model.
        views: for each decision maker what it gets wrong, or None if it sees the conflict as it is.
        concept: a concept with a security level.
    """
    found = []
    for mover, view in enumerate(views):
        made, kept = perceived_model(model, view) if view else (model, np.arange(model.size, dtype=np.int32))
        stable = np.zeros(model.size, dtype=np.bool_)
        stable[kept] = is_stable(made, mover, LEVELS[concept](made, mover))
        found.append(stable)
    return found
