"""Reading the files of a case folder into a draft: plain data with the place of every value."""

from pathlib import Path
from typing import Final

from trivet.base.errors import Fault
from trivet.base.ids import nearest
from trivet.base.message import say
from trivet.case.faults import file_fault
from trivet.case.origin import Draft, Origin, RawItem
from trivet.case.sections import LISTS, OPTIONAL, SINGLES
from trivet.case.yaml12 import MAX_BYTES, Document, read_bytes

SUFFIXES: Final = (".yaml", ".yml")
IGNORED_FOLDERS: Final = ("whatif",)


def read_folder(root: Path) -> tuple[Draft, list[Fault]]:
    """Read every file of a case folder. Files that are not YAML are left alone; unknown YAML files are faults."""
    draft, faults = Draft(sections={name: [] for name in LISTS}), []
    for path in sorted(root.iterdir(), key=lambda p: p.name):
        section = path.stem if path.suffix in SUFFIXES else path.name
        if path.is_dir() and section in LISTS:
            for part in sorted(p for p in path.iterdir() if p.suffix in SUFFIXES):
                faults += _take(draft, section, part, f"{section}/{part.name}")
        elif path.is_dir() or path.suffix not in SUFFIXES:
            continue
        elif section in LISTS or section in SINGLES:
            faults += _take(draft, section, path, path.name)
        else:
            close = nearest(section, [*LISTS, *SINGLES])
            faults.append(
                file_fault(
                    "file-unknown",
                    say("A case has no such file."),
                    path.name,
                    say('Did you mean "{name}"?', name=f"{close}.yaml") if close else None,
                )
            )
    faults += _missing(draft, faults)
    return draft, faults


def _missing(draft: Draft, faults: list[Fault]) -> list[Fault]:
    broken = {fault.place.file.split(".")[0] for fault in faults if fault.place}
    found = [
        file_fault("file-missing", say("The case has no such file, and needs one."), f"{name}.yaml")
        for name in LISTS
        if name not in OPTIONAL and name not in broken and not draft.sections[name]
    ]
    if draft.meta is None and "case" not in broken:
        found.append(file_fault("file-missing", say("The case has no such file, and needs one."), "case.yaml"))
    return found


def read_file(path: Path, name: str) -> Document:
    """Read one YAML file; ``name`` is what faults call it. Never reads more than the size limit."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        document = Document(name)
        document.faults.append(
            file_fault(
                "file-unreadable", say("The file cannot be read: {why}.", why=error.strerror or "unknown reason"), name
            )
        )
        return document
    return read_bytes(raw, name)


def _take(draft: Draft, section: str, path: Path, name: str) -> list[Fault]:
    document = read_file(path, name)
    if document.faults and document.data is None:
        return document.faults
    if section in SINGLES:
        return document.faults + _take_single(draft, section, document)
    return document.faults + _take_list(draft, section, document)


def _take_single(draft: Draft, section: str, document: Document) -> list[Fault]:
    if not isinstance(document.data, dict):
        return [Fault("file-shape", say("This file must hold a mapping (key: value)."), document.place(()))]
    item = RawItem(document.data, Origin(document))
    if section == "case":
        draft.meta = item
    else:
        draft.vocabulary = item
    return []


def _take_list(draft: Draft, section: str, document: Document) -> list[Fault]:
    if document.data is None:
        return []
    if not isinstance(document.data, list):
        return [Fault("file-shape", say("This file must hold a list (each item begins with -)."), document.place(()))]
    draft.sections[section] += [RawItem(data, Origin(document, (index,))) for index, data in enumerate(document.data)]
    return []
