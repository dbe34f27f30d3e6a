"""Package deals: settlements of several issues at once that leave every government better off than the status quo.

A government is made of factions whose weights at home are given. On each issue its utility is minus the weighted
distance of the settlement from its factions' positions, times their saliences. A package is worth signing if every
government gains by it; among those packages the Nash solution is named, which maximises the product of gains. What it
does to each actor is told too, also to those outside the governments: these are its externalities.

Sources: Raiffa (1982), *The Art and Science of Negotiation*, for packages and gains over no agreement; Tollison &
Willett (1979), "An economic theory of mutually advantageous issue linkages in international negotiations",
International Organization 33, for linkage; Nash (1950) and Kalai (1977) for the solution.
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from trivet.lenses.bargaining.model.exchange import Ints
from trivet.lenses.bargaining.model.nash import Bools, Floats, Utility
from trivet.lenses.bargaining.model.package_ascent import fair, product

LEAST_GAIN: Final = 1e-6
"""A government is better off if it gains more than this share of the most that any one could gain or lose."""

MOST_ISSUES: Final = 10
"""More issues than this are too many to try all their combinations."""

_CHUNK: Final = 1024
_GRID: Final = 11
_NEAR: Final = 10
_WIDTHS: Final = (0.1, 0.02, 0.004, 0.0008)


@dataclass(frozen=True, eq=False)
class Packages:
    """The best package in each draw; where there is none, the status quo, with gains of 0.

    Attributes:
        exists: whether some package leaves every government better off, shape (draws,).
        y: the package, shape (draws, issues).
        gain: what each government gains, in the order of their indices, shape (draws, governments).
        change: what each actor gains or loses by itself, salience times distance, shape (draws, actors).
        governments: their indices, shape (governments,).
        bystanders: which actors belong to none, shape (bystanders,).
    """

    exists: Bools
    y: Floats
    gain: Floats
    change: Floats
    governments: Ints
    bystanders: Ints

    @property
    def external(self) -> Floats:
        """What bystanders gain or lose, shape (draws, bystanders)."""
        return self.change[:, self.bystanders]


@dataclass(frozen=True, eq=False)
class Links:
    """What every set of issues can do at one set of values.

    Attributes:
        subsets: the sets, by size and then in order of issues; the other issues keep their status quo.
        packages: the best package for each set, in that order.
        minimal: sets that allow a package, while none of the sets inside them does.
    """

    subsets: tuple[tuple[int, ...], ...]
    packages: Packages
    minimal: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, eq=False)
class Front:
    """What packages look like over draws; quantiles are over the draws that have one, NaN if none has.

    Attributes:
        share: in which share of draws there is a package.
        levels: which quantiles, shape (levels,).
        y: quantiles of each issue, shape (levels, issues).
        gain: quantiles of each government's gain, shape (levels, governments).
        change: mean change for each actor, shape (actors,).
        hurt: in which share of the draws with a package each actor loses, shape (actors,).
    """

    share: float
    levels: Floats
    y: Floats
    gain: Floats
    change: Floats
    hurt: Floats


@dataclass(frozen=True, eq=False)
class _Terms:
    """Members' terms in one piece of the draws: positions, saliences and weights (draws, members, issues)."""

    x: Floats
    pull: Floats
    r: Floats
    belongs: Floats
    loss: Utility

    def table(self, points: Floats) -> Floats:
        """Gains of each government at points (draws, issues, points), shape (draws, governments, issues, points)."""
        before = _loss(self.r[:, None] - self.x, self.loss)[..., None]
        after = _loss(points[:, None] - self.x[..., None], self.loss)
        each = self.pull[..., None] * (before - after)
        draws, members = each.shape[:2]
        summed = self.belongs @ each.reshape(draws, members, -1)
        return np.asarray(summed.reshape(draws, -1, *each.shape[2:]))

    def laid(self, y: Floats, free: Bools, width: float) -> Floats:
        """Points to mix on each issue, the package ``y`` itself last, shape (draws, issues, points)."""
        if self.loss == "linear":
            points = np.concatenate([self.x.transpose(0, 2, 1), self.r[..., None], y[..., None]], axis=2)
        else:
            grid = np.broadcast_to(np.linspace(0, 1, _GRID), (*y.shape, _GRID))
            near = np.clip(y[..., None] + width * np.linspace(-1, 1, _NEAR), 0, 1)
            points = np.concatenate([self.r[..., None], grid, near, y[..., None]], axis=2)
        return np.asarray(np.where(free[..., None], points, self.r[..., None]))

    def some(self, draws: Ints) -> "_Terms":
        """The same for some of the draws."""
        return _Terms(self.x[draws], self.pull[draws], self.r[draws], self.belongs, self.loss)

    def total(self, y: Floats) -> Floats:
        """Gains of each government from packages, shape (draws, governments)."""
        return np.asarray(self.table(y[..., None])[..., 0].sum(axis=2))


