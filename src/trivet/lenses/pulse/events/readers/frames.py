"""What all readers do with columns of text: dates, states, sectors, codes, and the rows that cannot be used."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from trivet.base.message import Message, say
from trivet.lenses.pulse.events.batch import Batch, Layout
from trivet.lenses.pulse.events.codes import cameo
from trivet.lenses.pulse.events.readers.faults import Kept, row_fault
from trivet.lenses.pulse.events.schema import polars_schema

if TYPE_CHECKING:
    import polars as pl

SKEW_DAYS: Final = 1
"""Days by which an event may lie after the day its row was added: time zones."""


def text_columns(data: bytes, columns: list[int]) -> "pl.DataFrame":
    """Columns of lines separated by tabs, as text; nothing is quoted, and bad UTF-8 is replaced.

    Args:
        data: lines that all have the same number of columns.
        columns: which to read, counted from 0 and in order.
    """
    import polars as pl

    def read(encoding: Literal["utf8", "utf8-lossy"]) -> pl.DataFrame:
        return pl.read_csv(
            data,
            has_header=False,
            separator="\t",
            quote_char=None,
            infer_schema=False,
            columns=columns,
            encoding=encoding,
        )

    try:
        return read("utf8")
    except pl.exceptions.ComputeError:
        return read("utf8-lossy")


def number(series: "pl.Series") -> "pl.Series":
    """Numbers from text; null where there is none."""
    import polars as pl

    found = series.str.strip_chars().cast(pl.Float32, strict=False)
    return found.set(~found.is_finite().fill_null(False), None)


def mapped(series: "pl.Series", change: Callable[[str], Any], kind: Any) -> "pl.Series":
    """Each text changed, looked at once however often it occurs; what cannot be changed becomes null."""
    import polars as pl

    once = series.unique().drop_nulls()
    made = pl.Series(once.name, [change(text) for text in once.to_list()], dtype=kind, strict=False)
    return series.replace_strict(once, made, default=None, return_dtype=kind)


def looked_up(series: "pl.Series", table: Mapping[str, str]) -> "pl.Series":
    """Each text by a table; null where the table has none."""
    import polars as pl

    return mapped(series, table.get, pl.String)


def day(text: str) -> date | None:
    """A day from ``YYYYMMDD`` or ``YYYY-MM-DD``; None if there is no such day."""
    digits = text.replace("-", "")[:8]
    if len(digits) != 8 or not digits.isdigit():
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """A time from ``YYYYMMDD`` or ``YYYYMMDDHHMMSS``; None if there is none."""
    found = day(text)
    if found is None:
        return None
    clock = text.replace("-", "")[8:].strip()
    if not clock:
        return datetime(found.year, found.month, found.day)
    try:
        return datetime(found.year, found.month, found.day, int(clock[:2]), int(clock[2:4]), int(clock[4:6] or 0))
    except ValueError:
        return None


def clean(series: "pl.Series") -> "pl.Series":
    """Text without blanks around it; what says that there is nothing becomes null."""
    stripped = series.str.strip_chars()
    return stripped.set(stripped.is_in(["", "NA", "NULL", "None", "null", "---"]).fill_null(False), None)


def checked(path: Path, frame: "pl.DataFrame", lines: "pl.Series", read: int, kept: Kept, bad: Batch | None) -> Batch:
    """A batch of those rows that can be used, with a fault for each of the others.

    Args:
        path: the file.
        frame: canonical columns.
        lines: line of each row.
        read: lines looked at.
        kept: counts the faults that are kept.
        bad: rows that were left out before, with their faults.
    """
    import polars as pl

    frame = frame.with_columns(line=lines)
    why = (
        pl.when(pl.col("event_id").is_null())
        .then(pl.lit("event-id"))
        .when(pl.col("date").is_null())
        .then(pl.lit("event-date"))
        .when(pl.col("code").is_null() | pl.col("root").is_null())
        .then(pl.lit("event-code"))
        .when(pl.col("date") > pl.col("added").cast(pl.Date) + pl.duration(days=SKEW_DAYS))
        .then(pl.lit("event-date-after"))
        .otherwise(None)
    )
    frame = frame.with_columns(why=why)
    wrong = frame.filter(pl.col("why").is_not_null())
    made = [
        row_fault(path, row["line"], 1, row["why"], WHY[row["why"]])
        for row in wrong.head(1000).select("line", "why").iter_rows(named=True)
    ]
    faults = (*(bad.rejected if bad else ()), *kept.some(made))
    good = frame.filter(pl.col("why").is_null()).drop("why", "line") if wrong.height else frame.drop("why", "line")
    count = wrong.height + (bad.rejected_count if bad else 0)
    return Batch(good.select(list(polars_schema())).cast(polars_schema()), read, count, faults)


WHY: Final[dict[str, Message]] = {
    "event-id": say("The row has no event id."),
    "event-date": say("The row has no date that exists."),
    "event-code": say("The row has an event code that is not known."),
    "event-date-after": say("The event is dated after the day on which it was added."),
}


class Cells:
    """Columns of text by their names; a column that is not there has only nulls."""

    def __init__(self, raw: "pl.DataFrame") -> None:
        """Keep the frame."""
        self.raw, self.height = raw, raw.height

    def text(self, *names: str) -> "pl.Series":
        """The first of these columns that is there, without words that say that there is nothing."""
        return clean(self.code(*names))

    def code(self, *names: str) -> "pl.Series":
        """The first of these columns that is there, as it is: a code may look like a word for nothing."""
        import polars as pl

        found = [self.raw[name] for name in names if name in self.raw.columns]
        return found[0].str.strip_chars() if found else pl.Series([None] * self.height, dtype=pl.String)


def canonical(layout: Layout, height: int, given: Mapping[str, Any]) -> "pl.DataFrame":
    """Canonical columns in their order; what is not given is null, and one value stands for all rows."""
    import polars as pl

    values: dict[str, Any] = {"source": layout.source, "version": layout.version, "weight": 1.0} | dict(given)

    def column(name: str, kind: Any) -> pl.Series:
        value = values.get(name)
        if isinstance(value, pl.Series):
            return value.cast(kind)
        return pl.repeat(value, height, dtype=kind, eager=True)

    return pl.DataFrame({name: column(name, kind) for name, kind in polars_schema().items()})


def cameo_columns(code: "pl.Series") -> dict[str, Any]:
    """Code, root and quad class from CAMEO codes."""
    import polars as pl

    table = cameo()
    return {
        "code_system": "cameo",
        "code": code,
        "root": mapped(code, root_of, pl.String),
        "quad": mapped(code, lambda text: table[text].quad if text in table else None, pl.Int8),
    }


def first_of(series: "pl.Series") -> "pl.Series":
    """What stands first in a list written with commas, semicolons or bars, in capitals."""
    first = series.str.replace_all(r"[;|,].*$", "").str.strip_chars().str.to_uppercase()
    return first.set((first == "").fill_null(False), None)


def root_of(code: str) -> str | None:
    """The root of a CAMEO code; None if there is no such code."""
    found = cameo().get(code)
    return found.root if found else None


def empty() -> "pl.DataFrame":
    """No rows."""
    import polars as pl

    return pl.DataFrame(schema=polars_schema())
