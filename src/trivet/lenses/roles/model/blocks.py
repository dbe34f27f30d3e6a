"""Taking a problem apart: categories that no coupling joins, and phases, do not compete for anything.

So the programme falls into small blocks that can be solved one by one, and a rule touches only the blocks in which it
raises a share.
"""

from dataclasses import dataclass, replace

import numpy as np

from trivet.lenses.roles.model.batch import minimise
from trivet.lenses.roles.model.plan import PIECES, USE, Coupling, Floats, Ints, Plan, Variant


@dataclass(frozen=True, eq=False)
class Block:
    """Tasks that compete with one another in one phase."""

    phase: int
    tasks: Ints
    couplings: tuple[Coupling, ...]


def blocks(plan: Plan) -> tuple[Block, ...]:
    """The blocks of a plan, phase by phase."""
    label = plan.category.copy()
    for coupling in plan.couplings:
        joined = np.unique(label[[*coupling.tasks, *coupling.needs]])
        label[np.isin(label, joined)] = joined[0]
    found = []
    for phase in range(plan.phases):
        for number in np.unique(label):
            tasks = np.flatnonzero(label == number)
            own = tuple(c for c in plan.couplings if c.tasks[0] in tasks)
            found.append(Block(phase, tasks, own))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class Solved:
    """Optima of one block in every variant.

    Attributes:
        penalty: weighted convex penalty, without the small cost of use; shape (variants,).
        unmet: share of each task's demand that is not met, shape (variants, tasks of the block).
        supply: shape (variants, contributors, tasks of the block).
    """

    penalty: Floats
    unmet: Floats
    supply: Floats


def solve(plan: Plan, block: Block, variant: Variant) -> Solved:
    """Divide the tasks of a block, in every variant.

    Args:
        plan: the problem.
        block: one of its blocks.
        variant: amounts and shares, each with a leading axis of the same length.
    """
    able, own, only = narrowed(plan, block, variant)
    made = Programme(plan, own, only)
    found = made.read(minimise(made.cost, made.matrix, made.rhs, made.upper, made.basis).x)
    supply = np.zeros((len(found.supply), variant.capacity.shape[1], len(block.tasks)))
    supply[:, able] = found.supply
    return Solved(found.penalty, found.unmet, supply)


def narrowed(plan: Plan, block: Block, variant: Variant) -> tuple[Ints, Block, Variant]:
    """The contributors that can supply anything in a block, and block and variant with these only."""
    used = variant.allowed[:, :, block.tasks] * variant.capacity[:, :, plan.category[block.tasks]] > 0
    able = np.flatnonzero(used.any(axis=(0, 2)))
    return able, _among(block, able), _only(variant, able)


def _only(variant: Variant, able: Ints) -> Variant:
    """A variant with some contributors only."""
    return Variant(
        variant.demand, variant.capacity[:, able], variant.usable[:, able], variant.allowed[:, able], variant.weight
    )


def _among(block: Block, able: Ints) -> Block:
    """A block with some contributors only, counted anew."""
    place = {int(k): i for i, k in enumerate(able)}
    couplings = tuple(
        replace(c, contributors=tuple(place[k] for k in c.contributors if k in place)) for c in block.couplings
    )
    return Block(block.phase, block.tasks, couplings)


