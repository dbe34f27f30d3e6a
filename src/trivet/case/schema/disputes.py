"""``disputes.yaml``: quarrels between actors, each with dated phases."""

from typing import Final, Literal

from pydantic import Field

from trivet.base.dates import EDate
from trivet.base.text import Text
from trivet.case.schema.common import ActorId, Cited, EventId, InstrumentId, Object

DisputePhase = Literal["active", "managed", "settled"]

OPEN: Final[frozenset[str]] = frozenset({"active", "managed"})
"""Phases in which a dispute is still there."""


class Phase(Cited):
    """A dispute's state from a date on: active, managed (shelved, contained) or settled."""

    date: EDate
    phase: DisputePhase

    @property
    def word(self) -> str:
        """What the entry says: two entries with the same word are no change."""
        return self.phase


class Dispute(Object):
    """A quarrel."""

    name: Text
    parties: tuple[ActorId, ...] = Field(min_length=2)
    events: tuple[EventId, ...] = ()
    instruments: tuple[InstrumentId, ...] = ()
    history: tuple[Phase, ...] = Field(min_length=1)
