"""The canonical event row: what every layout is read into, whatever its source."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl

COLUMNS: Final = {
    "source": "String",  # which data set: gdelt, icews, polecat, phoenix, terrier, plover
    "version": "String",  # which version of it: counts of two versions are never spliced
    "event_id": "String",  # unique within source and version
    "date": "Date",  # day on which the event happened, as coded
    "added": "Datetime",  # when the source published the row, UTC; null if the layout does not say
    "actor1_raw": "String",  # as the file has it
    "actor2_raw": "String",
    "actor1": "String",  # ISO 3166 alpha-3; null if the actor is no state and belongs to none
    "actor2": "String",
    "sector1": "String",  # first sector or role, upper case; null if none
    "sector2": "String",
    "code_system": "String",  # cameo or plover
    "code": "String",  # text: leading zeros count
    "root": "String",  # two digits for cameo, event type for plover
    "quad": "Int8",  # 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
    "intensity": "Float32",  # on `scale`; null if the layout has none
    "scale": "String",  # goldstein, icews, plover
    "weight": "Float32",  # reports of the event that the source counts; 1 if it does not
    "story": "String",  # what rows of one report share: address or id of the story; null if unknown
    "place": "String",  # as the file has it
    "place_state": "String",  # ISO 3166 alpha-3
    "url": "String",
}
"""Name of each column and its type. All but source, version, event_id, date and code may be null."""


def polars_schema() -> "pl.Schema":
    """The columns as Polars types; times are in milliseconds, UTC, without a zone."""
    import polars as pl

    kinds = {
        "String": pl.String(),
        "Date": pl.Date(),
        "Datetime": pl.Datetime("ms"),
        "Int8": pl.Int8(),
        "Float32": pl.Float32(),
    }
    return pl.Schema({name: kinds[kind] for name, kind in COLUMNS.items()})
