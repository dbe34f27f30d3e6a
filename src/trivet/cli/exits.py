"""Exit codes, the same for every command and documented in the reference."""

from typing import Final

OK: Final = 0
FAULTS: Final = 1
"""The case, what-if or settings have faults; each was printed."""

USAGE: Final = 2
"""A command, option, case, lens, object or finding that does not exist."""

NOT_APPLICABLE: Final = 3
"""The lens cannot run on this case."""

CANNOT_WRITE: Final = 4
"""A file could not be written or another of Trivet's own errors stopped the command."""

INTERRUPTED: Final = 130
"""Stopped by the user."""
