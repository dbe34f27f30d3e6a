"""The mean of quantiles of several forecasts (Vincent 1912; Lichtendahl, Grushka-Cockayne & Winkler 2013)."""

from collections.abc import Sequence

import numpy as np

from trivet.lenses.pulse.outlook.levels import Floats


def mean_of_quantiles(predicted: Sequence[Floats], weights: Floats | None = None) -> Floats:
    """Average the members' quantiles level by level.

    Args:
        predicted: one array of quantiles for each member, all of one shape.
        weights: shape (members,), adding up to 1; alike if left out.
    """
    stacked = np.asarray(predicted)
    if weights is None:
        return np.asarray(stacked.mean(axis=0))
    return np.asarray(np.tensordot(weights, stacked, axes=1))
