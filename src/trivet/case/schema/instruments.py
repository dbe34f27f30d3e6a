"""``instruments.yaml``: treaties, pacts, statements, dialogues, exercise series, each with a dated history."""

from typing import Final, Literal

from pydantic import Field, StrictBool

from trivet.base.dates import EDate
from trivet.base.text import Text
from trivet.case.schema.common import ActorId, Cited, InstrumentId, Object
from trivet.case.schema.obligations import Obligation

InstrumentType = Literal[
    "treaty",
    "law",
    "agreement",
    "exchange-of-notes",
    "secret-understanding",
    "arrangement",
    "joint-statement",
    "announcement",
    "statement",
    "declaration",
    "guidelines",
    "mechanism",
    "plan",
    "exercise-series",
    "memorandum-of-cooperation",
    "letter-of-intent",
    "institution",
    "dialogue",
    "working-group",
    "partnership",
    "framework",
    "forum",
    "programme",
]

Bindingness = Literal["legal", "political", "non-binding", "mixed"]

State = Literal[
    "announced",  # made public, not yet in effect
    "signed",  # signed, not yet in effect
    "in-force",  # a binding text in legal effect
    "active",  # a political text or body that operates
    "notice-given",  # notice of termination given, still in effect
    "notice-suspended",  # the effect of that notice suspended, still in effect
    "normalised",  # such notices withdrawn, fully in effect again
    "contested",  # in effect for one side, denied or reread by another
    "hollowed-out",  # formally standing, its substance gone
    "lapsed",  # faded without an act
    "superseded",  # replaced by another instrument
    "ended",  # terminated or expired
]

IN_EFFECT: Final[frozenset[str]] = frozenset(
    {"in-force", "active", "notice-given", "notice-suspended", "normalised", "contested"}
)
"""States in which an instrument still produces effects for somebody."""


class Turn(Cited):
    """One change of an instrument's state, on a date."""

    date: EDate
    state: State

    @property
    def word(self) -> str:
        """What the entry says: two entries with the same word are no change."""
        return self.state


class Instrument(Object):
    """A text or body that ties actors. ``history`` runs in time order."""

    name: Text
    type: InstrumentType
    bindingness: Bindingness
    parties: tuple[ActorId, ...] = Field(min_length=1)
    others: StrictBool = Field(default=False, description="Whether it has further parties that the case does not list.")
    obliges: Text | None = Field(default=None, description="What it obliges to, in the compiler's words.")
    binds: Text | None = Field(default=None, description="Who is bound towards whom.")
    status: Text | None = Field(default=None, description="The state on the case's date in words.")
    expires: EDate | None = Field(default=None, description="Its own end date, if it has one.")
    replaces: InstrumentId | None = None
    history: tuple[Turn, ...] = ()
    obligations: tuple[Obligation, ...] = ()
