"""Which inputs a forecast's uncertainty comes from: variance-based sensitivity indices.

First-order indices after Saltelli et al. (2010, "Variance based sensitivity analysis of model output", Computer Physics
Communications 181, table 2 b), total indices after Jansen (1999, same journal 117; table 2 f there). Both use the same
two sets of draws. They take inputs as independent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from trivet.lenses.bargaining.model.baselines import Floats


@dataclass(frozen=True, eq=False)
class Indices:
    """Shares of the variance of a forecast, one for each group of inputs.

    Attributes:
        first: what would vanish on average if the group alone were known, shape (groups,).
        total: what would stay if everything but the group were known, shape (groups,).
    """

    first: Floats
    total: Floats


def indices(model: Callable[[Floats], Floats], one: Floats, two: Floats, groups: Sequence[Sequence[int]]) -> Indices:
    """First-order and total indices of groups of inputs; all zero for a model that does not vary.

    Args:
        model: from chances, shape (draws, inputs), to the forecast, shape (draws,).
        one: independent chances between 0 and 1, shape (draws, inputs).
        two: the same, drawn apart.
        groups: columns of each group.
    """
    a, b = model(one), model(two)
    variance = float(np.concatenate([a, b]).var())
    if variance <= 1e-18:
        return Indices(np.zeros(len(groups)), np.zeros(len(groups)))
    middle = float(np.concatenate([a, b]).mean())  # taken off first: the products vary far less around zero
    first, total = [], []
    for columns in groups:
        mixed = one.copy()
        mixed[:, list(columns)] = two[:, list(columns)]
        swapped = model(mixed)
        first.append(float(((b - middle) * (swapped - a)).mean()) / variance)
        total.append(float(((a - swapped) ** 2).mean()) / 2 / variance)
    return Indices(np.clip(first, 0, 1), np.clip(total, 0, None))
