"""``commitments.yaml``: separable promises, who owns them, and what became of each."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from trivet.base.dates import EDate
from trivet.base.ids import Id
from trivet.base.model import Record
from trivet.base.text import Text
from trivet.case.schema.common import ActorId, Cited, InstrumentId, Object, Ref

CommitmentStatus = Literal["made", "ongoing", "done", "lapsed", "broken", "unknown"]


class Assessment(Cited):
    """What was known of a promise from a date on. ``unknown`` means no evidence, not failure."""

    date: EDate
    status: CommitmentStatus
    evidence: Text | None = None
    inferred: StrictBool = Field(
        default=False, description="Drawn from absence or indirect signs, not from a statement."
    )

    @property
    def word(self) -> str:
        """What the entry says: two entries with the same word are no change."""
        return self.status


class Score(Record):
    """One coder's score of some members: 1 kept, 0 partly, -1 not kept, none if the evidence does not say.

    After the G7 Research Group's compliance scores. Coders are named by role, never by name.
    """

    coder: Id
    members: tuple[ActorId, ...] = Field(min_length=1)
    score: Literal[-1, 0, 1] | None = None
    reason: Text | None = None


class Commitment(Object):
    """One promise."""

    text: Text
    owners: Annotated[tuple[Annotated[str, Ref("vocabulary.owners", "actors")], ...], Field(min_length=1)]
    topic: Annotated[str, Ref("vocabulary.topics")]
    made_on: EDate
    instrument: InstrumentId | None = None
    due: Annotated[str, Ref("vocabulary.cadence")] | None = Field(default=None, description="Due date or rhythm.")
    deadline: EDate | None = None
    history: tuple[Assessment, ...] = ()
    scores: tuple[Score, ...] = ()
