"""The intake of files: each goes in whole or not at all, and many small ones share a commit."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from trivet.base.errors import Fault, FaultsError, Place, TrivetError
from trivet.base.message import say
from trivet.lenses.pulse.archive.catalogue import reading
from trivet.lenses.pulse.archive.commit import commit
from trivet.lenses.pulse.archive.draft import Draft, Tally
from trivet.lenses.pulse.archive.folder import checksum
from trivet.lenses.pulse.archive.records import Counts, FileReport, Progress, Reporter
from trivet.lenses.pulse.events.batch import Batch, EventFile, Layout

GROUP: Final = 100_000
"""Rows of small files that share a commit; a file with more has a commit of its own."""

FAULTS: Final = 1000
"""Faults kept of one file."""


class Refusal(Exception):  # noqa: N818 - it ends one file, not the import
    """A file that does not go into the store."""

    def __init__(self, faults: Sequence[Fault], name: str = "") -> None:
        """Keep why, and the data set if it is known."""
        super().__init__()
        self.faults, self.name = tuple(faults), name


def name_of(layout: Layout) -> str:
    """Name of a data set in the store: source and version."""
    return f"{layout.source}-{layout.version}"


class Intake:
    """One run over some files with one set of options. The caller holds the writer's lock."""

    def __init__(
        self, folder: Path, layout: str | None, states: tuple[str, ...] | None, report: Reporter | None
    ) -> None:
        """Start with nothing read.

        Args:
            folder: the store.
            layout: of all files; None to recognise it.
            states: rows must name one of them; None takes all rows.
            report: told of every batch read.
        """
        self.folder, self.layout, self.states, self.report = folder, layout, states, report
        self._group: Draft | None = None
        self._faults: dict[Path, tuple[Fault, ...]] = {}
        self._done: dict[Path, FileReport] = {}
        self._number = self._of = 0

    def run(self, files: Sequence[Path]) -> list[FileReport]:
        """Import files in the order given; a refused one does not stop the others.

        Raises:
            OSError, TrivetError: if the store cannot be written.
        """
        self._of = len(files)
        try:
            for self._number, path in enumerate(files, start=1):
                try:
                    self._one(path)
                except Refusal as refusal:
                    self._done[path] = FileReport(path, "refused", refusal.name, faults=refusal.faults)
            self._commit()
        finally:
            if self._group is not None:
                self._group.drop()
        return [self._done[path] for path in files]

    def _one(self, path: Path) -> None:
        with _mishaps(path):
            size = path.stat().st_size
        with ThreadPoolExecutor(1) as pool:
            digest = pool.submit(checksum, path)
            if self._same_size(size):
                with _mishaps(path):
                    sha256 = digest.result()
                if self._is_there(path, sha256):
                    return
            file = self._open(path)
            self._agree(path, name_of(file.layout))
            self._read(file, Tally(path, "", size, file.layout), digest)

    def _same_size(self, size: int) -> bool:
        """Whether a file of this size came in before; if none did, the checksum can be taken while reading."""
        if self._group is not None and any(tally.size == size for tally in self._group.tallies):
            return True
        with reading(self.folder) as connection:
            if connection is None:
                return False
            return connection.execute("SELECT 1 FROM files WHERE size = ?", (size,)).fetchone() is not None

    def _is_there(self, path: Path, sha256: str) -> bool:
        """Report a file whose content is in the store, under whatever name."""
        if self._group is not None and any(tally.sha256 == sha256 for tally in self._group.tallies):
            self._commit()
        with reading(self.folder) as connection:
            query = "SELECT name, read, taken, filtered, rejected, duplicate FROM files WHERE sha256 = ?"
            row = connection.execute(query, (sha256,)).fetchone() if connection is not None else None
        if row is None:
            return False
        name, *counts = row
        self._agree(path, name)
        self._done[path] = FileReport(path, "already-there", name, Counts(*counts))
        return True

    def _open(self, path: Path) -> EventFile:
        from trivet.lenses.pulse.events.readers import open_events

        with _mishaps(path):
            return open_events(path, self.layout)

    def _agree(self, path: Path, name: str) -> None:
        """Refuse a file whose data set was begun with other states: its rows would not mean the same."""
        if self._group is not None and self._group.name == name:
            return
        with reading(self.folder) as connection:
            query = "SELECT states FROM sources WHERE name = ?"
            row = connection.execute(query, (name,)).fetchone() if connection is not None else None
        if row is not None and row["states"] != (" ".join(self.states) if self.states else None):
            held = row["states"] or "*"
            text = say('The store holds "{name}" with the choice of states "{states}".', name=name, states=held)
            hint = say("Import it with the same states, or remove the data set from the store first.")
            raise Refusal([Fault("events-states-differ", text, Place(str(path)), hint)], name)

    def _read(self, file: EventFile, tally: Tally, digest: "Future[str]") -> None:
        """Read a file into the group or, if it is large, into a draft of its own."""
        faults: list[Fault] = []
        held: list[Batch] = []
        own: Draft | None = None
        try:
            for batch in self._batches(file, tally, faults):
                if own is not None:
                    own.add(batch)
                    continue
                held.append(batch)
                if tally.rows > GROUP:
                    self._commit()
                    own = self._begin(tally)
                    _pour(held, own)
            _seal(tally, digest)
        except BaseException:
            if own is not None:
                own.drop()
            raise
        self._faults[tally.path] = tuple(faults)
        if own is not None:
            self._group = own
            self._commit()
        else:
            self._join(tally, held)

    def _batches(self, file: EventFile, tally: Tally, faults: list[Fault]) -> Iterator[Batch]:
        """The batches of a file, counted.

        Raises:
            Refusal: if the file cannot be read to its end.
        """
        source = file.batches()
        while True:
            with _mishaps(tally.path, name_of(file.layout)):
                batch = next(source, None)
            if batch is None:
                return
            tally.see(batch)
            faults += batch.rejected[: FAULTS - len(faults)]
            if self.report is not None:
                self.report(Progress(tally.path, self._number, self._of, tally.read))
            yield batch

    def _begin(self, tally: Tally) -> Draft:
        draft = Draft(self.folder, name_of(tally.layout), self.states)
        draft.begin(tally)
        return draft

    def _join(self, tally: Tally, held: list[Batch]) -> None:
        """Add a small file to the group, or begin a new group if it is of another data set or full."""
        group = self._group
        if group is not None and (group.name != name_of(tally.layout) or group.rows + tally.rows > GROUP):
            self._commit()
        if self._group is None:
            self._group = self._begin(tally)
        else:
            self._group.begin(tally)
        _pour(held, self._group)

    def _commit(self) -> None:
        """Make the group count, and report its files."""
        group = self._group
        if group is None:
            return
        group.spill()
        self._group = None
        commit(group)
        for tally in group.tallies:
            path, name = tally.path, group.name
            self._done[path] = FileReport(path, "taken", name, tally.counts, self._faults.pop(path, ()))


