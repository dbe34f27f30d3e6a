"""Writing files so that nothing is ever half-written."""

import contextlib
import os
import tempfile
from pathlib import Path

from trivet.base.errors import TrivetError


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file under a temporary name beside its place, then rename it into place.

    Raises:
        OSError: if the disk refuses; the old file, if any, is then still whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def write_for_user(path: Path, content: bytes) -> None:
    """Write a file a user asked for.

    Raises:
        TrivetError: with a plain sentence if the disk refuses.
    """
    try:
        write_atomically(path, content)
    except OSError as error:
        raise TrivetError(f"{path} cannot be written: {error.strerror or error}.") from None
