"""What each rule is worth: Shapley values over all orders in which rules could be changed (Shapley 1953).

The values of the rules add up to what all rules together close.
"""

from math import factorial

import numpy as np

from trivet.lenses.roles.model.plan import Floats


def shapley(values: Floats) -> Floats:
    """Shapley values of a game over rules.

    Args:
        values: worth of every set of rules, rule i as bit i; shape (2**rules, ...).

    Returns:
        Shape (rules, ...).
    """
    rules = int(values.shape[0]).bit_length() - 1
    numbers = np.arange(1 << rules)
    sizes = np.array([int(number).bit_count() for number in numbers])
    found = []
    for rule in range(rules):
        without = numbers[numbers >> rule & 1 == 0]
        weights = np.array([factorial(k) * factorial(rules - k - 1) / factorial(rules) for k in range(rules)])
        gain = values[without | 1 << rule] - values[without]
        found.append(np.tensordot(weights[sizes[without]], gain, axes=1))
    return np.stack(found)


def interactions(values: Floats) -> Floats:
    """How much two rules are worth together beyond each alone, averaged over the other rules (Grabisch & Roubens 1999).

    Returns:
        Shape (rules, rules, ...): positive where they help one another, 0 on the diagonal.
    """
    rules = int(values.shape[0]).bit_length() - 1
    numbers = np.arange(1 << rules)
    sizes = np.array([int(number).bit_count() for number in numbers])
    found = np.zeros((rules, rules, *values.shape[1:]))
    for i in range(rules):
        for j in range(i + 1, rules):
            free = numbers[(numbers >> i & 1 == 0) & (numbers >> j & 1 == 0)]
            weights = [factorial(k) * factorial(rules - k - 2) / factorial(rules - 1) for k in range(rules - 1)]
            both = values[free | 1 << i | 1 << j] - values[free | 1 << i] - values[free | 1 << j] + values[free]
            found[i, j] = found[j, i] = np.tensordot(np.array(weights)[sizes[free]], both, axes=1)
    return found
