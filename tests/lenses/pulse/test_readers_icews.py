"""Readers of ICEWS: its table, and its cuts as quadruples of words or ids."""

from datetime import date

import pytest

from event_layouts import refusal, take, write

HEAD = "\t".join(
    [
        *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code"),
        *("Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher"),
        *("City", "District", "Province", "Country", "Latitude", "Longitude"),
    ]
)


def row(key="1", day="2018-06-01", code="040", text="Consult", value="1", **more):
    """A row of ICEWS."""
    cells = [key, day, "Foreign Ministry (Japan)", "Executive,Foreign Ministry,Government", "Japan", text, code, value]
    cells += ["Citizen (South Korea)", "NA", "South Korea", "77", "2", "A Paper", "Seoul", "NA", "NA", "South Korea"]
    cells += ["37.5", "127.0"]
    for spot, other in more.items():
        cells[int(spot.removeprefix("c"))] = other
    return "\t".join(cells)


def facts(events):
    return events.select("actor1_raw", "code", "actor2_raw", "date", "weight").rows()


def test_a_row_becomes_one_canonical_event(tmp_path):
    events, read, rejected, _ = take(write(tmp_path / "a.tab", HEAD, row(code="1411", text="x", value="-6.5")))
    assert (read, rejected) == (1, 0)
    assert events.row(0, named=True) == {
        "source": "icews",
        "version": "1",
        "event_id": "1",
        "date": date(2018, 6, 1),
        "added": None,
        "actor1_raw": "Foreign Ministry (Japan)",
        "actor2_raw": "Citizen (South Korea)",
        "actor1": "JPN",
        "actor2": "KOR",
        "sector1": "EXECUTIVE",
        "sector2": None,
        "code_system": "cameo",
        "code": "1411",
        "root": "14",
        "quad": 3,
        "intensity": -6.5,
        "scale": "icews",
        "weight": 1.0,
        "story": "77",
        "place": "Seoul",
        "place_state": "KOR",
        "url": None,
    }


@pytest.mark.parametrize("pack", [None, "gz", "zip"])
def test_packing_does_not_matter(tmp_path, pack):
    events, *_ = take(write(tmp_path / "a.bin", HEAD, row("1"), row("2"), pack=pack))
    assert events["event_id"].to_list() == ["1", "2"]


def test_columns_in_another_order_are_found_by_name(tmp_path):
    lines = ["\t".join(reversed(line.split("\t"))) for line in (HEAD, row("5"))]
    events, *_ = take(write(tmp_path / "a.tab", *lines))
    assert events.select("event_id", "actor1", "actor2").row(0) == ("5", "JPN", "KOR")


def test_the_same_table_with_commas_and_quotes_gives_the_same_events(tmp_path):
    plain, *_ = take(write(tmp_path / "a.tab", HEAD, row("1"), row("2")))
    quoted = [",".join(f'"{cell}"' for cell in line.split("\t")) for line in (HEAD, row("1"), row("2"))]
    assert take(write(tmp_path / "a.csv", *quoted))[0].equals(plain)


def test_a_quotation_mark_that_is_never_closed_is_refused(tmp_path):
    lines = [line.replace("\t", ",") for line in (HEAD, row("1"))]
    lines += ['"' + "x" * 200_000]
    assert refusal(write(tmp_path / "a.csv", *lines)) == ["event-file-quotes"]


def test_a_zero_that_a_release_lost_is_put_back_only_where_the_words_demand_it(tmp_path):
    rows = [row("1", code="40", text="Consult"), row("2", code="10", text="Make statement")]
    rows += [row("3", code="10", text="Demand"), row("4", code="040", text="Anything")]
    events, *_ = take(write(tmp_path / "a.tab", HEAD, *rows))
    assert events["code"].to_list() == ["040", "010", "10", "040"]
    assert events["quad"].to_list() == [1, 1, 3, 1]


def test_rows_that_cannot_be_used_are_rejected_with_their_lines(tmp_path):
    rows = [row("1"), row("2", day="2018-06-31"), row("3", code="777"), row("NA"), "a\tb", row("6")]
    events, read, rejected, faults = take(write(tmp_path / "a.tab", HEAD, *rows))
    assert (read, rejected, events.height) == (6, 4, 2)
    assert sorted(faults, key=lambda fault: fault[1]) == [
        ("event-date", 3),
        ("event-code", 4),
        ("event-id", 5),
        ("event-columns", 6),
    ]


def test_a_table_with_a_heading_alone_has_no_events(tmp_path):
    assert take(write(tmp_path / "a.tab", HEAD))[1:3] == (0, 0)


def test_quadruples_in_words_take_their_day_as_it_is(tmp_path):
    path = write(
        tmp_path / "icews0515_part.txt",
        "South Korea\tMake a visit\tJapan\t2006-05-01",
        "Citizen (Japan)\tDemonstrate or rally\tSouth Korea\t2006-05-02",
    )
    events, *_ = take(path)
    assert facts(events) == [
        ("South Korea", "042", "Japan", date(2006, 5, 1), 1.0),
        ("Citizen (Japan)", "141", "South Korea", date(2006, 5, 2), 1.0),
    ]
    assert events.select("actor1", "actor2", "quad", "version").rows() == [
        ("KOR", "JPN", 1, "0515"),
        ("JPN", "KOR", 3, "0515"),
    ]


