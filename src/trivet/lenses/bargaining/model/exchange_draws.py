"""Opportunities to trade under uncertainty: how often an exchange gains, how much, and whom else it helps or hurts.

Each exchange is taken alone, from the actors' own positions, in every draw of positions, saliences and capabilities.
Which partner asks for which issue may differ between draws; the two ways are told apart.

Source: Stokman & Van Oosten (1994) for the exchange; averages over draws of inputs are ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from trivet.lenses.bargaining.model.exchange import LEAST_GAIN, Bools, Floats, Ints

CHUNK: Final = 2_000_000
"""How many numbers a piece of the work holds at once."""


@dataclass(frozen=True, eq=False)
class Opportunities:
    """Exchanges that gain in some draw, those with most expected gain first.

    Attributes:
        i: who asks for ``p`` and gives way on ``q``, shape (exchanges,).
        j: who asks for ``q`` and gives way on ``p``, shape (exchanges,).
        p: the demand issue, shape (exchanges,).
        q: the supply issue, shape (exchanges,).
        share: in which share of draws the exchange gains, shape (exchanges,).
        gain: what each partner gains on average over those draws, shape (exchanges,).
        first: in which share of all draws no exchange gains more; equals share it, shape (exchanges,).
        change: what it brings each actor on average over those draws, partners included, shape (exchanges, actors).
        hurt: in which share of those draws it hurts each actor, shape (exchanges, actors).
    """

    i: Ints
    j: Ints
    p: Ints
    q: Ints
    share: Floats
    gain: Floats
    first: Floats
    change: Floats
    hurt: Floats


def opportunities(x: Floats, s: Floats, c: Floats, parties: Ints | None = None) -> Opportunities:
    """Find what pairs of actors could trade, over draws.

    Args:
        x: positions from 0 to 1, shape (draws, actors, issues); NaN for no part.
        s: saliences that broadcast against ``x``.
        c: capabilities, shape (draws, actors) or (draws, actors, issues).
        parties: the party of each actor, shape (actors,); then only actors of different parties trade.

    Raises:
        ValueError: in some draw nobody has weight on an issue, or a salience or capability is below 0.
    """
    salience, w = _weights(x, s, c)
    actors, issues = x.shape[1:]
    one, two = np.array(list(combinations(range(actors), 2)), dtype=np.int64).reshape(-1, 2).T
    if parties is not None:
        one, two = one[parties[one] != parties[two]], two[parties[one] != parties[two]]
    linked = list(combinations(range(issues), 2))
    shape = (len(linked), 2, len(one))
    sums = {name: np.zeros(shape) for name in ("count", "gain", "first")}
    wide = {name: np.zeros((*shape, actors)) for name in ("change", "hurt")}
    size = max(1, CHUNK // max(1, len(one) * (actors + 4 * len(linked))))
    for start in range(0, len(x), size):
        part = slice(start, start + size)
        known = np.where(w[part] > 0, x[part], 0.0)
        gains = []
        for number, (p, q) in enumerate(linked):
            own = [np.stack([each[..., p], each[..., q]]) for each in (known, salience[part], w[part])]
            way, gain, shift = _pairs(own[0], own[1], own[2], one, two)
            gains.append(way * gain)
            sums["count"][number] += way.sum(axis=1)
            sums["gain"][number] += (way * gain).sum(axis=1)
            change = _change(own[0], own[1], own[2], shift)
            wide["change"][number] += np.einsum("ade,dek->aek", way.astype(float), change)
            wide["hurt"][number] += np.einsum("ade,dek->aek", way.astype(float), (change < -LEAST_GAIN).astype(float))
        for number, share in enumerate(_leading(gains)):
            sums["first"][number] += share
    return _collected(linked, one, two, sums, wide, len(x))


def _weights(x: Floats, s: Floats, c: Floats) -> tuple[Floats, Floats]:
    present = np.isfinite(x) & np.isfinite(s)
    salience = np.where(present, s, 0.0)
    w = np.where(present, salience * np.where(present, c[..., None] if c.ndim == 2 else c, 0.0), 0.0)
    if np.any(w < 0) or np.any(salience < 0) or not np.all(w.sum(axis=1) > 0):
        raise ValueError("saliences and capabilities are at least 0, and each issue needs an actor with weight")
    return np.where(w > 0, salience, 0.0), w


def _pairs(x: Floats, s: Floats, w: Floats, one: Ints, two: Ints) -> tuple[Bools, Floats, Floats]:
    """For one pair of issues: which way actors trade, what each partner gains, and how far both outcomes move.

    Args:
        x, s, w: positions, saliences and weights on the two issues, shape (2, draws, actors).
        one, two: the pairs of actors.

    Returns:
        Which way, the first actor asking for the first issue or for the second, shape (2, draws, pairs); gains, shape
        (draws, pairs); shifts, shape (2, draws, pairs).
    """
    share = w / w.sum(axis=-1, keepdims=True)
    middle = (x * share).sum(axis=-1, keepdims=True)
    left = x <= middle + LEAST_GAIN
    able = ((left[..., one] != left[..., two]) & (w[..., one] > 0) & (w[..., two] > 0)).all(axis=0)
    lean = s[0][:, one] * s[1][:, two] - s[1][:, one] * s[0][:, two]
    straight = lean > 0
    # asker of each issue, and who gives way there
    ask = np.stack([np.where(straight, x[0][:, one], x[0][:, two]), np.where(straight, x[1][:, two], x[1][:, one])])
    give = np.stack([np.where(straight, x[0][:, two], x[0][:, one]), np.where(straight, x[1][:, one], x[1][:, two])])
    step = np.stack(
        [np.where(straight, share[0][:, two], share[0][:, one]), np.where(straight, share[1][:, one], share[1][:, two])]
    )
    most = np.minimum(np.abs(ask - give) * step, np.abs(ask - middle))
    both = s[..., one] + s[..., two]
    safe = np.where(able, both, 1.0)
    d_p = np.minimum(most[0], most[1] * safe[1] / safe[0])
    gain = np.where(able, np.abs(lean) / safe[1] * d_p, 0.0)
    gains = gain > LEAST_GAIN
    shift = np.stack([d_p, d_p * safe[0] / safe[1]]) * np.sign(ask - give)
    return np.stack([gains & straight, gains & ~straight]), gain, np.where(gains, shift, 0.0)


def _change(x: Floats, s: Floats, w: Floats, shift: Floats) -> Floats:
    """What the two shifts bring each actor, shape (draws, pairs, actors)."""
    middle = (x * w).sum(axis=-1) / w.sum(axis=-1)
    away = middle[..., None] - x
    after = away[:, :, None, :] + shift[..., None]
    each = s[:, :, None, :] * (np.abs(away)[:, :, None, :] - np.abs(after))
    return np.asarray(each.sum(axis=0))


def _leading(gains: list[Floats]) -> Iterator[Floats]:
    """For each pair of issues, how many draws each exchange leads, shape (2, pairs)."""
    if not gains or not gains[0].size:
        return
    best = np.max([each.max(axis=(0, 2)) for each in gains], axis=0)[None, :, None]
    lead = [(each >= best - LEAST_GAIN) & (best > LEAST_GAIN) & (each > 0) for each in gains]
    among = np.sum([each.sum(axis=(0, 2)) for each in lead], axis=0)
    for each in lead:
        yield (each / np.maximum(among, 1)[None, :, None]).sum(axis=1)


def _collected(
    linked: list[tuple[int, int]],
    one: Ints,
    two: Ints,
    sums: dict[str, Floats],
    wide: dict[str, Floats],
    draws: int,
) -> Opportunities:
    number, way, pair = np.nonzero(sums["count"])
    issues = np.array(linked, dtype=np.int64).reshape(-1, 2)
    count, gain = sums["count"][number, way, pair], sums["gain"][number, way, pair]
    i, j = np.where(way == 0, one[pair], two[pair]), np.where(way == 0, two[pair], one[pair])
    p, q = issues[number, 0], issues[number, 1]
    order = np.lexsort((j, i, q, p, -np.round(gain / draws, 12)))
    return Opportunities(
        i[order],
        j[order],
        p[order],
        q[order],
        (count / draws)[order],
        (gain / count)[order],
        (sums["first"][number, way, pair] / draws)[order],
        (wide["change"][number, way, pair] / count[:, None])[order],
        (wide["hurt"][number, way, pair] / count[:, None])[order],
    )
