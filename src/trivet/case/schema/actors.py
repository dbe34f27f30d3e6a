"""``actors.yaml`` and ``offices.yaml``: who acts, in which capacity, and when."""

from typing import Literal

from pydantic import Field, StrictBool

from trivet.base.text import Text
from trivet.case.schema.common import ActorId, Cited, Interval, Object

ActorKind = Literal[
    "state",
    "territory",
    "grouping",
    "leader",
    "minister",
    "official",
    "commander",
    "faction",
    "institution",
    "party",
    "firm",
    "media",
]


class Membership(Interval, Cited):
    """Belonging of one actor to another, for a time."""

    in_: ActorId = Field(alias="in")


class Actor(Object):
    """A state, body, person, faction or firm."""

    kind: ActorKind
    name: Text
    aliases: tuple[str, ...] = ()
    code: str | None = Field(default=None, pattern="^[A-Z]{3}$", description="ISO 3166-1 alpha-3, for states.")
    of: tuple[ActorId, ...] = Field(default=(), description="The state or states the actor belongs to.")
    members: tuple[ActorId, ...] = Field(default=(), description="For groupings: the members.")
    memberships: tuple[Membership, ...] = ()
    role: Text | None = None
    stance: Text | None = None
    active: Interval | None = Field(default=None, description="When the body exists, if that matters.")


class Holding(Interval, Cited):
    """One person's time in an office. ``suspended`` holds the stretches in which the powers were taken away."""

    holder: ActorId
    acting: StrictBool = False
    suspended: tuple[Interval, ...] = ()


class Office(Object):
    """A post that persons hold one after the other."""

    title: Text
    of: ActorId = Field(description="The state or body the office belongs to.")
    leads: StrictBool = Field(default=False, description="Whether its holder leads that state or body.")
    holders: tuple[Holding, ...] = ()
