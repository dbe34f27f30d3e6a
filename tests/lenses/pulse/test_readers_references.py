"""Real files in the folder that TRIVET_EVENTS names: every one is read with the right number of rows or refused."""

import os
from pathlib import Path

import polars as pl
import pytest

from event_layouts import refusal, take
from trivet.lenses.pulse.events.codes import cameo

pytestmark = [
    pytest.mark.references,
    pytest.mark.skipif("TRIVET_EVENTS" not in os.environ, reason="TRIVET_EVENTS names no folder of real event data"),
]
RAW = Path(os.environ.get("TRIVET_EVENTS", ".")) / "raw"

READ = {
    "20191024143000.export.CSV.zip": ("gdelt2", 2111),
    "gdelt1_20151207_first5000.export.CSV.gz": ("gdelt1", 5000),
    "gdelt1_20160728_mixed_57_58cols.tsv.gz": ("gdelt1", 710),
    "gdelt1_events_100rows.tsv": ("gdelt1", 100),
    "gdelt2_export_100rows.tsv": ("gdelt2", 100),
    "gdelt2_translation_export_100rows.tsv": ("gdelt2", 100),
    "icews_events.2018.sample.tab.gz": ("icews", 3705),
    "icews_sample_20180601_03.rda": ("icews", 4993),
    "icews_to_plover_sample.jsonl": ("plover", 4),
    "phoenix_realtime_header_only.tsv": ("phoenix", 0),
    "polecat_header_only.tsv": ("polecat", 0),
    "tkg/icews0515_mmkb_valid_text_lt2015.txt.gz": ("icews0515", 41675),
    "tkg/icews0515_xerte_valid.txt.gz": ("icews0515", 69224),
    "tkg/icews21_valid.txt.gz": ("icews21", 77195),
}
REFUSED = {
    "gdelt2_mentions_100rows.tsv": "event-mentions",
    "gdelt2_mentions_translation_100rows.tsv": "event-mentions",
    "gdelt2_semicolon_excel_mangled_400rows.csv": "event-mangled",
    "tkg/icews0515_entity2id.txt.gz": "event-dictionary",
    "tkg/icews0515_relation2id.txt.gz": "event-dictionary",
    "tkg/icews21_entity2id.txt.gz": "event-dictionary",
    "tkg/icews21_relation2id.txt": "event-dictionary",
}
GDELT = [name for name, (layout, _) in READ.items() if layout.startswith("gdelt")]


def test_no_file_is_left_out():
    there = {path.relative_to(RAW).as_posix() for path in RAW.rglob("*") if path.is_file()}
    assert there == READ.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", READ)
def test_a_real_file_is_read_with_all_its_rows(name):
    layout, rows = READ[name]
    events, read, rejected, _ = take(RAW / name)
    assert (read, rejected, events.height) == (rows, 0, rows)
    assert take(RAW / name, layout)[0].equals(events)


@pytest.mark.parametrize("name", REFUSED)
def test_a_real_file_that_holds_no_true_events_is_refused(name):
    assert refusal(RAW / name) == [REFUSED[name]]


def test_quad_and_goldstein_of_our_table_equal_the_columns_of_all_real_rows():
    events = pl.concat([take(RAW / name)[0] for name in GDELT])
    assert events.height == 8121
    codes = cameo()
    given = {(code, quad, round(value, 4)) for code, quad, value in events.select("code", "quad", "intensity").rows()}
    assert given == {(code, codes[code].quad, codes[code].goldstein) for code, _, _ in given}
    assert len(given) > 100


def test_sixty_rows_of_an_export_are_older_than_a_day():
    events, *_ = take(RAW / "20191024143000.export.CSV.zip")
    assert events.filter(pl.col("date") < pl.col("added").cast(pl.Date)).height == 60


def test_the_table_and_the_data_frame_of_icews_agree():
    table, *_ = take(RAW / "icews_events.2018.sample.tab.gz")
    frame, *_ = take(RAW / "icews_sample_20180601_03.rda")
    both = table.join(frame, on="event_id", suffix="_r")
    assert both.height == 3705
    for name in (name for name in table.columns if name != "event_id"):
        apart = both.filter(~pl.col(name).eq_missing(pl.col(f"{name}_r"))).height
        assert apart == (1 if name in ("actor1_raw", "actor2_raw") else 0)  # one politician was given a rank between


def test_intensities_of_icews_rows_are_those_of_our_table():
    events, *_ = take(RAW / "icews_events.2018.sample.tab.gz")
    codes = cameo()
    assert all(abs(codes[code].icews - value) < 1e-5 for code, value in events.select("code", "intensity").iter_rows())


@pytest.mark.parametrize(
    ("name", "subset"), [("icews0515_xerte_valid.txt.gz", "ICEWS05-15"), ("icews21_valid.txt.gz", "ICEWS21")]
)
def test_facts_of_a_cut_stand_in_the_joined_file_with_the_same_states_and_classes(name, subset):
    joined = pl.read_parquet(RAW.parent / "icews_events_7states.parquet").filter(
        pl.col("subset").str.starts_with(subset), pl.col("src_match") != "named", pl.col("tgt_match") != "named"
    )
    keys = {"actor1_raw": "source_name", "actor2_raw": "target_name", "code": "cameo", "date": "date"}
    events, *_ = take(RAW / "tkg" / name)
    seven = joined["source"].unique().to_list()
    ours = events.filter(
        pl.col("actor1").is_in(seven), pl.col("actor2").is_in(seven), pl.col("actor1") != pl.col("actor2")
    )
    both = ours.join(
        joined.with_columns(pl.col("date").cast(pl.Date)), left_on=list(keys), right_on=list(keys.values()), suffix="_r"
    )
    assert both.height > 1500
    assert (
        both.filter(
            (pl.col("actor1") == pl.col("source_r"))
            & (pl.col("actor2") == pl.col("target"))
            & (pl.col("quad") == pl.col("quad_r"))
            & (pl.col("root") == pl.col("root_r"))
        ).height
        == both.height
    )
