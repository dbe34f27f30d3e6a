"""A case around what a file of another program holds, with places that lead into that file."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from trivet.base.errors import CaseError
from trivet.base.ids import ID_PATTERN
from trivet.base.message import say
from trivet.case.faults import file_fault
from trivet.case.load import build
from trivet.case.model import Case
from trivet.case.origin import Draft, Origin, RawItem
from trivet.case.yaml12 import Document

SOURCE: Final = "file"
"""Id of the source that stands for the file itself."""

AS_OF: Final = "9999-12-31"
"""The day of such a case: late enough that everything in the file is known on it."""


def file_bytes(path: Path, limit: int) -> bytes:
    """The bytes of a file, at most ``limit`` and one more, by which a longer file is told.

    Raises:
        CaseError: if the system refuses.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(limit + 1)
    except OSError as error:
        why = error.strerror or "unknown reason"
        fault = file_fault("file-unreadable", say("The file cannot be read: {why}.", why=why), path.name)
        raise CaseError([fault]) from None


def case_of(
    document: Document, section: str, things: Sequence[RawItem], actors: Sequence[RawItem], title: str, otherwise: str
) -> Case:
    """The case that holds what a file gives.

    Args:
        document: the file, with the places of what was made of it.
        section: where the things belong.
        things: objects of that section, which cite the source ``file``.
        actors: those who act in them; see :func:`actor`.
        title: what to call the case; its id if empty.
        otherwise: id of the case if the name of the file has no letters or digits.

    Raises:
        CaseError: with every fault.
    """
    name = slug(Path(document.file).stem, otherwise)
    whole = Origin(document)
    source = {
        "id": SOURCE,
        "type": "dataset",
        "title": document.file.encode("utf-8", "replace").decode()[:1000],
        "language": "en",
        "kind": "secondary",
        "quality": "D",
        "seen": "local-file",
    }
    draft = Draft(
        {"sources": [RawItem(source, whole)], "actors": list(actors), section: list(things)},
        RawItem({"format": 1, "id": name, "title": title or name, "as_of": AS_OF}, whole),
    )
    case, faults = build(draft)
    errors = [fault for fault in faults if not fault.warning]
    if errors or case is None:
        raise CaseError(errors)
    return case


def actor(name: str, label: str, origin: Origin, **more: Any) -> RawItem:
    """Somebody who acts in a file: its id, its name, and where it stands."""
    return RawItem({"id": name, "kind": "institution", "name": label, "sources": [SOURCE], **more}, origin)


def ids(names: Iterable[str], otherwise: str, *, keep: bool = False) -> list[str]:
    """Ids for names, each different.

    Args:
        names: the names, in order.
        otherwise: begins the ids of names without letters or digits.
        keep: take names that are ids already as they are.
    """
    found: dict[str, None] = {}
    for index, name in enumerate(names, start=1):
        begun = made = name if keep and re.match(ID_PATTERN, name) else slug(name, f"{otherwise}{index}")
        number = index
        while made in found:
            made, number = f"{begun[:70]}-{number}", number + 1
        found[made] = None
    return list(found)


def slug(name: str, otherwise: str) -> str:
    """An id made of a name's letters and digits."""
    made = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:70]
    return made or otherwise
