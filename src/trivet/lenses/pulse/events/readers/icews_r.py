"""ICEWS events as a data frame of R, saved with ``save`` (.rda); texts are in Latin-1 unless marked otherwise."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from trivet.base.message import say
from trivet.lenses.pulse.events.batch import Batch, Layout
from trivet.lenses.pulse.events.readers.faults import Kept, cut_off, refused
from trivet.lenses.pulse.events.readers.frames import Cells, checked
from trivet.lenses.pulse.events.readers.icews import HEADER, icews_columns

if TYPE_CHECKING:
    import polars as pl

MAGIC: Final = (b"RDX2\n", b"RDX3\n")
"""How a saved workspace begins once it is unpacked."""

EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True)
class IcewsRFile:
    """A data frame of ICEWS events; it is read whole."""

    path: Path
    layout: Layout

    def batches(self) -> Iterator[Batch]:
        """See :class:`trivet.lenses.pulse.events.batch.EventFile`. Lines are rows of the frame."""
        import polars as pl

        raw = _table(self.path)
        lines = pl.int_range(1, raw.height + 1, eager=True)
        yield checked(self.path, icews_columns(Cells(raw), self.layout), lines, raw.height, Kept(), None)


def _table(path: Path) -> "pl.DataFrame":
    found = [frame for frame in _objects(path).values() if set(map(str, getattr(frame, "columns", ()))) >= HEADER]
    if len(found) != 1:
        text = say("The file holds {count} data frames of events instead of one.", count=len(found))
        raise refused(path, "event-layout", text)
    import polars as pl

    frame = found[0]
    try:
        return pl.DataFrame(
            {str(name): pl.Series(_texts(str(name), frame[name]), dtype=pl.String) for name in frame.columns}
        )
    except (TypeError, ValueError, OverflowError):
        raise cut_off(path) from None


def _objects(path: Path) -> dict[str, Any]:
    try:
        import rdata
    except ImportError:
        text = say("Data frames of R need the package rdata.")
        hint = say('Install it with: pip install "trivet[events]"')
        raise refused(path, "event-package", text, hint) from None
    data = path.read_bytes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = rdata.parser.parse_data(data, extension=".rda")
            return dict(rdata.conversion.convert(parsed, default_encoding="latin-1"))
    except Exception:  # a damaged file makes the parser raise whatever it meets
        raise cut_off(path) from None


def _texts(name: str, values: Any) -> list[str | None]:
    """Values of a column as the text form of the file has them; days count from 1970."""
    missing = values.isna()
    texts: list[str | None] = []
    for value, gone in zip(values.tolist(), missing.tolist(), strict=True):
        if gone:
            texts.append(None)
        elif name == "event_date" and isinstance(value, float):
            texts.append((EPOCH + timedelta(days=value)).isoformat())
        else:
            texts.append(str(value))
    return texts
