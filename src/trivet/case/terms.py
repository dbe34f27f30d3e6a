"""Contested names, written the way the reader's house writes them."""

import re
from collections.abc import Mapping, Sequence

from trivet.base.errors import NotFoundError
from trivet.base.ids import hint_at
from trivet.base.languages import Language
from trivet.case.schema.topics import ContestedTerm


class TermWriter:
    """Rewrites every form of every contested term in some words: longer names first, kept names untouched.

    ``choices`` maps a term's id to the name of one of its choices; terms not in it keep the case's default.
    """

    def __init__(self, terms: Sequence[ContestedTerm], choices: Mapping[str, str] | None = None) -> None:
        """Check the choices against the terms.

        Raises:
            NotFoundError: if a choice names an unknown term, or a way of writing that the term does not offer.
        """
        self._terms = tuple(terms)
        self._choices = dict(choices or {})
        self._compiled: dict[Language, tuple[re.Pattern[str] | None, dict[str, str]]] = {}
        offered = {term.id: term.choices for term in terms}
        for term, choice in self._choices.items():
            _known(term, offered, "contested term")
            _known(choice, offered[term], f'way to write "{term}"')

    def write(self, words: str, language: Language) -> str:
        """The words with contested names as chosen."""
        if language not in self._compiled:
            self._compiled[language] = self._compile(language)
        pattern, wanted = self._compiled[language]
        return pattern.sub(lambda match: wanted[match.group()], words) if pattern else words

    def _compile(self, language: Language) -> tuple[re.Pattern[str] | None, dict[str, str]]:
        wanted: dict[str, str] = {}
        for term in self._terms:
            choice = term.choices.get(self._choices.get(term.id, term.default))
            written = choice.words(language) if choice else None
            if written is not None:
                wanted.update(dict.fromkeys(term.forms.get(language, ()), written))
                wanted.update({whole: whole for whole in term.keep.get(language, ())})
        if not wanted:
            return None, {}
        longest_first = sorted(wanted, key=len, reverse=True)
        return re.compile("|".join(map(_bounded, longest_first))), wanted


def _known(name: str, offered: Mapping[str, object], what: str) -> None:
    if name in offered:
        return
    raise NotFoundError(f'There is no {what} called "{name}". {hint_at(name, sorted(offered))}')


def _bounded(form: str) -> str:
    """A form as a pattern; Latin words match whole only."""
    left = r"(?<![A-Za-z])" if form[0].isascii() and form[0].isalpha() else ""
    right = r"(?![A-Za-z])" if form[-1].isascii() and form[-1].isalpha() else ""
    return f"{left}{re.escape(form)}{right}"
