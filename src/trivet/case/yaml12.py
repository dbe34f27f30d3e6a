"""YAML 1.2 core schema, read from libyaml's event stream, with the place of every value kept.

Plain PyYAML follows YAML 1.1: it turns ``NO`` into False and ``12:30`` into 750, lets a duplicate key win silently and
expands aliases without limit. Here only ``true``, ``null`` and decimal numbers are special, duplicate keys are faults,
and anchors, aliases and tags are refused. The reader is iterative, so deep nesting cannot exhaust the stack.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from trivet.base.errors import Fault, Place
from trivet.base.message import Message, say

Path = tuple[str | int, ...]

MAX_BYTES: Final = 32 * 2**20
MAX_DEPTH: Final = 40
MAX_FAULTS: Final = 500

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT: Final = re.compile(r"[-+]?[0-9]{1,18}\Z")
_OTHER_INT: Final = re.compile(r"0(?:o[0-7]{1,20}|x[0-9a-fA-F]{1,15})\Z")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_SPECIAL: Final = {
    **{sign + word: math.inf for sign in ("", "+") for word in (".inf", ".Inf", ".INF")},
    **{"-" + word: -math.inf for word in (".inf", ".Inf", ".INF")},
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_FORBIDDEN: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Document:
    """One file as plain data, the line and column of every value and key in it, and what was wrong with it."""

    file: str
    data: Any = field(default=None, repr=False)
    places: dict[Path, tuple[int, int]] = field(default_factory=dict, repr=False)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict, repr=False)
    faults: list[Fault] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """The place of a value, or of the nearest thing around it that has one."""
        for length in range(len(path), -1, -1):
            found = self.places.get(path[:length])
            if found:
                return Place(self.file, *found)
        return Place(self.file)

    def key_place(self, path: Path) -> Place:
        """The place of the key that leads to a value, or of the value if it has none."""
        found = self.keys.get(path)
        return Place(self.file, *found) if found else self.place(path)


@dataclass
class _Frame:
    """A collection under construction; ``key`` is set while a mapping waits for its value.

    ``drops``: that value is read but not kept, since its key was refused. ``is_key``: the collection stands where a
    key should.
    """

    container: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None
    drops: bool = False
    is_key: bool = False


def read_bytes(raw: bytes, file: str) -> Document:
    """Decode and read one file.

    Args:
        raw: the bytes of the file; UTF-8, with or without a byte order mark.
        file: the name to show in faults.
    """
    document = Document(file)
    if len(raw) > MAX_BYTES:
        _fault(
            document,
            "yaml-too-large",
            Place(file),
            say("The file is larger than {limit} MiB.", limit=MAX_BYTES // 2**20),
            say("Split it: a section may be a folder of files."),
        )
        return document
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(errors="replace")  # the object has lost its byte order mark
        _fault(
            document,
            "yaml-encoding",
            _place_after(before, file),
            say("This byte is not UTF-8 text."),
            say("Save the file as UTF-8."),
        )
        return document
    return _read(text, document)


def _place_after(before: str, file: str) -> Place:
    return Place(file, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)


def _read(text: str, document: Document) -> Document:
    reader = _Reader(document)
    try:
        for event in _events(text):
            reader.take(event)
            if len(document.faults) >= MAX_FAULTS or reader.documents > 1:
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(document.file, mark.line + 1, mark.column + 1) if mark else Place(document.file)
        _fault(document, "yaml-syntax", place, say("This is not valid YAML: {why}.", why=_why(error)))
    except yaml.reader.ReaderError:  # its position counts bytes or characters, depending on the library
        found = _FORBIDDEN.search(text)
        _fault(
            document,
            "yaml-encoding",
            _place_after(text[: found.start()], document.file) if found else Place(document.file),
            say("This line holds a character that YAML does not allow."),
        )
    except _TooDeepError as deep:
        _fault(document, "yaml-too-deep", deep.place, say("Values are nested more than {limit} deep.", limit=MAX_DEPTH))
    return document


def _events(text: str) -> Iterator[Any]:
    loader = _Loader(text)
    try:
        while not isinstance(event := loader.get_event(), yaml.StreamEndEvent):
            yield event
    finally:
        loader.dispose()


def _why(error: yaml.MarkedYAMLError) -> str:
    return " ".join(part for part in (error.context, error.problem) if part).replace("\n", " ")


def _fault(document: Document, code: str, place: Place, message: Message, hint: Message | None = None) -> None:
    document.faults.append(Fault(code, message, place, hint))


class _TooDeepError(Exception):
    def __init__(self, place: Place) -> None:
        self.place = place


class _Reader:
    """Turns events into plain data with an explicit stack."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.stack: list[_Frame] = []
        self.documents = 0

    def take(self, event: Any) -> None:
        """Take one event of the stream."""
        if isinstance(event, yaml.ScalarEvent):
            self._refuse(event)
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse(event)
            self._open(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            frame = self.stack.pop()
            if not frame.is_key:
                self._put(frame.container)
        elif isinstance(event, yaml.AliasEvent):
            self._fault(
                "yaml-alias",
                event,
                say("Aliases (*{name}) are not allowed in a case.", name=str(event.anchor)),
                say("Write the value out."),
            )
            if self._at_key():
                self._refuse_key(event)
            else:
                self._place_value(event, None)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents == 2:
                self._fault("yaml-syntax", event, say("A file holds one YAML document; here a second one begins."))

    def _refuse(self, event: Any) -> None:
        if event.anchor:
            self._fault(
                "yaml-alias",
                event,
                say("Anchors (&{name}) are not allowed in a case.", name=str(event.anchor)),
                say("Write the value out."),
            )
        if event.tag and event.tag != "!":
            self._fault("yaml-tag", event, say("Tags ({tag}) are not allowed in a case.", tag=event.tag))

    def _scalar(self, event: Any) -> None:
        if self._at_key():
            self._key(event, self.stack[-1])
            return
        plain = event.implicit[0] and not event.style
        self._place_value(event, _resolve(event.value) if plain else event.value)

    def _at_key(self) -> bool:
        """Whether the next event should be the key of a mapping."""
        frame = self.stack[-1] if self.stack else None
        return frame is not None and isinstance(frame.container, dict) and frame.key is None

    def _refuse_key(self, event: Any) -> None:
        """Go on after a key that cannot be used: its value is read under a name of its own, and dropped."""
        line, column = self._spot(event)
        self.stack[-1].key, self.stack[-1].drops = f"\0{line}:{column}", True

    def _key(self, event: Any, frame: _Frame) -> None:
        path = (*frame.path, event.value)
        if path in self.document.keys:
            first = self.document.keys[path]
            self._fault(
                "yaml-duplicate-key",
                event,
                say(
                    'The key "{key}" stands here a second time; the first is in line {line}.',
                    key=event.value,
                    line=str(first[0]),
                ),
            )
            self._refuse_key(event)
        else:
            self.document.keys[path] = self._spot(event)
            frame.key = event.value

    def _open(self, event: Any, container: dict[str, Any] | list[Any]) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise _TooDeepError(self._place(event))
        at_key = self._at_key()
        if at_key:
            self._fault("yaml-syntax", event, say("A key must be plain text."))
            self._refuse_key(event)
        path = self._next_path()
        self.document.places.setdefault(path, self._spot(event))
        self.stack.append(_Frame(container, path, is_key=at_key))

    def _place_value(self, event: Any, value: Any) -> None:
        self.document.places.setdefault(self._next_path(), self._spot(event))
        self._put(value)

    def _next_path(self) -> Path:
        if not self.stack:
            return ()
        frame = self.stack[-1]
        if isinstance(frame.container, list):
            return (*frame.path, len(frame.container))
        return (*frame.path, frame.key or "")

    def _put(self, value: Any) -> None:
        if not self.stack:
            if self.documents == 1:
                self.document.data = value
            return
        frame = self.stack[-1]
        if isinstance(frame.container, list):
            frame.container.append(value)
        else:
            if not frame.drops:
                frame.container[frame.key or ""] = value
            frame.key, frame.drops = None, False

    def _spot(self, event: Any) -> tuple[int, int]:
        mark = event.start_mark
        return mark.line + 1, mark.column + 1

    def _place(self, event: Any) -> Place:
        return Place(self.document.file, *self._spot(event))

    def _fault(self, code: str, event: Any, message: Message, hint: Message | None = None) -> None:
        _fault(self.document, code, self._place(event), message, hint)


def _resolve(word: str) -> Any:
    """The value of a plain scalar in the YAML 1.2 core schema (YAML 1.2.2, section 10.3.2)."""
    if word in _NULL:
        return None
    if word in _BOOL:
        return _BOOL[word]
    if word[0] not in "0123456789+-.":
        return word
    if _INT.match(word):
        return int(word)
    if _OTHER_INT.match(word):
        return int(word, 0)
    if _FLOAT.match(word):
        return float(word)
    return _SPECIAL.get(word, word)
