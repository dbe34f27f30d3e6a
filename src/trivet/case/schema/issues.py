"""``issues.yaml``: open questions as one-dimensional scales, with the actors' judged positions."""

from typing import Self

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from trivet.base.dates import EDate
from trivet.base.quantity import Amount, Percent, Range
from trivet.base.text import Text
from trivet.case.schema.common import ActorId, Cited, Judged, Object


class Scale(Judged):
    """What the two ends mean, in words, and the numbers that stand for them: 0 and 100 if left out."""

    zero: Text = Field(description="What the lower end means.")
    hundred: Text = Field(description="What the upper end means.")
    low: float = Field(default=0.0, description="The number of the lower end.")
    high: float = Field(default=100.0, description="The number of the upper end.")
    unit: Text | None = Field(default=None, description="What the numbers count, if they count anything.")

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if self.low >= self.high:
            raise PydanticCustomError("scale_order", "must have low < high")
        return self


class StatusQuo(Cited, Judged):
    """Where the issue stands: what holds as long as nobody agrees to anything else."""

    position: Range
    description: Text | None = None


class Position(Cited, Judged):
    """One actor's position on the scale, how much the issue matters to it, and its influence on this issue."""

    actor: ActorId
    position: Range
    salience: Percent = Field(description="How much the issue matters to the actor, 0 to 100.")
    influence: Amount = Field(description="Its capability on this issue, in any unit: only ratios matter.")
    justification: Text | None = None


class Issue(Object):
    """One open question."""

    title: Text
    paragraphs: tuple[StrictInt, ...] = Field(default=(), description="Paragraphs of the essay that raise it.")
    as_of: EDate
    scale: Scale
    status_quo: StatusQuo | None = Field(default=None, description="Unknown if left out.")
    positions: tuple[Position, ...] = ()
