"""The on-line filter: against a literal oracle, and on series whose changes are known."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trivet.lenses.pulse.model.bocpd import Prior, bocpd, run_lengths
from trivet.lenses.pulse.model.noise import WARM_UP


def noise(seed: int, months: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=months)


def log_marginal(values: list[float], prior: Prior) -> float:
    """Log density of months of one stretch, level and variance integrated out: a multivariate Student's t."""
    n = len(values)
    if n == 0:
        return 0.0
    covariance = np.eye(n) + np.ones((n, n)) / prior.strength
    gap = np.array(values) - prior.mean
    distance = float(gap @ np.linalg.solve(covariance, gap))
    return (
        math.lgamma(prior.shape + n / 2)
        - math.lgamma(prior.shape)
        - n / 2 * math.log(2 * math.pi * prior.rate)
        - 0.5 * float(np.linalg.slogdet(covariance)[1])
        - (prior.shape + n / 2) * math.log1p(distance / (2 * prior.rate))
    )


def literal(values: list[float], prior: Prior) -> list[list[float]]:
    """Run lengths by adding up every way to divide the months so far (no recursion over predictions)."""
    before = [1.0]  # density of the first months, the next one beginning a stretch
    out = []
    for month in range(len(values)):
        ways = []
        for age in range(month + 1):
            start = month - age
            stretch = [value for value in values[start : month + 1] if not math.isnan(value)]
            begun = 1.0 if start == 0 else prior.hazard
            ways.append(before[start] * begun * (1 - prior.hazard) ** age * math.exp(log_marginal(stretch, prior)))
        before.append(sum(ways))
        out.append([way / sum(ways) for way in ways])
    return out


@pytest.mark.parametrize("missing", [[], [0, 5, 6, 22]])
@pytest.mark.parametrize("prior", [Prior(), Prior(hazard=0.1, mean=0.5, strength=2.0, shape=1.5, rate=0.7)])
def test_run_lengths_are_those_of_all_partitions_added_up(missing: list[int], prior: Prior) -> None:
    series = np.concatenate([noise(8, 18), noise(9, 12) + 3, noise(10, 10) - 2])
    series[missing] = np.nan
    for found, expected in zip(run_lengths(series[None, :], prior), literal(series.tolist(), prior), strict=True):
        assert found[0] == pytest.approx(expected, abs=1e-10)


def test_rows_do_not_touch_one_another() -> None:
    rows = noise(3, 120).reshape(3, 40)
    together, alone = list(run_lengths(rows)), list(run_lengths(rows[1:2]))
    for all_rows, one in zip(together, alone, strict=True):
        assert all_rows[1] == pytest.approx(one[0], abs=1e-14)
        assert all_rows.sum(axis=1) == pytest.approx(np.ones(3))


def test_without_news_the_prior_chance_of_a_change_remains() -> None:
    series = np.full((1, 30), np.nan)
    last = list(run_lengths(series, Prior(hazard=0.1)))[-1][0]
    assert last[:3].sum() == pytest.approx(1 - 0.9**3)


@pytest.mark.parametrize("way", [1, -1])
def test_a_lasting_shift_is_seen_with_direction_and_start(way: int) -> None:
    before, after, right = [], [], []
    for seed in range(40):
        series = noise(seed, 120)
        series[100:] += 4 * way
        found = bocpd(series)
        before.append(found.recent[90:100].mean())
        after.append(found.recent[100:103].max())
        right.append(
            [found.directions[102] == way, abs(found.starts[102] - 100) <= 1, abs(found.run_length[110] - 10) <= 1]
        )
    assert np.mean(before) < 0.15
    assert np.mean(np.array(after) > 0.8) > 0.8
    assert (np.mean(right, axis=0) >= 0.85).all()


def test_dependence_is_mistaken_for_change_without_prewhitening() -> None:
    new = np.random.default_rng(4).normal(size=600)
    for month in range(1, 600):
        new[month] += 0.8 * new[month - 1]
    with_it, without = bocpd(new), bocpd(new, prewhiten=False)
    assert np.nanmean(with_it.recent > 0.5) < 0.5 * np.nanmean(without.recent > 0.5)


def test_the_filter_knows_nothing_later() -> None:
    series = noise(11, 120)
    later = series.copy()
    later[90:] += 10
    assert bocpd(series).recent[:90] == pytest.approx(bocpd(later).recent[:90], nan_ok=True)


@given(st.integers(0, 300), st.floats(-50, 50), st.floats(0.01, 100))
@settings(max_examples=20, deadline=None)
def test_units_do_not_move_the_filter(seed: int, shift: float, scale: float) -> None:
    series = noise(seed, 60)
    one, other = bocpd(series), bocpd(series * scale + shift)
    assert other.recent == pytest.approx(one.recent, abs=1e-6, nan_ok=True)
    assert other.starts.tolist() == one.starts.tolist()


def test_missing_months_say_nothing_and_time_goes_on() -> None:
    series = noise(12, 70)
    series[60:] += 5
    series[[3, 50, 63, 64]] = np.nan
    found = bocpd(series)
    assert np.isnan(found.recent[[3, 50, 63, 64]]).all()
    assert np.isnan(found.recent[: WARM_UP + 1]).all()
    assert found.recent[WARM_UP + 1] >= 0
    assert found.run_length[[62, 69]].tolist() == [2, 9]


@pytest.mark.parametrize("values", [[], [np.nan] * 50, [1.0, 2.0], [0.1] * 60, list(range(WARM_UP))])
def test_series_that_say_nothing_get_a_blank_answer(values: list[float]) -> None:
    found = bocpd(np.array(values, dtype=float))
    assert np.isnan(found.recent).all()
    assert (found.run_length == -1).all()
    assert (found.starts == -1).all()
    assert not found.directions.any()
