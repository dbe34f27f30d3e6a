"""``trivet pulse score``: how such forecasts did in the past."""

from typing import Any

from trivet.cli.options import JsonOption, SeedOption
from trivet.cli.pulse.asking import answered, asks
from trivet.lens.run import DEFAULT_SEED


@asks
def command(question: Any, *, seed: SeedOption = DEFAULT_SEED, json: JsonOption = False) -> None:
    """Score forecasts on the past of a series: skill, calibration, the worst months, onsets."""
    from trivet.lenses.pulse.desk import score_of

    answered(question, lambda subject: score_of(subject, seed), json)
