"""``trivet pulse series``: the monthly series of a pair of states, or of a table."""

from trivet.cli.options import JsonOption
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
    json: JsonOption = False,
) -> None:
    """Print the monthly series of a pair of states in the store, or of a table."""
    from trivet.lenses.pulse.desk import series_of

    asked = question(target, data, measure, dedup, day, known_by, value, by, only)
    answered(asked, series_of, json)
