"""Parts: Parquet files of one month of one data set. A part counts once the catalogue lists it."""

import contextlib
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from trivet.base.errors import TrivetError
from trivet.lenses.pulse.archive.folder import EVENTS, PASSED, checksum, new_part, settle

if TYPE_CHECKING:
    import polars as pl

ROW_GROUP: Final = 131_072
"""Rows that a query reads or skips together."""

LEVEL: Final = 3
"""Of Zstandard: a third to two fifths smaller than Snappy at nearly its speed; higher levels save little more."""

GRACE: Final = 3600.0
"""Seconds for which a part that was replaced stays, for readers that still use it."""


@dataclass(frozen=True)
class Part:
    """One part. ``path`` is relative to the store, with slashes; the ids are the least and the greatest in it."""

    path: str
    kind: str
    name: str
    month: str
    rows: int
    bytes: int
    sha256: str
    first_id: str
    last_id: str


def write_part(folder: Path, kind: str, name: str, month: str, rows: "pl.DataFrame") -> Part:
    """Write rows, at least one, under a new name and see them safely on the disk.

    Raises:
        OSError: if that fails; nothing is left then.
    """
    import polars as pl

    path = new_part(kind, name, month)
    target = folder / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        rows.write_parquet(
            target, compression="zstd", compression_level=LEVEL, statistics=True, row_group_size=ROW_GROUP
        )
        settle(target)
        ids = rows["event_id"]
        size, digest = target.stat().st_size, checksum(target)
        return Part(path, kind, name, month, rows.height, size, digest, str(ids.min()), str(ids.max()))
    except BaseException as error:
        discard(folder, [path])
        if isinstance(error, pl.exceptions.PolarsError):
            raise OSError(str(error)) from error
        raise


def read_part(folder: Path, part: Part, ids: tuple[str, str] | None = None) -> "pl.DataFrame":
    """The rows of a part or, given the least and the greatest id that matter, only the ids between them.

    Raises:
        TrivetError: if the part is missing or damaged.
    """
    import polars as pl

    path = folder / part.path
    try:
        if path.stat().st_size != part.bytes:
            raise ValueError("its size is wrong")
        rows = pl.scan_parquet(path, glob=False)
        if ids is not None:
            rows = rows.select("event_id").filter(pl.col("event_id").is_between(pl.lit(ids[0]), pl.lit(ids[1])))
        return rows.collect()
    except (OSError, ValueError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise TrivetError(
            f'The part {path} of the store is missing or damaged ({error}). Remove "{part.name}" from the store and '
            "import its files again."
        ) from error


def discard(folder: Path, paths: Iterable[str]) -> None:
    """Delete files of parts that do not count; what cannot be deleted is left for a later sweep."""
    for path in paths:
        with contextlib.suppress(OSError):
            (folder / path).unlink()


def register(connection: sqlite3.Connection, parts: Iterable[Part]) -> None:
    """Enter parts into the catalogue, inside the caller's transaction."""
    connection.executemany(
        "INSERT INTO parts (path, kind, name, month, rows, bytes, sha256, first_id, last_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(p.path, p.kind, p.name, p.month, p.rows, p.bytes, p.sha256, p.first_id, p.last_id) for p in parts],
    )


def retire(connection: sqlite3.Connection, parts: Iterable[Part], when: float) -> None:
    """Mark parts as replaced, inside the caller's transaction; ``when`` in seconds since 1970."""
    connection.executemany("UPDATE parts SET retired = ? WHERE path = ?", [(when, part.path) for part in parts])


def listed(connection: sqlite3.Connection, name: str | None = None, month: str | None = None) -> list[Part]:
    """The parts that count, by data set, month and kind, then by least id."""
    found = connection.execute(
        "SELECT path, kind, name, month, rows, bytes, sha256, first_id, last_id FROM parts WHERE retired IS NULL "
        "AND (?1 IS NULL OR name = ?1) AND (?2 IS NULL OR month = ?2) ORDER BY name, month, kind, first_id, path",
        (name, month),
    )
    return [Part(*row) for row in found]


def sweep(folder: Path, connection: sqlite3.Connection, grace: float = GRACE) -> None:
    """Delete files that no catalogue entry names, and parts replaced longer than ``grace`` seconds ago.

    The caller holds the writer's lock, so a file without an entry is what a killed import left.
    """
    old = [row[0] for row in connection.execute("SELECT path FROM parts WHERE retired < ?", (time.time() - grace,))]
    known = {row[0] for row in connection.execute("SELECT path FROM parts")} - set(old)
    for kind in (EVENTS, PASSED):
        for file in list((folder / kind).glob("*/*/*.parquet")):
            if file.relative_to(folder).as_posix() not in known:
                discard(folder, [file.relative_to(folder).as_posix()])
    gone = [(path,) for path in old if not (folder / path).exists()]
    connection.executemany("DELETE FROM parts WHERE path = ?", gone)
