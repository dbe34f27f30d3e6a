"""GDELT event tables: version 1 with 57 or 58 columns, version 2 with 61, without a header.

After the codebooks of the GDELT Event Database 1.03 and 2.0 (Leetaru & Schrodt 2013). Codes are read as text and
nothing is quoted. The file's own quad class and Goldstein value are kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from trivet.base.message import say
from trivet.lenses.pulse.events.actors import CodeSystem, cameo_actors, states
from trivet.lenses.pulse.events.batch import Batch, Layout
from trivet.lenses.pulse.events.readers.blocks import Block, Sieve, blocks, sieve
from trivet.lenses.pulse.events.readers.faults import Kept, row_fault
from trivet.lenses.pulse.events.readers.frames import checked, day, empty, looked_up, mapped, moment, root_of

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
    found = sieve(block, file.columns)
    bad = _wrong(file.path, found, kept)
    if bad.rejected_count:
        yield bad
    for columns, (data, lines) in found.good.items():
        import polars as pl

        yield checked(file.path, _canonical(data, columns, file.layout), pl.Series(lines), lines.size, kept, None)


def _wrong(path: Path, found: Sieve, kept: Kept) -> Batch:
    made = [
        row_fault(path, line, 1, "event-columns", say("The row has {count} columns.", count=columns))
        for line, columns in found.bad[:1000]
    ]
    return Batch(empty(), len(found.bad), len(found.bad), kept.some(made))


def _canonical(data: bytes, columns: int, layout: Layout) -> "pl.DataFrame":
    import polars as pl

    places = COMMON | PLACES[columns]
    numbers = sorted(places.values())
    raw = pl.read_csv(
        BytesIO(data),
        has_header=False,
        separator="\t",
        quote_char=None,
        infer_schema=False,
        columns=numbers,
        encoding="utf8-lossy",
    )
    raw.columns = [name for name, _ in sorted(places.items(), key=lambda item: item[1])]
    url = raw["url"] if "url" in places else pl.Series([None] * raw.height, dtype=pl.String)
    code = raw["code"]
    return pl.DataFrame(
        {
            "source": pl.repeat(layout.source, raw.height, eager=True),
            "version": pl.repeat(layout.version, raw.height, eager=True),
            "event_id": raw["event_id"],
            "date": mapped(raw["day"], day, pl.Date),
            "added": mapped(raw["added"], moment, pl.Datetime("ms")),
            "actor1_raw": raw["actor1_raw"],
            "actor2_raw": raw["actor2_raw"],
            "actor1": looked_up(raw["country1"], cameo_actors()),
            "actor2": looked_up(raw["country2"], cameo_actors()),
            "sector1": raw["sector1"],
            "sector2": raw["sector2"],
            "code_system": pl.repeat("cameo", raw.height, eager=True),
            "code": code,
            "root": mapped(code, root_of, pl.String),
            "quad": raw["quad"].cast(pl.Int8, strict=False),
            "intensity": raw["intensity"].cast(pl.Float32, strict=False),
            "scale": pl.repeat("goldstein", raw.height, eager=True),
            "weight": raw["weight"].cast(pl.Float32, strict=False),
            "story": url,
            "place": raw["place"],
            "place_state": looked_up(raw["fips"], states(CodeSystem.FIPS)),
            "url": url,
        }
    )
