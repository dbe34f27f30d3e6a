"""Tables whose columns have names: separated by tabs without quotes, or by commas with them."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from trivet.base.message import say
from trivet.lenses.pulse.events.batch import Batch, Layout
from trivet.lenses.pulse.events.readers.blocks import blocks, head, sieve
from trivet.lenses.pulse.events.readers.faults import Kept, refused, row_fault
from trivet.lenses.pulse.events.readers.frames import Cells, checked, empty, text_columns

if TYPE_CHECKING:
    import polars as pl

ROWS: Final = 100_000
"""Rows of a batch of a table with quotes."""


def heading(line: bytes) -> tuple[str, ...]:
    """Names of columns in small letters with underscores, from the first line of a table."""
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    try:
        cells = next(csv.reader([text], delimiter=separator(line)), [])
    except csv.Error:
        cells = []
    return tuple(re.sub(r"[^a-z0-9]+", "_", cell.lower()).strip("_") for cell in cells)


def separator(line: bytes) -> str:
    """What stands between the columns of a line."""
    return "\t" if b"\t" in line else ","


@dataclass(frozen=True)
class TableFile:
    """A table of events.

    Attributes:
        path: the file.
        layout: what it is.
        make: canonical columns from its cells.
        names: its columns, if it has no heading.
    """

    path: Path
    layout: Layout
    make: Callable[[Cells, Layout], "pl.DataFrame"]
    names: tuple[str, ...] = ()

    def batches(self) -> Iterator[Batch]:
        """See :class:`trivet.lenses.pulse.events.batch.EventFile`."""
        first = head(self.path).split(b"\n")[0]
        names = self.names or heading(first)
        kept = Kept()
        tabs = b"\t" in first and (bool(self.names) or b'"' not in first)
        parts = _plain(self.path, names, kept) if tabs else _quoted(self.path, names, separator(first), kept)
        for number, part in enumerate(parts):
            raw, lines, bad = part
            if number == 0 and not self.names:
                raw, lines = raw.slice(1), lines.slice(1)
            events = self.make(Cells(raw), self.layout)
            yield checked(self.path, events, lines, raw.height + bad.read, kept, bad)


Part = tuple["pl.DataFrame", "pl.Series", Batch]


def _plain(path: Path, names: tuple[str, ...], kept: Kept) -> Iterator[Part]:
    import polars as pl

    for block in blocks(path):
        found = sieve(block, (len(names),))
        bad = wrong(path, list(found.bad), kept)
        if not found.good:
            yield _frame([], names), pl.Series([], dtype=pl.Int64), bad
        for data, lines in found.good.values():
            raw = text_columns(data, list(range(len(names))))
            raw.columns = list(_single(names))
            yield raw, pl.Series(lines), bad


def _quoted(path: Path, names: tuple[str, ...], between: str, kept: Kept) -> Iterator[Part]:
    import polars as pl

    reader = csv.reader(_lines(path), delimiter=between)
    while True:
        try:
            rows = [(reader.line_num, row) for row in islice(reader, ROWS)]
        except csv.Error:
            line = reader.line_num
            text = say("A quotation mark before line {line} is never closed.", line=line)
            raise refused(path, "event-file-quotes", text) from None
        if not rows:
            return
        good = [(line, row) for line, row in rows if len(row) == len(names)]
        bad = [(line, len(row)) for line, row in rows if row and len(row) != len(names)]
        lines = pl.Series([line for line, _ in good], dtype=pl.Int64)
        yield _frame([row for _, row in good], names), lines, wrong(path, bad, kept)


def _lines(path: Path) -> Iterator[str]:
    for block in blocks(path):
        yield from io.StringIO(block.data.decode("utf-8", "replace"), newline="\n")


def _frame(rows: list[list[str]], names: tuple[str, ...]) -> "pl.DataFrame":
    import polars as pl

    frame = pl.DataFrame(rows, schema=dict.fromkeys(_single(names), pl.String), orient="row")
    return frame.with_columns(pl.all().replace("", None))


def _single(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names made different: of two columns with one name the first keeps it."""
    return tuple(name if name not in names[:at] else f"{name}_{at}" for at, name in enumerate(names))


def wrong(path: Path, lines: list[tuple[int, int]], kept: Kept) -> Batch:
    """No rows, and a fault for each line with a wrong number of columns.

    Args:
        path: the file.
        lines: number and columns of each.
        kept: counts the faults that are kept.
    """
    made = [
        row_fault(path, line, 1, "event-columns", say("The row has {count} columns.", count=columns))
        for line, columns in lines[:1000]
    ]
    return Batch(empty(), len(lines), len(lines), kept.some(made))
