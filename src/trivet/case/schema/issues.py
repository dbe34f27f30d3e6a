"""``issues.yaml``: open questions as one-dimensional scales, with the actors' judged positions."""

from pydantic import Field, StrictInt

from trivet.base.dates import EDate
from trivet.base.quantity import Percent
from trivet.base.text import Text
from trivet.case.schema.common import ActorId, Cited, Judged, Object


class Scale(Judged):
    """What 0 and 100 mean, in words."""

    zero: Text
    hundred: Text


class StatusQuo(Cited, Judged):
    """Where the issue stands."""

    position: Percent
    description: Text | None = None


class Position(Cited, Judged):
    """One actor's position, its salience to that actor, and the actor's influence on this issue, all 0 to 100."""

    actor: ActorId
    position: Percent
    salience: Percent
    influence: Percent
    justification: Text | None = None


class Issue(Object):
    """One open question."""

    title: Text
    paragraphs: tuple[StrictInt, ...] = Field(default=(), description="Paragraphs of the essay that raise it.")
    as_of: EDate
    scale: Scale
    status_quo: StatusQuo
    positions: tuple[Position, ...] = ()
