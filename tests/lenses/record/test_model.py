"""The arithmetic of the record, against published tables and what must hold of any interval."""

import math
from pathlib import Path
from statistics import NormalDist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trivet.lenses.record import model
from trivet.lenses.record.model import bounds_with_unknown, wilson_interval, years_of_conflict

counts = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
levels = st.floats(0.5, 0.999)

NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
"""Newcombe 1998, Statistics in Medicine 17, 857-872, Table I, method 3: score without continuity correction, 95 %."""

PROP_TEST = [(0, 10, 0.0, 0.2775328), (5, 10, 0.2365931, 0.7634069)]
"""What R prints for ``prop.test(successes, trials, correct = FALSE)``."""


@pytest.mark.parametrize(("successes", "trials", "low", "high"), NEWCOMBE)
def test_the_published_table(successes, trials, low, high):
    found = wilson_interval(successes, trials, 0.95)
    assert tuple(round(end, 4) for end in found) == (low, high)


@pytest.mark.parametrize(("successes", "trials", "low", "high"), PROP_TEST)
def test_an_independent_program(successes, trials, low, high):
    assert tuple(round(end, 7) for end in wilson_interval(successes, trials, 0.95)) == (low, high)


@given(counts, levels)
def test_both_ends_solve_the_score_equation(pair, level):
    """Wilson's definition, without his solution: at each end the share lies z standard errors away."""
    successes, trials = pair
    z = NormalDist().inv_cdf((1 + level) / 2)
    for end in wilson_interval(successes, trials, level):
        distance = abs(successes / trials - end)
        assert distance == pytest.approx(z * math.sqrt(end * (1 - end) / trials), abs=1e-7)


@given(counts, levels)
def test_the_interval_lies_in_the_unit_and_holds_the_share(pair, level):
    successes, trials = pair
    low, high = wilson_interval(successes, trials, level)
    assert 0 <= low <= successes / trials <= high <= 1
    assert low < high


@given(counts, levels)
def test_more_successes_move_it_up(pair, level):
    successes, trials = pair
    assume(successes < trials)
    low, high = wilson_interval(successes, trials, level)
    lower, higher = wilson_interval(successes + 1, trials, level)
    assert low < lower
    assert high <= higher
    assert high < higher or successes + 1 == trials or higher == pytest.approx(high)


@given(counts, levels, levels)
def test_a_higher_level_makes_it_wider(pair, one, other):
    assume(other - one > 1e-6)
    low, high = wilson_interval(*pair, one)
    lower, higher = wilson_interval(*pair, other)
    assert lower <= low
    assert high <= higher


@given(counts, levels, st.integers(2, 20))
def test_more_of_the_same_makes_it_narrower(pair, level, times):
    successes, trials = pair
    low, high = wilson_interval(successes, trials, level)
    lower, higher = wilson_interval(successes * times, trials * times, level)
    assert higher - lower < high - low


@given(counts, levels)
def test_success_and_failure_mirror_each_other(pair, level):
    successes, trials = pair
    low, high = wilson_interval(successes, trials, level)
    assert wilson_interval(trials - successes, trials, level) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize(
    ("successes", "trials", "level"), [(1, 0, 0.9), (-1, 5, 0.9), (6, 5, 0.9), (1, 5, 0), (1, 5, 1), (1, 5, 1.2)]
)
def test_counts_and_levels_that_make_no_sense_are_refused(successes, trials, level):
    with pytest.raises(ValueError, match="need 0 <= successes"):
        wilson_interval(successes, trials, level)


def test_bounds_with_nothing_unknown_are_the_share():
    assert bounds_with_unknown(3, 1, 0) == (0.75, 0.75)


def test_bounds_when_all_is_unknown_say_nothing():
    assert bounds_with_unknown(0, 0, 9) == (0, 1)


def test_worst_case_bounds_by_hand():
    """Of ten, six succeeded, one failed, three were never heard of."""
    assert bounds_with_unknown(6, 1, 3) == (0.6, 0.9)


outcomes = st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500)).filter(any)


@given(outcomes)
def test_bounds_hold_for_every_way_the_unknown_may_have_gone(counts):
    successes, _, unknown = counts
    low, high = bounds_with_unknown(*counts)
    total = sum(counts)
    assert 0 <= low <= high <= 1
    assert high - low == pytest.approx(unknown / total)
    for kept in {0, unknown // 2, unknown}:
        assert low - 1e-12 <= (successes + kept) / total <= high + 1e-12
    assert low == successes / total  # sharp: both ends can be reached
    assert high == (successes + unknown) / total


@given(outcomes)
def test_learning_an_outcome_never_widens_the_bounds(counts):
    successes, failures, unknown = counts
    assume(unknown)
    low, high = bounds_with_unknown(*counts)
    for learnt in ((successes + 1, failures, unknown - 1), (successes, failures + 1, unknown - 1)):
        lower, higher = bounds_with_unknown(*learnt)
        assert low <= lower <= higher <= high


@pytest.mark.parametrize("counts", [(0, 0, 0), (-1, 0, 0)])
def test_nothing_to_count_is_refused(counts):
    with pytest.raises(ValueError, match="nothing to count"):
        bounds_with_unknown(*counts)


def test_years_of_conflict_by_hand():
    years = {2015: (2, 1), 2018: (1, 3), 2019: (0, 2), 2020: (1, 1)}
    assert years_of_conflict(years) == (2, 4)  # a draw is no year of conflict; 2016 and 2017 are no record
    assert years_of_conflict({}) == (0, 0)


@given(st.dictionaries(st.integers(1900, 2100), st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_years_of_conflict_count_years(years):
    worse, total = years_of_conflict(years)
    assert 0 <= worse <= total == len(years)
    swapped = {year: (bad, good) for year, (good, bad) in years.items()}
    draws = sum(good == bad for good, bad in years.values())
    assert years_of_conflict(swapped)[0] + worse + draws == total


def test_the_arithmetic_knows_no_case():
    assert "trivet.case" not in Path(model.__file__).read_text("utf-8")
