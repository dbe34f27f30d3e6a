"""The default forecast on decided issues of European legislation, and the calibration that ships with the lens."""

import csv
import importlib.util
import json
import os
import sys
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import truncnorm

from deu import FOLDER, scored
from trivet.lenses.bargaining.model.baselines import mean, median
from trivet.lenses.bargaining.model.mixture import GRID, Mixture, at_most, crps

WITHOUT_POWER = "d04240i1"
"""Three new members take part in this issue of 2004 and have no votes in the table of its year."""

LEAST_SALIENCE, LEAST_POWER = 0.001, 0.01
"""What the stored predictions put for a salience of 0, and for the power of who has none."""


@cache
def backtest():
    path = Path(__file__).parents[3] / "benchmarks" / "backtest_deu.py"
    spec = importlib.util.spec_from_file_location("backtest_deu", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


@cache
def stored():
    return json.loads(files("trivet").joinpath("lenses/bargaining/data/calibration.json").read_text("utf-8"))


def same(found, expected, where=""):
    """Whether results are the same but for the last of four digits, which may differ between machines."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys(), where
        for key in expected:
            same(found[key], expected[key], f"{where}/{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for n, (one, two) in enumerate(zip(found, expected, strict=True)):
            same(one, two, f"{where}/{n}")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, abs=1.5e-4), where
    else:
        assert found == expected, where


# The data


def test_there_are_183_decided_issues_on_the_scale():
    issues = scored()
    assert (len(issues), len({issue.dossier for issue in issues})) == (183, 70)
    for issue in issues:
        assert issue.x.size >= 3
        assert len(set(issue.actors)) == len(issue.actors) == issue.position.size == issue.salience.size
        for values in (issue.position, issue.salience, np.array([issue.outcome])):
            assert np.all((values >= 0) & (values <= 1))
        assert np.nansum(issue.power * issue.salience) > 0


def test_actors_without_power_in_their_year_are_left_out_of_weighted_forecasts():
    lacking = {issue.id: issue.position.size - issue.x.size for issue in scored() if np.isnan(issue.power).any()}
    assert lacking == {WITHOUT_POWER: 3}


def test_the_year_selects_the_rule_of_voting():
    germany = {float(issue.power[issue.actors.index("de")]) for issue in scored() if "de" in issue.actors}
    assert germany == {10.0, 29.0, 83.1}


# Point forecasts


def slow_mean(positions, weights):
    return sum(w * x for x, w in zip(positions, weights, strict=True)) / sum(weights)


def slow_median(positions, weights):
    """Pairwise votes on the real line: a point beats all others unless more than half of the weight lies on one side."""
    half = sum(weights) / 2
    stays = [
        p
        for p in sorted(positions)
        if sum(w for x, w in zip(positions, weights, strict=True) if x < p) <= half + 1e-9
        and sum(w for x, w in zip(positions, weights, strict=True) if x > p) <= half + 1e-9
    ]
    return (stays[0] + stays[-1]) / 2


def test_mean_and_median_agree_with_slow_sums_on_every_issue():
    for issue in scored():
        weights = issue.c * issue.s
        keep = weights[0] > 0
        x, w = issue.x[0][keep].tolist(), weights[0][keep].tolist()
        assert mean(issue.x, weights)[0] == pytest.approx(slow_mean(x, w), abs=1e-12)
        assert np.mean(median(issue.x, weights)) == pytest.approx(slow_median(x, w), abs=1e-12)


@pytest.mark.parametrize(
    ("name", "n", "mae"),
    [
        ("mean-unweighted", 183, 24.3133),
        ("median-unweighted", 183, 28.7131),
        ("mean-salience", 183, 24.4891),
        ("compromise-mean", 183, 24.4205),
        ("weighted-median", 183, 29.7158),
        ("reference-point", 132, 54.3788),
        ("midpoint", 183, 29.4973),
    ],
)
def test_mean_absolute_errors_are_those_of_the_reference(name, n, mae):
    found = backtest().point_scores(backtest().POINTS[name])
    assert found["n"] == n
    assert found["mae"] == pytest.approx(mae, abs=2e-3)


def expected():
    folder = os.environ.get("TRIVET_REFERENCES")
    if not folder:
        pytest.skip("TRIVET_REFERENCES is not set")
    with (Path(folder) / "deu3" / "expected_predictions.csv").open(encoding="utf-8", newline="") as file:
        return {row["issue_id"]: row for row in csv.DictReader(file)}


@pytest.mark.references
@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("mean unweighted", "mean-unweighted"),
        ("median unweighted", "median-unweighted"),
        ("reference point", "reference-point"),
        ("midpoint 50", "midpoint"),
        ("median c*s/council", "weighted-median"),
    ],
)
def test_point_forecasts_are_the_stored_ones(column, name):
    rows = expected()
    for issue in scored():
        text = rows[issue.id][column]
        found = 100 * backtest().POINTS[name](issue)
        assert (np.isnan(found) and not text) or found == pytest.approx(float(text), abs=1e-6)


@pytest.mark.references
def test_weighted_means_are_the_stored_ones_once_nobody_has_weight_0():
    rows = expected()
    for issue in scored():
        own, x, s = rows[issue.id], issue.position[None], np.maximum(issue.salience, LEAST_SALIENCE)[None]
        equal = mean(x, s)[0]
        council = mean(x, s * np.nan_to_num(issue.power, nan=LEAST_POWER))[0]
        assert 100 * equal == pytest.approx(float(own["compromise mean c*s/equal"]), abs=1e-6)
        assert 100 * council == pytest.approx(float(own["compromise mean c*s/council"]), abs=1e-6)


@pytest.mark.references
@pytest.mark.parametrize(
    ("column", "name", "tolerance"),
    [
        ("compromise mean c*s/equal", "mean-salience", 0.0701),
        ("compromise mean c*s/council", "compromise-mean", 0.05),
    ],
)
def test_weighted_means_are_near_the_stored_ones_as_they_are(column, name, tolerance):
    rows = expected()
    off = [abs(100 * backtest().POINTS[name](issue) - float(rows[issue.id][column])) for issue in scored()]
    assert max(off) < tolerance
    assert np.mean(np.array(off) < 1e-6) > 0.8


# Distributions


def test_the_score_of_the_actors_is_that_of_its_other_form():
    """Gneiting & Raftery (2007), eq. 21: mean distance to the outcome less half the mean distance of two draws."""
    for issue in scored()[::7]:
        x, w = issue.x[0], (issue.c * issue.s)[0]
        share = w / w.sum()
        apart = share @ np.abs(x[:, None] - x) @ share
        points = backtest().points_of(issue)
        found = crps(at_most(issue.x, w[None], Mixture(actors=1.0), points)[0], issue.outcome, points)
        assert found == pytest.approx(share @ np.abs(x - issue.outcome) - apart / 2, abs=1e-7)


def test_the_score_of_the_mixture_is_that_of_an_independent_integral():
    for issue in scored()[::29]:
        x, w = issue.x[0], (issue.c * issue.s)[0]
        centre = slow_mean(x, w)
        bell = truncnorm((0 - centre) / 0.25, (1 - centre) / 0.25, centre, 0.25)

        def gap(at, x=x, w=w, bell=bell, outcome=issue.outcome):
            return (0.5 * w[x <= at].sum() / w.sum() + 0.5 * bell.cdf(at) - (outcome <= at)) ** 2

        cuts = np.unique([0.0, *x, issue.outcome, 1.0])
        whole = sum(quad(gap, low, high)[0] for low, high in pairwise(cuts))
        points = backtest().points_of(issue)
        found = crps(at_most(issue.x, w[None], Mixture(), points)[0], issue.outcome, points)
        assert found == pytest.approx(whole, abs=2e-6)


def test_the_mixture_scores_better_than_its_parts_and_the_point():
    scores = {name: own["crps"] for name, own in backtest().models().items()}
    assert scores["mixture"] == pytest.approx(16.663, abs=1e-3)
    assert scores["mixture"] < scores["normal"] < scores["actors"] < scores["compromise-mean"]


def test_the_grid_of_the_lens_is_fine_enough_for_the_score():
    values = [100 * crps(at_most(issue.x, issue.c * issue.s, Mixture(), GRID)[0], issue.outcome) for issue in scored()]
    assert np.mean(values) == pytest.approx(16.663, abs=0.01)


def test_the_histogram_holds_every_issue_once_and_is_near_level():
    script = backtest()
    found = script.pit(script.score(script.SPREADS["mixture"][0]))
    assert found.sum() == pytest.approx(183)
    level = 183 / 10
    assert ((found - level) ** 2 / level).sum() < 16.9  # 5 % point of chi-square with 9 degrees of freedom


def test_a_jump_is_spread_over_the_histogram():
    script = backtest()
    nothing = np.zeros(3)
    found = script.Scored(nothing, np.array([0.0, 0.25, 0.999]), np.array([0.5, 0.25, 1.0]), nothing, nothing, nothing)
    assert script.pit(found) == pytest.approx([0.2, 0.2, 1.2, 0.2, 0.2, 0, 0, 0, 0, 1])


def test_intervals_hold_at_least_their_share():
    script = backtest()
    for row in script.coverage(script.score(script.SPREADS["mixture"][0])):
        assert row["covered"] >= row["interval"] / 100


# Errors of inputs


def test_errors_that_keep_the_mean_leave_ends_and_means_alone():
    best = np.array([0.0, 0.04, 0.5, 0.97, 1.0])
    uniform = np.repeat(((np.arange(4096) + 0.5) / 4096)[:, None], 5, axis=1)
    script = backtest()
    drawn = script.kept(best, 0.1, uniform)
    assert drawn.mean(axis=0) == pytest.approx(best, abs=1e-6)
    assert np.ptp(drawn, axis=0) == pytest.approx([0, 0.08, 0.2, 0.06, 0], abs=4e-3)
    for method in (script.cut, script.clipped, script.reflected):
        moved = method(best, 0.1, uniform)
        assert moved.min() >= 0
        assert moved.max() <= 1
        assert moved[:, 2].mean() == pytest.approx(0.5, abs=1e-6)
        assert moved[:, 0].mean() > 0.01


def test_no_error_of_inputs_gives_the_mixture_itself():
    script = backtest()
    for issue in scored()[::20]:
        points = script.points_of(issue)
        plain = script.SPREADS["mixture"][0](issue, points)
        for error in script.ERRORS:
            assert script.uncertain(error, 0.0, draws=3)(issue, points) == pytest.approx(plain, abs=1e-12)


# What ships


def test_models_and_poles_that_ship_are_what_the_backtest_finds():
    script = backtest()
    same(script.plain(script.models()), stored()["models"])
    same(script.plain(script.pole()), stored()["pole"])


def test_the_choice_of_the_mixture_that_ships_is_what_the_backtest_finds():
    script = backtest()
    same(script.plain(script.chosen()), stored()["mixture"])


def test_the_default_mixture_is_within_noise_of_the_best():
    low, high = stored()["mixture"]["default_minus_best"]["interval"]
    assert low < 0 < high
    default = stored()["mixture"]["default"]
    assert (default["actors"], default["deviation"]) == (Mixture().actors, 100 * Mixture().deviation)
    assert all(default["crps"] < anew["crps"] for anew in stored()["mixture"]["chosen_anew"])


def test_errors_of_inputs_that_ship_are_what_the_backtest_finds():
    script = backtest()
    error = next(error for error in script.ERRORS if error.name == "kept-mean-only")
    row = next(row for row in stored()["input_error"] if (row["error"], row["width"]) == (error.name, 10.0))
    same(script.plain(script.input_error(error, 0.1)), row)
    assert row["crps"] <= stored()["models"]["mixture"]["crps"] + 1e-3


def test_what_ships_says_where_it_comes_from_and_what_it_does_not_cover():
    script = backtest()
    same({name: stored()[name] for name in script.ABOUT}, script.ABOUT)
    assert (stored()["issues"], stored()["dossiers"]) == (183, 70)
    assert "10.1080/13501763.2021.1991983" in (FOLDER / "README.md").read_text("utf-8")
    assert "No public coded data on alliance or coercive bargaining exists" in stored()["covers"]
