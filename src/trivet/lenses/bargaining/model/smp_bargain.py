"""What challenges lead to: proposed bargains, elections among them, and the moves that actors then make.

Source: KTAB's Spatial Model of Politics (Wise, Lester & Efird 2015).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from trivet.lenses.bargaining.model.pce import Pce, elect
from trivet.lenses.bargaining.model.risk import distances, utility
from trivet.lenses.bargaining.model.smp_challenge import NEAR, TIE, Ints, Scene
from trivet.lenses.bargaining.model.voting import Bools, Floats, Victory, Voting, coalitions, victory_odds

_RESOLUTION: Final = 1e4
_STAY: Final = 1e-6


class SaliencePower(StrEnum):
    """How two positions are weighed in a bargain: salience times odds, both squared, or odds beyond one half."""

    FIRST = "s1p1"
    SECOND = "s2p2"
    EXCESS = "s2pmax"


class Bargain(StrEnum):
    """Whose view of the odds makes the bargain: the initiator's, one bargain for each view, or their weighted mean."""

    INITIATOR = "initiator"
    BOTH = "initiator-and-receiver"
    COMPROMISE = "power-weighted-compromise"


class Transition(StrEnum):
    """Whether an actor takes the most likely bargain, or draws one by its probability."""

    DETERMINISTIC = "deterministic"
    STOCHASTIC = "stochastic"


@dataclass(frozen=True)
class Offers:
    """Bargains on the table; every array but ``initiators`` starts with the axes draws and bargains.

    Attributes:
        initiators: who made each, shape (bargains,).
        targets: to whom, or -1 where there is no such bargain, shape (draws, bargains).
        ours: the initiator's position under it, shape (draws, bargains, dimensions).
        theirs: the target's position under it, same shape.
    """

    initiators: Ints
    targets: Ints
    ours: Floats
    theirs: Floats


@dataclass(frozen=True)
class Side:
    """One side of bargains.

    Attributes:
        positions: on 0 to 1, shape (draws, bargains, dimensions).
        saliences: on 0 to 1, same shape.
    """

    positions: Floats
    saliences: Floats


def settle(odds: Floats, mine: Side, yours: Side, power: SaliencePower) -> tuple[Floats, Floats]:
    """Where both sides stand after a bargain, dimension by dimension, shape (draws, bargains, dimensions).

    Args:
        odds: probability that the first side would prevail, shape (draws, bargains).
        mine: the first side.
        yours: the second side.
        power: how the positions are weighed. All but the excess rule round to four decimals, as KTAB does.
    """
    p = odds[:, :, None]
    if power is SaliencePower.EXCESS:
        return _conceded(1 - 2 * p, mine, yours), _conceded(2 * p - 1, yours, mine)
    exponent = 1 if power is SaliencePower.FIRST else 2
    a, b = mine.saliences**exponent * p**exponent, yours.saliences**exponent * (1 - p) ** exponent
    total = a + _STAY + b
    ours = ((a + _STAY) * mine.positions + b * yours.positions) / total
    theirs = (a * mine.positions + (_STAY + b) * yours.positions) / total
    return _rounded(ours), _rounded(theirs)


def proposed(
    views: tuple[Floats, Floats | None],
    targets: Ints,
    sides: tuple[Side, Side],
    weights: tuple[Floats, Floats],
    kind: Bargain,
    power: SaliencePower,
) -> Offers:
    """The bargains that challenges lead to.

    Args:
        views: the initiator's odds in its own eyes and in the target's, shape (draws, actors); the latter are not
            needed if the bargain is the initiator's.
        targets: whom each actor challenges, or -1, shape (draws, actors).
        sides: the initiators and their targets, one for each actor.
        weights: of initiators and of targets, shape (draws, actors).
        kind: whose view makes the bargain.
        power: how the positions are weighed.
    """
    actors = np.arange(targets.shape[1])
    own = settle(views[0], *sides, power)
    if views[1] is None:
        return Offers(actors, targets, *own)
    other = settle(views[1], *sides, power)
    if kind is Bargain.COMPROMISE:
        total = weights[0] + weights[1]
        share = np.where(total > 0, weights[0] / np.where(total > 0, total, 1.0), 0.5)[:, :, None]
        ours, theirs = (share * a + (1 - share) * b for a, b in zip(own, other, strict=True))
        return Offers(actors, targets, ours, theirs)
    ours, theirs = (
        np.stack(pair, axis=2).reshape(len(targets), -1, pair[0].shape[2]) for pair in zip(own, other, strict=True)
    )
    return Offers(np.repeat(actors, 2), np.repeat(targets, 2, axis=1), ours, theirs)


def agendas(offers: Offers, actors: int) -> Bools:
    """What each actor has to choose from: the status quo and the bargains it has part in.

    Returns:
        Shape (draws, actors, 1 + bargains); the status quo comes first.
    """
    everyone = np.arange(actors)[None, :, None]
    party = (offers.initiators == everyone) | (offers.targets[:, None, :] == everyone)
    party &= offers.targets[:, None, :] >= 0
    return np.concatenate([np.ones((len(party), actors, 1), dtype=np.bool_), party], axis=2)


