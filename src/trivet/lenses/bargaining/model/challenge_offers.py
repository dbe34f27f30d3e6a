"""Offers in the challenge model: which there are, which one an actor takes, and where it then stands.

After Bueno de Mesquita (1997) and Scholz, Calbert & Smith (2011). With a = E_i(ij) and b = E_j(ji) as i sees them, j
can make i move in three ways: i loses a confrontation (b > a > 0) and adopts j's position; it agrees to a compromise
(b > 0 > a, b > |a|) and moves by |a/b| of the way; it capitulates (b > 0 > a, b < |a|) and adopts j's position. A
confrontation comes before a compromise, and that before a capitulation.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from trivet.lenses.bargaining.model.baselines import Floats
from trivet.lenses.bargaining.model.challenge_terms import Situation, Views
from trivet.lenses.bargaining.model.challenge_variant import Choice, Conflict, Trend, Variant

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
Ints = npt.NDArray[np.intp]


class Kind(IntEnum):
    """Codes of offers, in the order in which they come first; NONE if there is no offer."""

    NONE = 0
    CONFRONTATION = 1
    COMPROMISE = 2
    CAPITULATION = 3


LAST = len(Kind)


@dataclass(frozen=True, eq=False)
class Taken:
    """The offers that actors take in one round; shapes are (actors, draws).

    Attributes:
        kind: codes as in `Kind`.
        whom: index of the actor whose offer it is, -1 if none.
        to: position afterwards.
        tied: whether this hung on a tie.
    """

    kind: Codes
    whom: Ints
    to: Floats
    tied: Bools


def taken(x: Floats, scale: Floats, at: Situation, seen: Views, variant: Variant) -> Taken:
    """The offer that each actor takes.

    Among equally good offers the one of the proposer that expects most counts, then the one of the heaviest proposer,
    then the one of the proposer at the lowest position, then the one whose proposer comes first.

    Args:
        x: positions, shape (actors, draws).
        scale: range of positions, shape (draws,), more than 0.
        at: the situation.
        seen: expected utilities.
        variant: which kinds of offers there are, and the choice among them.
    """
    a, b = seen.own, seen.other
    kinds = _kinds(a, b, at.distance > variant.tie, variant)
    compromise = kinds == Kind.COMPROMISE
    ratio = np.where(compromise, np.abs(a) / np.where(compromise, b, 1.0), 1.0)
    step = ratio * at.distance
    best = kinds.min(axis=1)
    among = (kinds == best[:, None]) & (best != LAST)[:, None]
    place = x / scale
    first = _least(_key(place, b, ratio, step, compromise, variant), among, variant.tie)
    whom, torn = _drawn(first, place, step, b, at.weight, variant.tie)
    kind = np.where(best == LAST, Kind.NONE, best).astype(np.int8)
    there, share = np.take_along_axis(x, whom, axis=0), np.take_along_axis(ratio, whom[:, None], axis=1)[:, 0]
    to = np.where(kind == Kind.COMPROMISE, x + (there - x) * share, there)
    held = (kind == Kind.CONFRONTATION) & (variant.conflict is Conflict.STANDOFF)
    tied = torn | _close(at, seen, variant)
    return Taken(kind, np.where(kind == Kind.NONE, -1, whom), np.where(held | (kind == Kind.NONE), x, to), tied)


def _kinds(a: Floats, b: Floats, apart: Bools, variant: Variant) -> Codes:
    """The kind of offer of each j to each i; LAST where there is none, so that the least code comes first."""
    tie = variant.tie
    pressed = apart & (b > tie)
    losing = pressed & (a < -tie)
    confronted = pressed & (a > tie) & (b > a + tie) & (variant.conflict is not Conflict.NO_OFFER)
    agreed, given_in = losing & (b + a > tie), losing & (b + a < -tie) & variant.capitulation
    kinds = LAST * ~(confronted | agreed | given_in)
    kinds += Kind.CONFRONTATION * confronted + Kind.COMPROMISE * agreed + Kind.CAPITULATION * given_in
    return kinds


def _key(place: Floats, b: Floats, ratio: Floats, step: Floats, compromise: Bools, variant: Variant) -> Floats:
    """What is least for the best offer; places and steps are shares of the range."""
    if variant.choice is Choice.STRONGEST:
        return -b
    if variant.choice is Choice.LEAST_MOVE:
        return step
    # (|a| x_i + |b| x_j) / (|a| + |b|), which is not where a compromise leads.
    return np.where(compromise, place[:, None] + (place[None] - place[:, None]) / (1 + ratio), step)


def _least(key: Floats, among: Bools, tie: float) -> Bools:
    """Which of some offers have the least key, ties included."""
    held = np.where(among, key, np.inf)
    return np.asarray(among & (held <= held.min(axis=1, keepdims=True) + tie))


def _drawn(first: Bools, place: Floats, step: Floats, b: Floats, weight: Floats, tie: float) -> tuple[Ints, Bools]:
    """Whose of the equally good offers is taken, and whether they lead to different places; shapes (actors, draws)."""
    whom, torn = first.argmax(axis=1), np.zeros(place.shape, dtype=np.bool_)
    who, draw = np.nonzero(first.sum(axis=1, dtype=np.int16) > 1)
    if not len(who):
        return whom, torn
    among, others, own = first[who, :, draw], place.T[draw], place[who, draw]
    move = step[who, :, draw] * np.sign(others - own[:, None])
    torn[who, draw] = np.where(among, move, -np.inf).max(axis=1) > np.where(among, move, np.inf).min(axis=1) + tie
    for key in (-b[who, :, draw], -weight.T[draw], others):
        among = _least(key, among, tie)
    whom[who, draw] = among.argmax(axis=1)
    return whom, torn


def _close(at: Situation, seen: Views, variant: Variant) -> Bools:
    """Whether a kind of offer, or the trend expected of an adversary, hangs on a difference near 0."""
    a, b, tie = seen.own, seen.other, variant.tie
    apart = at.distance > tie
    close = (np.abs(np.abs(a) - np.abs(b)) <= tie) | (np.abs(a) <= tie)
    close &= apart & (b > -tie)
    if variant.capitulation:
        close |= apart & (a < tie) & (np.abs(b) <= tie)
    if variant.looks_beyond and variant.trend is Trend.MEDIAN:
        # As far from the median as from the adversary. Where the adversary holds the median itself this is no accident.
        mirrored = apart & (np.abs(at.off_median[:, None] - at.distance) <= tie) & (at.off_median[None] > tie)
        close |= mirrored | mirrored.transpose(1, 0, 2)
    return np.asarray(close.any(axis=1) | at.split)
