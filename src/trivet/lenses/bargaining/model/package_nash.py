"""Nash bargaining over several issues at once, when no agreement costs everyone the same.

An actor's loss is the mean of its squared distances over issues, weighted by salience. The solution maximises the sum
of weight times log(K - loss), where K is the loss of no agreement and the weight is capability times total salience. As
K grows it becomes the compromise mean of each issue. Issues are coupled only through the logarithm: who loses much on
one counts more on the others. What actors gain by bargaining over all issues together is the gain from logrolling.

Sources: asymmetric Nash solution, Nash (1950), Kalai (1977); the mean as its limit, Achen (2006), "Institutional
realism and bargaining models", in *The European Union Decides*; logrolling, Buchanan & Tullock (1962).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from trivet.lenses.bargaining.model.exchange import Ints
from trivet.lenses.bargaining.model.nash import Floats

_CHUNK: Final = 4096
_STEPS: Final = 60
_HALVINGS: Final = 40
_CLOSE: Final = 1e-12


@dataclass(frozen=True, eq=False)
class Bargain:
    """The solution over all issues together, beside that of each issue by itself.

    Attributes:
        y: all issues together, shape (draws, issues).
        single: each issue by itself, shape (draws, issues).
        gain: how much less each actor loses by bargaining over all issues together, as a mean squared distance, shape
            (draws, actors); negative if it loses more.
        party_gain: the mean gain of each party, weighted by capability times total salience, shape (draws, parties);
            in the order of their indices.
    """

    y: Floats
    single: Floats
    gain: Floats
    party_gain: Floats


def nash(
    x: Floats,
    s: Floats,
    w: Floats,
    d: Floats | None = None,
    *,
    k: float = np.inf,
    parties: Ints | None = None,
) -> Bargain:
    """Solve the bargain over all issues and over each by itself.

    Args:
        x: positions from 0 to 1, shape (draws, actors, issues); NaN for no position.
        s: saliences of at least 0 that broadcast against ``x``.
        w: capabilities of at least 0, shape (draws, actors) or (actors,).
        d: the loss of no agreement of each actor, over 1, that broadcasts against (draws, actors), in place of ``k``.
        k: the common loss of no agreement, over 1, in squared lengths of the scale; infinity gives the means exactly.
        parties: the party of each actor, shape (actors,); each actor is its own if None.

    Raises:
        ValueError: a loss of no agreement is 1 or less, or nobody has weight on an issue.
    """
    draws, actors, _ = x.shape
    cost = np.broadcast_to(np.asarray(k if d is None else d, dtype=float), (draws, actors))
    if not np.all(cost > 1) or np.isinf(cost).any() != np.isinf(cost).all():
        raise ValueError("losses of no agreement are over 1, the greatest squared distance, and finite or all infinite")
    s, w = np.broadcast_to(s, x.shape), np.broadcast_to(w, (draws, actors))
    known = np.isfinite(x) & np.isfinite(s)
    own, pull = np.where(known, x, 0.0), np.where(known, s, 0.0)
    weight = w[..., None] * pull
    if np.any(weight < 0) or not np.all(weight.sum(axis=1) > 0):
        raise ValueError("saliences and capabilities are at least 0, and each issue needs an actor with weight")
    total = pull.sum(axis=2)
    share = pull / np.where(total > 0, total, 1.0)[..., None]
    y, single = np.empty(x.shape[::2]), np.empty(x.shape[::2])
    for start in range(0, draws, _CHUNK):
        part = slice(start, start + _CHUNK)
        y[part] = _together(own[part], share[part], (w * total)[part], cost[part])
        for issue in range(x.shape[2]):
            alone = slice(issue, issue + 1)
            there = known[part, :, alone].astype(float)
            single[part, alone] = _together(own[part, :, alone], there, weight[part, :, issue], cost[part])
    gain = _loss(own, share, single) - _loss(own, share, y)
    groups = np.arange(actors) if parties is None else parties
    belongs = (groups == np.unique(groups)[:, None]).astype(float)
    held = (w * total) @ belongs.T
    party_gain = (w * total * gain) @ belongs.T / np.where(held > 0, held, 1.0)
    return Bargain(y, single, gain, party_gain)


def _loss(x: Floats, share: Floats, y: Floats) -> Floats:
    return np.asarray((share * (y[:, None] - x) ** 2).sum(axis=2))


def _together(x: Floats, share: Floats, weight: Floats, cost: Floats) -> Floats:
    """Newton's method on the concave objective, from the means, halving steps that do not help."""
    drawn = weight[..., None] * share
    y = (drawn * x).sum(axis=1) / drawn.sum(axis=1)
    if np.all(np.isinf(cost)):
        return np.asarray(y)
    part = weight / weight.sum(axis=1, keepdims=True)
    for _ in range(_STEPS):
        left = cost - _loss(x, share, y)
        away = share * (y[:, None] - x)
        slope = -2 * ((part / left)[..., None] * away).sum(axis=1)
        bend = 4 * np.einsum("dnm,dnk->dmk", (part / left**2)[..., None] * away, away)
        span = range(x.shape[2])
        bend[:, span, span] += 2 * ((part / left)[..., None] * share).sum(axis=1)
        step = np.linalg.solve(bend, slope[..., None])[..., 0]
        if np.abs(step).max() < _CLOSE:
            break
        y = y + _halved(x, share, part, cost, y, step)[:, None] * step
    return np.asarray(y)


def _halved(x: Floats, share: Floats, part: Floats, cost: Floats, y: Floats, step: Floats) -> Floats:
    """The longest of whole, half, quarter, ... steps that does not lower the objective, shape (draws,)."""
    length = np.ones(len(y))
    start = (part * np.log1p(-_loss(x, share, y) / cost)).sum(axis=1)
    for _ in range(_HALVINGS):
        part_lost = _loss(x, share, y + length[:, None] * step) / cost
        value = (part * np.log1p(-np.minimum(part_lost, 1 - 1e-15))).sum(axis=1)
        worse = (part_lost.max(axis=1) >= 1) | (value < start - 1e-15)
        if not worse.any():
            break
        length = np.where(worse, length / 2, length)
    return length
