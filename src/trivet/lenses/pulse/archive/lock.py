"""One writer at a time. Readers need no lock."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from trivet.base.errors import TrivetError

LOCK: Final = "writer.lock"
HOLDER: Final = "writer.json"


@contextmanager
def writer(folder: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the store for writing; makes the folder if it is not there. The system frees the lock of a killed writer.

    Args:
        folder: the store.
        wait: seconds to wait for another writer.

    Raises:
        TrivetError: if another writer holds it, or if the folder cannot be written.
    """
    import filelock

    lock = filelock.FileLock(folder / LOCK, thread_local=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=max(wait, 0.0), poll_interval=0.05)
        _sign(folder)
    except filelock.Timeout as error:
        raise TrivetError(f"Another import is writing to {folder}{_holder(folder)}. Wait until it is done.") from error
    except OSError as error:
        lock.release()
        raise cannot_write(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def cannot_write(folder: Path, error: OSError) -> TrivetError:
    """The error for a folder that cannot be written, or no longer."""
    return TrivetError(
        f"The store of events {folder} cannot be written: {error.strerror or error}. "
        "What was in it before is unchanged; set TRIVET_EVENTS_STORE to use another folder."
    )


def _sign(folder: Path) -> None:
    """Say who holds the lock."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    text = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now})
    made = folder / f".{HOLDER}.{os.getpid()}"
    made.write_text(text, "utf-8")
    made.replace(folder / HOLDER)


def _holder(folder: Path) -> str:
    """Who holds the lock, as far as that can be read."""
    try:
        told = json.loads((folder / HOLDER).read_text("utf-8"))
        return f" (process {told['pid']} on {told['host']}, since {told['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
