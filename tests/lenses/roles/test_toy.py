"""Toy problems solved by hand."""

import numpy as np
import pytest

from trivet.lenses.roles.model.choose import cheapest, front
from trivet.lenses.roles.model.highs import divide
from trivet.lenses.roles.model.plan import Coupling, Plan, Variant
from trivet.lenses.roles.model.shapley import interactions, shapley
from trivet.lenses.roles.model.sweep import Access, Sweep, shortfall

NEAR = 1e-6


def toy(*, category, theatre, demand, weight, capacity, usable, allowed, raised=(), couplings=()):
    """One phase, one role class, one draw. ``usable`` is one share for all."""
    tasks, people = len(category), len(capacity)
    plan = Plan(
        np.array(theatre),
        np.array(category),
        np.zeros(tasks, dtype=np.int64),
        np.ones((tasks, 1)),
        np.array(weight, dtype=float),
        tuple(couplings),
    )
    base = np.array(allowed, dtype=float)[None]
    more = np.array(raised, dtype=float).reshape(-1, 1, people, tasks)
    variant = Variant(
        np.array(demand, dtype=float)[None, :, None],
        np.array(capacity, dtype=float)[None],
        np.full((1, people, max(theatre) + 1, 1), float(usable)),
        base,
        np.array(weight, dtype=float)[None],
    )
    return plan, variant, Sweep(plan, variant, Access(base, more))


def test_one_task_and_one_contributor():
    """10 asked, 10 held, 80 % usable. Half may be used: 10 * 0.8 * 0.5 = 4 come, 60 % stay unmet.

    Penalty: weight 2 * (0.25 * 1 + 0.25 * 2 + 0.10 * 4) = 2 * 1.15 = 2.3.
    The rule lets 90 % be used: 7.2 come, 28 % stay unmet: 2 * (0.25 * 1 + 0.03 * 2) = 2 * 0.31 = 0.62.
    """
    plan, variant, sweep = toy(
        category=[0],
        theatre=[0],
        demand=[10],
        weight=[2],
        capacity=[[10]],
        usable=0.8,
        allowed=[[0.5]],
        raised=[[[0.9]]],
    )
    assert sweep.penalties([[], [0]])[:, 0] == pytest.approx([2.3, 0.62], abs=NEAR)
    assert sweep.supply([])[0, 0, 0, 0] == pytest.approx(4)
    assert sweep.unmet([0])[0, 0, 0] == pytest.approx(0.28)
    assert shortfall(plan, variant, sweep.unmet([])) == pytest.approx([0.6])
    assert sweep.shortfalls(np.array([0])) == pytest.approx([0.6, 0.28])
    assert shapley(sweep.every[0] - sweep.every)[:, 0] == pytest.approx([1.68], abs=NEAR)
    supply, unmet = divide(plan, variant)
    assert (supply[0, 0, 0], unmet[0, 0]) == pytest.approx((4, 0.6))


@pytest.mark.parametrize(
    ("weight", "unmet", "penalty"),
    [
        # Unit slopes 1, 2, 4 on both sides: 10 of 20 lack. The pieces of slope 1 and 2 of both tasks hold exactly
        # 2 * (25 % + 25 %) = 100 % of one demand: each lacks half. 2 * (0.25 + 0.5) = 1.5.
        ((1, 1), (0.5, 0.5), 1.5),
        # Slopes 3, 6, 12 against 1, 2, 4. Cheapest first until 100 % are placed: 25 % at 1, 25 % at 2, 25 % at 3,
        # 25 % at 4. The first lacks 25 %, the second 75 %: 0.25 * (1 + 2 + 3 + 4) = 2.5.
        ((3, 1), (0.25, 0.75), 2.5),
        # Slopes 5, 10, 20 against 1, 2, 4: the second task lacks everything: 0.25 + 0.5 + 0.5 * 4 = 2.75.
        ((5, 1), (0, 1), 2.75),
    ],
)
def test_two_tasks_share_a_force_by_the_convex_penalty(weight, unmet, penalty):
    """10 held, all of it usable, 10 asked in either theatre."""
    _, _, sweep = toy(
        category=[0, 0],
        theatre=[0, 1],
        demand=[10, 10],
        weight=weight,
        capacity=[[10]],
        usable=1,
        allowed=[[1, 1]],
    )
    assert sweep.penalties([[]])[0, 0] == pytest.approx(penalty, abs=NEAR)
    assert sweep.unmet([])[0, :, 0] == pytest.approx(unmet, abs=NEAR)


def test_aircraft_need_bases():
    """100 aircraft and 2 bases asked. One contributor holds 90 aircraft and a base; a second holds a base that two
    rules must not open twice; a third holds 10 aircraft that need no base.

    Now: 1 base, so 10 + 36 * 1 = 46 land-based and 10 others: 44 % lack: 0.25 + 0.19 * 2 = 0.63; half of the bases
    lack: 0.75. In all 1.38.
    With the second base: 10 + 36 * 2 = 82, and 10: 8 % lack: 0.08; no base lacks. In all 0.08.
    With rule 1, half of that base: 10 + 36 * 1.5 = 64, and 10: 26 % lack: 0.25 + 0.01 * 2 = 0.27; a quarter of the
    bases lacks: 0.25. In all 0.52.
    """
    none = [[1, 1], [0, 0], [1, 0]]
    whole, half = ([[1, 1], [0, share], [1, 0]] for share in (1, 0.5))
    _, _, sweep = toy(
        category=[0, 1],
        theatre=[0, 0],
        demand=[100, 2],
        weight=[1, 1],
        capacity=[[90, 1], [0, 1], [10, 0]],
        usable=1,
        allowed=none,
        raised=[whole, half],
        couplings=[Coupling((0,), (0, 1), (1,), 36, 10)],
    )
    found = sweep.every[:, 0]
    assert found == pytest.approx([1.38, 0.08, 0.52, 0.08], abs=NEAR)
    assert sweep.supply([0])[0, :, :, 0] == pytest.approx(np.array([[82, 1], [0, 1], [10, 0]]), abs=NEAR)
    # Worth 0, 1.30, 0.86, 1.30. Rule 0: (1.30 + 0.44) / 2 = 0.87; rule 1: (0.86 + 0) / 2 = 0.43. Together less than
    # apart: 1.30 - 1.30 - 0.86 = -0.86.
    worth = found[0] - found
    assert shapley(worth) == pytest.approx([0.87, 0.43], abs=NEAR)
    assert interactions(worth)[0, 1] == pytest.approx(-0.86, abs=NEAR)
    # Of 1.30, half is 0.65, which rule 1 alone closes at price 1, and 75 % is 0.975, which needs rule 0 at price 3.
    assert cheapest(found, [3, 1], 0.5).rules == (1,)
    assert cheapest(found, [3, 1], 0.75).rules == (0,)
    assert [(choice.rules, choice.price) for choice in front(found, [3, 1])] == [((), 0), ((1,), 1), ((0,), 3)]
