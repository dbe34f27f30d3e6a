"""Cases that say the same in another way: objects in another order, actors under other ids."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from trivet.base.model import Record
from trivet.case.model import Case
from trivet.case.refs import patterns, references
from trivet.case.sections import LISTS

SUFFIX = "_renamed"


def reverse_objects(case: Case) -> Case:
    """The same case with every section in reverse order."""
    turned: dict[str, Any] = {name: tuple(reversed(getattr(case, name))) for name in LISTS}
    return replace(case, located=(), draft=None, **turned)


def rename_actors(case: Case) -> tuple[Case, Callable[[str], str]]:
    """The same case with every actor under another id, and a function that puts the old ids back into a text."""
    names = {actor.id for actor in case.actors}
    changed: dict[str, Any] = {
        section: tuple(_renamed(thing, names) for thing in getattr(case, section)) for section in LISTS
    }
    made = replace(case, meta=_renamed(case.meta, names), located=(), draft=None, **changed)
    pattern = re.compile(rf"({'|'.join(sorted(map(re.escape, names), key=len, reverse=True))}){SUFFIX}")
    return made, lambda text: pattern.sub(r"\1", text)


def _renamed(record: Any, names: set[str]) -> Any:
    """A record with every reference to an actor, and an actor's own id, renamed."""
    data = record.model_dump(mode="python", by_alias=True, exclude_unset=True)
    for ref in references(record):
        if "actors" in ref.sections or ref.sections == ("*",):
            _replace(data, ref.path, names)
    for path, text, _ in patterns(record):
        _put(data, path, _rename_words(text, names))
    if type(record).__name__ == "Actor":
        data["id"] += SUFFIX
    return _rebuild(type(record), data)


def _rename_words(text: str, names: set[str]) -> str:
    """A pattern with every actor it names renamed."""
    return re.sub(r"[A-Za-z0-9][A-Za-z0-9_-]*", lambda m: m[0] + SUFFIX if m[0] in names else m[0], text)


def _put(data: Any, path: tuple[str | int, ...], text: str) -> None:
    here, last = _holder(data, path)
    here[last] = text


def _holder(data: Any, path: tuple[str | int, ...]) -> tuple[Any, str | int]:
    """The collection that holds the value at a path, made changeable on the way, and its last step."""
    *steps, last = path
    here = data
    for step in steps:
        if isinstance(here[step], tuple):
            here[step] = list(here[step])
        here = here[step]
    return here, last


def _replace(data: Any, path: tuple[str | int, ...], names: set[str]) -> None:
    here, last = _holder(data, path)
    section, slash, name = here[last].rpartition("/")
    if name in names and section in ("", "actors"):
        here[last] = f"{section}{slash}{name}{SUFFIX}"


def _rebuild(model: type[BaseModel], data: Any) -> Record:
    made = model.model_validate(data)
    assert isinstance(made, Record)
    return made
