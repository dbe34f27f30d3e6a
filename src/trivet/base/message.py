"""Sentences kept as data: an English template plus parameters, so that they can be said in any language.

A template is its own gettext message id. Parameters appear in it as ``{name}``.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from trivet.base.dates import EDate
from trivet.base.model import Record
from trivet.base.text import Text


class ObjectRef(Record):
    """A parameter that stands for an object of the case and is said by its name there."""

    kind: Literal["object"] = "object"
    ref: str


class ListParam(Record):
    """Several parameters joined as the language joins them ("A, B and C")."""

    kind: Literal["list"] = "list"
    items: tuple["Param", ...]


class DateParam(Record):
    """A date, said with the precision it has."""

    kind: Literal["date"] = "date"
    date: EDate


class NumberParam(Record):
    """A number with the digits it should be shown with, and an optional unit such as ``%``."""

    kind: Literal["number"] = "number"
    value: float
    digits: int = 0
    unit: str = ""


class LikelihoodParam(Record):
    """A probability or a range of probabilities (0 to 1), said in likelihood words."""

    kind: Literal["likelihood"] = "likelihood"
    low: Annotated[float, Field(ge=0, le=1)]
    high: Annotated[float, Field(ge=0, le=1)]


class TextParam(Record):
    """Words of the case itself, already held in several languages."""

    kind: Literal["text"] = "text"
    text: Text


class Term(Record):
    """A word of the interface's own vocabulary (a status, a kind), translated by its message id."""

    kind: Literal["term"] = "term"
    msgid: str


class FilledText(Record):
    """Words of the case with ``{name}`` places, and what fills them; a place without a filling reads "…"."""

    kind: Literal["filled"] = "filled"
    text: Text
    params: dict[str, "str | Param"] = Field(default_factory=dict)


class Phrase(Record):
    """A message inside a message."""

    kind: Literal["phrase"] = "phrase"
    message: "Message"


Param = Annotated[
    Phrase | FilledText | ObjectRef | ListParam | DateParam | NumberParam | LikelihoodParam | TextParam | Term,
    Field(discriminator="kind"),
]


class Message(Record):
    """One sentence: ``text`` is the message id; with ``plural``, ``count`` picks the form."""

    text: str
    plural: str | None = None
    count: int | None = None
    params: dict[str, str | int | Param] = Field(default_factory=dict)

    @field_validator("params")
    @classmethod
    def _names(cls, value: dict[str, Any]) -> dict[str, Any]:
        for name in value:
            if not name.isidentifier():
                raise ValueError(f"parameter name {name!r} is not an identifier")
        return value


def say(text: str, /, **params: str | int | Param) -> Message:
    """Build a :class:`Message` from its English template and parameters."""
    return Message(text=text, params=params)


def say_count(one: str, many: str, count: int, /, **params: str | int | Param) -> Message:
    """Build a :class:`Message` whose wording depends on ``count``, which it may use as ``{count}``."""
    return Message(text=one, plural=many, count=count, params={**params, "count": count})


def N_(text: str) -> str:  # noqa: N802 - the name gettext extractors know
    """Mark a string for translation where it is defined and return it unchanged."""
    return text


ListParam.model_rebuild()
FilledText.model_rebuild()
Phrase.model_rebuild()
Message.model_rebuild()
