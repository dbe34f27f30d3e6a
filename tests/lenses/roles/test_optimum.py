"""The batch solver finds the optimum that HiGHS finds, called by us and by SciPy, and blocks lose nothing."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from trivet.lenses.roles.model.batch import minimise
from trivet.lenses.roles.model.blocks import Programme, blocks, narrowed
from trivet.lenses.roles.model.highs import LEAST, MOST, TAKE, _mixed, divide, optimum
from trivet.lenses.roles.model.plan import PIECES
from trivet.lenses.roles.model.sweep import Sweep

SLACK = 1e-4
"""Of the penalty: the small cost of use is left out of the penalty, and may move it by less than this."""


def bounded(upper):
    return [(0, most) for most in upper]


def programmes(seed, count):
    """Programmes of one shape: ``rows`` of non-negative coefficients and of any sign, with slacks as the start."""
    rng = np.random.default_rng(seed)
    rows, free = int(rng.integers(1, 7)), int(rng.integers(1, 9))
    body = rng.integers(-3, 6, (count, rows, free)) * (rng.random((count, rows, free)) < 0.7)
    matrix = np.concatenate([body.astype(float), np.tile(np.eye(rows), (count, 1, 1))], axis=2)
    upper = np.concatenate([rng.integers(0, 5, (count, free)).astype(float), np.full((count, rows), np.inf)], axis=1)
    cost = np.concatenate([rng.integers(-5, 3, (count, free)).astype(float), np.zeros((count, rows))], axis=1)
    rhs = rng.integers(0, 8, (count, rows)).astype(float)  # small whole numbers: ties and degenerate corners
    return cost, matrix, rhs, upper, np.arange(free, free + rows)


@pytest.mark.parametrize("seed", range(40))
def test_random_programmes_have_the_optimum_of_highs_and_scipy(seed):
    cost, matrix, rhs, upper, basis = programmes(seed, 10)
    found = minimise(cost, matrix, rhs, upper, basis)
    assert np.allclose(np.einsum("drv,dv->dr", matrix, found.x), rhs, atol=1e-7)
    assert (found.x >= -1e-9).all()
    assert (found.x <= upper + 1e-9).all()
    for d in range(10):
        own = optimum(cost[d], matrix[d], rhs[d], rhs[d], upper[d])
        other = linprog(cost[d], A_eq=matrix[d], b_eq=rhs[d], bounds=bounded(upper[d]))
        assert found.objective[d] == pytest.approx(cost[d] @ own, abs=1e-7)
        assert found.objective[d] == pytest.approx(other.fun, abs=1e-7)


def test_a_programme_without_bound_is_refused():
    with pytest.raises(ArithmeticError):
        minimise(
            np.array([[-1.0, 0]]), np.array([[[-1.0, 1]]]), np.ones((1, 1)), np.full((1, 2), np.inf), np.array([1])
        )


def monolith(plan, variant, allowed):
    """The whole problem as one programme of one draw, written from its definition: supplies, then pieces."""
    demand, capacity, usable = variant.demand[0], variant.capacity[0], variant.usable[0]
    people, tasks, phases = len(capacity), plan.tasks, plan.phases
    supplies = people * tasks * phases
    width = supplies + tasks * phases * len(PIECES)

    def at(k, t, p):
        return (k * tasks + t) * phases + p

    cost, upper, above, limits, equal, right = np.zeros(width), np.full(width, np.inf), [], [], [], []
    for t in range(tasks):
        for p in range(phases):
            row = np.zeros(width)
            for k in range(people):
                row[at(k, t, p)] = 1
                if usable[k, plan.theatre[t], p] == 0:
                    upper[at(k, t, p)] = 0
            for piece, (share, slope) in enumerate(PIECES):
                spot = supplies + (t * phases + p) * len(PIECES) + piece
                row[spot] = 1
                upper[spot] = share * demand[t, p]
                cost[spot] = slope * variant.weight[0, t] / demand[t, p] if demand[t, p] else 0
            equal.append(row)
            right.append(demand[t, p])
    cells = [(t.tolist(), True) for t in (np.flatnonzero(plan.cell == c) for c in np.unique(plan.cell))]
    held = [(t.tolist(), False) for t in (np.flatnonzero(plan.category == c) for c in np.unique(plan.category))]
    for members, within in cells + held:
        for k in range(people):
            for p in range(phases):
                row = np.zeros(width)
                for t in members:
                    share = usable[k, plan.theatre[t], p]
                    row[at(k, t, p)] = 1 / share if share else 0
                above.append(row)
                most = capacity[k, plan.category[members[0]]]
                limits.append(most * allowed[k, members[0]] if within else most)
    for c in plan.couplings:
        for p in range(phases):
            row = np.zeros(width)
            for t in c.tasks:
                row[[at(k, t, p) for k in c.contributors]] = 1
            for t in c.needs:
                row[[at(k, t, p) for k in range(people)]] -= c.per_unit
            above.append(row)
            limits.append(c.free)
    return cost, np.array(above), np.array(limits), np.array(equal), np.array(right), upper


@pytest.mark.parametrize("seed", range(60))
def test_the_blocks_add_up_to_the_whole_problem(problem, one, seed):
    plan, variant, access = problem(seed, draws=2)
    sweep = Sweep(plan, variant, access)
    sets = [[], [0], [0, 2], [0, 1, 2]]
    penalties = sweep.penalties(sets)
    for number, chosen in enumerate(sets):
        for draw in range(2):
            cost, above, limits, equal, right, upper = monolith(plan, one(variant, draw), access.under(chosen)[draw])
            other = linprog(cost, above, limits, equal, right, bounded(upper))
            rows = np.concatenate([above, equal])
            low = np.concatenate([np.full(len(above), -np.inf), right])
            own = optimum(cost, rows, low, np.concatenate([limits, right]), upper)
            assert cost @ own == pytest.approx(other.fun, abs=1e-6)
            assert penalties[number, draw] == pytest.approx(other.fun, abs=1e-6 + SLACK * other.fun)
            assert penalties[number, draw] >= other.fun - 1e-6


@pytest.mark.parametrize("seed", range(30))
def test_what_is_divided_keeps_every_limit(problem, seed):
    """The supplies and unmet shares that are told are a solution of the whole problem."""
    plan, variant, access = problem(seed)
    sweep = Sweep(plan, variant, access)
    chosen = [0, 1]
    supply, unmet = sweep.supply(chosen)[0], sweep.unmet(chosen)[0]
    assert np.allclose(supply.sum(axis=0) + unmet * variant.demand[0], variant.demand[0], atol=1e-7)
    _, above, limits, _, _, upper = monolith(plan, variant, access.under(chosen)[0])
    x = np.concatenate([supply.reshape(-1), np.zeros(plan.tasks * plan.phases * len(PIECES))])
    assert (above @ x <= limits + 1e-7).all()
    assert (x <= upper + 1e-9).all()


def mixed(made):
    """The programme of participation, for SciPy: its least cost."""
    columns, supplies, tasks = made.matrix.shape[2], made.supplies, made.width
    ceiling = np.minimum(made.upper[0, :supplies], np.tile(made.demand[0], made.contributors))
    floor = np.minimum(LEAST * np.tile(made.demand[0], made.contributors), ceiling)
    cost = np.concatenate([made.cost[0], TAKE * np.tile(made.weight[0], made.contributors)])
    pick = np.eye(supplies, columns)
    by_task = np.tile(np.eye(tasks), (1, made.contributors))
    rows = [
        LinearConstraint(np.hstack([made.matrix[0], np.zeros((len(made.rhs[0]), supplies))]), made.rhs[0], made.rhs[0]),
        LinearConstraint(np.hstack([pick, -np.diag(ceiling)]), -np.inf, 0),
        LinearConstraint(np.hstack([pick, -np.diag(floor)]), 0, np.inf),
        LinearConstraint(np.hstack([np.zeros((tasks, columns)), by_task]), -np.inf, MOST),
    ]
    bounds = Bounds(0, np.concatenate([made.upper[0], np.ones(supplies)]))
    whole = np.concatenate([np.zeros(columns), np.ones(supplies)])
    found = milp(cost, constraints=rows, bounds=bounds, integrality=whole, options={"mip_rel_gap": 0})
    assert found.success
    return cost, found.fun


@pytest.mark.parametrize("seed", range(25))
def test_taking_part_is_decided_as_scipy_decides(problem, seed):
    plan, variant, _ = problem(seed, people=5)
    for block in blocks(plan):
        _, own, only = narrowed(plan, block, variant)
        made = Programme(plan, own, only)
        if not made.supplies:
            continue
        cost, least = mixed(made)
        assert cost @ _mixed(made, MOST, LEAST) == pytest.approx(least, abs=1e-6)


@pytest.mark.parametrize("seed", range(25))
def test_few_take_part_and_none_with_a_trifle(problem, seed):
    plan, variant, _ = problem(seed, people=6)
    supply, unmet = divide(plan, variant)
    asked = variant.demand[0]
    assert np.allclose(supply.sum(axis=0) + unmet * asked, asked, atol=1e-6)
    assert ((supply > 1e-6).sum(axis=0) <= MOST).all()
    usable = variant.usable[0][:, plan.theatre]
    most = (variant.allowed[0] * variant.capacity[0][:, plan.category])[:, :, None] * usable
    least = np.minimum(LEAST * asked[None], most)
    assert ((supply < 1e-6) | (supply >= least - 1e-6)).all()


def test_one_at_most_is_one(problem):
    plan, variant, _ = problem(3, people=6)
    supply, _ = divide(plan, replace(variant, allowed=np.ones_like(variant.allowed)), most=1)
    assert ((supply > 1e-6).sum(axis=0) <= 1).all()


def test_the_solver_prints_nothing(problem, capfd):
    plan, variant, _ = problem(3, people=6)
    divide(plan, variant)
    assert capfd.readouterr() == ("", "")
