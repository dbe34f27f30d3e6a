"""Everything that is computed of one role model in one situation, each part when it is first asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from trivet.case.schema.roles import Situation, Stress, Weights
from trivet.lens.draws import triangular
from trivet.lens.streams import Streams
from trivet.lenses.roles.model.choose import Choice, cheapest, front, under_uncertainty
from trivet.lenses.roles.model.draws import Box, best_cut, drivers, first_ranks, shifted
from trivet.lenses.roles.model.highs import divide
from trivet.lenses.roles.model.plan import Floats, Variant
from trivet.lenses.roles.model.shapley import shapley
from trivet.lenses.roles.model.sweep import Access, Sweep, shortfall
from trivet.lenses.roles.read import Built, limited

TARGETS: Final = (0.25, 0.5, 0.75, 0.95)
FACTORIAL_DRAWS: Final = 20
"""Draws for which every set of rules is solved: for ranges of Shapley values and the choice under uncertainty."""

RATIOS: Final = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)
"""Weights of the first theatre against the others, for the trade-off curve."""


@dataclass(frozen=True)
class Choices:
    """What a user chose; see the settings of the lens."""

    rules: tuple[int, ...] = ()
    draws: int = 200
    spread: float = 0.5
    level: float = 0.9
    budget: float = 8.0


@dataclass(frozen=True, eq=False)
class Solved:
    """The answers for one situation."""

    built: Built
    situation: Situation
    weights: Weights
    stress: Stress | None
    choices: Choices
    streams: Streams

    @cached_property
    def floors(self) -> Floats:
        """For each theatre the share of its demand that is asked for."""
        names = [theatre.id for theatre in self.built.model.theatres]
        return np.array([1.0 if n in self.situation.active else self.situation.floors.get(n, 0.0) for n in names])

    def variant(self, draws: int, *, weights: Weights | None = None) -> Variant:
        """Amounts: the best values if ``draws`` is 0, else that many draws."""
        built, plan = self.built, self.built.plan
        demand = self._amounts(built.demand, draws, "demand")
        capacity = self._amounts(built.capacity, draws, "capacity") * self._left()[None, :, None]
        usable = self._amounts(built.usable, draws, "usable")
        asked = demand[:, :, None] * plan.multiplier[None] * self.floors[plan.theatre][None, :, None]
        names = [theatre.id for theatre in built.model.theatres]
        scale = np.array([(weights or self.weights).theatres.get(name, 1.0) for name in names])
        weight = np.tile(plan.priority * scale[plan.theatre], (len(asked), 1))
        return Variant(asked, capacity, usable, np.zeros(0), weight)

    def _amounts(self, given: Floats, draws: int, purpose: str) -> Floats:
        if not draws:
            return np.asarray(given[..., 1])[None]
        model = self.built.model
        people = [contributor.id for contributor in model.contributors]
        if purpose == "demand":
            uniform = self._uniform(purpose, [(task.id,) for task in model.tasks], draws)
        elif purpose == "capacity":
            named = [(own, category.id) for own in people for category in model.categories]
            uniform = self._uniform(purpose, named, draws).reshape(draws, *given.shape[:-1])
        else:  # one force is as ready in every theatre
            named = [(own, phase.id) for own in people for phase in model.phases]
            uniform = self._uniform(purpose, named, draws).reshape(draws, len(people), 1, len(model.phases))
        return triangular(given, np.broadcast_to(uniform, (draws, *given.shape[:-1])))

    def _uniform(self, purpose: str, names: Sequence[tuple[str, ...]], draws: int) -> Floats:
        """Numbers from 0 to 1, each quantity from a stream of its own; shape (draws, names)."""
        streams = (self.streams.generator("roles", self.built.model.id, purpose, *name) for name in names)
        return np.stack([stream.random(draws) for stream in streams], axis=1)

    def _left(self) -> Floats:
        names = [contributor.id for contributor in self.built.model.contributors]
        scale = self.stress.scale if self.stress else {}
        return np.array([scale.get(name, 1.0) for name in names])

    def access(self, draws: int) -> Access:
        """Shares: as judged best, or drawn."""
        allowed, raised = self.built.allowed, self.built.raised
        if self.stress:
            allowed, raised = limited(self.built, self.stress.limits)
        if not draws:
            return Access(allowed[None], raised[:, None])
        model = self.built.model
        names = [(own.id, theatre.id) for own in model.contributors for theatre in model.theatres]
        streams = (self.streams.generator("roles", model.id, "access", *name) for name in names)
        every = np.stack([stream.standard_normal(draws) for stream in streams], axis=1)
        normal = every.reshape(draws, len(model.contributors), len(model.theatres))[:, :, self.built.plan.theatre]
        base = shifted(allowed[None], normal, self.choices.spread)
        return Access(base, np.maximum(shifted(raised[:, None], normal[None], self.choices.spread), base[None]))

    @cached_property
    def best(self) -> Sweep:
        """Every set of rules at the best values."""
        return Sweep(self.built.plan, self.variant(0), self.access(0))

    @cached_property
    def switches(self) -> list[list[float]]:
        """For each theatre the unmet share under every set of rules, rule i as bit i, to four digits."""
        theatre = self.built.plan.theatre
        own = [self.best.shortfalls(np.flatnonzero(theatre == t)) for t in range(len(self.floors))]
        return [[round(float(value), 4) for value in values] for values in own]

    @cached_property
    def singles(self) -> list[list[int]]:
        """The posture that was chosen, and each rule added to it."""
        chosen = list(self.choices.rules)
        return [chosen, *([*chosen, i] for i in range(len(self.built.model.rules)))]

    @cached_property
    def drawn(self) -> Sweep:
        """The chosen posture, each rule added to it, and all rules, in every draw."""
        every = list(range(len(self.built.model.rules)))
        return Sweep(
            self.built.plan, self.variant(self.choices.draws), self.access(self.choices.draws), [*self.singles, every]
        )

    @cached_property
    def factorial(self) -> Sweep:
        """Every set of rules in some draws."""
        count = min(FACTORIAL_DRAWS, self.choices.draws)
        return Sweep(self.built.plan, self.variant(count), self.access(count))

    def shortfalls(self, sweep: Sweep, rules: list[int], theatre: int | None = None) -> Floats:
        """The weighted unmet share under a set of rules, shape (draws,)."""
        tasks = None if theatre is None else np.flatnonzero(self.built.plan.theatre == theatre)
        return shortfall(self.built.plan, sweep.variant, sweep.unmet(rules), tasks)

    @cached_property
    def gains(self) -> Floats:
        """What each rule takes off the penalty of the chosen posture, shape (rules, draws)."""
        found = self.drawn.penalties(self.singles)
        return np.asarray(found[0] - found[1:])

    @cached_property
    def first(self) -> Floats:
        """In which share of draws each rule gains most."""
        return first_ranks(self.gains)

    @cached_property
    def shapley(self) -> Floats:
        """Shapley values at the best values, shape (rules,)."""
        values = self.best.every[:, 0]
        return shapley(values[0] - values)

    @cached_property
    def shapley_ranges(self) -> Floats:
        """The 5 % and 95 % quantiles of Shapley values over draws, shape (rules, 2)."""
        values = self.factorial.every
        return np.asarray(np.quantile(shapley(values[0] - values), (0.05, 0.95), axis=1).T)

    @property
    def prices(self) -> list[float]:
        """The best price of each rule; nothing for those that hold already."""
        return [0.0 if i in self.built.holding else float(price) for i, price in enumerate(self.built.prices[:, 1])]

    def cheapest(self, share: float) -> Choice:
        """The cheapest set that closes a share of what rules can close."""
        return cheapest(self.best.every[:, 0], self.prices, share)

    @cached_property
    def front(self) -> tuple[Choice, ...]:
        """Price against penalty."""
        return front(self.best.every[:, 0], self.prices)

    @cached_property
    def prudent(self) -> Choice:
        """The set within the budget whose bad draws are least bad."""
        return under_uncertainty(self.factorial.every, self.prices, self.choices.budget, self.choices.level)

    @cached_property
    def division(self) -> tuple[Floats, Floats]:
        """Who takes part in which task under the chosen posture: supplies and unmet shares."""
        access = self.access(0)
        allowed = access.under(self.choices.rules)
        return divide(self.built.plan, replace(self.variant(0), allowed=allowed))

    @cached_property
    def tradeoff(self) -> list[tuple[float, Floats]]:
        """For each ratio of weights the unmet share of every theatre, the first one weighted up or down."""
        one, access, chosen = self.variant(0), self.access(0), list(self.choices.rules)
        plan, count = self.built.plan, len(RATIOS)
        scale = np.where(plan.theatre[None, :] == 0, np.array(RATIOS)[:, None], 1.0)
        many = Variant(
            np.repeat(one.demand, count, axis=0),
            np.repeat(one.capacity, count, axis=0),
            np.repeat(one.usable, count, axis=0),
            one.allowed,
            plan.priority[None, :] * scale,
        )
        shares = Access(np.repeat(access.base, count, axis=0), np.repeat(access.raised, count, axis=1))
        sweep = Sweep(plan, many, shares, [chosen])
        own = np.stack([self.shortfalls(sweep, chosen, t) for t in range(len(self.floors))], axis=1)
        return list(zip(RATIOS, own, strict=True))

    @cached_property
    def stressed(self) -> list[tuple[Stress, float]]:
        """What stays uncovered in all under the chosen rules, if something makes matters worse."""
        chosen = list(self.choices.rules)
        found = []
        for stress in self.built.model.stresses:
            worse = replace(self, stress=stress)
            sweep = Sweep(self.built.plan, worse.variant(0), worse.access(0), [chosen])
            found.append((stress, float(self.shortfalls(sweep, chosen)[0])))
        return found

    @cached_property
    def flips(self) -> tuple[Box, str] | None:
        """Where in the inputs the leading rule is overtaken: the one cut that tells best, and the input's name."""
        inputs, names = self._inputs()
        lead = int(np.argmax(self.gains.mean(axis=1)))
        lost = self.gains[lead] < self.gains.max(axis=0) - 1e-9
        found = best_cut(inputs, lost)
        return (found, names[found.input]) if found else None

    @cached_property
    def hinges(self) -> list[tuple[str, float]]:
        """Which demands and capacities decide by how much the leading rule leads; rank correlations."""
        order = np.argsort(-self.gains.mean(axis=1))
        if len(order) < 2:
            return []
        lead = self.gains[order[0]] - self.gains[order[1]]
        inputs, names = self._inputs()
        return drivers(inputs, lead, names)

    def _inputs(self) -> tuple[Floats, list[str]]:
        """What was drawn: demands of tasks and capacities of contributors, shape (inputs, draws), and their names."""
        model, variant = self.built.model, self.drawn.variant
        names = [f"tasks/{task.id}" for task in model.tasks]
        inputs = [variant.demand[:, k].sum(axis=1) for k in range(len(names))]
        for i, contributor in enumerate(model.contributors):
            for own in contributor.capacities:
                at = next(c for c, category in enumerate(model.categories) if category.id == own.category)
                names.append(f"contributors/{contributor.id}/{own.category}")
                inputs.append(variant.capacity[:, i, at])
        return np.array(inputs), names
