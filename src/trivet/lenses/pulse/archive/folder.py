"""Where the store lies, and how files in it are written so that no crash leaves half a file that counts."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Final
from urllib.parse import quote

CATALOGUE: Final = "catalogue.sqlite"
EVENTS: Final = "events"
"""Rows taken, by data set and month."""
PASSED: Final = "passed"
"""Ids of rows that named none of the wanted states, by data set and month; so that no row is counted twice."""

_BLOCK: Final = 1 << 20


def store_folder() -> Path:
    """The user's store of events: ``TRIVET_EVENTS_STORE``, or a folder among the user's data."""
    import platformdirs

    named = os.environ.get("TRIVET_EVENTS_STORE", "").strip()
    return Path(named).expanduser() if named else platformdirs.user_data_path("trivet") / "events"


def new_part(kind: str, name: str, month: str) -> str:
    """A path inside the store, with slashes, that no part has had yet.

    Args:
        kind: ``EVENTS`` or ``PASSED``.
        name: data set and version.
        month: ``YYYY-MM``.
    """
    return f"{kind}/{quote(name, safe='')}/{month}/{secrets.token_hex(8)}.parquet"


def checksum(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def settle(path: Path) -> None:
    """See to it that a file's bytes and its name are on the disk, not only in the system's memory."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
    if os.name == "posix":
        for folder in (path.parent, path.parent.parent):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
