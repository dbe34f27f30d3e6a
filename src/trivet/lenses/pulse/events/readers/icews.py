"""ICEWS coded event data: a table with a header, separated by tabs, 20 columns (Boschee et al. 2015)."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from trivet.base.message import say
from trivet.lenses.pulse.events.actors import state_of_entity
from trivet.lenses.pulse.events.batch import Batch, Layout
from trivet.lenses.pulse.events.codes import cameo
from trivet.lenses.pulse.events.readers.blocks import blocks, head, sieve
from trivet.lenses.pulse.events.readers.faults import Kept, row_fault
from trivet.lenses.pulse.events.readers.frames import checked, clean, day, empty, mapped, root_of

if TYPE_CHECKING:
    import polars as pl

HEADER: Final = frozenset({"Event ID", "Event Date", "Source Name", "Source Country", "CAMEO Code", "Target Name"})
"""Columns that tell the layout."""

ICEWS: Final = Layout(
    "icews",
    "icews",
    "1",
    "Boschee, E., Lautenschlager, J., O'Brien, S., Shellman, S., Starr, J., & Ward, M. (2015). ICEWS Coded Event Data. "
    "Harvard Dataverse, doi:10.7910/DVN/28075.",
    "Research and education only; rows may not be passed on.",
    "What its publishers did not carry; it ends in 2023. Cuts of it that serve as benchmarks are samples.",
)


@dataclass(frozen=True)
class IcewsFile:
    """A table of ICEWS events."""

    path: Path
    layout: Layout

    def batches(self) -> Iterator[Batch]:
        """See :class:`trivet.lenses.pulse.events.batch.EventFile`."""
        import polars as pl

        kept = Kept()
        names = head(self.path).split(b"\n")[0].rstrip(b"\r").decode("utf-8", "replace").split("\t")
        for block in blocks(self.path):
            found = sieve(block, (len(names),))
            faults = [
                row_fault(self.path, line, 1, "event-columns", say("The row has {count} columns.", count=columns))
                for line, columns in found.bad[:1000]
            ]
            if found.bad:
                yield Batch(empty(), len(found.bad), len(found.bad), kept.some(faults))
            for data, lines in found.good.values():
                raw = pl.read_csv(
                    BytesIO(data),
                    has_header=False,
                    separator="\t",
                    quote_char=None,
                    infer_schema=False,
                    new_columns=names,
                    encoding="utf8-lossy",
                )
                numbers = pl.Series(lines)
                if block.line == 1 and raw.height and raw[0, 0] == names[0]:
                    raw, numbers = raw.slice(1), numbers.slice(1)
                yield checked(self.path, canonical(raw, self.layout), numbers, raw.height, kept, None)


def canonical(raw: "pl.DataFrame", layout: Layout) -> "pl.DataFrame":
    """Canonical columns from a frame of text with the columns of ICEWS."""
    import polars as pl

    def column(name: str) -> "pl.Series":
        return clean(raw[name]) if name in raw.columns else pl.Series([None] * raw.height, dtype=pl.String)

    code = column("CAMEO Code")
    return pl.DataFrame(
        {
            "source": pl.repeat(layout.source, raw.height, eager=True),
            "version": pl.repeat(layout.version, raw.height, eager=True),
            "event_id": column("Event ID"),
            "date": mapped(column("Event Date"), day, pl.Date),
            "added": pl.Series([None] * raw.height, dtype=pl.Datetime("ms")),
            "actor1_raw": column("Source Name"),
            "actor2_raw": column("Target Name"),
            "actor1": mapped(column("Source Country"), state_of_entity, pl.String),
            "actor2": mapped(column("Target Country"), state_of_entity, pl.String),
            "sector1": _first(column("Source Sectors")),
            "sector2": _first(column("Target Sectors")),
            "code_system": pl.repeat("cameo", raw.height, eager=True),
            "code": code,
            "root": mapped(code, root_of, pl.String),
            "quad": mapped(code, _quad, pl.Int8),
            "intensity": column("Intensity").cast(pl.Float32, strict=False),
            "scale": pl.repeat("icews", raw.height, eager=True),
            "weight": pl.repeat(1.0, raw.height, eager=True),
            "story": column("Story ID"),
            "place": column("City"),
            "place_state": mapped(column("Country"), state_of_entity, pl.String),
            "url": pl.Series([None] * raw.height, dtype=pl.String),
        }
    )


def _first(sectors: "pl.Series") -> "pl.Series":
    return sectors.str.split(",").list.first().str.to_uppercase()


def _quad(code: str) -> int | None:
    found = cameo().get(code)
    return found.quad if found else None
