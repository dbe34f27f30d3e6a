"""Which layout a file has, told by what is in it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from trivet.base.errors import FaultsError
from trivet.base.ids import nearest
from trivet.base.message import say
from trivet.lenses.pulse.events.batch import EventFile, Layout
from trivet.lenses.pulse.events.readers.blocks import head
from trivet.lenses.pulse.events.readers.faults import refused
from trivet.lenses.pulse.events.readers.gdelt import GDELT1, GDELT2, GdeltFile
from trivet.lenses.pulse.events.readers.icews import HEADER, ICEWS, IcewsFile

LAYOUTS: Final[dict[str, Layout]] = {layout.name: layout for layout in (GDELT1, GDELT2, ICEWS)}
"""Every layout that can be read, by its name."""

MENTIONS: Final = (15, 16)
MANGLED: Final = re.compile(rb"GLOBALEVENTID[;,]|^\d{6,};\d{8};", re.MULTILINE | re.IGNORECASE)


def open_events(path: Path, layout: str | None = None) -> EventFile:
    """Open a file of event data.

    Args:
        path: the file, plain, gzipped or a zip with one file in it.
        layout: one of :data:`LAYOUTS`; told by what is in the file if left out.

    Raises:
        FaultsError: if no layout fits, or the file cannot be trusted.
        OSError: if it cannot be read.
    """
    lines = [line for line in head(path).split(b"\n")[:50] if line.strip()]
    if not lines:
        raise refused(path, "event-file-empty", say("There is nothing in the file."))
    if layout is not None:
        return _given(path, layout)
    return _recognised(path, lines[:-1] or lines)


def _given(path: Path, layout: str) -> EventFile:
    if layout not in LAYOUTS:
        close = nearest(layout, LAYOUTS)
        hint = say('Did you mean "{name}"?', name=close) if close else say("Known: {names}.", names=", ".join(LAYOUTS))
        raise refused(path, "event-layout", say('There is no layout "{name}".', name=layout), hint)
    made: dict[str, Callable[[], EventFile]] = {
        "gdelt1": lambda: GdeltFile(path, GDELT1, (57, 58)),
        "gdelt2": lambda: GdeltFile(path, GDELT2, (61,)),
        "icews": lambda: IcewsFile(path, ICEWS),
    }
    return made[layout]()


def _recognised(path: Path, lines: list[bytes]) -> EventFile:
    first = lines[0].rstrip(b"\r")
    if MANGLED.search(b"\n".join(lines)):
        raise _mangled(path)
    if set(first.decode("utf-8", "replace").split("\t")) >= HEADER:
        return _given(path, "icews")
    counts = [line.count(b"\t") + 1 for line in lines]
    usual = max(set(counts), key=counts.count)
    number = first.split(b"\t")[0].isdigit()
    if usual == 61:
        return _given(path, "gdelt2")
    if usual in (57, 58):
        return _given(path, "gdelt1")
    if usual in MENTIONS and number:
        text = say("These are mentions of events, not events.")
        raise refused(path, "event-mentions", text, say("Import the file of events of the same time."))
    raise refused(
        path,
        "event-layout",
        say("The layout is not known: {count} columns.", count=usual),
        say("Known: {names}.", names=", ".join(LAYOUTS)),
    )


def _mangled(path: Path) -> FaultsError:
    return refused(
        path,
        "event-mangled",
        say("A spreadsheet has saved this file anew: leading zeros of its codes and digits of its times are lost."),
        say("Download the file again and import it as it is."),
    )
