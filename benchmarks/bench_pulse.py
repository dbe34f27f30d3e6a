"""Event data: reading, importing and the second read, against what people use now, in one run on one machine.

Made-up rows in the layout of GDELT 2 (see ``make_gdelt.py``) are read to canonical rows and imported into a store.
Beside that stand: pandas with ``usecols`` on the same columns; a loop that makes one object of each row, as libraries
of event models do, on fewer rows and scaled; and the first reading of the table, against monthly counts by SQL from the
store. Every step runs in a process of its own, which tells its peak memory. Files lie in a temporary folder.

    python benchmarks/bench_pulse.py                  # 600,000 rows, about a minute
    python benchmarks/bench_pulse.py --rows 6000000   # some 2 GB on the disk for a while
"""

import argparse
import io
import os
import platform
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import make_gdelt

COLUMNS = [0, 1, 5, 7, 12, 15, 17, 22, 26, 28, 29, 30, 31, 52, 53, 59, 60]
LOOPED = 50_000
SEED = 7

ARCHIVE = "trivet.lenses.pulse.archive"
READERS = "trivet.lenses.pulse.events.readers"
NEEDS = {
    "canonical": ("polars", READERS),
    "imported": ("polars", "filelock", READERS, ARCHIVE),
    "pandas_table": ("pandas",),
    "pandas_text": ("pandas",),
    "index_from_store": ("duckdb", "pandas", ARCHIVE),
    "index_from_table": ("pandas",),
}

Timed = tuple[float, float, Any]


def timed(run: Callable[..., Any], *given: Any) -> Timed:
    """Seconds, peak memory in MB and what came out. The time begins once the libraries it needs are there."""
    for library in NEEDS.get(run.__name__, ()):
        import_module(library)
    start = time.perf_counter()
    made = run(*given)
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, made


