"""Conditions over the options of a conflict: full boolean expressions, small and never evaluated as code.

::

    notice and not (controls or boycott)
    if notice then not renew
    controls iff boycott
    at-least(2, notice, controls, boycott)

Words: ``and``, ``or``, ``not``, ``if ... then ...``, ``iff``, ``at-least(k, ...)``, ``at-most(k, ...)``,
``exactly(k, ...)``, ``true``, ``false``. Every other word is the id of an option and true where it is taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from trivet.case.expressions import All, ExpressionError, Not, Reader, Some

MAX_LENGTH: Final = 4000
MAX_DEPTH: Final = 40
COUNTS: Final = ("at-least", "at-most", "exactly")
WORDS: Final = frozenset({"and", "or", "not", "if", "then", "iff", "true", "false", *COUNTS})
"""Words of the language, which no option may have as its id."""


class ConditionError(ExpressionError):
    """A condition that cannot be read. ``column`` counts from 0 in its text."""


@dataclass(frozen=True)
class Taken:
    """True where an option is taken."""

    option: str


@dataclass(frozen=True)
class Iff:
    """True where both parts are alike."""

    one: "Condition"
    other: "Condition"


@dataclass(frozen=True)
class Count:
    """True where the number of true parts is at least, at most or exactly ``number``."""

    kind: Literal["at-least", "at-most", "exactly"]
    number: int
    parts: tuple["Condition", ...]


Condition = Taken | Not["Condition"] | All["Condition"] | Some["Condition"] | Iff | Count


@lru_cache(maxsize=20_000)
def parse_condition(text: str) -> Condition:
    """Read a condition.

    Raises:
        ConditionError: if it is not one.
    """
    return _Reader(text).whole()


def options_in(condition: Condition) -> Iterator[str]:
    """The option ids that a condition names, as often as it names them."""
    match condition:
        case Taken(option):
            yield option
        case Not(part):
            yield from options_in(part)
        case Iff(one, other):
            yield from options_in(one)
            yield from options_in(other)
        case All(parts) | Some(parts) | Count(parts=parts):
            for part in parts:
                yield from options_in(part)


class _Reader(Reader[Condition]):
    token = re.compile(r"\s*(?:(?P<punct>[(),])|(?P<word>[A-Za-z0-9][A-Za-z0-9_-]*))")
    longest = MAX_LENGTH
    deepest = MAX_DEPTH
    noun = "an option"
    error = ConditionError

    def expression(self, depth: int) -> Condition:
        self.limit(depth)
        found = self.implied(depth)
        while self.take("iff"):
            found = Iff(found, self.implied(depth))
        return found

    def implied(self, depth: int) -> Condition:
        if not self.take("if"):
            return self.either(depth)
        premise = self.expression(depth + 1)
        self.need("then")
        return Some((Not(premise), self.expression(depth + 1)))

    def named(self, word: str, column: int, depth: int) -> Condition:
        if word in COUNTS:
            return self.counted(word, column, depth)
        if word in WORDS:
            raise ConditionError(f'an option is needed here, not "{word}"', column)
        return Taken(word)

    def counted(self, word: str, column: int, depth: int) -> Condition:
        self.need("(")
        number, spot = self.word()
        if not number.isdigit() or len(number) > 3:
            raise ConditionError(f'"{word}" begins with a number, such as {word}(1, a, b)', spot)
        parts: list[Condition] = []
        while self.take(","):
            parts.append(self.expression(depth + 1))
        self.need(")")
        if int(number) > len(parts):
            raise ConditionError(f'"{word}" asks for {number} of {len(parts)}', column)
        return Count(word, int(number), tuple(parts))  # type: ignore[arg-type]
