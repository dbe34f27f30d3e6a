"""Coalitional stability, equilibrium jumps, and coalition structures.

Sources: coalitional Nash stability and equilibrium jumps, Kilgour, Hipel, Fang & Peng (2001); coalitional GMR, SMR and
SEQ, Inohara & Hipel (2008). A coalition improvement is a state that its members can reach together by a legal sequence
and that all of them strictly prefer; under the Pareto variant none is worse off and one is better off (Zhao, Xu, Hipel
& Fang 2019). A sanction leaves some member no better off.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final, Literal

import numpy as np

from trivet.lenses.conflict.model.graph import Bools, Model
from trivet.lenses.conflict.model.joint import any_of, joint, one_step, times

Members = tuple[int, ...]
Improvement = Literal["strict", "pareto"]

CONCEPTS: Final = ("cr", "cgmr", "csmr", "cseq")


@dataclass(frozen=True)
class Coalition:
    """What one coalition can do and where it is content.

    Attributes:
        members: indexes of its members.
        reach: states it can reach together; matrix (states, states).
        improvements: those that count as improvements.
        stable: by concept, where it has no reason to move together; shape (states,).
    """

    members: Members
    reach: Bools
    improvements: Bools
    stable: dict[str, Bools]


class Coalitions:
    """Every coalition of a model."""

    def __init__(self, model: Model, improvement: Improvement = "strict") -> None:
        """Prepare the moves of a model of at most :data:`trivet.lenses.conflict.model.joint.MAX_SIZE` states."""
        self._model, self._kind = model, improvement
        self._steps = [one_step(model, k) for k in range(len(model.players))]
        worth = model.payoffs[:, None, :].astype(np.int64) - model.payoffs[:, :, None]
        self._better, self._worse = worth > 0, worth < 0
        self._cache: dict[Members, tuple[Bools, Bools]] = {}

    @cached_property
    def all(self) -> tuple[Coalition, ...]:
        """Every nonempty coalition, small ones first."""
        return tuple(self._made(members) for members in coalitions(range(len(self._model.players))))

    def stable(self) -> dict[str, Bools]:
        """By concept, where every coalition is content."""
        return {name: np.logical_and.reduce([c.stable[name] for c in self.all]) for name in CONCEPTS}

    def jumps(self, equilibria: Bools) -> Iterator[tuple[Members, int, int]]:
        """Equilibrium jumps: coalitions of two or more, and Nash equilibria from and to which they improve together."""
        for made in self.all:
            if len(made.members) > 1:
                starts, ends = np.nonzero(made.improvements & equilibria[:, None] & equilibria[None, :])
                yield from ((made.members, int(s), int(t)) for s, t in zip(starts, ends, strict=True) if s != t)

    def structure(self, blocks: Sequence[Members]) -> dict[str, list[Bools]]:
        """Stability if fixed blocks act as players: by concept, for each block where it is content."""
        return {
            concept: [self._of_block(concept, block, [b for b in blocks if b != block]) for block in blocks]
            for concept in ("nash", "gmr", "smr", "seq")
        }

    def _of_block(self, concept: str, block: Members, others: Sequence[Members]) -> Bools:
        reach, improvements = self._moves(block)
        size = self._model.size
        if concept == "nash":
            return np.asarray(~improvements.any(axis=1))
        answers = joint([self._moves(other)[concept == "seq"] for other in others], size)
        return self._sanctioned(improvements, answers, self._held(block, reach if concept == "smr" else None))

    def _made(self, members: Members) -> Coalition:
        reach, improvements = self._moves(members)
        others = self._model.others(*members)
        answers = joint([self._steps[k] for k in others], self._model.size)
        credible = joint([self._moves(group)[1] for group in coalitions(others)], self._model.size)
        held = self._held(members, None)
        stable = {
            "cr": np.asarray(~improvements.any(axis=1)),
            "cgmr": self._sanctioned(improvements, answers, held),
            "csmr": self._sanctioned(improvements, answers, self._held(members, reach)),
            "cseq": self._sanctioned(improvements, credible, held),
        }
        return Coalition(members, reach, improvements, stable)

    def _moves(self, members: Members) -> tuple[Bools, Bools]:
        """What a coalition can reach together, and what of it is an improvement."""
        if members not in self._cache:
            reach = joint([self._steps[k] for k in members], self._model.size)
            self._cache[members] = reach, reach & self._improves(members)
        return self._cache[members]

    def _improves(self, members: Members) -> Bools:
        better = np.logical_and.reduce([self._better[k] for k in members])
        if self._kind == "strict":
            return np.asarray(better)
        unharmed = np.logical_not(np.logical_or.reduce([self._worse[k] for k in members]))
        return np.asarray(unharmed & any_of([self._better[k] for k in members], self._model.size))

    def _held(self, members: Members, reach: Bools | None) -> Bools:
        """Rows: states left; columns: states that hold the coalition there, since some member is no better off.

        With ``reach``, only where that is so of every state it can still reach from there, too.
        """
        held = np.asarray(~self._improves(members))
        return held if reach is None else held & ~times(~held, reach.T)

    @staticmethod
    def _sanctioned(improvements: Bools, answers: Bools, held: Bools) -> Bools:
        """Where every improvement has an answer that holds."""
        answered = times(held, answers.T)
        return np.asarray(~(improvements & ~answered).any(axis=1))


def coalitions(players: Sequence[int] | range) -> Iterator[Members]:
    """Every nonempty group of some players, small ones first."""
    for size in range(1, len(players) + 1):
        yield from combinations(players, size)