def _pour(held: list[Batch], draft: Draft) -> None:
    """Move batches into a draft, one at a time so that none is held twice."""
    while held:
        draft.add(held.pop(0))


def _seal(tally: Tally, digest: "Future[str]") -> None:
    """Note the checksum of a file that was read to its end.

    Raises:
        Refusal: if the file changed meanwhile, or if the reader lost rows.
    """
    with _mishaps(tally.path, name_of(tally.layout)):
        tally.sha256 = digest.result()
        size = tally.path.stat().st_size
    place, name = Place(str(tally.path)), name_of(tally.layout)
    if size != tally.size:
        text = say("The file changed while it was read.")
        raise Refusal([Fault("events-file-changed", text, place, say("Import it again once it is complete."))], name)
    if tally.read != tally.rows + tally.rejected:
        good, lost = tally.rows, tally.rejected
        text = say("Of {read} rows read, {good} are good and {bad} rejected.", read=tally.read, good=good, bad=lost)
        raise Refusal([Fault("events-rows-lost", text, place)], name)


@contextmanager
def _mishaps(path: Path, name: str = "") -> Iterator[None]:
    """Turn whatever goes wrong in reading a file into a refusal of that file."""
    try:
        yield
    except FaultsError as error:
        raise Refusal(error.faults, name) from error
    except FileNotFoundError as error:
        text = say("There is no such file or folder.")
        raise Refusal([Fault("events-file-missing", text, Place(str(path)))], name) from error
    except OSError as error:
        text = say("The file cannot be read: {reason}.", reason=error.strerror or str(error))
        raise Refusal([Fault("events-file-unreadable", text, Place(str(path)))], name) from error
    except TrivetError as error:
        text = say("The file cannot be read: {reason}.", reason=str(error))
        raise Refusal([Fault("events-file-unreadable", text, Place(str(path)))], name) from error
