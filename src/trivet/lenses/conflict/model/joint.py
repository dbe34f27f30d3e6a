"""Which states groups of decision makers can reach together, as matrices over pairs of states.

For what needs whole sets of reachable states and not only the least value among them: coalitions, strength of
preference, unknown preferences. Matrices are (states, states), true where the column can be reached from the row.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from trivet.lenses.conflict.model.graph import Bools, Model

MAX_SIZE: Final = 1024
"""The largest model for which such matrices are made."""


def one_step(model: Model, mover: int) -> Bools:
    """The moves of one decision maker."""
    found = np.zeros((model.size, model.size), dtype=np.bool_)
    pairs = model.moves.pairs(mover)
    found[pairs[:, 0], pairs[:, 1]] = True
    return found


def joint(steps: Sequence[Bools], size: int) -> Bools:
    """What legal sequences of at least one step reach, if nobody steps twice in a row.

    Args:
        steps: one matrix for each mover.
        size: number of states.
    """
    first = [np.zeros((size, size), dtype=np.bool_) for _ in steps]
    growing = True
    while growing:
        growing = False
        for k, step in enumerate(steps):
            onward = any_of([*first[:k], *first[k + 1 :]], size)
            found = step | times(step, onward)
            if len(steps) > 1 and (found != first[k]).any():
                growing = True
            first[k] = found
    return any_of(first, size)


def times(one: Bools, other: Bools) -> Bools:
    """The boolean product: one step of the first, then one of the second."""
    found: npt.NDArray[np.bool_] = (one.astype(np.float32) @ other.astype(np.float32)) > 0
    return found


def any_of(parts: Sequence[Bools], size: int) -> Bools:
    """True where any of some matrices is."""
    found = np.zeros((size, size), dtype=np.bool_)
    for part in parts:
        found |= part
    return found
