"""Findings and results: answers with their range, basis, settings, seed and grade."""

from typing import Any, Literal, Self

from pydantic import Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from trivet.base.dates import EDate
from trivet.base.grade import Grade
from trivet.base.ids import Id
from trivet.base.message import Message, Param
from trivet.base.model import Record

RESULT_FORMAT = 1
"""Version of the result JSON; raised whenever a field changes its meaning."""

Cell = str | int | float | bool | None | Param


class Interval(Record):
    """A range around a value. ``kind`` says of what: bounds that hold for sure, or a probability mass.

    ``level`` is the mass for credible and confidence intervals, None for bounds and judged ranges.
    """

    low: float
    high: float
    kind: Literal["bounds", "judged", "credible", "confidence", "quantile"]
    level: float | None = Field(default=None, gt=0, lt=1)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise PydanticCustomError("interval_order", "must have low <= high")
        return self


class Finding(Record):
    """One answer. Its sources are the ordered union of its basis' sources, its grade the weakest input's."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*(/[A-Za-z0-9_.-]+)+$", description="lens/name, or lens/name/part.")
    lens: str
    version: str
    statement: Message
    value: float | int | str | None = None
    unit: str = ""
    interval: Interval | None = None
    basis: tuple[str, ...] = Field(min_length=1, description="References of the objects it rests on.")
    sources: tuple[str, ...] = Field(default=(), description="Ids of the sources of its basis.")
    assumptions: tuple[Message, ...] = ()
    settings: dict[str, Any]
    seed: int
    case_digest: str
    grade: Grade
    key: bool = Field(default=False, description="Whether it belongs on the first page.")
    detail: bool = Field(default=False, description="Whether it stands on the lens's own page only, not in a brief.")


class Column(Record):
    """A column of a table."""

    name: Id
    title: Message
    unit: str = ""


def column(name: str, title: Message, unit: str = "") -> Column:
    """A column."""
    return Column(name=name, title=title, unit=unit)


class Table(Record):
    """Rows of plain values or translatable parameters, all as long as the columns."""

    title: Message
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @model_validator(mode="after")
    def _even(self) -> Self:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise PydanticCustomError("table_shape", "has rows that do not fit its columns")
        return self


class Result(Record):
    """Everything one run of a lens says. Equal inputs give an equal result, byte for byte."""

    format: Literal[1] = 1
    lens: str
    version: str
    trivet: str
    case: Id
    as_of: EDate
    case_digest: str
    overlays: tuple[str, ...] = ()
    settings: dict[str, Any]
    seed: int
    findings: tuple[Finding, ...]
    tables: dict[str, Table] = Field(default_factory=dict)
    data: dict[str, JsonValue] = Field(
        default_factory=dict,
        description="What the lens computed beyond findings and tables; see its page. Printed beside the other fields.",
    )

    @model_validator(mode="after")
    def _own_names(self) -> Self:
        if self.data.keys() & type(self).model_fields.keys():
            raise PydanticCustomError("data_names", "has data under the name of another field")
        return self

    def document(self) -> dict[str, Any]:
        """The result as one plain object, the lens's own data beside the common fields."""
        made = self.model_dump(mode="json", by_alias=True)
        own = made.pop("data")
        return {**made, **own}

    def finding(self, key: str) -> Finding | None:
        """A finding by its id, or by its id without the lens."""
        return next((f for f in self.findings if key in (f.id, f.id.partition("/")[2])), None)


class Figure(Record):
    """A chart: a sentence that says what it shows, a Vega-Lite specification, and the table behind it.

    ``basis`` lists the objects whose sources the source line names; ``source`` is a line of its own for data from
    elsewhere. ``detail`` keeps it out of a brief.
    """

    id: Id
    title: Message
    alt: Message
    spec: dict[str, Any]
    table: Table
    basis: tuple[str, ...] = ()
    source: Message | None = None
    detail: bool = False