def worth(offers: Offers, scene: Scene, sides: Side) -> Floats:
    """Each actor's utility of the status quo and of each bargain: the mean over all positions as they would be.

    Args:
        offers: the bargains.
        scene: what is known.
        sides: positions and saliences of all actors.

    Returns:
        Shape (draws, actors, 1 + bargains).
    """
    attitude = scene.attitudes[:, :, None]
    present = utility(scene.distances, attitude)
    total = present.sum(axis=2, keepdims=True)
    changed = total - present[:, :, offers.initiators]
    changed -= np.take_along_axis(present, np.maximum(offers.targets, 0)[:, None, :], 2)
    for places in (offers.ours, offers.theirs):
        changed += utility(distances(sides.positions, sides.saliences, places), attitude)
    return np.asarray(np.concatenate([total, changed], axis=2) / present.shape[2])


@dataclass(frozen=True)
class Rules:
    """How bargains are voted on.

    Attributes:
        voting: how votes grow with what is at stake.
        victory: how the chance of a coalition grows with its strength.
        pce: how an option wins.
        ordered: count pairs from the later option's side only, as KTAB's program does.
    """

    voting: Voting
    victory: Victory
    pce: Pce
    ordered: bool


def chosen(
    offers: Offers, values: Floats, capabilities: Floats, rules: Rules, uniform: Floats | None
) -> tuple[Ints, Bools]:
    """The option that each actor takes: 0 for the status quo, else one more than the number of the bargain.

    Args:
        offers: the bargains.
        values: utilities, as of :func:`worth`.
        capabilities: of the actors, shape (draws, actors).
        rules: how bargains are voted on.
        uniform: numbers from 0 to 1, shape (draws, actors), to draw options by their probability; None takes the
            most likely option, the first of equals.

    Returns:
        The option, shape (draws, actors), and which options were as likely as it or nearly so, shape (draws, actors,
        1 + bargains).
    """
    strength = coalitions(rules.voting, capabilities, values, ordered=rules.ordered)
    agenda = agendas(offers, values.shape[1])
    won = elect(rules.pce, strength, victory_odds(rules.victory, strength), agenda)
    if uniform is not None:
        reached = won.cumsum(axis=2) > uniform[:, :, None] * won.sum(axis=2, keepdims=True)
        return np.argmax(reached & agenda, axis=2), np.zeros(won.shape, dtype=np.bool_)
    best = won.max(axis=2, keepdims=True)
    return np.argmax(agenda & (won >= best - TIE), axis=2), agenda & (won >= best - NEAR)


def moved(offers: Offers, options: Ints, positions: Floats) -> Floats:
    """Positions after everyone has done its own half of the bargain it takes, all at once.

    Args:
        offers: the bargains.
        options: what each actor takes, as of :func:`chosen`.
        positions: at present, shape (draws, actors, dimensions).
    """
    bargain = np.maximum(options - 1, 0)
    mine = (offers.initiators[bargain] == np.arange(options.shape[1]))[:, :, None]
    ours, theirs = (np.take_along_axis(half, bargain[:, :, None], 1) for half in (offers.ours, offers.theirs))
    return np.where((options > 0)[:, :, None], np.where(mine, ours, theirs), positions)


def undecided(offers: Offers, equal: Bools, positions: Floats) -> Bools:
    """Whether some actor had equally likely options that would have led it to different positions, shape (draws,).

    Args:
        offers: the bargains.
        equal: the options that were about equally likely, as of :func:`chosen`.
        positions: at present, shape (draws, actors, dimensions).
    """
    draw, actor = np.nonzero(equal.sum(axis=2) > 1)
    mine = (offers.initiators == actor[:, None])[:, :, None]
    places = np.where(mine, offers.ours[draw], offers.theirs[draw])
    places = np.concatenate([positions[draw, actor][:, None], places], axis=1)
    open_ = equal[draw, actor][:, :, None]
    spread = np.where(open_, places, -1.0).max(axis=1) - np.where(open_, places, 2.0).min(axis=1)
    found = np.zeros(len(equal), dtype=np.bool_)
    found[draw[(spread > TIE).any(axis=1)]] = True
    return found


def _conceded(excess: Floats, mine: Side, yours: Side) -> Floats:
    """How far one side moves if the other's odds exceed its own by the excess; it stays if they do not."""
    give = np.maximum(excess, 0.0)
    theirs, own = give * yours.saliences**2, (1 - give) * mine.saliences**2
    return np.asarray(mine.positions + (yours.positions - mine.positions) * theirs / (theirs + _STAY + own))


def _rounded(positions: Floats) -> Floats:
    return np.trunc(0.5 + _RESOLUTION * positions) / _RESOLUTION
