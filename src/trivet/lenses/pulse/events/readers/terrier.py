"""TERRIER: CAMEO events of 1979 to 2016 coded by PETRARCH2 (Halterman et al. 2018).

Its columns are those under which events coded by PETRARCH2 are published, found by name in any order. The class of a
row that knows a fifth, neutral value is no quad class, so that is taken from the code.
"""

from typing import TYPE_CHECKING, Any, Final

from trivet.lenses.pulse.events.actors import cameo_actors
from trivet.lenses.pulse.events.batch import Layout
from trivet.lenses.pulse.events.readers.frames import (
    Cells,
    cameo_columns,
    canonical,
    day,
    first_of,
    looked_up,
    mapped,
    number,
)
from trivet.lenses.pulse.events.readers.phoenix import coded_place, joined_day, padded

if TYPE_CHECKING:
    import polars as pl

HEADER: Final = frozenset({"src_actor", "tgt_actor", "code", "root_code", "year"})
"""Columns that tell the layout."""

TERRIER: Final = Layout(
    "terrier",
    "terrier",
    "1",
    "Halterman, A., Irvine, J., Landis, M., Jalla, P., Liang, Y., Grant, C., & Solaimani, M. (2018). Temporally "
    "Extended, Regular, Reproducible International Event Records (TERRIER).",
    "See the terms of its makers; cite them with every number.",
    "What the archive of news did not hold; it ends in 2016. Nothing says when a row was published.",
)


def terrier_columns(cells: Cells, layout: Layout) -> "pl.DataFrame":
    """Canonical columns of TERRIER rows."""
    import polars as pl

    url = cells.text("url")
    given: dict[str, Any] = {
        "event_id": cells.text("event_id", "id", "mongo_id"),
        "date": mapped(cells.text("date8").fill_null(joined_day(cells)), day, pl.Date),
        "actor1_raw": cells.text("source"),
        "actor2_raw": cells.text("target"),
        "actor1": looked_up(cells.code("src_actor"), cameo_actors()),
        "actor2": looked_up(cells.code("tgt_actor"), cameo_actors()),
        "sector1": first_of(cells.text("src_agent")),
        "sector2": first_of(cells.text("tgt_agent")),
        "intensity": number(cells.code("goldstein")),
        "scale": "goldstein",
        "story": url.fill_null(cells.text("mongo_id")),
        "place": cells.text("geoname"),
        "place_state": mapped(cells.code("country_code"), coded_place, pl.String),
        "url": url,
    }
    return canonical(layout, cells.height, given | cameo_columns(padded(cells)))
