"""Verification: whether every part that counts is there and has the bytes it was written with."""

from pathlib import Path

from trivet.base.errors import Fault, Place
from trivet.base.message import Message, say
from trivet.lenses.pulse.archive.catalogue import reading
from trivet.lenses.pulse.archive.folder import EVENTS, PASSED, checksum
from trivet.lenses.pulse.archive.parts import Part, listed

_SUMS = """SELECT s.name, coalesce(f.taken, 0) AS taken, coalesce(f.filtered, 0) AS filtered FROM sources s LEFT JOIN
    (SELECT name, sum(taken) AS taken, sum(filtered) AS filtered FROM files GROUP BY name) f ON f.name = s.name"""


def verify(folder: Path) -> tuple[Fault, ...]:
    """Every fault of the store: parts that are missing or damaged, and rows that do not add up.

    Raises:
        TrivetError: if the catalogue itself is damaged or cannot be read.
    """
    with reading(folder) as connection:
        if connection is None:
            return ()
        parts = listed(connection)
        sums = connection.execute(_SUMS).fetchall()
    found = [fault for part in parts if (fault := _check(folder, part)) is not None]
    for name, taken, filtered in sums:
        for kind, rows in ((EVENTS, taken), (PASSED, filtered)):
            held = sum(part.rows for part in parts if part.name == name and part.kind == kind)
            if held != rows:
                text = say('"{name}" should hold {rows} rows but lists {held}.', name=name, rows=rows, held=held)
                found.append(Fault("events-store-sums", text, Place(str(folder)), _mend(name)))
    return tuple(found)


def _mend(name: str) -> Message:
    return say('Remove "{name}" from the store and import its files again.', name=name)


def _check(folder: Path, part: Part) -> Fault | None:
    path = folder / part.path
    try:
        whole = path.stat().st_size == part.bytes and checksum(path) == part.sha256
    except FileNotFoundError:
        text = say("This part of the store is missing; it held {rows} rows.", rows=part.rows)
        return Fault("events-part-missing", text, Place(str(path)), _mend(part.name))
    except OSError as error:
        text = say("This part of the store cannot be read: {reason}.", reason=error.strerror or str(error))
        return Fault("events-part-unreadable", text, Place(str(path)))
    if whole:
        return None
    text = say("This part of the store is damaged: its bytes are not those that were written.")
    return Fault("events-part-damaged", text, Place(str(path)), _mend(part.name))
