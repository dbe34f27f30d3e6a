"""Lines of a file in blocks of bytes, plain or packed, while the next block is read in the background."""

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

import numpy as np
import numpy.typing as npt

from trivet.base.message import say
from trivet.lenses.pulse.events.readers.faults import cut_off, locked, refused

SIZE: Final = 1 << 24
"""Bytes read at once."""

LONGEST: Final = 1 << 20
"""Bytes in the longest line."""

STEP: Final = 1 << 20
"""Bytes counted at once: few enough to stay in the processor's cache."""

DAMAGED: Final = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile)
LOCKED: Final = (RuntimeError, NotImplementedError)
"""What a zip with a password, or packed in a rare way, raises."""

BOM: Final = b"\xef\xbb\xbf"
ZIPPED: Final = (b"PK\x03\x04", b"PK\x05\x06")
NEWLINE, TAB = 10, 9

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Block:
    """Whole lines, each ending with a newline alone.

    Attributes:
        data: the bytes.
        line: number of the first line.
        lines: how many there are.
        tabs: how many tabs there are in all of them.
    """

    data: bytes
    line: int
    lines: int
    tabs: int


def head(path: Path, size: int = 1 << 16) -> bytes:
    """The first bytes of a file, unpacked.

    Raises:
        FaultsError: if it is packed and damaged, or holds several files.
    """
    with ExitStack() as stack:
        try:
            return _open(path, stack).read(size).removeprefix(BOM)
        except DAMAGED:
            raise cut_off(path) from None
        except LOCKED:
            raise locked(path) from None


def blocks(path: Path) -> Iterator[Block]:
    """Every line of a file.

    Raises:
        FaultsError: if it is cut off, or a line never ends.
    """
    with ExitStack() as stack:
        try:
            stream = _open(path, stack)
            pool = stack.enter_context(ThreadPoolExecutor(1))
            yield from _lines(path, stream, pool)
        except DAMAGED:
            raise cut_off(path) from None
        except LOCKED:
            raise locked(path) from None


def _open(path: Path, stack: ExitStack) -> IO[bytes]:
    with path.open("rb") as plain:
        magic = plain.read(4)
    if magic[:2] == b"\x1f\x8b":
        return cast(IO[bytes], stack.enter_context(gzip.GzipFile(path, "rb")))
    if magic in ZIPPED:
        packed = stack.enter_context(zipfile.ZipFile(path))
        inside = [entry for entry in packed.infolist() if not entry.is_dir()]
        if len(inside) != 1:
            raise refused(
                path,
                "event-file-zip",
                say("The zip holds {count} files instead of one.", count=len(inside)),
                say("Unpack it and import what is inside."),
            )
        return stack.enter_context(packed.open(inside[0]))
    return stack.enter_context(path.open("rb"))


def _lines(path: Path, stream: IO[bytes], pool: ThreadPoolExecutor) -> Iterator[Block]:
    line, coming = 1, pool.submit(_read, stream, True)
    while (found := coming.result()) is not None:
        coming = pool.submit(_read, stream, False)
        data, lines, tabs = found
        if not lines:
            raise refused(path, "event-layout", say("The file has no lines."))
        yield Block(data, line, lines, tabs)
        line += lines


def _read(stream: IO[bytes], first: bool) -> tuple[bytes, int, int] | None:
    """Some whole lines with their number and that of tabs; no lines if one does not end; None at the end."""
    data = stream.read(SIZE)
    if not data:
        return None
    if not data.endswith(b"\n"):
        rest = stream.readline(LONGEST)
        if len(rest) == LONGEST and not rest.endswith(b"\n"):
            return b"", 0, 0
        data += rest if rest.endswith(b"\n") else rest + b"\n"
    if first:
        data = data.removeprefix(BOM)
    if b"\x00" in data:
        data = data.replace(b"\x00", b"")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    raw = np.frombuffer(data, dtype=np.uint8)
    parts = [raw[at : at + STEP] for at in range(0, raw.size, STEP)]
    lines, tabs = (sum(int(np.count_nonzero(part == sign)) for part in parts) for sign in (NEWLINE, TAB))
    return data, lines, tabs


@dataclass(frozen=True)
class Sieve:
    """Lines sorted by their number of columns.

    Attributes:
        good: for each accepted number the lines that have it, as bytes, and their numbers.
        bad: number of each other line, and its columns.
        blank: empty lines, which count as nothing.
        lines: all lines but blank ones.
    """

    good: dict[int, tuple[bytes, Ints]]
    bad: tuple[tuple[int, int], ...]
    blank: int
    lines: int


def sieve(block: Block, wanted: tuple[int, ...]) -> Sieve:
    """Sort lines by the number of columns, found as tabs between newlines; nothing is quoted.

    Args:
        block: whole lines.
        wanted: numbers of columns that are accepted.
    """
    data = block.data
    raw = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(raw == NEWLINE)
    tabs = np.searchsorted(np.flatnonzero(raw == TAB), ends)
    columns = np.diff(tabs, prepend=0) + 1
    starts = np.concatenate([[0], ends[:-1] + 1])
    empty = ends == starts
    numbers = block.line + np.arange(ends.size)
    good: dict[int, tuple[bytes, Ints]] = {}
    for count in wanted:
        fits = (columns == count) & ~empty
        if fits.all():
            return Sieve({count: (data, numbers)}, (), 0, int(ends.size))
        if fits.any():
            keep = np.repeat(fits, ends - starts + 1)
            good[count] = (raw[keep].tobytes(), numbers[fits])
    wrong = ~np.isin(columns, wanted) & ~empty
    bad = tuple(zip(numbers[wrong].tolist(), columns[wrong].tolist(), strict=True))
    return Sieve(good, bad, int(empty.sum()), int(ends.size - empty.sum()))
