"""Months that are known, and pairs of months a fixed distance apart."""

import numpy as np

from trivet.lenses.pulse.outlook.levels import Floats

FEWEST_PAIRS = 12
"""Pairs of months below which nothing is fitted to them."""


def known_span(values: Floats) -> tuple[Floats, int]:
    """The series from its first to its last known month, and how many missing months follow it.

    Args:
        values: shape (n,), NaN for missing months.
    """
    known = np.flatnonzero(~np.isnan(values))
    if not known.size:
        return values[:0], int(values.size)
    return values[known[0] : known[-1] + 1], int(values.size - 1 - known[-1])


def pairs(first: Floats, second: Floats, ahead: int) -> tuple[Floats, Floats]:
    """What is known in ``first`` with what is known ``ahead`` months later in ``second``, each of shape (pairs,)."""
    before, after = first[: max(first.size - ahead, 0)], second[ahead:]
    both = ~np.isnan(before) & ~np.isnan(after)
    return before[both], after[both]


def flat(series: Floats) -> bool:
    """Whether known values differ by no more than rounding."""
    known = series[~np.isnan(series)]
    return not known.size or float(np.ptp(known)) <= 1e-12 * float(np.abs(known).max())
