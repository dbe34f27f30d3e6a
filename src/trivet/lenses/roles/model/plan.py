"""A role-division problem as arrays: tasks, contributors, what they hold and what they may use.

Tasks ask for an amount of one category in one theatre, phase by phase. Contributors hold an amount of each category, of
which a share is usable in a phase, and of that again a share may be used in a theatre for a class of role. What is not
supplied is the shortfall.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PIECES: Final = ((0.25, 1.0), (0.25, 2.0), (0.5, 4.0))
"""The penalty on an unmet share of demand: width and slope of each piece. It is convex, so that a shortage is spread
over tasks instead of being heaped on the few that weigh least."""

USE: Final = 1e-6
"""A small cost of use, so that nothing is assigned without need."""


@dataclass(frozen=True)
class Coupling:
    """Tasks whose supply by some contributors is limited by the supply of other tasks.

    ``sum of x over (contributors, tasks) <= free + per_unit * sum of x over needs``, in each phase.
    """

    tasks: tuple[int, ...]
    contributors: tuple[int, ...]
    needs: tuple[int, ...]
    per_unit: float
    free: float


@dataclass(frozen=True, eq=False)
class Plan:
    """What does not change with rules: who could do what.

    Attributes:
        theatre, category, role: for each task the index of its theatre, category and role class.
        multiplier: shape (tasks, phases), of the demand in each phase.
        priority: shape (tasks,).
        couplings: which supplies limit which.
        reluctance: how hard each contributor finds each task, 0 to 1; it only decides who takes part where amounts do
            not. Shape (contributors, tasks).
        cell: shape (tasks,): tasks of one theatre, role class and category share what a contributor may use there.
    """

    theatre: Ints
    category: Ints
    role: Ints
    multiplier: Floats
    priority: Floats
    couplings: tuple[Coupling, ...]
    reluctance: Floats | None = None

    @property
    def tasks(self) -> int:
        """The number of tasks."""
        return len(self.theatre)

    @property
    def phases(self) -> int:
        """The number of phases."""
        return int(self.multiplier.shape[1])

    @property
    def cell(self) -> Ints:
        """For each task the number of the access cell it belongs to."""
        keys = np.stack([self.theatre, self.role, self.category], axis=1)
        return np.unique(keys, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Variant:
    """What may change: amounts, shares and weights. All may have a leading axis of variants.

    Attributes:
        demand: shape (..., tasks, phases).
        capacity: shape (..., contributors, categories).
        usable: shape (..., contributors, theatres, phases), shares.
        allowed: shape (..., contributors, tasks), shares.
        weight: shape (..., tasks): priority times the weight of the theatre.
    """

    demand: Floats
    capacity: Floats
    usable: Floats
    allowed: Floats
    weight: Floats
