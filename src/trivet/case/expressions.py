"""What the small languages of a case share: tokens, ``and``, ``or``, ``not``, brackets, ``true`` and ``false``.

A language is a :class:`Reader` that adds its own words. Nothing in a text is ever evaluated as code.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar, cast

T = TypeVar("T")


class ExpressionError(ValueError):
    """An expression that cannot be read. ``column`` counts from 0 in its text."""

    def __init__(self, why: str, column: int) -> None:
        """Keep the reason and where it shows."""
        super().__init__(why)
        self.why = why
        self.column = column


@dataclass(frozen=True)
class Not(Generic[T]):
    """True where the part is false."""

    part: T


@dataclass(frozen=True)
class All(Generic[T]):
    """True where every part is; true if there are none."""

    parts: tuple[T, ...] = ()


@dataclass(frozen=True)
class Some(Generic[T]):
    """True where some part is; false if there are none."""

    parts: tuple[T, ...] = ()


class Reader(ABC, Generic[T]):
    """A recursive-descent reader with limits on length and depth. ``T`` is the union of a language's expressions."""

    token: ClassVar[re.Pattern[str]]
    """One token, with the white space before it."""
    longest: ClassVar[int]
    deepest: ClassVar[int]
    noun: ClassVar[str]
    """What stands where no word of the language does, for messages."""
    error: ClassVar[type[ExpressionError]]

    def __init__(self, text: str) -> None:
        """Split a text into tokens.

        Raises:
            ExpressionError: of the language's own kind, here and in every method.
        """
        if len(text) > self.longest:
            raise self.error(f"longer than {self.longest} characters", 0)
        self._tokens = list(self._split(text))
        self._at = 0
        self._size = len(text)

    def whole(self) -> T:
        """The expression that the text is."""
        found = self.expression(0)
        self.end()
        return found

    def end(self) -> None:
        """Nothing may follow."""
        if self._at < len(self._tokens):
            word, column = self._tokens[self._at]
            raise self.error(f'"{word}" does not belong here', column)

    def expression(self, depth: int) -> T:
        """Any expression; a language with words that bind more loosely than ``or`` reads them here."""
        return self.either(depth)

    def either(self, depth: int) -> T:
        """Parts joined by ``or``."""
        parts = [self.both(depth)]
        while self.take("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else cast("T", Some(tuple(parts)))

    def both(self, depth: int) -> T:
        """Parts joined by ``and``."""
        parts = [self.negated(depth)]
        while self.take("and"):
            parts.append(self.negated(depth))
        return parts[0] if len(parts) == 1 else cast("T", All(tuple(parts)))

    def negated(self, depth: int) -> T:
        """``not`` and a part, a part in brackets, or an atom."""
        self.limit(depth)
        if self.take("not"):
            return cast("T", Not(self.negated(depth + 1)))
        if self.take("("):
            inner = self.expression(depth + 1)
            self.need(")")
            return inner
        return self.atom(depth)

    def atom(self, depth: int) -> T:
        """``true``, ``false`` or what the language makes of a word."""
        word, column = self.word()
        if word in ("true", "false"):
            return cast("T", All[T]() if word == "true" else Some[T]())
        return self.named(word, column, depth)

    @abstractmethod
    def named(self, word: str, column: int, depth: int) -> T:
        """What the language makes of a word, which has been read already."""

    def is_word(self, token: str) -> bool:
        """Whether a token can be a name or a word of the language."""
        return token[0].isalnum()

    def limit(self, depth: int) -> None:
        """Refuse what is nested too deep."""
        if depth > self.deepest:
            raise self.error(f"nested more than {self.deepest} deep", self.column())

    def peek(self) -> str | None:
        """The next token, if there is one."""
        return self._tokens[self._at][0] if self._at < len(self._tokens) else None

    def column(self) -> int:
        """Where the next token begins, or where the text ends."""
        return self._tokens[self._at][1] if self._at < len(self._tokens) else self._size

    def take(self, token: str) -> bool:
        """Read a token if it is the next one."""
        if self.peek() != token:
            return False
        self._at += 1
        return True

    def need(self, token: str) -> None:
        """Read a token that must be the next one."""
        if not self.take(token):
            raise self.error(f'"{token}" is missing', self.column())

    def word(self) -> tuple[str, int]:
        """Read a word, and say where it begins."""
        token, column = self.peek(), self.column()
        if token is None:
            raise self.error("it ends too early", column)
        if not self.is_word(token):
            raise self.error(f'{self.noun} is needed here, not "{token}"', column)
        self._at += 1
        return token, column

    def _split(self, text: str) -> Iterator[tuple[str, int]]:
        at, end = 0, len(text.rstrip())
        while at < end:
            found = self.token.match(text, at)
            if not found:
                column = at + len(text[at:]) - len(text[at:].lstrip())
                raise self.error(f'"{text[column]}" is not part of the language', column)
            token = found.group().strip()
            yield token, found.end() - len(token)
            at = found.end()
