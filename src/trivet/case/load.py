"""From a folder to a case: read, hold against the schema, run every check, and report all faults at once."""

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from trivet.base.dates import NO_DAY
from trivet.base.errors import CaseError, Fault, NotFoundError
from trivet.base.ids import hint_at
from trivet.base.languages import LANGUAGES
from trivet.base.likelihood import DEFAULT_TABLE
from trivet.base.model import Record
from trivet.base.text import Text
from trivet.case.checks import View, run_checks
from trivet.case.faults import schema_faults
from trivet.case.model import Case, Located
from trivet.case.origin import Draft, RawItem
from trivet.case.read import read_folder
from trivet.case.schema.meta import Meta
from trivet.case.schema.topics import Vocabulary
from trivet.case.sections import LISTS


def open_case(name: str | Path) -> Case:
    """Open a case by the name of one that comes with Trivet, or by its folder.

    Raises:
        NotFoundError: if there is no such case.
        CaseError: if it has faults, with all of them; warnings alone do not raise.
    """
    case, faults = read_case(find_case(name))
    errors = [fault for fault in faults if not fault.warning]
    if errors or case is None:
        raise CaseError(errors or faults)
    return case


def read_case(root: Path) -> tuple[Case | None, list[Fault]]:
    """Read a case folder; the case is None if its head cannot be used. Returns every fault and warning found."""
    with _collector_paused():
        draft, faults = read_folder(root)
    case, more = build(draft)
    return (replace(case, root=root) if case else None), faults + more


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the cyclic collector from walking the many small values of a draft again and again while it grows."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def shipped_cases() -> dict[str, Path]:
    """The cases that come with Trivet, by name."""
    folder = Path(str(files("trivet").joinpath("cases")))
    return {p.name: p for p in sorted(folder.iterdir()) if (p / "case.yaml").is_file()} if folder.is_dir() else {}


def find_case(name: str | Path) -> Path:
    """The folder of a case.

    Raises:
        NotFoundError: if there is none.
    """
    path = Path(name)
    if os.path.isdir(path):  # unlike the method of Path, this takes any name, however long
        return path
    if path.name == "case.yaml" and os.path.isfile(path):
        return path.parent
    shipped = shipped_cases()
    if str(name) in shipped:
        return shipped[str(name)]
    raise NotFoundError(
        f'There is no case folder or shipped case "{name}". {hint_at(str(name), shipped, "Shipped cases")}'
    )


def build(draft: Draft) -> tuple[Case | None, list[Fault]]:
    """Hold a draft against the schema and run the checks on all that can be read of it."""
    meta, faults = _meta(draft)
    context = {"language": meta.language if meta else "en"}
    located, seen = [], {name: set[str]() for name in LISTS}
    broken: list[tuple[type[Record], RawItem]] = []
    for section, model in LISTS.items():
        for item in draft.sections.get(section, []):
            if item.id:
                seen[section].add(item.id)
            thing, found = _validate(item, model, f"{section} {item.id[:80]}" if item.id else section, context)
            faults += found
            if thing is not None:
                located.append(Located(section, thing, item.origin))
            else:
                broken.append((model, item))
    vocabulary, found = _vocabulary(draft, context)
    faults += found
    unread = draft.unread | ({"vocabulary"} if found else set())
    case = _assemble(meta or _stand_in(), located, vocabulary, draft)
    faults += run_checks(View(case, seen, frozenset(unread), whole=not (faults or unread), broken=tuple(broken)))
    return (case if meta else None), faults


def _assemble(meta: Meta, located: list[Located], vocabulary: Vocabulary, draft: Draft) -> Case:
    sections: dict[str, Any] = {name: tuple(item.object for item in located if item.section == name) for name in LISTS}
    return Case(
        meta=meta, vocabulary=vocabulary, located=tuple(located), overlays=draft.overlays, draft=draft, **sections
    )


def _validate(item: RawItem, model: type[Record], label: str, context: Mapping[str, str]) -> tuple[Any, list[Fault]]:
    try:
        return model.model_validate(item.data, context=context), []
    except ValidationError as error:
        return None, schema_faults(error, model, label, item.origin)


def _meta(draft: Draft) -> tuple[Meta | None, list[Fault]]:
    if draft.meta is None:
        return None, []
    language = draft.meta.data.get("language", "en")
    return _validate(draft.meta, Meta, "case", {"language": language if language in LANGUAGES else "en"})


def _vocabulary(draft: Draft, context: Mapping[str, str]) -> tuple[Vocabulary, list[Fault]]:
    if draft.vocabulary is None:
        return Vocabulary(), []
    found, faults = _validate(draft.vocabulary, Vocabulary, "vocabulary", context)
    return found or Vocabulary(), faults


def _stand_in() -> Meta:
    """A head for a case whose own cannot be read, so that the rest is still checked; never handed out."""
    return Meta.model_construct(
        format=1, id="unreadable", title=Text(en="?"), as_of=NO_DAY, partners=(), languages=(), likelihood=DEFAULT_TABLE
    )
