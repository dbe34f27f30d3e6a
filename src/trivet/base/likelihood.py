"""Likelihood words: a probability said as a phrase with a fixed band.

The default table is the upper row of Intelligence Community Directive 203 (US Office of the Director of National
Intelligence 2015, section D.6.e.2.a). A case or a user may exchange it.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from trivet.base.errors import NotFoundError
from trivet.base.ids import Id, hint_at
from trivet.base.languages import Language
from trivet.base.model import Record
from trivet.base.text import Text

DEFAULT_TABLE: Final = "icd203"
Probability = Annotated[float, Field(ge=0, le=1)]


class Band(Record):
    """One phrase and the probabilities it covers: from ``low`` up to, but not including, ``high``."""

    low: Probability
    high: Probability
    words: Text

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low >= self.high:
            raise PydanticCustomError("band_order", "must have low < high")
        return self


class LikelihoodTable(Record):
    """A scale of likelihood words. Bands ascend; between two bands lies no word of its own."""

    id: Id
    title: Text
    source: str
    bands: tuple[Band, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        for before, after in zip(self.bands, self.bands[1:], strict=False):
            if after.low < before.high:
                raise PydanticCustomError("band_overlap", "has bands that overlap or do not ascend")
        return self

    def band(self, probability: float) -> Band:
        """The band a probability falls in, or the nearest one if it falls between two or beyond the ends.

        Raises:
            ValueError: if ``probability`` is not between 0 and 1.
        """
        if not 0 <= probability <= 1:
            raise ValueError(f"{probability} is not a probability")
        for band in self.bands:
            if band.low <= probability < band.high:
                return band
        return min(self.bands, key=lambda b: min(abs(probability - b.low), abs(probability - b.high)))

    def words(self, low: float, high: float, language: Language) -> tuple[str, ...]:
        """The phrase for a range of probabilities: one if both ends share a band, else the two end phrases."""
        first, last = self.band(low), self.band(high)
        if first == last:
            return (first.words.say(language).words,)
        return first.words.say(language).words, last.words.say(language).words


@cache
def shipped_table(name: str) -> LikelihoodTable:
    """One of the tables that come with Trivet.

    Raises:
        NotFoundError: if there is no such table.
    """
    names = shipped_names()
    if name not in names:
        raise NotFoundError(f'There is no likelihood table "{name}". {hint_at(name, names)}')
    raw = files("trivet").joinpath(f"data/likelihood/{name}.json").read_text("utf-8")
    return LikelihoodTable.model_validate(json.loads(raw))


def shipped_names() -> tuple[str, ...]:
    """The names of the tables that come with Trivet."""
    folder = files("trivet").joinpath("data/likelihood")
    return tuple(sorted(f.name.removesuffix(".json") for f in folder.iterdir() if f.name.endswith(".json")))
