"""Inverse analysis: which preferences make a state stable (Kinsara, Kilgour & Hipel 2015; Wang, Hipel, Fang & Dang
2018).

Under every concept here a decision maker's own preferences matter only through the set of states that it likes no
better than the one in question. So the exact condition is a formula over "state t is no better", and the share of all
strict rankings that satisfy it can be counted without listing them: a set of k among r states lies below a given one in
k! (r - k)! / (r + 1)! of all rankings.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations
from math import factorial
from typing import Final

import numpy as np

from trivet.lenses.conflict.model.graph import Model
from trivet.lenses.conflict.model.joint import joint, one_step
from trivet.lenses.conflict.model.robustness import Counts, equilibria

CONCEPTS: Final = ("nash", "gmr", "smr", "seq")
MAX_RELEVANT: Final = 20
"""The most states over which sets are counted."""

MAX_PERMUTED: Final = 8
"""The most places whose permutations are tried one by one."""

BATCH: Final = 720

Way = frozenset[int]
Clause = frozenset[Way]


@dataclass(frozen=True)
class InverseCondition:
    """The exact condition under which a state is stable for a decision maker.

    Every clause must be met; a clause is met if all states of one of its ways are no better than the state in question.
    No clause at all means always stable.
    """

    state: int
    clauses: tuple[Clause, ...]

    @property
    def relevant(self) -> tuple[int, ...]:
        """The states whose comparison with the state in question matters."""
        return tuple(sorted({t for clause in self.clauses for way in clause for t in way}))

    def holds(self, no_better: frozenset[int]) -> bool:
        """Whether the state is stable if exactly these states are no better."""
        return all(any(way <= no_better for way in clause) for clause in self.clauses)


def inverse_condition(model: Model, mover: int, state: int, concept: str) -> InverseCondition:
    """The exact condition on a decision maker's preferences; those of the others stay as they are.

    Args:
        model: the model.
        mover: index of the decision maker whose preferences are sought.
        state: index of the state that should be stable.
        concept: one of :data:`CONCEPTS`.
    """
    steps = [one_step(model, k) for k in range(len(model.players))]
    if concept == "seq":
        answering = [step & (model.payoffs[k][None, :] > model.payoffs[k][:, None]) for k, step in enumerate(steps)]
    else:
        answering = steps
    answers = joint([answering[k] for k in model.others(mover)], model.size)
    clauses = []
    for target in np.flatnonzero(steps[mover][state]):
        ways = {frozenset({int(target)})}
        for end in np.flatnonzero(answers[target]) if concept != "nash" else ():
            escapes = np.flatnonzero(steps[mover][end]) if concept == "smr" else ()
            ways.add(frozenset({int(end), *map(int, escapes)}))
        clauses.append(frozenset(_minimal(way - {state} for way in ways)))
    return InverseCondition(state, tuple(sorted(_narrow(clauses), key=_order)))


def coalition_condition(model: Model, members: Sequence[int], state: int) -> tuple[frozenset[tuple[int, int]], ...]:
    """The exact condition under which a coalition is content with a state in the sense of Nash (CR).

    Every clause must be met: for one of its pairs (member, state) the member likes that state no better.
    """
    reach = joint([one_step(model, k) for k in members], model.size)[state]
    return tuple(frozenset((k, int(t)) for k in members) for t in np.flatnonzero(reach) if t != state)


def _minimal(ways: "Sequence[Way] | Iterator[Way]") -> set[Way]:
    """Ways that hold no other way."""
    kept: list[Way] = []
    for way in sorted(set(ways), key=lambda w: (len(w), sorted(w))):
        if not any(other <= way for other in kept):
            kept.append(way)
    return set(kept)


def _narrow(clauses: Sequence[Clause]) -> list[Clause]:
    """Clauses that are not met of themselves, and not implied by another."""
    found = {clause for clause in clauses if frozenset() not in clause}
    return [clause for clause in found if not any(other != clause and _implies(other, clause) for other in found)]


def _implies(one: Clause, other: Clause) -> bool:
    """Whether meeting one clause always meets the other; of two equal ones neither is dropped."""
    return all(any(small <= way for small in other) for way in one)


def _order(clause: Clause) -> tuple[int, list[list[int]]]:
    return len(clause), sorted(sorted(way) for way in clause)


def share_of_rankings(condition: InverseCondition) -> Fraction | None:
    """The share of all strict rankings under which the state is stable; None if too many states matter."""
    relevant = condition.relevant
    if len(relevant) > MAX_RELEVANT:
        return None
    return _weighted(condition.holds, relevant, frozenset())


def count_of_rankings(condition: InverseCondition, ranking: Sequence[int], first: int, last: int) -> int:
    """How many rankings make the state stable if only some places are permuted.

    Args:
        condition: the condition.
        ranking: all states, the best first.
        first, last: the places that are permuted, counted from 1, both included.
    """
    block = ranking[first - 1 : last]
    if condition.state not in block:
        below = frozenset(ranking[ranking.index(condition.state) + 1 :])
        return factorial(len(block)) * condition.holds(below)
    others = [t for t in block if t != condition.state]
    share = _weighted(condition.holds, others, frozenset(ranking[last:]))
    return int(share * factorial(len(block)))


def _weighted(holds: Callable[[frozenset[int]], bool], states: Sequence[int], always: frozenset[int]) -> Fraction:
    total, size = Fraction(0), len(states)
    for count in range(size + 1):
        weight = Fraction(factorial(count) * factorial(size - count), factorial(size + 1))
        total += weight * sum(holds(always | frozenset(chosen)) for chosen in combinations(states, count))
    return total


def count_equilibria(model: Model, mover: int, concept: str, ranking: Sequence[int], first: int, last: int) -> Counts:
    """How many rankings of one decision maker make each state an equilibrium if only some places are permuted.

    Under SEQ its preferences also decide which of its own answers are credible to the others, so every ranking is
    tried.

    Args:
        model: the model.
        mover: index of the decision maker whose ranking is varied.
        concept: a concept with a security level.
        ranking: all states, the best first.
        first, last: the places that are permuted, counted from 1, both included; at most :data:`MAX_PERMUTED`.

    Returns:
        Shape (states,).

    Raises:
        ValueError: if too many places are permuted.
    """
    block = list(ranking[first - 1 : last])
    if len(block) > MAX_PERMUTED:
        raise ValueError(f"at most {MAX_PERMUTED} places can be permuted")
    orders = np.array(list(permutations(block)), dtype=np.int64).reshape(-1, len(block))
    found = np.zeros(model.size, dtype=np.int64)
    for part in np.array_split(orders, max(1, len(orders) // BATCH)):
        places = np.empty((len(part), model.size), dtype=np.int32)
        places[:, list(ranking)] = np.arange(model.size, 0, -1)
        np.put_along_axis(places, part, np.arange(model.size - first + 1, model.size - last, -1)[None, :], axis=1)
        payoffs = np.repeat(model.payoffs[:, None, :], len(part), axis=1)
        payoffs[mover] = places
        found += equilibria(model.with_payoffs(payoffs), concept).sum(axis=0)
    return found
