"""Simultaneous stability, and the rule by which Fraser and Hipel join it with sequential stability.

A state is SIM-stable for a decision maker if, whichever improvement it chooses, some of the others may at the same time
choose improvements of their own so that all changes together lead to a feasible state that is no better for it (Fraser
& Hipel 1984; Fang, Hipel & Kilgour 1993). It needs option form, since only there do changes add up.

Joint answers multiply, so two ways are taken. Where a state is among the worst for the decision maker, the few states
that are no better are tried one by one as the end. Elsewhere answers are tried, those by fewer opponents first: nearly
every improvement meets one soon.
"""

from collections.abc import Sequence
from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt

from trivet.lenses.conflict.model.graph import TOP, Bools, Ints, Model

Index = npt.NDArray[np.int64]

WORST: Final = 512
"""How many of the worst states are settled from their ends."""

ROUNDS: Final = 4
"""How often the most tempting improvement of each state is tried before the rest is."""

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
        states = np.sort(order[first : first + CHUNK])
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
        self.full = len(self.codes) == 1 << len(model.owners)
        self.changes = [changes for changes, _ in model.improving_changes]
        self.masks = [int(changes[-1]) for changes in self.changes]
        self.tables = [where for _, where in model.improving_changes]
        for k in self.others:
            self.tables[k] = self.tables[k] & (True if answering is None else answering[k])
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
        """Settle states by trying joint answers until every improvement has met one.

        Answers by one opponent come first and settle most. Of what is left the most tempting improvement of each state
        goes first: if nothing answers it, the state is unstable whatever becomes of its others.
        """
        own, row = np.nonzero(self.tables[self.mover][:, states])
        start, aim = states[row], self.codes[states[row]] ^ self.changes[self.mover][own]
        answers = self._answers()
        alone = sum(len(answer) == 1 for answer in answers)
        keep = self._open(start, aim, answers[:alone])
        start, aim = start[keep], aim[keep]
        unstable = np.zeros(len(self.codes), dtype=np.bool_)
        for _ in range(ROUNDS):
            first = self._most_tempting(start, aim)
            left = first[self._open(start[first], aim[first], answers[alone:])]
            unstable[start[left]] = True
            rest = ~unstable[start]
            rest[first] = False
            start, aim = start[rest], aim[rest]
        unstable[start[self._open(start, aim, answers[alone:])]] = True
        return np.asarray(~unstable[states])

    def _most_tempting(self, start: Index, aim: Index) -> Index:
        """For each state that improvements start from the place of its best one."""
        order = np.lexsort((-self._payoff_at(aim), start))
        return np.asarray(order[np.unique(start[order], return_index=True)[1]])

    def _open(self, start: Index, aim: Index, answers: Sequence[tuple[tuple[int, int], ...]]) -> Index:
        """The places of the improvements, from a state to a code, that none of some joint answers meets."""
        left = np.arange(len(start))
        for answer in answers:
            if not len(left):
                break
            ready = self.tables[answer[0][0]][answer[0][1]][start]
            for k, number in answer[1:]:
                ready &= self.tables[k][number][start]
            tried = np.flatnonzero(ready)
            change = sum(int(self.changes[k][number]) for k, number in answer)
            met = tried[self._payoff_at(aim[tried] ^ change) <= self.payoff[start[tried]]]
            if len(met):
                keep = np.ones(len(left), dtype=np.bool_)
                keep[met] = False
                left, start, aim = left[keep], start[keep], aim[keep]
        return left

    def _payoff_at(self, codes: Index) -> Ints:
        """Payoffs at codes; more than any for infeasible ones."""
        if self.full:
            return np.asarray(self.payoff[codes])
        spots = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[spots] == codes, self.payoff[spots], TOP)

    def _answers(self) -> list[tuple[tuple[int, int], ...]]:
        """Every joint choice in which somebody answers, answers by fewer first."""
        choices = [[None, *((k, n) for n in range(1, len(self.changes[k])))] for k in self.others]
        joint = (tuple(part for part in parts if part is not None) for parts in product(*choices))
        return sorted((parts for parts in joint if parts), key=len)


def fraser_hipel(model: Model, stable: Sequence[Bools], simultaneous: Sequence[Bools]) -> Bools:
    """Equilibria by the rule of Fraser and Hipel.

    A state is one if it is stable for everybody, or if two or more are not content with it and for each of these it is
    SIM-stable counting the improvements of the discontented only.

    Args:
        model: a model in option form.
        stable: for each decision maker where it is stable under another concept.
        simultaneous: for each decision maker where it is SIM-stable. Fewer answers hold no more states, so that only
            these need another look.
    """
    content = np.stack(stable)
    restless = ~content
    open_ = (restless.sum(axis=0) >= 2) & (content | np.stack(simultaneous)).all(axis=0)
    for k in range(len(model.players)):
        open_ &= sim(model, k, restless, restless[k] & open_)
    return np.asarray(content.all(axis=0) | open_)
