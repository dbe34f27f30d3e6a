"""The catalogue: one SQLite file that says which files are in the store and which parts count.

It keeps a rollback journal, not a write-ahead log, so that a folder one may only read can still be read. Every change
is one transaction: what is not in the catalogue does not exist.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from trivet.base.errors import TrivetError
from trivet.lenses.pulse.archive.folder import CATALOGUE, EVENTS, PASSED

EDITION: Final = 1
"""Edition of the tables below, as SQLite's user_version."""

PATIENCE: Final = 30.0
"""Seconds that a reader waits for a writer's commit to end."""

TABLES: Final = (
    """CREATE TABLE sources (
        name TEXT PRIMARY KEY, source TEXT NOT NULL, version TEXT NOT NULL,
        citation TEXT NOT NULL, terms TEXT NOT NULL, blind TEXT NOT NULL, states TEXT
    ) STRICT""",
    """CREATE TABLE files (
        id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, name TEXT NOT NULL REFERENCES sources(name),
        layout TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, imported TEXT NOT NULL,
        read INTEGER NOT NULL, taken INTEGER NOT NULL, filtered INTEGER NOT NULL, rejected INTEGER NOT NULL,
        duplicate INTEGER NOT NULL, first_day TEXT, last_day TEXT, first_added TEXT, last_added TEXT,
        CHECK (read = taken + filtered + rejected + duplicate)
    ) STRICT""",
    "CREATE INDEX files_name ON files (name)",
    "CREATE INDEX files_size ON files (size)",
    """CREATE TABLE parts (
        path TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, month TEXT NOT NULL, rows INTEGER NOT NULL,
        bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, first_id TEXT NOT NULL, last_id TEXT NOT NULL, retired REAL
    ) STRICT""",
    "CREATE INDEX parts_month ON parts (name, month)",
    """CREATE TABLE totals (
        name TEXT NOT NULL, by TEXT NOT NULL, month TEXT NOT NULL, rows INTEGER NOT NULL,
        PRIMARY KEY (name, by, month)
    ) STRICT""",
    """CREATE TABLE folders (
        path TEXT NOT NULL, layout TEXT NOT NULL, states TEXT NOT NULL, PRIMARY KEY (path, layout)
    ) STRICT""",
    f"PRAGMA user_version = {EDITION}",
)

NAMES: Final = frozenset({"sources", "files", "parts", "totals", "folders"})

_CLOSED: Final = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_AUTH,
}


def _failure(path: Path, error: sqlite3.Error) -> TrivetError:
    """What a person is told when SQLite fails."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return TrivetError(f"The catalogue of events {path} is in use. Try again in a moment.")
    if code in _CLOSED:
        return TrivetError(f"The catalogue of events {path} cannot be read or written here: {error}.")
    return damaged(path, str(error))


def damaged(path: Path, reason: str) -> TrivetError:
    """The error for a catalogue that cannot be used."""
    return TrivetError(
        f"The catalogue of events {path} is damaged ({reason}). Put back a copy of it, or move the folder away and "
        "import the files again."
    )


def _has_parts(folder: Path) -> bool:
    return any(next((folder / kind).glob("*/*/*.parquet"), None) is not None for kind in (EVENTS, PASSED))


def _edition(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _connect(path: Path) -> sqlite3.Connection:
    """Open a catalogue that is there, for writing if that can be: undoing what a killed writer left needs it."""
    base = path.resolve().as_uri()
    try:
        connection = sqlite3.connect(f"{base}?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None)
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.OperationalError:
        connection = sqlite3.connect(f"{base}?mode=ro", uri=True, timeout=PATIENCE, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


@contextmanager
def reading(folder: Path) -> Iterator[sqlite3.Connection | None]:
    """One consistent view of the catalogue; None if nothing was ever imported.

    Raises:
        TrivetError: if the catalogue is damaged, of a newer edition or cannot be read.
    """
    path = folder / CATALOGUE
    if not path.exists():
        if _has_parts(folder):
            raise damaged(path, "it is missing, but there are parts")
        yield None
        return
    connection: sqlite3.Connection | None = None
    try:
        connection = _connect(path)
        connection.execute("BEGIN")
        yield connection if _usable(folder, connection) else None
    except sqlite3.Error as error:
        raise _failure(path, error) from error
    finally:
        if connection is not None:
            connection.close()


def _usable(folder: Path, connection: sqlite3.Connection) -> bool:
    """Whether the tables are there; a file without tables is what a crash before the first import leaves."""
    edition = _edition(connection)
    if edition == EDITION:
        found = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if missing := sorted(NAMES - found):
            raise damaged(folder / CATALOGUE, f"it has no table {missing[0]}")
        return True
    if edition or _has_parts(folder):
        reason = f"edition {edition} of its tables is unknown" if edition else "it is empty, but there are parts"
        raise damaged(folder / CATALOGUE, reason)
    return False


@contextmanager
def writing(folder: Path) -> Iterator[sqlite3.Connection]:
    """One transaction: all of it is kept, or nothing. The caller holds the writer's lock.

    Raises:
        TrivetError: if the catalogue is damaged or cannot be written.
    """
    path = folder / CATALOGUE
    connection: sqlite3.Connection | None = None
    try:
        connection = _connect(path)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise _failure(path, error) from error
    finally:
        if connection is not None:
            connection.close()


def prepare(folder: Path) -> None:
    """Make the catalogue if there is none yet. The caller holds the writer's lock.

    Raises:
        TrivetError: if there is one and it is damaged.
    """
    with reading(folder) as connection:
        if connection is not None:
            return
    (folder / CATALOGUE).touch()
    with writing(folder) as made:
        for statement in TABLES:
            made.execute(statement)
