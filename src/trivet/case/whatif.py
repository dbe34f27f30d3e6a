"""What-ifs: named overlays on a case.

An overlay says for each path what to set, why, and on whose word::

    whatif: pact-ended
    title: The pact is ended
    because: One party gives notice on the day of the case.
    sources: []
    set:
      instruments/some-pact/history/+: {date: 2025-04-30, state: ended, support: background}
      commitments/K001/due: annual
    remove: [events/E012]

A path is ``section/id/field/...``; list entries are named by id or by position from 0, and ``+`` adds one at the end.
``section/+`` adds an object, ``case/field`` changes the head. Nothing is changed in the files themselves.
"""

import copy
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from trivet.base.errors import CaseError, Fault
from trivet.base.ids import Id, nearest
from trivet.base.message import Message, say
from trivet.base.model import Record
from trivet.base.text import Text
from trivet.case.faults import schema_faults, suggestion
from trivet.case.load import build
from trivet.case.model import Case
from trivet.case.origin import Draft, Origin, RawItem
from trivet.case.read import read_file
from trivet.case.schema.common import SourceId
from trivet.case.yaml12 import MAX_DEPTH, Document
from trivet.case.yaml12 import Path as DataPath


class WhatIf(Record):
    """An overlay as it stands in its file."""

    whatif: Id
    title: Text
    because: Text | None = None
    sources: tuple[SourceId, ...] = ()
    set: dict[str, Any] = Field(default_factory=dict)
    remove: tuple[str, ...] = ()


def read_whatif(path: Path) -> tuple[WhatIf, Document]:
    """Read an overlay file.

    Raises:
        CaseError: with every fault in it.
    """
    document = read_file(path, path.name)
    if document.faults:
        raise CaseError(document.faults)
    try:
        return WhatIf.model_validate(document.data), document
    except ValidationError as error:
        raise CaseError(schema_faults(error, WhatIf, "what-if", Origin(document))) from None


def find_whatif(case: Case, name: str | Path) -> Path:
    """An overlay by its file, or by its name in the case's own ``whatif/`` folder.

    Raises:
        CaseError: if there is none.
    """
    path = Path(name)
    if os.path.isfile(path):  # unlike the method of Path, this takes any name, however long
        return path
    folder = (case.root or Path()) / "whatif"
    own = {p.stem: p for p in sorted(folder.glob("*.yaml"))} if folder.is_dir() else {}
    if str(name) in own:
        return own[str(name)]
    raise CaseError(
        [
            Fault(
                "whatif-missing",
                say('There is no what-if "{name}".', name=str(name)),
                None,
                suggestion(str(name), list(own)),
            )
        ]
    )


def apply_whatif(case: Case, *overlays: str | Path) -> Case:
    """The case with overlays laid over it, in order. The case itself stays as it is.

    Raises:
        CaseError: if an overlay is faulty, or the case with it would be; faults point into the overlay.
    """
    if case.draft is None:
        raise ValueError("a case that was not read from files takes no overlays")
    draft, faults = case.draft.copy(), list[Fault]()
    for name in overlays:
        whatif, document = read_whatif(find_whatif(case, name))
        faults += lay_over(draft, whatif, document)
        draft.overlays = (*draft.overlays, whatif.whatif)
    built, more = build(draft)
    errors = [fault for fault in faults + more if not fault.warning]
    if errors or built is None:
        raise CaseError(errors)
    return replace(built, root=case.root, terms_chosen=case.terms_chosen)


def lay_over(draft: Draft, whatif: WhatIf, document: Document) -> list[Fault]:
    """Change a draft as an overlay says; returns a fault for each path that leads nowhere."""
    faults = []
    for index, path in enumerate(whatif.remove):
        problem = _remove(draft, path.split("/"))
        if problem:
            faults.append(_fault(document, ("remove", index), problem))
    for path, value in whatif.set.items():
        problem = _set(draft, path.split("/"), copy.deepcopy(value), document, ("set", path))
        if problem:
            faults.append(_fault(document, ("set", path), problem))
    return faults


def _fault(document: Document, path: DataPath, problem: Message) -> Fault:
    return Fault("whatif-path", problem, document.key_place(path))


def _remove(draft: Draft, parts: list[str]) -> Message | None:
    section = draft.sections.get(parts[0])
    if section is None or len(parts) != 2:
        return say("Only whole objects can be removed, as section/id.")
    kept = [item for item in section if item.id != parts[1]]
    if len(kept) == len(section):
        return say('There is no "{path}" in the case.', path="/".join(parts))
    section[:] = kept
    return None


def _set(draft: Draft, parts: list[str], value: Any, document: Document, at: DataPath) -> Message | None:
    if parts[0] in ("case", "vocabulary"):
        single = draft.meta if parts[0] == "case" else draft.vocabulary
        return _change(single, parts[1:], value, document, at) if single else say("The case has no such file.")
    section = draft.sections.get(parts[0])
    if section is None or len(parts) < 2:
        return say('"{path}" is not a path: write section/id/field.', path="/".join(parts))
    if parts[1] == "+" and len(parts) == 2:
        section.append(RawItem(value, Origin(document, at)))
        return None
    item = next((item for item in section if item.id == parts[1]), None)
    if item is None:
        close = nearest(parts[1], [item.id for item in section if item.id])
        return (
            say('There is no "{path}" in the case. Did you mean "{close}"?', path="/".join(parts[:2]), close=close)
            if close
            else say('There is no "{path}" in the case.', path="/".join(parts[:2]))
        )
    return _change(item, parts[2:], value, document, at)


def _change(item: RawItem, parts: list[str], value: Any, document: Document, at: DataPath) -> Message | None:
    if not parts:
        return say("Name the field to set, after the object.")
    if len(parts) > MAX_DEPTH:
        return say("Values are nested more than {limit} deep.", limit=MAX_DEPTH)
    item.data = copy.deepcopy(item.data)
    holder, path = item.data, list[str | int]()
    for part in parts[:-1]:
        key = _key(holder, part)
        if key is None:
            if not isinstance(holder, dict):
                return say('"{part}" leads nowhere here.', part=part)
            key, holder[part] = part, {}
            item.origin = item.origin.overridden((*path, part), document, at)
        path.append(key)
        holder = holder[key]
    last = parts[-1]
    if last == "+" and isinstance(holder, list):
        path.append(len(holder))
        holder.append(value)
    elif last == "+" and holder == {} and path:
        _replace_empty(item.data, path, value)
        path.append(0)
    elif isinstance(holder, dict):
        path.append(last)
        holder[last] = value
    else:
        key = _key(holder, last)
        if key is None:
            return say('"{part}" leads nowhere here.', part=last)
        path.append(key)
        holder[key] = value
    item.origin = item.origin.overridden(tuple(path), document, at)
    return None


def _replace_empty(data: Any, path: list[str | int], value: Any) -> None:
    for part in path[:-1]:
        data = data[part]
    data[path[-1]] = [value]


def _key(holder: Any, part: str) -> str | int | None:
    """The key a path part stands for in a mapping or a list."""
    if isinstance(holder, dict):
        return part if part in holder else None
    if isinstance(holder, list):
        if part.isascii() and part.isdigit() and len(part) < 10 and int(part) < len(holder):
            return int(part)
        for index, entry in enumerate(holder):
            if isinstance(entry, dict) and part in (entry.get("id"), entry.get("actor"), entry.get("holder")):
                return index
    return None