def dictionaries(folder, prefix=""):
    write(folder / f"{prefix}entity2id.txt", "Japan\t0", "South Korea\t1", "Citizen (Japan)\t2")
    write(folder / f"{prefix}relation2id.txt", "Consult\t0", "Reject\t1")


@pytest.mark.parametrize("prefix", ["", "icews0515_"])
def test_times_in_steps_of_24_are_hours(tmp_path, prefix):
    dictionaries(tmp_path, prefix)
    rows = ["0\t0\t1\t0\t-1", "0\t0\t1\t24\t-1", "2\t1\t1\t66600\t-1"]
    events, *_ = take(write(tmp_path / "icews0515_valid.txt", *rows))
    assert facts(events) == [
        ("Japan", "040", "South Korea", date(2005, 1, 1), 1.0),
        ("Japan", "040", "South Korea", date(2005, 1, 2), 1.0),
        ("Citizen (Japan)", "120", "South Korea", date(2012, 8, 7), 1.0),
    ]


def test_other_times_are_days(tmp_path):
    dictionaries(tmp_path)
    events, *_ = take(write(tmp_path / "icews21_valid.txt", "0\t0\t1\t0", "0\t1\t1\t181", "1\t0\t0\t242"))
    assert events["date"].to_list() == [date(2021, 1, 1), date(2021, 7, 1), date(2021, 8, 31)]
    assert set(events["version"]) == {"21"}


def test_the_folder_may_name_the_cut(tmp_path):
    folder = tmp_path / "ICEWS18"
    folder.mkdir()
    dictionaries(folder)
    events, *_ = take(write(folder / "train.txt", "0\t0\t1\t0", "0\t1\t1\t24", "1\t0\t0\t7272"))
    assert events["date"].to_list() == [date(2018, 1, 1), date(2018, 1, 2), date(2018, 10, 31)]


@pytest.mark.parametrize("times", [(0,), (0, 24), (0, 24, 999999), (5, 400)])
def test_times_that_leave_their_unit_open_are_refused(tmp_path, times):
    dictionaries(tmp_path)
    path = write(tmp_path / "icews21_valid.txt", *(f"0\t0\t1\t{time}" for time in times))
    assert refusal(path) == ["event-time-unit"]


def test_identical_quadruples_are_one_event_with_its_number_as_weight(tmp_path):
    rows = ["Japan\tConsult\tSouth Korea\t2006-05-01"] * 3 + ["Japan\tConsult\tSouth Korea\t2006-05-02"]
    events, *_ = take(write(tmp_path / "icews0515.txt", *rows))
    assert facts(events) == [
        ("Japan", "040", "South Korea", date(2006, 5, 1), 3.0),
        ("Japan", "040", "South Korea", date(2006, 5, 2), 1.0),
    ]


def test_a_fact_has_the_same_id_in_words_and_as_ids(tmp_path):
    dictionaries(tmp_path)
    words, *_ = take(write(tmp_path / "icews0515_words.txt", "Japan\tConsult\tSouth Korea\t2005-01-02"))
    rows = ["0\t0\t1\t24", "0\t0\t1\t48", "0\t0\t1\t72"]
    ids, *_ = take(write(tmp_path / "icews0515_ids.txt", *rows))
    assert words["event_id"][0] == ids["event_id"][0]
    assert ids["event_id"].n_unique() == 3


def test_ids_without_a_dictionary_are_refused_and_unknown_ids_rejected(tmp_path):
    rows = ["0\t0\t1\t0", "0\t9\t1\t24", "9\t0\t1\t48"]
    path = write(tmp_path / "icews0515_valid.txt", *rows)
    assert refusal(path) == ["event-dictionary"]
    dictionaries(tmp_path)
    events, _, _, faults = take(path)
    assert events.height == 1
    assert faults == [("event-code", 2), ("event-id", 3)]


def test_a_dictionary_is_no_file_of_events(tmp_path):
    dictionaries(tmp_path)
    assert refusal(tmp_path / "entity2id.txt") == ["event-dictionary"]


def test_quadruples_of_an_unknown_cut_need_a_layout(tmp_path):
    folder = tmp_path / "facts"
    folder.mkdir()
    path = write(folder / "valid.txt", "Japan\tConsult\tSouth Korea\t2006-05-01")
    assert refusal(path) == ["event-cut"]
    assert take(path, "icews0515")[0].height == 1


def test_text_that_begins_like_a_zip_is_no_zip(tmp_path):
    events, *_ = take(write(tmp_path / "icews14.txt", "PK Party\tConsult\tJapan\t2014-05-01"))
    assert events["actor1_raw"].to_list() == ["PK Party"]
