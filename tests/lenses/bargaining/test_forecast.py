"""Means, medians, pivots, the mixed forecast, draws and attribution, against formulas, brute force and invariances."""

import math
from functools import partial
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from trivet.lens.draws import triangular
from trivet.lens.streams import Streams
from trivet.lenses.bargaining.model import baselines
from trivet.lenses.bargaining.model.attribution import indices
from trivet.lenses.bargaining.model.draws import chances, correlated, log_triangular
from trivet.lenses.bargaining.model.mixture import GRID, Mixture, at_most, crps, normal_cdf, on_average, quantile

places = st.integers(0, 20).map(lambda k: k / 20)
weights = st.integers(0, 8).map(float)
boards = st.lists(st.tuples(places, weights), min_size=1, max_size=7).filter(lambda b: sum(w for _, w in b) > 0)


def arrays(board):
    return np.array([[x for x, _ in board]]), np.array([[w for _, w in board]])


def stream(name):
    return Streams(7).generator(name)


# Baselines


def test_the_emission_standards_case_has_its_published_mean_and_median():
    x = np.array([[4, 7, 4, 4, 10, 10, 10, 7, 4, 7]], float)
    c = np.array([[0.08, 0.08, 0.16, 0.08, 0.08, 0.08, 0.16, 0.16, 0.08, 0.04]])
    assert baselines.mean(x, c)[0] == pytest.approx((x * c).sum() / c.sum())
    assert [float(end[0]) for end in baselines.median(x, c)] == [7, 7]


@given(boards)
def test_the_median_beats_every_position_in_pairwise_votes(board):
    x, w = arrays(board)
    low, high = (float(end[0]) for end in baselines.median(x, w))
    assert low <= high
    for point in (low, high):
        for other in x[0]:
            nearer = w[0][np.abs(x[0] - other) < np.abs(x[0] - point) - 1e-12].sum()
            further = w[0][np.abs(x[0] - other) > np.abs(x[0] - point) + 1e-12].sum()
            assert nearer <= further + 1e-9


@given(boards, st.randoms(use_true_random=False))
def test_rows_in_another_order_change_nothing(board, random):
    shuffled = random.sample(board, len(board))
    for one, two in ((arrays(board), arrays(shuffled)),):
        assert baselines.mean(*one) == pytest.approx(baselines.mean(*two))
        assert [float(e[0]) for e in baselines.median(*one)] == [float(e[0]) for e in baselines.median(*two)]
        assert np.allclose(at_most(*one, Mixture(), GRID), at_most(*two, Mixture(), GRID))


@given(boards, st.integers(0, 6))
def test_an_actor_split_in_two_changes_nothing(board, which):
    x, w = board[which % len(board)]
    split = [*board[: which % len(board)], (x, w * 0.25), (x, w * 0.75), *board[which % len(board) + 1 :]]
    one, two = arrays(board), arrays(split)
    assert baselines.mean(*one) == pytest.approx(baselines.mean(*two))
    assert [float(e[0]) for e in baselines.median(*one)] == [float(e[0]) for e in baselines.median(*two)]


@given(boards, st.floats(0.01, 100), st.floats(-50, 50), st.sampled_from([-3.0, 0.5, 6.0]))
def test_units_of_weight_and_scale_do_not_matter(board, factor, shift, slope):
    x, w = arrays(board)
    assert baselines.mean(x, w * factor) == pytest.approx(baselines.mean(x, w))
    assert baselines.mean(shift + slope * x, w) == pytest.approx(shift + slope * baselines.mean(x, w))
    ends = sorted(float(e[0]) for e in baselines.median(shift + slope * x, w))
    assert ends == pytest.approx(sorted(shift + slope * float(e[0]) for e in baselines.median(x, w)))


@given(boards)
def test_gradients_are_those_of_small_steps(board):
    x, w = arrays(board)
    w = w + 0.5
    step = 1e-6
    for i in range(x.shape[1]):
        moved, grown = x.copy(), w.copy()
        moved[0, i] += step
        grown[0, i] *= math.exp(step)
        base = baselines.mean(x, w)[0]
        assert (baselines.mean(moved, w)[0] - base) / step == pytest.approx(baselines.by_position(x, w)[0, i], abs=1e-6)
        assert (baselines.mean(x, grown)[0] - base) / step == pytest.approx(baselines.by_weight(x, w)[0, i], abs=1e-6)


