"""Everything that is computed of one issue, each part when it is first asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np

from trivet.case.schema.bargaining import BargainingModel, BargainingScenario, OutcomeClaim
from trivet.lens.draws import triangular
from trivet.lens.streams import Streams
from trivet.lenses.bargaining.model import baselines
from trivet.lenses.bargaining.model.attribution import Indices, indices
from trivet.lenses.bargaining.model.baselines import Floats
from trivet.lenses.bargaining.model.draws import Inputs, chances, correlated, log_triangular
from trivet.lenses.bargaining.model.mixture import Mixture, at_most, on_average, quantile
from trivet.lenses.bargaining.read import Problem

LEVELS: Final = (0.1, 0.9)
"""Ends of the range that is told: four outcomes in five lie between them."""

ATTRIBUTION_DRAWS: Final = 1024


@dataclass(frozen=True)
class Choices:
    """What a user chose; see the settings of the lens."""

    draws: int = 2048
    correlation: float = 0.3
    mixture: Mixture = field(default_factory=Mixture)
    cost: float | None = None


@dataclass(frozen=True)
class Swing:
    """How far the outcome moves while one actor's inputs go from end to end of their ranges.

    ``low`` and ``high`` are outcomes between 0 and 1, everybody else at the best values.
    """

    actor: int
    low: float
    high: float

    @property
    def width(self) -> float:
        """From the one end to the other."""
        return self.high - self.low


@dataclass(frozen=True, eq=False)
class Solved:
    """The answers for one issue, under one distribution of influence."""

    problem: Problem
    choices: Choices
    streams: Streams
    scenario: BargainingScenario | None = None
    base: "Solved | None" = None

    @cached_property
    def best(self) -> Inputs:
        """The inputs at their best values, as one draw."""
        own = self.problem
        influence = own.influence[:, 1] * self._factors[:, 1]
        return Inputs(
            own.position[None, :, 1], own.salience[None, :, 1], influence[None, :], np.asarray(own.status_quo[None, 1])
        )

    @cached_property
    def drawn(self) -> Inputs:
        """Draws of the inputs; under a scenario the same ones with other influences."""
        own, draws = self.problem, self.choices.draws
        if self.base is not None:
            factor = triangular(self._factors, self._chances("change", own.names))
            return replace(self.base.drawn, influence=self.base.drawn.influence * factor)
        uniform = {part: self._chances(part, own.names) for part in ("position", "salience", "influence")}
        common = self._chances("common", own.states)
        position = triangular(own.position, correlated(uniform["position"], common, self.choices.correlation))
        known = bool(np.isfinite(own.status_quo).all())
        stands = triangular(own.status_quo, self._chances("stands", ("status quo",))[:, 0]) if known else np.nan
        return Inputs(
            position,
            triangular(own.salience, uniform["salience"]),
            log_triangular(own.influence, uniform["influence"]),
            np.broadcast_to(np.asarray(stands), (draws,)),
        )

    def _chances(self, part: str, names: Sequence[str], draws: int | None = None) -> Floats:
        issue = self.problem.issue.id
        return chances(
            lambda name: self.streams.generator("bargaining", issue, part, name), names, draws or self.choices.draws
        )

    @cached_property
    def _factors(self) -> Floats:
        """Factors of influence under the scenario, shape (actors, 3)."""
        factors = np.ones((self.problem.size, 3))
        for change in self.scenario.changes if self.scenario else ():
            for i in self.problem.members((change.actor,)):
                factors[i] = (change.influence.low, change.influence.best, change.influence.high)
        return factors

    # The default forecast

    @cached_property
    def point(self) -> float:
        """The point forecast: the weighted mean at the best values, 0 to 1."""
        return float(baselines.mean(self.best.position, self.best.weight)[0])

    @cached_property
    def means(self) -> Floats:
        """The weighted mean of every draw, shape (draws,)."""
        return baselines.mean(self.drawn.position, self.drawn.weight)

    @cached_property
    def median(self) -> tuple[float, float]:
        """Lower and upper weighted median at the best values."""
        low, high = baselines.median(self.best.position, self.best.weight)
        return float(low[0]), float(high[0])

    @cached_property
    def distribution(self) -> Floats:
        """The forecast as a distribution function over the points of ``mixture.GRID``, over all draws of the inputs."""
        return on_average(self.drawn.position, self.drawn.weight, self.choices.mixture, self._stated)

    @property
    def _stated(self) -> Floats | None:
        """Where actors themselves are expected, if not at the drawn positions. Errors that are only assumed move the
        bell and leave actors where they stand: the mixture was fitted on stated positions, so it holds such errors
        already."""
        return self.best.position if self.problem.assumed else None

    def quantile(self, level: float) -> float:
        """A quantile of the forecast, 0 to 1."""
        return quantile(self.distribution, level)

    def chance(self, claim: OutcomeClaim) -> Floats:
        """The probability of a claim in every draw of the inputs, shape (draws,)."""
        low = self.problem.unit(claim.above) if claim.above is not None else -1.0
        high = self.problem.unit(claim.below) if claim.below is not None else 2.0
        points = np.array([low, high - 1e-9])
        below = at_most(self.drawn.position, self.drawn.weight, self.choices.mixture, points, self._stated)
        upper = below[:, 1] if claim.below is not None else 1.0
        return np.asarray(np.clip(upper - (below[:, 0] if claim.above is not None else 0.0), 0.0, 1.0))

    # Who moves it

    @cached_property
    def pivots(self) -> Floats:
        """In which share of draws each actor's position is the weighted median, shape (actors,)."""
        return np.asarray(baselines.pivot(self.drawn.position, self.drawn.weight).mean(axis=0))

    @cached_property
    def swings(self) -> list[Swing]:
        """How far each actor alone can move the outcome within its judged ranges; the widest first."""
        own = self.problem
        order = sorted(range(own.size), key=lambda i: (-round(self._swing(i).width, 12), own.names[i]))
        return [self._swing(i) for i in order]

    def _swing(self, actor: int) -> Swing:
        own = self.problem
        ends = np.array([(p, s, c) for p in (0, 1, 2) for s in (0, 1, 2) for c in (0, 1, 2)])
        position, weight = (np.repeat(part, len(ends), axis=0) for part in (self.best.position, self.best.weight))
        position[:, actor] = own.position[actor, ends[:, 0]]
        factor = self._factors[actor, 1]
        weight[:, actor] = own.salience[actor, ends[:, 1]] * own.influence[actor, ends[:, 2]] * factor
        usable = weight.sum(axis=1) > 0
        found = baselines.mean(position[usable], weight[usable])
        return Swing(actor, float(found.min()), float(found.max()))

    @cached_property
    def leverage(self) -> tuple[Floats, Floats, Floats]:
        """For each actor: by how much the outcome moves with its position, with its weight, and if it left."""
        x, w = self.best.position, self.best.weight
        return (
            baselines.by_position(x, w)[0],
            baselines.by_weight(x, w)[0],
            baselines.without(x, w)[0] - self.point,
        )

    @cached_property
    def attribution(self) -> Indices:
        """From whose inputs the uncertainty of the point forecast comes; inputs taken as independent."""
        own, count = self.problem, self.problem.size

        def model(uniform: Floats) -> Floats:
            position = triangular(own.position, uniform[:, :count])
            salience = triangular(own.salience, uniform[:, count : 2 * count])
            influence = log_triangular(own.influence, uniform[:, 2 * count :]) * self._factors[:, 1]
            return baselines.mean(position, influence * salience)

        one, two = (
            np.concatenate(
                [
                    self._chances(f"{part}-{letter}", own.names, ATTRIBUTION_DRAWS)
                    for part in ("position", "salience", "influence")
                ],
                axis=1,
            )
            for letter in ("a", "b")
        )
        return indices(model, one, two, [(i, count + i, 2 * count + i) for i in range(count)])

    # Scenarios

    @cached_property
    def _under(self) -> dict[str, "Solved"]:
        return {}

    def under(self, scenario: BargainingScenario) -> "Solved":
        """The same issue under a scenario, with the same draws."""
        if scenario.id not in self._under:
            self._under[scenario.id] = replace(self, scenario=scenario, base=self)
        return self._under[scenario.id]

    def touched(self, scenario: BargainingScenario) -> bool:
        """Whether a scenario changes anybody who holds a position here, and leaves anybody with weight."""
        changed = any(self.problem.members((change.actor,)) for change in scenario.changes)
        return changed and bool(self.under(scenario).best.weight.sum() > 0)


def claims_on(model: BargainingModel | None, issue: str) -> tuple[OutcomeClaim, ...]:
    """The claims on the outcome of an issue."""
    return tuple(claim for claim in model.claims if claim.issue == issue) if model else ()
