"""Which event data a run uses: a choice among what the user has imported, and its checksum."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from trivet.base.errors import NotFoundError
from trivet.base.ids import hint_at
from trivet.lenses.pulse.archive import Store, store_folder
from trivet.lenses.pulse.archive.records import SourceStatus

NOTHING: Final = "none"


@dataclass(frozen=True)
class Chosen:
    """A data set in the store."""

    store: Store
    status: SourceStatus


def choose(name: str | None, day: date | None = None) -> Chosen | None:
    """The data set of a name; without one, what reaches furthest up to a day, and of those the one with most rows.

    Raises:
        NotFoundError: if the store has no such data set.
    """
    if name == NOTHING:
        return None
    store = Store(store_folder())
    held = store.status()
    if name is not None:
        found = next((status for status in held if status.name == name), None)
        if found is None:
            names = [status.name for status in held]
            hint = hint_at(name, [*names, NOTHING]) if names else "The store is empty: see trivet pulse import."
            raise NotFoundError(f'There are no event data "{name}" in the store. {hint}')
        return Chosen(store, found)
    usable = [status for status in held if status.last_day and (day is None or _first(status) <= day)]
    if not usable:
        return None
    return Chosen(store, max(usable, key=lambda status: (_reach(status, day), status.rows, status.name)))


def digest(name: str | None) -> str:
    """A checksum of everything a run might choose from."""
    if name == NOTHING:
        return NOTHING
    held = Store(store_folder()).status()
    return " ".join(f"{status.name}:{status.digest}" for status in held if name in (None, status.name)) or NOTHING


def _first(status: SourceStatus) -> date:
    assert status.first_day is not None
    return status.first_day


def _reach(status: SourceStatus, day: date | None) -> date:
    assert status.last_day is not None
    return min(status.last_day, day) if day else status.last_day
