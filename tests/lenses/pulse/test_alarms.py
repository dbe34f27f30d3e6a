"""Alarms as they would have rung: on simulated series, against dated turns, and on real ones."""

import csv
import gzip
import itertools
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trivet.lenses.pulse.model.alarms import delay_and_false_alarms, online_run
from trivet.lenses.pulse.model.noise import WARM_UP
from trivet.lenses.pulse.model.thresholds import Detector

DETECTORS: tuple[Detector, Detector] = ("cusum", "bocpd")


def autoregression(seed: int, months: int, correlation: float) -> np.ndarray:
    new = np.random.default_rng(seed).normal(size=months + 60)
    for month in range(1, months + 60):
        new[month] += correlation * new[month - 1]
    return new[60:]


def months(*names: str) -> np.ndarray:
    return np.array(names, dtype="datetime64[M]")


@pytest.mark.parametrize("detector", DETECTORS)
def test_false_alarms_come_about_as_often_as_was_accepted(detector: Detector) -> None:
    runs = [online_run(autoregression(s, 120, 0.4), 1.0, detector, np.random.default_rng(s)) for s in range(3)]
    assert np.mean([len(run.alarms) / 8 for run in runs]) == pytest.approx(1.0, abs=0.4)


@pytest.mark.parametrize("detector", DETECTORS)
@pytest.mark.parametrize("way", [1, -1])
def test_a_lasting_shift_is_called_soon_and_by_its_direction(detector: Detector, way: int) -> None:
    series = autoregression(7, 90, 0.2)
    series[70:] += 4 * way
    run = online_run(series, 0.5, detector, np.random.default_rng(2))
    first = next(alarm for alarm in run.alarms if alarm.place >= 70)
    assert first.place <= 72
    assert first.direction == way
    assert 69 <= first.start <= first.place


@pytest.mark.parametrize("detector", DETECTORS)
def test_a_run_with_its_thresholds_knows_nothing_later(detector: Detector) -> None:
    series = autoregression(11, 90, 0.4)
    early = online_run(series[:60], 1.0, detector, np.random.default_rng(3))
    series[60:] = 50.0
    late = online_run(series, 1.0, detector, np.random.default_rng(3))
    assert late.thresholds[:60] == pytest.approx(early.thresholds, nan_ok=True)
    assert late.statistic[:60] == pytest.approx(early.statistic, nan_ok=True)
    assert tuple(alarm for alarm in late.alarms if alarm.place < 60) == early.alarms


@given(st.integers(0, 50), st.floats(0.1, 40), st.floats(-20, 20))
@settings(max_examples=2, deadline=None)
def test_units_do_not_move_an_alarm(seed: int, scale: float, shift: float) -> None:
    series = autoregression(seed, 48, 0.2)
    for detector in DETECTORS:
        one = online_run(series, 1.0, detector, np.random.default_rng(5))
        other = online_run(series * scale + shift, 1.0, detector, np.random.default_rng(5))
        assert other.alarms == one.alarms


@pytest.mark.parametrize("detector", DETECTORS)
def test_missing_months_keep_no_alarm(detector: Detector) -> None:
    series = autoregression(4, 70, 0.2)
    series[50:] += 4
    series[[2, 30, 50, 51]] = np.nan
    run = online_run(series, 1.0, detector, np.random.default_rng(1))
    assert np.isnan(run.statistic[[2, 30, 50, 51]]).all()
    assert np.isnan(run.thresholds[[2, 30, 50, 51]]).all()
    assert any(52 <= alarm.place <= 54 and alarm.direction == 1 for alarm in run.alarms)
    assert not {alarm.place for alarm in run.alarms} & {2, 30, 50, 51}


@pytest.mark.parametrize("detector", DETECTORS)
@pytest.mark.parametrize("values", [[], [np.nan] * 50, [1.0, 2.0], [0.1] * 60, list(range(WARM_UP))])
def test_series_that_say_nothing_never_ring(detector: Detector, values: list[float]) -> None:
    run = online_run(np.array(values, dtype=float), 1.0, detector, np.random.default_rng(1))
    assert run.alarms == ()
    assert run.statistic.shape == run.thresholds.shape == (len(values),)


def test_alarms_are_held_against_turns_by_date_and_direction() -> None:
    found = delay_and_false_alarms(
        months("2001-03", "2000-10", "2004-01", "2003-06", "1999-01"),
        months("2000-10", "2001-02", "2003-05", "2005-01", "2010-01"),
        span=(np.datetime64("2000-01"), np.datetime64("2005-12")),
        window=1,
        alarm_directions=np.array([-1, 1, 1, -1, 1]),
        event_directions=np.array([1, -1, 1, 0, 1]),
    )
    assert found.delays.tolist() == [0, 1, -1, -1]  # the third turn has an alarm of the other direction
    assert (found.turns, found.detected, found.false_alarms) == (4, 2, 2)
    assert found.mean_delay == 0.5
    assert found.false_per_year == pytest.approx(2 / 6)


