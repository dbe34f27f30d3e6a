"""What must hold of every problem: monotony, scale, order, sums, and agreement with counting everything."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import SOUND
from trivet.case.load import open_case
from trivet.lens.draws import triangular
from trivet.lens.streams import Streams
from trivet.lenses.roles.model.choose import cheapest, front, members, prices_of_sets, tail_mean, under_uncertainty
from trivet.lenses.roles.model.draws import best_cut, drivers, first_ranks, shifted
from trivet.lenses.roles.model.plan import Coupling
from trivet.lenses.roles.model.shapley import interactions, shapley
from trivet.lenses.roles.model.sweep import Access, Sweep, shortfall
from trivet.lenses.roles.read import build
from trivet.lenses.roles.solve import Choices, Solved

SEEDS = range(25)


def bits(chosen):
    return sum(1 << i for i in chosen)


# Rules


@pytest.mark.parametrize("seed", SEEDS)
def test_one_more_rule_never_raises_the_penalty(problem, seed):
    every = Sweep(*problem(seed, draws=3, rules=4)).every
    for number in range(16):
        for rule in range(4):
            assert (every[number | 1 << rule] <= every[number] * (1 + 1e-4) + 1e-9).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_asking_for_some_sets_gives_what_asking_for_all_gives(problem, seed):
    plan, variant, access = problem(seed, draws=2, rules=4)
    whole, sets = Sweep(plan, variant, access), [[], [1], [0, 2, 3]]
    some = Sweep(plan, variant, access, sets)
    assert np.allclose(some.penalties(sets), whole.every[[bits(chosen) for chosen in sets]], atol=1e-9)
    for chosen in sets:
        assert np.allclose(some.unmet(chosen), whole.unmet(chosen), atol=1e-7)
        assert np.allclose(some.supply(chosen), whole.supply(chosen), atol=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_shortfall_of_every_set_is_the_weighted_mean_of_what_is_unmet(problem, seed):
    plan, variant, access = problem(seed)
    sweep = Sweep(plan, variant, access)
    tasks = np.flatnonzero(plan.theatre == 0)
    found = sweep.shortfalls(tasks)
    for number in range(8):
        unmet = sweep.unmet(members(number))
        assert ((unmet >= 0) & (unmet <= 1)).all()
        assert found[number] == pytest.approx(shortfall(plan, variant, unmet, tasks)[0], abs=1e-9)


def test_more_rules_than_can_be_combined_are_refused(problem):
    plan, variant, access = problem(0, rules=17)
    with pytest.raises(ValueError, match="16"):
        Sweep(plan, variant, access)


# Scale and order


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("factor", [0.01, 250])
def test_counting_in_other_units_changes_no_share(problem, seed, factor):
    plan, variant, access = problem(seed)
    couplings = tuple(replace(c, free=c.free * factor) for c in plan.couplings)
    larger = replace(variant, demand=variant.demand * factor, capacity=variant.capacity * factor)
    before, after = Sweep(plan, variant, access), Sweep(replace(plan, couplings=couplings), larger, access)
    assert np.allclose(before.every, after.every, rtol=1e-4, atol=1e-7)
    assert np.allclose(before.unmet([0, 1]), after.unmet([0, 1]), atol=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_tasks_contributors_and_rules_does_not_matter(problem, seed):
    plan, variant, access = problem(seed, draws=2)
    rng = np.random.default_rng(seed)
    people, rules = variant.capacity.shape[1], len(access.raised)
    t, k, r = rng.permutation(plan.tasks), rng.permutation(people), rng.permutation(rules)
    task_at, person_at = np.argsort(t), np.argsort(k)
    couplings = tuple(
        Coupling(
            tuple(int(task_at[i]) for i in c.tasks),
            tuple(int(person_at[i]) for i in c.contributors),
            tuple(int(task_at[i]) for i in c.needs),
            c.per_unit,
            c.free,
        )
        for c in plan.couplings
    )
    turned = replace(
        plan,
        theatre=plan.theatre[t],
        category=plan.category[t],
        role=plan.role[t],
        multiplier=plan.multiplier[t],
        priority=plan.priority[t],
        couplings=couplings,
    )
    moved = replace(
        variant,
        demand=variant.demand[:, t],
        capacity=variant.capacity[:, k],
        usable=variant.usable[:, k],
        weight=variant.weight[:, t],
    )
    shares = Access(access.base[:, k][:, :, t], access.raised[r][:, :, k][:, :, :, t])
    before, after = Sweep(plan, variant, access).every, Sweep(turned, moved, shares).every
    for number in range(1 << rules):
        same = bits(int(r[i]) for i in members(number))
        assert np.allclose(after[number], before[same], rtol=1e-4, atol=1e-7)


# Worth of rules


def by_orders(worth, rules):
    found = np.zeros((rules, *worth.shape[1:]))
    orders = list(permutations(range(rules)))
    for order in orders:
        for place, rule in enumerate(order):
            before = bits(order[:place])
            found[rule] += worth[before | 1 << rule] - worth[before]
    return found / len(orders)


@pytest.mark.parametrize("rules", [1, 2, 3, 4, 5])
def test_shapley_values_are_means_over_orders_and_add_up(rules):
    worth = np.random.default_rng(rules).normal(size=(1 << rules, 3))
    found = shapley(worth)
    assert np.abs(found.sum(axis=0) - (worth[-1] - worth[0])).max() < 1e-9
    assert np.allclose(found, by_orders(worth, rules), atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_shapley_values_of_a_problem_add_up_to_what_all_rules_close(problem, seed):
    every = Sweep(*problem(seed, draws=2, rules=6)).every
    assert np.abs(shapley(every[0] - every).sum(axis=0) - (every[0] - every[-1])).max() < 1e-9


@pytest.mark.parametrize("rules", [2, 3, 4, 5])
def test_interactions_are_the_shapley_value_of_the_pair_less_those_of_either_alone(rules):
    """The recursive definition: phi of i and j merged into one, less phi of i without j, less phi of j without i."""
    worth = np.random.default_rng(rules).normal(size=1 << rules)
    found = interactions(worth)
    assert np.array_equal(found, found.T)
    assert not found.diagonal().any()

    def value(players, own):
        game = np.array([worth[bits(p for n in members(s) for p in players[n])] for s in range(1 << len(players))])
        return by_orders(game, len(players))[players.index(own)]

    for i in range(rules):
        for j in range(i + 1, rules):
            rest = [(p,) for p in range(rules) if p not in (i, j)]
            expected = value([*rest, (i, j)], (i, j)) - value([*rest, (i,)], (i,)) - value([*rest, (j,)], (j,))
            assert found[i, j] == pytest.approx(expected, abs=1e-9)


# Choice


def game(seed, rules=5, draws=0):
    rng = np.random.default_rng(seed)
    gains = rng.uniform(0, 1, (rules, max(draws, 1)))
    sets = range(1 << rules)
    values = 10 - np.array([gains[list(members(n))].sum(axis=0) ** 0.8 for n in sets])
    return (values if draws else values[:, 0]), list(rng.integers(0, 5, rules) + rng.choice([0, 0.5], rules))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("share", [0, 0.25, 0.5, 0.75, 0.95, 1])
def test_no_set_that_closes_enough_is_cheaper(seed, share):
    values, prices = game(seed)
    found = cheapest(values, prices, share)
    enough = [n for n in range(32) if values[0] - values[n] >= share * (values[0] - values[-1]) - 1e-9]
    costs = {n: sum(prices[i] for i in members(n)) for n in range(32)}
    assert bits(found.rules) in enough
    assert found.price == pytest.approx(min(costs[n] for n in enough))
    assert found.value == pytest.approx(min(values[n] for n in enough if abs(costs[n] - found.price) < 1e-9))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_front_is_what_no_set_beats(seed):
    values, prices = game(seed)
    costs = prices_of_sets(prices)
    assert costs == pytest.approx([sum(prices[i] for i in members(n)) for n in range(32)])
    best = {
        (round(costs[n], 6), round(values[n], 6))
        for n in range(32)
        if not any(
            costs[m] <= costs[n] + 1e-9
            and values[m] <= values[n] + 1e-9
            and (costs[m] < costs[n] - 1e-9 or values[m] < values[n] - 1e-9)
            for m in range(32)
        )
    }
    found = front(values, prices)
    assert [(round(c.price, 6), round(c.value, 6)) for c in found] == sorted(best)
    for choice in found:
        number = bits(choice.rules)
        assert (choice.price, choice.value) == pytest.approx((costs[number], values[number]))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_prudent_choice_is_the_best_of_all_that_can_be_paid(seed):
    values, prices = game(seed, draws=20)
    for budget in (0, 3, 8, 100):
        found = under_uncertainty(values, prices, budget, 0.9)
        risks = {n: np.sort(values[n])[-2:].mean() for n in range(32) if prices_of_sets(prices)[n] <= budget + 1e-9}
        assert found.price <= budget + 1e-9
        assert found.value == pytest.approx(min(risks.values()))
        assert found.value == pytest.approx(risks[bits(found.rules)])


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=30), st.floats(0, 0.99))
def test_the_tail_mean_is_the_mean_of_the_worst_draws(values, level):
    """The definition of Rockafellar and Uryasev: the least over a of a + mean of what exceeds a / (1 - level)."""
    array = np.array(values)
    found = float(tail_mean(array, level))
    defined = min(a + np.maximum(array - a, 0).mean() / (1 - level) for a in values)
    assert found == pytest.approx(defined, abs=1e-6)
    assert array.mean() - 1e-6 <= found <= array.max() + 1e-6


def test_the_tail_mean_of_whole_draws_is_their_mean():
    values = np.array([[5.0, 1, 9, 7, 3, 2, 8, 4, 6, 10]])
    for worst in range(1, 11):
        expected = np.sort(values[0])[-worst:].mean()
        assert tail_mean(values, 1 - worst / 10) == pytest.approx([expected])


# Draws


@given(st.lists(st.floats(0, 100), min_size=3, max_size=3).map(sorted), st.floats(0, 1))
def test_triangular_draws_are_quantiles(bounds, u):
    low, best, high = bounds
    found = float(triangular(np.array(bounds), np.array(u)))
    assert low - 1e-9 <= found <= high + 1e-9
    if high - low < 1e-3:
        return
    if found <= best and best > low:
        reached = (found - low) ** 2 / ((high - low) * (best - low))
    else:
        reached = 1 - (high - found) ** 2 / ((high - low) * (high - best)) if high > best else 1.0
    if min(best - low, high - best) > 1e-3:
        assert reached == pytest.approx(u, abs=1e-6)


def test_triangular_draws_have_the_mean_and_keep_a_certain_value():
    u = (np.arange(20_000) + 0.5) / 20_000
    assert triangular(np.array([2.0, 3, 10]), u).mean() == pytest.approx(5, abs=1e-3)
    assert (triangular(np.array([4.0, 4, 4]), u) == 4).all()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(-4, 4), st.floats(0.01, 3))
def test_shifted_shares_stay_shares_and_never_and_always_stay(shares, normal, spread):
    given_ = np.array([0.0, 1.0, *shares])
    found = shifted(given_, np.array(normal), spread)
    assert ((found >= 0) & (found <= 1)).all()
    assert (found[0], found[1]) == (0, 1)
    order = np.argsort(given_, kind="stable")
    assert (np.diff(found[order]) >= -1e-12).all()  # who may use more, still may
    assert np.allclose(shifted(given_, np.array(0.0), spread), given_, atol=1e-8)


@given(st.integers(0, 10_000))
def test_first_ranks_add_up_to_the_draws_in_which_anything_helps(seed):
    rng = np.random.default_rng(seed)
    gains = rng.integers(0, 3, (int(rng.integers(1, 6)), 12)).astype(float)
    found = first_ranks(gains)
    assert found.sum() == pytest.approx((gains.max(axis=0) > 0).mean())
    assert found.sum() <= 1 + 1e-12


@pytest.mark.parametrize("seed", SEEDS)
def test_rank_correlations_are_those_of_scipy(seed):
    from scipy.stats import spearmanr

    rng = np.random.default_rng(seed)
    inputs, gain = rng.normal(size=(4, 30)), rng.normal(size=30)
    inputs[3] = 1  # what does not vary drives nothing
    found = dict(drivers(inputs, gain, "abcd"))
    assert found == pytest.approx({name: spearmanr(inputs[i], gain)[0] for i, name in enumerate("abc")})


@pytest.mark.parametrize("seed", SEEDS)
def test_no_other_cut_holds_a_greater_share_of_what_is_sought(seed):
    rng = np.random.default_rng(seed)
    inputs, wanted = rng.normal(size=(3, 40)), rng.random(40) < 0.3
    found = best_cut(inputs, wanted)
    if found is None:
        assert wanted.all() or not wanted.any()
        return
    own = inputs[found.input]
    inside = own >= found.value if found.above else own <= found.value
    assert (found.density, found.coverage) == pytest.approx(
        (wanted[inside].mean(), wanted[inside].sum() / wanted.sum())
    )
    assert found.base == pytest.approx(wanted.mean())
    for row in inputs:
        for cut in row:
            for box in (row >= cut, row <= cut):
                if 4 <= box.sum() <= 20:
                    assert wanted[box].mean() <= found.density + 1e-9


# Streams


def solved(seed=2025, tasks=0, **choices):
    """The made-up case, with some copies of its first task at the end."""
    case = open_case(SOUND)
    item = case.find("roles/lake-roles")
    model = item.object
    more = tuple(model.tasks[0].model_copy(update={"id": f"more-{n}"}) for n in range(tasks))
    changed = replace(item, object=model.model_copy(update={"tasks": (*model.tasks, *more)}))
    built, faults = build(case, changed, case.meta.as_of.latest)
    assert not faults
    return Solved(built, model.situations[-1], model.weights[0], None, Choices(draws=30, **choices), Streams(seed))


def test_one_more_task_changes_no_draw_of_capacity_or_shares():
    one, other = solved(), solved(tasks=1)
    assert np.array_equal(one.variant(30).capacity, other.variant(30).capacity)
    assert np.array_equal(one.variant(30).usable, other.variant(30).usable)
    assert np.array_equal(one.access(30).base, other.access(30).base[:, :, :-1])


def test_one_more_task_changes_no_draw_of_the_demand_of_others():
    assert np.array_equal(solved().variant(30).demand, solved(tasks=1).variant(30).demand[:, :-1])


def test_more_draws_begin_with_the_same_ones():
    assert np.array_equal(solved().variant(30).capacity, solved().variant(60).capacity[:30])


def test_the_same_seed_draws_the_same_and_another_does_not():
    assert np.array_equal(solved().gains, solved().gains)
    assert not np.array_equal(solved().gains, solved(seed=1).gains)


def test_what_is_drawn_lies_in_its_range():
    own = solved()
    drawn = own.variant(30).capacity
    assert (drawn >= own.built.capacity[None, ..., 0] - 1e-9).all()
    assert (drawn <= own.built.capacity[None, ..., 2] + 1e-9).all()
    access = own.access(30)
    assert (access.raised >= access.base[None]).all()
