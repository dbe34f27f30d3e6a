"""Win-sets, agreement sets and side payments, literally as they are defined: exact fractions and plain loops.

An independent reference for the tests of the bargaining lens. A set is found by asking at each candidate point who likes
it no less than the status quo; the candidates hold every point at which an answer can change. Slow on purpose.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

ZERO, ONE = Fraction(0), Fraction(1)
Numbers = Sequence[Fraction]


@dataclass(frozen=True)
class State:
    """A government: indices of its factions, its quota, whether it has a veto of its own."""

    members: tuple[int, ...]
    quota: Fraction
    veto: bool


def utility(ideal: Fraction, y: Fraction) -> Fraction:
    return -abs(y - ideal)


def passes(x: Numbers, v: Numbers, r: Fraction, q: Fraction, y: Fraction) -> bool:
    """Whether voters with that share of all votes like y no less than r."""
    votes = ZERO
    for i in range(len(x)):
        if utility(x[i], y) >= utility(x[i], r):
            votes += v[i]
    return votes >= q * sum(v, ZERO)


def win_set(x: Numbers, v: Numbers, r: Fraction, q: Fraction, grid: Iterable[Fraction]) -> list[Fraction]:
    """The points of a grid that pass."""
    return [y for y in grid if passes(x, v, r, q, y)]


def position(x: Numbers, v: Numbers, w: Numbers, members: Iterable[int]) -> Fraction:
    """A government's position: mean by weight, else by votes, else unweighted."""
    members = list(members)
    for weights in (w, v, [ONE] * len(x)):
        total = sum((weights[i] for i in members), ZERO)
        if total > 0:
            return sum((weights[i] * x[i] for i in members), ZERO) / total
    raise ValueError("no members")


def agreed(x: Numbers, v: Numbers, w: Numbers, r: Fraction, states: Sequence[State]) -> tuple[Fraction, Fraction]:
    """The ends of the agreement set on a scale from 0 to 1."""
    states = [state for state in states if state.members]
    homes = [position(x, v, w, state.members) for state in states]
    candidates = {ZERO, ONE, r} | {2 * ideal - r for ideal in [*x, *homes]}
    inside = []
    for y in candidates:
        if not ZERO <= y <= ONE:
            continue
        ratified = all(
            passes([x[i] for i in state.members], [v[i] for i in state.members], r, state.quota, y) for state in states
        )
        vetoed = any(
            state.veto and utility(home, y) < utility(home, r) for state, home in zip(states, homes, strict=True)
        )
        if ratified and not vetoed:
            inside.append(y)
    return min(inside), max(inside)


def without(states: Sequence[State], faction: int) -> list[State]:
    return [State(tuple(i for i in s.members if i != faction), s.quota, s.veto) for s in states]


def binding_faction(x: Numbers, v: Numbers, w: Numbers, r: Fraction, states: Sequence[State]) -> int:
    """Whose removal enlarges the agreement set most; ties by votes, nearness to r, then the lower position."""
    low, high = agreed(x, v, w, r, states)
    found = []
    for state in states:
        for i in state.members:
            lower, upper = agreed(x, v, w, r, without(states, i))
            gain = (upper - lower) - (high - low)
            if gain > 0:
                found.append((gain, v[i], -abs(x[i] - r), -x[i], -i))
    return -max(found)[-1] if found else -1


def binding_government(x: Numbers, v: Numbers, w: Numbers, r: Fraction, states: Sequence[State]) -> int:
    """The same for whole governments."""
    low, high = agreed(x, v, w, r, states)
    found = []
    for g, state in enumerate(states):
        lower, upper = agreed(x, v, w, r, [s for s in states if s is not state])
        gain = (upper - lower) - (high - low)
        home = position(x, v, w, state.members)
        if gain > 0:
            found.append((gain, sum((v[i] for i in state.members), ZERO), -abs(home - r), -home, -g))
    return -max(found)[-1] if found else -1


def loss(x: Fraction, w: Fraction, r: Fraction, y: Fraction) -> Fraction:
    return max(ZERO, utility(x, r) - utility(x, y)) * w


def cheapest(
    x: Numbers, v: Numbers, w: Numbers, r: Fraction, y: Fraction, state: State
) -> tuple[Fraction, int, Fraction]:
    """Cost, number and votes of the cheapest set of factions to compensate; then the smallest, then the most votes."""
    happy = [i for i in state.members if utility(x[i], y) >= utility(x[i], r)]
    opposed = [i for i in state.members if i not in happy]
    need = state.quota * sum((v[i] for i in state.members), ZERO)
    found = []
    for size in range(len(opposed) + 1):
        for paid in combinations(opposed, size):
            if sum((v[i] for i in [*happy, *paid]), ZERO) >= need:
                cost = sum((loss(x[i], w[i], r, y) for i in paid), ZERO)
                found.append((cost, size, -sum((v[i] for i in paid), ZERO)))
    cost, size, votes = min(found)
    return cost, size, -votes
