"""Forecasts of decided issues: how far off they are, and how honest their ranges.

The lens ``bargaining`` forecasts the issues of European legislation in ``tests/lenses/bargaining/data/deu3`` from their
positions, saliences and votes alone, and is scored on what was decided. A further model is one more line in ``POINTS``
or ``SPREADS``.

    python benchmarks/backtest_deu.py            # a minute or two; prints tables
    python benchmarks/backtest_deu.py --write    # and writes the calibration that the lens shows beside a forecast
"""

import argparse
import itertools
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from deu import Floats, Issue, scored  # noqa: E402
from trivet.lens.draws import triangular  # noqa: E402
from trivet.lens.streams import Streams  # noqa: E402
from trivet.lenses.bargaining.model import baselines, challenge, exchange_rounds, smp  # noqa: E402
from trivet.lenses.bargaining.model.draws import chances  # noqa: E402
from trivet.lenses.bargaining.model.mixture import GRID, Mixture, at_most, crps, quantile  # noqa: E402
from trivet.lenses.bargaining.model.nash import with_cost  # noqa: E402
from trivet.lenses.bargaining.model.pce import pce  # noqa: E402

TARGET = ROOT / "src" / "trivet" / "lenses" / "bargaining" / "data" / "calibration.json"

ABOUT = {
    "data": {
        "title": "A new dataset on legislative decision-making in the European Union: the DEU III dataset",
        "authors": "Javier Arregui and Clément Perarnaud",
        "published": "2021, Journal of European Public Policy",
        "doi": "10.1080/13501763.2021.1991983",
        "data_doi": "10.34810/data53",
        "licence": "CC BY 4.0",
    },
    "split": "One half of the dossiers, by the parity of a hash of their ids; the other half was not looked at.",
    "covers": "Legislation in the European Union, 1996-2019: cooperative bargaining of member states, Commission and "
    "Parliament under fixed rules of decision. No public coded data on alliance or coercive bargaining exists, so the "
    "accuracy there is unknown.",
    "units": "Errors, scores and widths in points of a scale from 0 to 100.",
    "noise": "Differences of mean absolute errors below 0.5 points are noise.",
}

SEED = 2021
DRAWS = 256
RESAMPLES = 10_000
STEP = 1e-9
"""How far left of a jump the distribution is looked at, so that no jump is smeared over a cell of the grid."""

SAME = 1e-6
INTERVALS = (50, 80, 90)
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
DEVIATIONS = (0.15, 0.2, 0.25, 0.3, 0.35)

Point = Callable[[Issue], float]
Spread = Callable[[Issue, Floats], Floats]


# Forecasts


def compromise(issue: Issue) -> float:
    return float(baselines.mean(issue.x, issue.c * issue.s)[0])


def weighted_median(issue: Issue) -> float:
    return float(np.mean(baselines.median(issue.x, issue.c * issue.s)))


def elected(issue: Issue) -> float:
    """The mean of a probabilistic Condorcet election over positions."""
    return float((pce(issue.x, issue.c * issue.s) * issue.x).sum())


@cache
def politics(number: int) -> smp.Run:
    """KTAB's model with its defaults on one issue, by its number."""
    issue = scored()[number]
    return smp.run(issue.x[..., None], issue.s[..., None], issue.c)


def after_turns(issue: Issue, when: str) -> float:
    """The weighted mean after the first turn, or in the end."""
    return float(getattr(politics(scored().index(issue)), when).mean[0, 0])


def challenged(issue: Issue, variant: challenge.Variant, readout: str) -> float:
    """The challenge model after ten rounds."""
    return float(getattr(challenge.run(issue.x, issue.s, issue.c, variant), readout)[-1, 0])


def exchanged(issue: Issue) -> float:
    """The outcome after one round of exchanges within the dossier; the mean if the dossier has one issue."""
    return dossier_exchange(issue.dossier)[issue.id]


@cache
def dossier_exchange(dossier: str) -> dict[str, float]:
    """One round of exchanges among the issues of a dossier, scored or not."""
    issues = [issue for issue in scored() if issue.dossier == dossier]
    if len(issues) < 2:
        return {issue.id: compromise(issue) for issue in issues}
    actors = list(dict.fromkeys(name for issue in issues for name in issue.actors))
    x, s, c = (np.full((len(actors), len(issues)), fill) for fill in (np.nan, 0.0, 0.0))
    for m, issue in enumerate(issues):
        for k, name in enumerate(issue.actors):
            if np.isfinite(issue.power[k]):
                at = actors.index(name), m
                x[at], s[at], c[at] = issue.position[k], issue.salience[k], issue.power[k]
    after = exchange_rounds.run(x, s, c, rounds=1).rounds[0].after
    return {issue.id: float(value) for issue, value in zip(issues, after, strict=True)}


