"""GDELT event tables: version 1 with 57 or 58 columns, version 2 with 61, without a header.

After the codebooks of the GDELT Event Database 1.03 and 2.0 (Leetaru & Schrodt 2013). Codes are read as text and
nothing is quoted. The file's own quad class and Goldstein value are kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from trivet.base.message import say
from trivet.lenses.pulse.events.actors import CodeSystem, cameo_actors, states
from trivet.lenses.pulse.events.batch import Batch, Layout
from trivet.lenses.pulse.events.readers.blocks import Block, Sieve, blocks, sieve
from trivet.lenses.pulse.events.readers.faults import Kept, mangled, row_fault
from trivet.lenses.pulse.events.readers.frames import (
    checked,
    day,
    empty,
    looked_up,
    mapped,
    moment,
    number,
    root_of,
    text_columns,
)

if TYPE_CHECKING:
    import polars as pl

CITATION: Final = (
    "The GDELT Project, https://www.gdeltproject.org/; Leetaru, K., & Schrodt, P. A. (2013). GDELT: Global Data on "
    "Events, Location and Tone, 1979-2012. ISA Annual Convention."
)
TERMS: Final = "Free for any use, with citation and a link to the GDELT Project."
BLIND: Final = (
    "What no listed medium wrote about; quiet legal and procedural turns. One event may stand in it many times, and "
    "its volume grows with the number of media."
)

GDELT1: Final = Layout("gdelt1", "gdelt", "1", CITATION, TERMS, BLIND)
GDELT2: Final = Layout("gdelt2", "gdelt", "2", CITATION, TERMS, BLIND)

COMMON: Final = {
    "event_id": 0,
    "day": 1,
    "actor1_raw": 5,
    "country1": 7,
    "sector1": 12,
    "actor2_raw": 15,
    "country2": 17,
    "sector2": 22,
    "code": 26,
    "root": 28,
    "quad": 29,
    "intensity": 30,
    "weight": 31,
}
QUADS: Final = {"1": 1, "2": 2, "3": 3, "4": 4}
PLACES: Final[dict[int, dict[str, int]]] = {
    57: {"place": 50, "fips": 51, "added": 56},
    58: {"place": 50, "fips": 51, "added": 56, "url": 57},
    61: {"place": 52, "fips": 53, "added": 59, "url": 60},
}


@dataclass(frozen=True)
class GdeltFile:
    """A file of GDELT events; ``columns`` are the numbers of columns it may have."""

    path: Path
    layout: Layout
    columns: tuple[int, ...]

    def batches(self) -> Iterator[Batch]:
        """See :class:`trivet.lenses.pulse.events.batch.EventFile`."""
        kept = Kept()
        for block in blocks(self.path):
            yield from _batches(self, block, kept)


def _batches(file: GdeltFile, block: Block, kept: Kept) -> Iterator[Batch]:
    import polars as pl

    raw = _even(block, max(file.columns))
    if raw is not None:
        yield _batch(file, raw, pl.int_range(block.line, block.line + block.lines, eager=True), kept)
        return
    found = sieve(block, file.columns)
    if found.bad:
        yield _wrong(file.path, found, kept)
    for columns, (data, lines) in found.good.items():
        yield _batch(file, _cells(data, columns), pl.Series(lines), kept)


def _even(block: Block, columns: int) -> "pl.DataFrame | None":
    """The cells of a block in which every line has the right number of columns; None if that is not certain.

    The tabs are as many as they should be in all. If the last column is filled in every line, no line has too few, and
    so none has too many. This costs a fraction of finding the columns of each line.
    """
    import polars as pl

    if block.tabs != block.lines * (columns - 1):
        return None
    try:
        raw = _cells(block.data, columns)
    except pl.exceptions.PolarsError:  # lines differ
        return None
    last = "url" if "url" in PLACES[columns] else "added"
    return raw if raw.height == block.lines and not raw[last].null_count() else None


def _batch(file: GdeltFile, raw: "pl.DataFrame", lines: "pl.Series", kept: Kept) -> Batch:
    if _is_mangled(raw):
        raise mangled(file.path)
    return checked(file.path, _canonical(raw, file.layout), lines, raw.height, kept, None)


def _is_mangled(raw: "pl.DataFrame") -> bool:
    """Whether codes have lost their zeros or times their digits, as in a file that a spreadsheet saved."""
    times, roots = raw["added"].unique().drop_nulls(), raw["root"].unique().drop_nulls()
    lost = (roots.str.len_bytes() == 1).any() and not roots.str.starts_with("0").any()
    return lost or times.str.contains(r"^\d[.,]?\d*E\+?\d+$").any()


def _wrong(path: Path, found: Sieve, kept: Kept) -> Batch:
    made = [
        row_fault(path, line, 1, "event-columns", say("The row has {count} columns.", count=columns))
        for line, columns in found.bad[:1000]
    ]
    return Batch(empty(), len(found.bad), len(found.bad), kept.some(made))


def _cells(data: bytes, columns: int) -> "pl.DataFrame":
    """The columns that are needed, as text."""
    places = COMMON | PLACES[columns]
    raw = text_columns(data, sorted(places.values()))
    raw.columns = [name for name, _ in sorted(places.items(), key=lambda item: item[1])]
    return raw


def _canonical(raw: "pl.DataFrame", layout: Layout) -> "pl.DataFrame":
    import polars as pl

    added = mapped(raw["added"], moment, pl.Datetime("ms"))
    known = raw["added"].is_null() | added.is_not_null()
    url = raw["url"] if "url" in raw.columns else pl.Series([None] * raw.height, dtype=pl.String)
    code = raw["code"]
    return pl.DataFrame(
        {
            "source": pl.repeat(layout.source, raw.height, eager=True),
            "version": pl.repeat(layout.version, raw.height, eager=True),
            "event_id": raw["event_id"],
            "date": mapped(raw["day"], day, pl.Date).set(~known, None),
            "added": added,
            "actor1_raw": raw["actor1_raw"],
            "actor2_raw": raw["actor2_raw"],
            "actor1": looked_up(raw["country1"], cameo_actors()),
            "actor2": looked_up(raw["country2"], cameo_actors()),
            "sector1": raw["sector1"],
            "sector2": raw["sector2"],
            "code_system": pl.repeat("cameo", raw.height, eager=True),
            "code": code,
            "root": mapped(code, root_of, pl.String),
            "quad": mapped(raw["quad"], QUADS.get, pl.Int8),
            "intensity": number(raw["intensity"]),
            "scale": pl.repeat("goldstein", raw.height, eager=True),
            "weight": number(raw["weight"]),
            "story": url,
            "place": raw["place"],
            "place_state": looked_up(raw["fips"], states(CodeSystem.FIPS)),
            "url": url,
        }
    )
