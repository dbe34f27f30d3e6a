"""What goes into the store of events, and that nothing is lost or double."""

import os
import random
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_files import event, event_file, many, open_made_up, stored
from trivet.base.errors import NotFoundError, TrivetError
from trivet.lenses.pulse.archive import Counts, Store, draft, intake, store_folder
from trivet.lenses.pulse.events import readers
from trivet.lenses.pulse.events.schema import polars_schema

NAME = "made-1"


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    monkeypatch.setattr(readers, "open_events", open_made_up, raising=False)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def ids(store, name=NAME):
    return [row[2] for row in stored(store.parts(name))]


def outcomes(report):
    return [(file.path.name, file.outcome) for file in report.files]


def test_the_store_lies_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("TRIVET_EVENTS_STORE", str(tmp_path / "here"))
    assert store_folder() == tmp_path / "here"
    monkeypatch.delenv("TRIVET_EVENTS_STORE")
    assert store_folder().parts[-2:] == ("trivet", "events")


def test_a_store_that_is_only_looked_at_is_not_made(store):
    assert store.status() == ()
    assert store.verify() == ()
    assert store.update().files == ()
    store.compact()
    with pytest.raises(NotFoundError, match="has no data set"):
        store.parts(NAME)
    with pytest.raises(NotFoundError):
        store.remove(NAME)
    assert not store.folder.exists()


def test_every_row_of_a_file_is_stored_as_it_was_read(store, tmp_path):
    path = event_file(tmp_path / "a.txt", *many(0, 250))
    store.import_paths([path])
    read = pl.concat([batch.events for batch in open_made_up(path).batches()])
    held = pl.concat([pl.read_parquet(part, glob=False) for part in store.parts(NAME)])
    assert held.schema == polars_schema()
    assert held.sort("event_id").equals(read.sort("event_id"))


def test_parts_hold_one_month_each_sorted_by_day_and_id(store, tmp_path):
    store.import_paths([event_file(tmp_path / "a.txt", *many(0, 250))])
    parts = store.parts(NAME)
    assert [part.parent.name for part in parts] == ["2020-01", "2020-02", "2020-03"]
    for part in parts:
        rows = pl.read_parquet(part, glob=False)
        assert rows.equals(rows.sort("date", "event_id"))
        assert set(rows["date"].dt.strftime("%Y-%m")) == {part.parent.name}


def test_parts_can_be_asked_for_by_day(store, tmp_path):
    store.import_paths([event_file(tmp_path / "a.txt", *many(0, 250))])
    asked = store.parts(NAME, first=date(2020, 2, 20), last=date(2020, 3, 1))
    assert [part.parent.name for part in asked] == ["2020-02", "2020-03"]
    assert store.parts(NAME, first=date(2021, 1, 1)) == ()


def test_status_says_what_is_held_and_how_to_cite_it(store, tmp_path):
    lines = [event(1, "2020-01-31", "2020-02-01T00:15:00"), event(2, "2019-05-06", ""), "broken", event(1)]
    lines += [event(1, "2020-01-31", "2020-02-01T00:15:00")]
    store.import_paths([event_file(tmp_path / "a.txt", *lines)])
    (found,) = store.status()
    assert (found.name, found.source, found.version) == (NAME, "made", "1")
    assert (found.citation, found.terms, found.blind) == ("Nobody (2024)", "Free.", "It sees nothing.")
    assert (found.files, found.rows, found.rejected, found.duplicates, found.filtered) == (1, 3, 1, 1, 0)
    assert (found.first_day, found.last_day) == (date(2019, 5, 6), date(2020, 3, 5))
    assert (found.first_added, found.last_added) == (datetime(2020, 2, 1, 0, 15), datetime(2020, 3, 6, 1, 15))
    assert (found.months, found.states) == (3, None)
    assert found.bytes == sum(part.stat().st_size for part in store.parts(NAME))
    assert found.digest == store.digest(NAME)


def test_rejected_rows_come_back_with_their_lines(store, tmp_path):
    report = store.import_paths([event_file(tmp_path / "a.txt", event(1), "broken", event(2))])
    (fault,) = report.faults
    assert (fault.code, fault.place.line) == ("events-columns", 3)
    assert report.counts == Counts(read=3, taken=2, rejected=1)


def test_folders_are_taken_whole_without_hidden_files(store, tmp_path):
    event_file(tmp_path / "in" / "deep" / "b.txt", event(2))
    event_file(tmp_path / "in" / "a.txt", event(1))
    event_file(tmp_path / "in" / ".hidden", event(3))
    report = store.import_paths([tmp_path / "in"])
    assert outcomes(report) == [("a.txt", "taken"), ("b.txt", "taken")]
    assert ids(store) == ["1", "2"]


