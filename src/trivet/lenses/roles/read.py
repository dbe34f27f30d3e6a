"""From a role model of a case to arrays, as it stands on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from trivet.base.errors import Fault
from trivet.case.model import Case, Located
from trivet.case.schema.instruments import IN_EFFECT, Turn
from trivet.case.schema.roles import Grant, RoleModel
from trivet.lenses.roles.faults import faults_in
from trivet.lenses.roles.index import Cells, Index, merged, ranges
from trivet.lenses.roles.model.plan import Floats, Plan


@dataclass(frozen=True, eq=False)
class Built:
    """A role model ready to be solved.

    Attributes:
        model: the role model.
        plan: what does not change.
        demand: ranges, shape (tasks, 3), before phases and situations.
        capacity: ranges, shape (contributors, categories, 3).
        usable: ranges, shape (contributors, theatres, phases, 3).
        allowed: shares that hold on the day, shape (contributors, tasks).
        raised: shares with one more rule each, shape (rules, contributors, tasks).
        prices: ranges, shape (rules, 3).
        holding: rules that hold already, by what is in effect on the day.
        lost: instruments on which access rests and which are not in effect.
    """

    model: RoleModel
    plan: Plan
    demand: Floats
    capacity: Floats
    usable: Floats
    allowed: Floats
    raised: Floats
    prices: Floats
    holding: tuple[int, ...]
    lost: tuple[str, ...]


def build(case: Case, item: Located, day: date) -> tuple[Built | None, list[Fault]]:
    """Build a role model as it stands on a day; None if it has faults."""
    model = item.object
    assert isinstance(model, RoleModel)
    faults = list(faults_in(item, model))
    if faults:
        return None, faults
    standing = {thing.id for thing in case.instruments if _in_effect(thing.history, day)}
    index = Index(model)
    cells, lost = _cells(model, standing)
    base = index.shares(cells)
    every = [np.maximum(index.shares(_granted(cells, rule.grants)), base) for rule in model.rules]
    raised = np.stack(every) if every else np.zeros((0, *base.shape))
    holding = tuple(i for i, rule in enumerate(model.rules) if set(rule.given_by) & standing)
    allowed = np.maximum.reduce([base, *(raised[i] for i in holding)])
    built = Built(
        model,
        index.plan(),
        ranges(task.demand for task in model.tasks),
        index.capacity(),
        index.usable(),
        allowed,
        np.maximum(raised, allowed[None]),
        ranges(rule.price for rule in model.rules),
        holding,
        lost,
    )
    return built, []


def _in_effect(history: Sequence[Turn], day: date) -> bool:
    begun = [turn for turn in history if turn.date.earliest <= day]
    return bool(begun) and begun[-1].state in IN_EFFECT


def _cells(model: RoleModel, standing: set[str]) -> tuple[Cells, tuple[str, ...]]:
    """The shares that hold on the day, and the instruments whose end lowered some."""
    cells: Cells = {}
    lost: dict[str, None] = {}
    for entry in model.access:
        missing = [name for name in entry.rests_on if name not in standing]
        lost.update(dict.fromkeys(missing))
        allow = {cell: min(share, entry.otherwise) if missing else share for cell, share in entry.allow.items()}
        cells = merged(cells, entry.contributor, entry.theatre, allow)
    return cells, tuple(lost)


def _granted(cells: Cells, grants: Sequence[Grant]) -> Cells:
    for grant in grants:
        cells = merged(cells, grant.contributor, grant.theatre, grant.allow)
    return cells


def limited(built: Built, grants: Sequence[Grant]) -> tuple[Floats, Floats]:
    """Shares under limits that no rule lifts: what is allowed, and with one more rule each."""
    index = Index(built.model)
    ceiling = np.ones_like(built.allowed)
    for grant in grants:
        shares = index.shares({(grant.contributor, grant.theatre): dict(grant.allow)})
        named = index.shares({(grant.contributor, grant.theatre): dict.fromkeys(grant.allow, 1.0)}) > 0
        ceiling = np.where(named, np.minimum(ceiling, shares), ceiling)
    return np.minimum(built.allowed, ceiling), np.minimum(built.raised, ceiling[None])
