"""Simultaneous stability, and the rule by which Fraser and Hipel join it with sequential stability.

A state is SIM-stable for a decision maker if, whichever improvement it chooses, some of the others may at the same time
choose improvements of their own so that all changes together lead to a feasible state that is no better for it (Fraser
& Hipel 1984; Fang, Hipel & Kilgour 1993). It needs option form, since only there do changes add up.

Joint answers multiply, so two ways are taken. Where a state is among the worst for the decision maker, the few states
that are no better are tried one by one as the end. Elsewhere answers are tried, those by fewer opponents first: nearly
every improvement meets one soon.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt

from trivet.lenses.conflict.model.graph import TOP, Bools, Ints, Model

Index = npt.NDArray[np.int64]

WORST: Final = 512
"""How many of the worst states are settled from their ends."""

CHUNK: Final = 1 << 16
"""How many states are worked on at once."""


def sim(model: Model, mover: int, answering: Bools | None = None, among: Bools | None = None) -> Bools:
    """Where a state is SIM-stable for a decision maker.

    Args:
        model: a model in option form.
        mover: index of the decision maker.
        answering: shape (players, states): whose improvements count as answers; everybody's if left out.
        among: shape (states,): the states to ask about; the others count as stable.

    Raises:
        ValueError: if the model is in graph form.
    """
    if model.codes is None:
        raise ValueError("simultaneous stability needs option form")
    question = _Question(model, mover, answering)
    stable = np.ones(model.size, dtype=np.bool_)
    order = np.argsort(question.payoff, kind="stable")
    asked = np.ones(model.size, dtype=np.bool_) if among is None else among
    for first in range(0, min(WORST, model.size), 256):
        states = order[first : min(first + 256, WORST)]
        stable[states[asked[states]]] = question.from_ends(states[asked[states]], order)
    for first in range(WORST, model.size, CHUNK):
        states = order[first : first + CHUNK]
        stable[states[asked[states]]] = question.by_answers(states[asked[states]])
    return stable


class _Question:
    """Whether one decision maker's improvements can be answered at the same time.

    ``tables`` has for each decision maker, by the number of the change of its own options (0 for none), the states
    where that change is an improvement of its own; staying is always allowed.
    """

    def __init__(self, model: Model, mover: int, answering: Bools | None) -> None:
        assert model.codes is not None
        self.codes, self.payoff, self.mover = model.codes, model.payoffs[mover], mover
        self.others = model.others(mover)
        self.masks = [
            sum(1 << bit for bit, own in enumerate(model.owners) if own == k) for k in range(model.moves.players)
        ]
        self.changes = [_patterns(mask) for mask in self.masks]
        self.tables = [_improvements(model, k, self.changes[k]) for k in range(model.moves.players)]
        for k in self.others:
            if answering is not None:
                self.tables[k] = self.tables[k] & answering[k]
            self.tables[k][0] = True

    def from_ends(self, states: Index, order: Index) -> Bools:
        """Settle states by trying as the end every state that is no better, in ``order`` from the worst."""
        if not len(states):
            return np.zeros(0, dtype=np.bool_)
        limit = int(np.searchsorted(self.payoff[order], self.payoff[states].max(), side="right"))
        ends = order[:limit]
        change = self.codes[states][:, None] ^ self.codes[ends][None, :]
        reached = (self.payoff[ends][None, :] <= self.payoff[states][:, None]) & (change & ~self.masks[self.mover] != 0)
        for k in self.others:
            number = np.searchsorted(self.changes[k], change & self.masks[k])
            reached &= self.tables[k][number, states[:, None]]
        row, end = np.nonzero(reached)
        answered = np.zeros((len(self.changes[self.mover]), len(states)), dtype=np.bool_)
        answered[np.searchsorted(self.changes[self.mover], change[row, end] & self.masks[self.mover]), row] = True
        return np.asarray((answered | ~self.tables[self.mover][:, states]).all(axis=0))

    def by_answers(self, states: Index) -> Bools:
        """Settle states by trying joint answers until every improvement has met one."""
        own, row = np.nonzero(self.tables[self.mover][:, states])
        start, aim = states[row], self.codes[states[row]] ^ self.changes[self.mover][own]
        for answer in self._answers():
            if not len(start):
                break
            ready = np.ones(len(start), dtype=np.bool_)
            for k, number in answer:
                ready &= self.tables[k][number][start]
            tried = np.flatnonzero(ready)
            change = sum(int(self.changes[k][number]) for k, number in answer)
            worth = self._payoff_at(aim[tried] ^ change)
            open_ = np.ones(len(start), dtype=np.bool_)
            open_[tried[worth <= self.payoff[start[tried]]]] = False
            start, aim = start[open_], aim[open_]
        unstable = np.isin(states, start)
        return ~unstable

    def _payoff_at(self, codes: Index) -> Ints:
        """Payoffs at codes; more than any for infeasible ones."""
        if len(self.codes) == 1 << len(bin(int(self.codes[-1]))) - 2:
            return np.asarray(self.payoff[codes])
        spots = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[spots] == codes, self.payoff[spots], TOP)

    def _answers(self) -> Iterator[tuple[tuple[int, int], ...]]:
        """Every joint choice in which somebody answers, answers by fewer first."""
        choices = [[None, *((k, n) for n in range(1, len(self.changes[k])))] for k in self.others]
        joint = (tuple(part for part in parts if part is not None) for parts in product(*choices))
        yield from sorted((parts for parts in joint if parts), key=len)


def _patterns(mask: int) -> Index:
    """Every pattern of some bits, ascending, 0 first."""
    found = np.zeros(1, dtype=np.int64)
    for bit in range(mask.bit_length()):
        if mask >> bit & 1:
            found = np.concatenate([found, found | 1 << bit])
    return found


def _improvements(model: Model, mover: int, changes: Index) -> Bools:
    """For each change of a decision maker's options the states where it is an improvement; none for no change."""
    assert model.codes is not None
    pairs = model.moves.pairs(mover)
    pairs = pairs[model.payoffs[mover][pairs[:, 1]] > model.payoffs[mover][pairs[:, 0]]]
    found = np.zeros((len(changes), model.size), dtype=np.bool_)
    numbers = np.searchsorted(changes, model.codes[pairs[:, 0]] ^ model.codes[pairs[:, 1]])
    found[numbers, pairs[:, 0]] = True
    return found


def fraser_hipel(model: Model, stable: Sequence[Bools]) -> Bools:
    """Equilibria by the rule of Fraser and Hipel.

    A state is one if it is stable for everybody, or if two or more are not content with it and for each of these it is
    SIM-stable counting the improvements of the discontented only.

    Args:
        model: a model in option form.
        stable: for each decision maker where it is stable under another concept.
    """
    content = np.stack(stable)
    restless = ~content
    several = restless.sum(axis=0) >= 2
    simultaneous = np.stack([sim(model, k, restless, restless[k] & several) for k in range(len(model.players))])
    return np.asarray(content.all(axis=0) | (several & (content | simultaneous).all(axis=0)))
