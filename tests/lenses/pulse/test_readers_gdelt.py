"""Readers of GDELT: versions, packings, what is rejected and what is refused."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_layouts import gdelt, refusal, take, write
from trivet.lenses.pulse.events.readers import LAYOUTS, blocks, open_events
from trivet.lenses.pulse.events.schema import polars_schema


def test_a_row_of_version_2_becomes_one_canonical_event(tmp_path):
    events, read, rejected, _ = take(write(tmp_path / "a.CSV", gdelt(code="1411", quad="3", value="-6.5")))
    assert (read, rejected) == (1, 0)
    assert events.schema == polars_schema()
    assert events.row(0, named=True) == {
        "source": "gdelt",
        "version": "2",
        "event_id": "900000001",
        "date": date(2020, 3, 5),
        "added": datetime(2020, 3, 6, 1, 15),
        "actor1_raw": "JPNGOV",
        "actor2_raw": "KOR",
        "actor1": "JPN",
        "actor2": "KOR",
        "sector1": "GOV",
        "sector2": None,
        "code_system": "cameo",
        "code": "1411",
        "root": "14",
        "quad": 3,
        "intensity": -6.5,
        "scale": "goldstein",
        "weight": 3.0,
        "story": "https://example.org/900000001",
        "place": "Seoul, South Korea",
        "place_state": "KOR",
        "url": "https://example.org/900000001",
    }


def test_lines_of_57_and_58_columns_are_both_read_and_only_one_has_an_address(tmp_path):
    path = write(tmp_path / "a.tsv", gdelt(58, "1"), gdelt(57, "2"), gdelt(58, "3"))
    events, read, rejected, _ = take(path)
    assert (read, rejected) == (3, 0)
    assert dict(events.select("event_id", "url").rows()) == {
        "1": "https://example.org/1",
        "2": None,
        "3": "https://example.org/3",
    }
    assert set(events["version"]) == {"1"}
    assert set(events["added"]) == {datetime(2020, 3, 6)}


@pytest.mark.parametrize("pack", [None, "gz", "zip"])
def test_packing_does_not_matter(tmp_path, pack):
    rows = [gdelt(key=str(key)) for key in range(50)]
    plain, *_ = take(write(tmp_path / "plain.CSV", *rows))
    packed, *_ = take(write(tmp_path / "packed.bin", *rows, pack=pack))
    assert packed.equals(plain)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(tmp_path, end):
    events, *_ = take(write(tmp_path / "a.CSV", b"\xef\xbb\xbf" + gdelt().encode(), gdelt(key="2"), end=end))
    assert events["event_id"].to_list() == ["900000001", "2"]
    assert events["url"].to_list() == ["https://example.org/900000001", "https://example.org/2"]


def test_a_last_line_without_an_end_is_read(tmp_path):
    path = tmp_path / "a.CSV"
    path.write_text("\n".join([gdelt(key="1"), gdelt(key="2")]))
    assert take(path)[0]["event_id"].to_list() == ["1", "2"]


def test_quotation_marks_mean_nothing_and_bad_utf8_is_replaced(tmp_path):
    odd = gdelt(c52='"Seoul').encode().replace(b"SOUTH KOREA", b"SOUTH \xff KOREA")
    events, _, rejected, _ = take(write(tmp_path / "a.CSV", odd, gdelt(key="2", c15="\u97d3")))
    assert rejected == 0
    assert events["place"].to_list() == ['"Seoul', "Seoul, South Korea"]
    bad = gdelt(key="3", c15="K?R").encode().replace(b"K?R", b"K\xffR")
    assert take(write(tmp_path / "b.CSV", bad))[0]["actor2_raw"].to_list() == ["K\ufffdR"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (gdelt(code="999"), "event-code"),
        (gdelt(code=""), "event-code"),
        (gdelt(day="20200230"), "event-date"),
        (gdelt(day=""), "event-date"),
        (gdelt(key=""), "event-id"),
        (gdelt(day="20200308"), "event-date-after"),
        (gdelt(added="2020030"), "event-date"),
    ],
)
def test_a_row_that_cannot_be_used_is_rejected_with_its_line(tmp_path, row, code):
    events, read, rejected, faults = take(write(tmp_path / "a.CSV", gdelt(key="1"), row, gdelt(key="3")))
    assert (read, rejected) == (3, 1)
    assert faults == [(code, 2)]
    assert events["event_id"].to_list() == ["1", "3"]


@pytest.mark.parametrize("day", ["20200307", "20190306", "19790101"])
def test_an_event_may_be_any_time_older_than_its_row_but_only_a_day_younger(tmp_path, day):
    assert take(write(tmp_path / "a.CSV", gdelt(day=day)))[2] == 0


def test_a_row_with_too_few_or_too_many_columns_is_rejected_with_its_line(tmp_path):
    short = gdelt().rsplit("\t", 1)[0]
    path = write(tmp_path / "a.CSV", gdelt(), short, gdelt() + "\textra", gdelt(key="4"))
    events, read, rejected, faults = take(path)
    assert (read, rejected, events.height) == (4, 2, 2)
    assert faults == [("event-columns", 2), ("event-columns", 3)]


def test_a_short_and_a_long_row_do_not_make_up_for_each_other(tmp_path):
    rows = [gdelt(key=str(key)) for key in range(5)]
    rows[1:3] = [rows[1].rsplit("\t", 3)[0], rows[2] + "\ta\tb\tc"]
    events, _, _, faults = take(write(tmp_path / "a.CSV", *rows))
    assert events["event_id"].to_list() == ["0", "3", "4"]
    assert faults == [("event-columns", 2), ("event-columns", 3)]


def test_blank_lines_count_as_nothing_but_keep_later_line_numbers_right(tmp_path):
    events, read, _, faults = take(write(tmp_path / "a.CSV", gdelt(), "", "", gdelt(code="xx"), gdelt(key="5")))
    assert (read, events.height) == (3, 2)
    assert faults == [("event-code", 4)]


def test_all_rejected_rows_are_counted_but_only_a_thousand_faults_kept(tmp_path):
    rows = [gdelt(key=str(key), code="999") for key in range(700)] + ["too\tshort"] * 600 + [gdelt()]
    events, read, rejected, faults = take(write(tmp_path / "a.CSV", *rows))
    assert (read, rejected, len(faults), events.height) == (1301, 1300, 1000, 1)


def test_the_size_of_blocks_does_not_matter(tmp_path, monkeypatch):
    rows = [gdelt(key=str(key), code=["040", "999", "1411"][key % 3]) for key in range(60)]
    rows[7], rows[31] = "a\tb", ""
    path = write(tmp_path / "a.CSV", *rows)
    whole = take(path)
    monkeypatch.setattr(blocks, "SIZE", 700)
    assert len(list(open_events(path).batches())) > 10
    small = take(path)
    assert small[0].equals(whole[0])
    assert (small[1:3], sorted(small[3])) == (whole[1:3], sorted(whole[3]))


def test_regions_are_no_states_and_unknown_places_none(tmp_path):
    events, *_ = take(write(tmp_path / "a.CSV", gdelt(c7="EUR", c17="WST", c53="XX"), gdelt(c7="PRK", c53="KN")))
    assert events.select("actor1", "actor2", "place_state").rows() == [(None, None, None), ("PRK", "KOR", "PRK")]


def test_numbers_that_are_none_become_null_and_not_zero(tmp_path):
    events, *_ = take(write(tmp_path / "a.CSV", gdelt(quad="7", value="nan", c31="many")))
    assert events.select("quad", "intensity", "weight").row(0) == (None, None, None)


def test_mentions_are_refused_as_mentions(tmp_path):
    row = "\t".join(["900000001", "20200305000000", "20200306000000", *["1"] * 12, ""])
    assert refusal(write(tmp_path / "a.CSV", row, row)) == ["event-mentions"]


@pytest.mark.parametrize(
    "rows",
    [
        ["GLOBALEVENTID;SQLDATE;MonthYear", "900000001;20200305;202003"],
        ["900000001;20200305;202003"],
        [gdelt(code="40", c28="4"), gdelt(code="1411")],
        [gdelt(added="2.02E+13")],
        [gdelt(added="2,02E+13")],
    ],
)
def test_a_file_that_a_spreadsheet_saved_is_refused(tmp_path, rows):
    assert refusal(write(tmp_path / "a.csv", *rows)) == ["event-mangled"]


def test_a_layout_that_does_not_exist_is_refused_with_the_nearest_name(tmp_path):
    path = write(tmp_path / "a.CSV", gdelt())
    assert refusal(path, "gdlt2") == ["event-layout"]
    assert open_events(path, "gdelt2").layout is LAYOUTS["gdelt2"]


@given(st.lists(st.sampled_from([57, 58, 60, 61, 62]), min_size=1, max_size=12))
def test_every_line_is_an_event_or_a_fault_whatever_the_mix_of_columns(tmp_path_factory, counts):
    rows = ["\t".join([str(at), "20200305", *[""] * (count - 2)]) for at, count in enumerate(counts)]
    path = write(tmp_path_factory.mktemp("mix") / "a.CSV", *rows)
    _, read, rejected, faults = take(path, "gdelt2")
    assert (read, rejected) == (len(counts), len(counts))
    assert [code for code, _ in sorted(faults, key=lambda fault: fault[1])] == [
        "event-code" if count == 61 else "event-columns" for count in counts
    ]
