"""The store of events when things go wrong: killed writers, two at once, full disks, damaged files."""

import json
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import filelock
import pytest

import crash_import
from event_files import event, event_file, many, open_made_up, stored
from trivet.base.errors import TrivetError
from trivet.lenses.pulse.archive import Store, compact, draft, intake, parts
from trivet.lenses.pulse.events import readers

NAME = "made-1"


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    monkeypatch.setattr(readers, "open_events", open_made_up, raising=False)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def contents(store, name=NAME):
    return stored(store.parts(name)), store.totals(name), store.totals(name, "added"), store.digest(name)


def listed_files(store):
    """The parts on the disk, and those in the catalogue."""
    with sqlite3.connect(store.folder / "catalogue.sqlite") as connection:
        known = {row[0] for row in connection.execute("SELECT path FROM parts")}
    connection.close()
    return {path.relative_to(store.folder).as_posix() for path in store.folder.rglob("*.parquet")}, known


# Killed writers


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """A store with one file, more files to come (small ones, one that is cut off, a large one), and the whole."""
    folder = tmp_path_factory.mktemp("crash")
    first = event_file(folder / "a.txt", *many(0, 120))
    more = [
        event_file(folder / "b.txt", *many(60, 100)),
        event_file(folder / "c.txt", *many(150, 30), "broken"),
        event_file(folder / "d.txt", *many(5000, 400), "cut"),
        event_file(folder / "e.txt", *many(100, 600)),
    ]
    base, whole = Store(folder / "base"), Store(folder / "whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readers, "open_events", open_made_up, raising=False)
        base.import_paths([first])
        whole.import_paths([first])
        whole.import_paths(more)
    return folder, more, contents(base), contents(whole)


def driver(*words: object) -> list[list[int]]:
    told = subprocess.run(
        [sys.executable, crash_import.__file__, *map(str, words)], capture_output=True, text=True, check=True,
        env=os.environ | {"POLARS_MAX_THREADS": "1"},
    )  # fmt: skip
    return [[int(word) for word in line.split()] for line in told.stdout.splitlines()]


def check_after_kill(store, more, before, whole):
    """What a killed import leaves: a whole store with some of the files, which a second import completes."""
    if store.status():
        rows, *_ = contents(store)
        assert set(before[0]) <= set(rows) <= set(whole[0])
        assert store.verify() == ()
        (found,) = store.status()
        assert (len(rows), len(rows)) == (found.rows, sum(store.totals(NAME).values()))
    outcomes = [file.outcome for file in store.import_paths(more).files]
    assert outcomes[2] == "refused"
    assert set(outcomes) <= {"taken", "already-there", "refused"}
    assert contents(store) == whole
    assert store.verify() == ()
    on_disk, known = listed_files(store)
    assert on_disk == known


def test_an_import_killed_at_any_step_leaves_a_store_that_a_second_one_completes(scene):
    folder, more, before, whole = scene
    ((steps,),) = driver("count", crash_import.copies(folder / "base", 0), *more)
    assert steps > 100
    stride = steps // 8
    with ThreadPoolExecutor(2) as pool:
        halves = [
            pool.submit(driver, "kill", first, steps, 2 * stride, folder / "base", *more) for first in (1, 1 + stride)
        ]
        ended = [line for half in halves for line in half.result()]
    assert len(ended) >= 8
    left = []
    for at, code in ended:
        assert code == signal.SIGKILL, f"step {at} of {steps}"
        killed = Store(folder / f"base-{at}")
        on_disk, known = listed_files(killed)
        left.append(len(on_disk - known))
        check_after_kill(killed, more, before, whole)
    assert max(left) > 0, "no kill struck while parts were being written"


def test_the_first_import_of_a_store_killed_at_any_step_can_be_repeated(scene):
    folder, more, _, _ = scene
    whole = Store(folder / "fresh-whole")
    whole.import_paths(more)
    ((steps,),) = driver("count", folder / "fresh-count", *more[:2])
    ended = driver("kill", 1, 40, 13, folder / "fresh", *more)
    assert {code for _, code in ended} == {signal.SIGKILL}
    assert steps > 40
    for at, _ in ended:
        check_after_kill(Store(folder / f"fresh-{at}"), more, ([],), contents(whole))


def test_an_import_killed_at_some_moment_leaves_a_store_that_a_second_one_completes(scene):
    folder, more, before, whole = scene
    ended = driver("after", "0.1,0.3,0.5", folder / "base", *more)
    for number, _ in ended:
        check_after_kill(Store(folder / f"base-after-{number}"), more, before, whole)


def test_a_compaction_that_dies_before_its_commit_changes_nothing(store, tmp_path, monkeypatch):
    for k in range(4):
        store.import_paths([event_file(tmp_path / f"{k}.txt", *many(100 * k, 100))])
    before, old = contents(store), store.parts(NAME)

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(compact, "retire", die)
        with pytest.raises(KeyboardInterrupt):
            store.compact()
    assert store.parts(NAME) == old
    store.compact()
    assert contents(store) == before
    assert len(store.parts(NAME)) == 3
    assert store.verify() == ()


def test_parts_that_were_merged_stay_for_their_readers_and_go_later(store, tmp_path, monkeypatch):
    for k in range(4):
        store.import_paths([event_file(tmp_path / f"{k}.txt", *many(100 * k, 100))])
    old = store.parts(NAME)
    rows = stored(old)
    store.compact()
    store.import_paths([tmp_path / "0.txt"])
    assert stored(old) == rows
    later = time.time() + parts.GRACE + 1
    monkeypatch.setattr(time, "time", lambda: later)
    store.import_paths([tmp_path / "0.txt"])
    assert not any(part.exists() for part in old)
    assert stored(store.parts(NAME)) == rows
    on_disk, known = listed_files(store)
    assert on_disk == known == {part.relative_to(store.folder).as_posix() for part in store.parts(NAME)}


def test_imports_merge_small_parts_once_there_are_many(store, tmp_path):
    for k in range(compact.MANY):
        store.import_paths([event_file(tmp_path / f"{k}.txt", event(k))])
    assert len(store.parts(NAME)) == 1
    assert len(stored(store.parts(NAME))) == compact.MANY


def test_compaction_keeps_what_was_left_out_known(store, tmp_path):
    for k in range(3):
        store.import_paths([event_file(tmp_path / f"{k}.txt", *many(100 * k, 100))], states=["JPN"])
    totals = store.totals(NAME)
    store.compact()
    assert store.verify() == ()
    report = store.import_paths([event_file(tmp_path / "again.txt", *many(0, 300))], states=["JPN"])
    assert report.counts.duplicate == 300
    assert store.totals(NAME) == totals


def test_merged_parts_do_not_grow_without_end(store, tmp_path, monkeypatch):
    monkeypatch.setattr(compact, "LARGE", 250)
    for k in range(6):
        store.import_paths([event_file(tmp_path / f"{k}.txt", *many(100 * k, 100, months=1))])
    before = contents(store)
    store.compact()
    assert len(store.parts(NAME)) == 3
    assert contents(store) == before


# Several at once


def test_of_two_imports_at_once_one_waits_or_is_told_who_is_at_work(store, tmp_path):
    one, other = event_file(tmp_path / "a.txt", event(1)), event_file(tmp_path / "b.txt", event(2))
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    process = context.Process(target=crash_import.slow_import, args=(store.folder, one, started))
    process.start()
    assert started.wait(30)
    with pytest.raises(TrivetError, match=rf"Another import .* \(process {process.pid} on .*, since 20"):
        store.import_paths([other])
    assert store.status() == ()
    report = store.import_paths([other], wait=30)
    process.join()
    assert process.exitcode == 0
    assert report.files[0].outcome == "taken"
    assert [row[2] for row in stored(store.parts(NAME))] == ["1", "2"]


def test_a_reader_sees_one_state_while_another_writes(store, tmp_path):
    store.import_paths([event_file(tmp_path / "a.txt", *many(0, 100))])
    seen = []

    def look(_):
        seen.append((len(stored(store.parts(NAME))), store.status()[0].rows, sum(store.totals(NAME).values())))

    store.import_paths([event_file(tmp_path / "b.txt", *many(100, 300))], report=look)
    assert seen == [(100, 100, 100)] * 3
    assert store.status()[0].rows == 400


def test_a_catalogue_that_stays_locked_is_said_to_be_in_use(store, tmp_path, monkeypatch):
    store.import_paths([event_file(tmp_path / "a.txt", event(1))])
    monkeypatch.setattr("trivet.lenses.pulse.archive.catalogue.PATIENCE", 0.1)
    other = sqlite3.connect(store.folder / "catalogue.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(TrivetError, match="is in use"):
            store.status()
    finally:
        other.close()
    assert store.status()[0].rows == 1


def test_a_lock_without_a_name_is_still_a_lock(store, tmp_path):
    store.import_paths([event_file(tmp_path / "a.txt", event(1))])
    (store.folder / "writer.json").write_text("{")
    with filelock.FileLock(store.folder / "writer.lock"), pytest.raises(TrivetError, match=r"is writing to .*store\."):
        store.compact()


def test_the_writer_signs_with_process_and_time(store, tmp_path):
    store.import_paths([event_file(tmp_path / "a.txt", event(1))])
    told = json.loads((store.folder / "writer.json").read_text("utf-8"))
    assert told["pid"] == os.getpid()
    assert abs((datetime.now(UTC) - datetime.fromisoformat(told["since"])).total_seconds()) < 60


# Disks that are full or closed


@pytest.mark.parametrize("step", ["settle", "checksum"])
@pytest.mark.parametrize("nth", [1, 3])
def test_a_full_disk_stops_the_import_and_changes_nothing(store, tmp_path, monkeypatch, step, nth):
    monkeypatch.setattr(draft, "SPILL", 250)
    monkeypatch.setattr(intake, "GROUP", 150)
    store.import_paths([event_file(tmp_path / "a.txt", *many(0, 100))])
    before = contents(store)
    path = event_file(tmp_path / "b.txt", *many(50, 900))
    real, left = getattr(parts, step), [nth]

    def full(file):
        left[0] -= 1
        if left[0] == 0:
            raise OSError(28, "No space left on device")
        return real(file)

    with monkeypatch.context() as patch:
        patch.setattr(parts, step, full)
        with pytest.raises(TrivetError, match=r"cannot be written: No space left on device\."):
            store.import_paths([path])
    assert contents(store) == before
    on_disk, known = listed_files(store)
    assert on_disk == known
    assert store.import_paths([path]).counts.duplicate == 50


@pytest.mark.parametrize("limit", [100, 5000])
def test_a_disk_that_takes_no_more_bytes_is_no_traceback(store, tmp_path, limit):
    path = event_file(tmp_path / "a.txt", *many(0, 2000, months=1))
    process = multiprocessing.get_context("spawn").Process(
        target=crash_import.import_with_small_files, args=(store.folder, path, limit)
    )
    process.start()
    process.join()
    assert process.exitcode == 3
    assert store.status() == ()
    assert store.import_paths([path]).counts.taken == 2000


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TrivetError, match=r"cannot be written: .*TRIVET_EVENTS_STORE"):
        Store(tmp_path / "file" / "store").import_paths([event_file(tmp_path / "a.txt", event(1))])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_store_that_may_only_be_read_can_be_read(store, tmp_path):
    store.import_paths([event_file(tmp_path / "a.txt", event(1))])
    before = contents(store)
    for path in [*store.folder.rglob("*"), store.folder]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert contents(store) == before
        with pytest.raises(TrivetError, match="cannot be written"):
            store.import_paths([event_file(tmp_path / "b.txt", event(2))])
    finally:
        for path in [store.folder, *store.folder.rglob("*")]:
            path.chmod(0o755)


def test_a_lock_that_cannot_be_made_is_a_clear_error(store, tmp_path):
    (store.folder / "writer.lock").mkdir(parents=True)
    with pytest.raises(TrivetError, match="cannot be written"):
        store.import_paths([event_file(tmp_path / "a.txt", event(1))])


# Damage


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def test_missing_and_damaged_parts_are_found(store, tmp_path):
    store.import_paths([event_file(tmp_path / "a.txt", *many(0, 300))])
    first, second, third = store.parts(NAME)
    first.unlink()
    damage(second)
    third.write_bytes(third.read_bytes()[:-1])
    faults = store.verify()
    assert {(fault.code, fault.place.file) for fault in faults} == {
        ("events-part-missing", str(first)),
        ("events-part-damaged", str(second)),
        ("events-part-damaged", str(third)),
    }


@pytest.mark.parametrize("harm", [Path.unlink, lambda part: part.write_bytes(part.read_bytes()[:-40])])
def test_an_import_into_a_month_with_a_damaged_part_says_so(store, tmp_path, harm):
    store.import_paths([event_file(tmp_path / "a.txt", *many(0, 30))])
    harm(store.parts(NAME)[0])
    with pytest.raises(TrivetError, match=r"is missing or damaged .* Remove"):
        store.import_paths([event_file(tmp_path / "b.txt", *many(10, 30))])
    store.remove(NAME)
    assert store.import_paths([tmp_path / "b.txt"]).counts.taken == 30


def test_rows_that_do_not_add_up_are_found(store, tmp_path):
    store.import_paths([event_file(tmp_path / "a.txt", *many(0, 30))])
    with sqlite3.connect(store.folder / "catalogue.sqlite") as connection:
        connection.execute("UPDATE files SET taken = taken - 1, rejected = rejected + 1")
    connection.close()
    assert [fault.code for fault in store.verify()] == ["events-store-sums"]


@pytest.mark.parametrize("harm", ["garbage", "middle", "cut", "empty", "missing", "newer", "tables"])
def test_a_damaged_catalogue_is_said_and_no_part_is_lost(store, tmp_path, harm):
    store.import_paths([event_file(tmp_path / "a.txt", *many(0, 30))])
    path = store.folder / "catalogue.sqlite"
    on_disk, _ = listed_files(store)
    if harm == "garbage":
        path.write_bytes(b"no catalogue at all" * 50)
    elif harm == "middle":
        data = path.read_bytes()
        path.write_bytes(data[:4096] + b"\xa5" * (len(data) - 4096))
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    elif harm == "empty":
        path.write_bytes(b"")
    elif harm == "missing":
        path.unlink()
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99" if harm == "newer" else "DROP TABLE sources")
        connection.close()
    calls = [store.status, store.verify, store.compact, store.update, lambda: store.parts(NAME),
             lambda: store.import_paths([tmp_path / "a.txt"]), lambda: store.remove(NAME)]  # fmt: skip
    for call in calls:
        with pytest.raises(TrivetError, match="is damaged"):
            call()
    assert {file.relative_to(store.folder).as_posix() for file in store.folder.rglob("*.parquet")} == on_disk


def test_other_files_in_the_folder_are_left_alone(store, tmp_path):
    store.import_paths([event_file(tmp_path / "a.txt", event(1))])
    mine = [store.folder / "notes.parquet", store.folder / "events" / "notes.txt"]
    for path in mine:
        path.write_text("mine")
    orphan = store.folder / "events" / NAME / "2020-03" / "abc.parquet"
    orphan.write_text("half")
    store.compact()
    assert [path.read_text() for path in mine] == ["mine", "mine"]
    assert not orphan.exists()
