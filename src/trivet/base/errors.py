"""Faults and errors. A fault says what is wrong, where, and what to do; it is never a traceback."""

from collections.abc import Iterable
from dataclasses import dataclass

from trivet.base.message import Message


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a file: line and column count from 1; 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with what a user gave us.

    ``code`` names the rule (and its anchor in the docs), ``hint`` says how to mend it. A ``warning`` is worth a look
    but does not keep the input from being used.
    """

    code: str
    message: Message
    place: Place | None = None
    hint: Message | None = None
    warning: bool = False

    @property
    def anchor(self) -> str:
        """The anchor of this rule on the errors page of the docs."""
        return f"errors.html#{self.code}"


class TrivetError(Exception):
    """Any error that Trivet raises on purpose; its text is meant for a person."""


class FaultsError(TrivetError):
    """Input that cannot be used. ``faults`` holds every fault found, in file order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults, sorted by place, each once."""
        unique = {(f.code, str(f.place), f.message.model_dump_json()): f for f in faults}
        self.faults: tuple[Fault, ...] = tuple(sorted(unique.values(), key=lambda f: (f.place or Place(""), f.code)))
        super().__init__(str(self))

    def __str__(self) -> str:
        from trivet.base.i18n import translate

        return "\n".join(
            f"{str(f.place) + ': ' if f.place else ''}{translate(f.message, 'en')}"
            f"{' ' + translate(f.hint, 'en') if f.hint else ''}"
            for f in self.faults
        )


class CaseError(FaultsError):
    """A case that cannot be read."""


class SettingsError(FaultsError):
    """Settings that a lens does not take."""


class NotFoundError(TrivetError):
    """A case, lens, object or finding that does not exist; the text suggests the nearest name."""


class NotApplicableError(TrivetError):
    """A lens that cannot run on this case; the text names what the case lacks."""
