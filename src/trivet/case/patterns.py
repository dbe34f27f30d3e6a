"""The pattern language of obligations: small, typed by the case's vocabulary, three-valued, never evaluated as code.

::

    armed-attack(on=$x, area=pacific) and not consent(by=alpha)
    any-of(blockade(on=beta), armed-attack(on=[beta, gamma]))
    request(by=$x, for=base-use) and on-or-after(2016-03-29)

Words: ``and``, ``or``, ``not``, ``any-of``, ``true``, ``false``; ``$x`` is a variable, ``[a, b]`` one of several,
``before(DATE)`` and ``on-or-after(DATE)`` speak of the day that is looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from trivet.base.dates import EDate
from trivet.case.expressions import All, ExpressionError, Not, Reader, Some

MAX_LENGTH: Final = 2000
MAX_DEPTH: Final = 30
DATE_WORDS: Final = ("before", "on-or-after")


class PatternError(ExpressionError):
    """A pattern or fact that cannot be read. ``column`` counts from 0 in its text."""


@dataclass(frozen=True)
class Var:
    """A variable, which takes the value it meets."""

    name: str


@dataclass(frozen=True)
class OneOf:
    """Any of some values; a single value is one of one."""

    values: tuple[str, ...]


Arg = Var | OneOf


@dataclass(frozen=True)
class Call:
    """A predicate with named arguments. As a fact, every argument is a single value; those left out are unspecified."""

    name: str
    args: tuple[tuple[str, Arg], ...]
    column: int = 0

    def __str__(self) -> str:
        return f"{self.name}({', '.join(f'{key}={_said(arg)}' for key, arg in self.args)})"


@dataclass(frozen=True)
class When:
    """A condition on the day that is looked at."""

    word: str
    date: EDate


Pattern = Call | When | Not["Pattern"] | All["Pattern"] | Some["Pattern"]


def _said(arg: Arg) -> str:
    if isinstance(arg, Var):
        return f"${arg.name}"
    return arg.values[0] if len(arg.values) == 1 else f"[{', '.join(arg.values)}]"


@lru_cache(maxsize=100_000)
def parse(text: str) -> Pattern:
    """Read a pattern.

    Raises:
        PatternError: if it is not one.
    """
    return _Reader(text).whole()


@lru_cache(maxsize=100_000)
def parse_fact(text: str) -> Call:
    """Read a fact: one predicate whose arguments are plain values.

    Raises:
        PatternError: if it is not one.
    """
    reader = _Reader(text)
    found = reader.atom(0)
    reader.end()
    if not isinstance(found, Call):
        raise PatternError("a fact is one predicate, such as armed-attack(by=alpha, on=beta)", 0)
    for _, arg in found.args:
        if isinstance(arg, Var) or len(arg.values) != 1:
            raise PatternError("a fact takes plain values only", found.column)
    return found


def calls(pattern: Pattern) -> Iterator[Call]:
    """Every predicate in a pattern."""
    match pattern:
        case Call():
            yield pattern
        case Not(part):
            yield from calls(part)
        case All(parts) | Some(parts):
            for part in parts:
                yield from calls(part)
        case When():
            return


def variables(pattern: Pattern) -> set[str]:
    """The names of the variables that a pattern can give a value: those outside ``not``."""
    match pattern:
        case Call(args=args):
            return {arg.name for _, arg in args if isinstance(arg, Var)}
        case All(parts):
            return set[str]().union(*(variables(part) for part in parts))
        case Some(parts):
            found = [variables(part) for part in parts]
            return set.intersection(*found) if found else set()
        case _:
            return set()


class _Reader(Reader[Pattern]):
    token = re.compile(
        r"\s*(?:(?P<punct>[()\[\],=])|(?P<var>\$[A-Za-z][A-Za-z0-9_-]*)|(?P<word>[A-Za-z0-9][A-Za-z0-9_-]*))"
    )
    longest = MAX_LENGTH
    deepest = MAX_DEPTH
    noun = "a name"
    error = PatternError

    def is_word(self, token: str) -> bool:
        return super().is_word(token) and token not in ("and", "or", "not")

    def named(self, word: str, column: int, depth: int) -> Pattern:
        if word == "any-of":
            return Some(self.parts(depth))
        if word in DATE_WORDS:
            return self.when(word)
        self.need("(")
        args: list[tuple[str, Arg]] = []
        while not self.take(")"):
            if args:
                self.need(",")
            key, spot = self.word()
            if key in dict(args):
                raise PatternError(f'"{key}" is given twice', spot)
            self.need("=")
            args.append((key, self.arg()))
        return Call(word, tuple(args), column)

    def parts(self, depth: int) -> tuple[Pattern, ...]:
        self.need("(")
        parts = [self.expression(depth + 1)]
        while self.take(","):
            parts.append(self.expression(depth + 1))
        self.need(")")
        return tuple(parts)

    def when(self, word: str) -> When:
        self.need("(")
        text, column = self.word()
        self.need(")")
        try:
            return When(word, EDate(text))
        except ValueError:
            raise PatternError(f'"{text}" is not a date', column) from None

    def arg(self) -> Arg:
        if self.take("["):
            values = [self.word()[0]]
            while self.take(","):
                values.append(self.word()[0])
            self.need("]")
            return OneOf(tuple(values))
        token = self.peek()
        if token and token.startswith("$"):
            self.take(token)
            return Var(token[1:])
        return OneOf((self.word()[0],))
