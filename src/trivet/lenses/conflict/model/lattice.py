"""Moves of large models in option form: bit operations on the lattice of all option patterns, nothing stored.

The least value over all states that one decision maker can reach is found bit by bit, as in the fast zeta transform
(Yates 1937), in O(patterns x own options). Over its improvements only, the states that it can reach from one another
are sorted by its payoff once, and a running minimum does the rest, once for each change of its one-way options.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from trivet.lenses.conflict.model.graph import TOP, Ints, Reduce, least_of

MAX_OPTIONS: Final = 24


class LatticeMoves:
    """Moves in option form without conditions.

    Args:
        codes: codes of the feasible states, ascending, shape (states,).
        masks: for each decision maker the bits of its options.
        forward: bits of options that can only be taken.
        back: bits of options that can only be dropped.
        width: number of options, at most :data:`MAX_OPTIONS`.
    """

    transitive = True

    def __init__(
        self, codes: npt.NDArray[np.int64], masks: tuple[int, ...], forward: int, back: int, width: int
    ) -> None:
        """Keep the bits."""
        self.size, self.players = len(codes), len(masks)
        self._codes, self._masks, self._forward, self._back, self._width = codes, masks, forward, back, width
        self._full = self.size == 1 << width

    def least(self, mover: int, values: Ints) -> Ints:
        """See :meth:`Moves.least`; one row of values."""
        moved = np.full(1 << self._width, TOP, dtype=np.int32)
        whole = self._spread(values).copy()
        for bit in _bits(self._masks[mover]):
            self._step(bit, whole, moved)
        return self._gather(moved)

    def _step(self, bit: int, whole: Ints, moved: Ints) -> None:
        """Let one option change too. ``whole`` counts staying as a move, ``moved`` does not."""
        keep = whole.reshape(-1, 2, 1 << bit)
        away = moved.reshape(-1, 2, 1 << bit)
        without, with_ = keep[:, 0].copy(), keep[:, 1].copy()
        if not self._back >> bit & 1:
            np.minimum(away[:, 0], with_, out=away[:, 0])
            np.minimum(keep[:, 0], with_, out=keep[:, 0])
        if not self._forward >> bit & 1:
            np.minimum(away[:, 1], without, out=away[:, 1])
            np.minimum(keep[:, 1], without, out=keep[:, 1])

    def better(self, mover: int, payoff: Ints) -> Reduce:
        """See :meth:`Moves.better`; one row of payoffs."""
        directed = self._masks[mover] & (self._forward | self._back)
        free = self._masks[mover] & ~directed
        rows = _spread_bits(((1 << self._width) - 1) & ~free)
        cells = rows[:, None] | _spread_bits(free)
        worth = self._spread(payoff, -TOP)
        ordered = np.take_along_axis(cells, np.argsort(-worth[cells], axis=1, kind="stable"), axis=1)
        places = [self._places(rows, worth[ordered], int(change)) for change in _spread_bits(directed)]

        def reduce(values: Ints) -> Ints:
            running = np.append(np.minimum.accumulate(self._spread(values)[ordered], axis=1), TOP)
            out = np.empty(1 << self._width, dtype=np.int32)
            out[ordered] = least_of([running[place] for place in places], running)
            return self._gather(out)

        return reduce

    def _places(self, rows: Ints, worth: Ints, change: int) -> Ints:
        """For each cell the place of the last one worth more in the row that a one-way change leads to; -1 for none."""
        aims = np.searchsorted(rows, rows ^ change)[:, None]
        height = np.int64(1) << 33
        keys = np.arange(len(rows))[:, None] * height - worth
        found = np.searchsorted(keys.ravel(), aims * height - worth) - 1
        fits = (found >= aims * worth.shape[1]) & self._allowed(rows.astype(np.int64), change)[:, None]
        return np.where(fits, found, -1).astype(np.int32)

    def _allowed(self, codes: npt.NDArray[np.int64], change: npt.NDArray[np.int64] | int) -> npt.NDArray[np.bool_]:
        return np.asarray((codes & (change & self._forward) == 0) & (~codes & (change & self._back) == 0))

    def targets(self, mover: int, state: int) -> npt.NDArray[np.int64]:
        """See :meth:`Moves.targets`."""
        code = self._codes[state]
        changes = _spread_bits(self._masks[mover])
        changes = changes[changes != 0].astype(np.int64)
        fits = (code & (changes & self._forward) == 0) & (~code & (changes & self._back) == 0)
        aims = np.sort(code ^ changes[fits])
        spots = np.searchsorted(self._codes, aims)
        spots = spots[spots < self.size]
        found: npt.NDArray[np.int64] = spots[np.isin(self._codes[spots], aims)]
        return np.unique(found)

    def pairs(self, mover: int) -> npt.NDArray[np.int64]:
        """See :meth:`Moves.pairs`."""
        index = np.full(1 << self._width, -1, dtype=np.int32)
        index[self._codes] = np.arange(self.size, dtype=np.int32)
        codes, mask = self._codes[:, None], self._masks[mover]
        aims = codes & ~mask | _spread_bits(mask)
        targets = index[aims]
        fits = (aims != codes) & (targets >= 0) & self._allowed(codes, codes ^ aims)
        return np.stack([np.nonzero(fits)[0], targets[fits]], axis=1)

    def _spread(self, values: Ints, missing: np.int32 = TOP) -> Ints:
        """Values of the feasible states on the whole lattice."""
        if values.ndim != 1:
            raise ValueError("a large model takes one row of values at a time")
        if self._full:
            return values
        out = np.full(1 << self._width, missing, dtype=np.int32)
        out[self._codes] = values
        return out

    def _gather(self, values: Ints) -> Ints:
        return values if self._full else values[self._codes]


def _bits(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


def _spread_bits(mask: int) -> npt.NDArray[np.int32]:
    """Every pattern of some bits, in ascending order."""
    found = np.zeros(1, dtype=np.int32)
    for bit in _bits(mask):
        found = np.concatenate([found, found | np.int32(1 << bit)])
    return found
