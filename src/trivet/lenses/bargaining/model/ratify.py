"""Which agreements every government can carry home: the two-level game on one issue.

Each government needs a domestic quota of its factions, so it can ratify only the win-set of the status quo under that
quota. A government with a veto also signs nothing that it likes less than the status quo. What all of these have in
common is the agreement set. It always holds the status quo; a deal needs more than that. As a forecast the agreement
set is no better than the compromise mean; it tells what is feasible and who stands in the way.

Sources: Schelling (1960) on sunk domestic constraints as bargaining strength; Putnam (1988), "Diplomacy and domestic
politics: the logic of two-level games", International Organization 42; Iida (1993); Milner (1997).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from trivet.lenses.bargaining.model.nash import Bools, Floats, Utility, from_reference, weighted_mean
from trivet.lenses.bargaining.model.winset import SAME, UNIT, Scale, accepts, needed, on_scale, weighted, whole

Ints = npt.NDArray[np.int64]
Interval = tuple[Floats, Floats]

LEAST_SET: Final = 1e-9
"""An agreement set that is no longer than this, on a scale of length 1, holds the status quo alone."""
MOST_OPPOSED: Final = 16
"""The most factions of one government that may oppose an outcome when the cheapest to win over are sought."""
_CELLS: Final = 2**20


@dataclass(frozen=True, eq=False)
class Government:
    """A government and the factions that ratify for it.

    Attributes:
        members: indices of its factions among all actors; each must have a position on the issue.
        quota: share of its factions' votes that ratification needs, over 0 up to 1; 1 gives each faction a veto.
        veto: whether the government itself must not be worse off than under the status quo.
    """

    members: Ints
    quota: float
    veto: bool = False

    def __post_init__(self) -> None:
        members = np.asarray(self.members, dtype=np.int64)
        object.__setattr__(self, "members", members)
        if members.ndim != 1 or not len(members) or len(np.unique(members)) < len(members):
            raise ValueError("a government needs at least one member, and none twice")
        if not 0 < self.quota <= 1:
            raise ValueError("a quota must be over 0 and at most 1")


@dataclass(frozen=True, eq=False)
class Agreement:
    """What all governments can ratify on one issue, what comes of it, and who stands in the way.

    Attributes:
        ratified_low: lower end of what each government's factions ratify, shape (draws, governments).
        ratified_high: its upper end, same shape.
        position: each government's own position, same shape.
        weight: each government's weight, same shape.
        low: lower end of the agreement set, shape (draws,).
        high: its upper end, shape (draws,).
        deal: whether the agreement set holds more than the status quo, shape (draws,).
        mean: the compromise mean over governments, shape (draws,); NaN where they have no weight.
        in_set: whether that mean lies in the agreement set, shape (draws,).
        distance: from the mean to the agreement set, 0 within, shape (draws,).
        projection: the point of the agreement set nearest to the mean, shape (draws,): the status quo without a deal.
        nash: the Nash solution on the agreement set, shape (draws,); NaN where no point of it makes every government
            with a weight better off than the status quo.
        binding_faction: the faction without which the agreement set would be largest, shape (draws,); -1 where no
            single one enlarges it.
        binding_government: the same for whole governments, index into the list of them, shape (draws,).
        side_payments: what each actor would need to be no worse off at the mean than under the status quo, in weight
            times length of the scale, shape (draws, actors).
    """

    ratified_low: Floats
    ratified_high: Floats
    position: Floats
    weight: Floats
    low: Floats
    high: Floats
    deal: Bools
    mean: Floats
    in_set: Bools
    distance: Floats
    projection: Floats
    nash: Floats
    binding_faction: Ints
    binding_government: Ints
    side_payments: Floats

    @property
    def p_no_deal(self) -> float:
        """The share of draws in which nothing but the status quo can be ratified everywhere."""
        return float(1 - self.deal.mean())


@dataclass(frozen=True, eq=False)
class _Issue:
    """The arrays of one issue, all of shape (draws, actors) but for the status quo."""

    x: Floats
    v: Floats
    w: Floats
    status: Floats
    scale: Scale


def agreement(
    x: Floats,
    v: Floats,
    w: Floats,
    r: Floats | float,
    governments: Sequence[Government],
    *,
    utility: Utility = "linear",
    scale: Scale = UNIT,
) -> Agreement:
    """The agreement set, the outcomes that go with it, and the faction and the government that bind.

    A government's position is the weighted mean of its factions; by votes, or else unweighted, where they have no
    weight. Removing a faction takes its vote, its share in the quota and its part in that position; removing a
    government's last faction, or the government, takes all of its constraints. If several removals enlarge the set
    equally, the largest vote binds, then who is nearest to the status quo, then the lowest position.

    Args:
        x: positions, shape (draws, actors).
        v: domestic votes of at least 0 that broadcast against ``x``.
        w: bargaining weights of at least 0, capability times salience, that broadcast against ``x``.
        r: status quo, one or shape (draws,).
        governments: at least one; actors in none of them play no part in the agreement set.
        utility: of governments in the Nash solution, -|y - x| or -(y - x)^2.
        scale: the ends of the scale.

    Raises:
        ValueError: there is no government, the scale has no length, or a status quo lies off it.
    """
    issue = _issue(x, v, w, r, scale)
    if not governments:
        raise ValueError("an agreement needs at least one government")
    ratified = [_ratified(issue, g.members, g.quota) for g in governments]
    bounds = [_bounds(issue, g.members, g) for g in governments]
    position = np.stack([_position(issue, g.members) for g in governments], axis=-1)
    weight = np.stack([issue.w[:, g.members].sum(axis=-1) for g in governments], axis=-1)
    low, high = _common(issue, bounds)
    mean = weighted_mean(position, weight)
    projection = np.clip(mean, low, high)
    return Agreement(
        ratified_low=np.stack([low for low, _ in ratified], axis=-1),
        ratified_high=np.stack([high for _, high in ratified], axis=-1),
        position=position,
        weight=weight,
        low=low,
        high=high,
        deal=high - low > _least(scale),
        mean=mean,
        in_set=np.abs(mean - projection) <= SAME,
        distance=np.abs(mean - projection),
        projection=projection,
        nash=_nash_within(position, weight, issue.status, (low, high), utility, _least(scale)),
        binding_faction=_binding_faction(issue, governments, bounds),
        binding_government=_binding_government(issue, governments, bounds, position),
        side_payments=side_payments(issue.x, issue.w, issue.status, mean),
    )


def side_payments(x: Floats, w: Floats, r: Floats | float, y: Floats | float) -> Floats:
    """What each actor would need to be no worse off at a point than under the status quo.

    Args:
        x: positions, shape (draws, actors).
        w: weights that broadcast against ``x``.
        r: status quo, one or shape (draws,).
        y: the point, one or shape (draws,).

    Returns:
        Weight times the loss in length of the scale, 0 for who loses nothing, shape (draws, actors).
    """
    lead = x.shape[:-1]
    status = np.broadcast_to(np.asarray(r, dtype=np.float64), lead)[..., None]
    point = np.broadcast_to(np.asarray(y, dtype=np.float64), lead)[..., None]
    return np.asarray(np.maximum(0.0, np.abs(point - x) - np.abs(status - x)) * w)


@dataclass(frozen=True, eq=False)
class Compensation:
    """The cheapest way to have an outcome ratified by one government.

    Attributes:
        cost: the sum of side payments, shape (draws,); 0 where the outcome is ratified as it is, NaN where it is NaN.
        paid: which of the government's members are compensated, in their order, shape (draws, members).
        ratified: whether the outcome is ratified without any payment, shape (draws,).
    """

    cost: Floats
    paid: Bools
    ratified: Bools


def cheapest_ratification(
    x: Floats, v: Floats, w: Floats, r: Floats | float, y: Floats | float, government: Government
) -> Compensation:
    """The cheapest set of factions to compensate so that an outcome meets one government's quota.

    All sets of factions that oppose the outcome are tried. Of equally cheap ones the smallest wins, then the one with
    the most votes. The government's own veto is not bought.

    Args:
        x: positions, shape (draws, actors).
        v: domestic votes of at least 0 that broadcast against ``x``.
        w: bargaining weights of at least 0 that broadcast against ``x``; they price the losses.
        r: status quo, one or shape (draws,).
        y: the outcome, one or shape (draws,).
        government: whose factions ratify.

    Raises:
        ValueError: over 16 of its factions oppose the outcome in some draw.
    """
    member = government.members
    own, votes = x[:, member], np.broadcast_to(v, x.shape)[:, member]
    point = np.broadcast_to(np.asarray(y, dtype=np.float64), x.shape[:-1])
    known = np.isfinite(point)
    point = np.where(known, point, r)
    price = side_payments(own, np.broadcast_to(w, x.shape)[:, member], r, point)
    content = accepts(own, r, point)
    opposed = int((~content).sum(axis=-1).max(initial=0))
    if opposed > MOST_OPPOSED:
        raise ValueError(f"{opposed} factions oppose the outcome; at most {MOST_OPPOSED} can be weighed up exactly")
    # Opposed factions first, in an order that does not depend on rows, so that ties do not either.
    order = np.lexsort((price, votes, own, content), axis=-1)[:, :opposed]
    missing = needed(votes.sum(axis=-1), government.quota) - (votes * content).sum(axis=-1)
    sought = np.take_along_axis(votes * ~content, order, axis=-1)
    asked = np.take_along_axis(price * ~content, order, axis=-1)
    chosen, cost = np.zeros(len(x), dtype=np.int64), np.zeros(len(x))
    rows = max(1, _CELLS >> opposed)
    for start in range(0, len(x), rows):
        part = slice(start, start + rows)
        chosen[part], cost[part] = _cheapest(sought[part], asked[part], missing[part])
    paid = np.zeros(own.shape, dtype=bool)
    np.put_along_axis(paid, order, (chosen[:, None] >> np.arange(opposed)) & 1 == 1, axis=-1)
    return Compensation(np.where(known, cost, np.nan), paid & known[:, None], known & (missing <= 0))


def by_quota(
    x: Floats,
    v: Floats,
    w: Floats,
    r: Floats | float,
    governments: Sequence[Government],
    which: int,
    quotas: Floats,
    *,
    scale: Scale = UNIT,
) -> Floats:
    """How the probability of no deal answers to one government's quota, everything else equal.

    The quota stands for how credibly the government is bound at home (Schelling 1960).

    Args:
        x: positions, shape (draws, actors).
        v: domestic votes of at least 0 that broadcast against ``x``.
        w: bargaining weights of at least 0 that broadcast against ``x``.
        r: status quo, one or shape (draws,).
        governments: all of them.
        which: index of the government whose quota varies.
        quotas: the quotas to try, shares over 0 up to 1, shape (quotas,).
        scale: the ends of the scale.

    Returns:
        The share of draws without a deal at each quota, shape (quotas,); it never falls as the quota rises.

    Raises:
        ValueError: a quota is out of range, the scale has no length, or a status quo lies off it.
    """
    issue = _issue(x, v, w, r, scale)
    bounds = [_bounds(issue, g.members, g) for g in governments]
    chosen = governments[which]
    shares = []
    for quota in np.asarray(quotas, dtype=np.float64):
        bounds[which] = _bounds(issue, chosen.members, Government(chosen.members, float(quota), chosen.veto))
        low, high = _common(issue, bounds)
        shares.append(np.mean(high - low <= _least(scale)))
    return np.array(shares)


def _issue(x: Floats, v: Floats, w: Floats, r: Floats | float, scale: Scale) -> _Issue:
    return _Issue(x, np.broadcast_to(v, x.shape), np.broadcast_to(w, x.shape), on_scale(r, x, scale), scale)


def _least(scale: Scale) -> float:
    """The longest agreement set that counts as holding the status quo alone."""
    return LEAST_SET * (scale[1] - scale[0])


def _ratified(issue: _Issue, members: Ints, quota: float) -> Interval:
    return weighted(issue.x[:, members], issue.v[:, members], issue.status, quota, scale=issue.scale)


def _position(issue: _Issue, members: Ints) -> Floats:
    """A government's position: its factions' mean by weight, else by votes, else unweighted."""
    own = issue.x[:, members]
    by_weight, by_votes = weighted_mean(own, issue.w[:, members]), weighted_mean(own, issue.v[:, members])
    fallback = np.where(np.isnan(by_votes), own.mean(axis=-1), by_votes)
    return np.where(np.isnan(by_weight), fallback, by_weight)


def _bounds(issue: _Issue, members: Ints, government: Government) -> Interval:
    """What a government with these members can agree to: what they ratify, and its own veto."""
    if not len(members):
        return whole(issue.status, issue.scale)
    low, high = _ratified(issue, members, government.quota)
    if government.veto:
        mirrored = 2 * _position(issue, members) - issue.status
        low = np.maximum(low, np.minimum(issue.status, mirrored))
        high = np.minimum(high, np.maximum(issue.status, mirrored))
    return low, high


def _common(issue: _Issue, bounds: Sequence[Interval]) -> Interval:
    """What all intervals have in common; each holds the status quo, so this is never empty."""
    low, high = whole(issue.status, issue.scale)
    for lower, upper in bounds:
        low, high = np.maximum(low, lower), np.minimum(high, upper)
    return low, high


def _nash_within(
    position: Floats, weight: Floats, status: Floats, within: Interval, utility: Utility, least: float
) -> Floats:
    """The Nash solution among governments on an interval.

    The product of gains has a single peak, so its best point on an interval is the one nearest to the peak. Where that
    is the status quo nobody gains, so there is none.
    """
    peak, feasible = from_reference(position, weight, status, utility=utility)
    best = np.clip(peak, *within)
    return np.where(feasible & (np.abs(best - status) > least), best, np.nan)


def _binding_faction(issue: _Issue, governments: Sequence[Government], bounds: Sequence[Interval]) -> Ints:
    base = _length(_common(issue, bounds))
    enlarged = np.full(issue.x.shape, -np.inf)
    for index, government in enumerate(governments):
        others = _common(issue, [*bounds[:index], *bounds[index + 1 :]])
        for member in government.members:
            left = _bounds(issue, government.members[government.members != member], government)
            gain = _length(_common(issue, [others, left])) - base
            enlarged[:, member] = np.maximum(enlarged[:, member], gain)
    return _most(enlarged, issue.v, issue.x, issue.status, _least(issue.scale))


def _binding_government(
    issue: _Issue, governments: Sequence[Government], bounds: Sequence[Interval], position: Floats
) -> Ints:
    base = _length(_common(issue, bounds))
    count = len(governments)
    without = [_common(issue, [b for other, b in enumerate(bounds) if other != index]) for index in range(count)]
    enlarged = np.stack([_length(interval) - base for interval in without], axis=-1)
    votes = np.stack([issue.v[:, g.members].sum(axis=-1) for g in governments], axis=-1)
    return _most(enlarged, votes, position, issue.status, _least(issue.scale))


def _length(interval: Interval) -> Floats:
    return np.asarray(interval[1] - interval[0])


def _most(enlarged: Floats, votes: Floats, position: Floats, status: Floats, least: float) -> Ints:
    """Who enlarges the agreement set most, shape (draws,); -1 where nobody does."""
    likely = enlarged > least
    keys = (enlarged, votes, -np.abs(position - status[:, None]), -position)
    for key, slack in zip(keys, (least, 0.0, SAME, SAME), strict=True):
        best = np.where(likely, key, -np.inf).max(axis=-1, keepdims=True)
        likely &= key >= best - slack
    return np.where(likely.any(axis=-1), likely.argmax(axis=-1), -1)


def _cheapest(votes: Floats, price: Floats, missing: Floats) -> tuple[Ints, Floats]:
    """The cheapest coalition that brings the missing votes, as bits, and what it costs; both of shape (draws,)."""
    held, cost = np.zeros((len(votes), 1)), np.zeros((len(votes), 1))
    size = np.zeros(1)
    for faction in range(votes.shape[1]):
        held = np.concatenate([held, held + votes[:, faction, None]], axis=1)
        cost = np.concatenate([cost, cost + price[:, faction, None]], axis=1)
        size = np.concatenate([size, size + 1])
    enough = held >= missing[:, None]
    slack = SAME * price.sum(axis=1, keepdims=True)
    same = SAME * votes.sum(axis=1, keepdims=True)
    for key, tolerance in ((cost, slack), (np.broadcast_to(size, cost.shape), 0.0), (-held, same)):
        enough &= key <= np.where(enough, key, np.inf).min(axis=1, keepdims=True) + tolerance
    chosen = enough.argmax(axis=1)
    return chosen, cost[np.arange(len(cost)), chosen]
