"""``conflicts.yaml``: graph models of strategic conflicts, in option form or in graph form."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictInt
from pydantic_core import PydanticCustomError

from trivet.base.dates import EDate
from trivet.base.ids import Id
from trivet.base.model import Record
from trivet.base.quantity import Range
from trivet.base.text import Text
from trivet.case.conditions import MAX_LENGTH
from trivet.case.schema.common import ActorId, Cited, EventId, Judged, Object

ConditionField = Annotated[
    str, Field(min_length=1, max_length=MAX_LENGTH, description="A boolean expression over the ids of options.")
]


def _name_of_state(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise PydanticCustomError("state_name", "must be the number, the pattern or the id of a state")
    return value


def _place_in_ranking(value: Any) -> Any:
    for name in value if isinstance(value, list | tuple) else (value,):
        _name_of_state(name)
    return value


def _number_or_list(value: Any) -> Any:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | list | tuple)):
        raise PydanticCustomError("state_start", "must be a list of options, or the number of a state")
    return value


StateName = Annotated[
    StrictInt | str,
    BeforeValidator(_name_of_state),
    Field(
        description="A state: its number from 1 in the order of the codes, its pattern such as YN-N, "
        "or its id in graph form."
    ),
]

Direction = Literal["both", "forward", "back"]
"""``forward`` options can only be taken, ``back`` options only be dropped."""

Comparison = Literal[">", ">>", "~", "<", "<<", "U"]

Concept = Literal["nash", "gmr", "smr", "seq", "sseq", "sim", "seq+fh-sim", "smr+fh-sim"]


class Option(Cited):
    """Something a decision maker may do or leave. The conflict's options are numbered in the order of the file."""

    id: Id
    name: Text = Field(description="What it means to take it, as in 'gives notice'.")
    direction: Direction = "both"
    when: ConditionField | None = Field(
        default=None, description="It can be changed only from states where this holds; from any if left out."
    )


class Statement(Cited, Judged):
    """A preference statement: what a decision maker would like to hold. Earlier statements outweigh all later ones.

    With ``weight`` on every statement of a decision maker, states are compared by the sum of the weights instead.
    """

    id: Id | None = None
    holds: ConditionField
    text: Text | None = Field(default=None, description="Why it is preferred.")
    weight: Range | None = None
    strong: StrictBool = Field(default=False, description="States it tells apart are strongly preferred (>>).")
    unknown: StrictBool = Field(
        default=False, description="How the decision maker compares states that it tells apart is not known."
    )


class Preferences(Record):
    """Preferences of one decision maker over the states: statements, a ranking, an order, or pairs."""

    statements: tuple[Statement, ...] = ()
    ranking: tuple[Annotated[StateName | tuple[StateName, ...], BeforeValidator(_place_in_ranking)], ...] = Field(
        default=(), description="States from best to worst; a list inside it is a tie."
    )
    order: str | None = Field(
        default=None, max_length=MAX_LENGTH, description="States from best to worst with >, >> and ~ between them."
    )
    pairs: tuple[tuple[StateName, Comparison, StateName], ...] = Field(
        default=(),
        description="Single comparisons, U for one that is not known. Beside a ranking or an order they replace what "
        "it says; alone, what does not follow from them is not known.",
    )


class DecisionMaker(Preferences, Cited):
    """A decision maker with its options and its preferences."""

    actor: ActorId
    label: str | None = Field(default=None, min_length=1, max_length=200, description="Its name in other programs.")
    options: tuple[Option, ...] = ()


class FeasibilityRule(Cited):
    """A rule on which states can occur: one that ``never`` holds, or one that ``always`` does."""

    never: ConditionField | None = None
    always: ConditionField | None = None
    because: Text | None = None


class NamedOutcome(Record):
    """A name for the states where a condition holds; the first that fits a state names it."""

    when: ConditionField
    name: Text


class Merged(NamedOutcome):
    """States that nobody tells apart: those where the condition holds become one."""


class GraphState(Record):
    """A state of a model in graph form."""

    id: Id
    name: Text


class GraphMoves(Record):
    """The moves of one decision maker in graph form, as pairs of states."""

    actor: ActorId
    pairs: tuple[tuple[Id, Id], ...]


class Observed(Cited):
    """An outcome that was seen on a day."""

    date: EDate
    taken: tuple[Id, ...] = Field(default=(), description="The options taken, or the one state in graph form.")
    events: tuple[EventId, ...] = ()
    text: Text | None = None


class Belief(Preferences):
    """The preferences that one decision maker takes another to have."""

    actor: ActorId


class Perception(Cited):
    """How one decision maker misreads the conflict: states it does not see, preferences of others it gets wrong."""

    actor: ActorId
    hidden: tuple[ConditionField, ...] = ()
    believes: tuple[Belief, ...] = ()
    text: Text | None = None


class Published(Cited):
    """A result printed in a publication, to hold the computation against."""

    concept: Concept
    states: tuple[StateName, ...] = ()
    text: Text | None = None


class Conflict(Object):
    """One conflict, in option form (options, rules) or in graph form (states, moves)."""

    title: Text
    question: Text | None = None
    summary: Text | None = None
    as_of: EDate
    decision_makers: tuple[DecisionMaker, ...] = Field(min_length=1)
    numbering: tuple[Id, ...] = Field(
        default=(), description="Every option in the order in which codes count them; that of the file if left out."
    )
    feasibility: tuple[FeasibilityRule, ...] = ()
    merged: tuple[Merged, ...] = ()
    outcomes: tuple[NamedOutcome, ...] = ()
    states: tuple[GraphState, ...] = ()
    moves: tuple[GraphMoves, ...] = ()
    status_quo: Annotated[StrictInt | tuple[Id, ...] | None, BeforeValidator(_number_or_list)] = Field(
        default=None, description="The options taken at the start, or the one state in graph form, or its number."
    )
    structures: tuple[tuple[tuple[ActorId, ...], ...], ...] = Field(
        default=(), description="Coalition structures: ways to part all decision makers into blocks."
    )
    observed: tuple[Observed, ...] = ()
    perceptions: tuple[Perception, ...] = ()
    published: tuple[Published, ...] = ()
    featured: StrictBool = Field(default=False, description="Whether a brief shows it.")
