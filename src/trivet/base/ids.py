"""Ids: short, safe names of objects, and the nearest name to a mistyped one."""

import difflib
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$"

Id = Annotated[str, Field(pattern=ID_PATTERN, description="Letters, digits, - and _; at most 80 characters.")]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name closest to ``word``, for "did you mean"; None if nothing is close."""
    names = list(known)
    if len(word) > 200:
        return None
    folded = {name.casefold(): name for name in names}
    if word.casefold() in folded:
        return folded[word.casefold()]
    found = difflib.get_close_matches(word, names, n=1, cutoff=0.6) or [
        folded[match] for match in difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    ]
    return found[0] if found else None


def hint_at(word: str, known: Iterable[str], called: str = "Known") -> str:
    """A plain English sentence that leads from a mistyped name to a known one, or lists them all."""
    names = list(known)
    close = nearest(word, names)
    return f'Did you mean "{close}"?' if close else f"{called}: {', '.join(names) or 'none'}."


def names_in(given: str | None) -> tuple[str, ...]:
    """The names in a list that a user typed with commas; none for nothing."""
    return tuple(name.strip() for name in (given or "").split(",") if name.strip())