def test_a_second_import_skips_what_is_in_and_goes_on(store, tmp_path):
    event_file(tmp_path / "in" / "a.txt", event(1))
    store.import_paths([tmp_path / "in"])
    event_file(tmp_path / "in" / "b.txt", event(2))
    report = store.import_paths([tmp_path / "in"])
    assert outcomes(report) == [("a.txt", "already-there"), ("b.txt", "taken")]
    assert report.files[0].counts == Counts(read=1, taken=1)
    assert report.counts == Counts(read=1, taken=1)


def test_an_update_imports_what_is_new_in_known_folders_with_their_options(store, tmp_path):
    event_file(tmp_path / "in" / "a.txt", event(1))
    store.import_paths([tmp_path / "in"], states=["jpn"])
    event_file(tmp_path / "in" / "b.txt", event(2), event(3, one="USA"))
    report = store.update()
    assert outcomes(report) == [("a.txt", "already-there"), ("b.txt", "taken")]
    assert report.counts == Counts(read=2, taken=1, filtered=1)
    assert ids(store) == ["1", "2"]


def test_an_update_says_that_a_folder_has_gone(store, tmp_path):
    path = event_file(tmp_path / "in" / "a.txt", event(1))
    store.import_paths([tmp_path / "in"])
    path.unlink()
    path.parent.rmdir()
    (file,) = store.update().files
    assert (file.outcome, [fault.code for fault in file.faults]) == ("refused", ["events-file-missing"])


@pytest.mark.parametrize("together", [True, False])
def test_the_same_content_under_another_name_is_recognised(store, tmp_path, together):
    one = event_file(tmp_path / "a.txt", event(1), event(2))
    other = event_file(tmp_path / "b.txt", event(1), event(2))
    if together:
        last = store.import_paths([one, other]).files[1]
    else:
        store.import_paths([one])
        last = store.import_paths([other]).files[0]
    assert (last.outcome, last.name) == ("already-there", NAME)
    assert store.status()[0].files == 1
    assert ids(store) == ["1", "2"]


def test_a_file_that_was_refused_may_come_again(store, tmp_path):
    path = event_file(tmp_path / "a.txt", event(1), "cut")
    assert outcomes(store.import_paths([path])) == [("a.txt", "refused")]
    event_file(path, event(1), event(2))
    assert outcomes(store.import_paths([path])) == [("a.txt", "taken")]


def test_events_of_overlapping_files_are_stored_once(store, tmp_path):
    paths = [event_file(tmp_path / f"{k}.txt", *many(50 * k, 120)) for k in range(4)]
    report = store.import_paths(paths)
    assert [file.counts.duplicate for file in report.files] == [0, 70, 70, 70]
    assert ids(store) == sorted(ids(store), key=lambda key: (stored_day(key), key))
    assert sorted(ids(store)) == [f"{k:07d}" for k in range(270)]
    assert sum(store.totals(NAME).values()) == 270


def stored_day(key):
    return date.fromisoformat(many(int(key), 1)[0].split(",")[1])


def test_of_rows_with_one_id_the_first_stays(store, tmp_path):
    store.import_paths([event_file(tmp_path / "a.txt", event(1, code="043"), event(1, code="190"))])
    store.import_paths([event_file(tmp_path / "b.txt", event(1, code="173"))])
    assert pl.read_parquet(store.parts(NAME)[0], glob=False)["code"].to_list() == ["043"]


def test_the_same_id_in_two_versions_is_two_events(store, tmp_path):
    paths = [event_file(tmp_path / f"{k}.txt", event(1), version=str(k)) for k in (1, 2)]
    store.import_paths(paths)
    assert [found.name for found in store.status()] == ["made-1", "made-2"]
    assert ids(store, "made-1") == ids(store, "made-2") == ["1"]


def test_refused_files_do_not_stop_the_others(store, tmp_path):
    event_file(tmp_path / "in" / "a.txt", event(1))
    event_file(tmp_path / "in" / "b.txt", event(2), "cut")
    (tmp_path / "in" / "c.txt").write_text("no events\n")
    (tmp_path / "in" / "d.txt").write_text("")
    event_file(tmp_path / "in" / "e.txt", event(3))
    report = store.import_paths([tmp_path / "in", tmp_path / "nowhere.txt"])
    assert [file.outcome for file in report.files] == ["taken", "refused", "refused", "refused", "taken", "refused"]
    codes = [fault.code for fault in report.faults]
    assert codes == ["events-file-cut", "events-layout-unknown", "events-layout-unknown", "events-file-missing"]
    assert ids(store) == ["1", "3"]


