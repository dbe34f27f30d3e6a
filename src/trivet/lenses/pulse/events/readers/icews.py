"""ICEWS coded event data: a table of 20 columns, or the same as a data frame of R (Boschee et al. 2015)."""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from trivet.lenses.pulse.events.actors import state_of_entity
from trivet.lenses.pulse.events.batch import Layout
from trivet.lenses.pulse.events.codes import cameo
from trivet.lenses.pulse.events.readers.frames import (
    Cells,
    cameo_columns,
    canonical,
    day,
    first_of,
    mapped,
    number,
)

if TYPE_CHECKING:
    import polars as pl

HEADER: Final = frozenset({"event_id", "event_date", "source_name", "source_country", "cameo_code", "target_name"})
"""Columns that tell the layout."""

CITATION: Final = (
    "Boschee, E., Lautenschlager, J., O'Brien, S., Shellman, S., Starr, J., & Ward, M. (2015). ICEWS Coded Event Data. "
    "Harvard Dataverse, doi:10.7910/DVN/28075."
)
TERMS: Final = "Research and education only; rows may not be passed on."

ICEWS: Final = Layout(
    "icews",
    "icews",
    "1",
    CITATION,
    TERMS,
    "What its publishers did not carry; it ends in 2023. Cuts of it that serve as benchmarks are samples.",
)


def icews_columns(cells: Cells, layout: Layout) -> "pl.DataFrame":
    """Canonical columns of ICEWS rows. Intensities are the file's own, on the scale of ICEWS."""
    import polars as pl

    state = partial(mapped, change=state_of_entity, kind=pl.String)
    given: dict[str, Any] = {
        "event_id": cells.text("event_id"),
        "date": mapped(cells.text("event_date"), day, pl.Date),
        "actor1_raw": cells.text("source_name"),
        "actor2_raw": cells.text("target_name"),
        "actor1": state(cells.text("source_country")),
        "actor2": state(cells.text("target_country")),
        "sector1": first_of(cells.text("source_sectors")),
        "sector2": first_of(cells.text("target_sectors")),
        "intensity": number(cells.code("intensity")),
        "scale": "icews",
        "story": cells.text("story_id"),
        "place": cells.text("city", "province", "country"),
        "place_state": state(cells.text("country")),
    }
    code = _mended(cells.text("cameo_code"), cells.text("event_text"))
    return canonical(layout, cells.height, given | cameo_columns(code))


def _mended(code: "pl.Series", text: "pl.Series") -> "pl.Series":
    """Codes with the zero that some releases have lost: it is put back where the event's own words demand it."""
    import polars as pl

    both = (code + "\t" + text.str.to_lowercase()).fill_null("")
    return mapped(both, _true_code, pl.String).fill_null(code)


def _true_code(both: str) -> str | None:
    code, _, words = both.partition("\t")
    table = cameo()
    longer = table.get("0" + code)
    if longer is None or longer.text.lower() != words:
        return None
    own = table.get(code)
    return None if own is not None and own.text.lower() == words else "0" + code
