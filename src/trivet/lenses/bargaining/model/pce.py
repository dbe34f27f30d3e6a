"""Probabilistic Condorcet election: the probability of each option to win when every pair may be put to a contest.

Source: Wise, Lester & Efird (2015), "Multidimensional Bargaining Using KTAB" (KAPSARC); the Markov form with incentives
goes back to their note "Markov Voting with Incentives in KTAB".
"""

from enum import StrEnum
from typing import Final

import numpy as np

from trivet.lenses.bargaining.model.risk import RiskRange, attitudes, utility
from trivet.lenses.bargaining.model.voting import Bools, Floats, Victory, Voting, blocks, coalitions, victory_odds

SAME: Final = 1e-3
"""Positions closer than this, on 0 to 1, count as one."""

_LEAST: Final = 1e-300
_IDLE: Final = 1e-10
_MOST_STEPS: Final = 1000


class Pce(StrEnum):
    """How an option wins: it beats all others at once, or holds the floor in a sequence of challenges."""

    CONDITIONAL = "conditional"
    MARKOV_INCENTIVE = "markov-incentive"
    MARKOV_UNIFORM = "markov-uniform"


def elect(model: Pce, strength: Floats, odds: Floats, agendas: Bools) -> Floats:
    """Probability of each option within each agenda, shape (draws, agendas, options); 0 where it is not on it.

    Args:
        model: how an option wins.
        strength: of the coalition for each option against each other, shape (draws, options, options).
        odds: probability that each option beats each other, same shape.
        agendas: which options are on which agenda, shape (draws, agendas, options); each has at least one.
    """
    won = np.empty(agendas.shape)
    solve = {Pce.CONDITIONAL: _conditional, Pce.MARKOV_INCENTIVE: _incentive, Pce.MARKOV_UNIFORM: _uniform}[model]
    for part in blocks(len(agendas), strength.shape[1] ** 2):
        won[part] = solve(strength[part], odds[part], agendas[part])
    return won


def pce(
    x: Floats,
    w: Floats,
    *,
    voting: Voting = Voting.PROPORTIONAL,
    victory: Victory = Victory.LINEAR,
    model: Pce = Pce.CONDITIONAL,
    risk: RiskRange | None = RiskRange.MID,
) -> Floats:
    """Probability that the position of each actor wins, shape (draws, actors); holders share it by weight.

    Utilities are linear in distance for a first election, over the positions of all actors. Its result gives risk
    attitudes, and these bend utilities for the second election, over distinct positions. Weights vote in both.

    Args:
        x: positions on 0 to 1, shape (draws, actors).
        w: weights of votes, not negative, same shape.
        voting: how votes grow with what is at stake.
        victory: how the chance of a coalition grows with its strength.
        model: how an option wins.
        risk: the range of risk attitudes; None keeps utilities linear, in one election over distinct positions.
    """
    order = np.argsort(x, axis=1, kind="stable")
    x, w = np.take_along_axis(x, order, 1), np.take_along_axis(w, order, 1)
    gap = np.abs(x[:, :, None] - x[:, None, :])
    seen = 1 - gap
    if risk is not None:
        strength = coalitions(voting, w, seen)
        everyone = np.ones((len(x), 1, x.shape[1]), dtype=np.bool_)
        first = elect(model, strength, victory_odds(victory, strength), everyone)[:, 0]
        seen = utility(gap, attitudes(first, risk)[:, :, None])
    distinct, holding = merged(x[:, :, None])
    strength = coalitions(voting, w, seen)
    won = elect(model, strength, victory_odds(victory, strength), distinct[:, None])[:, 0]
    shared = np.empty_like(x)
    np.put_along_axis(shared, order, _shares(won, w, holding), 1)
    return shared


def merged(positions: Floats) -> tuple[Bools, Floats]:
    """Which actors stand for a distinct position, and who holds the position of whom.

    Actors are gone through in their order; each that is not next to an earlier one's distinct position has its own.

    Args:
        positions: on 0 to 1, shape (draws, actors, dimensions).

    Returns:
        Whether each actor is the first at a position, shape (draws, actors); and 1.0 where the row's actor holds the
        position that the column's actor stands for, else 0.0, shape (draws, actors, actors).
    """
    draws, actors, _ = positions.shape
    near = np.sqrt(((positions[:, :, None] - positions[:, None, :]) ** 2).sum(axis=3)) < SAME
    distinct = np.zeros((draws, actors), dtype=np.bool_)
    for actor in range(actors):
        distinct[:, actor] = ~(near[:, actor, :actor] & distinct[:, :actor]).any(axis=1)
    choices = near & distinct[:, None]
    # Of two distinct positions that are both next to an actor's, the later is the one it holds.
    last = actors - 1 - np.argmax(choices[:, :, ::-1], axis=2)
    return distinct, (last[:, :, None] == np.arange(actors)).astype(np.float64)


def _shares(won: Floats, weights: Floats, holding: Floats) -> Floats:
    """Each position's probability divided among its holders by weight, or evenly if they have none."""
    held = np.matmul(weights[:, None], holding)[:, 0]
    heads = holding.sum(axis=1)
    total = np.where(held > 0, held, np.maximum(heads, 1.0))
    own = np.where(np.matmul(holding, held[:, :, None])[:, :, 0] > 0, weights, 1.0)
    return np.asarray(own * np.matmul(holding, (won / total)[:, :, None])[:, :, 0])


def _conditional(strength: Floats, odds: Floats, agendas: Bools) -> Floats:
    """An option wins if it beats all others on the agenda; given that one does."""
    logs = np.log(np.maximum(odds, _LEAST))
    beats = np.matmul(agendas.astype(np.float64), np.swapaxes(logs, 1, 2))
    beats = np.where(agendas, beats, -np.inf)
    raw = np.exp(beats - beats.max(axis=2, keepdims=True))
    return np.asarray(raw / raw.sum(axis=2, keepdims=True))


def _uniform(strength: Floats, odds: Floats, agendas: Bools) -> Floats:
    """Every option is as likely to challenge the one that holds the floor."""
    on = agendas.astype(np.float64)
    size = on.sum(axis=2, keepdims=True)
    beaten = np.swapaxes(odds, 1, 2)
    return _settled(on, np.matmul(on, beaten) / size, 1 / size, np.ones_like(on), beaten, 1e-6)


def _incentive(strength: Floats, odds: Floats, agendas: Bools) -> Floats:
    """Options challenge in proportion to the support for a challenge times its chance."""
    on = agendas.astype(np.float64)
    pressure = strength * odds + _IDLE * np.eye(strength.shape[1])
    total = np.matmul(on, pressure)
    weight = 1 / np.where(total > 0, total, 1.0)
    defended = np.matmul(on, pressure * np.swapaxes(odds, 1, 2)) * weight
    return _settled(on, defended, np.ones_like(on), weight, np.swapaxes(odds * pressure, 1, 2), 1e-8)


def _settled(on: Floats, keep: Floats, scale: Floats, weight: Floats, gain: Floats, tolerance: float) -> Floats:
    """The chain's distribution, from uniform on, half a step at a time, until no probability would change by more.

    One step is q = p * keep + scale * ((p * weight) @ gain), within each agenda.
    """
    p = on / on.sum(axis=2, keepdims=True)
    running = np.ones((*on.shape[:2], 1), dtype=np.bool_)
    for _ in range(_MOST_STEPS):
        q = on * (p * keep + scale * np.matmul(p * weight, gain))
        further = np.abs(q - p).max(axis=2, keepdims=True) > tolerance
        p = np.where(running, (p + q) / 2, p)
        running &= further
        if not running.any():
            break
    return np.asarray(p)
