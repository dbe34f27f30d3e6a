"""Shadow prices with the range they hold in.

Dual values of a programme are not unique where it is degenerate. What one unit less costs and one unit more gains are,
and they enclose every dual value; so both are told.
"""

from dataclasses import dataclass, replace

import numpy as np

from trivet.lenses.roles.model.sweep import Access, Sweep
from trivet.lenses.roles.solve import Solved


@dataclass(frozen=True)
class ShadowPrice:
    """What a unit of capacity is worth.

    Attributes:
        contributor, category: indexes.
        less: how much the penalty rises if there were one unit less.
        more: how much it falls if there were one unit more.
    """

    contributor: int
    category: int
    less: float
    more: float


def shadow_prices(solved: Solved) -> tuple[ShadowPrice, ...]:
    """The capacities of which one unit more or less changes anything, the dearest first."""
    variant, access = solved.variant(0), solved.access(0)
    held = [(int(a), int(c)) for a, c in zip(*np.nonzero(variant.capacity[0]), strict=True)]
    count = 1 + 2 * len(held)
    capacity = np.repeat(variant.capacity, count, axis=0)
    for number, (a, c) in enumerate(held):
        capacity[1 + 2 * number, a, c] = max(0.0, capacity[0, a, c] - 1)
        capacity[2 + 2 * number, a, c] += 1
    wide = replace(
        variant,
        demand=np.repeat(variant.demand, count, axis=0),
        capacity=capacity,
        usable=np.repeat(variant.usable, count, axis=0),
        weight=np.repeat(variant.weight, count, axis=0),
    )
    chosen = list(solved.choices.rules)
    shares = Access(np.repeat(access.base, count, axis=0), np.repeat(access.raised, count, axis=1))
    penalty = Sweep(solved.built.plan, wide, shares, [chosen]).penalties([chosen])[0]
    found = []
    for number, (a, c) in enumerate(held):
        unit = min(1.0, float(variant.capacity[0, a, c]))
        less, more = penalty[1 + 2 * number] - penalty[0], penalty[0] - penalty[2 + 2 * number]
        if max(less, more) > 1e-6:
            found.append(ShadowPrice(a, c, max(0.0, float(less)) / unit, max(0.0, float(more))))
    return tuple(sorted(found, key=lambda own: (-own.more, -own.less, own.contributor, own.category)))
