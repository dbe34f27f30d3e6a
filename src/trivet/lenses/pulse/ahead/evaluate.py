"""How forecasts did in the past: skill over what was usual, calibration, and the months that matter most."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from trivet.lenses.pulse.ahead.levels import Floats
from trivet.lenses.pulse.ahead.rolling import Rolling
from trivet.lenses.pulse.ahead.scores import brier, covered, crps, exceedance, log_score, pinball, pit

Bools = npt.NDArray[np.bool_]

WORST: Final = 0.8
"""A month worse than this share of the past is one of the worst fifth."""

QUIET: Final = 3
"""Quiet months before a bad one that make it an onset."""

BLOCK: Final = 12
"""Months in a block of the bootstrap, so that overlapping forecasts stay together."""

DRAWS: Final = 400


@dataclass(frozen=True)
class Scored:
    """Scores at one distance.

    Attributes:
        ahead: months ahead.
        forecasts: how many there were.
        crps: mean CRPS, in units of the series.
        skill: 1 - CRPS / CRPS of what was usual.
        low: lower end of the 90 percent interval of the skill (moving blocks, Kuensch 1989).
        high: upper end.
        pinball10: mean quantile loss at 10 percent.
        pinball90: at 90 percent.
        log_score: mean negative log density.
        brier: of the probability that the month is among the worst fifth of the past.
        brier_skill: over the share of such months in the past.
        cover50: share of outcomes inside the central half.
        cover80: inside 80 percent.
        cover90: inside 90 percent.
        onset_skill: skill in the first bad month after quiet ones; NaN if there was none.
        onsets: such months.
    """

    ahead: int
    forecasts: int
    crps: float
    skill: float
    low: float
    high: float
    pinball10: float
    pinball90: float
    log_score: float
    brier: float
    brier_skill: float
    cover50: float
    cover80: float
    cover90: float
    onset_skill: float
    onsets: int


def evaluate(
    past: Rolling, predicted: Floats, values: Floats, worse: int, generator: np.random.Generator
) -> tuple[Scored, ...]:
    """Score past forecasts at every distance.

    Args:
        past: origins, outcomes and the yardstick.
        predicted: the forecasts to score, shape (k, horizons, levels).
        values: the series, shape (n,).
        worse: 1 if higher is worse, -1 if lower is.
        generator: where bootstrap draws come from.
    """
    return tuple(
        _scored(past, predicted, values, worse or 1, column, generator)
        for column in range(len(past.horizons))
        if not np.isnan(past.observed[:, column]).all()
    )


def pit_values(past: Rolling, predicted: Floats) -> Floats:
    """Where outcomes fell in the forecasts, all distances together, shape (m,)."""
    there = ~np.isnan(past.observed)
    return pit(predicted[there], past.observed[there])


def _scored(
    past: Rolling, predicted: Floats, values: Floats, worse: int, column: int, generator: np.random.Generator
) -> Scored:
    observed = past.observed[:, column]
    there = ~np.isnan(observed)
    made, usual, outcome = predicted[there, column], past.usual[there, column], observed[there]
    ahead = past.horizons[column]
    own, theirs = crps(made, outcome), crps(usual, outcome)
    low, high = _interval(own, theirs, generator)
    threshold, onset = _bad_months(values, past.origins[there], ahead, worse)
    chance = exceedance(made, threshold) if worse > 0 else 1 - exceedance(made, threshold)
    happened = (worse * outcome > worse * threshold).astype(np.float64)
    errors = brier(chance, happened)
    base = brier(np.full(outcome.size, 1 - WORST), happened)
    losses = pinball(made, outcome)
    return Scored(
        ahead=ahead,
        forecasts=int(outcome.size),
        crps=float(own.mean()),
        skill=_skill(own, theirs),
        low=low,
        high=high,
        pinball10=float(losses[:, 9].mean()),
        pinball90=float(losses[:, 89].mean()),
        log_score=float(log_score(made, outcome).mean()),
        brier=float(errors.mean()),
        brier_skill=_skill(errors, base),
        cover50=float(covered(made, outcome, 0.5).mean()),
        cover80=float(covered(made, outcome, 0.8).mean()),
        cover90=float(covered(made, outcome, 0.9).mean()),
        onset_skill=_skill(own[onset], theirs[onset]),
        onsets=int(onset.sum()),
    )


def _skill(own: Floats, theirs: Floats) -> float:
    total = float(theirs.sum())
    return float(1 - own.sum() / total) if total > 0 else float("nan")


def _interval(own: Floats, theirs: Floats, generator: np.random.Generator) -> tuple[float, float]:
    n = own.size
    length = min(BLOCK, n)
    count = -(-n // length)
    starts = generator.integers(0, n - length + 1, size=(DRAWS, count))
    rows = (starts[:, :, None] + np.arange(length)).reshape(DRAWS, -1)[:, :n]
    total = theirs[rows].sum(axis=1)
    skills = 1 - own[rows].sum(axis=1) / np.where(total > 0, total, 1.0)
    low, high = np.quantile(skills, [0.05, 0.95])
    return float(low), float(high)


def _bad_months(values: Floats, origins: npt.NDArray[np.int64], ahead: int, worse: int) -> tuple[Floats, Bools]:
    """For each origin the threshold of a bad month, known from the past alone, and whether the outcome is an onset."""
    thresholds, onset = np.empty(origins.size), np.zeros(origins.size, dtype=bool)
    for row, origin in enumerate(origins):
        known = values[:origin]
        known = known[~np.isnan(known)]
        thresholds[row] = np.quantile(known, WORST if worse > 0 else 1 - WORST)
        month = int(origin) + ahead - 1
        before = worse * values[max(0, month - QUIET) : month]
        quiet = before.size == QUIET and bool((before <= worse * thresholds[row]).all())
        onset[row] = quiet and bool(worse * values[month] > worse * thresholds[row])
    return thresholds, onset
