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

MAX_LENGTH: Final = 4000
MAX_DEPTH: Final = 40
COUNTS: Final = ("at-least", "at-most", "exactly")
WORDS: Final = frozenset({"and", "or", "not", "if", "then", "iff", "true", "false", *COUNTS})
"""Words of the language, which no option may have as its id."""

_TOKEN: Final = re.compile(r"\s*(?:(?P<punct>[(),])|(?P<word>[A-Za-z0-9][A-Za-z0-9_-]*))")


class ConditionError(ValueError):
    """A condition that cannot be read. ``column`` counts from 0 in its text."""

    def __init__(self, why: str, column: int) -> None:
        """Keep the reason and where it shows."""
        super().__init__(why)
        self.why = why
        self.column = column


@dataclass(frozen=True)
class Taken:
    """True where an option is taken."""

    option: str


@dataclass(frozen=True)
class Not:
    """True where the part is false."""

    part: "Condition"


@dataclass(frozen=True)
class All:
    """True where every part is; true if there are none."""

    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True)
class Some:
    """True where some part is; false if there are none."""

    parts: tuple["Condition", ...] = ()


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


Condition = Taken | Not | All | Some | Iff | Count


@lru_cache(maxsize=20_000)
def parse_condition(text: str) -> Condition:
    """Read a condition.

    Raises:
        ConditionError: if it is not one.
    """
    reader = _Reader(text)
    found = reader.alike(0)
    reader.end()
    return found


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


class _Reader:
    """A recursive-descent reader with a depth limit."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise ConditionError(f"longer than {MAX_LENGTH} characters", 0)
        self.tokens = list(_tokens(text))
        self.at = 0
        self.size = len(text)

    def end(self) -> None:
        if self.at < len(self.tokens):
            word, column = self.tokens[self.at]
            raise ConditionError(f'"{word}" does not belong here', column)

    def alike(self, depth: int) -> Condition:
        if depth > MAX_DEPTH:
            raise ConditionError(f"nested more than {MAX_DEPTH} deep", self._column())
        found = self.implied(depth)
        while self._take("iff"):
            found = Iff(found, self.implied(depth))
        return found

    def implied(self, depth: int) -> Condition:
        if not self._take("if"):
            return self.either(depth)
        premise = self.alike(depth + 1)
        self._need("then")
        return Some((Not(premise), self.alike(depth + 1)))

    def either(self, depth: int) -> Condition:
        parts = [self.both(depth)]
        while self._take("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def both(self, depth: int) -> Condition:
        parts = [self.negated(depth)]
        while self._take("and"):
            parts.append(self.negated(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def negated(self, depth: int) -> Condition:
        if depth > MAX_DEPTH:
            raise ConditionError(f"nested more than {MAX_DEPTH} deep", self._column())
        if self._take("not"):
            return Not(self.negated(depth + 1))
        if self._take("("):
            inner = self.alike(depth + 1)
            self._need(")")
            return inner
        return self.atom(depth)

    def atom(self, depth: int) -> Condition:
        word, column = self._word()
        if word in ("true", "false"):
            return All() if word == "true" else Some()
        if word in COUNTS:
            return self.counted(word, column, depth)
        if word in WORDS:
            raise ConditionError(f'an option is needed here, not "{word}"', column)
        return Taken(word)

    def counted(self, word: str, column: int, depth: int) -> Condition:
        self._need("(")
        number, spot = self._word()
        if not number.isdigit() or len(number) > 3:
            raise ConditionError(f'"{word}" begins with a number, such as {word}(1, a, b)', spot)
        parts: list[Condition] = []
        while self._take(","):
            parts.append(self.alike(depth + 1))
        self._need(")")
        if int(number) > len(parts):
            raise ConditionError(f'"{word}" asks for {number} of {len(parts)}', column)
        return Count(word, int(number), tuple(parts))  # type: ignore[arg-type]

    def _take(self, word: str) -> bool:
        if self.at >= len(self.tokens) or self.tokens[self.at][0] != word:
            return False
        self.at += 1
        return True

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise ConditionError(f'"{word}" is missing', self._column())

    def _word(self) -> tuple[str, int]:
        if self.at >= len(self.tokens):
            raise ConditionError("it ends too early", self.size)
        word, column = self.tokens[self.at]
        if word in "(),":
            raise ConditionError(f'an option is needed here, not "{word}"', column)
        self.at += 1
        return word, column

    def _column(self) -> int:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else self.size


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if not found:
            column = at + len(text[at:]) - len(text[at:].lstrip())
            raise ConditionError(f'"{text[column]}" is not part of the language', column)
        word = found.group().strip()
        yield word, found.end() - len(word)
        at = found.end()