POINTS: dict[str, Point] = {
    "mean-unweighted": lambda issue: float(issue.position.mean()),
    "median-unweighted": lambda issue: float(np.median(issue.position)),
    "mean-salience": lambda issue: float(baselines.mean(issue.position[None], issue.salience[None])[0]),
    "compromise-mean": compromise,
    "weighted-median": weighted_median,
    "reference-point": lambda issue: issue.reference,
    "midpoint": lambda issue: 0.5,
    "nash-cost-2": lambda issue: float(with_cost(issue.x, issue.c * issue.s, 2.0)[0]),
    "nash-cost-1.2": lambda issue: float(with_cost(issue.x, issue.c * issue.s, 1.2)[0]),
    "condorcet-election": elected,
    "ktab-first-turn": lambda issue: after_turns(issue, "first"),
    "ktab-final": lambda issue: after_turns(issue, "final"),
    "exchange-one-round": exchanged,
    "challenge-code-median": lambda issue: challenged(issue, challenge.CODE, "median"),
    "challenge-code-mean": lambda issue: challenged(issue, challenge.CODE, "mean"),
    "challenge-paper-median": lambda issue: challenged(issue, challenge.PAPER, "median"),
}


def mixed(mixture: Mixture) -> Spread:
    """The mixture at the inputs as they stand."""
    return lambda issue, points: at_most(issue.x, issue.c * issue.s, mixture, points)[0]


SPREADS: dict[str, tuple[Spread, Point]] = {
    "actors": (mixed(Mixture(actors=1.0)), compromise),
    "normal": (mixed(Mixture(actors=0.0)), compromise),
    "mixture": (mixed(Mixture()), compromise),
}
"""Distributions, each with the point forecast that is shown with it."""


# Errors of inputs that are given as points


def _free(best: Floats, error: float, uniform: Floats) -> Floats:
    return triangular(np.stack([best - error, best, best + error], axis=-1), uniform)


def cut(best: Floats, error: float, uniform: Floats) -> Floats:
    """Triangular over the part of the range that lies on the scale."""
    ranges = np.stack([np.maximum(best - error, 0), best, np.minimum(best + error, 1)], axis=-1)
    return triangular(ranges, uniform)


def clipped(best: Floats, error: float, uniform: Floats) -> Floats:
    """Triangular; draws beyond an end are set to it."""
    return np.clip(_free(best, error, uniform), 0, 1)


def reflected(best: Floats, error: float, uniform: Floats) -> Floats:
    """Triangular; draws beyond an end are folded back."""
    return 1 - np.abs(1 - np.abs(_free(best, error, uniform)))


def kept(best: Floats, error: float, uniform: Floats) -> Floats:
    """Triangular with the mean kept: half the width is no more than the way to the nearer end."""
    half = np.minimum(error, np.minimum(best, 1 - best))
    return triangular(np.stack([best - half, best, best + half], axis=-1), uniform)


@dataclass(frozen=True)
class Error:
    """How inputs err, and whether the actors' half of the mixture errs with them or stays on the stated positions."""

    name: str
    draw: Callable[[Floats, float, Floats], Floats]
    everywhere: bool = True


ERRORS = (
    Error("cut", cut),
    Error("clipped", clipped),
    Error("reflected", reflected),
    Error("kept", kept),
    Error("cut-mean-only", cut, everywhere=False),
    Error("kept-mean-only", kept, everywhere=False),
)
WIDTHS = (0.05, 0.1, 0.15)


