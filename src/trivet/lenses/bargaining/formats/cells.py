"""A table of text as cells with places: encodings, quotation marks, separators, and numbers as people write them."""

import codecs
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from trivet.base.errors import CaseError, Fault, Place
from trivet.base.message import Message, say
from trivet.lens.foreign import file_bytes

MAX_MIB: Final = 8
MAX_TEXT: Final = 2_000
"""Characters in one cell."""

MAX_ROWS: Final = 50_000
MAX_CELLS: Final = 1_000
"""Cells in one row."""

MAX_FAULTS: Final = 500
LARGEST: Final = 1e12
"""Beyond this no number is taken: sums and products of such numbers would lose their meaning."""

SEPARATORS: Final = (",", ";", "\t")

_FORBIDDEN: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE: Final = re.compile(r"\r\n|\r|\n")
_QUOTED: Final = re.compile(r' *"(?P<text>(?:[^"]++|"")*+)(?P<end>")? *')
_NUMBER: Final = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,9})?")
_WITH_COMMA: Final = re.compile(r"[-+]?\d*,\d+")
_UNCLEAR: Final = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
"""A number that could have a separator of thousands."""

_GUARDED: Final = re.compile(r"[\s']*[=+\-@＝＋－＠]")


class Cell(NamedTuple):
    """The text of a cell without space around it, and where it begins; line and column count from 1."""

    text: str
    line: int
    column: int


