"""The least value that legal sequences of moves can reach: the fixpoint behind every sanction.

A sequence is legal if no decision maker moves twice in a row (Fang, Hipel & Kilgour 1993). For each state and first
mover the least value is the least over that mover's steps of what stands there, or of what another can reach from
there; repeated until nothing falls any more. The cost is that of the arcs, times the length of the longest sequence
that helps.
"""

from collections.abc import Callable, Sequence

import numpy as np

from trivet.lenses.conflict.model.graph import TOP, Ints, Model, Moves, least_of

Step = Callable[[Ints], Ints]


def least_reachable(steps: Sequence[Step], values: Ints) -> Ints:
    """The least value over all legal sequences of at least one step, from each state.

    Args:
        steps: for each mover the operation that takes values to the least one over its own steps.
        values: shape (..., states).

    Returns:
        Shape (..., states); :data:`TOP` where no step can be made.
    """
    first = [np.full(values.shape, TOP, dtype=np.int32) for _ in steps]
    falling = True
    while falling:
        falling = False
        for k, step in enumerate(steps):
            onward = np.minimum(values, least_of([*first[:k], *first[k + 1 :]], values))
            found = step(onward)
            if (found < first[k]).any():
                falling = len(steps) > 1
                first[k] = found
    return least_of(first, values)


def all_moves(moves: Moves, movers: Sequence[int]) -> list[Step]:
    """The steps of some movers by any move."""
    return [_step(moves, k) for k in movers]


def _step(moves: Moves, mover: int) -> Step:
    return lambda values: moves.least(mover, values)


def improvements(model: Model, movers: Sequence[int]) -> list[Step]:
    """The steps of some movers by unilateral improvements, each judged from where it starts."""
    return [model.improving[k] for k in movers]
