"""Reading the files of a case folder into a draft: plain data with the place of every value."""

import stat
from pathlib import Path
from typing import Final

from trivet.base.errors import Fault
from trivet.base.ids import nearest
from trivet.base.message import Message, say
from trivet.case.faults import file_fault
from trivet.case.origin import Draft, Origin, RawItem
from trivet.case.sections import LISTS, OPTIONAL, SINGLES
from trivet.case.yaml12 import MAX_BYTES, Document, read_bytes

SUFFIXES: Final = (".yaml", ".yml")
IGNORED_FOLDERS: Final = ("whatif",)


def read_folder(root: Path) -> tuple[Draft, list[Fault]]:
    """Read every file of a case folder.

    Files that are not YAML are left alone; unknown YAML files are faults, and so are folders of YAML files that look
    like a mistyped section.
    """
    draft, faults, seen = Draft(sections={name: [] for name in LISTS}), list[Fault](), set[str]()
    for path in _listing(root, root.name, faults):
        section = path.stem if path.suffix in SUFFIXES else path.name
        if path.is_dir() and section in LISTS:
            for part in _yaml_files(_listing(path, path.name, faults)):
                seen.add(section)
                faults += _take(draft, section, part, f"{path.name}/{part.name}")
        elif path.is_dir():
            likely = section not in IGNORED_FOLDERS and nearest(section, [*LISTS, *SINGLES])
            if likely and _yaml_files(_listing(path, path.name, faults)):
                faults.append(_unknown(path.name, section))
        elif path.suffix in SUFFIXES and (section in LISTS or section in SINGLES):
            seen.add(section)
            faults += _take(draft, section, path, path.name)
        elif path.suffix in SUFFIXES:
            faults.append(_unknown(path.name, section))
    faults += _missing(draft, seen)
    return draft, faults


def _listing(folder: Path, name: str, faults: list[Fault]) -> list[Path]:
    try:
        return sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        faults.append(_unreadable(name, error))
        return []


def _unreadable(name: str, error: OSError) -> Fault:
    why = error.strerror or "unknown reason"
    return file_fault("file-unreadable", say("The file cannot be read: {why}.", why=why), name)


def _yaml_files(paths: list[Path]) -> list[Path]:
    return [path for path in paths if path.suffix in SUFFIXES]


def _unknown(name: str, section: str) -> Fault:
    close = nearest(section, [*LISTS, *SINGLES])
    hint = say('Did you mean "{name}"?', name=f"{close}.yaml") if close else None
    return file_fault("file-unknown", say("A case has no such file."), name, hint)


def _missing(draft: Draft, seen: set[str]) -> list[Fault]:
    """Faults for sections that a case needs and this one does not have, or has without anything in them."""
    found = []
    for name in ("case", *(name for name in LISTS if name not in OPTIONAL)):
        if name not in seen:
            found.append(file_fault("file-missing", say("The case has no such file, and needs one."), f"{name}.yaml"))
        elif name in LISTS and name not in draft.unread and not draft.sections[name]:
            found.append(file_fault("file-shape", say("This file must hold at least one item."), f"{name}.yaml"))
        else:
            continue
        draft.unread.add(name)
    return found


def read_file(path: Path, name: str) -> Document:
    """Read one YAML file; ``name`` is what faults call it. Never reads more than the size limit."""
    try:
        if stat.S_ISFIFO(path.stat().st_mode):
            raise OSError(0, "it is a pipe")  # opening it would wait for ever
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return Document(name, faults=[_unreadable(name, error)])
    return read_bytes(raw, name)


def _take(draft: Draft, section: str, path: Path, name: str) -> list[Fault]:
    document = read_file(path, name)
    if document.faults and document.data is None:
        draft.unread.add(section)
        return document.faults
    if section in SINGLES:
        return document.faults + _take_single(draft, section, document)
    return document.faults + _take_list(draft, section, document)


def _take_single(draft: Draft, section: str, document: Document) -> list[Fault]:
    if not isinstance(document.data, dict):
        draft.unread.add(section)
        return [_misshapen(document, say("This file must hold a mapping (key: value)."))]
    if (draft.meta if section == "case" else draft.vocabulary) is not None:
        return [file_fault("file-unknown", say("The case has this file twice."), document.file)]
    item = RawItem(document.data, Origin(document))
    if section == "case":
        draft.meta = item
    else:
        draft.vocabulary = item
    return []


def _misshapen(document: Document, message: Message) -> Fault:
    return Fault("file-shape", message, document.place(()))


def _take_list(draft: Draft, section: str, document: Document) -> list[Fault]:
    if document.data is None:
        return []
    if not isinstance(document.data, list):
        draft.unread.add(section)
        return [_misshapen(document, say("This file must hold a list (each item begins with -)."))]
    draft.sections[section] += [RawItem(data, Origin(document, (index,))) for index, data in enumerate(document.data)]
    return []
