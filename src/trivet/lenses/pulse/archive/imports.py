"""Imports: which files, with which options, under the writer's lock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trivet.base.errors import TrivetError
from trivet.lenses.pulse.archive import compact
from trivet.lenses.pulse.archive.catalogue import prepare, reading, writing
from trivet.lenses.pulse.archive.intake import Intake
from trivet.lenses.pulse.archive.lock import cannot_write, writer
from trivet.lenses.pulse.archive.parts import sweep
from trivet.lenses.pulse.archive.records import FileReport, ImportReport, Reporter


@dataclass(frozen=True)
class Options:
    """What an import is asked for: a layout for all files, and the states that rows must name one of."""

    layout: str | None = None
    states: tuple[str, ...] | None = None


def options(layout: str | None, states: Iterable[str] | None) -> Options:
    """Options as they are stored: states in upper case, sorted, each once.

    Raises:
        TrivetError: if there is no state in ``states``, or something that is no three-letter code.
    """
    if states is None:
        return Options(layout)
    chosen = tuple(sorted({state.strip().upper() for state in states}))
    wrong = [state for state in chosen if not (len(state) == 3 and state.isascii() and state.isalpha())]
    if wrong or not chosen:
        named = f'"{wrong[0]}" is none' if wrong else "none is given"
        raise TrivetError(f"States are given by their three-letter codes (ISO 3166-1); {named}.")
    return Options(layout, chosen)


def gather(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """All files under some paths, each once and sorted, and the folders among the paths.

    Hidden files in folders are left out.
    """
    files: set[Path] = set()
    folders: set[Path] = set()
    for path in paths:
        whole = path.expanduser().resolve()
        if not whole.is_dir():
            files.add(whole)
            continue
        folders.add(whole)
        for file in whole.rglob("*"):
            if file.is_file() and not any(part.startswith(".") for part in file.relative_to(whole).parts):
                files.add(file)
    return sorted(files), sorted(folders)


def run(
    folder: Path,
    jobs: Sequence[tuple[Sequence[Path], Options]] | None,
    wait: float = 0.0,
    report: Reporter | None = None,
) -> ImportReport:
    """Import files and folders of files.

    Args:
        folder: the store.
        jobs: paths with their options; None for the folders imported before.
        wait: seconds to wait for another writer.
        report: told of every batch read.

    Raises:
        TrivetError: if the store cannot be written; what was committed before stays in it.
    """
    with writer(folder, wait):
        try:
            prepare(folder)
            with writing(folder) as connection:
                sweep(folder, connection)
            found: list[FileReport] = []
            for paths, chosen in remembered(folder) if jobs is None else jobs:
                files, folders = gather(paths)
                found += Intake(folder, chosen.layout, chosen.states, report).run(files)
                _remember(folder, folders, chosen)
            for name in sorted({file.name for file in found if file.outcome == "taken"}):
                compact.relieve(folder, name)
        except OSError as error:
            raise cannot_write(folder, error) from error
    return ImportReport(tuple(found))


def remembered(folder: Path) -> list[tuple[list[Path], Options]]:
    """The folders imported before, with the options they were imported with."""
    with reading(folder) as connection:
        if connection is None:
            return []
        rows = connection.execute("SELECT path, layout, states FROM folders ORDER BY path, layout").fetchall()
    return [
        ([Path(path)], Options(layout or None, tuple(states.split()) if states else None))
        for path, layout, states in rows
    ]


def _remember(folder: Path, folders: Sequence[Path], chosen: Options) -> None:
    """Note folders for the next update."""
    if not folders:
        return
    with writing(folder) as connection:
        connection.executemany(
            "INSERT OR REPLACE INTO folders (path, layout, states) VALUES (?, ?, ?)",
            [(str(path), chosen.layout or "", " ".join(chosen.states or ())) for path in folders],
        )
