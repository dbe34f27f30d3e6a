"""``events.yaml``: dated events, with hand-coded scores where they have one."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt

from trivet.base.dates import EDate
from trivet.base.text import Text
from trivet.case.schema.common import ActorId, Object

EventKind = Literal[
    "summit",
    "ministerial",
    "statement",
    "agreement",
    "exercise",
    "dispute",
    "provocation",
    "sanction-or-tariff",
    "court-ruling",
    "election",
    "leadership-change",
]

Dyad = Annotated[tuple[ActorId, ...], Field(min_length=1, max_length=2)]


class Event(Object):
    """Something that happened.

    ``dyads`` are the pairs whose behaviour the scores describe; a dyad of one names a grouping (all its pairs) or an
    event inside one actor. ``intensity`` follows the sense of Goldstein (1992): -10 most conflictual, +10 most
    cooperative, hand-coded by judgement. It is dyadic: ``effect`` says, apart from it, what the event means for
    the partnership.
    """

    date: EDate
    zone: str | None = Field(default=None, description="IANA time zone in which the date holds.")
    title: Text
    description: Text | None = None
    kind: EventKind
    actors: tuple[ActorId, ...] = ()
    dyads: tuple[Dyad, ...] = ()
    relevance: StrictInt = Field(default=0, ge=0, le=3, description="Weight for the partnership, 0 to 3.")
    sign: Literal["cooperative", "conflictual"] | None = None
    intensity: StrictFloat | None = Field(default=None, ge=-10, le=10)
    cameo_root: str | None = Field(default=None, pattern=r"^(0[1-9]|1\d|20)$", description="CAMEO root code.")
    effect: Literal["helps", "harms", "mixed"] | None = Field(
        default=None, description="Net effect on the partnership, by judgement."
    )
    in_essay: StrictBool = False
    scheduled: StrictBool = Field(
        default=False, description="Announced, on or before the case's date, for a later day; not a fact yet."
    )
