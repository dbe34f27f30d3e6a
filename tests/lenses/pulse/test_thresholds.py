"""Thresholds by accepted false alarms: monotone, reproducible, and true on series that are new to them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trivet.lenses.pulse.model.bocpd import recent_changes, scaled
from trivet.lenses.pulse.model.cusum import run_charts
from trivet.lenses.pulse.model.noise import WARM_UP, noise_before, noise_of
from trivet.lenses.pulse.model.thresholds import (
    QUIET,
    AlarmCurve,
    Detector,
    NoChange,
    alarm_curve,
    quiet_series,
    rung,
)


def autoregression(seed: int, rows: int, months: int, correlation: float) -> np.ndarray:
    new = np.random.default_rng(seed).normal(size=(rows, months + 60))
    for month in range(1, months + 60):
        new[:, month] += correlation * new[:, month - 1]
    return new[:, 60:]


def curve(detector: Detector, seed: int = 1, no_change: NoChange = "bootstrap") -> AlarmCurve:
    found = alarm_curve(autoregression(2, 1, 200, 0.3)[0], detector, np.random.default_rng(seed), no_change=no_change)
    assert found is not None
    return found


@pytest.mark.parametrize("detector", ["cusum", "bocpd"])
def test_more_accepted_alarms_never_hang_the_threshold_higher(detector: Detector) -> None:
    found = curve(detector)
    assert (np.diff(found.per_year) <= 0).all()
    heights = [found.threshold(rate).height for rate in np.linspace(0.02, 4, 50)]
    assert heights == sorted(heights, reverse=True)
    assert found.threshold(0.2).height > found.threshold(1.0).height


@pytest.mark.parametrize("no_change", ["bootstrap", "normal"])
@pytest.mark.parametrize("detector", ["cusum", "bocpd"])
def test_new_series_of_the_same_kind_ring_as_often_as_was_accepted(detector: Detector, no_change: NoChange) -> None:
    rows = autoregression(77, 300, 144, 0.3)
    noise = noise_before(rows)
    for wanted in (0.5, 1.0):
        height = np.array([[curve(detector, no_change=no_change).threshold(wanted).height]])
        if detector == "cusum":
            rings = run_charts(rows, noise, height).alarms != 0
        else:
            rings = rung(recent_changes(scaled(rows, noise)), height)
        assert 12 * rings[..., WARM_UP:].mean() == pytest.approx(wanted, rel=0.2)


@pytest.mark.parametrize("detector", ["cusum", "bocpd"])
def test_the_error_is_how_much_thresholds_differ_between_simulations(detector: Detector) -> None:
    found = [curve(detector, seed).threshold(0.7) for seed in range(12)]
    spread = float(np.std([one.height for one in found], ddof=1))
    assert np.mean([one.error for one in found]) == pytest.approx(spread, rel=0.7)


def test_the_same_generator_gives_the_same_threshold_in_any_unit() -> None:
    values = autoregression(3, 1, 100, 0.2)[0]
    one = alarm_curve(values, "cusum", np.random.default_rng(4))
    other = alarm_curve(values * 1000 - 7, "cusum", np.random.default_rng(4))
    assert one is not None
    assert other is not None
    assert other.threshold(1.0).height == pytest.approx(one.threshold(1.0).height, rel=1e-6)


def test_series_without_change_keep_noise_and_dependence_and_lose_the_change() -> None:
    values = autoregression(5, 1, 400, 0.6)[0]
    values[200:] += 30
    for no_change in ("bootstrap", "normal"):
        drawn = quiet_series(values, np.random.default_rng(1), no_change=no_change)
        assert drawn is not None
        assert np.abs(drawn.mean(axis=1)).max() < 6
        before, after = noise_of(values), noise_of(drawn)
        assert np.median(after.innovation) == pytest.approx(float(before.innovation), rel=0.1)
        assert np.median(after.correlation) == pytest.approx(float(before.correlation), abs=0.15)


@given(st.integers(0, 100), st.floats(0.0, 1.0))
@settings(max_examples=15, deadline=None)
def test_an_alarm_of_the_probability_rests_before_it_rings_again(seed: int, height: float) -> None:
    chance = np.random.default_rng(seed).random((2, 60))
    found = rung(chance, np.array([[height]]))
    for row in range(2):
        places = np.flatnonzero(found[row, 0])
        assert (np.diff(places) > QUIET).all()
        assert (chance[row, places] >= height).all()
        reached = np.flatnonzero(chance[row, WARM_UP:] >= height)
        assert places[:1].tolist() == (reached[:1] + WARM_UP).tolist()


@pytest.mark.parametrize("values", [[], [np.nan] * 50, [1.0, 2.0], [0.1] * 60, list(range(WARM_UP - 1))])
def test_histories_that_say_nothing_have_no_threshold(values: list[float]) -> None:
    assert alarm_curve(np.array(values, dtype=float), "cusum", np.random.default_rng(1)) is None


def test_rates_out_of_reach_give_the_nearest_height() -> None:
    found = curve("cusum")
    assert found.threshold(50.0).height == found.heights[0]
    assert found.threshold(0.0).height <= found.heights[-1]
