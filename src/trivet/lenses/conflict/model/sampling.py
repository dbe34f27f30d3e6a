"""Uncertain preferences: rankings drawn around the given ones, and how often a state is an equilibrium under them.

After the probabilistic graph model of Rego & dos Santos (2015), with the probabilities of rankings given by a model of
noisy judgement: the place of each statement, or class of tied states, is shifted by a normal error measured in places
(Thurstone 1927, case V).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt

from trivet.lenses.conflict.model.graph import Bools, Ints
from trivet.lenses.conflict.model.preference import by_weight, dense_ranks

Generator = np.random.Generator

MAX_UNKNOWN: Final = 6
"""The most unknown statements of which every combination is tried."""


@dataclass(frozen=True, eq=False)
class Uncertain:
    """What is needed to draw the payoffs of one decision maker.

    Attributes:
        payoff: its payoffs as judged best, shape (states,).
        truth: where its statements hold, shape (statements, states); no statements if it has a ranking.
        unknown: for each statement whether it is not known if it is liked or disliked.
        weights: lowest, best and highest weight of each statement, shape (statements, 3); None if they are prioritised.
    """

    payoff: Ints
    truth: Bools
    unknown: tuple[bool, ...] = ()
    weights: npt.NDArray[np.float64] | None = None


def draw(known: Uncertain, spread: float, count: int, random: Generator) -> Ints:
    """Draws of payoffs, shape (draws, states).

    Args:
        known: what is known about the decision maker.
        spread: standard deviation of the error, in places.
        count: number of draws.
        random: source of randomness.
    """
    if not len(known.truth):
        shifts = random.normal(0.0, spread, (count, int(known.payoff.max())))
        places = np.arange(1, int(known.payoff.max()) + 1) + shifts
        return dense_ranks(places[:, known.payoff - 1])
    signs = _signs(known.unknown, count, random)
    if known.weights is not None:
        low, best, high = known.weights.T
        wide = np.where(high > low, high, low + 1)
        drawn = random.triangular(low, np.clip(best, low, wide), wide, (count, len(low)))
        return by_weight(known.truth, np.where(high > low, drawn, best) * signs)
    places = np.arange(len(known.truth)) + random.normal(0.0, spread, (count, len(known.truth)))
    ranks = np.argsort(np.argsort(places, axis=1), axis=1)
    return _by_places(known.truth, ranks, signs)


def completions(known: Sequence[Uncertain]) -> Ints | None:
    """Payoffs for every way in which unknown statements may turn out: liked, disliked, of no matter.

    Returns:
        Shape (decision makers, ways, states); None if no statement is unknown, or there are more than
        :data:`MAX_UNKNOWN`.
    """
    dark = [(k, i) for k, own in enumerate(known) for i, unknown in enumerate(own.unknown) if unknown]
    if not dark or len(dark) > MAX_UNKNOWN:
        return None
    ways = np.array(list(product((1.0, -1.0, 0.0), repeat=len(dark))))
    found = []
    for k, own in enumerate(known):
        signs = np.ones((len(ways), len(own.truth)))
        for column, (player, index) in enumerate(dark):
            if player == k:
                signs[:, index] = ways[:, column]
        if not own.unknown or not any(own.unknown):
            found.append(np.repeat(own.payoff[None, :], len(ways), axis=0))
        elif own.weights is not None:
            found.append(by_weight(own.truth, own.weights[:, 1] * signs))
        else:
            places = np.tile(np.arange(len(own.truth)), (len(ways), 1))
            found.append(_by_places(own.truth, places, signs))
    return np.stack(found)


def _signs(unknown: Sequence[bool], count: int, random: Generator) -> npt.NDArray[np.float64]:
    """1, or for statements not known to be liked -1 in half of the draws."""
    flips = random.random((count, len(unknown))) < 0.5
    return np.where(flips & np.asarray(unknown, dtype=np.bool_), -1.0, 1.0)


def _by_places(truth: Bools, places: npt.NDArray[np.int64], signs: npt.NDArray[np.float64]) -> Ints:
    """Payoffs from statements in a drawn order, 40 at a time so that sums of powers of two stay exact."""
    ranks = np.zeros((len(places), truth.shape[1]), dtype=np.int32)
    total = truth.shape[0]
    for first in range(0, total, 20):
        inside = (places >= first) & (places < first + 20)
        powers = np.where(inside, 2.0 ** (first + 19 - places), 0.0) * signs
        ranks = dense_ranks(ranks.astype(np.float64) * 2.0**21 + powers @ truth.astype(np.float64))
    return ranks