def test_chance_is_that_of_every_way_to_place_the_alarms() -> None:
    span = (np.datetime64("2000-01"), np.datetime64("2000-12"))
    turns = months("2000-03", "2000-12")
    every = [
        delay_and_false_alarms(np.array(place, dtype="datetime64[M]"), turns, span=span, window=2).detected
        for place in itertools.combinations([np.datetime64("2000-01") + step for step in range(12)], 3)
    ]
    found = delay_and_false_alarms(months("2000-03", "2000-07", "2000-12"), turns, span=span, window=2)
    assert found.by_chance == pytest.approx(np.mean(every))
    assert found.skill == pytest.approx(1.0)


def test_without_alarms_or_turns_the_answer_is_defined() -> None:
    span = (np.datetime64("2000-01"), np.datetime64("2000-12"))
    silent = delay_and_false_alarms(months(), months("2000-05"), span=span)
    assert (silent.detected, silent.false_alarms, silent.by_chance, silent.skill) == (0, 0, 0.0, 0.0)
    assert np.isnan(silent.mean_delay)
    calm = delay_and_false_alarms(months("2000-05"), months(), span=span)
    assert (calm.turns, calm.false_alarms) == (0, 1)
    assert np.isnan(calm.skill)


@pytest.fixture
def events() -> Path:
    folder = os.environ.get("TRIVET_EVENTS")
    if not folder:
        pytest.skip("TRIVET_EVENTS is not set: real event data are not compared")
    return Path(folder)


def alarm_months(series: np.ndarray, first: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Months and directions of the on-line probability's alarms at one accepted false alarm a year."""
    run = online_run(series, 1.0, "bocpd", np.random.default_rng(seed))
    begin = np.datetime64(first, "M")
    return (
        np.array([begin + alarm.place for alarm in run.alarms], dtype="datetime64[M]"),
        np.array([alarm.direction for alarm in run.alarms], dtype=np.int64),
    )


@pytest.mark.references
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_island_landing_of_august_2012_rings_within_a_month(events: Path, seed: int) -> None:
    import pyarrow.parquet as pq

    table = pq.read_table(events / "icews_events_7states.parquet").to_pydict()
    draw, counts = np.random.default_rng(seed), np.zeros(120)
    for subset, source, target, quad, date, sampled in zip(
        *(table[name] for name in ("subset", "source", "target", "quad", "date", "sampling_fraction")), strict=True
    ):
        if subset.startswith("ICEWS05-15") and {source, target} == {"JPN", "KOR"} and quad >= 3:
            month = int((np.datetime64(str(date)[:7], "M") - np.datetime64("2005-01", "M")).astype(int))
            counts[month] += sampled < 1 or draw.random() < 0.2  # the later full part thinned as the earlier one is
    alarms, ways = alarm_months(np.log1p(counts), "2005-01", seed)
    rung = alarms[ways == 1]
    assert {np.datetime64("2012-08"), np.datetime64("2012-09")} & set(rung)
    with (events / "known_events.csv").open(encoding="utf-8") as file:
        turns = [row for row in csv.DictReader(file) if row["dyad"] == "JPN-KOR" and row["direction"] in "+-"]
    found = delay_and_false_alarms(
        alarms,
        np.array([row["date"][:7] for row in turns], dtype="datetime64[M]"),
        span=(np.datetime64("2007-01"), np.datetime64("2014-12")),
        window=1,
        alarm_directions=ways,
        event_directions=np.array([-1 if row["direction"] == "+" else 1 for row in turns]),
    )
    assert found.false_per_year <= 1.0
    assert found.detected > found.by_chance


@pytest.mark.references
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_shelling_of_november_2010_rings_within_a_month(events: Path, seed: int) -> None:
    totals, conflict = np.zeros(108), np.zeros(108)
    with gzip.open(events / "gdelt1_country_month_cameobase_2008_2016.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["iso3"] == "KOR" and row["cameo_base"].isdigit():
                month = 12 * (int(row["month"][:4]) - 2008) + int(row["month"][4:6]) - 1
                totals[month] += float(row["n"])
                conflict[month] += float(row["n"]) * (int(row["cameo_base"][:2]) >= 15)
    alarms, ways = alarm_months(np.log(conflict / (totals - conflict)), "2008-01", seed)
    assert {np.datetime64("2010-11"), np.datetime64("2010-12")} & set(alarms[ways == 1])
    assert len(alarms) / 7 <= 1.0  # all alarms, true or false
