"""Choosing rules: the cheapest set for a target, the front of price against shortfall, and choice under uncertainty."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trivet.lenses.roles.model.plan import Floats


@dataclass(frozen=True)
class Choice:
    """A set of rules with its price and what it leaves.

    Attributes:
        rules: indexes, ascending.
        price: in points of the common scale.
        value: penalty, or its tail mean, under it.
    """

    rules: tuple[int, ...]
    price: float
    value: float


def members(number: int) -> tuple[int, ...]:
    """The rules of a set given as a number, rule i as bit i."""
    return tuple(i for i in range(number.bit_length()) if number >> i & 1)


def prices_of_sets(prices: Sequence[float]) -> Floats:
    """The price of every set of rules; shape (2**rules,)."""
    found = np.zeros(1)
    for price in prices:
        found = np.concatenate([found, found + price])
    return found


def cheapest(values: Floats, prices: Sequence[float], share: float) -> Choice:
    """The cheapest set that closes a share of what all rules together can close.

    Of equal prices the set that closes most wins, then the smaller number.

    Args:
        values: penalty under every set, rule i as bit i; shape (2**rules,).
        prices: price of each rule.
        share: 0 to 1.
    """
    target = values[0] - share * (values[0] - values[-1])
    cost = prices_of_sets(prices)
    enough = np.flatnonzero(values <= target + 1e-9)
    best = min(
        (int(number) for number in enough), key=lambda n: (round(float(cost[n]), 9), round(float(values[n]), 9), n)
    )
    return Choice(members(best), float(cost[best]), float(values[best]))


def front(values: Floats, prices: Sequence[float]) -> tuple[Choice, ...]:
    """The sets that no other beats in both price and penalty, from cheap to dear."""
    cost = prices_of_sets(prices)
    order = sorted(range(len(values)), key=lambda n: (round(float(cost[n]), 9), round(float(values[n]), 9), n))
    found: list[Choice] = []
    for number in order:
        if not found or values[number] < found[-1].value - 1e-9:
            if found and abs(found[-1].price - cost[number]) < 1e-9:
                found.pop()
            found.append(Choice(members(number), float(cost[number]), float(values[number])))
    return tuple(found)


def tail_mean(values: Floats, level: float) -> Floats:
    """Conditional value at risk: the mean of the worst draws (Rockafellar & Uryasev 2000).

    Args:
        values: shape (..., draws).
        level: the share of draws that are left out as not bad enough, 0 to below 1.
    """
    ordered = np.sort(values, axis=-1)[..., ::-1]
    count = values.shape[-1]
    mass = (1 - level) * count
    weights = np.clip(mass - np.arange(count), 0, 1) / mass
    return np.asarray((ordered * weights).sum(axis=-1))


def under_uncertainty(values: Floats, prices: Sequence[float], budget: float, level: float) -> Choice:
    """The set within a budget whose bad draws are least bad: rules are chosen before the draw, roles after it.

    Args:
        values: penalty under every set and draw, shape (2**rules, draws).
        prices: price of each rule.
        budget: the most that may be paid.
        level: see :func:`tail_mean`.
    """
    cost, risk = prices_of_sets(prices), tail_mean(values, level)
    allowed = np.flatnonzero(cost <= budget + 1e-9)
    best = min(
        (int(number) for number in allowed), key=lambda n: (round(float(risk[n]), 9), round(float(cost[n]), 9), n)
    )
    return Choice(members(best), float(cost[best]), float(risk[best]))
