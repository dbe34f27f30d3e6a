"""Weights of a pool's members, learned from their past scores.

Exponential weights on the continuous ranked probability score (Cesa-Bianchi & Lugosi 2006; Thorey, Mallet & Baudin
2017), at each distance apart, and drawn to equal weights while the past is short (Stock & Watson 2004).
"""

from typing import Final

import numpy as np

from trivet.lenses.pulse.outlook.levels import Bools, Floats
from trivet.lenses.pulse.outlook.members import ADDED
from trivet.lenses.pulse.outlook.pool import mean_of_quantiles
from trivet.lenses.pulse.outlook.rolling import Past
from trivet.lenses.pulse.outlook.scores import crps

SHARPNESS: Final = 8.0
"""How far weights part for a relative difference of scores."""

DOUBT: Final = 96.0
"""Months of past that the belief in equal weights is worth."""

ENOUGH: Final = 12
"""Past outcomes at the shortest distance before anything is judged."""


def learned_weights(scores: Floats, step: int) -> Floats:
    """Weights of members at one distance, shape (members,), adding up to 1.

    Args:
        scores: past scores, shape (members, k); NaN where the outcome is not known.
        step: months from one origin to the next.
    """
    seen = scores[:, ~np.isnan(scores).any(axis=0)]
    total = seen.sum(axis=1)
    if not seen.shape[1] or total.mean() <= 0:
        return np.full(scores.shape[0], 1 / scores.shape[0])
    months = seen.shape[1] * step
    raw = np.exp(-SHARPNESS * months / (months + DOUBT) * (total / total.mean() - 1))
    return np.asarray(raw / raw.sum())


def plain_past(past: Past) -> Floats:
    """The plain pool at every past origin, shape (k, horizons, levels)."""
    return mean_of_quantiles([made for name, made in past.predicted.items() if name != ADDED])


def learned_past(past: Past, scores: Floats) -> Floats:
    """The learned pool at every past origin, from scores known then, shape (k, horizons, levels).

    Args:
        past: forecasts of all members.
        scores: of members at each origin as known then, from :func:`scores_known`.
    """
    stacked = np.array(list(past.predicted.values()))
    out = np.empty(past.usual.shape)
    for row in range(past.origins.size):
        for column in range(len(past.horizons)):
            weights = learned_weights(scores[row, :, :, column], past.step)
            out[row, column] = mean_of_quantiles(stacked[:, row, column], weights)
    return out


def scores_known(past: Past) -> Floats:
    """Scores of members as they could be known at each origin, shape (k, members, k, horizons); NaN if not yet."""
    return np.array([member_scores(past, int(origin)) for origin in past.origins]).reshape(
        past.origins.size, len(past.predicted), *past.observed.shape
    )


def member_scores(past: Past, origin: int) -> Floats:
    """Scores of members that could be known when ``origin`` months had passed, shape (members, k, horizons)."""
    outcomes = past.known_outcomes(origin)
    out = np.full((len(past.predicted), *outcomes.shape), np.nan)
    there = ~np.isnan(outcomes)
    for place, made in enumerate(past.predicted.values()):
        out[place, there] = crps(made[there], outcomes[there])
    return out


def gain(learned: Floats, plain: Floats, outcomes: Floats) -> float | None:
    """Mean over distances of how much lower the learned pool's score is, as a share; None if too little is known.

    Args:
        learned: quantiles, shape (k, horizons, levels).
        plain: likewise.
        outcomes: as known, shape (k, horizons); NaN where not.
    """
    there = ~np.isnan(outcomes)
    if not there.size or there.sum(axis=0).max() < ENOUGH:
        return None
    one, other = (_totals(made, outcomes, there) for made in (learned, plain))
    judged = other > 0
    return float(np.mean(1 - one[judged] / other[judged])) if judged.any() else 0.0


def _totals(made: Floats, outcomes: Floats, there: Bools) -> Floats:
    out = np.zeros(outcomes.shape)
    out[there] = crps(made[there], outcomes[there])
    return np.asarray(out.sum(axis=0))


def chosen_past(past: Past) -> tuple[Floats, Bools]:
    """What the whole procedure would have said at every past origin.

    Returns:
        Quantiles, shape (k, horizons, levels), and whether the learned pool was used, shape (k,).
    """
    plain, learned = plain_past(past), learned_past(past, scores_known(past))
    better = [gain(learned, plain, past.known_outcomes(int(origin))) for origin in past.origins]
    used = np.array([found is not None and found > 0 for found in better], dtype=bool)
    return np.where(used[:, None, None], learned, plain), used
