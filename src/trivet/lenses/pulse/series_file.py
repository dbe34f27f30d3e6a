"""Any monthly series in a table of a user's own: a column of months, one of values, perhaps columns that tell series
apart."""

import csv
import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from trivet.base.errors import Fault, FaultsError, Place
from trivet.base.message import Message, say
from trivet.case.faults import suggestion

Floats = npt.NDArray[np.float64]

MONTH_NAMES: Final = ("month", "yyyymm", "period", "date")
MISSING: Final = ("", "na", "nan", "null", "none", ".", "-")
MONTH: Final = re.compile(r"^(\d{4})[-/.]?(\d{2})(?:[-/.]?\d{2})?$")
MONTH_HINT: Final = say("Write 2024-05, 202405 or 2024-05-01.")
LONGEST: Final = 12 * 400
"""Months between the first and the last one beyond which a date must be mistyped."""


@dataclass(frozen=True)
class MonthlySeries:
    """One series without gaps in its calendar; a month without a value is NaN.

    Attributes:
        name: what tells it from the others of its file; empty for the only one.
        months: shape (n,), ``datetime64[M]``.
        values: shape (n,).
    """

    name: str
    months: npt.NDArray[np.datetime64]
    values: Floats


def read_series(path: Path, *, value: str | None = None, by: Sequence[str] = ()) -> tuple[MonthlySeries, ...]:
    """Every series of a CSV or TSV file with a header, plain or gzipped, in the order of their first rows.

    Args:
        path: the file.
        value: the column of values; the only column besides the month and ``by`` if left out.
        by: columns whose values together tell series apart.

    Raises:
        FaultsError: with every fault and its line and column.
    """
    rows = _rows(path)
    head = next(rows, (1, []))[1]
    where = Columns.of(path, head, value, tuple(by))
    faults: list[Fault] = []
    found: dict[str, dict[int, float]] = {}
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        _take(path, line, cells, head, where, found, faults)
    if faults:
        raise FaultsError(faults)
    if not found:
        raise FaultsError([_fault(path, 1, 1, "series-empty", say("There is no row below the header."))])
    return tuple(_series(path, name, known) for name, known in found.items())


@dataclass(frozen=True)
class Columns:
    """Where the month, the value and the names of series stand."""

    month: int
    value: int
    by: tuple[int, ...]

    @classmethod
    def of(cls, path: Path, head: list[str], value: str | None, by: tuple[str, ...]) -> "Columns":
        """Find the columns.

        Raises:
            FaultsError: if one is missing, or if it is not clear which holds the values.
        """
        names = [name.strip().lower() for name in head]
        faults = [
            _fault(
                path,
                1,
                1,
                "series-column",
                say('There is no column "{name}".', name=name),
                suggestion(name.lower(), names),
            )
            for name in (*by, *([value] if value else []))
            if name.lower() not in names
        ]
        month = next((names.index(name) for name in MONTH_NAMES if name in names), None)
        if month is None:
            text = say("No column holds the month; call it one of {names}.", names=", ".join(MONTH_NAMES))
            faults.append(_fault(path, 1, 1, "series-column", text))
        if faults or month is None:
            raise FaultsError(faults)
        keys = tuple(names.index(name.lower()) for name in by)
        if value is not None:
            return cls(month, names.index(value.lower()), keys)
        left = [place for place in range(len(names)) if place not in (month, *keys)]
        if len(left) != 1:
            unclear = ", ".join(head[place] for place in left)
            text = say("It is not clear which column holds the values: {names}.", names=unclear)
            hint = say("Name it with --value, and columns that tell series apart with --by.")
            raise FaultsError([_fault(path, 1, 1, "series-column", text, hint)])
        return cls(month, left[0], keys)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise FaultsError([_fault(path, 0, 0, "series-file", say("The file is cut off or damaged."))]) from None
    except UnicodeDecodeError:
        raise FaultsError([_fault(path, 0, 0, "series-file", say("The file is not text in UTF-8."))]) from None
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(), delimiter="\t" if "\t" in first else ";" if ";" in first else ",")
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        text_of = say("The line cannot be read as a table: {reason}.", reason=str(error))
        raise FaultsError([_fault(path, reader.line_num, 1, "series-file", text_of)]) from None


def _take(
    path: Path,
    line: int,
    cells: list[str],
    head: list[str],
    where: Columns,
    found: dict[str, dict[int, float]],
    faults: list[Fault],
) -> None:
    if len(cells) != len(head):
        text = say("The row has {found} cells, the header {wanted}.", found=len(cells), wanted=len(head))
        faults.append(_fault(path, line, 1, "series-cells", text))
        return
    month, value = _month(cells[where.month]), _value(cells[where.value])
    if month is None:
        text = say('"{text}" is no month.', text=cells[where.month])
        faults.append(_fault(path, line, where.month + 1, "series-month", text, MONTH_HINT))
    if value is None:
        text = say('"{text}" is no number.', text=cells[where.value])
        faults.append(_fault(path, line, where.value + 1, "series-value", text))
    if month is None or value is None:
        return
    known = found.setdefault("-".join(cells[place].strip() for place in where.by), {})
    if month in known:
        text = say("The month {month} stands in the series twice.", month=cells[where.month])
        hint = say("Name the columns that tell series apart with --by.")
        faults.append(_fault(path, line, where.month + 1, "series-repeat", text, hint))
    known[month] = value


def _month(text: str) -> int | None:
    """Months since year 0."""
    match = MONTH.match(text.strip())
    if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1:
        return None
    return int(match[1]) * 12 + int(match[2]) - 1


def _value(text: str) -> float | None:
    word = text.strip()
    if word.lower() in MISSING:
        return float("nan")
    try:
        number = float(word)
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _series(path: Path, name: str, known: dict[int, float]) -> MonthlySeries:
    first, last = min(known), max(known)
    if last - first >= LONGEST:
        text = say("The series spans {years} years; a date must be mistyped.", years=(last - first) // 12)
        raise FaultsError([_fault(path, 0, 0, "series-span", text)])
    start = np.datetime64(f"{first // 12:04d}-{first % 12 + 1:02d}", "M")
    values = np.array([known.get(month, np.nan) for month in range(first, last + 1)])
    return MonthlySeries(name, start + np.arange(last - first + 1), values)


def _fault(path: Path, line: int, column: int, code: str, message: Message, hint: Message | None = None) -> Fault:
    return Fault(code, message, Place(path.name, line, column), hint)
