"""Whom each actor would challenge: contests in which third parties take sides, and what a challenge gains.

A contest is between the positions of two principals, as one observer sees it. The observer has its own view of
everyone's risk attitude, so the same contest has other odds in other eyes.

Source: KTAB's Spatial Model of Politics (Wise, Lester & Efird 2015).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from trivet.lenses.bargaining.model.risk import utility
from trivet.lenses.bargaining.model.voting import Bools, Floats, Voting, blocks, vote

Ints = npt.NDArray[np.intp]

TIE: Final = 1e-12
"""Values that differ by no more are equal but for rounding; the first of them is taken."""

NEAR: Final = 1e-9
"""Values that differ by no more are so close that what decides between them is reported as a tie."""

_LEAST_GAIN: Final = 1e-5
_UNAIDED: Final = 1e-10


class Commitment(StrEnum):
    """What a third party puts at risk when its side loses: nothing, its position if it joined, or that in any case.

    With none or full commitment it is worth the same to a third party whether it joins, so nobody joins.
    """

    NONE = "none"
    SEMI = "semi"
    FULL = "full"


@dataclass(frozen=True)
class Scene:
    """What is known when a turn begins.

    Attributes:
        distances: from each actor, in its eyes, to each position, shape (draws, actors, actors).
        attitudes: risk attitude of each actor, shape (draws, actors).
        views: risk attitude of each actor as each observer sees it, shape (draws, observers, actors).
        saliences: of each actor, summed over dimensions, shape (draws, actors).
        weights: capability times salience, shape (draws, actors).
    """

    distances: Floats
    attitudes: Floats
    views: Floats
    saliences: Floats
    weights: Floats


@dataclass(frozen=True)
class Challenges:
    """What each row's actor makes of challenging each column's; arrays have shape (draws, actors, actors).

    Attributes:
        odds: probability that the challenger prevails, one half on the diagonal.
        at_present: utility of both positions as they are.
        after_victory: utility if the challenged actor yields.
        of_contest: expected utility if it comes to a contest.
        of_challenge: expected utility of the challenge; whoever cares less yields more readily.
    """

    odds: Floats
    at_present: Floats
    after_victory: Floats
    of_contest: Floats
    of_challenge: Floats

    @property
    def gains(self) -> Floats:
        """Expected gain of a challenge over the present; nothing on the diagonal."""
        return self.of_challenge - self.at_present


def challenges(scene: Scene, rule: Voting, commitment: Commitment) -> Challenges:
    """Every actor's view of challenging every other one."""
    own = utility(scene.distances, scene.attitudes[:, :, None])
    theirs = utility(np.swapaxes(scene.distances, 1, 2), scene.views)
    sides = _principals(rule, scene.weights[:, :, None], own, scene.weights[:, None, :], theirs)
    if commitment is Commitment.SEMI:
        sides = _joined(sides, scene, rule)
    odds = sides[0] / (sides[0] + sides[1])
    same = np.arange(odds.shape[1])
    odds[:, same, same] = 0.5
    return _valued(odds, own, scene.saliences[:, None, :])


def in_target_eyes(scene: Scene, targets: Ints, rule: Voting, commitment: Commitment) -> tuple[Floats, Floats]:
    """The contests for which actors have a target, as the target sees them.

    Args:
        scene: what is known.
        targets: whom each actor challenges, shape (draws, actors).
        rule: how actors vote.
        commitment: what third parties put at risk.

    Returns:
        The challenger's odds, and its expected gain, shape (draws, actors).
    """
    pick = targets[:, :, None]
    view = np.take_along_axis(scene.views, pick, 1)
    near = np.swapaxes(scene.distances, 1, 2)
    first, second = utility(near, view), utility(np.take_along_axis(near, pick, 1), view)
    own = np.diagonal(second, axis1=1, axis2=2)
    theirs = np.take_along_axis(first, pick, 2)[:, :, 0]
    strong = np.take_along_axis(scene.weights, targets, 1)
    mine, yours = _principals(rule, scene.weights, own, strong, theirs)
    if commitment is Commitment.SEMI:
        actors = np.arange(targets.shape[1])
        aside = ((actors != pick) & ~np.eye(len(actors), dtype=np.bool_)).astype(np.float64)
        joined = _third_parties(rule, scene.weights[:, None], first, second, (mine, yours), aside)
        mine, yours = mine + joined[0], yours + joined[1]
    odds = mine / (mine + yours)
    return odds, _valued(odds, own, np.take_along_axis(scene.saliences, targets, 1)).gains