@dataclass
class Findings:
    """The faults found in a file so far."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, message: Message, where: Cell | None = None, hint: Message | None = None) -> None:
        """Note a fault at a cell, or of the whole file.

        Raises:
            CaseError: when there are so many that more would help nobody.
        """
        place = Place(self.file, where.line, where.column) if where else Place(self.file)
        self.faults.append(Fault("bargaining-file", message, place, hint))
        if len(self.faults) >= MAX_FAULTS:
            raise CaseError(self.faults)

    def settle(self) -> None:
        """Stop here if something is wrong.

        Raises:
            CaseError: with the faults found.
        """
        if self.faults:
            raise CaseError(self.faults)


@dataclass
class Sheet(Findings):
    """A table: rows of cells that are not all blank, and the comments (``# ...``) before the first of them."""

    rows: list[list[Cell]] = field(default_factory=list)
    comments: list[Cell] = field(default_factory=list)

    def take(self, row: list[Cell]) -> None:
        """Add a row without the blank cells at its end, unless nothing is left of it.

        Raises:
            CaseError: if the table becomes too large.
        """
        while row and not row[-1].text:
            row.pop()
        if len(row) > MAX_CELLS:
            self.fault(say("A row has at most {limit} cells.", limit=MAX_CELLS), row[MAX_CELLS])
            self.settle()
        for cell in row:
            if len(cell.text) > MAX_TEXT:
                self.fault(say("A cell has at most {limit} characters.", limit=MAX_TEXT), cell)
        if row and len(self.rows) >= MAX_ROWS:
            self.fault(say("A table has at most {limit} rows.", limit=MAX_ROWS), row[0])
            self.settle()
        if row:
            self.rows.append(row)

    def number(self, cell: Cell) -> float | None:
        """The number in a cell; None with a fault if it is none, or could be two."""
        word = plain(cell.text)
        if _UNCLEAR.fullmatch(word) and self._could_be_thousands("," in word):
            text = say(
                '"{given}" can be read as two different numbers. Write it with a decimal point and no other separator.',
                given=shown(cell.text),
            )
            self.fault(text, cell)
            return None
        if _WITH_COMMA.fullmatch(word):
            word = word.replace(",", ".")
        if not _NUMBER.fullmatch(word) or not math.isfinite(float(word)):
            self.fault(say('"{given}" is not a number.', given=shown(cell.text)), cell)
            return None
        value = float(word) + 0.0  # no negative zero
        if abs(value) > LARGEST:
            self.fault(say('"{given}" is too large a number.', given=shown(cell.text)), cell)
            return None
        return value

    def _could_be_thousands(self, comma: bool) -> bool:
        """Whether the file does not show what a comma, or a point, before three digits is."""
        points, commas = self._clear
        return (points or not commas) if comma else (commas and not points)

    @cached_property
    def _clear(self) -> tuple[bool, bool]:
        """Whether numbers stand in the file that have, beyond doubt, a decimal point, and a decimal comma."""
        words = [plain(cell.text) for row in self.rows for cell in row if "," in cell.text or "." in cell.text]
        clear = [word for word in words if not _UNCLEAR.fullmatch(word)]
        points = any("." in word and _NUMBER.fullmatch(word) for word in clear)
        return points, any(_WITH_COMMA.fullmatch(word) for word in clear)


def plain(text: str) -> str:
    """A number or heading with ordinary digits, signs and spaces in place of wide ones."""
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()


def shown(text: str) -> str:
    """Text of a cell as messages quote it: in one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."


def guarded(text: str) -> str:
    """Text for a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """What :func:`guarded` was given."""
    return text[1:].strip() if text.startswith("'") and _GUARDED.match(text[1:]) else text


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, or in UTF-16 with a byte order mark.

    Raises:
        CaseError: if it cannot be read, is too large or is no text.
    """
    raw, found = file_bytes(path, MAX_MIB * 2**20), Findings(path.name)
    if len(raw) > MAX_MIB * 2**20:
        found.fault(say("The file is larger than {limit} MiB.", limit=MAX_MIB))
        found.settle()
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        before = "" if wide else error.object[: error.start].decode("utf-8", "replace")
        found.fault(say("This byte is not UTF-8 text."), _after(before), say("Save the file as UTF-8."))
        found.settle()
    strange = _FORBIDDEN.search(text)
    if strange:
        found.fault(say("This line holds a character that is not part of any text."), _after(text[: strange.start()]))
        found.settle()
    return text


def _after(before: str) -> Cell:
    lines = _LINE.split(before)
    return Cell("", len(lines), len(lines[-1]) + 1)


def sheet_of(file: str, text: str) -> Sheet:
    """Take a table of text apart; its separator is found by looking at its first two lines.

    Raises:
        CaseError: if quotation marks do not match, or a cell is too long.
    """
    sheet = Sheet(file)
    start, line, separator = 0, 1, ""
    while start < len(text):  # comments and blank lines before the table
        end = _LINE.search(text, start)
        head = text[start : end.start() if end else len(text)]
        bare = head.strip().strip('"').rstrip(";,\t ").strip()
        told = re.fullmatch(r"sep=(.)", head.strip().strip('"'))
        if told and not separator:
            separator = told.group(1)
        elif bare.startswith("#") and len(sheet.comments) < MAX_CELLS:
            sheet.comments.append(Cell(bare[1:].strip(), line, 1))
        elif bare:
            break
        start, line = end.end() if end else len(text), line + 1
    chosen = separator if separator in SEPARATORS else _separator(text[start:])
    for row in _rows(sheet, text, start, line, chosen):
        sheet.take(row)
    sheet.settle()
    return sheet


def _separator(text: str) -> str:
    """The separator that stands most often in each of the first two lines."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in _LINE.split(text[:20_000]) if line.strip()][:2]
    return max(SEPARATORS, key=lambda mark: min((line.count(mark) for line in lines), default=0))


def _rows(sheet: Sheet, text: str, at: int, line: int, separator: str) -> Iterator[list[Cell]]:
    """Rows of cells, as RFC 4180 has them, from a position at the beginning of a line."""
    unquoted = re.compile(rf"[^{separator}\r\n]*")
    row: list[Cell] = []
    begun = at
    while at < len(text):
        start = at
        cell, at = _cell(sheet, text, start, Cell("", line, start - begun + 1), unquoted)
        if text[start] in ' "':  # only inside quotation marks a cell goes on over the end of a line
            for inner in _LINE.finditer(text, start, at):
                line, begun = line + 1, inner.end()
        if cell.text or len(row) <= MAX_CELLS:
            row.append(cell)
        end = _LINE.match(text, at)
        if end or at >= len(text):
            yield row
            row, line, at = [], line + 1, end.end() if end else at
            begun = at
        else:
            at += 1
    if row:
        yield row


def _cell(sheet: Sheet, text: str, at: int, spot: Cell, unquoted: re.Pattern[str]) -> tuple[Cell, int]:
    """One cell, and where it ends."""
    quoted = _QUOTED.match(text, at)
    rest = unquoted.match(text, quoted.end() if quoted else at)
    assert rest is not None
    words = quoted.group("text").replace('""', '"') if quoted else rest.group()
    space = len(text[at : rest.end()]) - len(text[at : rest.end()].lstrip(" \t"))
    cell = Cell(words.strip(), spot.line, spot.column + (space if words.strip() else 0))
    if quoted and not quoted.group("end"):
        sheet.fault(say("This quotation mark is never closed."), cell)
    elif quoted and rest.group().strip():
        sheet.fault(say("After a closing quotation mark the next cell must begin."), cell)
    return cell, rest.end()
