"""Finding objects by words in any language.

NFKC and casefold on both sides, then plain substrings: unlike an index of trigrams this finds two-character CJK words.
"""

import unicodedata
from collections.abc import Iterator

from pydantic import BaseModel

from trivet.base.text import Text
from trivet.case.model import Case, Located


def search(case: Case, words: str) -> tuple[Located, ...]:
    """Objects that hold every one of the words, names before other text, in file order.

    Contested names are found in every way in which the case lets them be written.
    """
    wanted = [_other_forms(case, word) for word in fold(words).split()]
    if not wanted:
        return ()
    hits = [(item, [fold(text) for text in _texts(item.object)]) for item in case.objects()]
    found = [(item, texts) for item, texts in hits if _holds(" ".join(texts), wanted)]
    ranked = sorted(found, key=lambda hit: not _holds(" ".join((fold(hit[0].object.id), *hit[1][:5])), wanted))
    return tuple(item for item, _ in ranked)


def fold(text: str) -> str:
    """Text without differences of width, case and composition."""
    return unicodedata.normalize("NFKC", text).casefold()


def _holds(text: str, wanted: list[set[str]]) -> bool:
    return all(any(form in text for form in forms) for forms in wanted)


def _other_forms(case: Case, word: str) -> set[str]:
    forms = {word}
    for term in case.terms:
        own = {fold(form) for group in term.forms.values() for form in group}
        own |= {fold(w) for choice in term.choices.values() for tag in choice.languages() if (w := choice.words(tag))}
        if word in own:
            forms |= own
    return forms


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
