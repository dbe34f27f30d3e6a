"""Nash and Kalai-Smorodinsky solutions: the European Union's record, first-order conditions, grids, invariances."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trivet.lenses.bargaining.model.kalai import smorodinsky
from trivet.lenses.bargaining.model.nash import from_reference, weighted_mean, with_cost

UTILITIES = ["linear", "quadratic"]
COSTS = np.array([1.001, 1.02, 1.2, 2.0, 4.0, 1e6])
UNIT = st.floats(0, 1).map(lambda number: round(number, 6))
WEIGHT = st.one_of(st.just(0.0), st.floats(1e-3, 10))
FACTIONS = st.lists(st.tuples(UNIT, WEIGHT), min_size=1, max_size=6).filter(lambda all_: any(w for _, w in all_))


def arrays(factions):
    x, w = zip(*factions, strict=True)
    return np.array([x]), np.array([w])


def gains(x, r, y, utility):
    """What each actor gains at each point over the status quo, shape (points, actors)."""
    power = 1 if utility == "linear" else 2
    return np.abs(r - x) ** power - np.abs(y[:, None] - x) ** power


# The European Union's record


@pytest.fixture(scope="module")
def issues():
    """Position, weight, status quo, outcome and stored forecasts of each scoreable issue."""
    root = os.environ.get("TRIVET_REFERENCES")
    if not root:
        pytest.skip("TRIVET_REFERENCES is not set, so forecasts are not compared with the European Union's record")
    folder = Path(root) / "deu3"
    read = {
        name: rows(folder / f"{name}.csv") for name in ("issues", "positions", "council_power", "expected_predictions")
    }
    power = {row["actor"]: [float(votes or 0) for votes in list(row.values())[1:]] for row in read["council_power"]}
    known = {row["issue_id"]: row for row in read["issues"]}
    return [issue(known[row["issue_id"]], read["positions"], power, row) for row in read["expected_predictions"]]


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def issue(known, positions, power, expected):
    year = int(known["year_est"])
    regime = (year > 2004) + (year > 2014)
    taken = [row for row in positions if row["issue_id"] == known["issue_id"] and row["position"] and row["salience"]]
    x = np.array([[float(row["position"]) / 100 for row in taken]])
    w = np.array([[float(row["salience"]) * power[row["actor"]][regime] for row in taken]])
    status = known["reference_point"]
    return x, w, float(status) / 100 if status else None, float(known["outcome"]), expected


@pytest.mark.references
def test_the_record_gives_the_stored_nash_solutions_and_no_others(issues):
    """The stored ones are the best points of a grid in steps of 0.1 on 0 to 100."""
    solved = 0
    for x, w, r, _, expected in issues:
        stored = expected["NBS quadratic (non-empty set only)/council"]
        if r is None:
            assert not stored
            continue
        y, feasible = from_reference(x, w, r)
        assert feasible[0] == bool(stored)
        if stored:
            assert 100 * y[0] == pytest.approx(float(stored), abs=0.0501)
            solved += 1
    assert len(issues) == 183
    assert solved == 23


@pytest.mark.references
def test_on_the_record_a_dearer_breakdown_forecasts_better(issues):
    costs = np.array([[1.02], [1.2], [2.0], [4.0], [np.inf]])
    errors = np.array([np.abs(100 * with_cost(x, w, costs)[:, 0] - outcome) for x, w, _, outcome, _ in issues])
    assert errors.mean(axis=0) == pytest.approx([25.131, 24.954, 24.610, 24.467, 24.421], abs=1e-3)


# A common cost of no agreement


@given(FACTIONS)
def test_the_solution_meets_the_first_order_condition(factions):
    x, w = arrays(factions)
    y = with_cost(x, w, COSTS[:, None])
    slope = (w * (x - y) / (COSTS[:, None] - (y - x) ** 2)).sum(axis=1) / w.sum()
    assert np.abs(slope).max() < 1e-11


@given(FACTIONS)
def test_an_unbounded_cost_gives_the_weighted_mean_exactly(factions):
    x, w = arrays(factions)
    assert with_cost(x, w, np.inf)[0] == weighted_mean(x, w)[0]
    assert with_cost(x, w, 1e9)[0] == pytest.approx((x * w).sum() / w.sum(), abs=1e-8)


@given(FACTIONS, st.sampled_from(COSTS.tolist()))
def test_no_point_of_a_grid_beats_the_solution_with_a_cost(factions, k):
    x, w = arrays(factions)
    points = np.append(np.linspace(0, 1, 501), with_cost(x, w, k))
    value = (w * np.log(k - (points[:, None] - x) ** 2)).sum(axis=1)
    assert value[-1] >= value.max() - 1e-12 * w.sum()


def test_a_cheap_breakdown_favours_whoever_stands_alone():
    x, w = np.array([[0.0, 0.0, 1.0]]), np.ones((1, 3))
    y = with_cost(x, w, np.array([[1.02], [2.0], [np.inf]]))[:, 0]
    assert (np.diff(y) < 0).all()
    assert y[-1] == pytest.approx(1 / 3)


@given(FACTIONS, st.sampled_from(COSTS.tolist()), st.floats(-50, 50), st.floats(0.1, 100), st.data())
def test_unit_direction_order_and_weight_scale_do_not_matter(factions, k, shift, length, data):
    x, w = arrays(factions)
    order = list(data.draw(st.permutations(range(x.shape[1]))))
    y = with_cost(x, w, k)[0]
    assert with_cost(x[:, order], 3 * w[:, order], k)[0] == pytest.approx(y, abs=1e-10)
    assert with_cost(1 - x, w, k)[0] == pytest.approx(1 - y, abs=1e-10)
    assert with_cost(shift + length * x, w, k, range_=length)[0] == pytest.approx(shift + length * y, abs=1e-8)


@given(FACTIONS, st.sampled_from(COSTS.tolist()))
def test_splitting_an_actor_in_two_changes_nothing(factions, k):
    x, w = arrays(factions)
    split = np.concatenate([w[:, :1] / 4, w[:, 1:], 3 * w[:, :1] / 4], axis=1)
    doubled = np.concatenate([x, x[:, :1]], axis=1)
    assert with_cost(doubled, split, k)[0] == pytest.approx(with_cost(x, w, k)[0], abs=1e-10)


def test_draws_are_solved_as_if_each_were_alone():
    generator = np.random.default_rng(1)
    x, w, k = generator.random((50, 4)), generator.random((50, 4)), 1.01 + generator.random(50)
    together = with_cost(x, w, k)
    apart = [with_cost(x[d : d + 1], w[d : d + 1], k[d])[0] for d in range(50)]
    assert together.tolist() == apart
    solved, _ = from_reference(x, w, -0.1, utility="linear")
    assert solved.tolist() == [
        from_reference(x[d : d + 1], w[d : d + 1], -0.1, utility="linear")[0][0] for d in range(50)
    ]


def test_no_weight_at_all_has_no_solution():
    x, w = np.array([[0.2, 0.8]]), np.zeros((1, 2))
    assert np.isnan(with_cost(x, w, 2.0)).all()
    y, feasible = from_reference(x, w, 0.0)
    assert np.isnan(y).all()
    assert not feasible.any()


@pytest.mark.parametrize("k", [1.0, 0.5, np.nan, np.array([2.0, 1.0])])
def test_a_cost_that_leaves_someone_unhurt_is_refused(k):
    with pytest.raises(ValueError, match="over 1"):
        with_cost(np.array([[0.0, 1.0], [0.2, 0.3]]), np.ones(2), k)


def test_positions_further_apart_than_the_scale_are_refused():
    with pytest.raises(ValueError, match="further apart"):
        with_cost(np.array([[0.0, 100.0]]), np.ones(2), 2.0)


# The status quo as disagreement


@pytest.mark.parametrize("utility", UTILITIES)
@given(factions=FACTIONS, r=UNIT)
def test_there_is_a_solution_exactly_where_a_grid_has_a_point_that_all_prefer(utility, factions, r):
    x, w = arrays(factions)
    assume(np.abs(x - r)[w > 0].min() > 1e-5 or (x == r)[w > 0].any())
    near = np.unique(np.concatenate([np.linspace(-1, 2, 3001), r + np.array([-1e-6, 1e-6])]))
    better = (gains(x[w > 0], r, near, utility) > 0).all(axis=1).any()
    y, feasible = from_reference(x, w, r, utility=utility)
    assert feasible[0] == better
    assert np.isnan(y[0]) == (not better)


@pytest.mark.parametrize("utility", UTILITIES)
@given(factions=FACTIONS)
def test_no_point_of_a_grid_beats_the_solution_over_the_status_quo(utility, factions):
    x, w = arrays(factions)
    x, r = 0.3 + 0.7 * x, 0.1
    y, feasible = from_reference(x, w, r, utility=utility)
    assert feasible.all()
    points = np.append(np.linspace(r, 1, 1001), y)
    gain = gains(x[w > 0], r, points, utility)
    assert (gain[-1] > 0).all()
    value = np.where((gain > 0).all(axis=1), (w[w > 0] * np.log(np.maximum(gain, 1e-300))).sum(axis=1), -np.inf)
    assert value[-1] >= value.max() - 1e-11 * w.sum()


@pytest.mark.parametrize("utility", UTILITIES)
@given(factions=FACTIONS, r=UNIT, shift=st.floats(-5, 5), length=st.floats(0.1, 100), data=st.data())
def test_the_solution_moves_with_the_scale(utility, factions, r, shift, length, data):
    x, w = arrays(factions)
    assume(np.abs(x - r).min() > 1e-6)
    order = list(data.draw(st.permutations(range(x.shape[1]))))
    y, feasible = from_reference(x, w, r, utility=utility)
    for changed, back in (
        (from_reference(1 - x, w, 1 - r, utility=utility), 1 - y),
        (from_reference(x[:, order], 5 * w[:, order], r, utility=utility), y),
        (from_reference(shift + length * x, w, shift + length * r, utility=utility), shift + length * y),
    ):
        assert changed[1][0] == feasible[0]
        assert changed[0][0] == pytest.approx(back[0], abs=1e-7, nan_ok=True)


@pytest.mark.parametrize("utility", UTILITIES)
def test_one_actor_or_many_of_one_mind_get_their_position(utility):
    x = np.array([[0.7, 0.7, 0.7]])
    assert from_reference(x, np.array([1.0, 2.0, 0.0]), 0.2, utility=utility)[0] == pytest.approx([0.7])
    assert from_reference(x[:, :1], np.ones(1), 0.9, utility=utility)[0] == pytest.approx([0.7])
    y, feasible = from_reference(x, np.ones(3), 0.7, utility=utility)
    assert np.isnan(y[0])
    assert not feasible[0]


def test_two_actors_have_the_solution_in_closed_form():
    """With distances 1 and 2, equal weights and quadratic utilities: 2 / t = 1 / (2 - t) + 1 / (4 - t)."""
    y, _ = from_reference(np.array([[0.1, 0.2]]), np.ones(2), 0.0)
    assert 10 * y[0] == pytest.approx((9 - np.sqrt(17)) / 4, abs=1e-12)


def test_only_players_must_gain_and_count():
    x, w = np.array([[0.4, 0.8, 0.0]]), np.array([[1.0, 1.0, 5.0]])
    assert not from_reference(x, w, 0.1)[1][0]
    y, feasible = from_reference(x, w, 0.1, players=np.array([True, True, False]))
    assert feasible[0]
    assert y[0] == from_reference(x[:, :2], w[:, :2], 0.1)[0][0]


@pytest.mark.parametrize("utility", UTILITIES)
def test_a_player_without_weight_bounds_the_set(utility):
    y, feasible = from_reference(
        np.array([[0.2, 0.9]]), np.array([0.0, 1.0]), 0.0, players=np.array([True, True]), utility=utility
    )
    assert feasible[0]
    assert y[0] == pytest.approx(0.4)


# Kalai-Smorodinsky


@pytest.mark.parametrize("utility", UTILITIES)
@given(factions=FACTIONS)
def test_no_point_of_a_grid_has_a_larger_least_share_of_hopes(utility, factions):
    x, w = arrays(factions)
    x, r = 0.3 + 0.7 * x, 0.1
    y, feasible = smorodinsky(x, w, r)
    assert feasible.all()
    ideal = x[w > 0]
    hopes = np.array([gains(ideal[i : i + 1], r, ideal[i : i + 1], utility)[0, 0] for i in range(len(ideal))])
    least = (gains(ideal, r, np.append(np.linspace(r, 1, 1001), y), utility) / hopes).min(axis=1)
    assert least[-1] >= least.max() - 1e-12


@given(FACTIONS, UNIT)
def test_both_solutions_over_the_status_quo_exist_together(factions, r):
    x, w = arrays(factions)
    nash, found = from_reference(x, w, r)
    kalai, also = smorodinsky(x, w, r)
    assert found[0] == also[0]
    assert np.isnan(nash[0]) == np.isnan(kalai[0]) == (not found[0])
    weighty = x[w > 0]
    if found[0]:
        assert weighty.min() - 1e-9 <= min(nash[0], kalai[0]) <= max(nash[0], kalai[0]) <= weighty.max() + 1e-9


def test_the_kalai_smorodinsky_point_is_the_harmonic_mean_and_ignores_weights():
    x = np.array([[0.2, 0.3, 0.6]])
    assert smorodinsky(x, np.ones(3), 0.0)[0] == pytest.approx([0.3])
    assert smorodinsky(x, np.array([9.0, 1.0, 1.0]), 0.0)[0] == pytest.approx([0.3])
    assert smorodinsky(1 - x, np.ones(3), 1.0)[0] == pytest.approx([0.7])
    assert np.isnan(smorodinsky(x, np.ones(3), 0.25)[0]).all()
    assert smorodinsky(x, np.ones(3), 0.25, players=np.array([False, True, True]))[1].all()
