"""``topics.yaml``, ``vocabulary.yaml`` and ``terms.yaml``: what the case speaks of, and in which words."""

from typing import Annotated, Literal

from pydantic import Field

from trivet.base.languages import Language
from trivet.base.model import Record
from trivet.base.text import Text
from trivet.case.schema.common import Object, ObjectId
from trivet.case.schema.obligations import Area, Predicate

Form = Annotated[str, Field(min_length=1)]
Question = Literal["record", "obligations", "conflict", "bargaining", "futures", "roles", "trade", "pulse"]


class Topic(Object):
    """A subject that readers look for: everything in the case that bears on it, and the lenses that answer it."""

    name: Text
    summary: Text | None = None
    objects: Annotated[tuple[ObjectId, ...], Field(min_length=1)]
    answered_by: tuple[Question, ...] = ()


class Vocabulary(Record):
    """Words of the case's own: owners, topics and rhythms of commitments, kinds of facts, areas."""

    owners: dict[str, Text] = Field(default_factory=dict)
    topics: dict[str, Text] = Field(default_factory=dict)
    cadence: dict[str, Text] = Field(default_factory=dict)
    facts: dict[str, Predicate] = Field(default_factory=dict)
    areas: dict[str, Area] = Field(default_factory=dict)
    words: dict[str, Text] = Field(default_factory=dict, description="Plain words that facts use as arguments.")


class ContestedTerm(Object):
    """A name that houses write differently.

    ``forms`` are the ways in which it stands in the files; ``keep`` are longer names that must stay whole;
    ``choices`` are named ways to write it, from which a reader's term list picks.
    """

    name: Text
    forms: dict[Language, tuple[Form, ...]]
    keep: dict[Language, tuple[Form, ...]] = Field(default_factory=dict)
    choices: dict[str, Text] = Field(min_length=1)
    default: str
