"""The lens on the shipped case, with and without event data; questions without a case; readers of true formats."""

import gzip
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from trivet.base.errors import FaultsError, NotFoundError
from trivet.base.i18n import Sayer
from trivet.case.load import open_case
from trivet.cli.app import run_app
from trivet.lens.conformance import check_lens
from trivet.lens.run import run_lens
from trivet.lenses.pulse import PulseLens
from trivet.lenses.pulse.ahead.evaluate import evaluate
from trivet.lenses.pulse.ahead.feed import feed
from trivet.lenses.pulse.ahead.forecast import JUDGED, forecast
from trivet.lenses.pulse.ahead.levels import LEVELS
from trivet.lenses.pulse.ahead.scores import covered, crps, log_score, pit
from trivet.lenses.pulse.ahead.standing import standing
from trivet.lenses.pulse.archive import Store, store_folder
from trivet.lenses.pulse.events.actors import CodeSystem, state_of, state_of_entity
from trivet.lenses.pulse.events.readers import open_events
from trivet.lenses.pulse.listed.level import chronology, course
from trivet.lenses.pulse.series_file import read_series

LENS = PulseLens()


@pytest.fixture(scope="module")
def case():
    return open_case("japan-us-korea")


def told(result, name, case):
    found = result.finding(name)
    return None if found is None else Sayer("en", case).say(found.statement)


def gdelt_row(number, day, one, two, code, quad, intensity, added=None, story="s"):
    cells = [""] * 61
    cells[0], cells[1], cells[5], cells[7] = str(number), day.strftime("%Y%m%d"), f"{one}GOV", one
    cells[15], cells[17], cells[26], cells[28], cells[29] = two, two, code, code[:2], str(quad)
    cells[30], cells[31], cells[53] = str(intensity), "3", "KS"
    cells[59] = (added or day).strftime("%Y%m%d") + "120000"
    cells[60] = f"http://example.org/{story}{number}"
    return "\t".join(cells)


def news(first=date(2015, 1, 1), months=120):
    """Ten invented years between two states, conflict more frequent after the middle."""
    draw, rows, number = np.random.default_rng(4), [], 0
    day = first
    for month in range(months):
        for _ in range(20):
            number += 1
            bad = draw.random() < (0.1 if month < 60 else 0.5)
            kind = ("112", 3, -2.0) if bad else ("042", 1, 1.9)
            when = day + timedelta(days=int(draw.integers(0, 28)))
            rows.append(gdelt_row(number, when, "JPN", "KOR", *kind))
        rows.append(gdelt_row(100000 + month, day, "FRA", "DEU", "042", 1, 1.9))
        rows.append(gdelt_row(200000 + month, day + timedelta(days=27), "FRA", "DEU", "042", 1, 1.9))
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return "\n".join(rows) + "\n"


def test_the_lens_keeps_the_protocol(case):
    check_lens(LENS, case, settings={"draws": 100, "since": 2018})


def test_without_event_data_the_index_rests_on_the_case_and_says_so(case):
    result = run_lens(LENS, case, {"draws": 100}, use_cache=False)
    assert "No event data are used" in told(result, "data/chronology", case)
    assert all(finding.grade.value in ("judged", "simulated") for finding in result.findings)
    state = result.finding("state/JPN-KOR")
    assert state.interval.low < state.value < state.interval.high
    assert "colder" in told(result, "change/USA-KOR", case)
    assert {"JPN-USA", "JPN-KOR", "USA-KOR", "JPN-USA-KOR"} <= {tie["id"] for tie in result.data["ties"]}


def test_event_data_take_over_where_they_reach_and_know_nothing_later(case, tmp_path):
    path = tmp_path / "news.export.CSV"
    path.write_text(news(months=130), encoding="utf-8")  # reaches beyond the day of the case
    report = Store(store_folder()).import_paths([path])
    assert report.counts.balanced
    result = run_lens(LENS, case, {"draws": 100, "measure": "conflict-share", "since": 2015}, use_cache=False)
    tie = next(tie for tie in result.data["ties"] if tie["id"] == "JPN-KOR")
    assert tie["origin"]["data"] == "gdelt-2"
    assert len(tie["origin"]["digest"]) == 64
    assert len(tie["values"]) == 124  # to April 2025, though the file goes on
    change = result.finding("change/JPN-KOR")
    assert abs(int(np.datetime64(change.value, "M") - np.datetime64("2020-01", "M"))) <= 1
    assert "colder" in told(result, "change/JPN-KOR", case)
    alarms = [row for row in result.tables["alarms"].rows if row[1].date.edtf.startswith("2020-0")]
    assert alarms
    assert told(result, "data/chronology/JPN-USA", case).endswith("its index rests on the case's own list.")
    fan = tie["forecast"]
    assert all(0 <= value <= 1 for row in fan["quantiles"] for value in row)
    alone = run_lens(LENS, case, {"draws": 100, "data": "none"}, use_cache=False)
    assert alone.finding("data/chronology") is not None
    with pytest.raises(NotFoundError, match='Did you mean "gdelt-2"'):
        run_lens(LENS, case, {"data": "gdelt-3"}, use_cache=False)
    for figure in LENS.figures(case, result, Sayer("ja", case)):
        assert figure.spec


