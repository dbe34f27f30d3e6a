"""What a run of the challenge model leaves behind: the course of each draw, and flags that warn of ties and cycles."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from trivet.lenses.bargaining.model import baselines
from trivet.lenses.bargaining.model.baselines import Floats
from trivet.lenses.bargaining.model.challenge_offers import Bools, Codes, Ints, Taken
from trivet.lenses.bargaining.model.challenge_terms import Views
from trivet.lenses.bargaining.model.challenge_variant import MedianTie, Variant

SAME: Final = 1e-9
"""States whose positions differ by no more than this share of the initial range are the same state."""


@dataclass(frozen=True, eq=False)
class Offers:
    """The offer that each actor takes in each round; shapes are (rounds, draws, actors).

    Attributes:
        kind: codes as in `Kind`.
        whom: index of the actor whose offer it is, -1 if there is none.
        moved: whether the actor's position changed.
    """

    kind: Codes
    whom: Ints
    moved: Bools


@dataclass(frozen=True, eq=False)
class Detail:
    """The terms of the first round; all 0 for draws that stop at once.

    Attributes:
        security: sum of expected utilities with risk exponents 1, shape (draws, actors).
        success: probability that i wins against j, shape (draws, i, j).
        own: what i expects from challenging j, shape (draws, i, j).
        other: what i thinks that j expects from challenging i, shape (draws, i, j).
    """

    security: Floats
    success: Floats
    own: Floats
    other: Floats


@dataclass(frozen=True, eq=False)
class Run:
    """The course of bargaining in each draw.

    Attributes:
        positions: before the first round and after each, shape (rounds + 1, draws, actors).
        median: weighted by capability times salience, shape (rounds + 1, draws).
        mean: likewise.
        r: risk exponents of each round, shape (rounds, draws, actors). A draw that has ended keeps its last ones; if it
            stops at once they are 1.
        offers: the offers taken.
        cycling: whether a state returned after actors had moved on from it, shape (draws,).
        stopped: number of rounds after which nothing moved any more, -1 if something moved in the last; shape (draws,).
        tied: whether any decision hung on a tie, shape (draws,).
        detail: the terms of the first round, if asked for.
    """

    positions: Floats
    median: Floats
    mean: Floats
    r: Floats
    offers: Offers
    cycling: Bools
    stopped: Ints
    tied: Bools
    detail: Detail | None = None

    @property
    def x0(self) -> Floats:
        """Positions before the first round, shape (draws, actors)."""
        return np.asarray(self.positions[0])


@dataclass(frozen=True, eq=False)
class Round:
    """One round of some draws: risk and security (actors, draws), the terms (i, j, draws), the offers taken."""

    risk: Floats
    security: Floats
    success: Floats
    seen: Views
    taken: Taken


class Record:
    """Arrays that the rounds write into; actors are in the order in which they were given."""

    def __init__(self, x: Floats, rounds: int, variant: Variant, detail: bool) -> None:
        draws, actors = x.shape
        self.variant = variant
        self.rounds = rounds
        self.positions = np.repeat(x[None].astype(np.float64), rounds + 1, axis=0)
        self.r = np.ones((rounds, draws, actors))
        self.kind = np.zeros((rounds, draws, actors), dtype=np.int8)
        self.whom = np.full((rounds, draws, actors), -1, dtype=np.intp)
        self.tied = np.zeros(draws, dtype=np.bool_)
        self.played = np.zeros(draws, dtype=np.intp)
        square = (draws, actors, actors)
        self.detail = Detail(np.zeros(x.shape), *(np.zeros(square) for _ in range(3))) if detail else None

    def keep(self, t: int, ids: Ints, order: Ints, done: Round) -> None:
        """Write down round ``t`` of some draws, of which row k lists the actors in the order that they were put in."""
        at, got = (ids[:, None], order), done.taken
        self.positions[t + 1][at] = got.to.T
        self.r[t][at] = done.risk.T
        self.kind[t][at] = got.kind.T
        self.whom[t][at] = np.where(got.whom.T < 0, -1, np.take_along_axis(order, np.maximum(got.whom.T, 0), axis=1))
        self.tied[ids] |= got.tied.any(axis=0)
        self.played[ids] = t + 1
        if t == 0 and self.detail is not None:
            self.detail.security[at] = done.security.T
            pair = (ids[:, None, None], order[:, :, None], order[:, None, :])
            self.detail.success[pair] = done.success.transpose(2, 0, 1)
            self.detail.own[pair] = done.seen.own.transpose(2, 0, 1)
            self.detail.other[pair] = done.seen.other.transpose(2, 0, 1)

    def closed(self, weight: Floats) -> Run:
        """The run, with draws that ended early standing still for the rest of the rounds."""
        for t in range(1, self.rounds + 1):
            ended = self.played < t
            self.positions[t][ended] = self.positions[t - 1][ended]
            if t > 1:
                self.r[t - 1][ended] = self.r[t - 2][ended]
        scale = np.ptp(self.positions[0], axis=-1)
        moved = np.abs(np.diff(self.positions, axis=0)) > (self.variant.tie * scale)[:, None]
        median, mean = _readouts(self.positions, weight, self.variant)
        return Run(
            positions=self.positions,
            median=median,
            mean=mean,
            r=self.r,
            offers=Offers(self.kind, self.whom, moved),
            cycling=_returns(self.positions, scale, moved.any(axis=-1)),
            stopped=_quiet_after(moved.any(axis=-1)),
            tied=self.tied,
            detail=self.detail,
        )


def _readouts(positions: Floats, weight: Floats, variant: Variant) -> tuple[Floats, Floats]:
    """Median and mean of each round, shape (rounds + 1, draws)."""
    weight = np.where(weight.sum(axis=-1, keepdims=True) > 0, weight, 1.0)
    lower, upper = baselines.median(positions, np.broadcast_to(weight, positions.shape))
    middle = lower if variant.median_tie is MedianTie.LOWER else (lower + upper) / 2
    return middle, baselines.mean(positions, weight)


def _returns(positions: Floats, scale: Floats, moved: Bools) -> Bools:
    """Whether a state returns in a round in which somebody moved."""
    found = np.zeros(len(scale), dtype=np.bool_)
    for now in range(2, len(positions)):
        for before in range(now - 1):
            gap = np.abs(positions[now] - positions[before]).max(axis=-1)
            found |= moved[now - 1] & (gap <= SAME * scale)
    return found


def _quiet_after(moved: Bools) -> Ints:
    """The number of rounds up to the last with a movement, -1 if that is the last of all."""
    rounds = len(moved)
    last = np.where(moved.any(axis=0), rounds - moved[::-1].argmax(axis=0), 0)
    return np.asarray(np.where(last == rounds, -1, last))
