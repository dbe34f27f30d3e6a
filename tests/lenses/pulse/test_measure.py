"""Monthly indices: on two engines, against plain loops, and against sums that others have published."""

import os
import tempfile
import uuid
from collections import defaultdict
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trivet.base.errors import NotFoundError, TrivetError
from trivet.lenses.pulse.events.schema import COLUMNS, polars_schema
from trivet.lenses.pulse.measure.bootstrap import interval, resampled
from trivet.lenses.pulse.measure.dedup import Dedup, dedup_of, deduplicated
from trivet.lenses.pulse.measure.indices import COLUMNS as SUMS
from trivet.lenses.pulse.measure.indices import index
from trivet.lenses.pulse.measure.monthly import by_story, monthly, triadic
from trivet.lenses.pulse.measure.parts import shift

Row = dict[str, Any]

KEPT = (*SUMS, "stories")


def row(number: int, **given: Any) -> Row:
    made: Row = dict.fromkeys(COLUMNS)
    made |= {"source": "gdelt", "version": "2", "event_id": f"{number:04d}", "date": date(2020, 1, 5), "code": "042"}
    made |= {"root": "04", "quad": 1, "intensity": 1.9, "weight": 1.0, "code_system": "cameo", "scale": "goldstein"}
    made |= {"actor1": "AAA", "actor2": "BBB", "actor1_raw": "AAAGOV", "actor2_raw": "BBB", "story": f"s{number}"}
    return made | given


def frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=polars_schema(), orient="row")


@cache
def folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def stored(made: pl.DataFrame) -> str:
    path = Path(folder().name) / f"{uuid.uuid4().hex}.parquet"
    made.write_parquet(path)
    return str(path)


def on_duckdb(rows: list[Row]) -> ibis.Table:
    return ibis.duckdb.connect().read_parquet(stored(frame(rows)))


def on_datafusion(rows: list[Row]) -> ibis.Table:
    return ibis.datafusion.connect().read_parquet(stored(frame(rows)))


ENGINES = [pytest.param(on_duckdb, id="duckdb"), pytest.param(on_datafusion, id="datafusion")]


def rows_of(table: ibis.Table) -> list[Row]:
    return table.to_pyarrow().to_pylist()


SEVERAL = st.lists(
    st.tuples(
        st.sampled_from(["AAA", "BBB", "CCC", None]),
        st.sampled_from(["AAA", "BBB", "CCC"]),
        st.dates(date(2020, 1, 1), date(2020, 4, 30)),
        st.sampled_from(
            [("042", "04", 1, 1.9), ("112", "11", 3, -2.0), ("190", "19", 4, -10.0), ("071", "07", 2, 7.4)]
        ),
        st.sampled_from(["s1", "s2", None]),
        st.integers(0, 60),
    ),
    max_size=14,
)


def built(several: list[tuple[Any, ...]]) -> list[Row]:
    return [
        row(
            number,
            actor1=one,
            actor2=two,
            actor1_raw=one,
            actor2_raw=two,
            date=when,
            added=datetime(when.year, when.month, when.day, 12),
            code=kind[0],
            root=kind[1],
            quad=kind[2],
            intensity=kind[3],
            story=story,
        )
        for number, (one, two, when, kind, story, _) in enumerate(several)
    ]


def literal(rows: list[Row], directed: bool, rule: Dedup) -> dict[tuple[Any, ...], dict[str, float]]:
    """Sums by plain loops."""
    kept: dict[Any, Row] = {}
    for item in sorted(rows, key=lambda r: r["event_id"]):
        if item["actor1"] is None or item["actor2"] is None or item["actor1"] == item["actor2"]:
            continue
        pair = (item["actor1_raw"], item["actor2_raw"])
        code = item["code"]
        if rule is Dedup.STORY:
            code, pair = item["root"], (item["actor1"], item["actor2"])
        if rule in (Dedup.MIRRORED, Dedup.STORY):
            pair = tuple(sorted(pair))
        key: Any = (item["date"], pair, code, item["story"] or item["event_id"])
        kept.setdefault(item["event_id"] if rule is Dedup.NONE else key, item)
    out: dict[tuple[Any, ...], dict[str, float]] = {}
    stories = defaultdict(set)
    for item in kept.values():
        ends = (item["actor1"], item["actor2"]) if directed else tuple(sorted((item["actor1"], item["actor2"])))
        group = (item["date"].replace(day=1), *ends)
        got = out.setdefault(group, dict.fromkeys(KEPT, 0.0))
        got["n"] += 1
        got[f"n_q{item['quad']}"] += 1
        got["n_scored"] += 1
        got["intensity_pos"] += max(item["intensity"], 0)
        got["intensity_neg"] += min(item["intensity"], 0)
        stories[group].add(item["story"] or item["event_id"])
        got["stories"] = len(stories[group])
    return out


