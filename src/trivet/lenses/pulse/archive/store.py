"""The store of events as one object."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trivet.base.errors import Fault
from trivet.lenses.pulse.archive import compact, imports, status, verify
from trivet.lenses.pulse.archive.records import By, ImportReport, Reporter, SourceStatus
from trivet.lenses.pulse.archive.remove import remove


@dataclass(frozen=True)
class Store:
    """Event data in a folder of the user's. Nothing is made on the disk before the first import.

    Any number of processes may read while one writes.
    """

    folder: Path

    def import_paths(
        self,
        paths: Iterable[Path],
        *,
        layout: str | None = None,
        states: Iterable[str] | None = None,
        wait: float = 0.0,
        report: Reporter | None = None,
    ) -> ImportReport:
        """Import files, and all files in folders. What is in the store already is recognised by its content.

        Args:
            paths: files and folders.
            layout: of all of them; None to recognise it.
            states: ISO 3166 alpha-3 codes; keep only rows that name one of them. None keeps all.
            wait: seconds to wait if another import is at work.
            report: told of every batch read.

        Raises:
            TrivetError: if another import is at work, or the store is damaged or cannot be written. A file that is
                refused raises nothing; the report has its faults.
        """
        return imports.run(self.folder, [(tuple(paths), imports.options(layout, states))], wait, report)

    def update(self, *, wait: float = 0.0, report: Reporter | None = None) -> ImportReport:
        """Import what is new in the folders imported before, with the options used then.

        Raises:
            TrivetError: as :meth:`import_paths` does.
        """
        return imports.run(self.folder, None, wait, report) if self.folder.exists() else ImportReport(())

    def status(self) -> tuple[SourceStatus, ...]:
        """Every data set held, by name."""
        return status.status(self.folder)

    def parts(self, name: str, *, first: date | None = None, last: date | None = None) -> tuple[Path, ...]:
        """Parquet files that hold the events of all months from ``first`` to ``last``: one consistent set.

        Raises:
            NotFoundError: if there is no such data set.
        """
        return status.parts(self.folder, name, first, last)

    def totals(self, name: str, by: By = "event") -> dict[str, int]:
        """Good rows of each month ``YYYY-MM``, also those that name no wanted state: the normaliser of volume.

        Raises:
            NotFoundError: if there is no such data set.
        """
        return status.totals(self.folder, name, by)

    def digest(self, name: str) -> str:
        """What a result cites: a checksum over the files imported and the choice of states.

        Raises:
            NotFoundError: if there is no such data set.
        """
        return status.digest(self.folder, name)

    def verify(self) -> tuple[Fault, ...]:
        """Parts that are missing or damaged; none if the store is whole."""
        return verify.verify(self.folder)

    def compact(self, *, wait: float = 0.0) -> None:
        """Merge small parts.

        Raises:
            TrivetError: if another import is at work or the folder cannot be written.
        """
        if self.folder.exists():
            compact.compact(self.folder, wait)

    def remove(self, name: str, *, wait: float = 0.0) -> None:
        """Take a data set out of the store and delete its parts.

        Raises:
            NotFoundError: if there is no such data set.
            TrivetError: if another import is at work or the folder cannot be written.
        """
        remove(self.folder, name, wait)
