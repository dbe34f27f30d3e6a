"""A small sound case, and ways to write, read and spoil it."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from trivet.base.errors import Fault
from trivet.base.i18n import translate
from trivet.case.load import read_case
from trivet.case.model import Case

SOUND = Path(__file__).parent / "sound"
"""A case of every section, sound and without warnings."""

HEAD = """\
format: 1
id: tiny
title: Tiny
as_of: 2025-01-01
partners: [A, B]
"""

SOURCES = """\
- id: s1
  title: A page
  language: en
  kind: primary
  quality: A
"""

ACTORS = """\
- id: A
  kind: state
  name: Aland
  sources: [s1]
- id: B
  kind: state
  name: Bland
  support: background
"""

TINY = {"case.yaml": HEAD, "sources.yaml": SOURCES, "actors.yaml": ACTORS}
"""The smallest sound case, by file name."""


def write_case(folder: Path, files: Mapping[str, str | bytes | None] | None = None, **changed: str | bytes) -> Path:
    """Write the smallest case into ``folder``, with some files replaced, added or (None) left out.

    Keywords are sections: ``events="..."`` writes ``events.yaml``.
    """
    wanted = {**TINY, **(files or {}), **{f"{name}.yaml": content for name, content in changed.items()}}
    for name, content in wanted.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def copy_sound(folder: Path) -> Path:
    """Copy the sound case into ``folder``, to be changed there."""
    return Path(shutil.copytree(SOUND, folder / "sound"))


def sound(root: Path) -> Case:
    """Read a case that must have neither faults nor warnings."""
    case, faults = read_case(root)
    assert case is not None, printed(faults)
    assert not faults, printed(faults)
    return case


def printed(faults: Iterable[Fault]) -> str:
    """Faults as a user sees them, one per line: place, code, message, hint."""
    lines = (
        f"{fault.place or '-'}: {fault.code}: {translate(fault.message, 'en')}"
        f"{' ' + translate(fault.hint, 'en') if fault.hint else ''}"
        for fault in faults
    )
    return "".join(f"{line}\n" for line in lines)


def codes(faults: Iterable[Fault]) -> set[str]:
    """The codes of some faults."""
    return {fault.code for fault in faults}