@pytest.mark.parametrize(
    ("rule", "directed"),
    [*((rule, False) for rule in Dedup), (Dedup.NONE, True), (Dedup.REPEATS, True)],
)
@given(several=SEVERAL)
@settings(max_examples=12, deadline=None)
def test_sums_are_those_of_plain_loops_on_two_engines(rule: Dedup, directed: bool, several: list[Any]) -> None:
    rows = built(several)
    wanted = literal(rows, directed, rule)
    way = "directed" if directed else "undirected"
    for engine in (on_duckdb, on_datafusion):
        made = rows_of(monthly(engine(rows), direction=way, dedup=rule))
        found = {(item["month"], item["a"], item["b"]): {name: item[name] for name in KEPT} for item in made}
        assert found.keys() == wanted.keys()
        for key, sums in wanted.items():
            assert found[key] == pytest.approx(sums, abs=1e-5)


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_are_the_same_whatever_their_order(engine: Any) -> None:
    rows = [row(n, story="one", weight=float(n + 1), intensity=float(n)) for n in range(4)]
    forward = rows_of(monthly(engine(rows), dedup=Dedup.REPEATS))
    assert rows_of(monthly(engine(rows[::-1]), dedup=Dedup.REPEATS)) == forward
    assert forward[0]["n"] == 1
    assert forward[0]["intensity_pos"] == 0  # that of the lowest id


def test_repeats_mirrored_twins_and_stories_count_as_they_are_defined() -> None:
    rows = [
        row(1, story="x"),
        row(2, story="x"),
        row(3, story="x", actor1="BBB", actor2="AAA", actor1_raw="BBB", actor2_raw="AAAGOV"),
        row(4, story="x", code="043"),
        row(5, story="y"),
        row(6, story=None),
        row(7, story=None),
    ]
    table = on_duckdb(rows)
    counts = {rule: deduplicated(table, rule).count().execute() for rule in Dedup}
    assert counts == {Dedup.NONE: 7, Dedup.REPEATS: 6, Dedup.MIRRORED: 5, Dedup.STORY: 4}
    with pytest.raises(NotFoundError, match='Did you mean "mirrored"'):
        dedup_of("mirored")


@pytest.mark.parametrize("engine", ENGINES)
def test_only_what_was_known_on_a_day_counts_for_a_hindcast(engine: Any) -> None:
    rows = [
        row(1, added=datetime(2020, 1, 6, 10)),
        row(2, added=datetime(2020, 3, 1)),
        row(3, added=None),
        row(4, date=date(2020, 2, 10), added=None),
    ]
    counts = [
        sum(r["n"] for r in rows_of(monthly(engine(rows), known_by=day)))
        for day in (date(2020, 1, 1), date(2020, 1, 6), date(2020, 2, 10), date(2020, 3, 1))
    ]
    assert counts == [0, 2, 3, 4]
    months = {r["month"]: r["n"] for r in rows_of(monthly(engine(rows), day="added"))}
    assert months == {date(2020, 1, 1): 2, date(2020, 3, 1): 1, date(2020, 2, 1): 1}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_group_counts_its_pairs_and_the_stories_that_name_all(engine: Any) -> None:
    rows = [
        row(1, story="both"),
        row(2, story="both", actor1="CCC", actor2="BBB"),
        row(3, story="pair"),
        row(4, story="out", actor1="AAA", actor2="DDD"),
    ]
    (found,) = rows_of(triadic(engine(rows), ["AAA", "BBB", "CCC"]))
    assert (found["n"], found["stories"], found["joint"]) == (3, 2, 1)


def test_a_directed_series_is_refused_under_a_rule_that_looks_through_the_direction() -> None:
    for rule in (Dedup.MIRRORED, Dedup.STORY):
        with pytest.raises(TrivetError, match="directed series"):
            monthly(on_duckdb([row(1)]), direction="directed", dedup=rule)


