"""Package deals: against linear programmes, literal sums and what may not matter."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from scipy.optimize import minimize

import literal_exchange as literal
from trivet.lenses.bargaining.model import package, package_ascent
from trivet.lenses.bargaining.model.package_nash import nash

HOMES = np.array([0, 0, 0, 1, 1, 2, 2, -1])


def random(seed, draws=40, m=2, near=0.0):
    """Draws in which factions of a government are alike; the nearer positions and status quo, the fewer packages."""
    rng = np.random.default_rng(seed)
    n = len(HOMES)
    x = 0.6 * rng.random((draws, 4, m))[:, HOMES] + 0.4 * rng.random((draws, n, m))
    r = rng.random((draws, m))
    squeeze = lambda each: np.clip(each, near, 1 - near)  # noqa: E731
    return squeeze(x), rng.random((draws, n, m)), 0.1 + rng.random((draws, n)), squeeze(r)


def lists(x):
    """Nested lists with None for a missing position."""
    return [[None if np.isnan(each) else float(each) for each in row] for row in x]


def members(homes):
    return [np.flatnonzero(homes == g).tolist() for g in range(homes.max() + 1)]


@pytest.mark.parametrize(("m", "near"), [(1, 0.0), (1, 0.35), (2, 0.3), (3, 0.4)])
def test_a_package_exists_where_a_linear_programme_finds_one(m, near):
    x, s, w, r = random(m, m=m, near=near)
    x[::5, 1, 0] = np.nan
    found = package.search(x, s, w, r, membership=HOMES)
    most = [literal.package_exists(lists(x[d]), s[d], w[d], r[d], members(HOMES), [True] * m) for d in range(len(x))]
    assert np.array_equal(found.exists, np.array(most) > 2e-6)
    if m < 3:
        assert 0.1 < found.exists.mean() < 1


@pytest.mark.parametrize("loss", ["linear", "quadratic"])
def test_packages_leave_every_government_better_off_and_none_nearby_has_a_greater_product(loss):
    x, s, w, r = random(5, draws=15, m=3)
    x[3, 4, 1] = np.nan
    found = package.search(x, s, w, r, membership=HOMES, loss=loss)
    power = 1 if loss == "linear" else 2
    assert found.exists.mean() > 0.5
    for d in np.flatnonzero(found.exists):
        gain = lambda y, d=d: np.array(  # noqa: E731
            [literal.package_gain(lists(x[d]), s[d], w[d], r[d], y, each, power) for each in members(HOMES)]
        )
        assert found.gain[d] == pytest.approx(gain(found.y[d]), abs=1e-12)
        assert (found.gain[d] > 0).all()
        assert ((found.y[d] >= 0) & (found.y[d] <= 1)).all()
        cost = lambda y, gain=gain: -np.log(np.maximum(gain(y), 1e-12)).sum()  # noqa: E731
        better = minimize(cost, found.y[d], method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10})
        assert -better.fun <= np.log(found.gain[d]).sum() + 1e-3


def test_where_there_is_no_package_the_status_quo_stays():
    x, s, w, r = random(7, m=1, near=0.35)
    found = package.search(x, s, w, r, membership=HOMES)
    none = ~found.exists
    assert none.any()
    assert np.array_equal(found.y[none], r[none])
    assert not found.gain[none].any()
    assert not found.change[none].any()


def test_bystanders_gain_or_lose_by_salience_times_distance():
    x, s, w, r = random(8)
    found = package.search(x, s, w, r, membership=HOMES)
    assert found.bystanders.tolist() == [7]
    known = (s[:, 7] * (abs(r - x[:, 7]) - abs(found.y - x[:, 7]))).sum(axis=1)
    assert found.external[:, 0] == pytest.approx(known)
    assert known.min() < -0.01 < 0.01 < known.max()
    s[:, 7] = 0
    assert not package.search(x, s, w, r, membership=HOMES).external.any()


@given(st.permutations(range(8)), st.permutations(range(3)), st.integers(0, 9))
@limits(max_examples=15)
def test_packages_do_not_depend_on_the_order_of_actors_and_issues(rows, columns, seed):
    x, s, w, r = random(seed, draws=5, m=3)
    one = package.search(x, s, w, r, membership=HOMES)
    two = package.search(
        x[:, rows][:, :, columns], s[:, rows][:, :, columns], w[:, rows], r[:, columns], membership=HOMES[rows]
    )
    assert np.array_equal(one.exists, two.exists)
    assert np.allclose(np.log(one.gain[one.exists]).sum(axis=1), np.log(two.gain[one.exists]).sum(axis=1), atol=1e-5)


@given(st.integers(0, 9), st.floats(0.1, 30), st.floats(0.2, 0.5), st.floats(0, 0.5))
@limits(max_examples=15)
def test_units_of_weights_salience_and_the_scale_do_not_matter(seed, factor, slope, start):
    x, s, w, r = random(seed, draws=5)
    one = package.search(x, s, w, r, membership=HOMES)
    two = package.search(start + slope * x, factor * s, factor * w, start + slope * r, membership=HOMES)
    assert np.array_equal(one.exists, two.exists)
    deals = one.exists
    assert np.allclose(
        np.log(one.gain[deals] * factor * slope).sum(axis=1), np.log(two.gain[deals]).sum(axis=1), atol=1e-5
    )


def test_results_do_not_depend_on_chunks(monkeypatch):
    x, s, w, r = random(10)
    whole = package.search(x, s, w, r, membership=HOMES)
    monkeypatch.setattr(package, "_CHUNK", 7)
    pieces = package.search(x, s, w, r, membership=HOMES)
    assert np.array_equal(whole.exists, pieces.exists)
    assert np.allclose(whole.gain, pieces.gain, atol=1e-6)


def test_more_power_brings_a_government_more():
    x, s, w, r = random(11, m=3)
    even = package.search(x, s, w, r, membership=HOMES)
    strong = package.search(x, s, w, r, membership=HOMES, power=np.array([8.0, 1.0, 1.0]))
    assert np.array_equal(even.exists, strong.exists)
    assert (strong.gain[:, 0] >= even.gain[:, 0] - 1e-5).all()
    assert strong.gain[:, 0].mean() > even.gain[:, 0].mean() + 0.01


def test_one_government_takes_its_own_best():
    x = np.array([[[0.1, 0.9], [0.3, 0.4], [0.8, 0.5]]])
    s, w = np.ones((1, 3, 2)), np.array([[1.0, 3.0, 1.0]])
    found = package.search(x, s, w, np.array([[1.0, 0.0]]), membership=np.zeros(3, dtype=int))
    assert found.y[0] == pytest.approx([0.3, 0.4], abs=1e-5)  # the weighted median, as distances are linear


def test_linkage_names_the_smallest_sets_of_issues_that_all_can_sign():
    """Each government wants one issue changed and minds another, so only some of them together pay for everyone."""
    homes = np.array([0, 1, 2])
    r = np.zeros(4)
    x = np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [1.0, 1.0, 0.0, 0.0]])
    s = np.array([[1.0, 0.4, 0.0, 0.3], [0.4, 1.0, 0.0, 0.3], [0.5, 0.5, 0.0, 0.3]])
    found = package.links(x, s, np.ones(3), r, membership=homes)
    assert len(found.subsets) == 15
    assert found.minimal == ((0, 1),)
    together = found.subsets.index((0, 1))
    assert found.packages.exists[together]
    assert (found.packages.gain[together] > 0.1).all()
    assert found.packages.y[together, 2:].tolist() == [0, 0]
    for subset, exists in zip(found.subsets, found.packages.exists, strict=True):
        assert exists == ({0, 1} <= set(subset))


def test_linkage_agrees_with_linear_programmes_on_every_set():
    x, s, w, r = (each[0] for each in random(21, draws=1, m=4, near=0.25))
    found = package.links(x, s, w, r, membership=HOMES)
    for subset, exists in zip(found.subsets, found.packages.exists, strict=True):
        free = [d in subset for d in range(4)]
        assert exists == (literal.package_exists(lists(x), s, w, r, members(HOMES), free) > 2e-6)
    for subset in found.minimal:
        assert found.packages.exists[found.subsets.index(subset)]
        for other in found.subsets:
            assert not (set(other) < set(subset) and found.packages.exists[found.subsets.index(other)])


def test_the_front_counts_only_draws_with_a_package():
    x, s, w, r = random(7, m=1, near=0.35)
    found = package.search(x, s, w, r, membership=HOMES)
    told = package.front(found, levels=(0.5,))
    assert told.share == found.exists.mean()
    assert told.y[0] == pytest.approx(np.median(found.y[found.exists], axis=0))
    assert told.gain.shape == (1, 3)
    assert told.hurt[7] == (found.external[found.exists, 0] < 0).mean()
    none = package.search(x, s, w, x[:, 0], membership=np.array([0] + [1] * 7))
    assert not none.exists.any()
    assert package.front(none).share == 0
    assert np.isnan(package.front(none).y).all()


def test_packages_need_governments_status_quo_and_sound_numbers():
    x, s, w, r = random(0, draws=2)
    with pytest.raises(ValueError, match="no actor"):
        package.search(x, s, w, r, membership=np.full(8, -1))
    with pytest.raises(ValueError, match="status quo"):
        package.search(x, s, w, np.full_like(r, np.nan), membership=HOMES)
    with pytest.raises(ValueError, match="bargaining power"):
        package.search(x, s, w, r, membership=HOMES, power=np.zeros(3))
    with pytest.raises(ValueError, match="too many"):
        package.links(np.zeros((8, 11)), np.ones((8, 11)), np.ones(8), np.zeros(11), membership=HOMES)


def test_all_agreed_with_the_status_quo_have_no_package():
    x = np.full((2, 8, 2), 0.4)
    for s in (np.ones_like(x), np.zeros_like(x)):
        found = package.search(x, s, np.ones((2, 8)), np.full((2, 2), 0.4), membership=HOMES)
        assert not found.exists.any()
        assert np.array_equal(found.y, np.full((2, 2), 0.4))


def test_the_fairest_mix_reaches_its_dual_bound():
    rng = np.random.default_rng(2)
    table = rng.normal(size=(60, 3, 4, 5))
    least, mix = package_ascent.fair(table)
    assert mix.min() >= 0
    assert mix.sum(axis=2) == pytest.approx(np.ones((60, 4)))
    assert least == pytest.approx(package_ascent.gains(table, mix).min(axis=1))
    for _ in range(50):  # no weighting of parties has a best mix worth less than the fairest one
        weight = rng.dirichlet(np.ones(3))
        assert (np.einsum("g,dgmk->dmk", weight, table).max(axis=2).sum(axis=1) >= least - 1e-9).all()


# Nash bargaining with a common loss of no agreement


def test_an_infinite_loss_gives_the_compromise_mean_of_each_issue_exactly():
    x, s, w, _ = random(3, m=3)
    x[1, 2, 0] = np.nan
    found = nash(x, s, w)
    weight = np.where(np.isfinite(x), s * w[..., None], 0.0)
    mean = (weight * np.nan_to_num(x)).sum(axis=1) / weight.sum(axis=1)
    assert found.y == pytest.approx(mean, abs=1e-14)
    assert found.single == pytest.approx(mean, abs=1e-14)
    assert found.gain == pytest.approx(np.zeros((40, 8)), abs=1e-14)


@pytest.mark.parametrize("k", [1.0001, 1.2, 4.0, 1e6])
def test_the_solution_satisfies_its_first_order_condition(k):
    x, s, w, _ = random(4, m=3)
    found = nash(x, s, w, k=k)
    share = s / s.sum(axis=2, keepdims=True)
    left = k - (share * (found.y[:, None] - x) ** 2).sum(axis=2)
    pull = (w / left)[..., None] * s
    assert found.y == pytest.approx((pull * x).sum(axis=1) / pull.sum(axis=1), abs=1e-9)
    alone = (w[..., None] * s) / (k - (found.single[:, None] - x) ** 2)
    assert found.single == pytest.approx((alone * x).sum(axis=1) / alone.sum(axis=1), abs=1e-9)


def test_bargaining_over_all_issues_gains_in_the_common_objective():
    x, s, w, _ = random(6, m=3)
    found = nash(x, s, w, k=1.05, parties=HOMES)
    share, weight = s / s.sum(axis=2, keepdims=True), w * s.sum(axis=2)
    value = lambda y: (weight * np.log(1.05 - (share * (y[:, None] - x) ** 2).sum(axis=2))).sum(axis=1)  # noqa: E731
    assert (value(found.y) >= value(found.single) - 1e-12).all()
    assert (value(found.y) - value(found.single)).max() > 1e-4
    assert found.party_gain.shape == (40, 4)
    first = weight[:, 7] * found.gain[:, 7] / weight[:, 7]
    assert found.party_gain[:, 0] == pytest.approx(first)


def test_a_single_issue_has_nothing_to_link_and_own_losses_replace_the_common_one():
    x, s, w, _ = random(9, m=1)
    one = nash(x, s, w, k=1.3)
    assert one.y == pytest.approx(one.single, abs=1e-10)
    assert nash(x, s, w, np.full((40, 8), 1.3)).y == pytest.approx(one.y, abs=1e-12)
    assert abs(nash(x, s, w, np.linspace(1.01, 9, 8)).y - one.y).max() > 1e-3


def test_losses_of_no_agreement_and_weights_are_checked():
    x, s, w, _ = random(0, draws=2)
    with pytest.raises(ValueError, match="over 1"):
        nash(x, s, w, k=1.0)
    with pytest.raises(ValueError, match="all infinite"):
        nash(x, s, w, np.array([np.inf] + [2.0] * 7))
    with pytest.raises(ValueError, match="needs an actor"):
        nash(x, s * [0, 1], w)
