"""What every object of a case shares: references, support, notes, intervals."""

from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from trivet.base.dates import EDate
from trivet.base.grade import Grade
from trivet.base.ids import Id
from trivet.base.model import Record
from trivet.base.text import Text

ANY: Final = "*"


class Ref:
    """Marks a string field as the id of another object. ``sections`` are the files it may be defined in."""

    __slots__ = ("sections",)

    def __init__(self, *sections: str) -> None:
        """With no section, the id may be any object's."""
        self.sections = sections or (ANY,)

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        schema: dict[str, Any] = handler(core)
        return {**schema, "x-refers-to": list(self.sections)}


class PatternText:
    """Marks a string field as a pattern over facts, or as a fact."""

    __slots__ = ("fact",)

    def __init__(self, *, fact: bool = False) -> None:
        """``fact`` for a single fact with plain values."""
        self.fact = fact


SourceId = Annotated[Id, Ref("sources")]
ActorId = Annotated[Id, Ref("actors")]
InstrumentId = Annotated[Id, Ref("instruments")]
EventId = Annotated[Id, Ref("events")]
ObjectId = Annotated[
    str,
    Field(
        pattern=r"^([a-z]+/)?[A-Za-z0-9][A-Za-z0-9_-]{0,79}$",
        description="An id, or section/id where two sections use the same id.",
    ),
    Ref(),
]

Support = Literal["sourced", "background"]


class Cited(Record):
    """Anything that rests on sources.

    ``support: background`` says that no source was found or sought: it must never be shown as verified.
    """

    sources: tuple[SourceId, ...] = ()
    support: Support = "sourced"
    note: Text | None = None


class Object(Cited):
    """A cited thing with an id of its own, unique in its section."""

    id: Id


class Interval(Record):
    """A stretch of time: from the first day to the day before ``to``; without ``to`` it is still running.

    A person who hands over on a day is out of office on that day, and the successor in.
    """

    from_: EDate | None = Field(default=None, alias="from", description="Unknown if left out.")
    to: EDate | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.from_ and self.to and self.to.latest < self.from_.earliest:
            raise PydanticCustomError("interval_order", "ends before it begins")
        return self

    def covers(self, day: date) -> bool:
        """Whether the interval holds on a calendar day; an imprecise end counts to its last day."""
        begun = self.from_ is None or self.from_.earliest <= day
        if self.to is None:
            return begun
        if self.to.precision == "day":
            return begun and day < self.to.earliest
        return begun and day <= self.to.latest


class Judged(Record):
    """A mark on values that somebody judged: how firm they are."""

    grade: Grade = Grade.JUDGED