def best_targets(gains: Floats) -> tuple[Ints, Floats, Bools]:
    """Whom each actor challenges: the target with the largest gain, the first of equals, or nobody.

    Args:
        gains: expected gain of each challenge, shape (draws, actors, actors).

    Returns:
        Index of the target or -1, its gain or 0, and whether another was as good or nearly so; shape (draws, actors).
    """
    best = gains.max(axis=2, keepdims=True)
    equal = gains >= best - TIE
    worth = best[:, :, 0] > _LEAST_GAIN
    targets = np.where(worth, np.argmax(equal, axis=2), -1)
    return targets, np.where(worth, best[:, :, 0], 0.0), worth & ((gains >= best - NEAR).sum(axis=2) > 1)


def _principals(rule: Voting, mine: Floats, own: Floats, yours: Floats, theirs: Floats) -> tuple[Floats, Floats]:
    """Strength of both sides from the principals' own votes, given their utilities for each other's positions."""
    votes = vote(rule, mine, 1 - own), vote(rule, yours, theirs - 1)
    first = np.maximum(votes[0], 0.0) + np.maximum(votes[1], 0.0)
    second = np.maximum(-votes[0], 0.0) + np.maximum(-votes[1], 0.0)
    return first + _UNAIDED, second + _UNAIDED


def _joined(sides: tuple[Floats, Floats], scene: Scene, rule: Voting) -> tuple[Floats, Floats]:
    """Both sides with third parties, in the challenger's eyes."""
    actors = sides[0].shape[1]
    same = np.arange(actors)
    other = same[:, None] != same
    aside = (other[:, None, :] & other[None, :, :]).astype(np.float64)
    grown = np.empty_like(sides[0]), np.empty_like(sides[1])
    for part in blocks(len(sides[0]), actors**3):
        near = np.swapaxes(scene.distances[part], 1, 2)[:, None]
        second = utility(near, scene.views[part, :, None])
        first = second[:, same, same][:, :, None]
        alone = sides[0][part], sides[1][part]
        joined = _third_parties(rule, scene.weights[part, None, None], first, second, alone, aside)
        for total, side, more in zip(grown, alone, joined, strict=True):
            np.add(side, more, out=total[part])
    return grown


def _third_parties(
    rule: Voting, weights: Floats, first: Floats, second: Floats, sides: tuple[Floats, Floats], aside: Floats
) -> tuple[Floats, Floats]:
    """What third parties add to both sides; the last axis of the arguments but ``sides`` is that of third parties.

    Each looks at the small contest in which it alone joins the side it prefers. Who joins a side that wins keeps its
    own position; who joins one that loses, like whoever stays out, sees the winner's position prevail.
    """
    mine, yours = sides[0][..., None], sides[1][..., None]
    lean = vote(rule, weights, first - second)
    share = (mine + np.maximum(lean, 0.0)) / (mine + yours + np.abs(lean))
    gain = share * (1 - first) - (1 - share) * (1 - second)
    cast = vote(rule, weights, gain) * aside
    return np.maximum(cast, 0.0).sum(axis=-1), np.maximum(-cast, 0.0).sum(axis=-1)


def _valued(odds: Floats, own: Floats, saliences: Floats) -> Challenges:
    """Challenges from their odds and the challenger's utility of the challenged position."""
    victory = np.full_like(own, 2.0)
    contest = 2 * odds + 2 * (1 - odds) * own
    return Challenges(odds, 1 + own, victory, contest, (1 - saliences) * victory + saliences * contest)
