"""The commit: one transaction after which the files of a draft are in the store."""

import sqlite3
from datetime import UTC, datetime

from trivet.lenses.pulse.archive.catalogue import writing
from trivet.lenses.pulse.archive.draft import Draft
from trivet.lenses.pulse.archive.parts import register


def commit(draft: Draft) -> None:
    """Enter the files, parts and totals of a draft, whose rows are all written, into the catalogue.

    Parts are not deleted if this fails: whether the transaction counts is then the next writer's finding.

    Raises:
        TrivetError: if the catalogue cannot be written.
    """
    with writing(draft.folder) as connection:
        _source(connection, draft)
        _files(connection, draft)
        register(connection, draft.parts)
        connection.executemany(
            "INSERT INTO totals (name, by, month, rows) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (name, by, month) DO UPDATE SET rows = rows + excluded.rows",
            [(draft.name, by, month, rows) for by, months in draft.totals.items() for month, rows in months.items()],
        )


def _source(connection: sqlite3.Connection, draft: Draft) -> None:
    layout = draft.tallies[-1].layout
    states = " ".join(draft.states) if draft.states is not None else None
    connection.execute(
        "INSERT INTO sources (name, source, version, citation, terms, blind, states) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (name) DO UPDATE SET citation = excluded.citation, terms = excluded.terms, blind = excluded.blind",
        (draft.name, layout.source, layout.version, layout.citation, layout.terms, layout.blind, states),
    )


def _files(connection: sqlite3.Connection, draft: Draft) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for tally in draft.tallies:
        counts = tally.counts
        ends = (*(tally.days or (None, None)), *(tally.times or (None, None)))
        connection.execute(
            "INSERT INTO files (sha256, name, layout, path, size, imported, read, taken, filtered, rejected, "
            "duplicate, first_day, last_day, first_added, last_added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "?, ?)",
            (tally.sha256, draft.name, tally.layout.name, str(tally.path), tally.size, now, counts.read, counts.taken,
             counts.filtered, counts.rejected, counts.duplicate, *(end and end.isoformat() for end in ends)),
        )  # fmt: skip