class Programme:
    """The linear programme of one block.

    Variables are supplies (contributor by task), pieces of unmet demand, and slacks. Supplies are counted in usable
    units. A cell with one task in the block bounds its supply; a cell with several gets a row.
    """

    def __init__(self, plan: Plan, block: Block, variant: Variant) -> None:
        self.tasks, phase = block.tasks, block.phase
        self.demand = variant.demand[:, self.tasks, phase]
        self.asked = np.where(self.demand > 0, self.demand, 1.0)
        usable = variant.usable[:, :, plan.theatre[self.tasks], phase]
        held = variant.capacity[:, :, plan.category[self.tasks]]
        self.count, self.contributors, self.width = held.shape
        self.weight = np.where(self.demand > 0, variant.weight[:, self.tasks], 0.0)
        self.limit = variant.allowed[:, :, self.tasks] * held * usable
        self.rows: list[tuple[Floats, Floats]] = []
        self._capacities(plan, held, usable)
        self._cells(plan, variant.allowed[:, :, self.tasks], held, usable)
        self._couplings(block.couplings)
        self._assemble()

    @property
    def supplies(self) -> int:
        """The number of supplies, which are the first variables."""
        return int(self.contributors * self.width)

    def _row(self) -> Floats:
        return np.zeros((self.count, self.contributors, self.width))

    def _capacities(self, plan: Plan, held: Floats, usable: Floats) -> None:
        """What a contributor supplies to all tasks of a category takes up no more than it holds."""
        share = np.where(usable > 0, usable, 1.0)
        for category in np.unique(plan.category[self.tasks]):
            own = plan.category[self.tasks] == category
            if own.sum() == 1:
                self.limit[:, :, own] = np.minimum(self.limit[:, :, own], (held * usable)[:, :, own])
                continue
            for k in range(self.contributors):
                row = self._row()
                row[:, k, own] = 1 / share[:, k, own]
                self.rows.append((row, held[:, k, own][:, 0]))

    def _cells(self, plan: Plan, allowed: Floats, held: Floats, usable: Floats) -> None:
        """What a contributor supplies to all tasks of a cell takes up no more than it may use there."""
        share = np.where(usable > 0, usable, 1.0)
        cell = plan.cell[self.tasks]
        for number in np.unique(cell):
            own = cell == number
            if own.sum() == 1:
                continue
            for k in range(self.contributors):
                row = self._row()
                row[:, k, own] = 1 / share[:, k, own]
                self.rows.append((row, (allowed * held)[:, k, own][:, 0]))

    def _couplings(self, couplings: tuple[Coupling, ...]) -> None:
        for coupling in couplings:
            row = self._row()
            for task in coupling.tasks:
                row[:, list(coupling.contributors), np.flatnonzero(self.tasks == task)[0]] = 1
            for task in coupling.needs:
                row[:, :, np.flatnonzero(self.tasks == task)[0]] -= coupling.per_unit
            self.rows.append((row, np.full(self.count, coupling.free)))

    def _assemble(self) -> None:
        pieces, supplies = len(PIECES), self.supplies
        slack = supplies + pieces * self.width
        total = slack + len(self.rows)
        self.matrix = np.zeros((self.count, self.width + len(self.rows), total))
        self.upper = np.full((self.count, total), np.inf)
        self.cost = np.zeros((self.count, total))
        self.upper[:, :supplies] = self.limit.reshape(self.count, -1)
        scale = self.weight.sum(axis=1, keepdims=True) / self.asked.sum(axis=1, keepdims=True)
        order = 1 + 1e-3 * np.arange(supplies) / max(supplies, 1)  # the same division whatever the solver
        self.cost[:, :supplies] = USE * scale * order
        for task in range(self.width):
            self.matrix[:, task, [k * self.width + task for k in range(self.contributors)]] = 1
            for piece, (share, slope) in enumerate(PIECES):
                at = supplies + task * pieces + piece
                self.matrix[:, task, at] = 1
                self.cost[:, at] = slope * self.weight[:, task] / self.asked[:, task]
                if piece < pieces - 1:
                    self.upper[:, at] = share * self.demand[:, task]
        for number, (row, _) in enumerate(self.rows):
            self.matrix[:, self.width + number, :supplies] = row.reshape(self.count, -1)
            self.matrix[:, self.width + number, slack + number] = 1
        right = [self.demand, *(limit[:, None] for _, limit in self.rows)]
        self.rhs = np.concatenate(right, axis=1)
        last = [supplies + task * pieces + pieces - 1 for task in range(self.width)]
        self.basis = np.array([*last, *range(slack, total)], dtype=np.int64)

    def read(self, x: Floats) -> Solved:
        """What an optimum says."""
        unmet = x[:, self.supplies : self.supplies + len(PIECES) * self.width]
        pieces = unmet.reshape(self.count, self.width, len(PIECES))
        share = pieces.sum(axis=2) / self.asked
        slopes = np.array([slope for _, slope in PIECES])
        penalty = (self.weight[:, :, None] * slopes * pieces / self.asked[:, :, None]).sum(axis=(1, 2))
        supply = x[:, : self.supplies].reshape(self.count, self.contributors, self.width)
        return Solved(penalty, np.clip(share, 0, 1), supply)
