"""Feasible states and their moves in option form; states that nobody tells apart become one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from trivet.case.conditions import Condition, Count, Iff, Taken, options_in
from trivet.case.expressions import All, Not, Some
from trivet.lenses.conflict.model.arcs import ArcMoves
from trivet.lenses.conflict.model.graph import Bools, Moves
from trivet.lenses.conflict.model.lattice import MAX_OPTIONS, LatticeMoves

Codes = npt.NDArray[np.int64]

MAX_STATES: Final = 1 << 22
MAX_ARCS: Final = 3_000_000
"""The most arcs that are held."""

FEW_ARCS: Final = 300_000
"""Beyond this many arcs plain moves in option form are quicker as bit operations."""


class TooManyStatesError(ValueError):
    """A model with more states than can be held; carries the number reached."""


def holds(condition: Condition, codes: Codes, bits: Mapping[str, int]) -> Bools:
    """Where a condition is true.

    Args:
        condition: over options.
        codes: codes of states, shape (states,).
        bits: for each option its bit in a code.
    """
    match condition:
        case Taken(option):
            found: Any = codes >> bits[option] & 1 == 1
        case Not(part):
            found = ~holds(part, codes, bits)
        case All(parts):
            found = np.logical_and.reduce([np.ones(len(codes), np.bool_), *(holds(p, codes, bits) for p in parts)])
        case Some(parts):
            found = np.logical_or.reduce([np.zeros(len(codes), np.bool_), *(holds(p, codes, bits) for p in parts)])
        case Iff(one, other):
            found = holds(one, codes, bits) == holds(other, codes, bits)
        case Count(kind, number, parts):
            total = sum((holds(p, codes, bits).astype(np.int32) for p in parts), np.zeros(len(codes), np.int32))
            found = {"at-least": total >= number, "at-most": total <= number, "exactly": total == number}[kind]
    return np.asarray(found, dtype=np.bool_)


def feasible_codes(bits: Mapping[str, int], rules: Sequence[Condition]) -> Codes:
    """The codes of all states on which every rule holds, ascending.

    Options are added one by one and every rule is applied as soon as it can be, so that many options with narrow rules
    cost no more than the states that are left.

    Raises:
        TooManyStatesError: if there are more than :data:`MAX_STATES`.
    """
    codes = np.zeros(1, dtype=np.int64)
    for count in range(len(bits) + 1):
        if count:
            codes = np.concatenate([codes, codes | np.int64(1) << np.int64(count - 1)])
        for rule in rules:
            if max((bits[name] + 1 for name in options_in(rule)), default=0) == count:
                codes = codes[holds(rule, codes, bits)]
        if len(codes) > MAX_STATES:
            raise TooManyStatesError(len(codes))
    return codes


def option_moves(
    codes: Codes,
    masks: tuple[int, ...],
    forward: int,
    back: int,
    width: int,
    conditions: Mapping[int, Bools] | None = None,
    *,
    as_arcs: bool = False,
) -> Moves:
    """The moves of a model in option form, kept in the way that fits its size.

    Args:
        codes: feasible codes, ascending.
        masks: for each decision maker the bits of its options.
        forward: bits of options that can only be taken.
        back: bits of options that can only be dropped.
        width: number of options.
        conditions: for some bits the states from which the option can be changed.
        as_arcs: whether arcs are needed, whatever the size.

    Raises:
        TooManyStatesError: if conditional moves, or options past 24, ask for more arcs than can be held.
    """
    counts = [fibre_arcs(codes, mask) for mask in masks]
    if sum(counts) > FEW_ARCS and not (conditions or as_arcs) and width <= MAX_OPTIONS:
        return LatticeMoves(codes, masks, forward, back, width)
    if sum(counts) > MAX_ARCS:
        raise TooManyStatesError(len(codes))
    arcs = [_arcs(codes, mask, forward, back, conditions or {}) for mask in masks]
    return ArcMoves(len(codes), arcs, transitive=not conditions)


def fibre_arcs(codes: Codes, mask: int) -> int:
    """The number of pairs of states that differ in some options only."""
    _, sizes = np.unique(codes & ~np.int64(mask), return_counts=True)
    return int((sizes.astype(np.int64) * (sizes - 1)).sum())


def _arcs(codes: Codes, mask: int, forward: int, back: int, conditions: Mapping[int, Bools]) -> Codes:
    rest = codes & ~np.int64(mask)
    order = np.argsort(rest, kind="stable")
    _, starts, sizes = np.unique(rest[order], return_index=True, return_counts=True)
    found = []
    for size in np.unique(sizes[sizes > 1]):
        block = order[starts[sizes == size][:, None] + np.arange(size)[None, :]]
        sources = np.repeat(block, size, axis=1).ravel()
        targets = np.tile(block, (1, size)).ravel()
        found.append(np.stack([sources, targets], axis=1))
    if not found:
        return np.zeros((0, 2), dtype=np.int64)
    pairs = np.concatenate(found).astype(np.int64)
    before, after = codes[pairs[:, 0]], codes[pairs[:, 1]]
    change = before ^ after
    keep = (change != 0) & (before & change & forward == 0) & (after & change & back == 0)
    for bit, allowed in conditions.items():
        keep &= ~(change >> bit & 1 == 1) | allowed[pairs[:, 0]]
    kept: Codes = pairs[keep]
    return kept


def merge_states(codes: Codes, groups: Sequence[Bools]) -> npt.NDArray[np.int64]:
    """For each feasible state the index of the state it becomes part of; merged ones are ordered by their least code.

    Args:
        codes: feasible codes, ascending.
        groups: for each group of merged states where it lies; the first group that holds a state takes it.
    """
    heads = np.arange(len(codes), dtype=np.int64)
    free = np.ones(len(codes), dtype=np.bool_)
    for group in groups:
        own = group & free
        if own.any():
            heads[own] = np.flatnonzero(own)[0]
            free &= ~own
    return np.unique(heads, return_inverse=True)[1].astype(np.int64)


def merged_moves(moves: Moves, into: npt.NDArray[np.int64]) -> ArcMoves:
    """The moves among merged states: one can be made if it can be made from any state inside.

    Raises:
        TooManyStatesError: if the moves are not kept as arcs.
    """
    if not isinstance(moves, ArcMoves):
        raise TooManyStatesError(moves.size)
    return ArcMoves(int(into.max()) + 1, [into[moves.pairs(k)] for k in range(moves.players)])
