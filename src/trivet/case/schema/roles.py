"""``roles.yaml``: who could do which task in which theatre, under which rules. Aggregate planning categories only."""

from typing import Annotated, Literal

from pydantic import Field

from trivet.base.ids import Id
from trivet.base.model import Record
from trivet.base.quantity import Range
from trivet.base.text import Text
from trivet.case.schema.common import ActorId, Cited, InstrumentId, Judged, Object, Ref

Share = Annotated[float, Field(ge=0, le=1)]
ContingencyId = Annotated[Id, Ref("contingencies")]

Cell = Annotated[
    str,
    Field(
        pattern=r"^(all|[A-Za-z0-9][A-Za-z0-9_-]*(:[A-Za-z0-9][A-Za-z0-9_-]*)?)$",
        description="A role class, a role class and category as role:category, or all. The narrower one wins.",
    ),
]


class Named(Record):
    """Something with an id and a name."""

    id: Id
    name: Text


class Category(Named):
    """A category of capability and the unit it is counted in."""

    unit: Text


class Phase(Named):
    """A stretch of a contingency, and the share of a force that is usable in it."""

    forward: Range = Field(description="Share of forces that stand in the region, 0 to 1.")
    reinforcing: Range = Field(description="Share of forces that must come first, 0 to 1.")


class Theatre(Named):
    """A place of contingencies."""


class Capacity(Cited, Judged):
    """How much of a category a contributor holds or can assign."""

    category: Id
    total: Range


class Contributor(Cited):
    """A force or a state that can take on tasks."""

    id: Id
    actor: ActorId
    kind: Literal["forward", "reinforcing"]
    home: Id | None = Field(default=None, description="The theatre where it defends its own soil.")
    home_share: Share | None = Field(default=None, description="Share of its force usable there, in every phase.")
    capacities: tuple[Capacity, ...] = ()


class Task(Cited, Judged):
    """Something that must be done, and how much of a category it asks for."""

    id: Id
    name: Text
    theatre: Id
    category: Id
    role: Id = Field(description="The role class that access rules speak of.")
    demand: Range
    phases: dict[Id, float] = Field(description="Multiplier of the demand in each phase; none where it is left out.")
    weight: float = Field(gt=0, description="Priority.")


class Access(Cited, Judged):
    """Which share of its capacity a contributor may use in a theatre, by role class.

    It holds while every instrument in ``rests_on`` is in effect; otherwise ``otherwise`` holds for the same cells.
    """

    contributor: Id
    theatre: Id
    allow: dict[Cell, Share]
    rests_on: tuple[InstrumentId, ...] = ()
    otherwise: Share = 0.0


class Grant(Record):
    """What a rule allows: the shares it raises."""

    contributor: Id
    theatre: Id
    allow: dict[Cell, Share]


class RoleRule(Cited, Judged):
    """A rule that could be changed: what it would allow, by which law, at which political price.

    It already holds on a day on which one of ``given_by`` is in effect.
    """

    id: Id
    name: Text
    legal: Text
    grants: tuple[Grant, ...] = Field(min_length=1)
    price: Range = Field(description="Political price, in points of a common scale.")
    given_by: tuple[InstrumentId, ...] = ()
    instruments: tuple[InstrumentId, ...] = Field(default=(), description="Instruments that the rule turns on.")


class Stress(Cited, Judged):
    """Something that makes matters worse: lower shares, or a force that is cut."""

    id: Id
    name: Text
    limits: tuple[Grant, ...] = Field(default=(), description="Shares that cannot be exceeded.")
    scale: dict[Id, Share] = Field(default_factory=dict, description="What is left of contributors' capacities.")


class Coupling(Cited, Judged):
    """Tasks of one category that also need another: forces that need bases."""

    id: Id
    theatre: Id
    category: Id
    role: Id
    contributors: tuple[Id, ...] = Field(min_length=1)
    needs: Id = Field(description="The category that is needed, supplied by its tasks in the same theatre.")
    per_unit: float = Field(gt=0, description="How much one unit of what is needed supports.")
    free: float = Field(default=0, ge=0, description="How much needs none.")


class Situation(Cited):
    """What happens: which theatres are active, and what stays behind in the others to deter."""

    id: Id
    name: Text
    active: tuple[Id, ...] = Field(min_length=1)
    floors: dict[Id, Share] = Field(default_factory=dict, description="Share of its demand that an idle theatre keeps.")
    contingencies: tuple[ContingencyId, ...] = ()


class Weights(Cited, Judged):
    """How much a theatre counts."""

    id: Id
    name: Text
    theatres: dict[Id, float]


class Reluctance(Cited, Judged):
    """How hard an actor finds a role in a theatre: 0 easy, 1 refused."""

    actor: ActorId
    theatre: Id
    roles: dict[Cell, Share]


class RoleModel(Object):
    """One question of dividing roles."""

    title: Text
    question: Text | None = None
    summary: Text | None = None
    categories: tuple[Category, ...] = Field(min_length=1)
    phases: tuple[Phase, ...] = Field(min_length=1)
    theatres: tuple[Theatre, ...] = Field(min_length=1)
    roles: tuple[Named, ...] = Field(min_length=1)
    contributors: tuple[Contributor, ...] = Field(min_length=1)
    tasks: tuple[Task, ...] = Field(min_length=1)
    access: tuple[Access, ...] = Field(min_length=1)
    rules: tuple[RoleRule, ...] = ()
    stresses: tuple[Stress, ...] = ()
    couplings: tuple[Coupling, ...] = ()
    situations: tuple[Situation, ...] = Field(min_length=1)
    weights: tuple[Weights, ...] = Field(min_length=1)
    reluctance: tuple[Reluctance, ...] = ()
