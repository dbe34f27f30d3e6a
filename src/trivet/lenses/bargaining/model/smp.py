"""KTAB's Spatial Model of Politics: actors challenge, bargain and move, turn by turn.

In each turn every actor picks the challenge by which it expects to gain most, and proposes a bargain in place of the
contest. Every actor then holds an election, in which all vote, over the bargains that name it, and does its half of the
winner. All move at once. A run ends when the moves are small beside those of the first turn.

Source: Wise, Lester & Efird (2015), "Multidimensional Bargaining Using KTAB", and the program's behaviour.

Two modes. *Corrected* goes by the text. *Upstream* repeats what the program does where that differs: the receiver's
expected gain in place of its odds, the initiator's capability for both sides of a compromise, prospect votes counted
from one side only, and probabilities of positions in the eyes of whoever stands last.

Kept in both, as part of the model: an actor does its half of a bargain even if the other side takes another one, and a
first move may span the scale.

Ties: of equals (but for rounding, 1e-12) the first is taken, the status quo before any bargain. Upstream, first means
by row. Corrected, it means the larger capability, then the lower position, dimension by dimension, then the lower
salience; so row order matters only between actors that are alike in everything, and such twins may trade places.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from trivet.lenses.bargaining.model.risk import utility
from trivet.lenses.bargaining.model.smp_bargain import Bargain, SaliencePower, Transition
from trivet.lenses.bargaining.model.smp_challenge import Challenges, Commitment, Ints, challenges
from trivet.lenses.bargaining.model.smp_course import Course, Settings, course, ranking
from trivet.lenses.bargaining.model.smp_parameters import Parameters
from trivet.lenses.bargaining.model.smp_readout import Readout, readout
from trivet.lenses.bargaining.model.smp_turn import Actors, scene, winning
from trivet.lenses.bargaining.model.voting import Bools, Floats

__all__ = ["Bargain", "Commitment", "Detail", "Parameters", "Readout", "Run", "SaliencePower", "Transition", "run"]

_BLOCK: Final = 600_000

_Number = TypeVar("_Number", bound=np.generic)
_Arrays = TypeVar("_Arrays", Readout, Challenges)


@dataclass(frozen=True)
class Detail:
    """The first turn from inside.

    Attributes:
        utilities: of each position to each actor as each observer believes, shape (draws, observers, actors, actors).
        challenges: what every actor makes of challenging every other one.
    """

    utilities: Floats
    challenges: Challenges


@dataclass(frozen=True)
class Run:
    """What became of each draw.

    Attributes:
        parameters: of the model.
        upstream: whether the program's mistakes were repeated.
        states: how many states there were, the first included, shape (draws,).
        capped: whether moves were not yet small when the run was ended, shape (draws,).
        tied: whether any choice was between options as good as equal (within 1e-9) that lead to different states, shape
            (draws,).
        initial: forecasts from the positions at the start.
        first: after one turn.
        final: at the end.
        positions: at each state, those of draws that have ended repeated, shape (states, draws, actors, dimensions).
        winning: probability that each actor's position wins, shape (states, draws, actors); by everyone's own
            utilities, upstream by those that the actor in the last row believes everyone to have.
        targets: whom each actor challenged in each turn, or -1, shape (turns, draws, actors).
        gains: what it expected to gain, same shape.
        detail: the first turn from inside, if asked for.

    Without a trace, ``positions`` and ``winning`` hold the first, second and last state, ``targets`` and ``gains`` the
    first turn.
    """

    parameters: Parameters
    upstream: bool
    states: Ints
    capped: Bools
    tied: Bools
    initial: Readout
    first: Readout
    final: Readout
    positions: Floats
    winning: Floats
    targets: Ints
    gains: Floats
    detail: Detail | None


def run(
    x: Floats,
    s: Floats,
    c: Floats,
    parameters: Parameters | None = None,
    *,
    upstream: bool = False,
    most_turns: int = 100,
    trace: bool = True,
    detail: bool = False,
    uniform: Floats | None = None,
) -> Run:
    """Let actors bargain until they are quiet; actors that all agree from the start do not begin.

    Args:
        x: positions on 0 to 1, shape (draws, actors, dimensions).
        s: saliences on 0 to 1, whose sum over dimensions is at most 1, same shape.
        c: capabilities, not negative, in any unit, shape (draws, actors).
        parameters: of the model; KTAB's defaults if None.
        upstream: repeat what the program does where that is a mistake.
        most_turns: after so many turns a run is ended, at least 2.
        trace: keep every state, not the first, second and last only.
        detail: keep the first turn from inside.
        uniform: numbers from 0 to 1, shape (turns, draws, actors), by which actors draw their bargains.

    Raises:
        ValueError: if the transition is stochastic and there are no uniform numbers.
    """
    chosen = parameters or Parameters()
    settings = Settings(chosen, upstream, most_turns, trace)
    stochastic = chosen.transition is Transition.STOCHASTIC
    if stochastic and uniform is None:
        raise ValueError("a stochastic transition needs uniform numbers")
    options = (1 + 2 * x.shape[1]) if chosen.bargain is Bargain.BOTH else 1 + x.shape[1]
    step = max(1, _BLOCK // options**2)
    parts = []
    for start in range(0, max(1, len(x)), step):
        draws = slice(start, start + step)
        drawn = uniform[:, draws] if stochastic and uniform is not None else None
        parts.append(_part(x[draws], s[draws], c[draws], settings, detail, drawn))
    return parts[0] if len(parts) == 1 else _joined(parts)


def _part(x: Floats, s: Floats, c: Floats, settings: Settings, detail: bool, uniform: Floats | None) -> Run:
    """A run over some draws, worked in the order that decides ties and put back into rows."""
    order = ranking(x, s, c, settings.upstream)
    back = np.argsort(order, axis=1)
    places, saliences = (np.take_along_axis(a, order[:, :, None], 1) for a in (x, s))
    actors = Actors(saliences, np.take_along_axis(c, order, 1))
    went = course(places, actors, settings, None if uniform is None else np.take_along_axis(uniform, order[None], 2))
    last = len(went.positions) - 1
    read = [_read(went, k, actors, settings, back) for k in (0, min(1, last), last)]
    kept = range(last + 1) if settings.trace else (0, min(1, last), last)
    named = [np.where(t >= 0, np.take_along_axis(order, np.maximum(t, 0), 1), -1) for t in went.targets]
    return Run(
        settings.parameters,
        settings.upstream,
        went.states,
        went.capped,
        went.tied,
        read[0],
        read[1],
        read[2],
        np.stack([np.take_along_axis(went.positions[k], back[:, :, None], 1) for k in kept]),
        np.stack([np.take_along_axis(went.winning[k], back, 1) for k in kept]),
        np.array([np.take_along_axis(t, back, 1) for t in named], dtype=np.intp).reshape(-1, *order.shape),
        np.array([np.take_along_axis(g, back, 1) for g in went.gains]).reshape(-1, *order.shape),
        _detail(places, actors, settings, back) if detail else None,
    )


def _read(went: Course, state: int, actors: Actors, settings: Settings, back: Ints) -> Readout:
    """The forecasts from one state, by row; always by everyone's own utilities."""
    places, won = went.positions[state], went.winning[state]
    if settings.upstream:
        won = winning(places, actors, settings.parameters, True)
    found = readout(places, actors.saliences * actors.capabilities[:, :, None], won)
    positions = np.take_along_axis(found.positions, back[:, :, None], 1)
    return replace(found, positions=positions, winning=np.take_along_axis(found.winning, back, 1))


