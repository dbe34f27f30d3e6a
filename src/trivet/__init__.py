"""Trivet: an open workbench for security partnerships.

>>> import trivet
>>> case = trivet.open_case("my-case")  # doctest: +SKIP
>>> result = trivet.run("record", case)  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

from trivet._version import __version__

if TYPE_CHECKING:
    from trivet.api import brief, compare, open_case, run
    from trivet.case.model import Case
    from trivet.lens.finding import Finding, Result

__all__ = ["Case", "Finding", "Result", "__version__", "brief", "compare", "open_case", "run"]

_HOMES = {
    "open_case": "trivet.api",
    "run": "trivet.api",
    "brief": "trivet.api",
    "compare": "trivet.api",
    "Case": "trivet.case.model",
    "Finding": "trivet.lens.finding",
    "Result": "trivet.lens.finding",
}


def __getattr__(name: str) -> Any:
    """Import the public names on first use, so that ``import trivet`` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'trivet' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