@given(boards)
def test_whoever_leaves_takes_exactly_its_pull_away(board):
    x, w = arrays(board)
    found = baselines.without(x, w)[0]
    for i in range(len(board)):
        rest = [own for k, own in enumerate(board) if k != i]
        if sum(weight for _, weight in rest) > 0:
            assert found[i] == pytest.approx(float(baselines.mean(*arrays(rest))[0]))
        else:
            assert found[i] == pytest.approx(float(baselines.mean(x, w)[0]))


@given(boards)
def test_the_pivot_is_shared_out_among_those_at_the_median(board):
    x, w = arrays(board)
    share, (low, high) = baselines.pivot(x, w)[0], baselines.median(x, w)
    assert share.sum() == pytest.approx(1)
    assert all(abs(x[0, i] - low[0]) < 1e-9 or abs(x[0, i] - high[0]) < 1e-9 for i in np.flatnonzero(share))


def test_a_tie_at_half_gives_both_ends_and_half_the_pivot_each():
    x, w = np.array([[0.0, 1.0]]), np.array([[3.0, 3.0]])
    assert [float(end[0]) for end in baselines.median(x, w)] == [0, 1]
    assert baselines.pivot(x, w).tolist() == [[0.5, 0.5]]


# The mixed forecast


def test_the_interpolated_bell_is_that_of_scipy():
    z = np.linspace(-8, 8, 4001)
    assert np.abs(normal_cdf(z) - stats.norm.cdf(z)).max() < 2e-8


@given(boards)
def test_the_forecast_is_a_distribution_on_the_scale(board):
    found = at_most(*arrays(board), Mixture(), GRID)[0]
    assert (np.diff(found) >= -1e-12).all()
    assert 0 <= found[0] <= 1
    assert found[-1] == pytest.approx(1)


def test_its_halves_are_the_actors_and_a_cut_bell():
    x, w = np.array([[0.1, 0.1, 0.8]]), np.array([[1.0, 1.0, 2.0]])
    assert at_most(x, w, Mixture(actors=1), np.array([0.05, 0.1, 0.5, 0.8])).tolist() == [[0, 0.5, 0.5, 1]]
    bell = stats.truncnorm((0 - 0.45) / 0.2, (1 - 0.45) / 0.2, loc=0.45, scale=0.2)
    points = np.linspace(0, 1, 11)
    assert at_most(x, w, Mixture(actors=0, deviation=0.2), points)[0] == pytest.approx(bell.cdf(points), abs=1e-6)


@given(st.lists(boards, min_size=1, max_size=4))
def test_its_average_over_draws_is_the_mean_of_them_all(draws):
    size = min(len(board) for board in draws)
    x, w = (np.array([[own[part] for own in board[:size]] for board in draws]) for part in (0, 1))
    w = w + 0.1
    assert on_average(x, w, Mixture()) == pytest.approx(at_most(x, w, Mixture(), GRID).mean(axis=0), abs=1e-6)
    stated = x[:1]
    wanted = at_most(x, w, Mixture(), GRID, stated).mean(axis=0)
    assert on_average(x, w, Mixture(), stated) == pytest.approx(wanted, abs=1e-6)


@given(st.floats(0.02, 0.98))
def test_quantiles_undo_the_distribution(level):
    chance = at_most(np.array([[0.3, 0.6]]), np.array([[1.0, 1.0]]), Mixture(actors=0), GRID)[0]
    at = int(np.flatnonzero(quantile(chance, level) == GRID)[0])
    assert chance[at] >= level - 1e-9
    assert at == 0 or chance[at - 1] < level


def test_a_quantile_stays_on_the_point_where_the_distribution_jumps():
    chance = at_most(np.array([[0.0, 1.0]]), np.array([[1.0, 3.0]]), Mixture(actors=1), GRID)[0]
    assert [quantile(chance, level) for level in (0.1, 0.25, 0.26, 0.9)] == [0, 0, 1, 1]


