"""The turns of the Spatial Model of Politics one after another, until each draw is quiet."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from trivet.lenses.bargaining.model.smp_challenge import Ints
from trivet.lenses.bargaining.model.smp_parameters import Parameters
from trivet.lenses.bargaining.model.smp_turn import Actors, turn, winning
from trivet.lenses.bargaining.model.voting import Bools, Floats

QUIET: Final = 0.02
"""A draw is quiet when all its moves together are less than this share of those in the first turn."""

_FIRST_MOVE: Final = 1e-4


@dataclass(frozen=True)
class Settings:
    """How to run the model.

    Attributes:
        parameters: of the model.
        upstream: repeat the program's mistakes.
        most_turns: after so many turns a run is ended.
        trace: keep every state, not the first, second and last only.
    """

    parameters: Parameters
    upstream: bool
    most_turns: int
    trace: bool


@dataclass(frozen=True)
class Course:
    """How draws went; those that have ended repeat their last state.

    Attributes:
        states: how many states there were, the first included, shape (draws,).
        capped: whether the draw was not yet quiet when it was ended, shape (draws,).
        tied: whether any choice was between options as good as equal, shape (draws,).
        positions: at each state kept, each of shape (draws, actors, dimensions).
        winning: probability that each actor's position wins, at each state kept, each of shape (draws, actors); by
            everyone's own utilities, upstream by those that the last actor believes everyone to have.
        targets: whom each actor challenged in each turn kept, or -1, each of shape (draws, actors).
        gains: what it expected to gain, same shapes.
    """

    states: Ints
    capped: Bools
    tied: Bools
    positions: list[Floats]
    winning: list[Floats]
    targets: list[Ints]
    gains: list[Floats]


def ranking(x: Floats, s: Floats, c: Floats, upstream: bool) -> Ints:
    """The order of actors that decides ties, shape (draws, actors): by row upstream.

    Else the larger capability comes first, then the lower position, then the lower salience, dimension by dimension.
    """
    if upstream:
        return np.broadcast_to(np.arange(c.shape[1]), c.shape)
    keys = np.concatenate([-c[None], np.moveaxis(x, 2, 0), np.moveaxis(s, 2, 0)])
    return np.lexsort(keys[::-1], axis=-1)


def course(x: Floats, actors: Actors, settings: Settings, uniform: Floats | None) -> Course:
    """All turns, from positions on.

    Args:
        x: positions on 0 to 1, shape (draws, actors, dimensions).
        actors: who takes part.
        settings: how to run the model.
        uniform: numbers from 0 to 1, shape (turns, draws, actors), if actors draw their bargains.
    """
    states = np.ones(len(x), dtype=np.intp)
    capped, tied = np.zeros((2, len(x)), dtype=np.bool_)
    unit = np.zeros(len(x))
    positions: list[Floats] = [x]
    targets: list[Ints] = []
    gains: list[Floats] = []
    live = np.flatnonzero((x != x[:, :1]).any(axis=(1, 2)))
    for number in range(settings.most_turns):
        if not live.size:
            break
        drawn = None if uniform is None else uniform[number, live]
        before = positions[-1][live]
        made = turn(before, actors.among(live), settings.parameters, settings.upstream, drawn)
        if settings.trace or number < 2:
            positions.append(positions[-1].copy())
        if settings.trace or number < 1:
            targets.append(np.full(x.shape[:2], -1, dtype=np.intp))
            gains.append(np.zeros(x.shape[:2]))
            targets[-1][live], gains[-1][live] = made.targets, made.gains
        positions[-1][live] = made.positions
        states[live] += 1
        tied[live] |= made.tied
        shift = np.sqrt(((made.positions - before) ** 2).sum(axis=2)).sum(axis=1)
        if number == 0:
            unit[live] = shift + _FIRST_MOVE
            continue
        live = live[shift / unit[live] >= QUIET]
    capped[live] = True
    return Course(states, capped, tied, positions, _winning(positions, states, actors, settings), targets, gains)


def _winning(positions: list[Floats], states: Ints, actors: Actors, settings: Settings) -> list[Floats]:
    """Probability of each actor's position at each state kept, worked out anew only for draws that were still going."""
    observer = -1 if settings.upstream else None
    found = [winning(positions[0], actors, settings.parameters, settings.upstream, observer)]
    for number, places in enumerate(positions[1:], 1):
        going = np.flatnonzero(states > number)
        found.append(found[-1].copy())
        if going.size:
            some = actors.among(going)
            found[-1][going] = winning(places[going], some, settings.parameters, settings.upstream, observer)
    return found
