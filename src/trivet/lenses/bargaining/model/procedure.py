"""A take-it-or-leave-it proposal under a quota: the agenda setter picks what it likes best and others still accept.

Source: Romer & Rosenthal (1978), "Political resource allocation, controlled agendas, and the status quo", Public Choice
33. As a forecast of cooperative law-making it does far worse than the compromise mean (Thomson et al. 2006).
"""

import numpy as np

from trivet.lenses.bargaining.model.nash import Floats
from trivet.lenses.bargaining.model.winset import UNIT, Scale, weighted


def setter(x: Floats, v: Floats, r: Floats | float, q: Floats | float, setter: int, *, scale: Scale = UNIT) -> Floats:
    """The proposal: the point of the win-set that is nearest to the agenda setter.

    Args:
        x: positions, shape (draws, actors).
        v: votes of at least 0 that broadcast against ``x``; 0 for a setter that proposes without a vote.
        r: status quo, one or shape (draws,).
        q: quota as a share over 0 up to 1, one or shape (draws,).
        setter: index of the agenda setter.
        scale: the ends of the scale.

    Returns:
        Shape (draws,). It is the status quo where the win-set holds nothing else.

    Raises:
        ValueError: a quota is not over 0 and up to 1, the scale has no length, or a status quo lies off it.
    """
    low, high = weighted(x, v, r, q, scale=scale)
    return np.clip(x[..., setter], low, high)