def test_the_score_of_a_sure_forecast_is_its_error_and_that_of_a_bell_the_closed_form():
    fine = np.linspace(-4, 4, 8001)
    assert crps((fine >= 0.3).astype(float), 1.0, fine) == pytest.approx(0.7, abs=1e-3)
    z, bell = 0.7, NormalDist()
    closed = z * (2 * bell.cdf(z) - 1) + 2 * bell.pdf(z) - 1 / math.sqrt(math.pi)
    assert crps(stats.norm.cdf(fine), z, fine) == pytest.approx(closed, abs=1e-4)
    direct = integrate.quad(lambda y: (stats.norm.cdf(y) - (y >= z)) ** 2, -8, 8, points=[z])[0]
    assert closed == pytest.approx(direct, abs=1e-6)


# Draws


def test_chances_are_even_and_orders_apart():
    found = chances(stream, ["a", "b"], 400)
    assert (np.sort(found, axis=0) == ((np.arange(400) + 0.5) / 400)[:, None]).all()
    assert abs(np.corrcoef(found.T)[0, 1]) < 0.15
    assert (chances(stream, ["b", "z", "a"], 400)[:, 2] == found[:, 0]).all()


def test_one_more_actor_shifts_nobody_elses_draws():
    assert (chances(stream, ["a", "b", "c"], 64)[:, :2] == chances(stream, ["a", "b"], 64)).all()


@pytest.mark.parametrize("wanted", [0.3, 0.8])
def test_errors_of_one_state_are_correlated_as_asked(wanted):
    own = chances(stream, ["a", "b", "c"], 8000)
    common = chances(stream, ["X", "X", "Y"], 8000)
    normal = stats.norm.ppf(correlated(own, common, wanted))
    found = np.corrcoef(normal.T)
    assert found[0, 1] == pytest.approx(wanted, abs=0.04)
    assert abs(found[0, 2]) < 0.04
    assert np.abs(normal.mean(axis=0)).max() < 0.02
    assert normal.std(axis=0) == pytest.approx(1, abs=0.03)
    assert correlated(own, common, 0.0) is own


def test_logarithms_of_amounts_are_triangular():
    ranges = np.array([[1.0, 10.0, 100.0], [0.0, 5.0, 10.0], [3.0, 3.0, 3.0]])
    u = np.linspace(0.001, 0.999, 999)[:, None] * np.ones(3)
    drawn = log_triangular(ranges, u)
    assert np.log10(drawn[:, 0]) == pytest.approx(stats.triang(0.5, 0, 2).ppf(u[:, 0]))
    assert drawn[:, 1] == pytest.approx(stats.triang(0.5, 0, 10).ppf(u[:, 1]))
    assert (drawn[:, 2] == 3).all()
    assert triangular(ranges[1], u[:, 1]) == pytest.approx(drawn[:, 1])


# Attribution


def uniforms(names, draws=4096):
    return (chances(partial(Streams(3).generator, part), names, draws) for part in ("one", "two"))


def test_indices_of_a_sum_are_the_shares_of_its_variance():
    one, two = uniforms(["a", "b", "c"])
    found = indices(lambda u: 3 * u[:, 0] + 2 * u[:, 1] + u[:, 2], one, two, [(0,), (1,), (2,), (1, 2)])
    wanted = np.array([9, 4, 1, 5]) / 14
    assert found.first == pytest.approx(wanted, abs=0.03)
    assert found.total == pytest.approx(wanted, abs=0.03)


def test_indices_of_the_ishigami_function_are_the_known_ones():
    def ishigami(u):
        x = (2 * u - 1) * np.pi
        return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])

    found = indices(ishigami, *uniforms(["a", "b", "c"], 16384), [(0,), (1,), (2,)])
    assert found.first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.03)
    assert found.total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)


def test_a_model_that_does_not_vary_has_no_indices():
    found = indices(lambda u: np.ones(len(u)), *uniforms(["a"]), [(0,)])
    assert found.first.tolist() == found.total.tolist() == [0.0]
