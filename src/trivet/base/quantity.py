"""Quantities with a range, a unit and a grade."""

from typing import Any, Self

from pydantic import GetJsonSchemaHandler, StrictFloat, model_serializer, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from trivet.base.grade import Grade
from trivet.base.model import Record


class Range(Record):
    """A best value inside a lowest and a highest one, all in the same unit.

    In a file it is ``{low, best, high}`` or a single number, which stands for all three.
    """

    low: StrictFloat
    best: StrictFloat
    high: StrictFloat

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, data: Any) -> Any:
        if isinstance(data, int | float) and not isinstance(data, bool):
            return {"low": data, "best": data, "high": data}
        return data

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.best <= self.high:
            raise PydanticCustomError("range_order", "must satisfy low <= best <= high")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [{"type": "number"}, whole], "description": whole.pop("description", "")}

    @property
    def width(self) -> float:
        """High minus low."""
        return self.high - self.low


class Percent(Range):
    """A range on a scale from 0 to 100."""

    @model_validator(mode="after")
    def _on_scale(self) -> Self:
        if self.low < 0 or self.high > 100:
            raise PydanticCustomError("range_scale", "must lie between 0 and 100")
        return self


class Amount(Range):
    """A range that is not negative, in any unit."""

    @model_validator(mode="after")
    def _not_negative(self) -> Self:
        if self.low < 0:
            raise PydanticCustomError("range_negative", "must not be negative")
        return self


class Quantity(Range):
    """A range with its unit, its grade and the ids of its sources."""

    unit: str
    grade: Grade
    sources: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_value(cls, data: Any) -> Any:
        if isinstance(data, dict) and "value" in data and not data.keys() & {"low", "best", "high"}:
            rest = {key: item for key, item in data.items() if key != "value"}
            return {"low": data["value"], "best": data["value"], "high": data["value"], **rest}
        return data

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler.resolve_ref_schema(handler(core))
        fields = {name: field for name, field in whole["properties"].items() if name not in ("low", "best", "high")}
        value = {"properties": {"value": {"type": "number"}, **fields}, "required": ["value", "unit", "grade"]}
        return {"anyOf": [whole, {**whole, **value}]}

    @model_serializer
    def _plain(self) -> dict[str, Any]:
        return {
            "low": self.low,
            "best": self.best,
            "high": self.high,
            "unit": self.unit,
            "grade": self.grade.value,
            "sources": list(self.sources),
        }
