"""Which layout a file has, told by what is in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from trivet.base.errors import FaultsError
from trivet.base.ids import nearest
from trivet.base.message import say
from trivet.lenses.pulse.events.batch import EventFile, Layout
from trivet.lenses.pulse.events.readers.blocks import head
from trivet.lenses.pulse.events.readers.faults import mangled, refused
from trivet.lenses.pulse.events.readers.gdelt import GDELT1, GDELT2, GdeltFile
from trivet.lenses.pulse.events.readers.icews import HEADER, ICEWS, icews_columns
from trivet.lenses.pulse.events.readers.icews_r import MAGIC, IcewsRFile
from trivet.lenses.pulse.events.readers.phoenix import (
    COLUMNS,
    HISTORICAL_HEADER,
    PHOENIX,
    PHOENIX_HISTORICAL,
    historical_columns,
    phoenix_columns,
)
from trivet.lenses.pulse.events.readers.phoenix import HEADER as PHOENIX_HEADER
from trivet.lenses.pulse.events.readers.plover_json import PLOVER, PloverFile
from trivet.lenses.pulse.events.readers.polecat import HEADER as POLECAT_HEADER
from trivet.lenses.pulse.events.readers.polecat import POLECAT, polecat_columns
from trivet.lenses.pulse.events.readers.quadruples import CUTS, QuadrupleFile, cut_of
from trivet.lenses.pulse.events.readers.table import TableFile, heading
from trivet.lenses.pulse.events.readers.terrier import HEADER as TERRIER_HEADER
from trivet.lenses.pulse.events.readers.terrier import TERRIER, terrier_columns

WHOLE: Final = (GDELT1, GDELT2, ICEWS, POLECAT, PLOVER, PHOENIX, PHOENIX_HISTORICAL, TERRIER)
LAYOUTS: Final[dict[str, Layout]] = {layout.name: layout for layout in (*WHOLE, *(cut.layout for cut in CUTS.values()))}
"""Every layout that can be read, by its name."""

HEADERS: Final = {
    "icews": HEADER,
    "polecat": POLECAT_HEADER,
    "phoenix": PHOENIX_HEADER,
    "phoenix-historical": HISTORICAL_HEADER,
    "terrier": TERRIER_HEADER,
}
"""Columns that tell the layouts of tables with a heading."""

HEAD: Final = 1 << 16
"""Bytes looked at."""

LOOK: Final = 50
"""Lines looked at."""

OTHER: Final = (b"BZh", b"\xfd7zXZ")
"""How files begin that only R packs so."""

MENTIONS: Final = (15, 16)
MANGLED: Final = re.compile(rb"GLOBALEVENTID[;,]|^\d{6,};\d{8};", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Sample:
    """The first lines of a file, without line ends and blank lines."""

    lines: tuple[bytes, ...]

    @property
    def first(self) -> bytes:
        """The first line."""
        return self.lines[0]

    @property
    def columns(self) -> int:
        """How many columns most of the lines have."""
        counts = [line.count(b"\t") + 1 for line in self.lines]
        return max(sorted(set(counts)), key=counts.count)

    @property
    def ids(self) -> bool:
        """Whether the first three columns are numbers."""
        return all(cell.strip().isdigit() for cell in self.first.split(b"\t")[:3])


def open_events(path: Path, layout: str | None = None) -> EventFile:
    """Open a file of event data.

    Args:
        path: the file, plain, gzipped or a zip with one file in it.
        layout: one of :data:`LAYOUTS`; told by what is in the file if left out.

    Raises:
        FaultsError: if no layout fits, or the file cannot be trusted.
        OSError: if it cannot be read.
    """
    with path.open("rb") as raw:
        packed = raw.read(6)
    other = packed.startswith(OTHER)
    start = b"" if other else head(path, HEAD)
    if other or start.startswith(MAGIC):
        return _workspace(path, layout)
    lines = [line.rstrip(b"\r") for line in start.replace(b"\x00", b"").split(b"\n") if line.strip()]
    if not lines:
        raise refused(path, "event-file-empty", say("There is nothing in the file."))
    sample = Sample(tuple(lines[:LOOK] if len(lines) > LOOK or len(start) < HEAD // 2 else lines[:-1] or lines))
    if layout is not None and layout not in LAYOUTS:
        raise _no_layout(path, layout)
    name = layout or _recognised(path, sample)
    return _opened(path, name, sample)


def _workspace(path: Path, layout: str | None) -> EventFile:
    """A saved workspace of R, which only ICEWS comes in."""
    if layout is not None and layout not in LAYOUTS:
        raise _no_layout(path, layout)
    if layout not in (None, "icews"):
        raise _misfit(path, LAYOUTS[layout])
    return IcewsRFile(path, ICEWS)


def _recognised(path: Path, sample: Sample) -> str:
    """Name of the layout.

    Raises:
        FaultsError: if there is none.
    """
    if MANGLED.search(b"\n".join(sample.lines)):
        raise mangled(path)
    names = set(heading(sample.first))
    for name, wanted in HEADERS.items():
        if names >= wanted:
            return name
    if sample.first.startswith((b"{", b"[")):
        return "plover"
    if (found := {61: "gdelt2", 57: "gdelt1", 58: "gdelt1", len(COLUMNS): "phoenix"}.get(sample.columns)) is not None:
        return found
    if sample.columns in MENTIONS and sample.first.split(b"\t")[0].isdigit():
        text = say("These are mentions of events, not events.")
        raise refused(path, "event-mentions", text, say("Import the file of events of the same time."))
    return _cut_name(path, sample)


def _cut_name(path: Path, sample: Sample) -> str:
    cells = sample.first.split(b"\t")
    if len(cells) == 2 and not cells[0].isdigit() and cells[1].strip().isdigit():
        text = say("This is a dictionary of ids, not a file of events.")
        raise refused(path, "event-dictionary", text, say("Import the file of events beside it."))
    if sample.columns not in (4, 5) or (sample.columns == 5 and not sample.ids):
        hint = say("Known: {names}.", names=", ".join(LAYOUTS))
        text = say("The layout is not known: {count} columns.", count=sample.columns)
        raise refused(path, "event-layout", text, hint)
    cut = cut_of(path)
    if cut is None:
        text = say("These are quadruples of ICEWS, but it cannot be told which cut they belong to.")
        hint = say("Name the layout. It is one of: {names}.", names=", ".join(CUTS))
        raise refused(path, "event-cut", text, hint)
    return cut.layout.name


def _opened(path: Path, name: str, sample: Sample) -> EventFile:
    """Open a file with a layout that is known.

    Raises:
        FaultsError: if the file cannot have it.
    """
    if name in CUTS:
        if sample.columns not in (4, 5):
            raise _misfit(path, LAYOUTS[name])
        return QuadrupleFile(path, CUTS[name], sample.columns, sample.ids)
    if name == "phoenix" and not set(heading(sample.first)) >= PHOENIX_HEADER:
        return TableFile(path, PHOENIX, phoenix_columns, COLUMNS)
    if name in HEADERS and not set(heading(sample.first)) >= HEADERS[name]:
        raise _misfit(path, LAYOUTS[name])
    made: dict[str, Callable[[], EventFile]] = {
        "gdelt1": lambda: GdeltFile(path, GDELT1, (57, 58)),
        "gdelt2": lambda: GdeltFile(path, GDELT2, (61,)),
        "icews": lambda: TableFile(path, ICEWS, icews_columns),
        "polecat": lambda: TableFile(path, POLECAT, polecat_columns),
        "plover": lambda: PloverFile(path, PLOVER),
        "phoenix": lambda: TableFile(path, PHOENIX, phoenix_columns),
        "phoenix-historical": lambda: TableFile(path, PHOENIX_HISTORICAL, historical_columns),
        "terrier": lambda: TableFile(path, TERRIER, terrier_columns),
    }
    return made[name]()


def _no_layout(path: Path, layout: str) -> FaultsError:
    close = nearest(layout, LAYOUTS)
    hint = say('Did you mean "{name}"?', name=close) if close else say("Known: {names}.", names=", ".join(LAYOUTS))
    return refused(path, "event-layout", say('There is no layout "{name}".', name=layout), hint)


def _misfit(path: Path, layout: Layout) -> FaultsError:
    text = say('The file does not have the layout "{name}".', name=layout.name)
    return refused(path, "event-layout", text, say("Leave the layout out to have it recognised."))
