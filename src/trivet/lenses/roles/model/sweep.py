"""Every set of rules at once: a full factorial without solving it set by set.

A block feels only the rules that raise a share in it. It is solved for every combination of those, and the value of a
whole set is the sum over the blocks: 512 sets cost no more than a few dozen small batches.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from trivet.lenses.roles.model.blocks import Block, Solved, blocks, solve
from trivet.lenses.roles.model.plan import Floats, Ints, Plan, Variant

MAX_RULES: Final = 16

THREADS: Final = 2
"""Blocks that are solved side by side; they share nothing, so that the number of threads changes no result."""


@dataclass(frozen=True, eq=False)
class Access:
    """Shares with and without rules.

    Attributes:
        base: shape (..., contributors, tasks): what may be used now.
        raised: shape (rules, ..., contributors, tasks): what may be used if one rule is added; at least ``base``.
    """

    base: Floats
    raised: Floats

    def under(self, rules: Sequence[int]) -> Floats:
        """What may be used under a set of rules: the most that any of them, or none, allows."""
        found = self.base
        for rule in rules:
            found = np.maximum(found, self.raised[rule])
        return found


@dataclass(frozen=True, eq=False)
class Swept:
    """One block under every combination of the rules that touch it.

    Attributes:
        block: the block.
        rules: indexes of the rules that touch it.
        solved: optima; the variants are combinations (rule i of ``rules`` is bit i), then draws.
    """

    block: Block
    rules: tuple[int, ...]
    solved: Solved


class Sweep:
    """All sets of rules over one problem, in every draw."""

    def __init__(
        self, plan: Plan, variant: Variant, access: Access, only: Sequence[Sequence[int]] | None = None
    ) -> None:
        """Solve the blocks.

        Args:
            plan: the problem.
            variant: amounts and weights with a leading axis of draws; its shares are not used.
            access: shares, with the same axis of draws.
            only: the sets of rules that will be asked for; all of them if left out.

        Raises:
            ValueError: if there are more rules than :data:`MAX_RULES`.
        """
        self.plan, self.variant, self.access = plan, variant, access
        self.rules = len(access.raised)
        if self.rules > MAX_RULES:
            raise ValueError(f"at most {MAX_RULES} rules can be combined")
        self.draws = len(variant.demand)
        self._only = only
        with ThreadPoolExecutor(THREADS if self.draws > 1 else 1) as pool:
            self.swept = tuple(pool.map(self._sweep, blocks(plan)))

    def _sweep(self, block: Block) -> Swept:
        held = self.variant.capacity[:, :, self.plan.category[block.tasks]] > 0
        gain = self.access.raised[..., block.tasks] > self.access.base[..., block.tasks] + 1e-12
        touched = (gain & held[None]).any(axis=(1, 2, 3))
        rules = tuple(int(rule) for rule in np.flatnonzero(touched))
        sets = self._combinations(rules)
        allowed = np.concatenate([self.access.under([rules[i] for i in chosen]) for chosen in sets])
        times = len(sets)
        repeated = Variant(
            np.tile(self.variant.demand, (times, 1, 1)),
            np.tile(self.variant.capacity, (times, 1, 1)),
            np.tile(self.variant.usable, (times, 1, 1, 1)),
            allowed,
            np.tile(self.variant.weight, (times, 1)),
        )
        return Swept(block, rules, solve(self.plan, block, repeated))

    def _combinations(self, rules: tuple[int, ...]) -> list[list[int]]:
        """The combinations of a block's own rules that are asked for, each once."""
        if self._only is None:
            return [[i for i in range(len(rules)) if number >> i & 1] for number in range(1 << len(rules))]
        found = dict.fromkeys(tuple(i for i, rule in enumerate(rules) if rule in chosen) for chosen in self._only)
        return [list(chosen) for chosen in found]

    def spot(self, swept: Swept, chosen: Sequence[int]) -> int:
        """The number of the combination of a block's rules that a set of rules makes."""
        own = [i for i, rule in enumerate(swept.rules) if rule in chosen]
        return self._combinations(swept.rules).index(own)

    def penalties(self, sets: Sequence[Sequence[int]]) -> Floats:
        """The penalty under each of some sets of rules, shape (sets, draws)."""
        found = np.zeros((len(sets), self.draws))
        for swept in self.swept:
            by_set = swept.solved.penalty.reshape(-1, self.draws)
            where = {tuple(c): n for n, c in enumerate(self._combinations(swept.rules))}
            picks = [where[tuple(i for i, rule in enumerate(swept.rules) if rule in chosen)] for chosen in sets]
            found += by_set[picks]
        return found

    def unmet(self, chosen: Sequence[int]) -> Floats:
        """The unmet share of every task under a set of rules, shape (draws, tasks, phases)."""
        found = np.zeros((self.draws, self.plan.tasks, self.plan.phases))
        for swept in self.swept:
            part = swept.solved.unmet.reshape(-1, self.draws, len(swept.block.tasks))
            found[:, swept.block.tasks, swept.block.phase] = part[self.spot(swept, chosen)]
        return found

    def supply(self, chosen: Sequence[int]) -> Floats:
        """Who supplies what under a set of rules, shape (draws, contributors, tasks, phases)."""
        people = self.variant.capacity.shape[1]
        found = np.zeros((self.draws, people, self.plan.tasks, self.plan.phases))
        for swept in self.swept:
            part = swept.solved.supply.reshape(-1, self.draws, people, len(swept.block.tasks))
            found[:, :, swept.block.tasks, swept.block.phase] = part[self.spot(swept, chosen)]
        return found

    @cached_property
    def every(self) -> Floats:
        """The penalty under all sets of rules, rule i as bit i; shape (2**rules, draws)."""
        found = np.zeros((1 << self.rules, self.draws))
        numbers = np.arange(1 << self.rules)
        for swept in self.swept:
            by_set = swept.solved.penalty.reshape(-1, self.draws)
            own = np.zeros(len(numbers), dtype=np.int64)
            for i, rule in enumerate(swept.rules):
                own |= (numbers >> rule & 1) << i
            found += by_set[own]
        return found

    def shortfalls(self, tasks: Ints) -> Floats:
        """The weighted unmet share of some tasks under all sets of rules, rule i as bit i; the first draw only.

        Returns:
            Shape (2**rules,).
        """
        found, total = np.zeros(1 << self.rules), 0.0
        numbers = np.arange(1 << self.rules)
        for swept in self.swept:
            asked = self.variant.demand[0, swept.block.tasks, swept.block.phase] > 0
            weight = np.where(asked & np.isin(swept.block.tasks, tasks), self.variant.weight[0, swept.block.tasks], 0.0)
            unmet = swept.solved.unmet.reshape(-1, self.draws, len(weight))[:, 0]
            own = np.zeros(len(numbers), dtype=np.int64)
            for i, rule in enumerate(swept.rules):
                own |= (numbers >> rule & 1) << i
            found += (unmet @ weight)[own]
            total += float(weight.sum())
        return found / total if total else found


def shortfall(plan: Plan, variant: Variant, unmet: Floats, tasks: Ints | None = None) -> Floats:
    """The weighted mean unmet share, 0 to 1, over phases and tasks that ask for anything; shape (draws,).

    Args:
        plan: the problem.
        variant: amounts and weights, with the same leading axis.
        unmet: shape (draws, tasks, phases).
        tasks: only these tasks; all if left out.
    """
    own = slice(None) if tasks is None else tasks
    weight = np.where(variant.demand > 0, variant.weight[..., None], 0.0)[:, own]
    total = weight.sum(axis=(1, 2))
    return np.asarray((weight * unmet[:, own]).sum(axis=(1, 2)) / np.where(total > 0, total, 1.0))
