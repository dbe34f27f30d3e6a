"""What is in the store: data sets, parts, totals, and the digest that a result cites."""

import difflib
import hashlib
import sqlite3
from datetime import date, datetime
from pathlib import Path

from trivet.base.errors import NotFoundError
from trivet.lenses.pulse.archive.catalogue import reading
from trivet.lenses.pulse.archive.folder import EVENTS
from trivet.lenses.pulse.archive.records import By, SourceStatus

_SUMS = """SELECT s.*, count(f.id) AS files, sum(f.taken) AS rows, sum(f.rejected) AS rejected,
    sum(f.duplicate) AS duplicates, sum(f.filtered) AS filtered, min(f.first_day) AS first_day,
    max(f.last_day) AS last_day, min(f.first_added) AS first_added, max(f.last_added) AS last_added
    FROM sources s JOIN files f ON f.name = s.name GROUP BY s.name ORDER BY s.name"""

_HELD = """SELECT count(DISTINCT month) AS months, coalesce(sum(bytes), 0) AS bytes FROM parts
    WHERE name = ? AND kind = ? AND retired IS NULL"""


def status(folder: Path) -> tuple[SourceStatus, ...]:
    """Every data set in the store, by name; none if nothing was ever imported.

    Raises:
        TrivetError: if the catalogue is damaged or cannot be read.
    """
    with reading(folder) as connection:
        if connection is None:
            return ()
        return tuple(_status(connection, row) for row in connection.execute(_SUMS).fetchall())


def _status(connection: sqlite3.Connection, row: sqlite3.Row) -> SourceStatus:
    held = connection.execute(_HELD, (row["name"], EVENTS)).fetchone()
    told = dict(row)
    states = told.pop("states")
    first_added, last_added = told.pop("first_added"), told.pop("last_added")
    first_day, last_day = told.pop("first_day"), told.pop("last_day")
    return SourceStatus(
        **told,
        first_day=date.fromisoformat(first_day) if first_day else None,
        last_day=date.fromisoformat(last_day) if last_day else None,
        first_added=datetime.fromisoformat(first_added) if first_added else None,
        last_added=datetime.fromisoformat(last_added) if last_added else None,
        months=held["months"],
        bytes=held["bytes"],
        digest=_digest(connection, row["name"], states),
        states=tuple(states.split()) if states else None,
    )


def _digest(connection: sqlite3.Connection, name: str, states: str | None) -> str:
    found = connection.execute("SELECT sha256 FROM files WHERE name = ? ORDER BY sha256", (name,))
    lines = [name, f"states {states or '*'}", *(row[0] for row in found)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def known(connection: sqlite3.Connection | None, name: str) -> sqlite3.Connection:
    """The connection, if the catalogue has the data set.

    Raises:
        NotFoundError: if it does not.
    """
    names = [row[0] for row in connection.execute("SELECT name FROM sources ORDER BY name")] if connection else []
    if connection is None or name not in names:
        near = difflib.get_close_matches(name, names, 1)
        hint = f' Did you mean "{near[0]}"?' if near else f" It has: {', '.join(names) or 'nothing'}."
        raise NotFoundError(f'The store of events has no data set "{name}".{hint}')
    return connection


def digest(folder: Path, name: str) -> str:
    """What a result made from a data set cites: SHA-256 over its name, choice of states and files' checksums, sorted.

    Raises:
        NotFoundError: if the store has no such data set.
    """
    with reading(folder) as found:
        connection = known(found, name)
        row = connection.execute("SELECT states FROM sources WHERE name = ?", (name,)).fetchone()
        return _digest(connection, name, row["states"])


def parts(folder: Path, name: str, first: date | None = None, last: date | None = None) -> tuple[Path, ...]:
    """Parquet files that together hold the events of all months from ``first`` to ``last``, by month.

    Raises:
        NotFoundError: if the store has no such data set.
    """
    with reading(folder) as found:
        rows = known(found, name).execute(
            "SELECT path FROM parts WHERE retired IS NULL AND kind = ? AND name = ? AND month BETWEEN ? AND ? "
            "ORDER BY month, first_id, path",
            (EVENTS, name, first.strftime("%Y-%m") if first else "", last.strftime("%Y-%m") if last else "~"),
        )
        return tuple(folder / row[0] for row in rows)


def totals(folder: Path, name: str, by: By = "event") -> dict[str, int]:
    """Good rows of each month that has any, each event once, whether or not it names a wanted state.

    Args:
        folder: the store.
        name: data set and version.
        by: months of the event day, or of the day on which the source published the row.

    Raises:
        NotFoundError: if the store has no such data set.
    """
    with reading(folder) as found:
        rows = known(found, name).execute(
            "SELECT month, rows FROM totals WHERE name = ? AND by = ? ORDER BY month", (name, by)
        )
        return {row[0]: row[1] for row in rows}
