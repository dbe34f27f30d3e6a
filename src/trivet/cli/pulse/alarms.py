"""``trivet pulse alarms``: when the level changed, and when an alarm would have rung."""

from typing import Annotated, Any

import typer

from trivet.cli.options import JsonOption, SeedOption
from trivet.cli.pulse.asking import answered, asks
from trivet.lens.run import DEFAULT_SEED


@asks
def command(
    question: Any,
    *,
    per_year: Annotated[
        float, typer.Option("--per-year", min=0.01, max=6, help="False alarms that are accepted in a year.")
    ] = 0.5,
    seed: SeedOption = DEFAULT_SEED,
    json: JsonOption = False,
) -> None:
    """Tell lasting changes with hindsight, and alarms from what was known in each month."""
    from trivet.lenses.pulse.desk import alarms_of

    answered(question, lambda subject: alarms_of(subject, per_year, seed), json)