def uncertain(error: Error, width: float, mixture: Mixture = Mixture(), draws: int = DRAWS) -> Spread:  # noqa: B008
    """The mixture, averaged over draws of positions and saliences."""
    streams = Streams(SEED)

    def spread(issue: Issue, points: Floats) -> Floats:
        names = [actor for actor, power in zip(issue.actors, issue.power, strict=True) if np.isfinite(power)]

        def drawn(part: str, best: Floats) -> Floats:
            uniform = chances(lambda name: streams.generator("deu", issue.id, part, name), names, draws)
            return error.draw(best, width, uniform)

        x, w = drawn("position", issue.x[0]), drawn("salience", issue.s[0]) * issue.c
        if error.everywhere:
            return at_most(x, w, mixture, points).mean(axis=0)
        own = at_most(np.repeat(issue.x, draws, axis=0), w, Mixture(actors=1.0), points)
        bell = at_most(x, w, Mixture(actors=0.0, deviation=mixture.deviation), points)
        return (mixture.actors * own + (1 - mixture.actors) * bell).mean(axis=0)

    return spread


# Scores


@cache
def outcomes() -> Floats:
    return np.array([issue.outcome for issue in scored()])


def point_scores(point: Point) -> dict[str, float]:
    """Errors of a point forecast, over the issues for which it exists."""
    off = 100 * np.abs(np.array([point(issue) for issue in scored()]) - outcomes())
    off = off[np.isfinite(off)]
    return {
        "n": len(off),
        "mae": off.mean(),
        "rmse": np.sqrt((off**2).mean()),
        "within10": (off <= 10 + SAME).mean(),
    }


def points_of(issue: Issue) -> Floats:
    """The grid of the lens, the outcome, and a point left of every jump."""
    jumps = np.concatenate([issue.x[0], [0.0, 1.0, issue.outcome]])
    return np.unique(np.concatenate([GRID, jumps, jumps - STEP]))


@dataclass(frozen=True, eq=False)
class Scored:
    """A distribution against all outcomes; the first axis is the issues.

    Attributes:
        crps: continuous ranked probability scores, in points.
        below: probability of less than the outcome.
        up_to: probability of the outcome or less.
        ends: ends of the intervals, shape (issues, intervals, 2).
        upper: probability of more than 50.
        lower: probability of less than 50.
    """

    crps: Floats
    below: Floats
    up_to: Floats
    ends: Floats
    upper: Floats
    lower: Floats


def score(spread: Spread) -> Scored:
    rows = [_score(spread, issue) for issue in scored()]
    return Scored(*(np.array(part) for part in zip(*rows, strict=True)))


def _score(spread: Spread, issue: Issue) -> tuple[float, float, float, list[list[float]], float, float]:
    points = points_of(issue)
    found = spread(issue, points)
    below, up_to, half, lower = np.interp([issue.outcome - STEP, issue.outcome, 0.5, 0.5 - STEP], points, found)
    if issue.outcome == 0:
        below = 0.0
    ends = [[quantile(found, 0.5 + side * held / 200, points) for side in (-1, 1)] for held in INTERVALS]
    return 100 * crps(found, issue.outcome, points), below, up_to, ends, 1 - half, lower


def coverage(found: Scored) -> list[dict[str, float]]:
    """Share of outcomes inside central intervals, ends included, and how wide these are on average."""
    y = outcomes()[:, None]
    inside = (y >= found.ends[:, :, 0] - SAME) & (y <= found.ends[:, :, 1] + SAME)
    width = 100 * (found.ends[:, :, 1] - found.ends[:, :, 0])
    return [
        {"interval": held, "covered": inside[:, k].mean(), "width": width[:, k].mean()}
        for k, held in enumerate(INTERVALS)
    ]


def pit(found: Scored, bins: int = 10) -> Floats:
    """The histogram of the probability integral transform, in issues.

    Where the distribution jumps at the outcome, the issue is spread evenly over the jump (the non-randomised form of
    Czado, Gneiting & Held 2009, "Predictive model assessment for count data", Biometrics 65).
    """
    edges = np.linspace(0, 1, bins + 1)
    jump = found.up_to - found.below
    wide = np.maximum(jump, SAME)[:, None]
    low = np.minimum(found.below, 1 - SAME)[:, None]
    held = np.clip((edges - low) / wide, 0, 1)
    return np.diff(held, axis=1).sum(axis=0)


def reliability(found: Scored, bins: int = 10) -> list[dict[str, float | None]]:
    """Probabilities of an outcome in the upper half against how often it came, in bins of equal width.

    The middle of the scale counts half, in forecasts and in outcomes.
    """
    came, forecast = (1 + np.sign(outcomes() - 0.5)) / 2, (1 + found.upper - found.lower) / 2
    place = np.minimum((forecast * bins).astype(int), bins - 1)
    rows = []
    for k in range(bins):
        own = place == k
        count = int(own.sum())
        rows.append(
            {
                "from": k / bins,
                "to": (k + 1) / bins,
                "n": count,
                "forecast": forecast[own].mean() if count else None,
                "observed": came[own].mean() if count else None,
            }
        )
    return rows