@pytest.mark.parametrize("engine", ENGINES)
def test_two_versions_of_a_source_are_never_added_up(engine: Any) -> None:
    rows = [row(1, version="1"), row(2, version="2"), row(3, version="2")]
    assert [(r["version"], r["n"]) for r in rows_of(monthly(engine(rows)))] == [("1", 1), ("2", 2)]
    assert [(r["version"], r["n"]) for r in rows_of(triadic(engine(rows), ["AAA", "BBB", "CCC"]))] == [
        ("1", 1),
        ("2", 2),
    ]
    assert len(rows_of(by_story(engine(rows), pairs=[("AAA", "BBB")]))) == 3


@pytest.mark.parametrize("engine", ENGINES)
def test_sums_are_those_of_the_values_as_they_were_printed(engine: Any) -> None:
    rows = [row(n, intensity=0.1) for n in range(999)]
    assert rows_of(monthly(engine(rows)))[0]["intensity_pos"] == pytest.approx(99.9, abs=1e-9)


def test_a_row_without_a_report_is_one_of_its_own() -> None:
    rows = [row(1, story=None), row(2, story="0001")]
    table = on_duckdb(rows)
    assert rows_of(monthly(table))[0]["stories"] == 2
    assert deduplicated(table, Dedup.MIRRORED).count().execute() == 2


def test_an_actor_alone_has_no_mirrored_twin() -> None:
    alone = [row(1, story="x", actor2_raw=None), row(2, story="x", actor1_raw=None, actor2_raw="AAAGOV")]
    assert deduplicated(on_duckdb(alone), Dedup.MIRRORED).count().execute() == 2


def test_weighted_sums_count_reports() -> None:
    rows = [row(1, weight=5.0), row(2, weight=None)]
    (found,) = rows_of(monthly(on_duckdb(rows), weighted=True))
    assert (found["n"], found["intensity_pos"]) == (6, pytest.approx(6 * 1.9, abs=1e-5))


@pytest.mark.parametrize("dialect", ["bigquery", "trino", "databricks"])
def test_the_same_index_compiles_for_engines_elsewhere(dialect: str) -> None:
    import sqlglot

    table = on_duckdb([row(1)])
    plain = ibis.table(table.schema(), name="events")
    for made in (
        monthly(plain, dedup=Dedup.MIRRORED, known_by=date(2020, 1, 1)),
        triadic(plain, ["AAA", "BBB", "CCC"]),
    ):
        tree = sqlglot.parse_one(str(ibis.to_sql(made, dialect=dialect)), read=dialect)
        assert {table.name for table in tree.find_all(sqlglot.exp.Table)} >= {"events"}


@pytest.mark.spark
def test_the_same_index_runs_on_spark() -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    session = ibis.pyspark.connect()
    rows = built([("AAA", "BBB", date(2020, 1, n + 1), ("112", "11", 3, -2.0), "s1", 0) for n in range(5)])
    wanted = rows_of(monthly(on_duckdb(rows), dedup=Dedup.STORY))
    table = session.read_parquet(stored(frame(rows)))
    found = monthly(table, dedup=Dedup.STORY).execute().to_dict("records")
    assert [{name: item[name] for name in KEPT} for item in found] == [
        pytest.approx({name: item[name] for name in KEPT}, abs=1e-5) for item in wanted
    ]


def test_indices_are_missing_where_nothing_is_known_and_zero_where_nothing_happened() -> None:
    sums = np.array([[4, 1, 0, 2, 1, 4, 5, -9], [0] * 8, [np.nan] * 8], dtype=float)
    volume = np.array([2000.0, 1000.0, np.nan])
    assert index("conflict-share", sums, volume) == pytest.approx([0.75, np.nan, np.nan], nan_ok=True)
    assert index("conflict-count", sums, volume) == pytest.approx([3, 0, np.nan], nan_ok=True)
    assert index("mean-intensity", sums, volume) == pytest.approx([-1, np.nan, np.nan], nan_ok=True)
    assert index("rate", sums, volume) == pytest.approx([1.5, 0, np.nan], nan_ok=True)
    assert index("log-conflict", sums, volume) == pytest.approx([np.log(4), 0, np.nan], nan_ok=True)
    assert index("positive", sums, volume)[0] == 1.25
    assert index("negative", sums, volume)[0] == -2.25
    assert index("volume", sums, volume)[0] == 4


