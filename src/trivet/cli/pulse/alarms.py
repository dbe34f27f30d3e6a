"""``trivet pulse alarms``: when the level changed, and when an alarm would have rung."""

from typing import Annotated

import typer

from trivet.cli.options import JsonOption, SeedOption
from trivet.cli.pulse.asking import answered, question
from trivet.cli.pulse.options import (
    ByDayOption,
    DataOption,
    DedupOption,
    KnownByOption,
    MeasureOption,
    OnlyOption,
    SeriesByOption,
    TargetArgument,
    ValueOption,
)
from trivet.lens.run import DEFAULT_SEED


def command(
    target: TargetArgument,
    data: DataOption = None,
    measure: MeasureOption = "rate",
    dedup: DedupOption = "repeats",
    day: ByDayOption = "event",
    known_by: KnownByOption = None,
    value: ValueOption = None,
    by: SeriesByOption = None,
    only: OnlyOption = None,
    per_year: Annotated[
        float, typer.Option("--per-year", min=0.01, max=6, help="False alarms that are accepted in a year.")
    ] = 0.5,
    seed: SeedOption = DEFAULT_SEED,
    json: JsonOption = False,
) -> None:
    """Tell lasting changes with hindsight, and alarms from what was known in each month."""
    from trivet.lenses.pulse.desk import alarms_of

    asked = question(target, data, measure, dedup, day, known_by, value, by, only)
    answered(asked, lambda subject: alarms_of(subject, per_year, seed), json)
