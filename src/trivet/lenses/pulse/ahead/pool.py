"""Putting forecasts together: the mean of their quantiles (Vincent 1912; Lichtendahl, Grushka-Cockayne & Winkler 2013).

The plain pool weighs all members alike. The weighted one has one member more and learns from past scores, at each
distance apart; it is drawn to equal weights while the past is short (exponential weights, Cesa-Bianchi & Lugosi 2006).
"""

from typing import Final

import numpy as np

from trivet.lenses.pulse.ahead.levels import Floats
from trivet.lenses.pulse.ahead.rolling import CANDIDATE, Rolling
from trivet.lenses.pulse.ahead.scores import crps

SHARPNESS: Final = 8.0
"""How far weights go apart for a relative difference of scores."""

DOUBT: Final = 24.0
"""Past forecasts that the belief in equal weights is worth."""


def plain(predicted: dict[str, Floats]) -> Floats:
    """The mean of quantiles of all members but the candidate, shape as each member's."""
    return np.asarray(np.mean([made for name, made in predicted.items() if name != CANDIDATE], axis=0))


def member_scores(past: Rolling) -> Floats:
    """CRPS of each member, shape (members, k, horizons); NaN where the outcome is missing."""
    return np.array([crps(predicted, past.observed) for predicted in past.predicted.values()])


def weights(scores: Floats, until: int) -> Floats:
    """Weights of members from the first ``until`` of their past scores at one distance.

    Args:
        scores: shape (members, k).
        until: how many of them were known.

    Returns:
        Shape (members,), adding up to 1.
    """
    members = scores.shape[0]
    seen = scores[:, : max(until, 0)]
    seen = seen[:, ~np.isnan(seen).any(axis=0)]
    total = seen.sum(axis=1)
    if not seen.shape[1] or total.mean() <= 0:
        return np.full(members, 1.0 / members)
    trust = seen.shape[1] / (seen.shape[1] + DOUBT)
    logs = -SHARPNESS * trust * (total / total.mean() - 1.0)
    raw = np.exp(logs - logs.max())
    return np.asarray(raw / raw.sum())


def chosen_past(past: Rolling, learned: Floats, even: Floats, margin: float, enough: int) -> Floats:
    """What one would have shown at every past origin: the weighted pool where it had been better by then.

    Scored like this, the past is no kinder than the future: the choice never sees the outcome it is judged on.

    Args:
        past: origins and outcomes.
        learned: the weighted pool, shape (k, horizons, levels).
        even: the plain one, same shape.
        margin: relative gain below which the plain pool is kept.
        enough: outcomes below which nothing is judged.
    """
    scores = [np.nan_to_num(crps(made, past.observed)) for made in (learned, even)]
    there = ~np.isnan(past.observed)
    out = even.copy()
    for row, origin in enumerate(past.origins):
        known = (past.origins[:, None] + np.array(past.horizons) - 1 < origin) & there
        if known.sum() < enough:
            continue
        one, other = (np.where(known, part, 0.0).sum() for part in scores)
        if other > 0 and 1 - one / other > margin:
            out[row] = learned[row]
    return out


def weighted_past(past: Rolling) -> Floats:
    """The weighted pool at every past origin, from scores that were known then, shape (k, horizons, levels)."""
    scores = member_scores(past)
    stacked = np.array(list(past.predicted.values()))
    out = np.empty(past.usual.shape)
    for column, ahead in enumerate(past.horizons):
        known = np.searchsorted(past.origins + ahead - 1, past.origins, side="left")  # outcomes before the origin
        for row in range(past.origins.size):
            out[row, column] = weights(scores[:, :, column], int(known[row])) @ stacked[:, row, column]
    return out
