"""``case.yaml``: what the case is, for which day, in which languages, and whose partnership it describes."""

from typing import Annotated, Literal

from pydantic import Field

from trivet.base.dates import EDate
from trivet.base.ids import Id
from trivet.base.languages import Language
from trivet.base.likelihood import DEFAULT_TABLE
from trivet.base.model import Record
from trivet.base.text import Text
from trivet.case.schema.common import ActorId, Ref, SourceId


class Meta(Record):
    """The head of a case."""

    format: Literal[1] = Field(description="Version of the case format.")
    id: Id
    title: Text
    summary: Text | None = None
    as_of: EDate = Field(description="The day the case stands at. Nothing dated later is a fact in it.")
    language: Language = Field(default="en", description="Language of every plain string in the files.")
    languages: tuple[Language, ...] = Field(
        default=("en",), min_length=1, description="Languages that every name and title must have."
    )
    fallback: tuple[Language, ...] = Field(
        default=("en",), description="Order in which to look for words that the reader's language lacks."
    )
    partners: tuple[ActorId, ...] = Field(
        default=(), min_length=2, description="The members of the partnership; left out for a collection of models."
    )
    grouping: ActorId | None = Field(default=None, description="The actor that stands for all partners together.")
    essay: Annotated[SourceId | None, Ref("sources")] = Field(
        default=None, description="The text whose claims the case checks."
    )
    likelihood: str = Field(default=DEFAULT_TABLE, description="Table of likelihood words.")
    marking: Text | None = Field(default=None, description="Banner for every page; default: public sources only.")
    licence: str = Field(default="CC-BY-4.0", description="Licence of the case's own words.")
    compiled_by: Text | None = Field(default=None, description="Who coded and judged, by role, never by name.")