def test_intervals_over_stories_hold_the_truth_as_often_as_they_say() -> None:
    draw, held = np.random.default_rng(1), []
    for _ in range(120):
        stories = 60
        conflict = (draw.random(stories) < 0.4).astype(float)
        size = draw.integers(1, 4, stories).astype(float)
        sums = np.zeros((stories, len(SUMS)))
        sums[:, 0], sums[:, 3] = size, size * conflict
        drawn = resampled(np.zeros(stories, dtype=np.int64), sums, 1, 300, draw)
        share = index("conflict-share", drawn, np.ones(1))
        low, high = interval(share, np.array([stories]), 0.9)
        held.append(low[0] <= 0.4 <= high[0])
    assert np.mean(held) == pytest.approx(0.9, abs=0.08)


def test_one_story_gives_no_interval() -> None:
    low, high = interval(np.ones((10, 3)), np.array([0, 1, 2]), 0.8)
    assert np.isnan(low[:2]).all()
    assert (low[2], high[2]) == (1, 1)


def test_stories_carry_all_their_rows_in_the_sums_that_are_drawn_from() -> None:
    rows = [row(1, story="x"), row(2, story="x", quad=3, intensity=-2.0), row(3, story="y", actor1="BBB", actor2="AAA")]
    found = rows_of(by_story(on_duckdb(rows), pairs=[("BBB", "AAA")]))
    assert [(item["a"], item["tale"], item["n"], item["n_q3"]) for item in found] == [
        ("AAA", "story x", 2, 1),
        ("AAA", "story y", 1, 0),
    ]


def test_what_moved_is_told_apart() -> None:
    draw = np.random.default_rng(2)
    events = draw.poisson(50, 72).astype(float)
    good, bad = events * 2 + draw.normal(size=72), -events * 1 + draw.normal(size=72)
    quiet = shift(events, good, bad)
    assert quiet is not None
    bad[-12:] *= 3
    found = shift(events, good, bad)
    assert found is not None
    assert found.most == "negative"
    assert found.negative == pytest.approx(-2, abs=0.3)
    assert found.positive == pytest.approx(quiet.positive)
    assert shift(events[:40], good[:40], bad[:40]) is None


@pytest.mark.references
def test_published_monthly_sums_come_out_exactly() -> None:
    folder = os.environ.get("TRIVET_EVENTS")
    if not folder:
        pytest.skip("TRIVET_EVENTS is not set: monthly sums were NOT compared with those of real data")
    raw = pl.read_parquet(Path(folder) / "icews_events_7states.parquet")
    wanted = pl.read_csv(Path(folder) / "icews_monthly_directed.csv.gz", infer_schema_length=None)
    events = raw.with_row_index("number").select(
        pl.lit("icews").alias("source"),
        pl.col("subset").alias("version"),
        pl.format("{}", "number").alias("event_id"),
        pl.col("date").cast(pl.Date),
        pl.lit(None, pl.Datetime("ms")).alias("added"),
        pl.col("source").alias("actor1"),
        pl.col("target").alias("actor2"),
        pl.col("cameo").cast(pl.String).alias("code"),
        pl.col("root").cast(pl.String),
        pl.col("quad").cast(pl.Int8),
        pl.col("goldstein").cast(pl.Float32).alias("intensity"),
        pl.col("n_reports").cast(pl.Float32).alias("weight"),
        pl.lit(None, pl.String).alias("story"),
    )
    checked = 0
    for name in wanted["subset"].unique():
        table = ibis.duckdb.connect().read_parquet(stored(events.filter(pl.col("version") == name)))
        for weighted in (True, False):
            made = rows_of(monthly(table, direction="directed", weighted=weighted))
            found = {(item["month"].strftime("%Y-%m"), item["a"], item["b"]): item for item in made}
            for line in wanted.filter(pl.col("subset") == name).iter_rows(named=True):
                item = found.pop((line["month"], line["source"], line["target"]))
                assert [item[c] for c in ("n", "n_q1", "n_q2", "n_q3", "n_q4")] == [
                    line[c] for c in ("n", "n_q1", "n_q2", "n_q3", "n_q4")
                ]
                total = item["intensity_pos"] + item["intensity_neg"]
                assert total == pytest.approx(line["goldstein_sum"], abs=1e-5)
                assert total / item["n_scored"] == pytest.approx(line["goldstein_mean"], abs=1e-5)
                assert item["intensity_pos"] == pytest.approx(line["goldstein_pos"], abs=1e-5)
                assert item["intensity_neg"] == pytest.approx(line["goldstein_neg"], abs=1e-5)
                checked += 1
            assert not found
    assert checked == 2 * wanted.height == 2 * 2548
