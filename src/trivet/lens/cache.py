"""A content-addressed cache of results: same lens code, case, settings and seed, same key.

Entries are plain JSON files, written under a temporary name and renamed. One that cannot be read is not an error: the
result is computed anew. ``TRIVET_CACHE`` moves the folder; an empty value switches the cache off.
"""

import contextlib
import hashlib
import inspect
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from trivet._version import __version__
from trivet.base.files import write_atomically
from trivet.case.model import Case
from trivet.lens.finding import Result
from trivet.lens.protocol import Lens


def cache_folder() -> Path | None:
    """Where results are kept, or None if the cache is off."""
    chosen = os.environ.get("TRIVET_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    from platformdirs import user_cache_path

    return user_cache_path("trivet", appauthor=False)


def key_of(lens: Lens, case: Case, settings: dict[str, Any], seed: int, outside: str = "") -> str:
    """The name under which a result is kept: SHA-256 of everything that determines it."""
    code = [__version__, lens.name, lens.version, _code_digest(type(lens))]
    parts = [*code, case.digest, case.overlays, settings, seed, outside]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def look_up(key: str) -> Result | None:
    """A kept result, or None."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        return Result.model_validate_json((folder / "results" / key[:2] / f"{key}.json").read_bytes())
    except (OSError, ValidationError, ValueError):
        return None


def keep(key: str, result: Result) -> None:
    """Keep a result. A full or read-only disk is no reason to fail."""
    folder = cache_folder()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        write_atomically(folder / "results" / key[:2] / f"{key}.json", result.model_dump_json(by_alias=True).encode())


@cache
def _code_digest(lens: type) -> str:
    """Digest of the source files beside the lens, so that changed code never meets an old result."""
    digest = hashlib.sha256()
    with contextlib.suppress(TypeError, OSError):
        for path in sorted(Path(inspect.getfile(lens)).parent.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
