"""POLECAT: events in the PLOVER ontology, weekly tables of 40 columns (Halterman et al. 2023).

The file's own quad class and intensity are kept. A code is the event type, with its mode behind a hyphen if it has one.
Ids of events begin with that of their story. Of several states in one role only the first is taken.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from trivet.lenses.pulse.events.actors import CodeSystem, state_of, state_of_entity
from trivet.lenses.pulse.events.batch import Layout
from trivet.lenses.pulse.events.codes import plover
from trivet.lenses.pulse.events.readers.frames import Cells, canonical, day, first_of, mapped, moment, number

if TYPE_CHECKING:
    import polars as pl

HEADER: Final = frozenset({"event_id", "event_date", "event_type", "actor_country", "recipient_country"})
"""Columns that tell the layout."""

POLECAT: Final = Layout(
    "polecat",
    "polecat",
    "1",
    "Halterman, A., Bagozzi, B. E., Beger, A., Schrodt, P., & Scarborough, G. (2023). PLOVER and POLECAT: A New "
    "Political Event Ontology and Dataset. Data: Harvard Dataverse, doi:10.7910/DVN/AJGVIT.",
    "See its page in the Harvard Dataverse; the PLOVER ontology is CC BY-SA 4.0.",
    "What its publishers did not carry, and all before 2018. Its event types are not those of CAMEO.",
)


def polecat_columns(cells: Cells, layout: Layout) -> "pl.DataFrame":
    """Canonical columns of POLECAT rows."""
    import polars as pl

    kind, mode = cells.text("event_type").str.to_uppercase(), cells.text("event_mode").str.to_lowercase()
    state, numbered = (partial(mapped, change=change, kind=pl.String) for change in (_state, _numbered))
    quad = mapped(cells.text("quad_code"), _quad, pl.Int8).fill_null(mapped(kind, plover().get, pl.Int8))
    name = cells.text("event_id")
    given: dict[str, Any] = {
        "event_id": name,
        "date": mapped(cells.text("event_date"), day, pl.Date),
        "added": mapped(cells.text("publication_date"), moment, pl.Datetime("ms")),
        "actor1_raw": cells.text("actor_name").fill_null(cells.text("actor_name_raw")),
        "actor2_raw": cells.text("recipient_name").fill_null(cells.text("recipient_name_raw")),
        "actor1": state(cells.text("actor_country")).fill_null(numbered(cells.text("actor_cow"))),
        "actor2": state(cells.text("recipient_country")).fill_null(numbered(cells.text("recipient_cow"))),
        "sector1": first_of(cells.text("primary_actor_sector").fill_null(cells.text("actor_sectors"))),
        "sector2": first_of(cells.text("primary_recipient_sector").fill_null(cells.text("recipient_sectors"))),
        "code_system": "plover",
        "code": (kind + "-" + mode).fill_null(kind),
        "root": mapped(kind, lambda text: text if text in plover() else None, pl.String),
        "quad": quad,
        "intensity": number(cells.code("intensity", "event_intensity")),
        "scale": "plover",
        "story": name.str.replace(r"_[^_]*$", ""),
        "place": cells.text("placename").fill_null(cells.text("city")),
        "place_state": state(cells.text("country")),
    }
    return canonical(layout, cells.height, given)


def _quad(text: str) -> int | None:
    """The quad class from a number, or from words such as verbal and conflict, which may be shortened."""
    if text in ("1", "2", "3", "4"):
        return int(text)
    word = text.upper()
    hostile = "CONF" in word
    if word[:1] not in ("V", "M") or hostile == ("COOP" in word):
        return None
    return 1 + (word[0] == "M") + 2 * hostile


def _parts(text: str) -> Iterator[str]:
    yield text
    yield from (part.strip() for part in re.split("[;|]", text))


def _state(text: str) -> str | None:
    """A state by its three letters or its name; of several the first that is one."""
    found = (state_of(part, CodeSystem.ISO3) or state_of_entity(part) for part in _parts(text))
    return next(filter(None, found), None)


def _numbered(text: str) -> str | None:
    """A state by its number or letters in the Correlates of War; numbers may be written as decimals."""
    keys = (re.sub(r"\.0*$", "", part) for part in _parts(text))
    found = (state_of(key, CodeSystem.COW) or state_of(key, CodeSystem.COW_ABBREV) for key in keys)
    return next(filter(None, found), None)
