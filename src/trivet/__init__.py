"""Trivet: an open workbench for security partnerships."""

from trivet._version import __version__

__all__ = ["__version__"]
