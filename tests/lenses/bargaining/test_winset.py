"""Win-sets, ratification and agenda setting against their literal definitions, and under what may not matter."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import literal_winset as literal
from trivet.lenses.bargaining.model.procedure import setter
from trivet.lenses.bargaining.model.ratify import (
    Government,
    agreement,
    by_quota,
    cheapest_ratification,
    side_payments,
)
from trivet.lenses.bargaining.model.winset import pivots, weighted

STEPS = 12
LATTICE = st.integers(0, STEPS).map(lambda step: Fraction(step, STEPS))
VOTES = st.integers(0, 4).map(Fraction)
QUOTAS = st.sampled_from([Fraction(1, 10), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(1)])
GRID = [Fraction(step, STEPS) for step in range(STEPS + 1)]
VOTERS = st.lists(st.tuples(LATTICE, VOTES), min_size=1, max_size=6).map(
    lambda voters: tuple(zip(*voters, strict=True))
)


@st.composite
def cases(draw, most=7, veto=None):
    """Positions, votes, weights, status quo and governments that share out the actors, but for some left over."""
    n = draw(st.integers(1, most))
    row = lambda each: draw(st.lists(each, min_size=n, max_size=n))  # noqa: E731
    home = row(st.integers(0, 3))
    home[0] = 1
    states = [
        literal.State(members, draw(QUOTAS), draw(st.booleans()) if veto is None else veto)
        for g in (1, 2, 3)
        if (members := tuple(i for i in range(n) if home[i] == g))
    ]
    return row(LATTICE), row(VOTES), row(VOTES), draw(LATTICE), states


def floats(*rows):
    return [np.array([[float(number) for number in row]]) for row in rows]


def governments(states):
    return [Government(np.array(state.members), float(state.quota), state.veto) for state in states]


def solved(case):
    x, v, w, r, states = case
    return agreement(*floats(x, v, w), float(r), governments(states))


def random_case(draws=200, seed=3):
    generator = np.random.default_rng(seed)
    x, v, w = (generator.random((draws, 9)) for _ in range(3))
    states = [
        Government(np.arange(0, 3), 0.5, True),
        Government(np.arange(3, 6), 2 / 3),
        Government(np.arange(6, 9), 1.0),
    ]
    return x, v, w, 0.3 * generator.random(draws), states


# Win-sets


@given(VOTERS, LATTICE, QUOTAS)
def test_a_win_set_holds_exactly_the_points_that_pass(voters, r, q):
    x, v = voters
    low, high = weighted(*floats(x, v), float(r), float(q))
    passing = literal.win_set(x, v, r, q, GRID)
    assert (low[0], high[0]) == pytest.approx((float(passing[0]), float(passing[-1])), abs=1e-12)
    assert passing == [y for y in GRID if passing[0] <= y <= passing[-1]]


@given(VOTERS, LATTICE)
def test_a_higher_quota_never_enlarges_a_win_set(voters, r):
    x, v = floats(*voters)
    quotas = np.linspace(0.05, 1, 39)
    low, high = weighted(np.repeat(x, 39, axis=0), v, float(r), quotas)
    assert (np.diff(low) >= 0).all()
    assert (np.diff(high) <= 0).all()
    assert ((low <= float(r)) & (float(r) <= high)).all()


@given(VOTERS, LATTICE, QUOTAS, st.data(), st.floats(1e-3, 1e3), st.floats(-50, 50), st.floats(0.1, 100))
def test_order_direction_and_units_do_not_matter_to_a_win_set(voters, r, q, data, factor, shift, length):
    x, v = floats(*voters)
    r, q = float(r), float(q)
    order = list(data.draw(st.permutations(range(x.shape[1]))))
    low, high = (end[0] for end in weighted(x, v, r, q))
    assert np.ravel(weighted(x[:, order], factor * v[:, order], r, q)) == pytest.approx([low, high], abs=1e-12)
    assert np.ravel(weighted(1 - x, v, 1 - r, q)) == pytest.approx([1 - high, 1 - low], abs=1e-12)
    scale = (shift - length, shift + 2 * length)
    wide = np.ravel(weighted(x, v, r, q, scale=(-1, 2)))
    moved = np.ravel(weighted(shift + length * x, v, shift + length * r, q, scale=scale))
    assert moved == pytest.approx(shift + length * wide, abs=1e-9)


@given(VOTERS, LATTICE, st.data())
def test_under_unanimity_removing_a_voter_never_shrinks_the_win_set(voters, r, data):
    x, v = floats(*voters)
    gone = data.draw(st.integers(0, x.shape[1] - 1))
    low, high = weighted(x, v, float(r), 1.0)
    lower, upper = weighted(np.delete(x, gone, axis=1), np.delete(v, gone, axis=1), float(r), 1.0)
    assert lower[0] <= low[0]
    assert high[0] <= upper[0]


@pytest.mark.parametrize(
    ("x", "r", "q", "expected"),
    [
        ([0.2, 0.5, 0.8], 0.1, 0.5, (0.1, 0.9)),  # r outside of all positions: twice as far as the pivot
        ([0.2, 0.5, 0.8], 0.1, 1.0, (0.1, 0.3)),
        ([0.2, 0.5, 0.8], 0.5, 0.5, (0.5, 0.5)),  # r at the pivot: nothing beats it
        ([0.2, 0.5, 0.8], 0.5, 1.0, (0.5, 0.5)),
        ([0.2, 0.8], 0.5, 0.5, (0.0, 1.0)),  # half of the votes is enough, so the set reaches to both sides
        ([0.2, 0.8], 0.5, 0.51, (0.5, 0.5)),
        ([0.4, 0.4, 0.4], 0.0, 1.0, (0.0, 0.8)),
        ([0.9], 0.1, 1.0, (0.1, 1.0)),  # 1.7 is off the scale
    ],
)
def test_win_sets_worked_by_hand(x, r, q, expected):
    low, high = weighted(np.array([x]), np.ones(len(x)), r, q)
    assert (low[0], high[0]) == pytest.approx(expected, abs=1e-12)


def test_votes_that_rounding_leaves_short_of_a_quota_still_meet_it():
    x = np.array([[0.2, 0.4, 0.6, 0.8, 1.0, 0.0]])
    votes = np.full(6, 0.1)
    assert votes[:4].cumsum()[-1] < 2 / 3 * 0.6 + 1e-15
    below, above = pivots(x, votes, 2 / 3)
    assert (below[0], above[0]) == (0.6, 0.4)


def test_where_nobody_has_votes_nothing_binds():
    low, high = weighted(np.array([[0.2, 0.4], [0.2, 0.4]]), np.array([[0.0, 0.0], [0.0, 1.0]]), 0.3, 1.0)
    assert low.tolist() == [0.0, 0.3]
    assert high == pytest.approx([1.0, 0.5])


@pytest.mark.parametrize(
    ("r", "q", "scale", "says"),
    [
        (0.5, 0.0, (0, 1), "quota"),
        (0.5, 1.2, (0, 1), "quota"),
        (0.5, float("nan"), (0, 1), "quota"),
        (1.5, 0.5, (0, 1), "status quo"),
        (float("nan"), 0.5, (0, 1), "status quo"),
        (0.5, 0.5, (1, 1), "two ends"),
        (0.5, 0.5, (0, float("inf")), "two ends"),
    ],
)
def test_a_rule_or_scale_that_makes_no_sense_is_refused(r, q, scale, says):
    with pytest.raises(ValueError, match=says):
        weighted(np.array([[0.2, 0.4]]), np.ones(2), r, q, scale=scale)


# The agenda setter


@given(VOTERS, LATTICE, QUOTAS, st.data())
def test_the_agenda_setter_proposes_the_nearest_point_that_passes(voters, r, q, data):
    x, v = voters
    chosen = data.draw(st.integers(0, len(x) - 1))
    y = setter(*floats(x, v), float(r), float(q), chosen)[0]
    best = min(literal.win_set(x, v, r, q, GRID), key=lambda point: abs(point - x[chosen]))
    assert y == pytest.approx(float(best), abs=1e-12)


def test_an_agenda_setter_far_out_takes_all_that_the_pivot_concedes():
    x = np.array([[0.2, 0.3, 0.4, 1.0]])
    assert setter(x, np.array([1.0, 1.0, 1.0, 0.0]), 0.0, 2 / 3, 3) == pytest.approx([0.6])


# The agreement set


@given(cases())
def test_the_agreement_set_is_what_the_definition_says(case):
    x, v, w, r, states = case
    found = solved(case)
    low, high = literal.agreed(x, v, w, r, states)
    assert (found.low[0], found.high[0]) == pytest.approx((float(low), float(high)), abs=1e-12)
    assert found.deal[0] == (high > low)
    assert found.p_no_deal == (high == low)
    for g, state in enumerate(states):
        own = literal.agreed(x, v, w, r, [literal.State(state.members, state.quota, veto=False)])
        assert (found.ratified_low[0, g], found.ratified_high[0, g]) == pytest.approx(
            [float(end) for end in own], abs=1e-12
        )
        assert found.position[0, g] == pytest.approx(float(literal.position(x, v, w, state.members)), abs=1e-12)


@given(cases())
def test_who_binds_is_who_the_definition_says(case):
    x, v, w, r, states = case
    found = solved(case)
    binding = literal.binding_faction(x, v, w, r, states)
    if binding < 0:
        assert found.binding_faction[0] == -1
    else:  # of actors that have all in common the first one is named, here and there
        assert found.binding_faction[0] == binding
    assert found.binding_government[0] == literal.binding_government(x, v, w, r, states)


@given(cases())
def test_outcomes_lie_where_they_should(case):
    found = solved(case)
    x, _, w, r, states = case
    r = float(r)
    low, high, mean = found.low[0], found.high[0], found.mean[0]
    assert low <= r <= high
    total = sum(w[i] for state in states for i in state.members)
    if total == 0:
        assert np.isnan([mean, found.projection[0], found.distance[0]]).all()
        assert not found.in_set[0]
        return
    assert mean == pytest.approx(float(sum(w[i] * x[i] for s in states for i in s.members) / total), abs=1e-12)
    assert low <= found.projection[0] <= high
    assert np.clip(found.projection[0], low, high) == found.projection[0]
    assert found.distance[0] == pytest.approx(max(low - mean, mean - high, 0), abs=1e-12)
    assert found.in_set[0] == (found.distance[0] <= 1e-12)


@pytest.mark.parametrize("utility", ["linear", "quadratic"])
@given(case=cases())
def test_no_point_of_the_agreement_set_beats_the_nash_solution_on_it(utility, case):
    x, v, w, r, states = case
    found = agreement(*floats(x, v, w), float(r), governments(states), utility=utility)
    low, high, best = found.low[0], found.high[0], found.nash[0]
    power = 1 if utility == "linear" else 2
    home, weight = found.position[0][found.weight[0] > 0], found.weight[0][found.weight[0] > 0]
    points = np.append(np.linspace(low, high, 2001), np.nan_to_num(best, nan=low))
    gain = np.abs(float(r) - home) ** power - np.abs(points[:, None] - home) ** power
    better = (gain > 1e-9).all(axis=1) & (len(home) > 0)
    if np.isnan(best):
        assert not better[:-1].any()
        return
    assert low <= best <= high
    value = np.where(better, (weight * np.log(np.maximum(gain, 1e-300))).sum(axis=1), -np.inf)
    assert value[-1] >= value.max() - 1e-9 * weight.sum()


@given(cases(veto=False), st.data())
def test_without_own_vetoes_a_higher_quota_never_enlarges_the_agreement_set(case, data):
    x, v, w, r, states = case
    which = data.draw(st.integers(0, len(states) - 1))
    tighter = list(states)
    tighter[which] = literal.State(states[which].members, Fraction(1), veto=False)
    before, after = solved(case), solved((x, v, w, r, tighter))
    assert before.low[0] <= after.low[0]
    assert after.high[0] <= before.high[0]


@given(cases(), st.data(), st.floats(1e-3, 1e3))
def test_the_order_of_rows_and_governments_does_not_matter(case, data, factor):
    x, v, w, r, states = case
    assume(len(set(zip(x, v, strict=True))) == len(x))
    order = data.draw(st.permutations(range(len(x))))
    place = {old: new for new, old in enumerate(order)}
    turned = data.draw(
        st.permutations([literal.State(tuple(place[i] for i in s.members), s.quota, s.veto) for s in states])
    )
    before = solved(case)
    after = solved(([x[i] for i in order], [v[i] for i in order], [w[i] for i in order], r, turned))
    for name in ("low", "high", "mean", "projection", "nash"):
        assert getattr(after, name)[0] == pytest.approx(getattr(before, name)[0], abs=1e-9, nan_ok=True)
    faction = before.binding_faction[0]
    assert after.binding_faction[0] == (place[faction] if faction >= 0 else -1)
    assert after.side_payments[0] == pytest.approx(before.side_payments[0][list(order)], abs=1e-12, nan_ok=True)
    scaled = agreement(*(floats(x)), *(factor * row for row in floats(v, w)), float(r), governments(states))
    assert (scaled.low[0], scaled.high[0]) == pytest.approx((before.low[0], before.high[0]), abs=1e-12)
    assert scaled.binding_faction[0] == faction


@given(cases())
def test_the_direction_of_the_scale_does_not_matter(case):
    x, v, w, r, states = case
    before, after = solved(case), solved(([1 - each for each in x], v, w, 1 - r, states))
    assert (after.low[0], after.high[0]) == pytest.approx((1 - before.high[0], 1 - before.low[0]), abs=1e-12)
    for name in ("mean", "projection", "nash"):
        assert getattr(after, name)[0] == pytest.approx(1 - getattr(before, name)[0], abs=1e-9, nan_ok=True)
    assert after.side_payments == pytest.approx(before.side_payments, abs=1e-12, nan_ok=True)


@given(st.floats(-50, 50), st.floats(0.1, 100))
def test_units_of_the_scale_do_not_matter_to_an_agreement(shift, length):
    x, v, w, r, states = random_case(draws=40)
    before = agreement(x, v, w, r, states)
    after = agreement(
        shift + length * x, v, w, shift + length * r, states, scale=(shift - 1e-9, shift + length * (1 + 1e-9))
    )
    for name in ("low", "high", "mean", "projection", "nash"):
        np.testing.assert_allclose(getattr(after, name), shift + length * getattr(before, name), atol=1e-6)
    assert (after.deal == before.deal).all()
    assert (after.binding_faction == before.binding_faction).all()


def test_draws_are_solved_as_if_each_were_alone_under_ratification():
    x, v, w, r, states = random_case()
    together = agreement(x, v, w, r, states)
    paid = cheapest_ratification(x, v, w, r, together.mean, states[1])
    for d in range(0, 200, 7):
        alone = agreement(x[d : d + 1], v[d : d + 1], w[d : d + 1], r[d], states)
        for name in ("low", "high", "mean", "projection", "nash", "binding_faction", "binding_government"):
            np.testing.assert_array_equal(getattr(alone, name)[0], getattr(together, name)[d])
        own = cheapest_ratification(x[d : d + 1], v[d : d + 1], w[d : d + 1], r[d], alone.mean, states[1])
        assert own.cost[0] == paid.cost[d]
        assert (own.paid[0] == paid.paid[d]).all()


def test_one_opposed_faction_with_a_veto_at_home_blocks_a_deal_and_is_named():
    x = np.array([[0.8, 0.9, 0.1, 0.7, 0.8]])
    states = [Government(np.array([0, 1, 2]), 1.0), Government(np.array([3, 4]), 0.5, True)]
    found = agreement(x, np.ones(5), np.ones(5), 0.3, states)
    assert not found.deal[0]
    assert found.p_no_deal == 1
    assert found.binding_faction[0] == 2
    assert found.binding_government[0] == 0
    assert found.projection[0] == 0.3
    assert np.isnan(found.nash[0])
    assert by_quota(x, np.ones(5), np.ones(5), 0.3, states, 0, np.array([0.5, 2 / 3, 0.7, 1.0])).tolist() == [
        0,
        0,
        1,
        1,
    ]


def test_two_factions_that_each_block_are_not_told_apart():
    x = np.array([[0.1, 0.1, 0.9]])
    found = agreement(x, np.ones(3), np.ones(3), 0.5, [Government(np.array([0, 1, 2]), 1.0)])
    assert found.binding_faction[0] == 2  # without it the first two agree to move down
    twins = agreement(np.array([[0.1, 0.1, 0.9, 0.9]]), np.ones(4), np.ones(4), 0.5, [Government(np.arange(4), 1.0)])
    assert twins.binding_faction[0] == -1


def test_equal_obstacles_are_told_apart_by_votes_then_by_nearness_to_the_status_quo():
    states = [Government(np.array([0, 1]), 1.0)]
    x = np.array([[0.2, 0.8], [0.3, 0.7]])
    votes = np.array([[1.0, 2.0], [2.0, 1.0]])
    assert agreement(x, votes, np.ones(2), 0.5, states, scale=(0, 1)).binding_faction.tolist() == [1, 0]
    near = np.array([[0.1, 0.95]])  # either removal frees the set up to an end of the scale, half of it
    assert agreement(near, np.ones(2), np.ones(2), 0.5, states).binding_faction.tolist() == [0]


def test_a_government_with_one_faction_vetoes_as_it_votes():
    x, v, w, r, _ = random_case()
    alone = [Government(np.array([i]), 1.0) for i in range(3)]
    vetoing = [Government(np.array([i]), 0.01, True) for i in range(3)]
    one, other = agreement(x, v, w, r, alone), agreement(x, v, w, r, vetoing)
    np.testing.assert_allclose(one.low, other.low, atol=1e-12)
    np.testing.assert_allclose(one.high, other.high, atol=1e-12)
    assert (one.binding_faction == other.binding_faction).all()
    assert (one.binding_faction == one.binding_government).all()


@pytest.mark.parametrize("everyone", [0.0, 0.4, 1.0])
def test_where_all_agree_they_get_it_and_none_is_paid(everyone):
    x = np.full((1, 4), everyone)
    states = [Government(np.array([0, 1]), 1.0, True), Government(np.array([2, 3]), 0.5, True)]
    found = agreement(x, np.ones(4), np.ones(4), 0.4, states)
    assert found.deal[0] == (everyone != 0.4)
    assert found.mean[0] == found.projection[0] == everyone
    assert not found.side_payments.any()
    assert found.nash[0] == pytest.approx(everyone if everyone != 0.4 else np.nan, nan_ok=True)


def test_a_government_without_weight_takes_its_place_from_votes_and_does_not_count():
    x = np.array([[0.2, 0.6, 0.9]])
    states = [Government(np.array([0, 1]), 1.0, True), Government(np.array([2]), 1.0)]
    found = agreement(x, np.array([1.0, 3.0, 1.0]), np.array([0.0, 0.0, 1.0]), 0.0, states)
    assert found.position[0] == pytest.approx([0.5, 0.9])
    assert found.mean[0] == pytest.approx(0.9)
    assert found.projection[0] == pytest.approx(0.4)
    assert found.nash[0] == pytest.approx(0.4)
    unheard = agreement(x, np.zeros(3), np.zeros(3), 0.0, states)
    assert unheard.position[0] == pytest.approx([0.4, 0.9])
    assert np.isnan(unheard.mean[0])


@pytest.mark.parametrize(
    ("members", "quota", "says"),
    [
        ([], 0.5, "member"),
        ([1, 1], 0.5, "twice"),
        ([0], 0.0, "quota"),
        ([0], 1.1, "quota"),
        ([0], float("nan"), "quota"),
    ],
)
def test_a_government_that_makes_no_sense_is_refused(members, quota, says):
    with pytest.raises(ValueError, match=says):
        Government(np.array(members, dtype=int), quota)


def test_an_agreement_without_governments_is_refused():
    with pytest.raises(ValueError, match="at least one government"):
        agreement(np.ones((1, 2)), np.ones(2), np.ones(2), 0.5, [])


# Quotas and payments


@given(cases(), st.data())
def test_the_risk_of_no_deal_at_each_quota_is_that_of_solving_anew(case, data):
    x, v, w, r, states = case
    which = data.draw(st.integers(0, len(states) - 1))
    quotas = [Fraction(1, 10), Fraction(1, 2), Fraction(3, 4), Fraction(1)]
    curve = by_quota(*floats(x, v, w), float(r), governments(states), which, np.array([float(q) for q in quotas]))
    for risk, quota in zip(curve, quotas, strict=True):
        changed = list(states)
        changed[which] = literal.State(states[which].members, quota, states[which].veto)
        assert risk == solved((x, v, w, r, changed)).p_no_deal
    assert (np.diff(curve) >= 0).all()


def test_the_risk_of_no_deal_is_a_share_of_draws():
    x, v, w, r, states = random_case()
    curve = by_quota(x, v, w, r, states, 1, np.array([0.2, 2 / 3, 1.0]))
    assert curve[1] == pytest.approx(agreement(x, v, w, r, states).p_no_deal)
    assert 0 < curve[0] < curve[2] < 1


@given(cases(), LATTICE)
def test_side_payments_make_good_each_loss(case, y):
    x, _, w, r, _ = case
    paid = side_payments(*floats(x, w), float(r), float(y))[0]
    assert paid == pytest.approx([float(literal.loss(x[i], w[i], r, y)) for i in range(len(x))], abs=1e-12)


@given(cases(), LATTICE)
def test_the_cheapest_ratification_is_the_best_of_all_sets(case, y):
    x, v, w, r, states = case
    for state, government in zip(states, governments(states), strict=True):
        found = cheapest_ratification(*floats(x, v, w), float(r), float(y), government)
        cost, size, votes = literal.cheapest(x, v, w, r, y, state)
        chosen = [i for i, paid in zip(state.members, found.paid[0], strict=True) if paid]
        assert found.cost[0] == pytest.approx(float(cost), abs=1e-12)
        assert len(chosen) == size
        assert sum(v[i] for i in chosen) == votes
        assert sum(literal.loss(x[i], w[i], r, y) for i in chosen) == cost
        assert found.ratified[0] == (size == 0)


@given(cases(), LATTICE, st.data())
def test_whom_to_pay_does_not_depend_on_the_order_of_members(case, y, data):
    x, v, w, r, states = case
    assume(len(set(zip(x, v, w, strict=True))) == len(x))
    members = np.array(states[0].members)
    order = list(data.draw(st.permutations(range(len(members)))))
    quota = float(states[0].quota)
    before = cheapest_ratification(*floats(x, v, w), float(r), float(y), Government(members, quota))
    after = cheapest_ratification(*floats(x, v, w), float(r), float(y), Government(members[order], quota))
    assert (after.paid[0] == before.paid[0][order]).all()


def test_small_losers_are_paid_rather_than_one_large_one():
    x, v = np.array([[0.9, 0.4, 0.4, 0.1]]), np.array([3.0, 1.0, 1.0, 2.0])
    found = cheapest_ratification(x, v, np.ones(4), 0.3, 0.9, Government(np.arange(4), 5 / 7))
    assert found.paid[0].tolist() == [False, False, False, True]  # 0.6 for two votes, against 0.4 each
    found = cheapest_ratification(x, v, np.array([1.0, 0.5, 0.5, 1.0]), 0.3, 0.9, Government(np.arange(4), 5 / 7))
    assert found.paid[0].tolist() == [False, True, True, False]
    assert found.cost[0] == pytest.approx(0.4)


def test_an_unknown_outcome_has_an_unknown_price():
    x = np.array([[0.1, 0.9], [0.1, 0.9]])
    found = cheapest_ratification(
        x, np.ones(2), np.ones(2), 0.5, np.array([np.nan, 0.9]), Government(np.arange(2), 1.0)
    )
    assert found.cost == pytest.approx([np.nan, 0.4], nan_ok=True)
    assert found.paid.tolist() == [[False, False], [True, False]]
    assert found.ratified.tolist() == [False, False]


def test_too_many_opposed_factions_are_refused_and_sixteen_are_weighed_up():
    x, many = np.zeros((3, 17)), np.ones(17)
    with pytest.raises(ValueError, match="17 factions"):
        cheapest_ratification(x, many, many, 0.0, 1.0, Government(np.arange(17), 0.5))
    found = cheapest_ratification(x, many, many, 0.0, 1.0, Government(np.arange(16), 0.5))
    assert found.cost == pytest.approx([8.0] * 3)
    assert found.paid.sum(axis=1).tolist() == [8] * 3
