"""Moves kept as arcs: graph form, conditional moves, and option form of moderate size."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from trivet.lenses.conflict.model.graph import TOP, Ints, Reduce


class ArcMoves:
    """Moves as lists of arcs, sorted by their source (compressed sparse rows)."""

    def __init__(self, size: int, arcs: Sequence[npt.NDArray[np.int64]], *, transitive: bool = False) -> None:
        """Take for each decision maker its arcs, shape (arcs, 2): source, target. Loops and repeats are dropped."""
        self.size = size
        self.players = len(arcs)
        self.transitive = transitive
        self._arcs = [_Rows.of(size, pairs) for pairs in arcs]

    @classmethod
    def of_pairs(cls, size: int, pairs: Sequence[Iterable[tuple[int, int]]]) -> "ArcMoves":
        """From plain pairs of states for each decision maker."""
        return cls(size, [np.array(sorted(set(own)), dtype=np.int64).reshape(-1, 2) for own in pairs])

    @property
    def count(self) -> int:
        """The number of arcs of all decision makers."""
        return sum(len(rows.targets) for rows in self._arcs)

    def least(self, mover: int, values: Ints) -> Ints:
        """See :meth:`Moves.least`."""
        rows = self._arcs[mover]
        return rows.reduce(values[..., rows.targets], values)

    def better(self, mover: int, payoff: Ints) -> Reduce:
        """See :meth:`Moves.better`."""
        rows = self._arcs[mover]
        improves = payoff[..., rows.targets] > payoff[..., rows.sources]

        def reduce(values: Ints) -> Ints:
            return rows.reduce(np.where(improves, values[..., rows.targets], TOP), values)

        return reduce

    def targets(self, mover: int, state: int) -> npt.NDArray[np.int64]:
        """See :meth:`Moves.targets`."""
        rows = self._arcs[mover]
        begin, end = np.searchsorted(rows.sources, [state, state + 1])
        return rows.targets[begin:end]

    def pairs(self, mover: int) -> npt.NDArray[np.int64]:
        """The arcs of a decision maker, shape (arcs, 2), sorted."""
        return np.stack([self._arcs[mover].sources, self._arcs[mover].targets], axis=1)


class _Rows:
    """The arcs of one decision maker."""

    def __init__(self, sources: npt.NDArray[np.int64], targets: npt.NDArray[np.int64]) -> None:
        self.sources, self.targets = sources, targets
        self.rows, self.starts = np.unique(sources, return_index=True)

    @classmethod
    def of(cls, size: int, pairs: npt.NDArray[np.int64]) -> "_Rows":
        pairs = pairs[pairs[:, 0] != pairs[:, 1]]
        keys = np.sort(pairs[:, 0] * size + pairs[:, 1])
        keys = keys[np.diff(keys, prepend=-1) > 0]
        return cls(keys // size, keys % size) if size else cls(keys, keys)

    def reduce(self, taken: Ints, like: Ints) -> Ints:
        """The least of the values at the targets, for each source; ``taken`` may have more leading axes."""
        found = np.full((*taken.shape[:-1], like.shape[-1]), TOP, dtype=np.int32)
        if len(self.rows):
            found[..., self.rows] = np.minimum.reduceat(taken, self.starts, axis=-1)
        return found