def test_a_large_file_that_is_cut_off_leaves_nothing(store, tmp_path, monkeypatch):
    monkeypatch.setattr(draft, "SPILL", 250)
    monkeypatch.setattr(intake, "GROUP", 150)
    good = event_file(tmp_path / "a.txt", event("a"))
    cut = event_file(tmp_path / "b.txt", *many(0, 1200), "cut")
    report = store.import_paths([good, cut])
    assert outcomes(report) == [("a.txt", "taken"), ("b.txt", "refused")]
    assert ids(store) == ["a"]
    assert len(list(store.folder.rglob("*.parquet"))) == 1
    assert store.totals(NAME) == {"2020-03": 1}


def test_a_file_that_grows_while_it_is_read_is_refused(store, tmp_path, monkeypatch):
    path = event_file(tmp_path / "a.txt", event(1))

    def grow(_):
        path.write_text(path.read_text() + event(2) + "\n")

    (file,) = store.import_paths([path], report=grow).files
    assert [fault.code for fault in file.faults] == ["events-file-changed"]
    assert store.status() == ()


def test_a_reader_that_loses_rows_is_not_believed(store, tmp_path, monkeypatch):
    class Careless(type(open_made_up(event_file(tmp_path / "x.txt")))):
        def batches(self):
            for batch in super().batches():
                yield type(batch)(batch.events, batch.read + 1)

    monkeypatch.setattr(readers, "open_events", lambda path, layout: Careless(path))
    (file,) = store.import_paths([event_file(tmp_path / "a.txt", event(1))]).files
    assert [fault.code for fault in file.faults] == ["events-rows-lost"]


def test_many_small_files_share_a_part(store, tmp_path):
    for k in range(96):
        event_file(tmp_path / "in" / f"{k:02d}.txt", event(k))
    store.import_paths([tmp_path / "in"])
    assert len(store.parts(NAME)) == 1
    assert store.status()[0].files == 96


def test_only_rows_that_name_a_wanted_state_are_kept_but_all_are_counted(store, tmp_path):
    lines = [
        event(1, one="JPN", two=""),
        event(2, one="", two="JPN"),
        event(3, one="FRA", two="DEU"),
        event(4, one="", two=""),
        event(5, "2020-02-29", "", one="USA", two="FRA"),
        event(3, one="FRA", two="DEU"),
    ]
    report = store.import_paths([event_file(tmp_path / "a.txt", *lines)], states=("KOR", "JPN"))
    assert report.counts == Counts(read=6, taken=2, filtered=3, duplicate=1)
    assert store.totals(NAME) == {"2020-02": 1, "2020-03": 4}
    assert store.totals(NAME, "added") == {"2020-03": 4}
    assert store.status()[0].states == ("JPN", "KOR")
    assert ids(store) == ["1", "2"]


def test_rows_that_were_left_out_are_not_counted_twice(store, tmp_path):
    store.import_paths([event_file(tmp_path / "a.txt", *many(0, 140))], states=["JPN"])
    report = store.import_paths([event_file(tmp_path / "b.txt", *many(70, 140))], states=["JPN"])
    assert (report.counts.duplicate, sum(store.totals(NAME).values())) == (70, 210)
    whole = Store(tmp_path / "whole")
    whole.import_paths([event_file(tmp_path / "c.txt", *many(0, 210))])
    assert store.totals(NAME) == whole.totals(NAME)
    assert store.totals(NAME, "added") == whole.totals(NAME, "added")
    assert stored(store.parts(NAME)) == [row for row in stored(whole.parts(NAME)) if "JPN" in row]


def test_a_data_set_is_not_mixed_from_two_choices_of_states(store, tmp_path):
    store.import_paths([event_file(tmp_path / "a.txt", event(1))], states=["JPN"])
    for path in (tmp_path / "a.txt", event_file(tmp_path / "b.txt", event(2))):
        for states in (None, ["JPN", "KOR"]):
            (file,) = store.import_paths([path], states=states).files
            assert (file.outcome, [fault.code for fault in file.faults]) == ("refused", ["events-states-differ"])
    store.remove(NAME)
    assert store.import_paths([tmp_path / "b.txt"]).files[0].outcome == "taken"


