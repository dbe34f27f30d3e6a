"""The chart: against a plain loop, and on series whose changes are known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trivet.lenses.pulse.model.cusum import ALLOWANCE, BOUND, MEMORY, SETTLED, cusum
from trivet.lenses.pulse.model.noise import WARM_UP, noise_of

Path = list[tuple[float, float, int, int]]


def noise(seed: int, months: int, correlation: float = 0.0) -> np.ndarray:
    new = np.random.default_rng(seed).normal(size=months)
    for month in range(1, months):
        new[month] += correlation * new[month - 1]
    return new


def literal(series: list[float], height: float) -> Path:
    """The chart month by month, in words as plain as the definition."""
    out: Path = []
    level, size, silent = float(np.median(series[:WARM_UP])), WARM_UP, -1
    high = low = 0.0
    rise = fall = WARM_UP
    for month in range(WARM_UP, len(series)):
        past = noise_of(np.array(series[: WARM_UP + 6 * ((month - WARM_UP) // 6)]))
        scale, phi = float(past.innovation), float(past.correlation)
        error = series[month] - level - phi * (series[month - 1] - level)
        new = max(-BOUND, min(BOUND, error / (scale * (1 + 1 / size) ** 0.5)))
        if month > silent:
            high, low = max(0.0, high + new - ALLOWANCE), max(0.0, low - new - ALLOWANCE)
        else:
            high = low = 0.0
        ring = 1 if high > height else -1 if low > height else 0
        start = -1 if ring == 0 else rise if ring > 0 else fall
        out.append((high, low, ring, start))
        if ring:
            high = low = 0.0
            silent = max(month, start + SETTLED - 1)
        rise, fall = (month + 1 if high == 0 else rise), (month + 1 if low == 0 else fall)
        size = min(size + 1, MEMORY)
        bound = 3 * scale / (1 - phi**2) ** 0.5
        level += max(-bound, min(bound, series[month] - level)) / size
        if silent == month:
            level, size = float(np.median(series[month - SETTLED + 1 : month + 1])), SETTLED
    return out


@pytest.mark.parametrize("seed", range(6))
def test_the_chart_is_that_of_a_plain_loop(seed: int) -> None:
    series = noise(seed, 110, 0.1 * seed)
    series[60:] += 2 - seed
    found, expected = cusum(series, 3.0), literal(series.tolist(), 3.0)
    up, down, rings, starts = (np.array(column) for column in zip(*expected, strict=True))
    assert found.up[WARM_UP:] == pytest.approx(up)
    assert found.down[WARM_UP:] == pytest.approx(down)
    assert found.alarms[WARM_UP:].tolist() == rings.tolist()
    assert found.starts[WARM_UP:].tolist() == starts.tolist()
    assert np.abs(rings).sum() > 0


@pytest.mark.parametrize("way", [1, -1])
def test_a_lasting_shift_is_called_once_with_direction_and_start(way: int) -> None:
    series = noise(7, 160)
    series[100:] += 3 * way
    found = cusum(series, 5.0)
    rung = np.flatnonzero(found.alarms)
    assert rung.size == 1
    assert 100 <= rung[0] <= 103
    assert found.alarms[rung[0]] == way
    assert 98 <= found.starts[rung[0]] <= rung[0]


def test_the_chart_knows_nothing_later() -> None:
    series = noise(11, 120, 0.4)
    later = series.copy()
    later[90:] += 10
    assert cusum(series, 4.0).up[:90] == pytest.approx(cusum(later, 4.0).up[:90], nan_ok=True)
    assert cusum(series, 4.0).alarms[:90].tolist() == cusum(later, 4.0).alarms[:90].tolist()


@given(st.integers(0, 300), st.floats(-50, 50), st.floats(0.01, 100))
@settings(max_examples=30, deadline=None)
def test_units_do_not_move_the_chart(seed: int, shift: float, scale: float) -> None:
    series = noise(seed, 70, 0.3)
    one, other = cusum(series, 3.0), cusum(series * scale + shift, 3.0)
    assert other.up == pytest.approx(one.up, abs=1e-6, nan_ok=True)
    assert other.alarms.tolist() == one.alarms.tolist()


@given(st.integers(0, 300))
@settings(max_examples=20, deadline=None)
def test_a_mirrored_series_has_mirrored_alarms(seed: int) -> None:
    one, other = cusum(noise(seed, 70), 2.0), cusum(-noise(seed, 70), 2.0)
    assert other.alarms.tolist() == (-one.alarms).tolist()
    assert other.down == pytest.approx(one.up, nan_ok=True)


@given(st.sets(st.integers(0, 79), max_size=30))
@settings(max_examples=20, deadline=None)
def test_missing_months_are_skipped(missing: set[int]) -> None:
    series = noise(5, 80)
    series[60:] += 3
    gone = np.array(sorted(missing), dtype=int)
    spoilt = series.copy()
    spoilt[gone] = np.nan
    found, short = cusum(spoilt, 3.0), cusum(np.delete(series, gone), 3.0)
    kept = np.setdiff1d(np.arange(80), gone)
    assert found.alarms[kept].tolist() == short.alarms.tolist()
    assert found.up[kept] == pytest.approx(short.up, nan_ok=True)
    assert not found.alarms[gone].any()
    assert np.isnan(found.up[gone]).all()
    rung = np.flatnonzero(short.alarms)
    assert found.starts[kept[rung]].tolist() == kept[short.starts[rung]].tolist()


def test_a_higher_threshold_never_rings_first() -> None:
    series = noise(13, 200)
    first = [int(np.argmax(cusum(series, height).alarms != 0)) for height in (1.0, 2.0, 3.0)]
    assert first == sorted(first)


@pytest.mark.parametrize("values", [[], [np.nan] * 50, [1.0, 2.0], [0.1] * 60, list(range(WARM_UP))])
def test_series_that_say_nothing_never_ring(values: list[float]) -> None:
    found = cusum(np.array(values, dtype=float), 1.0)
    assert not found.alarms.any()
    assert np.nan_to_num(found.up).sum() == np.nan_to_num(found.down).sum() == 0
    assert (found.starts == -1).all()


def test_a_series_that_never_moved_rings_when_it_moves() -> None:
    found = cusum(np.array([0.1] * 40 + [0.3] * 5), 4.0)
    assert np.flatnonzero(found.alarms).tolist()[0] == 40
    assert found.alarms[40] == 1
