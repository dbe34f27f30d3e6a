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

MAX_LENGTH: Final = 2000
MAX_DEPTH: Final = 30
DATE_WORDS: Final = ("before", "on-or-after")

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<punct>[()\[\],=])|(?P<var>\$[A-Za-z][A-Za-z0-9_-]*)|(?P<word>[A-Za-z0-9][A-Za-z0-9_-]*))"
)


class PatternError(ValueError):
    """A pattern or fact that cannot be read. ``column`` counts from 0 in its text."""

    def __init__(self, why: str, column: int) -> None:
        """Keep the reason and where it shows."""
        super().__init__(why)
        self.why = why
        self.column = column


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


@dataclass(frozen=True)
class Not:
    """True where the part is false."""

    part: "Pattern"


@dataclass(frozen=True)
class All:
    """True where every part is; true if there are none."""

    parts: tuple["Pattern", ...]


@dataclass(frozen=True)
class Some:
    """True where some part is; false if there are none."""

    parts: tuple["Pattern", ...]


Pattern = Call | When | Not | All | Some


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
    reader = _Reader(text)
    found = reader.either(0)
    reader.end()
    return found


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


class _Reader:
    """A recursive-descent reader with a depth limit."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise PatternError(f"longer than {MAX_LENGTH} characters", 0)
        self.tokens = list(_tokens(text))
        self.at = 0
        self.size = len(text)

    def end(self) -> None:
        if self.at < len(self.tokens):
            word, column = self.tokens[self.at]
            raise PatternError(f'"{word}" does not belong here', column)

    def either(self, depth: int) -> Pattern:
        parts = [self.both(depth)]
        while self._take("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def both(self, depth: int) -> Pattern:
        parts = [self.negated(depth)]
        while self._take("and"):
            parts.append(self.negated(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def negated(self, depth: int) -> Pattern:
        if depth > MAX_DEPTH:
            raise PatternError(f"nested more than {MAX_DEPTH} deep", self._column())
        if self._take("not"):
            return Not(self.negated(depth + 1))
        if self._take("("):
            inner = self.either(depth + 1)
            self._need(")")
            return inner
        return self.atom(depth)

    def atom(self, depth: int) -> Pattern:
        word, column = self._word()
        if word in ("true", "false"):
            return All(()) if word == "true" else Some(())
        if word == "any-of":
            return Some(self._parts(depth))
        if word in DATE_WORDS:
            return self._when(word)
        self._need("(")
        args: list[tuple[str, Arg]] = []
        while not self._take(")"):
            if args:
                self._need(",")
            key, spot = self._word()
            if key in dict(args):
                raise PatternError(f'"{key}" is given twice', spot)
            self._need("=")
            args.append((key, self._arg()))
        return Call(word, tuple(args), column)

    def _parts(self, depth: int) -> tuple[Pattern, ...]:
        self._need("(")
        parts = [self.either(depth + 1)]
        while self._take(","):
            parts.append(self.either(depth + 1))
        self._need(")")
        return tuple(parts)

    def _when(self, word: str) -> When:
        self._need("(")
        text, column = self._word()
        self._need(")")
        try:
            return When(word, EDate(text))
        except ValueError:
            raise PatternError(f'"{text}" is not a date', column) from None

    def _arg(self) -> Arg:
        if self._take("["):
            values = [self._word()[0]]
            while self._take(","):
                values.append(self._word()[0])
            self._need("]")
            return OneOf(tuple(values))
        token = self._peek()
        if token and token.startswith("$"):
            self.at += 1
            return Var(token[1:])
        return OneOf((self._word()[0],))

    def _peek(self) -> str | None:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else None

    def _column(self) -> int:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else self.size

    def _take(self, word: str) -> bool:
        if self._peek() != word:
            return False
        self.at += 1
        return True

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise PatternError(f'"{word}" is missing', self._column())

    def _word(self) -> tuple[str, int]:
        if self.at >= len(self.tokens):
            raise PatternError("it ends too early", self.size)
        word, column = self.tokens[self.at]
        if word in "()[],=" or word.startswith("$") or word in ("and", "or", "not"):
            raise PatternError(f'a name is needed here, not "{word}"', column)
        self.at += 1
        return word, column


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if not found:
            column = at + len(text[at:]) - len(text[at:].lstrip())
            raise PatternError(f'"{text[column]}" is not part of the language', column)
        word = found.group().strip()
        yield word, found.end() - len(word)
        at = found.end()