def search(
    x: Floats,
    s: Floats,
    w: Floats,
    r: Floats,
    *,
    membership: Ints,
    power: Floats | None = None,
    loss: Utility = "linear",
    issues: Bools | None = None,
) -> Packages:
    """Find the package with the greatest Nash product of the governments' gains.

    On each issue, weights within a government are shared among its factions with a position there. An actor without
    position or salience on an issue has no part in it.

    Args:
        x: positions from 0 to 1, shape (draws, actors, issues); NaN for no position.
        s: saliences of at least 0 that broadcast against ``x``.
        w: weights of at least 0 within the government, shape (draws, actors) or (actors,).
        r: the status quo of each issue, from 0 to 1, shape (draws, issues) or (issues,).
        membership: the government of each actor, -1 for none, shape (actors,).
        power: bargaining power of governments, over 0, shape (draws, governments) or (governments,); equal if None.
        loss: whether utilities fall with the distance or with its square.
        issues: which issues may change, shape (issues,) or (draws, issues); all if None.

    Raises:
        ValueError: no actor is in a government, a status quo is missing, or a salience, weight or power is out of
            range.
    """
    draws, actors, number = x.shape
    full = np.broadcast_to
    s, w, r = full(s, x.shape), full(w, (draws, actors)), full(r, (draws, number))
    governments = np.unique(membership[membership >= 0])
    free = np.ones(r.shape, dtype=bool) if issues is None else full(issues, r.shape)
    might = full(1.0 if power is None else power, (draws, len(governments)))
    _check(x, s, w, r, might)
    exists, y, gain = np.zeros(draws, dtype=bool), r.copy(), np.zeros((draws, len(governments)))
    for start in range(0, draws, _CHUNK):
        part = slice(start, start + _CHUNK)
        terms = _terms(x[part], s[part], w[part], r[part], membership, governments, loss)
        exists[part], y[part], gain[part] = _best(terms, free[part], might[part])
    known = np.isfinite(x) & np.isfinite(s)
    own = np.where(known, x, r[:, None])
    fall = _loss(r[:, None] - own, loss) - _loss(y[:, None] - own, loss)
    change = (np.where(known, s, 0.0) * fall).sum(axis=2)
    return Packages(exists, y, gain, change, governments, np.flatnonzero(membership < 0))


def links(
    x: Floats,
    s: Floats,
    w: Floats,
    r: Floats,
    *,
    membership: Ints,
    power: Floats | None = None,
    loss: Utility = "linear",
) -> Links:
    """Try every set of issues, to tell which linkage it is that makes a deal possible.

    Args:
        x: positions, shape (actors, issues); NaN for no position.
        s: saliences, shape (actors, issues).
        w: weights within the government, shape (actors,).
        r: the status quo of each issue, shape (issues,).
        membership, power, loss: as for :func:`search`, without draws.

    Raises:
        ValueError: more than ten issues, or as :func:`search`.
    """
    number = x.shape[1]
    if number > MOST_ISSUES:
        raise ValueError(f"all combinations of {number} issues are too many; choose up to {MOST_ISSUES}")
    subsets = tuple(subset for size in range(1, number + 1) for subset in combinations(range(number), size))
    free = np.zeros((len(subsets), number), dtype=bool)
    for row, subset in enumerate(subsets):
        free[row, list(subset)] = True
    every = np.broadcast_to(x, (len(subsets), *x.shape))
    found = search(every, s, w, r, membership=membership, power=power, loss=loss, issues=free)
    minimal: list[tuple[int, ...]] = []
    for subset, exists in zip(subsets, found.exists, strict=True):
        if exists and not any(set(smaller) <= set(subset) for smaller in minimal):
            minimal.append(subset)
    return Links(subsets, found, tuple(minimal))


