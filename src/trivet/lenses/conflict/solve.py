"""Everything that is computed of one conflict, each part when it is first asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from trivet.lens.progress import report
from trivet.lens.streams import Streams
from trivet.lenses.conflict.build import Built
from trivet.lenses.conflict.model.coalitions import Coalitions, Improvement
from trivet.lenses.conflict.model.graph import Bools, Ints
from trivet.lenses.conflict.model.hypergame import hypergame_stability
from trivet.lenses.conflict.model.limited import limited_move
from trivet.lenses.conflict.model.robustness import Counts, equilibria, equilibrium_margin, margins
from trivet.lenses.conflict.model.sampling import completions, draw
from trivet.lenses.conflict.model.sim import fraser_hipel, sim
from trivet.lenses.conflict.model.stability import LEVELS, is_stable
from trivet.lenses.conflict.model.unknown import unknown_stability

CONCEPTS: Final = ("nash", "gmr", "smr", "seq", "sseq", "sim")
JOINED: Final = {"seq+fh-sim": "seq", "smr+fh-sim": "smr"}
DRAWN: Final = ("nash", "seq", "smr", "gmr")
"""Concepts for which preferences are drawn."""

SIM_STATES: Final = 1 << 17
"""Beyond this many states SIM is left out unless asked for."""

DETAIL_STATES: Final = 256
"""Beyond this many states nothing is told state by state."""

COALITION_WORK: Final = 2e10
DRAW_WORK: Final = 4e7


@dataclass(frozen=True)
class Choices:
    """What a user chose; see the settings of the lens."""

    improvement: Improvement = "strict"
    horizon: int = 3
    draws: int = 200
    spread: float = 1.0
    everything: bool = False


@dataclass(frozen=True, eq=False)
class Solved:
    """The answers of one conflict."""

    built: Built
    choices: Choices
    streams: Streams

    @property
    def players(self) -> range:
        """Indexes of the decision makers."""
        return range(len(self.built.model.players))

    @cached_property
    def stable(self) -> dict[str, list[Bools]]:
        """By concept, for each decision maker where it is stable. SIM only where it can be had."""
        concepts = [name for name in CONCEPTS if name != "sim" or self.has_sim]
        found: dict[str, list[Bools]] = {name: [] for name in concepts}
        model, total = self.built.model, len(concepts) * len(self.players)
        for number, (name, k) in enumerate((name, k) for name in concepts for k in self.players):
            report(number, total, f"{name} · {model.players[k]}")
            found[name].append(sim(model, k) if name == "sim" else is_stable(model, k, LEVELS[name](model, k)))
        return found

    @property
    def has_sim(self) -> bool:
        """Whether simultaneous stability is computed: it needs option form, and not too many states."""
        model = self.built.model
        return model.codes is not None and (model.size <= SIM_STATES or self.choices.everything)

    @cached_property
    def equilibria(self) -> dict[str, Bools]:
        """By concept where a state is stable for everybody, the joined rules of Fraser and Hipel included."""
        found = {name: np.asarray(np.logical_and.reduce(own)) for name, own in self.stable.items()}
        if self.has_sim:
            for name, base in JOINED.items():
                found[name] = fraser_hipel(self.built.model, self.stable[base], self.stable["sim"])
        return found

    @cached_property
    def support(self) -> Ints:
        """For each state under how many of the concepts it is an equilibrium."""
        return np.asarray(sum(self.equilibria[name].astype(np.int32) for name in self.stable), dtype=np.int32)

    @cached_property
    def margins(self) -> dict[str, tuple[Counts, Counts]]:
        """By concept the swaps of preferences that undo an equilibrium, and whose they are."""
        model = self.built.model
        if not model.moves.transitive and model.size > DETAIL_STATES:
            return {}
        return {name: equilibrium_margin(model, name) for name in LEVELS}

    @cached_property
    def own_margins(self) -> dict[str, list[Counts]]:
        """By concept and decision maker the swaps of its own preferences after which a state is unstable for it."""
        return {name: [margins(self.built.model, k, name) for k in self.players] for name in self.margins}

    @cached_property
    def coalitions(self) -> Coalitions | None:
        """Every coalition, if the model is small enough."""
        model = self.built.model
        work = float(model.size) ** 3 * 4.0 ** len(self.players)
        return Coalitions(model, self.choices.improvement) if work <= COALITION_WORK else None

    @cached_property
    def by_type(self) -> dict[str, Bools]:
        """By type of dealing with unknown preferences where a state is an equilibrium (SEQ); empty if all are known."""
        if not self.built.unknown or not self.built.relations:
            return {}
        found = unknown_stability(self.built.model, self.built.relations)
        return {kind: np.asarray(np.logical_and.reduce(concepts["seq"])) for kind, concepts in found.items()}

    @cached_property
    def certain(self) -> Bools:
        """Where a state is an equilibrium (SEQ) whatever the unknown preferences are.

        Every unknown statement is taken as liked, disliked and of no matter, in all combinations. Where there are too
        many, or pairs of states are unknown, a state must be an equilibrium under all four types.
        """
        found = completions(self.built.uncertain)
        if found is None:
            return np.asarray(np.logical_and.reduce([*self.by_type.values(), self.equilibria["seq"]]))
        return np.asarray(equilibria(self.built.model.with_payoffs(found), "seq").all(axis=0))

    @cached_property
    def limited(self) -> dict[int, list[Bools]]:
        """By horizon, for each decision maker where it stays, looking that many moves ahead."""
        if self.built.model.size > DETAIL_STATES:
            return {}
        return {h: limited_move(self.built.model, h) for h in range(1, self.choices.horizon + 1)}

    @cached_property
    def perceived(self) -> dict[str, list[Bools]]:
        """By concept, for each decision maker where it is content in the conflict as it sees it."""
        if not any(self.built.views) or self.built.model.size > DETAIL_STATES:
            return {}
        return {name: hypergame_stability(self.built.model, self.built.views, name) for name in LEVELS}

    @cached_property
    def shares(self) -> dict[float, dict[str, npt.NDArray[np.float64]]]:
        """By spread and concept the share of draws of preferences in which a state is an equilibrium."""
        model, count = self.built.model, self.choices.draws
        steps = sum(len(model.moves.pairs(k)) for k in self.players) if model.size <= DETAIL_STATES else DRAW_WORK
        if not count or model.size > DETAIL_STATES or steps * count > DRAW_WORK:
            return {}
        spreads = (self.choices.spread / 2, self.choices.spread, self.choices.spread * 2)
        return {spread: self._share(spread, count) for spread in spreads}

    def _share(self, spread: float, count: int) -> dict[str, npt.NDArray[np.float64]]:
        model = self.built.model
        drawn = []
        for known, maker in zip(self.built.uncertain, self.built.conflict.decision_makers, strict=True):
            random = self.streams.generator("conflict", self.built.conflict.id, self._place(maker.actor))
            drawn.append(draw(known, spread, count, random))
        varied = model.with_payoffs(np.stack(drawn))
        return {name: equilibria(varied, name).mean(axis=0) for name in DRAWN}

    def _place(self, actor: str) -> int:
        """The place of a decision maker in the file: streams must not hang on what actors are called."""
        return [maker.actor for maker in self.built.conflict.decision_makers].index(actor)


def numbers(where: Bools) -> list[int]:
    """The numbers, from 1, of the states where something holds."""
    return [int(state) + 1 for state in np.flatnonzero(where)]


def by_player(built: Built, own: list[Bools], told: Callable[[Bools], list[int]] = numbers) -> dict[str, list[int]]:
    """Lists of state numbers by decision maker."""
    return {name: told(where) for name, where in zip(built.model.players, own, strict=True)}
