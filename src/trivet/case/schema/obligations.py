"""Obligations inside instruments, the facts that trigger them, and ``contingencies.yaml``: bundles of facts."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from trivet.base.ids import Id
from trivet.base.model import Record
from trivet.base.text import Text
from trivet.case.schema.common import ActorId, Cited, Object, PatternText, Ref

Duty = Literal[
    "defend",
    "assist",
    "offence",
    "neutrality",
    "non-aggression",
    "consult",
    "inform-before",
    "share-information",
    "protect-information",
    "host-forces",
    "allow-base-use",
    "allow-passage",
    "supply",
    "fund",
    "coordinate",
    "exercise",
    "meet",
    "refrain",
    "settle",
]
"""What may be owed. The first five and ``consult`` are ATOP's obligations (Leeds et al. 2002, International
Interactions 28); the rest extend them to the instruments of security cooperation below the treaty."""

Mode = Literal["must", "may", "must-not"]
Discretion = Literal["automatic", "constitutional-processes", "best-efforts", "political"]
Strength = Literal["legal", "political", "practice"]

Party = Annotated[str, Field(pattern=r"^(\$[A-Za-z][A-Za-z0-9_-]*|[A-Za-z0-9][A-Za-z0-9_-]{0,79})$"), Ref("actors")]
"""The id of an actor, or a variable of the pattern that stands for one."""

PatternField = Annotated[str, Field(max_length=2000), PatternText()]
FactField = Annotated[str, Field(max_length=2000), PatternText(fact=True)]


class Obligation(Cited):
    """One duty, right or prohibition in one article.

    ``when`` and ``unless`` are patterns over facts (see :mod:`trivet.case.patterns`); an obligation without ``when``
    holds as long as its instrument is in effect.
    """

    id: Id
    article: str = Field(default="", max_length=80)
    duty: Duty
    mode: Mode = "must"
    bound: tuple[Party, ...] = Field(min_length=1)
    toward: tuple[Party, ...] = ()
    when: PatternField = "true"
    unless: PatternField | None = None
    how: Discretion
    strength: Strength
    forces: tuple[ActorId, ...] = Field(default=(), description="Forces or bodies that the duty is carried out with.")
    text: Text


class Predicate(Record):
    """A kind of fact: its arguments and what each may hold.

    ``phrase`` says a fact of this kind in a sentence, with ``{argument}`` where each argument goes.
    """

    text: Text
    phrase: Text | None = None
    args: dict[Id, Literal["actor", "area", "word"]] = Field(default_factory=dict)


class Area(Record):
    """An area that facts may name, and the wider ones it lies within."""

    name: Text
    within: tuple[Id, ...] = ()


class Contingency(Object):
    """Something that may happen, as a bundle of facts.

    Facts that stand neither in ``facts`` nor in ``open`` are taken not to hold; ``open`` ones are unknown.
    """

    name: Text
    summary: Text | None = None
    facts: tuple[FactField, ...] = Field(min_length=1)
    open: tuple[FactField, ...] = ()
    featured: StrictBool = Field(default=False, description="Whether a brief shows it side by side with the others.")
    affected: tuple[ActorId, ...] = Field(default=(), description="Actors whose interests are declared affected.")
