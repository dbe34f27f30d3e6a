"""Tiny files in the true layouts of event data; every row is invented."""

import gzip
import zipfile

import polars as pl
import pytest

from trivet.base.errors import FaultsError
from trivet.lenses.pulse.events.readers import open_events

PLACES = {57: (50, 56, None), 58: (50, 56, 57), 61: (52, 59, 60)}


def gdelt(
    columns=61, key="900000001", day="20200305", added="20200306011500", code="040", quad="1", value="1.0", **more
):
    """One row of GDELT: a consultation of two states, unless told otherwise."""
    cells = [""] * columns
    cells[:5] = [key, day, day[:6], day[:4], "2020.1753"]
    cells[5:8], cells[15:18] = ["JPNGOV", "JAPAN", "JPN"], ["KOR", "SOUTH KOREA", "KOR"]
    cells[12] = "GOV"
    cells[25:35] = ["1", code, code[:3], code[:2], quad, value, "3", "1", "3", "0.5"]
    place, when, url = PLACES[columns]
    cells[place], cells[place + 1] = "Seoul, South Korea", "KS"
    cells[when] = added if columns == 61 else added[:8]
    if url is not None:
        cells[url] = f"https://example.org/{key}"
    for spot, text in more.items():
        cells[int(spot.removeprefix("c"))] = text
    return "\t".join(cells)


def write(path, *rows, end="\n", pack=None):
    """A file of rows, packed if asked."""
    data = b"".join((row if isinstance(row, bytes) else row.encode()) + end.encode() for row in rows)
    if pack == "gz":
        data = gzip.compress(data)
    if pack == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("rows.csv", data)
        return path
    path.write_bytes(data)
    return path


def take(path, layout=None):
    """All events, the number of rows read and rejected, and the faults with their lines."""
    found = list(open_events(path, layout).batches())
    read, rejected = sum(batch.read for batch in found), sum(batch.rejected_count for batch in found)
    faults = [(fault.code, fault.place.line) for batch in found for fault in batch.rejected]
    events = pl.concat([batch.events for batch in found])
    assert read == events.height + rejected
    return events, read, rejected, faults


def refusal(path, layout=None):
    """Codes of the faults for which a file is refused."""
    with pytest.raises(FaultsError) as error:
        list(open_events(path, layout).batches())
    assert all(fault.place.file == path.name for fault in error.value.faults)
    return [fault.code for fault in error.value.faults]
