"""A role model by number: places of its parts, and its amounts as arrays."""

from collections.abc import Iterable, Mapping

import numpy as np

from trivet.base.quantity import Range
from trivet.case.schema.roles import RoleModel
from trivet.lenses.roles.model.plan import Coupling, Floats, Plan

Cells = dict[tuple[str, str], dict[str, float]]
"""Shares by contributor and theatre, then by cell."""


class Index:
    """Numbers for the ids of a role model that has no faults."""

    def __init__(self, model: RoleModel) -> None:
        """Number everything in the order of the file."""
        self.model = model
        self.categories = [c.id for c in model.categories]
        self.phases = [p.id for p in model.phases]
        self.theatres = [t.id for t in model.theatres]
        self.roles = [r.id for r in model.roles]
        self.contributors = [c.id for c in model.contributors]
        self.tasks = [t.id for t in model.tasks]

    def plan(self) -> Plan:
        """What does not change."""
        tasks = self.model.tasks
        return Plan(
            np.array([self.theatres.index(t.theatre) for t in tasks], dtype=np.int64),
            np.array([self.categories.index(t.category) for t in tasks], dtype=np.int64),
            np.array([self.roles.index(t.role) for t in tasks], dtype=np.int64),
            np.array([[t.phases.get(p, 0.0) for p in self.phases] for t in tasks], dtype=np.float64),
            np.array([t.weight for t in tasks], dtype=np.float64),
            tuple(self._couplings()),
            self.reluctance(),
        )

    def reluctance(self) -> Floats:
        """How hard each contributor's state finds each task, shape (contributors, tasks)."""
        found = np.zeros((len(self.contributors), len(self.tasks)))
        for own in self.model.reluctance:
            cells: Cells = {
                (contributor.id, own.theatre): dict(own.roles)
                for contributor in self.model.contributors
                if contributor.actor == own.actor
            }
            found = np.maximum(found, self.shares(cells))
        return found

    def _couplings(self) -> Iterable[Coupling]:
        for own in self.model.couplings:
            here = [(i, t) for i, t in enumerate(self.model.tasks) if t.theatre == own.theatre]
            tasks = tuple(i for i, t in here if t.category == own.category and t.role == own.role)
            needs = tuple(i for i, t in here if t.category == own.needs)
            people = tuple(self.contributors.index(name) for name in own.contributors)
            if tasks and needs:
                yield Coupling(tasks, people, needs, own.per_unit, own.free)

    def capacity(self) -> Floats:
        """Ranges, shape (contributors, categories, 3)."""
        found = np.zeros((len(self.contributors), len(self.categories), 3))
        for i, contributor in enumerate(self.model.contributors):
            for own in contributor.capacities:
                found[i, self.categories.index(own.category)] = bounds(own.total)
        return found

    def usable(self) -> Floats:
        """Ranges, shape (contributors, theatres, phases, 3)."""
        found = np.zeros((len(self.contributors), len(self.theatres), len(self.phases), 3))
        for i, contributor in enumerate(self.model.contributors):
            for p, phase in enumerate(self.model.phases):
                found[i, :, p] = bounds(phase.forward if contributor.kind == "forward" else phase.reinforcing)
            if contributor.home is not None and contributor.home_share is not None:
                found[i, self.theatres.index(contributor.home)] = contributor.home_share
        return found

    def shares(self, cells: Cells) -> Floats:
        """The share of each task's cell, shape (contributors, tasks): the narrower entry wins, none means nothing."""
        found = np.zeros((len(self.contributors), len(self.tasks)))
        for i, name in enumerate(self.contributors):
            for k, task in enumerate(self.model.tasks):
                own = cells.get((name, task.theatre), {})
                keys = (f"{task.role}:{task.category}", task.role, "all")
                found[i, k] = next((own[key] for key in keys if key in own), 0.0)
        return found


def merged(cells: Cells, contributor: str, theatre: str, allow: Mapping[str, float]) -> Cells:
    """Shares with some raised; none is lowered."""
    own = dict(cells.get((contributor, theatre), {}))
    for cell, share in allow.items():
        own[cell] = max(share, own.get(cell, 0.0))
    return {**cells, (contributor, theatre): own}


def bounds(given: Range) -> tuple[float, float, float]:
    """Lowest, best and highest value."""
    return given.low, given.best, given.high


def ranges(given: Iterable[Range]) -> Floats:
    """Several ranges, shape (ranges, 3)."""
    return np.array([bounds(own) for own in given], dtype=np.float64).reshape(-1, 3)