def _detail(places: Floats, actors: Actors, settings: Settings, back: Ints) -> Detail:
    """The first turn from inside, by row."""
    known = scene(places, actors, settings.parameters, settings.upstream)
    draw = np.arange(len(back))[:, None, None]
    row, column = back[:, :, None], back[:, None, :]
    beliefs = utility(known.distances[:, None], known.views[:, :, :, None])
    seen = challenges(known, settings.parameters.voting, settings.parameters.commitment)
    return Detail(
        beliefs[draw[..., None], row[..., None], row[:, None], column[:, None]],
        Challenges(**{f.name: getattr(seen, f.name)[draw, row, column] for f in fields(seen)}),
    )


def _joined(parts: Sequence[Run]) -> Run:
    """One run from those over parts of the draws; shorter ones repeat their last state."""
    states, turns = max(len(p.positions) for p in parts), max(len(p.targets) for p in parts)
    details = [p.detail for p in parts if p.detail is not None]
    return Run(
        parts[0].parameters,
        parts[0].upstream,
        np.concatenate([p.states for p in parts]),
        np.concatenate([p.capped for p in parts]),
        np.concatenate([p.tied for p in parts]),
        _concatenated([p.initial for p in parts]),
        _concatenated([p.first for p in parts]),
        _concatenated([p.final for p in parts]),
        np.concatenate([_longer(p.positions, states, p.positions[-1:]) for p in parts], axis=1),
        np.concatenate([_longer(p.winning, states, p.winning[-1:]) for p in parts], axis=1),
        np.concatenate([_longer(p.targets, turns, np.full((1, *p.targets.shape[1:]), -1)) for p in parts], axis=1),
        np.concatenate([_longer(p.gains, turns, np.zeros((1, *p.gains.shape[1:]))) for p in parts], axis=1),
        None
        if not details
        else Detail(np.concatenate([d.utilities for d in details]), _concatenated([d.challenges for d in details])),
    )


def _longer(series: npt.NDArray[_Number], length: int, rest: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
    return np.concatenate([series, *[rest] * (length - len(series))])


def _concatenated(items: Sequence[_Arrays]) -> _Arrays:
    """One of its kind, all arrays put together over draws."""
    kind = type(items[0])
    return kind(**{f.name: np.concatenate([getattr(item, f.name) for item in items]) for f in fields(kind)})
