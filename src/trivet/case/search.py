"""Finding objects by words in any language.

NFKC and casefold on both sides, then plain substrings: unlike an index of trigrams this finds two-character CJK words.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pydantic import BaseModel

from trivet.base.text import Text
from trivet.case.model import Case, Located
from trivet.case.schema.topics import ContestedTerm

_MARK: Final = "\ue000"
"""Begins and ends what stands for a contested name; a character of nobody's writing."""


def search(case: Case, words: str) -> tuple[Located, ...]:
    """Objects that hold every one of the words, names before other text, in file order.

    Contested names are found in every way in which the case lets them be written.
    """
    unify = _unifier(case.terms)
    wanted = unify(fold(words)).split()
    if not wanted:
        return ()
    named = any(_MARK in word for word in wanted)

    def holds(texts: Iterable[str]) -> bool:
        text = " ".join(texts)
        return all(word in text or (named and word in unify(text)) for word in wanted)

    hits = [(item, [fold(text) for text in _texts(item.object)]) for item in case.objects()]
    found = [(item, texts) for item, texts in hits if holds(texts)]
    ranked = sorted(found, key=lambda hit: not holds((fold(hit[0].object.id), *hit[1][:5])))
    return tuple(item for item, _ in ranked)


def fold(text: str) -> str:
    """Text without differences of width, case and composition."""
    return unicodedata.normalize("NFKC", text).casefold()


def _unifier(terms: Iterable[ContestedTerm]) -> Callable[[str], str]:
    """What puts one mark for every way to write a contested name, the longer ways first, into folded text."""
    marks = {fold(way): f"{_MARK}{number}{_MARK}" for number, term in enumerate(terms) for way in _ways(term)}
    if not marks:
        return str
    pattern = re.compile("|".join(map(re.escape, sorted(marks, key=len, reverse=True))))
    return lambda text: pattern.sub(lambda match: marks[match.group()], text)


def _ways(term: ContestedTerm) -> Iterator[str]:
    for forms in term.forms.values():
        yield from forms
    for choice in term.choices.values():
        yield from (words for tag in choice.languages() if (words := choice.words(tag)))


def _texts(record: BaseModel) -> Iterator[str]:
    """The words of an object, its own name first."""
    for value in (getattr(record, name) for name in type(record).model_fields):
        yield from _words(value)


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Text):
        yield from (words for tag in value.languages() if (words := value.words(tag)))
    elif isinstance(value, BaseModel):
        yield from _texts(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _words(item)
