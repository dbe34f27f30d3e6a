"""The iterated models of one issue: KTAB's Spatial Model of Politics, and the challenge model."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

import numpy as np

from trivet.base.errors import NotFoundError, TrivetError
from trivet.base.ids import hint_at, names_in
from trivet.lens.streams import Streams
from trivet.lenses.bargaining.model import badge, challenge, smp
from trivet.lenses.bargaining.model.baselines import Floats
from trivet.lenses.bargaining.model.challenge_variant import Variant
from trivet.lenses.bargaining.model.smp_parameters import Parameters
from trivet.lenses.bargaining.solve import Solved

SHAKES: Final = 100
"""Small changes of the inputs under which a run is repeated for its stability badge."""

DRAWS: Final = 64
"""Draws of the inputs over which a run is repeated for its range."""

FEWEST: Final = 3
"""Actors that KTAB's model needs."""


def parameters_of(given: str | None) -> Parameters:
    """The nine parameters of KTAB's model from a list of numbers or names.

    Raises:
        TrivetError: if there are not nine, or a number is out of range.
        NotFoundError: if a name does not exist.
    """
    if not given:
        return Parameters()
    names = names_in(given)
    kinds = [type(getattr(Parameters(), field.name)) for field in fields(Parameters)]
    try:
        return Parameters.from_numbers(
            [
                int(name) if name.isascii() and name.isdigit() else _place(kind, name)
                for kind, name in zip(kinds, names, strict=True)
            ]
        )
    except ValueError as error:
        why = str(error) if len(names) == len(kinds) else f"the model has {len(kinds)} parameters, not {len(names)}"
        raise TrivetError(f"KTAB's model: {why}.") from None


def _place(kind: type[StrEnum], name: str) -> int:
    known = [member.value for member in kind]
    if name not in known:
        raise NotFoundError(f'KTAB\'s model has no "{name}" here. {hint_at(name, known)}')
    return known.index(name)


def variant_of(preset: str, given: str | None) -> Variant:
    """A reading of the challenge model: a preset, and single choices as name=value.

    Raises:
        NotFoundError: if a choice or its value does not exist.
        TrivetError: if a value is out of range.
    """
    base = challenge.CODE if preset == "code" else challenge.PAPER
    chosen: dict[str, Any] = {}
    for pair in re.split(r",(?=[^,=]*=)", given) if given else ():  # values may hold commas
        name, _, value = (part.strip() for part in pair.partition("="))
        known = [field.name for field in fields(Variant)]
        if name not in known:
            raise NotFoundError(f'The challenge model has no choice "{name}". {hint_at(name, known)}')
        chosen[name] = _value(name, getattr(base, name), value)
    try:
        return replace(base, **chosen)
    except ValueError as error:
        raise TrivetError(f"The challenge model: {error}.") from None


def _value(name: str, default: Any, given: str) -> Any:
    if not isinstance(default, StrEnum | bool):
        return _number(name, given)
    known = ["true", "false"] if isinstance(default, bool) else [member.value for member in type(default)]
    if given not in known:
        raise NotFoundError(f'The challenge model has no {name} "{given}". {hint_at(given, known)}')
    return given == "true" if isinstance(default, bool) else type(default)(given)


def _number(name: str, given: str) -> float:
    try:
        number = float(given)
    except ValueError:
        number = math.inf
    if math.isinf(number):
        raise TrivetError(f'The challenge model: "{name}" must be a number, not "{given}".')
    return number


