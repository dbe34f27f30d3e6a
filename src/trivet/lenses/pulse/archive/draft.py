"""A draft: the rows of one or more files on their way into the store, until one commit makes them all count.

Rows are gathered, and written as parts by month when there are many, so that memory does not grow with the files. Of
rows with one event id in one month the first read stays; which rows those are does not depend on how often parts are
written.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from trivet.lenses.pulse.archive.catalogue import reading
from trivet.lenses.pulse.archive.folder import EVENTS, PASSED
from trivet.lenses.pulse.archive.parts import Part, discard, listed, read_part, write_part
from trivet.lenses.pulse.archive.records import By, Counts
from trivet.lenses.pulse.events.batch import Batch, Layout
from trivet.lenses.pulse.events.schema import COLUMNS

if TYPE_CHECKING:
    import polars as pl

D = TypeVar("D", bound=date)

SPILL: Final = 100_000
"""Rows held in memory before they are written as parts."""


@dataclass
class Tally:
    """What is known of one file of a draft: its place in the catalogue and its counts."""

    path: Path
    sha256: str
    size: int
    layout: Layout
    read: int = 0
    rows: int = 0
    rejected: int = 0
    taken: int = 0
    filtered: int = 0
    duplicate: int = 0
    days: list[date] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)

    def see(self, batch: Batch) -> None:
        """Count a batch and note its first and last days."""
        self.read += batch.read
        self.rows += batch.events.height
        self.rejected += batch.rejected_count
        self.days = _ends(date, batch.events["date"], self.days)
        self.times = _ends(datetime, batch.events["added"], self.times)

    @property
    def counts(self) -> Counts:
        """Its rows, once they are written."""
        return Counts(self.read, self.taken, self.filtered, self.rejected, self.duplicate)


def _ends(kind: type[D], column: "pl.Series", known: list[D]) -> list[D]:
    """First and last of a column and of what was known; empty if there is nothing."""
    found = [day for day in (column.min(), column.max(), *known) if isinstance(day, kind)]
    return [min(found), max(found)] if found else []


class Draft:
    """Rows of one data set that are not in the store yet."""

    def __init__(self, folder: Path, name: str, states: Sequence[str] | None) -> None:
        """Start without rows.

        Args:
            folder: the store.
            name: data set and version.
            states: rows that name none of them are only counted; None takes all rows.
        """
        self.folder, self.name, self.states = folder, name, states
        self.tallies: list[Tally] = []
        self.totals: dict[By, Counter[str]] = {"event": Counter(), "added": Counter()}
        self.parts: list[Part] = []
        self.rows = 0
        self._held: list[pl.DataFrame] = []

    def begin(self, tally: Tally) -> None:
        """The rows that follow are those of this file."""
        self.tallies.append(tally)

    def add(self, batch: Batch) -> None:
        """Gather a batch of the file begun last, and write parts if there are many rows.

        Raises:
            OSError: if parts cannot be written.
        """
        import polars as pl

        events = batch.events
        if not events.height:
            return
        file = pl.lit(len(self.tallies) - 1, pl.UInt32)
        month = pl.col("date").dt.year() * 12 + pl.col("date").dt.month().cast(pl.Int32) - 1
        wanted = pl.lit(True) if self.states is None else self._named(self.states)
        self._held.append(events.with_columns(file.alias("_file"), month.alias("_month"), wanted.alias("_pass")))
        self.rows += events.height
        if self.rows >= SPILL:
            self.spill()

    @staticmethod
    def _named(states: Sequence[str]) -> "pl.Expr":
        import polars as pl

        either = pl.col("actor1").is_in(list(states)) | pl.col("actor2").is_in(list(states))
        return either.fill_null(value=False)

    def spill(self) -> None:
        """Write all rows held as parts. They do not count before the draft is committed.

        Raises:
            OSError: if that fails.
        """
        import polars as pl

        held, self._held, self.rows = self._held, [], 0
        if not held:
            return
        rows = pl.concat(held)
        held.clear()
        keys = rows.select("_month", "_file", "_pass", "date", "added", "event_id").with_row_index("_at")
        for month, own in sorted(keys.partition_by("_month", as_dict=True, maintain_order=True).items()):
            self._write(int(month[0]), own, rows)

    def _write(self, number: int, keys: "pl.DataFrame", rows: "pl.DataFrame") -> None:
        """Write what one month has that is not in the store: rows that are wanted, and the ids of the others.

        Args:
            number: the month, counted from January of year 0.
            keys: of each row of the month its place in ``rows``, file, days and id.
            rows: all columns, of other months too. They are copied only once, in their final order.
        """
        import polars as pl

        month = f"{number // 12:04d}-{number % 12 + 1:02d}"
        fresh = self._fresh(month, keys)
        self._count(month, keys, fresh)
        passed = fresh.filter(~pl.col("_pass")).select("event_id").sort("event_id")
        if passed.height:
            self.parts.append(write_part(self.folder, PASSED, self.name, month, passed))
        wanted = fresh.filter("_pass").sort("date", "event_id")
        if wanted.height:
            made = rows.select(*COLUMNS)[wanted["_at"]]
            self.parts.append(write_part(self.folder, EVENTS, self.name, month, made))

    def _fresh(self, month: str, keys: "pl.DataFrame") -> "pl.DataFrame":
        """The rows whose event id neither comes earlier in the draft nor is in the store for that month."""
        import polars as pl

        rows = keys.filter(pl.col("event_id").is_first_distinct())
        with reading(self.folder) as catalogue:
            stored = listed(catalogue, self.name, month) if catalogue is not None else []
        for part in [*stored, *(part for part in self.parts if part.month == month)]:
            first, last = str(rows["event_id"].min()), str(rows["event_id"].max())
            if rows.height and part.first_id <= last and first <= part.last_id:
                known = read_part(self.folder, part, (first, last))
                rows = rows.join(known, on="event_id", how="anti", maintain_order="left")
        return rows

    def _count(self, month: str, before: "pl.DataFrame", fresh: "pl.DataFrame") -> None:
        """Count what is taken, filtered and double, file by file, and add to the monthly totals."""
        for file, count in before["_file"].value_counts().iter_rows():
            self.tallies[file].duplicate += count
        for file, wanted, count in fresh.group_by("_file", "_pass").len().iter_rows():
            tally = self.tallies[file]
            tally.duplicate -= count
            tally.taken += count if wanted else 0
            tally.filtered += 0 if wanted else count
        if fresh.height:
            self.totals["event"][month] += fresh.height
        added = fresh["added"].drop_nulls().dt.truncate("1mo")
        for start, count in added.value_counts().iter_rows():
            self.totals["added"][f"{start.year:04d}-{start.month:02d}"] += count

    def drop(self) -> None:
        """Give the draft up and delete what it wrote."""
        discard(self.folder, [part.path for part in self.parts])
        self._held, self.parts, self.rows = [], [], 0
