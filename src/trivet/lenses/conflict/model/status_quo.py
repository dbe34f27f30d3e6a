"""Status quo analysis: how many moves it takes to get from where a conflict stands to each state, and by which path.

Shortest legal sequences, nobody moving twice in a row, by any moves or by improvements only (Li, Kilgour & Hipel 2005).
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from trivet.lenses.conflict.model.graph import Model

Accepts = Callable[[int], bool]


@dataclass(frozen=True)
class Step:
    """One move: who makes it, and the state it leads to."""

    mover: int
    state: int


def targets(model: Model, mover: int, state: int, improving: bool) -> list[int]:
    """The states a decision maker can reach in one step, or those of them that it prefers."""
    found = model.moves.targets(mover, state)
    if improving:
        payoff = model.payoffs[mover]
        found = found[payoff[found] > payoff[state]]
    return [int(t) for t in found]


def distances(model: Model, start: int, *, improving: bool) -> dict[int, int]:
    """The least number of moves from a state to each state that can be reached, itself by 0."""
    found = {start: 0}
    seen: set[tuple[int, int]] = set()
    waiting = deque([(start, -1, 0)])
    while waiting:
        state, last, count = waiting.popleft()
        for mover in range(len(model.players)):
            if mover == last:
                continue
            for target in targets(model, mover, state, improving):
                if (target, mover) not in seen:
                    seen.add((target, mover))
                    found.setdefault(target, count + 1)
                    waiting.append((target, mover, count + 1))
    return found


def shortest(
    model: Model, start: int, movers: Sequence[int], accepts: Accepts, *, improving: bool, last: int = -1
) -> tuple[Step, ...] | None:
    """A shortest legal sequence of at least one move to a state that is accepted, or None.

    Args:
        model: the model.
        start: the state it starts from.
        movers: who may move.
        accepts: whether a state may be the end.
        improving: whether every move must be an improvement for its mover.
        last: who moved last before, and so may not move first.
    """
    seen: set[tuple[int, int]] = set()
    waiting: deque[tuple[int, int, tuple[Step, ...]]] = deque([(start, last, ())])
    while waiting:
        state, before, path = waiting.popleft()
        for mover in movers:
            if mover == before:
                continue
            for target in targets(model, mover, state, improving):
                if (target, mover) in seen:
                    continue
                seen.add((target, mover))
                longer = (*path, Step(mover, target))
                if accepts(target):
                    return longer
                waiting.append((target, mover, longer))
    return None


def evolution(model: Model, start: int, *, improving: bool = True) -> dict[int, list[tuple[int, int]]]:
    """The moves of the evolution graph: for each state that can be reached, its onward moves as (mover, state)."""
    reached = sorted(distances(model, start, improving=improving))
    return {
        state: [(k, t) for k in range(len(model.players)) for t in targets(model, k, state, improving)]
        for state in reached
    }


def first_moves(model: Model, state: int) -> list[Step]:
    """The improvements that stand open at a state, the best of each decision maker first."""
    found = []
    for mover in range(len(model.players)):
        better = targets(model, mover, state, True)
        ordered = sorted(better, key=lambda t: (-int(np.asarray(model.payoffs[mover])[t]), t))
        found += [Step(mover, t) for t in ordered]
    return found
