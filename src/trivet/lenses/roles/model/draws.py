"""Uncertain amounts: demand, capacity, shares usable and shares allowed drawn together.

Each quantity has a triangular distribution over its range, from a stream of its own that is named by what it is for. So
one more task or rule shifts no other draw. Shares allowed are judgement: their logit is shifted, all cells of one
contributor and theatre together, since whoever misjudges one misjudges the others likewise.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trivet.lenses.roles.model.plan import Floats


def shifted(shares: Floats, normal: Floats, spread: float) -> Floats:
    """Shares moved on the logit scale; 0 and 1 stay what they are, since they say never and always.

    Args:
        shares: 0 to 1.
        normal: standard normal numbers that broadcast against ``shares``.
        spread: standard deviation on the logit scale.
    """
    inner = np.clip(shares, 1e-9, 1 - 1e-9)
    moved = 1 / (1 + np.exp(-(np.log(inner / (1 - inner)) + spread * normal)))
    return np.where((shares <= 0) | (shares >= 1), shares, moved)


def first_ranks(gains: Floats) -> Floats:
    """In which share of draws each rule gains most; ties are shared.

    Args:
        gains: shape (rules, draws).
    """
    best = gains.max(axis=0, keepdims=True)
    first = (gains >= best - 1e-9) & (best > 1e-9)
    shared = np.where(first.any(axis=0), first / np.maximum(first.sum(axis=0), 1), 0.0)
    return np.asarray(shared.mean(axis=1))


def drivers(inputs: Floats, gain: Floats, names: Sequence[str]) -> list[tuple[str, float]]:
    """Which inputs move a gain most: Spearman rank correlations, the strongest first.

    Args:
        inputs: shape (inputs, draws).
        gain: shape (draws,).
        names: one for each input.
    """
    varied = np.flatnonzero(np.ptp(inputs, axis=1) > 0)
    if not len(varied) or np.ptp(gain) == 0:
        return []
    ranks = np.argsort(np.argsort(inputs[varied], axis=1), axis=1)
    own = np.argsort(np.argsort(gain))
    centred, target = ranks - ranks.mean(axis=1, keepdims=True), own - own.mean()
    scale = np.sqrt((centred**2).sum(axis=1) * (target**2).sum())
    found = (centred @ target) / scale
    order = sorted(range(len(varied)), key=lambda i: (-abs(found[i]), names[int(varied[i])]))
    return [(names[int(varied[i])], float(found[i])) for i in order]


@dataclass(frozen=True)
class Box:
    """Draws on one side of a value of one input.

    Attributes:
        input: index of the input.
        above: whether the box lies above the value, else below.
        value: the value, in the input's own unit.
        density: share of the draws in the box that are of interest.
        coverage: share of the draws of interest that lie in the box.
        base: share of all draws that are of interest.
    """

    input: int
    above: bool
    value: float
    density: float
    coverage: float
    base: float


def best_cut(inputs: Floats, wanted: npt.NDArray[np.bool_], least: float = 0.1) -> Box | None:
    """Scenario discovery with one cut: the box on one input that is densest in draws of interest.

    After the patient rule induction method (Friedman & Fisher 1999; Bryant & Lempert 2010), stopped after its first
    dimension; of equal densities the wider coverage wins.

    Args:
        inputs: shape (inputs, draws).
        wanted: which draws are of interest, shape (draws,).
        least: the least share of draws that a box holds.
    """
    count, total = len(wanted), int(wanted.sum())
    if total == 0 or total == count:
        return None
    found: list[tuple[float, float, int, bool, float]] = []
    for index in map(int, np.flatnonzero(np.ptp(inputs, axis=1) > 0)):
        order = np.argsort(inputs[index], kind="stable")
        hits = np.cumsum(wanted[order])
        for size in range(max(2, int(least * count)), count // 2 + 1):
            low, high = int(hits[size - 1]), total - int(hits[count - size - 1])
            found.append((low / size, low / total, index, False, float(inputs[index][order[size - 1]])))
            found.append((high / size, high / total, index, True, float(inputs[index][order[count - size]])))
    density, coverage, index, above, value = max(found, key=lambda b: (round(b[0], 9), round(b[1], 9), -b[2], b[3]))
    return Box(index, above, value, density, coverage, total / count)