def test_another_store_is_another_result_in_the_cache(case, tmp_path, monkeypatch):
    monkeypatch.setenv("TRIVET_CACHE", str(tmp_path / "cache"))
    first = run_lens(LENS, case, {"draws": 100})
    path = tmp_path / "news.export.CSV"
    path.write_text(news(months=20), encoding="utf-8")  # too short for a costly forecast
    Store(store_folder()).import_paths([path])
    second = run_lens(LENS, case, {"draws": 100})
    assert first.finding("data/chronology") is not None
    assert second.finding("data/gdelt-2") is not None


def test_the_commands_import_tell_and_ask(tmp_path, capsys, monkeypatch):
    path = tmp_path / "news.export.CSV"
    path.write_text(news(), encoding="utf-8")
    packed = tmp_path / "cut.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("x.CSV", news())
    packed.write_bytes(packed.read_bytes()[:-600])
    assert run_app(["pulse", "import", str(path), str(packed), "--json"]) == 1
    taken, cut = sorted(json.loads(capsys.readouterr().out), key=lambda one: one["outcome"], reverse=True)
    assert (taken["outcome"], taken["taken"], taken["read"]) == ("taken", 2640, 2640)
    assert (cut["outcome"], cut["faults"][0]["code"]) == ("refused", "event-file-cut")
    assert run_app(["pulse", "import", str(path)]) == 0
    assert "already-there" in capsys.readouterr().out
    assert run_app(["pulse", "status", "--verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["data"][0]["rows"] == 2640
    assert run_app(["pulse", "series", "JPN-KOR", "--measure", "conflict-share", "--json"]) == 0
    series = json.loads(capsys.readouterr().out)
    assert np.mean(series["values"][:60]) < 0.2 < np.mean(series["values"][60:-1])
    assert series["values"][-1] is None or 0 <= series["values"][-1] <= 1
    assert run_app(["pulse", "alarms", "KOR-JPN", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert any(ring["month"] in ("2020-01", "2020-02", "2020-03") for ring in found["alarms"])
    assert run_app(["pulse", "update"]) == 0
    assert run_app(["pulse", "series", "nowhere"]) == 2


def test_a_table_of_a_users_own_can_be_asked_too(tmp_path, capsys):
    path = tmp_path / "own.csv"
    draw = np.random.default_rng(1)
    lines = [f"{2010 + m // 12}-{m % 12 + 1:02d},a,{draw.normal() + 4 * (m > 90):.3f}" for m in range(120)]
    path.write_text("month,kind,tension\n" + "\n".join(lines) + "\n")
    assert run_app(["pulse", "forecast", str(path), "--by", "kind", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert [one["ahead"] for one in made["forecasts"]] == [1, 3, 6, 12]
    assert all(one["quantiles"] == sorted(one["quantiles"]) for one in made["forecasts"])
    assert run_app(["pulse", "score", str(path), "--by", "kind", "--json"]) == 0
    assert {"skill", "brier", "cover80", "onsets"} <= set(json.loads(capsys.readouterr().out)["scores"][0])
    path.write_text("month,tension\n2020-13,1\n2020-02,x\n2020-03,1\n2020-03,2\n2020-04\n")
    with pytest.raises(FaultsError) as error:
        read_series(path)
    assert [(str(f.place), f.code) for f in error.value.faults] == [
        ("own.csv:2:1", "series-month"),
        ("own.csv:3:2", "series-value"),
        ("own.csv:5:1", "series-repeat"),
        ("own.csv:6:1", "series-cells"),
    ]


def test_rows_that_cannot_be_used_are_counted_with_their_line(tmp_path):
    good = gdelt_row(1, date(2020, 1, 2), "JPN", "KOR", "042", 1, 1.9)
    late = gdelt_row(3, date(2020, 3, 2), "JPN", "KOR", "042", 1, 1.9, added=date(2020, 1, 2))
    old = gdelt_row(4, date(2019, 1, 2), "JPN", "KOR", "042", 1, 1.9, added=date(2020, 1, 2))
    odd = gdelt_row(5, date(2020, 1, 2), "JPN", "KOR", "4X2", 1, 1.9)
    text = "\r\n".join([good, good + "\tmore", late, old, odd, good.replace("20200102", "20200231", 1)])
    for name, data in (("a.CSV", text.encode()), ("a.gz", gzip.compress(text.encode() + b"\n"))):
        path = tmp_path / name
        path.write_bytes(data.replace(b"GOV", b"G\xffV"))
        batches = list(open_events(path).batches())
        assert sum(batch.read for batch in batches) == 6
        assert sum(batch.events.height for batch in batches) == 2
        faults = sorted((f.place.line, f.code) for batch in batches for f in batch.rejected)
        assert faults == [(2, "event-columns"), (3, "event-date-after"), (5, "event-code"), (6, "event-date")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GLOBALEVENTID;SQLDATE\n1;20200101\n", "event-mangled"),
        ("1\t2\t3\n", "event-layout"),
        ("", "event-file-empty"),
        ("\t".join(["7"] + ["x"] * 15) + "\n", "event-mentions"),
    ],
)
def test_files_that_cannot_be_trusted_are_refused_whole(tmp_path, text, code):
    path = tmp_path / "file.csv"
    path.write_text(text)
    with pytest.raises(FaultsError) as error:
        open_events(path)
    assert [fault.code for fault in error.value.faults] == [code]


def test_states_are_known_by_the_codes_of_each_system_and_regions_are_none():
    assert state_of("KS", CodeSystem.FIPS) == "KOR"
    assert state_of("KN", CodeSystem.FIPS) == "PRK"
    assert state_of("KN", CodeSystem.ISO2) == "KNA"
    assert state_of("732", CodeSystem.COW) == "KOR"
    assert state_of("ROM", CodeSystem.CAMEO) == "ROU"
    assert state_of("AFR", CodeSystem.CAMEO) is None
    assert state_of("rok", CodeSystem.NAMES) == "KOR"
    assert state_of_entity("Foreign Affairs (South Korea)") == "KOR"
    assert state_of_entity("Red Cross") is None


def test_scores_agree_with_the_library_and_with_brute_force():
    import scoringrules

    draw = np.random.default_rng(2)
    predicted = np.sort(draw.normal(size=(30, LEVELS.size)), axis=1)
    observed = draw.normal(size=30)
    theirs = scoringrules.crps_quantile(observed, predicted, LEVELS)
    assert crps(predicted, observed) == pytest.approx(np.asarray(theirs), rel=1e-9)
    line = np.linspace(-3, 3, LEVELS.size)
    grid = np.linspace(-30, 30, 60001)
    density = np.exp(-log_score(np.tile(line, (grid.size, 1)), grid))
    assert density.sum() * (grid[1] - grid[0]) == pytest.approx(1.0, abs=2e-3)
    assert pit(line[None, :], np.array([0.0]))[0] == pytest.approx(0.5, abs=0.01)
    assert covered(line[None, :], np.array([2.9]), 0.8)[0] == 0


@pytest.mark.parametrize("members", ["core", "full"])
def test_forecasts_are_calibrated_rise_and_know_nothing_later(members):
    draw = np.random.default_rng(5)
    series = np.zeros(150)
    for month in range(1, 150):
        series[month] = 0.6 * series[month - 1] + draw.normal()
    made = forecast(series, members=members)
    assert (np.diff(made.quantiles, axis=1) >= 0).all()
    assert made.quantiles.shape == (12, LEVELS.size)
    scored = evaluate(made.past, made.chosen, series, 1, draw)
    assert [one.ahead for one in scored] == list(JUDGED)
    assert 0.6 < np.mean([one.cover80 for one in scored]) < 0.95
    assert scored[0].skill > 0
    later = series.copy()
    later[120:] += 50
    one, other = (forecast(values[:120], members=members).quantiles for values in (series, later))
    assert one == pytest.approx(other)


@pytest.mark.parametrize("values", [[1.0] * 60, [1.0, 2.0, 3.0], [np.nan] * 5 + [1.0, 2.0], [0.0] * 30 + [5.0]])
def test_series_with_little_in_them_still_get_a_defined_forecast(values):
    made = forecast(np.array(values), lower=0.0)
    assert np.isfinite(made.quantiles).all()
    assert (made.quantiles >= 0).all()
    with pytest.raises(ValueError, match="no month"):
        forecast(np.full(4, np.nan))


def test_the_level_of_a_chronology_is_the_discounted_mean_of_its_events():
    generator = np.random.default_rng(1)
    month, score = np.array([2, 4]), np.array([-6.0, 3.0])
    found = chronology(month, score, 8, half_life=2.0, draws=300, level=0.8, generator=generator)
    old, new = 0.5 ** (3 / 2), 0.5 ** (1 / 2)
    assert found.level[5] == pytest.approx((-6 * old + 3 * new) / (old + new + 1))
    assert np.isnan(found.level[:2]).all()
    assert found.count.tolist() == [0, 0, 1, 0, 1, 0, 0, 0]
    assert (found.low[2:] <= found.level[2:]).all()
    ahead = course(month, score, 8, half_life=2.0, ahead=5, draws=500, generator=generator)
    assert ahead.past.shape == (500, 8)
    assert ahead.coming.min() >= -6
    assert ahead.coming.max() <= 3


def test_standing_and_feed_describe_the_series_they_are_given():
    draw = np.random.default_rng(3)
    series = draw.normal(size=120)
    series[-6:] += 4
    found = standing(series, worse=1, draws=200, generator=draw)
    assert found.rank > 0.95
    assert found.warming < 0.05
    mirrored = standing(-series, worse=-1, draws=200, generator=np.random.default_rng(3))
    assert mirrored.rank == found.rank
    assert standing(series[:20], worse=1, draws=200, generator=draw) is None
    walk = np.zeros(400)
    for month in range(1, 400):
        walk[month] = 0.8 * walk[month - 1] + draw.normal()
    drawn = feed(walk + 5, 400, draw)
    assert np.median(drawn["half_life"]) == pytest.approx(np.log(0.5) / np.log(0.8), rel=0.35)
    assert np.median(drawn["noise"]) == pytest.approx(1.0, rel=0.15)
    assert np.median(drawn["level"]) == pytest.approx(5 + walk.mean(), abs=1.0)
    assert set(feed(np.ones(30), 10, draw)) == set(drawn)


@pytest.mark.references
def test_real_files_are_read_with_their_row_counts_or_refused():
    import os

    folder = os.environ.get("TRIVET_EVENTS")
    if not folder:
        pytest.skip("TRIVET_EVENTS is not set: real files were NOT read")
    counts = {
        "20191024143000.export.CSV.zip": 2111,
        "gdelt1_20151207_first5000.export.CSV.gz": 5000,
        "gdelt1_20160728_mixed_57_58cols.tsv.gz": 710,
        "gdelt1_events_100rows.tsv": 100,
        "gdelt2_export_100rows.tsv": 100,
        "gdelt2_translation_export_100rows.tsv": 100,
        "icews_events.2018.sample.tab.gz": 3705,
    }
    for name, rows in counts.items():
        batches = list(open_events(Path(folder) / "raw" / name).batches())
        assert sum(batch.events.height for batch in batches) == rows
        for batch in batches:
            for root, quad in batch.events.select("root", "quad").iter_rows():
                assert quad == 1 + (int(root) > 5) + (int(root) > 9) + (int(root) > 14)


def test_silence_is_unknown_and_a_list_that_begins_is_no_tie_that_warms(case):
    month, score = np.array([30, 32]), np.array([5.0, 6.0])
    found = chronology(month, score, 90, half_life=12.0, draws=100, level=0.8, generator=np.random.default_rng(1))
    assert np.isnan(found.level[:30]).all()
    assert not np.isnan(found.level[30:60]).any()
    assert np.isnan(found.level[70:]).all()
    result = run_lens(LENS, case, {"draws": 100}, use_cache=False)
    warming = result.finding("warming/JPN-USA")  # listed closely only since 2024, and cooling since
    assert warming.value < 0.6
    early = run_lens(LENS, case, {"draws": 100, "at": "2024-09-30"}, use_cache=False)
    assert early.finding("warming/JPN-USA") is None


def test_what_is_shown_of_the_past_was_chosen_before_its_outcome():
    draw = np.random.default_rng(8)
    series = np.cumsum(draw.normal(size=140)) * 0.3
    made = forecast(series, members="core")
    later = series.copy()
    later[120:] += 30
    other = forecast(later, members="core")
    before = made.past.origins <= 120
    assert made.chosen[before] == pytest.approx(other.chosen[before])
