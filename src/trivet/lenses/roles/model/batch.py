"""Many small linear programmes of one shape, solved together.

A rule or a draw changes bounds and coefficients, never the shape of a programme. So the simplex method for bounded
variables (Dantzig 1955) runs on all variants at once: each step picks an entering variable, a step length and a pivot
for every variant, as array operations. Solvers of one programme spend most of their time between such small
programmes, not in them. Answers are held against HiGHS in the tests.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

TOLERANCE: Final = 1e-9
MAX_STEPS: Final = 2000


@dataclass(frozen=True, eq=False)
class Solution:
    """Optima of a batch.

    Attributes:
        x: values of the variables, shape (variants, variables).
        objective: shape (variants,).
    """

    x: Floats
    objective: Floats


def minimise(cost: Floats, matrix: Floats, rhs: Floats, upper: Floats, basis: npt.NDArray[np.int64]) -> Solution:
    """Minimise ``cost @ x`` subject to ``matrix @ x = rhs`` and ``0 <= x <= upper``, for many variants at once.

    Args:
        cost: shape (variants, variables).
        matrix: shape (variants, rows, variables); the columns of ``basis`` form the identity.
        rhs: shape (variants, rows), not negative, and within the bounds of the basic variables.
        upper: shape (variants, variables), infinite where there is no bound.
        basis: one variable for each row: a start that is feasible with all others at 0. Shape (rows,).

    Raises:
        ArithmeticError: if some variant has no optimum, or none is found in :data:`MAX_STEPS` steps.
    """
    return _Tableau(cost, matrix, rhs, upper, basis).solve()


class _Tableau:
    def __init__(self, cost: Floats, matrix: Floats, rhs: Floats, upper: Floats, basis: npt.NDArray[np.int64]) -> None:
        self.cost, self.upper = cost, upper
        count, rows, width = matrix.shape
        self.every = np.arange(count)
        self.table = matrix.copy()
        self.values = rhs.copy()
        self.basis = np.tile(basis, (count, 1))
        self.high = np.zeros((count, width), dtype=np.bool_)
        self.basic = np.zeros((count, width), dtype=np.bool_)
        self.basic[:, basis] = True
        self.reduced = cost - np.einsum("dr,drv->dv", cost[:, basis], matrix)
        self.rows = rows

    def solve(self) -> Solution:
        """Step until no variant gains any more."""
        live = self.every
        for step in range(MAX_STEPS):
            entering, gain = self._entering(live, careful=step > MAX_STEPS // 2)
            going = gain > TOLERANCE
            live, entering = live[going], entering[going]
            if not len(live):
                return self._solution()
            self._move(live, entering)
        raise ArithmeticError(f"no optimum in {MAX_STEPS} steps")

    def _entering(self, live: npt.NDArray[np.int64], *, careful: bool) -> tuple[npt.NDArray[np.int64], Floats]:
        """For each live variant the nonbasic variable that gains most; late on the first that gains (Bland 1977)."""
        gain = np.where(self.high[live], self.reduced[live], -self.reduced[live])
        gain[self.basic[live] | (self.upper[live] <= 0)] = 0
        chosen = (gain > TOLERANCE).argmax(axis=1) if careful else gain.argmax(axis=1)
        return chosen, gain[np.arange(len(live)), chosen]

    def _move(self, live: npt.NDArray[np.int64], entering: npt.NDArray[np.int64]) -> None:
        """Move the entering variable as far as bounds allow, then exchange it or leave it at its other bound."""
        column = self.table[live, :, entering]
        rising = ~self.high[live, entering]
        fall = np.where(rising[:, None], column, -column)
        values, limits = self.values[live], self.upper[live[:, None], self.basis[live]]
        with np.errstate(divide="ignore", invalid="ignore"):
            room = np.where(
                fall > TOLERANCE, values / fall, np.where(fall < -TOLERANCE, (values - limits) / fall, np.inf)
            )
        room = np.maximum(room, 0)
        leaving = room.argmin(axis=1)
        spots = np.arange(len(live))
        length = np.minimum(room[spots, leaving], self.upper[live, entering])
        if not np.isfinite(length).all():
            raise ArithmeticError("a programme has no bound")
        self.values[live] -= fall * length[:, None]
        flips = self.upper[live, entering] <= room[spots, leaving]
        self.high[live[flips], entering[flips]] ^= True
        swap = ~flips
        if swap.any():
            self._exchange(live[swap], entering[swap], leaving[swap], fall[swap], length[swap], rising[swap])

    def _exchange(
        self,
        live: npt.NDArray[np.int64],
        entering: npt.NDArray[np.int64],
        leaving: npt.NDArray[np.int64],
        fall: Floats,
        length: Floats,
        rising: npt.NDArray[np.bool_],
    ) -> None:
        spots = np.arange(len(live))
        out = self.basis[live, leaving]
        self.high[live, out] = fall[spots, leaving] < 0
        self.high[live, entering] = False
        self.basic[live, out], self.basic[live, entering] = False, True
        self.basis[live, leaving] = entering
        self.values[live, leaving] = np.where(rising, length, self.upper[live, entering] - length)
        pivot_row = self.table[live, leaving] / self.table[live, leaving, entering][:, None]
        column = self.table[live, :, entering]
        column[spots, leaving] = 0
        self.table[live] -= column[:, :, None] * pivot_row[:, None, :]
        self.table[live, leaving] = pivot_row
        self.reduced[live] -= self.reduced[live, entering][:, None] * pivot_row

    def _solution(self) -> Solution:
        x = np.where(self.high, self.upper, 0.0)
        np.put_along_axis(x, self.basis, self.values, axis=1)
        return Solution(x, np.einsum("dv,dv->d", self.cost, x))
