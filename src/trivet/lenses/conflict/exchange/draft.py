"""A case around one conflict that was read from a file of another format, with places that lead into that file."""

import json
from pathlib import Path
from typing import Any, Final

from trivet.base.errors import CaseError, Fault, Place
from trivet.base.message import N_, Message, Term, say
from trivet.case.model import Case
from trivet.case.origin import Origin, RawItem
from trivet.case.read import read_file
from trivet.case.yaml12 import Document, read_bytes
from trivet.case.yaml12 import Path as DataPath
from trivet.lens import foreign
from trivet.lens.foreign import AS_OF, SOURCE, actor, ids, slug

MAPPING: Final = N_("a mapping (key: value)")
LIST: Final = N_("a list")
NAME: Final = N_("text")
TRUTH: Final = N_("true or false")

PLAYER: Final = "player-"
OTHERWISE: Final = "conflict"
"""What ids begin with, or are, where names have no letters or digits."""

WITH_PLACES: Final = 2_000_000
"""Bytes up to which a file is read with the place of every value."""


class FileReader:
    """Takes a file apart value by value and collects a fault for each that is not as it should be."""

    def __init__(self, document: Document) -> None:
        """Keep the document."""
        self.document = document
        self.faults: list[Fault] = []
        self.marks: list[tuple[DataPath, DataPath]] = []

    def fault(self, message: Message, path: DataPath) -> None:
        """Note a fault at a value."""
        self.faults.append(Fault("conflict-file", message, self.document.place(path)))

    def want(self, value: Any, kind: type, words: str, path: DataPath) -> Any:
        """A value of a kind, or a fault and an empty value of that kind."""
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return value
        self.fault(say("Here {kind} is needed.", kind=Term(msgid=words)), path)
        return kind()

    def list(self, holder: Any, key: str, path: DataPath) -> list[Any]:
        """A list under a key; an empty one if it is not there."""
        found: list[Any] = self.want(holder.get(key, []), list, LIST, (*path, key))
        return found

    def settle(self) -> None:
        """Stop here if something is wrong that the rest hangs on.

        Raises:
            CaseError: with the faults found.
        """
        if self.faults:
            raise CaseError(self.faults)

    def mark(self, made: DataPath, given: DataPath) -> None:
        """Note where something of the conflict came from."""
        self.marks.append((made, given))


def read_json(path: Path) -> Document:
    """Read a JSON file with the places of its values.

    Raises:
        CaseError: if it is not JSON.
    """
    try:
        raw = path.read_bytes()
        data = json.loads(raw.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        place = Place(path.name, error.lineno, error.colno)
        raise CaseError([Fault("conflict-file", say("This is not valid JSON: {why}.", why=error.msg), place)]) from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        fault = Fault("conflict-file", say("This is not JSON in UTF-8."), Place(path.name))
        raise CaseError([fault]) from None
    except OSError:
        raise CaseError(read_file(path, path.name).faults) from None
    if len(raw) <= WITH_PLACES:
        document = read_bytes(raw.replace(b"\t", b" "), path.name)
        twice = [fault for fault in document.faults if fault.code not in ("yaml-syntax", "yaml-encoding")]
        if twice:
            raise CaseError(twice)
        if not document.faults and document.data == data:  # some JSON is no YAML: it is read without places
            return document
    return Document(path.name, data)


def case_of(reader: FileReader, conflict: dict[str, Any], names: list[str], title: str, base: DataPath = ()) -> Case:
    """The case that holds one conflict.

    Args:
        reader: what read the file, with the faults it found.
        conflict: the conflict as plain data, with decision makers in the order of ``names``.
        names: names of the decision makers.
        title: what to call it.
        base: path of the conflict in the file.

    Raises:
        CaseError: with every fault.
    """
    reader.settle()
    document = reader.document
    name = slug(Path(document.file).stem, OTHERWISE)
    conflict = {"id": name, "title": title or name, "as_of": AS_OF, "sources": [SOURCE], **conflict}
    origin = Origin(document, base)
    for made, given in reader.marks:
        origin = origin.overridden(made, document, given)
    made_of = zip(ids(names, PLAYER), names, strict=True)
    actors = [actor(key, label, Origin(document)) for key, label in made_of]
    return foreign.case_of(document, "conflicts", [RawItem(conflict, origin)], actors, title, OTHERWISE)
