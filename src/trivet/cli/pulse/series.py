"""``trivet pulse series``: the monthly series of a pair of states, or of a table."""

from typing import Any

from trivet.cli.options import JsonOption
from trivet.cli.pulse.asking import answered, asks


@asks
def command(question: Any, *, json: JsonOption = False) -> None:
    """Print the monthly series of a pair of states in the store, or of a table."""
    from trivet.lenses.pulse.desk import series_of

    answered(question, series_of, json)