def spread_scores(spread: Spread, point: Point) -> dict[str, object]:
    found = score(spread)
    return {
        **point_scores(point),
        "crps": found.crps.mean(),
        "intervals": coverage(found),
        "pit": pit(found),
        "upper_half": reliability(found),
    }


# Questions


def models() -> dict[str, dict[str, object]]:
    """All models; the score of a point forecast is its absolute error."""
    found: dict[str, dict[str, object]] = {}
    for name, point in POINTS.items():
        own = point_scores(point)
        found[name] = {"kind": "point", **own, "crps": own["mae"]}
    for name, (spread, point) in SPREADS.items():
        found[name] = {"kind": "distribution", **spread_scores(spread, point)}
    return found


def input_error(error: Error, width: float, draws: int = DRAWS) -> dict[str, object]:
    """The mixture under errors of inputs, and how much worse it scores than without them."""
    found, plain = score(uncertain(error, width, draws=draws)), score(SPREADS["mixture"][0])
    worse = found.crps - plain.crps
    return {
        "error": error.name,
        "width": 100 * width,
        "crps": found.crps.mean(),
        "worse": worse.mean(),
        "interval": by_dossier(worse),
        "intervals": coverage(found),
    }


@cache
def dossiers() -> np.ndarray:
    """For each issue the number of its dossier."""
    return np.unique([issue.dossier for issue in scored()], return_inverse=True)[1]


def by_dossier(difference: Floats) -> list[float]:
    """The 95 % interval of a mean over issues if dossiers had been drawn anew: a paired cluster bootstrap."""
    groups = dossiers()
    total, count = np.bincount(groups, difference), np.bincount(groups)
    picks = Streams(SEED).generator("bootstrap").integers(len(count), size=(RESAMPLES, len(count)))
    means = total[picks].sum(axis=1) / count[picks].sum(axis=1)
    return [float(end) for end in np.quantile(means, [0.025, 0.975])]


@cache
def choices() -> Floats:
    """Scores of the mixture under every weight and deviation, shape (weights, deviations, issues)."""
    found = np.empty((len(WEIGHTS), len(DEVIATIONS), len(scored())))
    for n, issue in enumerate(scored()):
        points = points_of(issue)
        own = mixed(Mixture(actors=1.0))(issue, points)
        for k, deviation in enumerate(DEVIATIONS):
            bell = mixed(Mixture(actors=0.0, deviation=deviation))(issue, points)
            for j, weight in enumerate(WEIGHTS):
                found[j, k, n] = 100 * crps(weight * own + (1 - weight) * bell, issue.outcome, points)
    return found


def chosen() -> dict[str, object]:
    """Whether the two parameters of the mixture are within noise of the best, and how they do if chosen anew."""
    table = choices()
    pairs = list(itertools.product(range(len(WEIGHTS)), range(len(DEVIATIONS))))
    flat = np.array([table[pair] for pair in pairs])
    default = pairs.index((WEIGHTS.index(Mixture().actors), DEVIATIONS.index(Mixture().deviation)))
    best = int(np.argmin(flat.mean(axis=1)))
    behind = flat[default] - flat[best]
    return {
        "weights": WEIGHTS,
        "deviations": [100 * deviation for deviation in DEVIATIONS],
        "crps": table.mean(axis=2),
        "default": {**_named(pairs[default]), "crps": flat[default].mean()},
        "best": {**_named(pairs[best]), "crps": flat[best].mean()},
        "default_minus_best": {"mean": behind.mean(), "interval": by_dossier(behind)},
        "chosen_anew": [_chosen_anew(flat, pairs, folds) for folds in (10, int(dossiers().max()) + 1)],
    }


def _chosen_anew(flat: Floats, pairs: list[tuple[int, int]], folds: int) -> dict[str, object]:
    """Cross-validation: each fold of whole dossiers is scored with the parameters that are best on all others."""
    fold, held_out, picked = dossiers() % folds, np.empty(flat.shape[1]), np.zeros(len(pairs), dtype=int)
    for own in range(folds):
        best = int(np.argmin(flat[:, fold != own].mean(axis=1)))
        held_out[fold == own] = flat[best, fold == own]
        picked[best] += 1
    picks = [{**_named(pairs[k]), "folds": picked[k]} for k in np.flatnonzero(picked)]
    return {"folds": folds, "crps": held_out.mean(), "picked": picks}


