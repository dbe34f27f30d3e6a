"""Made-up problems of dividing roles, drawn at random or written down in full."""

from dataclasses import replace

import numpy as np
import pytest

from trivet.lenses.roles.model.plan import Coupling, Plan, Variant
from trivet.lenses.roles.model.sweep import Access


def make(seed, *, draws=1, tasks=None, rules=3, people=None):
    """A plan, amounts and shares: a random one for each seed."""
    rng = np.random.default_rng(seed)
    tasks = tasks or int(rng.integers(2, 8))
    people = people or int(rng.integers(1, 5))
    theatres, categories, roles, phases = 2, 3, 2, int(rng.integers(1, 3))
    category = rng.integers(0, categories, tasks)
    theatre = rng.integers(0, theatres, tasks)
    couplings = []
    for place in range(theatres):
        led = np.flatnonzero((theatre == place) & (category == 0))
        needs = np.flatnonzero((theatre == place) & (category == 1))
        if len(led) and len(needs) and rng.random() < 0.7:
            own = np.flatnonzero(rng.random(people) < 0.8)
            couplings.append(
                Coupling(
                    tuple(map(int, led)),
                    tuple(map(int, own)),
                    tuple(map(int, needs)),
                    float(rng.uniform(0.5, 3)),
                    float(rng.uniform(0, 3)),
                )
            )
    plan = Plan(
        theatre,
        category,
        rng.integers(0, roles, tasks),
        np.where(rng.random((tasks, phases)) < 0.2, 0.0, rng.uniform(0.3, 1, (tasks, phases))),
        rng.uniform(0.5, 3, tasks),
        tuple(couplings),
    )
    demand = rng.uniform(1, 15, (draws, tasks))[:, :, None] * plan.multiplier[None]
    capacity = rng.uniform(0, 12, (draws, people, categories)) * (rng.random((people, categories)) < 0.8)
    usable = rng.uniform(0.2, 1, (draws, people, theatres, phases)) * (rng.random((people, theatres, 1)) < 0.9)
    # tasks of one cell have one share, as they do when shares are read from a case
    by_cell = rng.choice([0.0, 0.1, 0.5, 1.0], (people, plan.cell.max() + 1))
    more = rng.choice([0.0, 0.0, 0.6, 0.9], (rules, people, plan.cell.max() + 1))
    base = np.tile(by_cell[:, plan.cell], (draws, 1, 1))
    raised = np.maximum(base[None], more[:, None][..., plan.cell])
    variant = Variant(demand, capacity, usable, base, np.tile(plan.priority, (draws, 1)))
    return plan, variant, Access(base, raised)


@pytest.fixture(scope="session")
def problem():
    """Makes a random problem: a function of a seed."""
    return make


@pytest.fixture(scope="session")
def one():
    """Takes one draw of a variant."""
    return lambda variant, draw: replace(
        variant, **{name: getattr(variant, name)[draw : draw + 1] for name in vars(variant)}
    )