@dataclass(frozen=True, eq=False)
class Politics:
    """KTAB's model on one issue, or on several at once if all actors hold a position on each.

    Attributes:
        solved: the issues, with the same actors in the same order.
        parameters: of the model.
        upstream: whether the program's mistakes are kept.
        streams: source of randomness.
    """

    solved: tuple[Solved, ...]
    parameters: Parameters
    upstream: bool
    streams: Streams

    @property
    def order(self) -> tuple[int, ...]:
        """Actors in the order of the file, which decides ties upstream."""
        return self.solved[0].problem.file_order

    @cached_property
    def inputs(self) -> tuple[Floats, Floats, Floats]:
        """Positions, saliences and capabilities at the best values, one draw in the order of the file."""
        order = list(self.order)
        x = np.stack([own.problem.position[order, 1] for own in self.solved], axis=-1)[None]
        s = np.stack([own.problem.salience[order, 1] for own in self.solved], axis=-1)[None]
        return x, s, self.solved[0].best.influence[:, order]

    @cached_property
    def run(self) -> smp.Run:
        """The whole course."""
        return self._run(*self.inputs, detail=True)

    def _run(self, x: Floats, s: Floats, c: Floats, *, detail: bool = False) -> smp.Run:
        stochastic = self.parameters.transition is smp.Transition.STOCHASTIC
        uniform = None
        if stochastic:
            random = self.streams.generator("bargaining", "smp", *(own.problem.issue.id for own in self.solved))
            uniform = random.random((100, 1, x.shape[1])).repeat(len(x), axis=1)
        return smp.run(x, s, c, self.parameters, upstream=self.upstream, trace=detail, detail=detail, uniform=uniform)

    @cached_property
    def drawn(self) -> smp.Run:
        """The first, second and last state over draws of the inputs."""
        order, draws = list(self.order), min(DRAWS, self.solved[0].choices.draws)
        x = np.stack([own.drawn.position[:draws, order] for own in self.solved], axis=-1)
        s = np.stack([own.drawn.salience[:draws, order] for own in self.solved], axis=-1)
        total = s.sum(axis=-1, keepdims=True)
        return self._run(x, s / np.maximum(total, 1.0), self.solved[0].drawn.influence[:draws, order])

    @cached_property
    def pressures(self) -> list[tuple[int, int, float]]:
        """Who would challenge whom first, and the gain it expects; the greatest first, by index in the issue."""
        if not len(self.run.targets):
            return []
        order, target, gain = self.order, self.run.targets[0, 0], self.run.gains[0, 0]
        found = [(order[i], order[int(j)], float(gain[i])) for i, j in enumerate(target) if j >= 0]
        return sorted(found, key=lambda own: (-round(own[2], 12), self.solved[0].problem.names[own[0]]))

    @cached_property
    def stability(self) -> float:
        """Share of small changes of the inputs that leave the winning position with the same actor."""
        x, s, c = self.inputs
        by_name = np.argsort(self.order)
        shocks = self.streams.generator("bargaining", "badge", min(own.problem.issue.id for own in self.solved))
        return badge.stability(
            lambda x, s, c: self._run(x, s, c).final.winning[:, by_name],
            x[0],
            s[0],
            c[0],
            shocks=shocks.uniform(-1, 1, (SHAKES, 3, x.shape[1]))[:, :, list(self.order)],
            decide=_winner,
        )


@dataclass(frozen=True, eq=False)
class Challenge:
    """The challenge model on one issue, in the numbers of its scale."""

    solved: Solved
    variant: Variant
    rounds: int
    streams: Streams

    @cached_property
    def inputs(self) -> tuple[Floats, Floats, Floats]:
        """Positions in the numbers of the scale, saliences, capabilities; one draw in the order of the file."""
        own, order = self.solved.problem, list(self.solved.problem.file_order)
        x = np.array([[position.position.best for position in own.issue.positions]])
        return x, own.salience[None, order, 1], self.solved.best.influence[:, order]

    @cached_property
    def run(self) -> challenge.Run:
        """The whole course."""
        return challenge.run(*self.inputs, self.variant, rounds=self.rounds, detail=True)

    @cached_property
    def stability(self) -> float:
        """Share of small changes of the inputs that leave the same actor at the median in the end."""
        x, s, c = self.inputs
        order = self.solved.problem.file_order
        by_name = np.argsort(order)
        shocks = self.streams.generator("bargaining", "badge", self.solved.problem.issue.id)
        width = float(np.ptp(x)) or 1.0
        return badge.stability(
            lambda x, s, c: _near_median(challenge.run(x, s, c, self.variant, rounds=self.rounds))[:, by_name],
            (x[0] - x.min()) / width,
            s[0],
            c[0],
            shocks=shocks.uniform(-1, 1, (SHAKES, 3, x.shape[1]))[:, :, list(order)],
            decide=_winner,
        )


def _winner(scores: Floats) -> Floats:
    """The first actor by name with the greatest score in each draw; what is equal to nine digits is a tie."""
    return np.asarray(np.argmax(np.round(scores, 9), axis=-1))


def _near_median(run: challenge.Run) -> Floats:
    return np.asarray(-np.abs(run.positions[-1] - run.median[-1][:, None]))


def together(solved: Sequence[Solved]) -> bool:
    """Whether KTAB's model can take several issues at once: the same actors, as capable, with saliences to share."""
    if len(solved) < 2:
        return False
    first = solved[0].problem
    same = all(
        own.problem.actors == first.actors
        and own.problem.file_order == first.file_order
        and bool((own.problem.influence == first.influence).all())
        for own in solved
    )
    return same and bool(np.all(np.sum([own.problem.salience[:, 1] for own in solved], axis=0) <= 1 + 1e-9))