def _named(pair: tuple[int, int]) -> dict[str, float]:
    return {"actors": WEIGHTS[pair[0]], "deviation": 100 * DEVIATIONS[pair[1]]}


def pole() -> dict[str, float]:
    """Which end is likelier, and how often a point forecast meets the outcome."""
    y = outcomes()
    found = score(SPREADS["mixture"][0])
    mean, middle = (np.array([point(issue) for issue in scored()]) for point in (compromise, weighted_median))
    sided, ends = np.abs(y - 0.5) > SAME, (y < SAME) | (y > 1 - SAME)

    def hits(lean: Floats, among: np.ndarray) -> float:
        """A forecast without a side counts half."""
        same = np.sign(np.where(np.abs(lean) < SAME, 0, lean)) * np.sign(y - 0.5)
        return float(((same[among] + 1) / 2).mean())

    rows: dict[str, float] = {"n_off_middle": int(sided.sum()), "n_at_ends": int(ends.sum())}
    leans = {"distribution": found.upper - found.lower, "mean": mean - 0.5, "median": middle - 0.5}
    for name, lean in leans.items():
        rows[f"{name}_same_side"] = hits(lean, sided)
        rows[f"{name}_same_end"] = hits(lean, ends)
    rows["commoner_side"] = max((y[sided] > 0.5).mean(), (y[sided] < 0.5).mean())
    for name, forecast in (("mean", mean), ("median", middle)):
        rows[f"{name}_within_half"] = (np.abs(forecast - y) <= 0.005 + SAME).mean()
        rows[f"{name}_within5"] = (np.abs(forecast - y) <= 0.05 + SAME).mean()
    return rows


def calibration() -> dict[str, object]:
    counts = {"issues": len(scored()), "dossiers": int(dossiers().max()) + 1}
    return {
        **ABOUT,
        **counts,
        "models": models(),
        "input_error": [input_error(error, width) for error in ERRORS for width in WIDTHS],
        "mixture": chosen(),
        "pole": pole(),
    }


def plain(value: object) -> object:
    """The same as plain numbers with four digits behind the point."""
    if isinstance(value, dict):
        return {name: plain(own) for name, own in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(own) for own in value]
    if isinstance(value, (float, np.floating)):
        return round(float(value), 4) + 0.0
    return int(value) if isinstance(value, np.integer) else value


def text_of(found: object) -> str:
    return json.dumps(plain(found), indent=1, ensure_ascii=False) + "\n"


# Tables


def show(found: dict[str, Any]) -> None:
    print("| model | n | MAE | RMSE | within 10 | CRPS | 50 % | 80 % | 90 % |\n|---|" + "---:|" * 8)
    for name, own in found["models"].items():
        held = [f"{row['covered']:.3f} ({row['width']:.0f})" for row in own.get("intervals", [])] or ["", "", ""]
        cells = [f"{own['n']}", *(f"{own[key]:.2f}" for key in ("mae", "rmse")), f"{own['within10']:.3f}"]
        print("|", " | ".join([name, *cells, f"{own['crps']:.3f}", *held]), "|")
    print("\n| error of inputs | points | CRPS | worse by | 95 % | 50 % | 80 % | 90 % |\n|---|" + "---:|" * 7)
    for own in found["input_error"]:
        held = [f"{row['covered']:.3f} ({row['width']:.0f})" for row in own["intervals"]]
        cells = [f"{own['width']:.0f}", f"{own['crps']:.3f}", f"{own['worse']:+.3f}"]
        low, high = own["interval"]
        print("|", " | ".join([own["error"], *cells, f"{low:+.3f} to {high:+.3f}", *held]), "|")
    for name in ("pit", "upper_half"):
        print(f"\n{name} of the mixture:", json.dumps(found["models"]["mixture"][name]))
    for name in ("mixture", "pole"):
        print(f"\n{name}:", json.dumps(found[name], indent=1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.relative_to(ROOT)}")
    write = parser.parse_args().write
    text = text_of(calibration())
    show(json.loads(text))
    if write:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
