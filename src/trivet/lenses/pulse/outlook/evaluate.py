"""How a way of forecasting did in the past: rolling origin, scores, calibration and skill over expanding climatology."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from trivet.lenses.pulse.outlook.learned import chosen_past, learned_past, plain_past, scores_known
from trivet.lenses.pulse.outlook.levels import Bools, Floats
from trivet.lenses.pulse.outlook.members import Member, pool_members
from trivet.lenses.pulse.outlook.rolling import Past, Vintage, rolling
from trivet.lenses.pulse.outlook.scores import brier, chance_above, covered, crps, log_score, pinball, pit

WORST: Final = 0.8
"""A month worse than this share of the past is one of the worst fifth."""

QUIET: Final = 3
"""Quiet months before a bad one that make it an onset."""

BLOCK: Final = 12
"""Origins in a block of the bootstrap: overlapping forecasts stay together."""

DRAWS: Final = 1000

PINBALL: Final = (0.1, 0.5, 0.9)
"""Levels of the quantile losses reported."""

Weighing = Callable[[Past], Floats]

METHODS: Final[dict[str, Weighing]] = {
    "plain": plain_past,
    "learned": lambda past: learned_past(past, scores_known(past)),
    "chosen": lambda past: chosen_past(past)[0],
}
"""Ways to make a forecast of past members: always the plain pool, always the learned one, or as ``forecast`` does."""


@dataclass(frozen=True)
class Scored:
    """Scores at one distance; ``skill`` is 1 less the ratio of mean scores to those of expanding climatology.

    Attributes:
        ahead: months ahead.
        forecasts: how many outcomes are known.
        crps: mean continuous ranked probability score, in units of the series.
        skill: of the CRPS; NaN if climatology was never wrong.
        skill_low: lower end of its 90 percent interval (moving blocks, Kuensch 1989).
        skill_high: upper end.
        log_score: mean negative log density.
        pinball: mean quantile loss at :data:`PINBALL`.
        brier: of the probability that the month is in the worst fifth of what was known.
        brier_skill: over always saying 20 percent.
        cover50: share of outcomes in the central half.
        cover80: in the central 80 percent.
        cover90: in the central 90 percent.
        onsets: outcomes that are the first bad month after three quiet ones.
        onset_skill: skill of the CRPS in those; NaN if there is none.
        pit: level at which each outcome fell, shape (forecasts,).
    """

    ahead: int
    forecasts: int
    crps: float
    skill: float
    skill_low: float
    skill_high: float
    log_score: float
    pinball: tuple[float, ...]
    brier: float
    brier_skill: float
    cover50: float
    cover80: float
    cover90: float
    onsets: int
    onset_skill: float
    pit: Floats


@dataclass(frozen=True)
class Evaluation:
    """Scores of a way of forecasting on one series.

    Attributes:
        scored: one entry for each distance at which an outcome is known.
        past: the members' forecasts.
        predicted: the forecasts scored, shape (k, horizons, levels).
    """

    scored: tuple[Scored, ...]
    past: Past
    predicted: Floats


def evaluate(
    values: Floats | Vintage,
    horizons: Sequence[int],
    *,
    first_origin: int = 60,
    step: int = 1,
    method: str | Member = "chosen",
    generator: np.random.Generator,
    members: dict[str, Member] | None = None,
    outcomes: Floats | None = None,
    worse: int = 1,
    lower: float | None = None,
    upper: float | None = None,
) -> Evaluation:
    """Forecast from every origin of the past and score it.

    Args:
        values: shape (n,), NaN for missing months; or a function that gives the series as it was known when so many
            months had passed, for data that were revised.
        horizons: months ahead.
        first_origin: months that have passed at the first origin.
        step: months from one origin to the next.
        method: ``plain``, ``learned`` or ``chosen`` (see :data:`METHODS`), or a function that forecasts.
        generator: where bootstrap draws come from.
        members: of the pools; the full ones if left out.
        outcomes: the series as it stands now, needed if ``values`` is a function.
        worse: 1 if higher values are worse, -1 if lower ones are.
        lower: least possible value, if there is one.
        upper: greatest possible value, if there is one.

    Raises:
        ValueError: if ``values`` is a function and ``outcomes`` is left out.
    """
    if callable(values) and outcomes is None:
        raise ValueError("a series by vintage needs the outcomes as they stand now")
    vintage, now = (values, outcomes) if callable(values) else (None, values)
    series = np.asarray(now, dtype=np.float64)
    single = callable(method)
    named = {"own": method} if callable(method) else members or pool_members("full")
    past = rolling(series, horizons, named, first=first_origin, step=step, lower=lower, upper=upper, vintage=vintage)
    predicted = past.predicted["own"] if single else METHODS[str(method)](past)
    return score(past, predicted, worse=worse, generator=generator)


def score(past: Past, predicted: Floats, *, worse: int = 1, generator: np.random.Generator) -> Evaluation:
    """Score past forecasts at every distance.

    Args:
        past: origins, outcomes and the yardstick.
        predicted: the forecasts, shape (k, horizons, levels).
        worse: 1 if higher values are worse, -1 if lower ones are.
        generator: where bootstrap draws come from.
    """
    columns = [column for column in range(len(past.horizons)) if not np.isnan(past.observed[:, column]).all()]
    return Evaluation(tuple(_scored(past, predicted, column, worse, generator) for column in columns), past, predicted)


def _scored(past: Past, predicted: Floats, column: int, worse: int, generator: np.random.Generator) -> Scored:
    there = ~np.isnan(past.observed[:, column])
    made, usual, outcome = predicted[there, column], past.usual[there, column], past.observed[there, column]
    own, theirs = crps(made, outcome), crps(usual, outcome)
    low, high = skill_interval(own, theirs, generator, block=max(1, BLOCK // past.step))
    threshold, onset = _bad_months(past, np.flatnonzero(there), column, worse)
    chance = chance_above(worse * made[:, ::worse], worse * threshold)
    happened = (worse * outcome > worse * threshold).astype(np.float64)
    errors = brier(chance, happened)
    return Scored(
        ahead=past.horizons[column],
        forecasts=int(outcome.size),
        crps=float(own.mean()),
        skill=skill(own, theirs),
        skill_low=low,
        skill_high=high,
        log_score=float(log_score(made, outcome).mean()),
        pinball=tuple(float(pinball(made, outcome, level).mean()) for level in PINBALL),
        brier=float(errors.mean()),
        brier_skill=skill(errors, brier(np.full(outcome.size, 1 - WORST), happened)),
        cover50=float(covered(made, outcome, 0.5).mean()),
        cover80=float(covered(made, outcome, 0.8).mean()),
        cover90=float(covered(made, outcome, 0.9).mean()),
        onsets=int(onset.sum()),
        onset_skill=skill(own[onset], theirs[onset]),
        pit=pit(made, outcome),
    )


def skill(own: Floats, theirs: Floats) -> float:
    """1 less the ratio of total scores; NaN if the other total is zero."""
    total = float(theirs.sum())
    return float(1 - own.sum() / total) if total > 0 else float("nan")


def skill_interval(own: Floats, theirs: Floats, generator: np.random.Generator, block: int) -> tuple[float, float]:
    """90 percent interval of a skill by a moving-block bootstrap of origins (Kuensch 1989).

    Args:
        own: scores, shape (k,), in time order.
        theirs: scores of the yardstick at the same origins.
        generator: where draws come from.
        block: origins in a block.
    """
    count = own.size
    length = min(block, max(1, count // 2))
    starts = generator.integers(0, count - length + 1, size=(DRAWS, -(-count // length)))
    rows = (starts[:, :, None] + np.arange(length)).reshape(DRAWS, -1)[:, :count]
    total = theirs[rows].sum(axis=1)
    if not (total > 0).any():
        return float("nan"), float("nan")
    drawn = 1 - own[rows].sum(axis=1)[total > 0] / total[total > 0]
    low, high = np.quantile(drawn, [0.05, 0.95])
    return float(low), float(high)


def _bad_months(past: Past, rows: np.typing.NDArray[np.int64], column: int, worse: int) -> tuple[Floats, Bools]:
    """The threshold of a bad month from what was known at each origin, and whether the outcome is an onset."""
    thresholds, onset = np.empty(rows.size), np.zeros(rows.size, dtype=bool)
    ahead = past.horizons[column]
    latest = _latest(past)
    for place, row in enumerate(rows):
        origin = int(past.origins[row])
        known = past.vintage(origin)[:origin]
        known = known[~np.isnan(known)]
        thresholds[place] = np.quantile(known, WORST if worse > 0 else 1 - WORST)
        month = origin + ahead - 1
        before = worse * latest[max(0, month - QUIET) : month]
        quiet = before.size == QUIET and bool((before <= worse * thresholds[place]).all())
        onset[place] = quiet and bool(worse * past.observed[row, column] > worse * thresholds[place])
    return thresholds, onset