def front(found: Packages, levels: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> Front:
    """Summarise packages over draws.

    Args:
        found: packages.
        levels: which quantiles, from 0 to 1.
    """
    deals, at = found.exists, np.array(levels)
    y, gain, change = found.y[deals], found.gain[deals], found.change[deals]
    if not deals.any():
        none = np.full(found.change.shape[1], np.nan)
        empty = [np.full((len(at), each.shape[1]), np.nan) for each in (y, gain)]
        return Front(0.0, at, empty[0], empty[1], none, none)
    hurt = (change < 0).mean(axis=0)
    return Front(
        float(deals.mean()), at, np.quantile(y, at, axis=0), np.quantile(gain, at, axis=0), change.mean(axis=0), hurt
    )


def _loss(distance: Floats, loss: Utility) -> Floats:
    return np.abs(distance) if loss == "linear" else distance**2


def _check(x: Floats, s: Floats, w: Floats, r: Floats, power: Floats) -> None:
    if not power.shape[1]:
        raise ValueError("no actor belongs to a government")
    if not np.all(np.isfinite(r)):
        raise ValueError("a package needs the status quo of each issue")
    known = np.isfinite(x)
    if np.any(s[known] < 0) or np.any(w < 0) or not np.all(power > 0):
        raise ValueError("saliences and weights are at least 0, and bargaining power is over 0")


def _terms(x: Floats, s: Floats, w: Floats, r: Floats, membership: Ints, governments: Ints, loss: Utility) -> _Terms:
    member = np.flatnonzero(membership >= 0)
    x, s = x[:, member], s[:, member]
    belongs = (membership[member] == governments[:, None]).astype(float)
    known = np.isfinite(x) & np.isfinite(s)
    weight = np.where(known, w[:, member, None], 0.0)
    total = belongs.T @ (belongs @ weight)
    pull = np.where(known, s, 0.0) * weight / np.where(total > 0, total, 1.0)
    return _Terms(np.where(known, x, r[:, None]), pull, r, belongs, loss)


def _best(terms: _Terms, free: Bools, power: Floats) -> tuple[Bools, Floats, Floats]:
    """Whether there is a package, the best one, and the governments' gains, for one piece of the draws.

    Linear losses bend only at positions, so mixes of these leave nothing out. Squared ones are followed by chords, each
    time by shorter ones about the package found so far.
    """
    widths = () if terms.loss == "linear" else _WIDTHS
    y, spread, exists = terms.r.copy(), np.zeros(len(terms.r)), np.zeros(len(terms.r), dtype=bool)
    for width in (1.0, *widths):
        rest = np.flatnonzero(~exists)
        if not len(rest):
            break
        some = terms.some(rest)
        points = some.laid(y[rest], free[rest], width)
        table = some.table(points)
        y[rest] = (fair(table)[1] * points).sum(axis=2)
        spread[rest] = np.maximum(spread[rest], np.abs(table).max(axis=(1, 2, 3)))
        exists[rest] = some.total(y[rest]).min(axis=1) > LEAST_GAIN * spread[rest]
    y[~exists] = terms.r[~exists]
    deals = np.flatnonzero(exists)
    if len(deals):
        y[deals] = _product(terms.some(deals), y[deals], free[deals], power[deals], widths)
    return exists, y, terms.total(y)


def _product(terms: _Terms, y: Floats, free: Bools, power: Floats, widths: tuple[float, ...]) -> Floats:
    """The package with the greatest product of gains, from one at which every government gains."""
    for width in (1.0, *widths):
        points = terms.laid(y, free, width)
        there = np.zeros(points.shape)
        there[..., -1] = 1
        y = (product(terms.table(points), there, power) * points).sum(axis=2)
    return y
