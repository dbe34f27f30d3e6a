"""The graph model itself: decision makers, states, moves and payoffs (Fang, Hipel & Kilgour 1993).

Arrays over states are indexed from 0 and may have leading axes, one for each draw or variant: every operation on them
works on the last axis. Payoffs are dense ordinal ranks, 1 for the worst.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Reduce = Callable[[Ints], Ints]

TOP: Final = np.int32(2**31 - 1)
"""Stands for "nothing can be reached" where a least value is sought."""


class Moves(Protocol):
    """The one-step moves of every decision maker.

    ``transitive`` says that two moves in a row by one decision maker can always be made in one.
    """

    size: int
    players: int
    transitive: bool

    def least(self, mover: int, values: Ints) -> Ints:
        """Over the states a mover can reach in one step, the least value; :data:`TOP` where it can reach none.

        Args:
            mover: index of the decision maker.
            values: shape (..., states).
        """
        ...

    def better(self, mover: int, payoff: Ints) -> Reduce:
        """The same over the mover's unilateral improvements: steps to states that it strictly prefers.

        Args:
            mover: index of the decision maker.
            payoff: its payoffs, shape (..., states).
        """
        ...

    def targets(self, mover: int, state: int) -> npt.NDArray[np.int64]:
        """The states a mover can reach in one step from a state, ascending."""
        ...

    def pairs(self, mover: int) -> npt.NDArray[np.int64]:
        """Every step of a mover: shape (steps, 2), from and to, sorted."""
        ...


@dataclass(frozen=True, eq=False)
class Model:
    """A graph model.

    Attributes:
        players: names of the decision makers.
        options: names of the options; empty in graph form.
        owners: index of the decision maker of each option.
        codes: for each state its code, the sum of 2**k over its options; None in graph form.
        moves: the moves.
        payoffs: shape (players, states), or (players, draws, states).
        status_quo: index of the state it starts from, if there is one.
        judged_by: payoffs that say what an improvement is, if these are others than ``payoffs``.
    """

    players: tuple[str, ...]
    options: tuple[str, ...]
    owners: tuple[int, ...]
    codes: npt.NDArray[np.int64] | None
    moves: Moves
    payoffs: Ints
    status_quo: int | None = None
    judged_by: Ints | None = None

    @property
    def size(self) -> int:
        """The number of states."""
        return self.moves.size

    @cached_property
    def improving(self) -> tuple[Reduce, ...]:
        """For each decision maker the operation that takes values to the least one over its improvements."""
        judged = self.payoffs if self.judged_by is None else self.judged_by
        return tuple(self.moves.better(k, judged[k]) for k in range(len(self.players)))

    @cached_property
    def improving_changes(self) -> tuple[tuple[npt.NDArray[np.int64], Bools], ...]:
        """In option form, for each decision maker every change of its own options at once, by the bits it flips, none
        first; and where each is an improvement of its own, shape (changes, states).
        """
        if self.codes is None:
            raise ValueError("changes of options need option form")
        return tuple(self._changes(k) for k in range(len(self.players)))

    def _changes(self, mover: int) -> tuple[npt.NDArray[np.int64], Bools]:
        assert self.codes is not None
        changes = np.zeros(1, dtype=np.int64)
        for bit, owner in enumerate(self.owners):
            if owner == mover:
                changes = np.concatenate([changes, changes | 1 << bit])
        pairs = self.moves.pairs(mover)
        pairs = pairs[self.payoffs[mover][pairs[:, 1]] > self.payoffs[mover][pairs[:, 0]]]
        where = np.zeros((len(changes), self.size), dtype=np.bool_)
        flipped = self.codes[pairs[:, 0]] ^ self.codes[pairs[:, 1]]
        where[np.searchsorted(changes, flipped), pairs[:, 0]] = True
        return changes, where

    def with_payoffs(self, payoffs: Ints, judged_by: Ints | None = None) -> "Model":
        """The same model with other payoffs."""
        return replace(self, payoffs=payoffs, judged_by=judged_by)

    def others(self, *members: int) -> tuple[int, ...]:
        """Everybody but some."""
        return tuple(k for k in range(len(self.players)) if k not in members)


def greatest(moves: Moves, mover: int, values: Ints) -> Ints:
    """Over the states a mover can reach in one step, the greatest value; minus :data:`TOP` where it can reach none."""
    return -moves.least(mover, -values)


def least_of(parts: Sequence[Ints], like: Ints) -> Ints:
    """The least of some arrays, position by position; :data:`TOP` if there are none."""
    if not parts:
        return np.full(like.shape, TOP, dtype=np.int32)
    found = parts[0]
    for part in parts[1:]:
        found = np.minimum(found, part)
    return found
