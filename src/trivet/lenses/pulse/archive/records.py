"""What the store says about itself: reports of imports and the status of each data set."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from trivet.base.errors import Fault

Outcome = Literal["taken", "already-there", "refused"]
By = Literal["event", "added"]


@dataclass(frozen=True)
class Counts:
    """Rows of one or more files; ``read`` is the sum of the others.

    Attributes:
        read: rows looked at.
        taken: rows that went into the store.
        filtered: good rows that name none of the wanted states.
        rejected: rows that cannot be used.
        duplicate: rows whose event the store or the file already had.
    """

    read: int = 0
    taken: int = 0
    filtered: int = 0
    rejected: int = 0
    duplicate: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.read + other.read,
            self.taken + other.taken,
            self.filtered + other.filtered,
            self.rejected + other.rejected,
            self.duplicate + other.duplicate,
        )

    @property
    def balanced(self) -> bool:
        """Whether every row read is accounted for."""
        return self.read == self.taken + self.filtered + self.rejected + self.duplicate


@dataclass(frozen=True)
class FileReport:
    """What became of one file.

    Attributes:
        path: the file.
        outcome: taken, already there, or refused as a whole.
        name: the data set, such as ``gdelt-2``; empty if the file was refused before that was known.
        counts: its rows; those of a file that is already there are the ones of its first import.
        faults: why it was refused, or which of its rows were rejected (the first thousand).
    """

    path: Path
    outcome: Outcome
    name: str = ""
    counts: Counts = field(default_factory=Counts)
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class ImportReport:
    """What became of each file of an import, in the order of their paths."""

    files: tuple[FileReport, ...]

    def outcome(self, outcome: Outcome) -> tuple[FileReport, ...]:
        """The files that had one outcome."""
        return tuple(file for file in self.files if file.outcome == outcome)

    @property
    def counts(self) -> Counts:
        """All rows of the files that were taken."""
        total = Counts()
        for file in self.outcome("taken"):
            total = total + file.counts
        return total

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults, file by file."""
        return tuple(fault for file in self.files for fault in file.faults)


@dataclass(frozen=True)
class Progress:
    """How far an import has come.

    Attributes:
        path: the file that is being read.
        number: which file it is, from 1.
        of: how many there are.
        rows: rows of it read so far.
    """

    path: Path
    number: int
    of: int
    rows: int


Reporter = Callable[[Progress], None]


@dataclass(frozen=True)
class SourceStatus:
    """What the store holds of one version of one data set.

    Attributes:
        name: source and version, such as ``gdelt-2``.
        source: the data set.
        version: the version of it.
        citation: how its makers wish to be cited.
        terms: what its makers allow.
        blind: what it cannot see.
        files: files imported.
        rows: rows held.
        rejected: rows that could not be used.
        duplicates: rows that were there already.
        filtered: good rows that name none of ``states``.
        first_day: the first event day of any good row, also of filtered ones; None without rows.
        last_day: the last one.
        first_added: when the first good row was published, UTC; None if the source does not say.
        last_added: when the last one was.
        months: months of events held.
        bytes: size of the events on disk.
        digest: what a result cites, see :func:`trivet.lenses.pulse.archive.status.digest`.
        states: the states that rows must name; None if all rows were taken.
    """

    name: str
    source: str
    version: str
    citation: str
    terms: str
    blind: str
    files: int
    rows: int
    rejected: int
    duplicates: int
    filtered: int
    first_day: date | None
    last_day: date | None
    first_added: datetime | None
    last_added: datetime | None
    months: int
    bytes: int
    digest: str
    states: tuple[str, ...] | None
