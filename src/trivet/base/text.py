"""Text in up to four languages, with a declared fallback."""

import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from pydantic import Field, GetJsonSchemaHandler, ValidationInfo, model_serializer, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from trivet.base.languages import LANGUAGES, Language
from trivet.base.model import Record

BIDI_CONTROLS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
MAX_LENGTH: Final = 20_000


class Said(NamedTuple):
    """Words together with the language they turned out to be in."""

    words: str
    language: Language


class Text(Record):
    """Words in one or more languages.

    In a file it is a mapping (``{en: ..., ja: ...}``) or a plain string, which counts as the case's own language.
    """

    en: str | None = Field(default=None, min_length=1, max_length=MAX_LENGTH)
    ja: str | None = Field(default=None, min_length=1, max_length=MAX_LENGTH)
    ko: str | None = Field(default=None, min_length=1, max_length=MAX_LENGTH)
    zh_Hant: str | None = Field(  # noqa: N815 - the tag itself, as near as Python allows
        default=None, alias="zh-Hant", min_length=1, max_length=MAX_LENGTH
    )

    @model_validator(mode="before")
    @classmethod
    def _from_plain(cls, data: Any, info: ValidationInfo) -> Any:
        if isinstance(data, str):
            language = (info.context or {}).get("language", "en")
            data = {language: data}
        if isinstance(data, dict):
            for words in data.values():
                if isinstance(words, str) and BIDI_CONTROLS.search(words):
                    raise PydanticCustomError("text_bidi", "holds invisible characters that reorder text")
        return data

    @model_validator(mode="after")
    def _not_empty(self) -> "Text":
        if not self.languages():
            raise PydanticCustomError("text_empty", "has no words in any language")
        return self

    @model_serializer
    def _plain(self) -> dict[str, str]:
        return {tag: words for tag in LANGUAGES if (words := self.words(tag)) is not None}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "description": "Words in one or more languages; a plain string is in the case's own language.",
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": False,
                    "properties": {tag: {"type": "string", "minLength": 1} for tag in LANGUAGES},
                },
            ],
        }

    def words(self, language: Language) -> str | None:
        """The words in exactly this language, or None."""
        value: str | None = getattr(self, language.replace("-", "_"))
        return value

    def languages(self) -> tuple[Language, ...]:
        """The languages this text exists in."""
        return tuple(tag for tag in LANGUAGES if self.words(tag) is not None)

    def say(self, language: Language, fallback: Iterable[Language] = LANGUAGES) -> Said:
        """The words in ``language``, else in the first language of ``fallback`` that has them."""
        for tag in (language, *fallback, *LANGUAGES):
            if (words := self.words(tag)) is not None:
                return Said(words, tag)
        raise AssertionError("a Text always has words")
