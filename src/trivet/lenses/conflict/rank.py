"""Putting the equilibria of a conflict in order: large conflicts have many weak ones, and a reader wants the firm
ones."""

import numpy as np

from trivet.lenses.conflict.model.robustness import NEVER
from trivet.lenses.conflict.solve import Solved


def ranked(solved: Solved) -> list[int]:
    """Every state that is an equilibrium of any concept, the firmest first.

    Those first that hold whatever unknown preferences are; then by the number of concepts under which it is one, then
    by the swaps of preferences that undo it under SEQ, then by the share of drawn preferences under which it holds,
    then by its number.
    """
    states = np.flatnonzero(solved.support)
    return sorted((int(s) for s in states), key=lambda state: _key(solved, state))


def _key(solved: Solved, state: int) -> tuple[bool, float, float, float, int]:
    least = solved.margins.get("seq")
    margin = 0.0 if least is None else float(least[0][state])
    margin = float("inf") if margin == NEVER else margin
    share = solved.shares.get(solved.choices.spread, {}).get("seq")
    doubtful = bool(solved.by_type) and not bool(solved.certain[state])
    return doubtful, -float(solved.support[state]), -margin, -float(share[state]) if share is not None else 0.0, state


def telling(solved: Solved, count: int) -> list[int]:
    """The states worth explaining: where the conflict stands, what was observed, and the firmest equilibria."""
    start = solved.built.model.status_quo
    first = ([] if start is None else [start]) + list(solved.built.observed)
    return list(dict.fromkeys([*first, *ranked(solved)[:count]]))
