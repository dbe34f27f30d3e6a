"""Message catalogues and the saying of messages.

Catalogues are gettext ``.po`` files under ``locales/<tag>/trivet.po``; a lens from another package brings its own
folder and registers it. English is the message id itself.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol

from trivet.base.format import format_date, format_number, join_list, particles
from trivet.base.languages import LANGUAGES, Language
from trivet.base.likelihood import DEFAULT_TABLE, LikelihoodTable, shipped_table
from trivet.base.message import (
    DateParam,
    FilledText,
    LikelihoodParam,
    ListParam,
    Message,
    NumberParam,
    ObjectRef,
    Param,
    Phrase,
    Term,
    TextParam,
)
from trivet.base.text import Said, Text

_folders: list[Traversable] = [files("trivet").joinpath("locales")]


class Names(Protocol):
    """Whatever knows the names of objects and the house's wording: a case, seen from below."""

    def name(self, ref: str, language: Language) -> Said:
        """The name of an object in a language."""
        ...

    def text(self, text: Text, language: Language) -> Said:
        """Text of the case in a language, with the house's term list applied."""
        ...


def add_catalogues(folder: Traversable) -> None:
    """Let messages from another package be translated too. Adding the same folder twice does nothing."""
    if folder not in _folders:
        _folders.append(folder)
        _catalogue.cache_clear()


@cache
def _catalogue(language: Language) -> dict[str, str]:
    """All messages of a language. Its languages besides English have one plural form, so ids map to one string."""
    from babel.messages.pofile import read_po

    tag = language.replace("-", "_")
    found: dict[str, str] = {}
    for folder in _folders:
        path = folder.joinpath(tag, "trivet.po")
        if not path.is_file():
            continue
        with path.open("rb") as stream:
            for entry in read_po(stream, locale=tag):
                key = entry.id[0] if isinstance(entry.id, tuple) else entry.id
                words = entry.string[0] if isinstance(entry.string, tuple) else entry.string
                if key and words and not entry.fuzzy:
                    found.setdefault(str(key), str(words))
    return found


def translate_text(text: str, language: Language) -> str:
    """One fixed phrase of the interface in a language; the English itself where no translation exists."""
    return text if language == "en" else _catalogue(language).get(text, text)


def has_translation(text: str, language: Language) -> bool:
    """Whether the catalogues hold this message id in a language (always true for English)."""
    return language == "en" or text in _catalogue(language)


class Sayer:
    """Says messages in one language, with one table of likelihood words and the names of one case."""

    def __init__(
        self, language: Language, names: Names | None = None, likelihood: LikelihoodTable | None = None
    ) -> None:
        """Without ``names``, objects are said by their ids."""
        self.language = language
        self._names = names
        self._likelihood = likelihood or shipped_table(DEFAULT_TABLE)

    def say(self, message: Message) -> str:
        """The sentence in this language."""
        template = self._template(message)
        said = {name: self._param(value) for name, value in message.params.items()}
        return particles(_fill(template, said), self.language)

    def term(self, msgid: str) -> str:
        """A fixed phrase of the interface."""
        return translate_text(msgid, self.language)

    def text(self, text: Text) -> Said:
        """Words of the case, with the language they turned out to be in."""
        return self._names.text(text, self.language) if self._names else text.say(self.language)

    def name(self, ref: str) -> str:
        """The name of an object of the case."""
        return self._names.name(ref, self.language).words if self._names else ref

    def cell(self, value: str | int | float | bool | Param | None) -> str:
        """One value of a table as words: a dash for none, two decimals for a bare number."""
        if value is None:
            return "–"
        if isinstance(value, bool):
            return translate_text("yes", self.language) if value else translate_text("no", self.language)
        if isinstance(value, float):
            return format_number(value, 2, self.language)
        return particles(self._param(value), self.language)

    def likelihood(self, low: float, high: float) -> str:
        """Likelihood words for a probability or a range of probabilities."""
        phrases = self._likelihood.words(low, high, self.language)
        if len(phrases) == 1:
            return phrases[0]
        return translate_text("{low} to {high}", self.language).format(low=phrases[0], high=phrases[1])

    def _template(self, message: Message) -> str:
        english = not has_translation(message.text, self.language) or self.language == "en"
        if english and message.plural is not None and message.count != 1:
            return message.plural
        return translate_text(message.text, self.language)

    def _param(self, value: str | int | Param) -> str:
        match value:
            case str():
                return value
            case int():
                return format_number(value, 0, self.language)
            case ObjectRef():
                return self.name(value.ref)
            case ListParam():
                return join_list([self._param(item) for item in value.items], self.language)
            case DateParam():
                return format_date(value.date, self.language)
            case NumberParam():
                return format_number(value.value, value.digits, self.language) + value.unit
            case LikelihoodParam():
                return self.likelihood(value.low, value.high)
            case TextParam():
                return self.text(value.text).words
            case Term():
                return self.term(value.msgid)
            case FilledText():
                words = self.text(value.text).words
                said = {name: self._param(item) for name, item in value.params.items()}
                places = re.findall(r"\{([A-Za-z0-9_-]+)\}", words)
                return _fill(words, {name: said.get(name, "…") for name in places})
            case Phrase():
                return self.say(value.message)


def _fill(template: str, said: dict[str, str]) -> str:
    """Put parameters into a template. Only plain ``{name}`` fields count; what they hold is never read again."""
    out, rest = [], template
    while rest:
        before, brace, after = rest.partition("{")
        out.append(before)
        name, close, tail = after.partition("}")
        if not brace:
            break
        if close and name in said:
            out.append(said[name])
            rest = tail
        else:
            out.append("{")
            rest = after
    return "".join(out)


def translate(message: Message, language: Language) -> str:
    """Say a message that names no object of a case."""
    return Sayer(language).say(message)


def untranslated(messages: Iterable[Message]) -> list[tuple[Language, str]]:
    """Which message ids lack a translation, and in which language."""
    return [
        (language, message.text)
        for message in messages
        for language in LANGUAGES
        if not has_translation(message.text, language)
    ]
