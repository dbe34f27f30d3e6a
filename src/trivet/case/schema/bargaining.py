"""``bargaining.yaml``: who must agree at home, what else could hold, which deals to look at, which claims to weigh."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from trivet.base.ids import Id
from trivet.base.quantity import Amount
from trivet.base.text import Text
from trivet.case.schema.common import ActorId, Cited, Judged, Object, Ref

IssueId = Annotated[Id, Ref("issues")]
Quota = Annotated[float, Field(gt=0, le=1)]


class Consent(Cited, Judged):
    """Another rule of consent on one issue."""

    issue: IssueId
    quota: Quota
    rule: Text | None = None


class Government(Cited, Judged):
    """One party to agreements: whose consent it needs at home.

    An agreement passes if factions with at least ``quota`` of the domestic weight are no worse off than under the
    status quo. A faction weighs as much as its influence on the issue.
    """

    actor: ActorId
    factions: tuple[ActorId, ...] = Field(
        default=(), description="All actors of the state that hold a position, and the state itself, if left out."
    )
    quota: Quota = Field(default=0.5, description="0.5 for a majority, 2/3 for a treaty, 1 if each faction has a veto.")
    veto: bool = Field(default=True, description="Whether the government as a whole refuses to be worse off.")
    rule: Text | None = Field(default=None, description="How consent is given, in words.")
    consents: tuple[Consent, ...] = Field(default=(), description="Other rules on single issues.")
    outside: tuple[IssueId, ...] = Field(default=(), description="Issues on which its consent is not needed.")


class Change(Judged):
    """What a scenario changes for one actor: its influence is multiplied, or the actor leaves."""

    actor: ActorId
    influence: Amount = Field(description="Factor of its influence on every issue; 0 if it leaves.")


class BargainingScenario(Cited):
    """Another distribution of influence."""

    id: Id
    name: Text
    changes: tuple[Change, ...] = Field(min_length=1)


class PackageDeal(Cited):
    """Issues that could be settled together."""

    id: Id
    name: Text
    issues: tuple[IssueId, ...] = Field(min_length=2, max_length=6, description="What would be settled.")
    featured: bool = Field(default=False, description="Whether it belongs on the first page.")


class OutcomeClaim(Cited):
    """A claim on the outcome of an issue: that it lies above or below a point of the scale."""

    id: Id
    issue: IssueId
    statement: Text = Field(description="What such an outcome is, as a noun phrase without a full stop.")
    above: float | None = None
    below: float | None = None
    featured: bool = Field(default=False, description="Whether it belongs on the first page.")

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.above is None and self.below is None:
            raise PydanticCustomError("claim_open", "must say above or below which point")
        if self.above is not None and self.below is not None and self.above >= self.below:
            raise PydanticCustomError("claim_order", "must have above < below")
        return self


class BargainingModel(Object):
    """How the issues of a case are bargained over."""

    title: Text
    question: Text | None = None
    issues: tuple[IssueId, ...] = Field(default=(), description="All issues of the case if left out.")
    governments: tuple[Government, ...] = ()
    scenarios: tuple[BargainingScenario, ...] = ()
    packages: tuple[PackageDeal, ...] = ()
    claims: tuple[OutcomeClaim, ...] = ()
