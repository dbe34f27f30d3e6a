"""Segmentation: against brute force, a reference program, and series whose changes are known."""

import numpy as np
import pytest
import ruptures
from hypothesis import given, settings
from hypothesis import strategies as st

from trivet.lenses.pulse.model.noise import noise_before, noise_of
from trivet.lenses.pulse.model.segments import change_points, segments


def autoregression(seed: int, rows: int, months: int, correlation: float) -> np.ndarray:
    new = np.random.default_rng(seed).normal(size=(rows, months + 60))
    out = np.zeros_like(new)
    for month in range(1, months + 60):
        out[:, month] = correlation * out[:, month - 1] + new[:, month]
    return out[:, 60:]


def jumping(seed: int) -> tuple[np.ndarray, float, int]:
    draw = np.random.default_rng(seed)
    size = int(draw.integers(12, 45))
    series = draw.normal(size=size) * draw.uniform(0.3, 2) + np.repeat(draw.normal(size=10) * 2, 5)[:size]
    return series, float(draw.uniform(0.2, 8)), int(draw.integers(1, 7))


def cost(series: np.ndarray, cuts: list[int], penalty: float) -> float:
    return sum(float(((part - part.mean()) ** 2).sum()) for part in np.split(series, cuts)) + penalty * len(cuts)


def least_cost(series: np.ndarray, penalty: float, shortest: int) -> float:
    best = [-penalty] + [np.inf] * series.size
    for end in range(shortest, series.size + 1):
        for start in range(end - shortest + 1):
            part = series[start:end]
            best[end] = min(best[end], best[start] + float(((part - part.mean()) ** 2).sum()) + penalty)
    return best[-1]


@pytest.mark.parametrize("seed", range(80))
def test_no_partition_costs_less_even_with_a_shortest_stretch(seed: int) -> None:
    series, penalty, shortest = jumping(seed)
    cuts = change_points(series, penalty, shortest)
    assert cost(series, cuts, penalty) == pytest.approx(least_cost(series, penalty, shortest), abs=1e-9)
    assert np.diff([0, *cuts, series.size]).min() >= shortest


@pytest.mark.parametrize("seed", range(60))
def test_change_points_are_those_of_the_reference_program(seed: int) -> None:
    series, penalty, shortest = jumping(1000 + seed)
    ours = change_points(series, penalty, shortest)
    exact = ruptures.Dynp(model="l2", min_size=shortest, jump=1).fit(series)
    theirs = exact.predict(n_bkps=len(ours))[:-1] if ours else []
    assert ours == theirs
    if shortest == 1:  # where the pruning of the reference program is exact
        pelt = ruptures.Pelt(model="l2", min_size=1, jump=1).fit(series).predict(pen=penalty)[:-1]
        assert ours == pelt


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.8])
def test_a_series_without_a_change_is_seldom_divided(correlation: float) -> None:
    rows = autoregression(3, 200, 120, correlation)
    assert np.mean([segments(row).changes.size > 0 for row in rows]) <= 0.11
    assert np.mean([segments(row, criterion="bic").changes.size > 0 for row in rows]) <= 0.21


def test_without_the_long_run_variance_dependence_would_pass_for_change() -> None:
    rows = autoregression(4, 60, 120, 0.7)
    naive = [change_points(row, 3 * np.log(120) * float(row.var()), 6) for row in rows]
    assert np.mean([bool(cuts) for cuts in naive]) > 3 * np.mean([segments(row).changes.size > 0 for row in rows])


def test_a_clear_change_is_found_in_its_month_with_its_levels() -> None:
    series = autoregression(1, 1, 120, 0.0)[0]
    series[70:] += 4
    found = segments(series)
    assert found.changes.tolist() == [70]
    assert found.means == pytest.approx([series[:70].mean(), series[70:].mean()])
    assert found.sds == pytest.approx([series[:70].std(ddof=1), series[70:].std(ddof=1)])
    assert found.ends.tolist() == [70, 120]


@given(st.integers(0, 500), st.floats(-50, 50), st.floats(0.01, 100))
@settings(max_examples=30, deadline=None)
def test_units_do_not_move_a_change(seed: int, shift: float, scale: float) -> None:
    series = autoregression(seed, 1, 90, 0.3)[0]
    series[50:] += 3
    one, other = segments(series), segments(series * scale + shift)
    assert one.starts.tolist() == other.starts.tolist()
    assert other.means == pytest.approx(one.means * scale + shift, abs=1e-6)


@given(st.integers(0, 500))
@settings(max_examples=30, deadline=None)
def test_time_run_backwards_has_the_same_changes(seed: int) -> None:
    series = autoregression(seed, 1, 80, 0.0)[0] + np.repeat([0.0, 3.0, -1.0, 2.0], 20)
    assert (80 - segments(series[::-1]).changes[::-1]).tolist() == segments(series).changes.tolist()


def test_missing_months_are_skipped_and_keep_their_place() -> None:
    series = autoregression(2, 1, 100, 0.0)[0]
    series[60:] += 5
    series[[3, 20, 59, 99]] = np.nan
    found = segments(np.concatenate([[np.nan] * 4, series]))
    assert found.starts.tolist() == [4, 64]
    assert found.ends.tolist() == [63, 103]
    assert found.sizes.tolist() == [57, 39]


@pytest.mark.parametrize("values", [[], [np.nan] * 5, [2.0], [0.1] * 40, [1.0, 2.0], [1.0, np.nan, 2.0, 5.0]])
def test_series_that_say_nothing_have_no_change(values: list[float]) -> None:
    found = segments(np.array(values))
    assert found.changes.size == 0
    assert found.starts.size == found.means.size == int(bool(np.isfinite(values).any()))


def test_rare_counts_are_seldom_divided() -> None:
    rows = np.random.default_rng(9).poisson(0.2, size=(100, 120)).astype(float)
    assert np.mean([segments(row).changes.size > 0 for row in rows]) <= 0.08


def test_steps_without_noise_are_changes() -> None:
    assert segments(np.repeat([0.0, 5.0, 1.0], 20)).changes.tolist() == [20, 40]


def test_noise_and_dependence_are_hardly_moved_by_jumps_and_outliers() -> None:
    series = autoregression(5, 1, 600, 0.6)[0]
    spoilt = series + np.repeat([0.0, 8.0, -4.0], 200)
    spoilt[300] += 40
    clean, other = noise_of(series), noise_of(spoilt)
    assert float(other.innovation) == pytest.approx(float(clean.innovation), rel=0.06)
    assert float(other.correlation) == pytest.approx(float(clean.correlation), abs=0.05)
    many = noise_of(autoregression(6, 300, 240, 0.6))
    assert np.median(many.correlation) == pytest.approx(0.6, abs=0.04)
    assert np.median(many.innovation) == pytest.approx(1.0, abs=0.04)


def test_noise_of_the_past_knows_nothing_of_the_month_itself() -> None:
    series = autoregression(7, 3, 60, 0.4)
    found = noise_before(series)
    for month in (24, 30, 54):
        assert found.innovation[:, month] == pytest.approx(noise_of(series[:, :month]).innovation)
    assert found.innovation[:, 29] == pytest.approx(found.innovation[:, 24])
