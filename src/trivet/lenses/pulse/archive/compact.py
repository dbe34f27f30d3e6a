"""Compaction: many small parts of a month become few large ones, with the same rows."""

import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from trivet.lenses.pulse.archive.catalogue import prepare, reading, writing
from trivet.lenses.pulse.archive.lock import cannot_write, writer
from trivet.lenses.pulse.archive.parts import Part, discard, listed, read_part, register, retire, sweep, write_part

SMALL: Final = 50_000
"""Rows below which a part is worth merging."""

LARGE: Final = 200_000
"""Rows that a merged part has at most."""

MANY: Final = 16
"""Small parts of one month after which an import merges them by itself."""


def compact(folder: Path, wait: float = 0.0) -> None:
    """Merge small parts of each month. Parts that were replaced stay for a while, for readers that still use them.

    Raises:
        TrivetError: if another writer is at work or the folder cannot be written; the rows are whole in any case.
    """
    with writer(folder, wait):
        try:
            prepare(folder)
            with writing(folder) as connection:
                sweep(folder, connection)
                names = [row[0] for row in connection.execute("SELECT name FROM sources ORDER BY name")]
            for name in names:
                relieve(folder, name, many=2)
        except OSError as error:
            raise cannot_write(folder, error) from error


def relieve(folder: Path, name: str, many: int = MANY) -> None:
    """Merge the small parts of months that have at least ``many`` of them. The caller holds the writer's lock."""
    with reading(folder) as connection:
        parts = listed(connection, name) if connection is not None else []
    for _, found in groupby(parts, key=lambda part: (part.month, part.kind)):
        small = [part for part in found if part.rows < SMALL]
        if len(small) >= many:
            for bundle in _bundles(small):
                _merge(folder, bundle)


def _bundles(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Neighbouring parts, two or more, with at most ``LARGE`` rows together."""
    bundle: list[Part] = []
    for part in parts:
        if sum(each.rows for each in bundle) + part.rows > LARGE:
            if len(bundle) > 1:
                yield bundle
            bundle = []
        bundle.append(part)
    if len(bundle) > 1:
        yield bundle


def _merge(folder: Path, parts: Sequence[Part]) -> None:
    """Put one part in the place of some, in one transaction."""
    import polars as pl

    rows = pl.concat([read_part(folder, part) for part in parts])
    order = ["date", "event_id"] if "date" in rows.columns else ["event_id"]
    first = parts[0]
    merged = write_part(folder, first.kind, first.name, first.month, rows.sort(order))
    if merged.rows != sum(part.rows for part in parts):
        discard(folder, [merged.path])
        return
    with writing(folder) as connection:
        register(connection, [merged])
        retire(connection, parts, time.time())
