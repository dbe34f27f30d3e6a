"""The embedded store of event data in the user's folder."""

from trivet.lenses.pulse.archive.folder import store_folder
from trivet.lenses.pulse.archive.records import (
    By,
    Counts,
    FileReport,
    ImportReport,
    Outcome,
    Progress,
    Reporter,
    SourceStatus,
)
from trivet.lenses.pulse.archive.store import Store

__all__ = [
    "By",
    "Counts",
    "FileReport",
    "ImportReport",
    "Outcome",
    "Progress",
    "Reporter",
    "SourceStatus",
    "Store",
    "store_folder",
]