@pytest.mark.parametrize("states", [[], ["Japan"], ["J1N"], ["JPN", ""]])
def test_states_that_are_none_are_refused(store, tmp_path, states):
    with pytest.raises(TrivetError, match="three-letter codes"):
        store.import_paths([tmp_path], states=states)
    assert not store.folder.exists()


def test_the_digest_depends_on_content_and_states_only(tmp_path):
    paths = [event_file(tmp_path / f"{k}.txt", *many(100 * k, 30)) for k in range(3)]
    one, other, third, fourth = (Store(tmp_path / name) for name in ("one", "other", "third", "fourth"))
    one.import_paths(paths)
    for path in reversed(paths):
        other.import_paths([path])
    other.compact()
    third.import_paths(paths[:2])
    fourth.import_paths(paths, states=["JPN"])
    assert one.digest(NAME) == other.digest(NAME)
    assert len({store.digest(NAME) for store in (one, third, fourth)}) == 3


@settings(max_examples=10)
@given(st.integers(20, 400), st.integers(10, 400), st.randoms(use_true_random=False))
def test_nothing_depends_on_how_many_rows_are_written_together(tmp_path_factory, spill, group, shuffle):
    folder = tmp_path_factory.mktemp("sizes")
    lines = [*many(0, 160), *many(100, 90), "broken"]
    shuffle.shuffle(lines)
    cuts = sorted(shuffle.sample(range(len(lines)), 3))
    paths = [
        event_file(folder / f"{k}.txt", *lines[low:high])
        for k, (low, high) in enumerate(zip([0, *cuts], [*cuts, len(lines)], strict=True))
    ]
    usual, other = Store(folder / "usual"), Store(folder / "other")
    first = usual.import_paths(paths, states=["JPN"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draft, "SPILL", spill)
        patch.setattr(intake, "GROUP", group)
        second = other.import_paths(paths, states=["JPN"])
    assert first == second
    assert first.counts == Counts(251, first.counts.taken, first.counts.filtered, 1, 60)
    assert stored(usual.parts(NAME)) == stored(other.parts(NAME))
    assert usual.totals(NAME) == other.totals(NAME)
    assert usual.digest(NAME) == other.digest(NAME)


def test_progress_tells_file_number_and_rows(store, tmp_path):
    paths = [event_file(tmp_path / f"{k}.txt", *many(1000 * k, 150)) for k in range(2)]
    told = []
    store.import_paths(paths, report=lambda step: told.append((step.path.name, step.number, step.of, step.rows)))
    assert told == [("0.txt", 1, 2, 100), ("0.txt", 1, 2, 150), ("1.txt", 2, 2, 100), ("1.txt", 2, 2, 150)]


def test_names_of_versions_may_hold_any_sign(store, tmp_path):
    path = event_file(tmp_path / "a.txt", event(1), version="../1:*")
    store.import_paths([path])
    (part,) = store.parts("made-../1:*")
    assert part.resolve().is_relative_to(store.folder.resolve() / "events")
    assert store.verify() == ()


def test_a_removed_data_set_is_gone_and_can_come_back(store, tmp_path):
    paths = [event_file(tmp_path / f"{k}.txt", event(1), version=str(k)) for k in (1, 2)]
    store.import_paths(paths)
    store.remove(NAME)
    assert [found.name for found in store.status()] == ["made-2"]
    assert len(list(store.folder.rglob("*.parquet"))) == 1
    with pytest.raises(NotFoundError, match='Did you mean "made-2"'):
        store.totals(NAME)
    assert outcomes(store.import_paths(paths)) == [("1.txt", "taken"), ("2.txt", "already-there")]
    assert store.totals(NAME) == {"2020-03": 1}


def test_an_import_in_any_order_holds_the_same_events(tmp_path):
    paths = [event_file(tmp_path / f"{k}.txt", *many(60 * k, 90)) for k in range(4)]
    one, other = Store(tmp_path / "one"), Store(tmp_path / "other")
    one.import_paths(paths)
    random.Random(3).shuffle(paths)
    for path in paths:
        other.import_paths([path])
    assert stored(one.parts(NAME)) == stored(other.parts(NAME))
    assert one.totals(NAME) == other.totals(NAME)


def test_paths_are_kept_as_they_are_on_the_disk(store, tmp_path, monkeypatch):
    event_file(tmp_path / "in" / "a [1]*.txt", event(1))
    monkeypatch.chdir(tmp_path)
    report = store.import_paths([Path("in")])
    assert report.files[0].path == Path(os.path.realpath(tmp_path)) / "in" / "a [1]*.txt"
    assert ids(store) == ["1"]
