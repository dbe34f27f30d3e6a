"""``trivet pulse forecast``: distributions of the coming months."""

from typing import Annotated, Any

import typer

from trivet.cli.options import JsonOption
from trivet.cli.pulse.asking import answered, asks


def months_in(given: str) -> tuple[int, ...]:
    """Months ahead, as a user types them.

    Raises:
        NotFoundError: if one is no month from 1 to 60.
    """
    from trivet.base.errors import NotFoundError
    from trivet.base.ids import names_in

    found = names_in(given)
    if not found or not all(name.isdigit() and 1 <= int(name) <= 60 for name in found):
        raise NotFoundError(f'"{given}" are no months ahead: write numbers from 1 to 60 with commas.')
    return tuple(int(name) for name in found)


@asks
def command(
    question: Any,
    *,
    horizons: Annotated[
        str, typer.Option("--horizons", metavar="MONTHS", help="Months ahead, with commas.")
    ] = "1,3,6,12",
    json: JsonOption = False,
) -> None:
    """Forecast a series: quantiles for some months ahead."""
    from trivet.lenses.pulse.desk import forecast_of

    answered(question, lambda subject: forecast_of(subject, months_in(horizons)), json)
