"""Dates of changes: against numerical integration, and calibrated on series whose dates are known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trivet.lenses.pulse.model.break_dates import PRIOR_STEP, break_date, break_dates
from trivet.lenses.pulse.model.segments import segments


def autoregression(draw: np.random.Generator, months: int, correlation: float) -> np.ndarray:
    """An AR(1) whose months vary by 1 around the level."""
    out = np.empty(months)
    out[0] = draw.normal()
    for month in range(1, months):
        out[month] = correlation * out[month - 1] + np.sqrt(1 - correlation**2) * draw.normal()
    return out


def log_normal(values: np.ndarray, covariance: np.ndarray) -> float:
    return float(-0.5 * np.linalg.slogdet(covariance)[1] - 0.5 * values @ np.linalg.solve(covariance, values))


def literal(values: np.ndarray, correlation: float, prior_step: float) -> tuple[np.ndarray, float]:
    """Posterior and probability by plain sums over the variance, with all covariances written out."""
    places = np.flatnonzero(~np.isnan(values))
    known, n = values[places], places.size
    noise = correlation ** np.abs(places[:, None] - places[None, :])
    flat = 1e8 * np.ones((n, n))  # a level that could be anything
    widths = np.exp(np.linspace(np.log(0.02), np.log(200), 800))  # variances, evenly spaced in the log: Jeffreys

    def evidence(step: np.ndarray) -> float:
        covariance = noise + prior_step**2 * np.outer(step, step)
        logs = np.array([log_normal(known, width * covariance + flat) for width in widths])
        return float(logs.max() + np.log(np.exp(logs - logs.max()).sum()))

    none = evidence(np.zeros(n))
    logs = np.array([evidence((np.arange(n) >= cut).astype(float)) for cut in range(1, n)])
    ratio = np.exp(logs - none)
    posterior = np.zeros(values.size)
    posterior[places[1:]] = ratio / ratio.sum()
    return posterior, float(ratio.mean() / (1 + ratio.mean()))


@pytest.mark.parametrize(("correlation", "missing"), [(0.0, []), (0.5, []), (0.5, [0, 3, 4, 9])])
def test_the_posterior_is_that_of_plain_integration(correlation: float, missing: list[int]) -> None:
    values = autoregression(np.random.default_rng(4), 16, correlation) + 2.0 * (np.arange(16) >= 7)
    values[missing] = np.nan
    found = break_date(values, correlation)
    assert found is not None
    posterior, probability = literal(values, correlation, PRIOR_STEP)
    assert found.posterior == pytest.approx(posterior, abs=1e-3)
    assert found.probability == pytest.approx(probability, abs=2e-3)


@pytest.mark.parametrize("correlation", [0.0, 0.5])
@pytest.mark.parametrize("mass", [0.8, 0.9])
def test_credible_sets_hold_the_date_as_often_as_they_say(correlation: float, mass: float) -> None:
    draw, held, claimed = np.random.default_rng(3), [], []
    for _ in range(500):
        place = int(draw.integers(1, 60))
        values = autoregression(draw, 60, correlation) + draw.normal() * PRIOR_STEP * (np.arange(60) >= place)
        found = break_date(values, correlation)
        assert found is not None
        months = found.credible(mass)
        held.append(place in months)
        claimed.append(found.posterior[months].sum())
    assert np.mean(claimed) == pytest.approx(mass, abs=0.1)
    assert np.mean(claimed) >= mass
    assert np.mean(held) == pytest.approx(np.mean(claimed), abs=3.5 * np.sqrt(mass * (1 - mass) / 500))


def test_the_probability_of_a_change_is_calibrated() -> None:
    draw, said, true = np.random.default_rng(5), [], []
    for _ in range(600):
        changed = draw.random() < 0.5
        step = draw.normal() * PRIOR_STEP * (np.arange(40) >= draw.integers(1, 40))
        found = break_date(autoregression(draw, 40, 0.3) + changed * step, 0.3)
        assert found is not None
        said.append(found.probability)
        true.append(changed)
    chance, happened = np.array(said), np.array(true)
    for low, high in [(0.0, 0.4), (0.4, 0.9), (0.9, 1.01)]:
        there = (chance >= low) & (chance < high)
        assert there.sum() > 30
        assert happened[there].mean() == pytest.approx(chance[there].mean(), abs=0.12)


@given(st.integers(0, 300), st.floats(-50, 50), st.floats(0.01, 100))
@settings(max_examples=30, deadline=None)
def test_units_do_not_move_a_date(seed: int, shift: float, scale: float) -> None:
    values = autoregression(np.random.default_rng(seed), 30, 0.3) + 2.0 * (np.arange(30) >= 12)
    one, other = break_date(values, 0.3), break_date(values * scale + shift, 0.3)
    assert one is not None
    assert other is not None
    assert other.posterior == pytest.approx(one.posterior, abs=1e-7)
    assert other.probability == pytest.approx(one.probability, abs=1e-7)


@given(st.integers(0, 300))
@settings(max_examples=20, deadline=None)
def test_time_run_backwards_has_the_same_date(seed: int) -> None:
    values = autoregression(np.random.default_rng(seed), 30, 0.3) + 2.0 * (np.arange(30) >= 12)
    one, other = break_date(values, 0.3), break_date(values[::-1], 0.3)
    assert one is not None
    assert other is not None
    assert other.posterior[1:][::-1] == pytest.approx(one.posterior[1:], abs=1e-9)


def test_every_change_of_a_segmentation_is_dated_between_its_neighbours() -> None:
    values = autoregression(np.random.default_rng(8), 90, 0.0) + np.repeat([0.0, 5.0, -1.0], 30)
    values[[31, 32, 70]] = np.nan
    found = segments(values)
    dated = break_dates(values, found)
    assert [one.month for one in dated] == found.changes.tolist() == [30, 60]
    assert all(one.probability > 0.99 for one in dated)
    assert dated[0].posterior[60:].sum() == 0
    assert dated[1].posterior[:30].sum() == 0
    assert dated[0].posterior[[31, 32]].tolist() == [0, 0]


@pytest.mark.parametrize("values", [[], [np.nan] * 9, [1.0, 2.0, 3.0], [0.1] * 30])
def test_series_that_say_nothing_have_no_date(values: list[float]) -> None:
    series = np.array(values)
    assert break_date(series) is None
    assert break_dates(series, segments(series)) == ()


def test_one_odd_month_at_the_edge_is_no_level() -> None:
    values = autoregression(np.random.default_rng(9), 80, 0.0) + 1.5 * (np.arange(80) >= 40)
    values[79] = 9.0
    loose, strict = break_date(values), break_date(values, shortest=6)
    assert loose is not None
    assert strict is not None
    assert loose.month == 79
    assert abs(strict.month - 40) <= 2
    assert strict.posterior[:6].sum() == strict.posterior[75:].sum() == 0
    assert break_date(values[:11], shortest=6) is None


def test_a_step_without_noise_is_certain() -> None:
    found = break_date(np.repeat([0.0, 1.0], 10))
    assert found is not None
    assert found.credible(0.9).tolist() == [10]
    assert found.probability > 0.999
