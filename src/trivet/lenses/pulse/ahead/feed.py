"""What simulations take from a series: posterior draws of its level, half-life, noise and shifts.

An AR(1) around a level, with a normal-inverse-gamma posterior under the reference prior (Zellner 1971), held where it
is stationary. Shifts are steps of what is new in a month beyond three robust standard deviations; their rate has a
gamma posterior (Jeffreys).
"""

from typing import Final

import numpy as np

from trivet.lenses.pulse.model.noise import Floats, spread

BEYOND: Final = 3.0
SMALLEST, LARGEST = 0.01, 0.99


def feed(values: Floats, draws: int, generator: np.random.Generator) -> dict[str, Floats]:
    """Posterior draws, each of shape (draws,).

    Args:
        values: shape (n,), NaN for missing months; pairs of neighbouring known months are used.
        draws: how many.
        generator: where they come from.

    Returns:
        ``level`` and ``current`` in units of the series, ``half_life`` in months, ``noise`` as the standard deviation
        of what is new in a month, ``shift_rate`` a month, ``shift_size`` as the standard deviation of such shifts.
    """
    before, after = values[:-1], values[1:]
    both = ~np.isnan(before) & ~np.isnan(after)
    before, after = before[both], after[both]
    known = values[~np.isnan(values)]
    centre = float(known.mean()) if known.size else 0.0
    n = before.size
    if n < 4 or np.ptp(known) == 0:
        return _flat(centre, draws)
    design = np.column_stack([np.ones(n), before - centre])
    cross = np.linalg.inv(design.T @ design + 1e-12 * np.eye(2))
    best = cross @ design.T @ (after - centre)
    rest = after - centre - design @ best
    error = float(rest @ rest)
    variance = error / generator.chisquare(n - 2, draws) if error > 0 else np.full(draws, 1e-18)
    root = np.linalg.cholesky(cross)
    drawn = best[:, None] + np.sqrt(variance) * (root @ generator.normal(size=(2, draws)))
    memory = np.clip(drawn[1], SMALLEST, LARGEST)
    robust = max(spread(rest), 1e-12)
    far = rest[np.abs(rest) > BEYOND * robust]
    rate = generator.gamma(far.size + 0.5, 1.0 / n, draws)
    size = float(np.sqrt(np.mean(far**2))) if far.size else BEYOND * robust
    return {
        "level": centre + drawn[0] / (1 - memory),
        "half_life": np.log(0.5) / np.log(memory),
        "noise": np.sqrt(variance),
        "shift_rate": rate,
        "shift_size": size / np.sqrt(generator.chisquare(far.size + 1, draws) / (far.size + 1)),
        "current": np.full(draws, float(known[-1])),
    }


def _flat(level: float, draws: int) -> dict[str, Floats]:
    zero = np.zeros(draws)
    same = np.full(draws, level)
    one = np.full(draws, np.log(0.5) / np.log(SMALLEST))
    return {"level": same, "half_life": one, "noise": zero, "shift_rate": zero, "shift_size": zero, "current": same}
