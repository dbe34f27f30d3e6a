"""Uncertain inputs: positions, saliences and influences drawn together.

Each input has a triangular distribution over its judged range (influence on the logarithmic scale) and a stream of its
own, named by what it is for. So the same draws serve every model and scenario, and one more actor shifts nobody else's.
Each stream is a random order of evenly spaced chances (Latin hypercube: McKay, Beckman & Conover 1979, Technometrics
21, in the centred form of Patterson 1954), so that every single input is spread evenly over its range.

Whoever misjudges one faction of a state misjudges the others likewise: errors in positions share a part that is common
to the state (a Gaussian copula, Nelsen 2006, section 4.8).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from trivet.lens.draws import triangular
from trivet.lenses.bargaining.model.baselines import Floats
from trivet.lenses.bargaining.model.mixture import normal_cdf

Stream = Callable[..., np.random.Generator]


@dataclass(frozen=True, eq=False)
class Inputs:
    """Draws of one issue, each of shape (draws, actors): positions and the status quo from 0 to 1, saliences from 0 to
    1, influences in their own unit. ``status_quo`` has shape (draws,), NaN if the issue has none."""

    position: Floats
    salience: Floats
    influence: Floats
    status_quo: Floats

    @property
    def weight(self) -> Floats:
        """Influence times salience."""
        return np.asarray(self.influence * self.salience)


def log_triangular(ranges: Floats, uniform: Floats) -> Floats:
    """Draws of amounts whose logarithm is triangular; triangular themselves where the range begins at 0."""
    spread = (ranges[..., 0] > 0) & (ranges[..., 2] > ranges[..., 0])
    logarithms = np.log(np.where(spread[..., None], ranges, 1.0))
    return np.asarray(np.where(spread, np.exp(triangular(logarithms, uniform)), triangular(ranges, uniform)))


def chances(stream: Stream, names: Sequence[str], draws: int) -> Floats:
    """Evenly spaced chances, for each name in an order of its own; shape (draws, names)."""
    evenly = (np.arange(draws) + 0.5) / draws
    return np.stack([evenly[stream(name).permutation(draws)] for name in names], axis=1)


def correlated(uniform: Floats, common: Floats, correlation: float) -> Floats:
    """Chances that share a common part.

    Args:
        uniform: each input's own chances, shape (draws, inputs).
        common: chances of the common part of each input, shape (draws, inputs).
        correlation: of any two inputs with the same common part, on the normal scale, 0 to 1.
    """
    if correlation == 0:
        return uniform
    own, shared = _normal(uniform), _normal(common)
    return normal_cdf(np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own)


def _normal(uniform: Floats) -> Floats:
    """Normal quantiles of evenly spaced chances; there are only as many different ones as there are draws."""
    levels, places = np.unique(uniform, return_inverse=True)
    bell = NormalDist()
    return np.array([bell.inv_cdf(level) for level in levels])[places.reshape(uniform.shape)]
