"""The shipped case and the scaffold, opened once for all tests of a worker."""

import tempfile
from functools import cache
from pathlib import Path

from trivet.case.load import open_case
from trivet.case.model import Case
from trivet.case.scaffold import write_scaffold

NAME = "japan-us-korea"


@cache
def shipped() -> Case:
    """The case that comes with Trivet. Nothing may change it."""
    return open_case(NAME)


@cache
def scaffold() -> Case:
    """The case that ``trivet new`` writes: the smallest with something in every usual section."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "start"
        write_scaffold(root)
        return open_case(root)
