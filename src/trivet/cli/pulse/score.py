"""``trivet pulse score``: how such forecasts did in the past."""

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
    seed: SeedOption = DEFAULT_SEED,
    json: JsonOption = False,
) -> None:
    """Score forecasts on the past of a series: skill, calibration, the worst months, onsets."""
    from trivet.lenses.pulse.desk import score_of

    asked = question(target, data, measure, dedup, day, known_by, value, by, only)
    answered(asked, lambda subject: score_of(subject, seed), json)
