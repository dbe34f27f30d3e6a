"""What every section needs to write: one case, one language, running footnote numbers."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from trivet.base.dates import EDate
from trivet.base.format import format_date, format_number
from trivet.base.i18n import Sayer
from trivet.base.languages import Language
from trivet.base.likelihood import LikelihoodTable
from trivet.base.message import N_, Message
from trivet.base.sources import Source
from trivet.base.text import Said, Text
from trivet.case.at import State, state_at
from trivet.case.model import Case
from trivet.pages.blocks import Inline, Line, SourceNote

MAX_NOTES = 4
"""Footnote numbers shown at one spot; the rest are counted and stand in the trail."""

QUALITY_WORDS = {
    "A": N_("A: government or treaty original"),
    "B": N_("B: official text, reprinted"),
    "C": N_("C: established outlet or think tank"),
    "D": N_("D: aggregator or mirror"),
}
KIND_WORDS = {"primary": N_("primary"), "secondary": N_("secondary")}
SEEN_WORDS = {
    "whole": N_("read whole"),
    "excerpt": N_("opening read"),
    "local-file": N_("read whole"),
    "not-seen": N_("not seen"),
}


class Writer:
    """Writes the words of one document."""

    def __init__(self, case: Case, language: Language, day: date, likelihood: LikelihoodTable | None = None) -> None:
        """``day`` is the day the document describes."""
        self.case = case
        self.language = language
        self.day = day
        self.likelihood = likelihood or case.likelihood_table
        self.sayer = Sayer(language, case, self.likelihood)
        self._numbers: dict[str, int] = {}

    @cached_property
    def state(self) -> State:
        """The state of the case on the document's day."""
        return state_at(self.case, self.day)

    def term(self, msgid: str) -> str:
        """A fixed phrase."""
        return self.sayer.term(msgid)

    def say(self, message: Message) -> str:
        """A sentence."""
        return self.sayer.say(message)

    def date(self, when: EDate | date | None) -> str:
        """A date in words, or a dash for none."""
        return format_date(when, self.language) if when else "–"

    def number(self, value: float, digits: int = 0) -> str:
        """A number."""
        return format_number(value, digits, self.language)

    def inline(self, said: Said, **more: Any) -> Inline:
        """Words of the case, marked with their language if it is not the document's."""
        foreign = None if said.language == self.language else said.language
        return Inline(said.words, foreign, **more)

    def text(self, text: Text | None, **more: Any) -> Line:
        """Text of the case as a line; empty for none."""
        return (self.inline(self.case.text(text, self.language), **more),) if text else ()

    def named(self, ref: str, **more: Any) -> Inline:
        """The name of an object."""
        return self.inline(self.case.name(ref, self.language), **more)

    def names(self, refs: Iterable[str]) -> str:
        """The names of objects as a list in words."""
        from trivet.base.format import join_list

        return join_list([self.case.name(ref, self.language).words for ref in refs], self.language)

    def notes(self, sources: Sequence[str]) -> tuple[int, ...]:
        """Footnote numbers for sources, in order; a source keeps the number it first got."""
        return tuple(self._numbers.setdefault(key, len(self._numbers) + 1) for key in sources)

    def few_notes(self, sources: Sequence[str]) -> tuple[tuple[int, ...], int]:
        """The first few footnote numbers, and how many more there are."""
        return self.notes(sources[:MAX_NOTES]), max(0, len(sources) - MAX_NOTES)

    def source_notes(self) -> tuple[SourceNote, ...]:
        """Every source cited so far, by number."""
        return tuple(self._source_note(key, number) for key, number in self._numbers.items())

    def _source_note(self, key: str, number: int) -> SourceNote:
        source = self.case.find(f"sources/{key}").object
        assert isinstance(source, Source)
        details = [
            ", ".join(source.author),
            source.container or "",
            source.publisher or "",
            self.date(source.issued) if source.issued else "",
        ]
        return SourceNote(
            number=number,
            id=source.id,
            title=source.title,
            language=source.language,
            details=", ".join(part for part in details if part),
            url=source.url,
            quality=self.term(QUALITY_WORDS[source.quality]),
            kind=self.term(KIND_WORDS[source.kind]),
            seen=self.term(SEEN_WORDS[source.seen]),
        )
