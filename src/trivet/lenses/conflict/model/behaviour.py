"""Reading behaviour: which concept explains an outcome that was observed.

A concept that calls nearly every state an equilibrium explains nothing. Selten's measure of predictive success (1991)
sets the hit against the area: 1 or 0 for whether the outcome is an equilibrium, minus the share of all states that are.
"""

from dataclasses import dataclass

import numpy as np

from trivet.lenses.conflict.model.graph import Bools, Model


@dataclass(frozen=True)
class Reading:
    """How one concept does on one observed outcome.

    Attributes:
        concept: its name.
        hit: whether the outcome is an equilibrium.
        area: share of states that are equilibria, 0 to 1.
        unstable_for: indexes of decision makers who would leave it.
    """

    concept: str
    hit: bool
    area: float
    unstable_for: tuple[int, ...]

    @property
    def success(self) -> float:
        """Hit minus area, from -1 to 1; 0 or less explains no better than saying that anything goes."""
        return float(self.hit) - self.area


def readings(stable: dict[str, list[Bools]], state: int) -> tuple[Reading, ...]:
    """Every concept's reading of an observed state, in the order of the concepts."""
    found = []
    for concept, own in stable.items():
        everybody = np.logical_and.reduce(own)
        leaving = tuple(k for k, content in enumerate(own) if not content[state])
        found.append(Reading(concept, bool(everybody[state]), float(everybody.mean()), leaving))
    return tuple(found)


@dataclass(frozen=True)
class ObservedMove:
    """A change between two observed states that one decision maker can have made alone.

    ``improved`` says whether that made it better off at once, by the model's preferences.
    """

    mover: int
    improved: bool


def observed_move(model: Model, before: int, after: int) -> ObservedMove | None:
    """Whose single move leads from one observed state to the next, or None if it took several."""
    for mover in range(len(model.players)):
        if after in model.moves.targets(mover, before):
            payoff = model.payoffs[mover]
            return ObservedMove(mover, bool(payoff[after] > payoff[before]))
    return None