def apart(run: Callable[..., Any], *given: Any) -> Timed:
    """The same in a new process."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(timed, run, *given).result()


# What is compared


def make_table(path: Path, rows: int) -> None:
    with path.open("wb") as stream:
        make_gdelt.table(stream, rows, SEED)


def make_zips(folder: Path, rows: int, files: int) -> None:
    make_gdelt.zips(folder, rows, SEED, files)


def canonical(paths: list[Path]) -> int:
    from trivet.lenses.pulse.events.readers import open_events

    return sum(batch.events.height for path in paths for batch in open_events(path, "gdelt2").batches())


def imported(paths: list[Path], store: Path) -> int:
    from trivet.lenses.pulse.archive import Store

    return Store(store).import_paths(paths, layout="gdelt2").counts.taken


def pandas_table(paths: list[Path]) -> int:
    import pandas as pd

    return sum(len(pd.read_csv(path, sep="\t", header=None, usecols=COLUMNS, quoting=3)) for path in paths)


def pandas_text(paths: list[Path]) -> int:
    import pandas as pd

    read = (pd.read_csv(path, sep="\t", header=None, usecols=COLUMNS, quoting=3, dtype=str) for path in paths)
    return sum(len(frame) for frame in read)


@dataclass(frozen=True)
class Actor:
    code: str
    name: str
    country: str
    groups: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(frozen=True)
class Geo:
    kind: int
    name: str
    country: str
    adm1: str
    adm2: str
    latitude: float | None
    longitude: float | None
    feature: str


@dataclass(frozen=True)
class Event:
    key: int
    day: date
    actor1: Actor
    actor2: Actor
    is_root: bool
    code: str
    base: str
    root: str
    quad: int
    goldstein: float
    mentions: int
    sources: int
    articles: int
    tone: float
    places: tuple[Geo, Geo, Geo]
    added: datetime
    url: str


def actor(cells: list[str]) -> Actor:
    return Actor(cells[0], cells[1], cells[2], tuple(cells[3:7]), tuple(cells[7:10]))


def geo(cells: list[str]) -> Geo:
    where = (float(cells[5]) if cells[5] else None, float(cells[6]) if cells[6] else None)
    return Geo(int(cells[0]), cells[1], cells[2], cells[3], cells[4], *where, cells[7])


def model(cells: list[str]) -> Event:
    return Event(
        int(cells[0]),
        datetime.strptime(cells[1], "%Y%m%d").date(),
        actor(cells[5:15]),
        actor(cells[15:25]),
        cells[25] == "1",
        *cells[26:29],
        int(cells[29]),
        float(cells[30]),
        int(cells[31]),
        int(cells[32]),
        int(cells[33]),
        float(cells[34]),
        (geo(cells[35:43]), geo(cells[43:51]), geo(cells[51:59])),
        datetime.strptime(cells[59], "%Y%m%d%H%M%S"),
        cells[60],
    )


def objects(path: Path, count: int) -> int:
    made = []
    with path.open(encoding="utf-8") as stream:
        for line, _ in zip(stream, range(count), strict=False):
            made.append(model(line.rstrip("\n").split("\t")))
    return len(made)


INDEX = """SELECT date_trunc('month', {day}) AS month, {one} AS one, {two} AS two, count(*) AS n,
    count(*) FILTER (quad >= 3) AS conflict, avg(intensity) AS mean FROM {table}
    WHERE {one} IS NOT NULL AND {two} IS NOT NULL GROUP BY ALL"""


def index_from_store(store: Path) -> int:
    import duckdb

    from trivet.lenses.pulse.archive import Store

    parts = [str(part) for part in Store(store).parts("gdelt-2")]
    query = INDEX.format(day="date", one="actor1", two="actor2", table="read_parquet($1)")
    return len(duckdb.sql(query, params=[parts]).fetchall())


def index_from_table(path: Path) -> int:
    """The same counts with pandas, straight from the table."""
    import pandas as pd

    names = {1: "day", 7: "one", 17: "two", 29: "quad", 30: "intensity"}
    read = pd.read_csv(path, sep="\t", header=None, usecols=COLUMNS, quoting=3).rename(columns=names)
    read = read.dropna(subset=["one", "two"])
    read["conflict"] = read["quad"] >= 3
    groups = read.groupby([read["day"] // 100, "one", "two"])
    return len(groups.agg(n=("day", "size"), conflict=("conflict", "sum"), mean=("intensity", "mean")))


# The table of results


def row(name: str, seconds: float, peak: float, base: float | None = None) -> None:
    ratio = f"{base / seconds:,.1f}" if base else "–"
    print(f"| {name} | {seconds:,.2f} | {peak:,.0f} | {ratio} |", flush=True)


def head(title: str) -> None:
    print(f"\n{title}\n\n| step | s | peak MB | times as fast as pandas |\n|---|---:|---:|---:|", flush=True)


def tables(folder: Path, rows: int) -> None:
    path, store = folder / "events.tsv", folder / "store"
    apart(make_table, path, rows)
    size = path.stat().st_size
    head(f"One table, {rows:,} rows, {size / 1e9:.2f} GB")
    base, peak, found = apart(pandas_table, [path])
    assert found == rows
    row("pandas, usecols", base, peak)
    text, peak, _ = apart(pandas_text, [path])
    row("pandas, usecols, as text", text, peak, base)
    first, peak, found = apart(canonical, [path])
    assert found == rows
    row("read to canonical rows", first, peak, base)
    seconds, peak, found = apart(imported, [path], store)
    assert found == rows
    row("imported into the store", seconds, peak, base)
    looped, peak, count = apart(objects, path, min(LOOPED, rows))
    row(f"an object of each row ({count:,} rows, scaled)", looped * rows / count, peak, base)
    print(f"\nReading to canonical rows is {looped * rows / count / first:,.0f} times as fast as objects.")

    slow, _, one = apart(index_from_table, path)
    again, peak, other = apart(index_from_store, store)
    assert one == other, (one, other)
    print(
        f"Monthly index of {one:,} cells: from the table {slow:.2f} s with pandas, from the store {again:.3f} s ",
        end="",
    )
    print(f"({peak:,.0f} MB): {slow / again:,.0f} times, and {first / again:,.0f} times the first reading.")
    skipped, _, _ = apart(imported, [path], store)
    held = sum(part.stat().st_size for part in store.rglob("*.parquet"))
    print(f"Importing it again: {skipped:.2f} s. The store has {held / size:.1%} of the table's size.")
    path.unlink()


def zips(folder: Path, rows: int) -> None:
    files = max(2, rows // 1500)
    where, store = folder / "zips", folder / "store-zips"
    for start in range(0, rows, 600_000):
        apart(make_zips, where / str(start), min(600_000, rows - start), files * min(600_000, rows - start) // rows)
    paths = sorted(where.rglob("*.zip"))
    head(f"{len(paths):,} zips, {rows:,} rows")
    base, peak, found = apart(pandas_table, paths)
    assert found == rows
    row("pandas, usecols", base, peak)
    row("read to canonical rows", *apart(canonical, paths)[:2], base)
    row("imported into the store", *apart(imported, paths, store)[:2], base)


def memory(folder: Path, sizes: list[int]) -> None:
    print("\n| rows | import, s | rows a second | peak MB |\n|---:|---:|---:|---:|", flush=True)
    for rows in sizes:
        path = folder / f"{rows}.tsv"
        apart(make_table, path, rows)
        seconds, peak, _ = apart(imported, [path], folder / f"store-{rows}")
        print(f"| {rows:,} | {seconds:.2f} | {rows / seconds:,.0f} | {peak:,.0f} |", flush=True)
        path.unlink()


def test_made_up_rows_are_the_same_for_the_same_seed():
    one, other = io.BytesIO(), io.BytesIO()
    for stream in (one, other):
        make_gdelt.table(stream, 2_000, SEED, dirty=True)
    assert one.getvalue() == other.getvalue()


def test_reading_and_index_agree_with_pandas(tmp_path):
    make_table(tmp_path / "a.tsv", 5_000)
    make_zips(tmp_path / "zips", 5_000, 4)
    assert canonical([tmp_path / "a.tsv"]) == pandas_table([tmp_path / "a.tsv"]) == objects(tmp_path / "a.tsv", 9_999)
    assert imported([tmp_path / "zips"], tmp_path / "store") == 5_000
    assert index_from_store(tmp_path / "store") == index_from_table(tmp_path / "a.tsv")
    with zipfile.ZipFile(next((tmp_path / "zips").iterdir())) as packed:
        assert len(packed.namelist()) == 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=600_000)
    asked = parser.parse_args().rows
    import pandas
    import polars

    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, polars {polars.__version__}, ", end="")
    print(f"pandas {pandas.__version__}")
    with tempfile.TemporaryDirectory() as name:
        tables(Path(name), asked)
        zips(Path(name), min(asked, 1_200_000))
        memory(Path(name), sorted({asked // 6, asked * 5 // 6, asked}))
