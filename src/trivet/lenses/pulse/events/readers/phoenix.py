"""Phoenix: CAMEO events coded by PETRARCH, the table of daily runs and the historical one (Althaus et al. 2020).

Both tables have a class of their own with a fifth, neutral value. It is no quad class, so that is taken from the code.
"""

from typing import TYPE_CHECKING, Any, Final

from trivet.lenses.pulse.events.actors import CodeSystem, cameo_actors, state_of, state_of_entity
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

if TYPE_CHECKING:
    import polars as pl

COLUMNS: Final = (
    *("eventid", "date", "year", "month", "day", "sourceactorfull", "sourceactorentity", "sourceactorrole"),
    *("sourceactorattribute", "targetactorfull", "targetactorentity", "targetactorrole", "targetactorattribute"),
    *("eventcode", "eventrootcode", "pentaclass", "goldsteinscore", "issues", "lat", "lon", "locationname"),
    *("statename", "countrycode", "sentenceid", "urls", "newssources"),
)
"""Columns of a daily run, which mostly comes without a heading."""

HEADER: Final = frozenset({"eventid", "sourceactorentity", "targetactorentity", "eventcode"})
HISTORICAL_HEADER: Final = frozenset({"eid", "source_root", "target_root", "code", "year", "month", "day"})
"""Columns that tell the layouts."""

TERMS: Final = "See the terms of its makers; cite them with every number."
BLIND: Final = "What its few media did not carry; roles and places are guessed from the text."

PHOENIX: Final = Layout(
    "phoenix",
    "phoenix",
    "realtime",
    "Open Event Data Alliance, Phoenix event data; Beieler, J. (2016). Creating a Real-Time, Reproducible Event "
    "Dataset. arXiv:1612.00866.",
    TERMS,
    BLIND,
)
PHOENIX_HISTORICAL: Final = Layout(
    "phoenix-historical",
    "phoenix",
    "historical",
    "Althaus, S., Bajjalieh, J., Carter, J. F., Peyton, B., & Shalmon, D. A. (2020). Cline Center Historical Phoenix "
    "Event Data. Cline Center for Advanced Social Research, University of Illinois Urbana-Champaign.",
    TERMS,
    BLIND,
)


def phoenix_columns(cells: Cells, layout: Layout) -> "pl.DataFrame":
    """Canonical columns of a daily run; the addresses of a row tell its story."""
    import polars as pl

    urls = cells.text("urls")
    given: dict[str, Any] = {
        "event_id": cells.text("eventid"),
        "date": mapped(cells.text("date"), day, pl.Date),
        "actor1_raw": cells.text("sourceactorfull"),
        "actor2_raw": cells.text("targetactorfull"),
        "actor1": looked_up(cells.code("sourceactorentity"), cameo_actors()),
        "actor2": looked_up(cells.code("targetactorentity"), cameo_actors()),
        "sector1": first_of(cells.text("sourceactorrole")),
        "sector2": first_of(cells.text("targetactorrole")),
        "intensity": number(cells.code("goldsteinscore")),
        "scale": "goldstein",
        "story": urls,
        "place": cells.text("locationname").fill_null(cells.text("statename")),
        "place_state": mapped(cells.code("countrycode"), coded_place, pl.String),
        "url": urls.str.replace(r"[;,]\s*https?://.*$", ""),
    }
    return canonical(layout, cells.height, given | cameo_columns(cells.code("eventcode")))


def historical_columns(cells: Cells, layout: Layout) -> "pl.DataFrame":
    """Canonical columns of the historical table; ``aid`` is the article."""
    import polars as pl

    given: dict[str, Any] = {
        "event_id": cells.text("eid"),
        "date": mapped(joined_day(cells), day, pl.Date),
        "actor1_raw": cells.text("source"),
        "actor2_raw": cells.text("target"),
        "actor1": looked_up(cells.code("source_root"), cameo_actors()),
        "actor2": looked_up(cells.code("target_root"), cameo_actors()),
        "sector1": first_of(cells.text("source_agent")),
        "sector2": first_of(cells.text("target_agent")),
        "intensity": number(cells.code("goldstein")),
        "scale": "goldstein",
        "story": cells.text("aid"),
        "place": cells.text("placename").fill_null(cells.text("statename")),
        "place_state": mapped(cells.text("countryname"), state_of_entity, pl.String),
    }
    return canonical(layout, cells.height, given | cameo_columns(padded(cells)))


def joined_day(cells: Cells) -> "pl.Series":
    """Days as YYYYMMDD from columns of years, months and days."""
    month, date = (cells.code(name).str.zfill(2) for name in ("month", "day"))
    return cells.code("year") + month + date


def padded(cells: Cells) -> "pl.Series":
    """Codes with the zero in front that the column of roots demands, should a program have dropped both."""
    code, root = cells.code("code"), cells.code("root_code")
    lost = (root.str.len_chars() == 1) & ~code.str.starts_with("0")
    return code.zip_with(~lost.fill_null(False), "0" + code)


def coded_place(code: str) -> str | None:
    """A state by three letters, or by the two of ISO 3166."""
    return cameo_actors().get(code.upper()) if len(code) == 3 else state_of(code, CodeSystem.ISO2)
