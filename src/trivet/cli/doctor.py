"""What ``trivet doctor`` looks at."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

FONTS: Final = {"ja": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR", "zh-Hant": "Noto Sans CJK TC"}
LIBRARIES: Final = ("pydantic", "PyYAML", "edtf", "typer", "rich", "babel", "jinja2", "altair", "networkx", "numpy")


@dataclass(frozen=True)
class Check:
    """One thing looked at. ``optional`` ones may fail without harm to the rest."""

    name: str
    ok: bool
    detail: str
    optional: bool = False

    def as_data(self) -> dict[str, Any]:
        """The check as plain data."""
        return asdict(self)


def examine() -> list[Check]:
    """Look at everything."""
    looks: tuple[Callable[[], list[Check]], ...] = (_python, _libraries, _yaml, _cache, _cases, _lenses, _fonts)
    return [check for look in looks for check in look()]


def _python() -> list[Check]:
    from trivet._version import __version__

    detail = f"{platform.python_version()} on {platform.system()}, Trivet {__version__}"
    return [Check("Python", sys.version_info >= (3, 11), detail)]


def _libraries() -> list[Check]:
    found = []
    for name in LIBRARIES:
        try:
            found.append(Check(name, True, version(name)))
        except PackageNotFoundError:
            found.append(Check(name, False, "is not installed"))
    return found


def _yaml() -> list[Check]:
    import yaml

    fast = bool(getattr(yaml, "__with_libyaml__", False))
    return [Check("libyaml", fast, "present" if fast else "absent: files are read slowly", optional=True)]


def _cache() -> list[Check]:
    from trivet.lens.cache import cache_folder

    folder = cache_folder()
    if folder is None:
        return [Check("cache", True, "switched off")]
    nearest = next((path for path in (folder, *folder.parents) if path.exists()), Path("/"))
    ok = os.access(nearest, os.W_OK)
    return [Check("cache", ok, f"{folder}{'' if ok else ' cannot be written'}", optional=True)]


def _cases() -> list[Check]:
    from trivet.case.load import read_case, shipped_cases

    found = []
    for name, root in shipped_cases().items():
        errors = [fault for fault in read_case(root)[1] if not fault.warning]
        found.append(Check(f"case {name}", not errors, "sound" if not errors else f"{len(errors)} faults"))
    return found


def _lenses() -> list[Check]:
    from trivet.base.errors import TrivetError
    from trivet.lens.registry import get_lens, lens_names, origin_of

    found = []
    for name in lens_names():
        try:
            found.append(Check(f"lens {name}", True, f"version {get_lens(name).version}, from {origin_of(name)}"))
        except TrivetError as error:
            found.append(Check(f"lens {name}", False, str(error)))
    return found


def _fonts() -> list[Check]:
    """Fonts matter for export here; a reader's browser brings its own."""
    if not shutil.which("fc-list"):
        return [Check("fonts", False, "cannot be listed here; a browser uses the reader's own", optional=True)]
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, timeout=20, check=False).stdout
    return [
        Check(f"font for {tag}", name in listed, name if name in listed else f"{name} is missing", optional=True)
        for tag, name in FONTS.items()
    ]
