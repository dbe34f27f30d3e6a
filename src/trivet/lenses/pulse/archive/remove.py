"""Removal of a data set."""

from pathlib import Path

from trivet.lenses.pulse.archive.catalogue import reading, writing
from trivet.lenses.pulse.archive.lock import cannot_write, writer
from trivet.lenses.pulse.archive.parts import discard
from trivet.lenses.pulse.archive.status import known


def remove(folder: Path, name: str, wait: float = 0.0) -> None:
    """Forget a data set in one transaction, then delete its parts.

    A crash in between leaves files that do not count, for the next writer to delete. Folders imported before are
    remembered, so an update brings the data set back.

    Raises:
        NotFoundError: if there is no such data set.
        TrivetError: if another writer is at work or the folder cannot be written.
    """
    with reading(folder) as found:
        known(found, name)
    with writer(folder, wait):
        try:
            with writing(folder) as connection:
                paths = [row[0] for row in connection.execute("SELECT path FROM parts WHERE name = ?", (name,))]
                for table in ("parts", "totals", "files", "sources"):
                    connection.execute(f"DELETE FROM {table} WHERE name = ?", (name,))
            discard(folder, paths)
        except OSError as error:
            raise cannot_write(folder, error) from error
