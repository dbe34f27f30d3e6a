"""One turn of the Spatial Model of Politics: what actors see, whom they challenge, and where they move."""

from dataclasses import dataclass

import numpy as np

from trivet.lenses.bargaining.model import smp_bargain, smp_challenge
from trivet.lenses.bargaining.model.pce import elect, merged
from trivet.lenses.bargaining.model.risk import attitudes, distances, in_the_eyes, utility
from trivet.lenses.bargaining.model.smp_bargain import Bargain, Rules, Side
from trivet.lenses.bargaining.model.smp_challenge import Ints, Scene
from trivet.lenses.bargaining.model.smp_parameters import Parameters
from trivet.lenses.bargaining.model.voting import Bools, Floats, coalitions, victory_odds


@dataclass(frozen=True)
class Actors:
    """What stays the same from turn to turn.

    Attributes:
        saliences: on 0 to 1, shape (draws, actors, dimensions).
        capabilities: in any unit, shape (draws, actors).
    """

    saliences: Floats
    capabilities: Floats

    def among(self, draws: Ints | slice) -> "Actors":
        """The actors of some draws."""
        return Actors(self.saliences[draws], self.capabilities[draws])


@dataclass(frozen=True)
class Turn:
    """What a turn brings; arrays have shape (draws, actors) unless said otherwise.

    Attributes:
        positions: after all moves, shape (draws, actors, dimensions).
        targets: whom each actor challenged, or -1.
        gains: what it expected to gain.
        tied: whether any choice was between options as good as equal, shape (draws,).
    """

    positions: Floats
    targets: Ints
    gains: Floats
    tied: Bools


def scene(positions: Floats, actors: Actors, parameters: Parameters, upstream: bool) -> Scene:
    """What is known when a turn begins: an election with linear utilities gives everyone's risk attitude.

    Args:
        positions: on 0 to 1, shape (draws, actors, dimensions).
        actors: who takes part.
        parameters: of the model.
        upstream: repeat the program's mistakes.
    """
    apart = distances(positions, actors.saliences, positions)
    strength = coalitions(parameters.voting, actors.capabilities, 1 - apart, ordered=upstream)
    everyone = np.ones((len(apart), 1, apart.shape[1]), dtype=np.bool_)
    won = elect(parameters.pce, strength, victory_odds(parameters.victory, strength), everyone)[:, 0]
    attitude = attitudes(won, parameters.span)
    salience = actors.saliences.sum(axis=2)
    seen = in_the_eyes(attitude, parameters.adjust)
    return Scene(apart, attitude, seen, salience, actors.capabilities * salience)


def winning(
    positions: Floats, actors: Actors, parameters: Parameters, upstream: bool, observer: int | None = None
) -> Floats:
    """Probability that each actor's position wins an election over distinct positions, shape (draws, actors).

    Args:
        positions: on 0 to 1, shape (draws, actors, dimensions).
        actors: who takes part.
        parameters: of the model.
        upstream: repeat the program's mistakes.
        observer: whose beliefs about everyone's utilities count; None takes everyone's own utilities.
    """
    known = scene(positions, actors, parameters, upstream)
    attitude = known.attitudes if observer is None else known.views[:, observer]
    seen = utility(known.distances, attitude[:, :, None])
    strength = coalitions(parameters.voting, actors.capabilities, seen, ordered=upstream)
    distinct, holding = merged(positions)
    won = elect(parameters.pce, strength, victory_odds(parameters.victory, strength), distinct[:, None])[:, 0]
    return np.asarray(np.matmul(holding, won[:, :, None])[:, :, 0])


def turn(positions: Floats, actors: Actors, parameters: Parameters, upstream: bool, uniform: Floats | None) -> Turn:
    """Challenges, bargains and moves of one turn.

    Args:
        positions: on 0 to 1, shape (draws, actors, dimensions).
        actors: who takes part.
        parameters: of the model.
        upstream: repeat the program's mistakes.
        uniform: numbers from 0 to 1, shape (draws, actors), if actors draw their bargain.
    """
    known = scene(positions, actors, parameters, upstream)
    seen = smp_challenge.challenges(known, parameters.voting, parameters.commitment)
    targets, gains, unsure = smp_challenge.best_targets(seen.gains)
    pick = np.maximum(targets, 0)
    odds = np.take_along_axis(seen.odds, pick[:, :, None], 2)[:, :, 0]
    offers = _offers(odds, targets, Side(positions, actors.saliences), known, actors, parameters, upstream)
    values = smp_bargain.worth(offers, known, Side(positions, actors.saliences))
    rules = Rules(parameters.voting, parameters.victory, parameters.pce, upstream)
    options, equal = smp_bargain.chosen(offers, values, actors.capabilities, rules, uniform)
    after = smp_bargain.moved(offers, options, positions)
    tied = unsure.any(axis=1) | smp_bargain.undecided(offers, equal, positions)
    return Turn(after, targets, gains, tied)


def _offers(
    odds: Floats, targets: Ints, sides: Side, known: Scene, actors: Actors, parameters: Parameters, upstream: bool
) -> smp_bargain.Offers:
    """The bargains that challenges lead to, given the initiators' odds."""
    pick = np.maximum(targets, 0)
    other = None
    if parameters.bargain is not Bargain.INITIATOR:
        believed, gain = smp_challenge.in_target_eyes(known, pick, parameters.voting, parameters.commitment)
        other = gain if upstream else believed
    receivers = Side(*(np.take_along_axis(a, pick[:, :, None], 1) for a in (sides.positions, sides.saliences)))
    capability = actors.capabilities if upstream else np.take_along_axis(actors.capabilities, pick, 1)
    weights = known.weights, capability * np.take_along_axis(known.saliences, pick, 1)
    return smp_bargain.proposed(
        (odds, other), targets, (sides, receivers), weights, parameters.bargain, parameters.power
    )
