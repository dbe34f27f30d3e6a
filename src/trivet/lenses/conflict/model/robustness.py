"""How firmly a state is an equilibrium: by how far preferences may shift before it is lost.

For every concept with a security level the least number of swaps of neighbours in a decision maker's ranking after
which a state is no longer stable for it is the number of states that must overtake it. (Moving others up past the state
costs at least as many swaps as moving the state down past them.) Answers of the others stay as they are.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trivet.lenses.conflict.model.graph import Bools, Ints, Model
from trivet.lenses.conflict.model.preference import by_priority
from trivet.lenses.conflict.model.stability import LEVELS

NEVER = -1
"""Stands for "no change of this decision maker's preferences alone can make the state unstable"."""

Counts = npt.NDArray[np.int64]


def margins(model: Model, mover: int, concept: str) -> Counts:
    """For each state the least number of swaps after which it is not stable for a decision maker.

    Returns:
        Shape (states,): 0 where it is not stable now, :data:`NEVER` where no swaps suffice.
    """
    payoff = model.payoffs[mover]
    level = LEVELS[concept](model, mover) if model.moves.transitive else _levels_apart(model, mover, concept)
    ordered = np.sort(payoff)
    at_least = len(ordered) - np.searchsorted(ordered, level, side="left")
    above = len(ordered) - np.searchsorted(ordered, payoff, side="right")
    found = at_least - above - 1
    always = level <= 0  # nowhere to go, or held by play that returns to the state however low it falls
    found = np.where(always, NEVER, np.where(level > payoff, 0, found))
    return found.astype(np.int64)


def _levels_apart(model: Model, mover: int, concept: str) -> Ints:
    """Security levels if the state itself counts as the worst: where play may return to it, it falls with it.

    One variant of the payoffs for each state, all solved at once.
    """
    size = model.size
    payoffs = np.repeat(model.payoffs[:, None, :], size, axis=1)
    payoffs[mover, np.arange(size), np.arange(size)] = 0
    levels = LEVELS[concept](model.with_payoffs(payoffs, judged_by=model.payoffs), mover)
    return np.diagonal(levels).astype(np.int32)


def equilibrium_margin(model: Model, concept: str) -> tuple[Counts, Counts]:
    """For each state the least margin over all decision makers, and whose it is.

    Returns:
        Margins and indexes of decision makers, shape (states,) each; -1 for whose it is where the margin is endless.
    """
    own = np.stack([margins(model, k, concept) for k in range(len(model.players))])
    finite = np.where(own == NEVER, np.iinfo(np.int64).max, own)
    whose = finite.argmin(axis=0)
    least = finite.min(axis=0)
    endless = least == np.iinfo(np.int64).max
    return np.where(endless, NEVER, least), np.where(endless, -1, whose)


@dataclass(frozen=True)
class StatementChange:
    """What becomes of the equilibria if one preference statement is dropped, or trades places with the one before.

    Attributes:
        mover: index of the decision maker.
        statement: its index among the decision maker's statements.
        change: ``dropped`` or ``raised``.
        lost, gained: indexes of states that stop or start being equilibria.
    """

    mover: int
    statement: int
    change: str
    lost: tuple[int, ...]
    gained: tuple[int, ...]


def statement_changes(model: Model, truths: dict[int, Bools], concept: str) -> tuple[StatementChange, ...]:
    """The tornado: the effect of every small change of the prioritised statements on the equilibria.

    Args:
        model: the model.
        truths: for decision makers with prioritised statements, where these hold; shape (statements, states).
        concept: a concept with a security level.
    """
    now = equilibria(model, concept)
    found = []
    for mover, truth in truths.items():
        for index in range(len(truth)):
            orders = {"dropped": [i for i in range(len(truth)) if i != index]}
            if index:
                raised = list(range(len(truth)))
                raised[index - 1], raised[index] = raised[index], raised[index - 1]
                orders["raised"] = raised
            for change, order in orders.items():
                payoffs = model.payoffs.copy()
                payoffs[mover] = by_priority(truth[order])
                after = equilibria(model.with_payoffs(payoffs), concept)
                lost, gained = np.flatnonzero(now & ~after), np.flatnonzero(after & ~now)
                found.append(StatementChange(mover, index, change, tuple(map(int, lost)), tuple(map(int, gained))))
    return tuple(found)


def equilibria(model: Model, concept: str) -> Bools:
    """Where a state is stable for everybody under a concept with a security level; shape (..., states)."""
    level = LEVELS[concept]
    return np.asarray(np.logical_and.reduce([level(model, k) <= model.payoffs[k] for k in range(len(model.players))]))
