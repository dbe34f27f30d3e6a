"""Faults of files of event data."""

from pathlib import Path
from typing import Final

from trivet.base.errors import Fault, FaultsError, Place
from trivet.base.message import Message, say

KEPT: Final = 1000
"""Faults of single rows that are kept of one file; all are counted."""


def refused(path: Path, code: str, message: Message, hint: Message | None = None) -> FaultsError:
    """A fault of a whole file."""
    return FaultsError([Fault(code, message, Place(path.name), hint)])


def row_fault(path: Path, line: int, column: int, code: str, message: Message) -> Fault:
    """A fault of one row, which is left out."""
    return Fault(code, message, Place(path.name, line, column), warning=True)


def cut_off(path: Path) -> FaultsError:
    """A packed file that ends too early."""
    return refused(
        path,
        "event-file-cut",
        say("The packed file is cut off or damaged."),
        say("Download it again; nothing of it was taken."),
    )


def locked(path: Path) -> FaultsError:
    """A packed file that only its own program can open."""
    return refused(
        path,
        "event-file-zip",
        say("The zip has a password or is packed in a rare way."),
        say("Unpack it and import what is inside."),
    )


def mangled(path: Path) -> FaultsError:
    """A file that a spreadsheet saved anew: what it lost cannot be told."""
    return refused(
        path,
        "event-mangled",
        say("A spreadsheet has saved this file anew: leading zeros of its codes and digits of its times are lost."),
        say("Download the file again and import it as it is."),
    )


class Kept:
    """Row faults of one file, the first thousand."""

    def __init__(self) -> None:
        """Start with none."""
        self._count = 0

    def some(self, faults: list[Fault]) -> tuple[Fault, ...]:
        """As many of these as still fit."""
        free = max(KEPT - self._count, 0)
        self._count += len(faults)
        return tuple(faults[:free])
