"""Stability of states for each decision maker: Nash, GMR, SMR, SEQ and SSEQ.

Every one of these concepts says: for each improvement of the focal decision maker the others can answer so that it ends
no better off. So each has a *security level*: the best that the decision maker can be sure of when it leaves a state.
A state is stable if that is no better than the state itself, and the gap tells how firmly it is.

Sources: Nash (1950); general and symmetric metarationality, Howard (1971); sequential stability, Fraser & Hipel (1979);
all for graph models, Fang, Hipel & Kilgour (1993). Symmetric sequential stability, Rego & Vieira (2017).
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from trivet.lenses.conflict.model.graph import TOP, Bools, Ints, Model, greatest
from trivet.lenses.conflict.model.reach import all_moves, improvements, least_reachable

Level = Callable[[Model, int], Ints]


def nash(model: Model, mover: int) -> Ints:
    """Security level under Nash stability: nobody answers."""
    return _leaving(model, mover, np.full(model.payoffs[mover].shape, TOP, dtype=np.int32))


def gmr(model: Model, mover: int) -> Ints:
    """Security level under general metarationality: the others may answer by any moves."""
    steps = all_moves(model.moves, model.others(mover))
    return _leaving(model, mover, least_reachable(steps, model.payoffs[mover]))


def smr(model: Model, mover: int) -> Ints:
    """Security level under symmetric metarationality: the focal decision maker may answer once more by any move."""
    steps = all_moves(model.moves, model.others(mover))
    return _leaving(model, mover, least_reachable(steps, with_escape(model, mover)))


def seq(model: Model, mover: int) -> Ints:
    """Security level under sequential stability: the others answer by their own improvements only."""
    steps = improvements(model, model.others(mover))
    return _leaving(model, mover, least_reachable(steps, model.payoffs[mover]))


def sseq(model: Model, mover: int) -> Ints:
    """Security level under symmetric sequential stability: credible answers, and one more move by the focal one."""
    steps = improvements(model, model.others(mover))
    return _leaving(model, mover, least_reachable(steps, with_escape(model, mover)))


def with_escape(model: Model, mover: int) -> Ints:
    """What a state is worth to a decision maker that may still move away from it, by any of its moves."""
    payoff = model.payoffs[mover]
    return np.asarray(np.maximum(payoff, greatest(model.moves, mover, payoff)))


def _leaving(model: Model, mover: int, answered: Ints) -> Ints:
    """The best over all its moves of the lesser of what it gets and what the others leave it."""
    return greatest(model.moves, mover, np.minimum(model.payoffs[mover], answered))


LEVELS: Final[dict[str, Level]] = {"nash": nash, "gmr": gmr, "smr": smr, "seq": seq, "sseq": sseq}
"""The concepts that have a security level."""


def is_stable(model: Model, mover: int, level: Ints) -> Bools:
    """Where a decision maker has no reason to leave, given its security levels; shape (..., states)."""
    return np.asarray(level <= model.payoffs[mover])
