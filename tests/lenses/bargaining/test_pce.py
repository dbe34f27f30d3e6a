"""The probabilistic Condorcet election against closed forms, plain loops and stored forecasts."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import literal_smp as literal
from deu import scored
from trivet.lenses.bargaining.model.pce import Pce, elect, merged, pce
from trivet.lenses.bargaining.model.risk import RiskRange, attitudes
from trivet.lenses.bargaining.model.voting import Victory, Voting, coalitions, victory_odds, vote

GRID = st.integers(0, 8).map(lambda k: k / 8)
ELECTORATES = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        st.lists(GRID, min_size=n, max_size=n), st.lists(st.integers(1, 9).map(float), min_size=n, max_size=n)
    )
)


def one(values):
    return np.array(values, dtype=float)[None]


@pytest.mark.parametrize("rule", list(Voting))
@pytest.mark.parametrize("model", list(Victory))
@pytest.mark.parametrize("form", list(Pce))
def test_elections_are_those_of_plain_loops(rule, model, form):
    rng = np.random.default_rng(7)
    weights, utilities = rng.uniform(1, 9, (4, 5)), rng.random((4, 5, 6))
    strength = coalitions(rule, weights, utilities)
    won = elect(form, strength, victory_odds(model, strength), np.ones((4, 1, 6), dtype=bool))[:, 0]
    numbers = [list(type(member)).index(member) for member in (form, model, rule)]
    for draw in range(4):
        slow = literal.coalitions(numbers[2], weights[draw].tolist(), utilities[draw].tolist(), False)
        np.testing.assert_allclose(strength[draw], slow, rtol=1e-12)
        np.testing.assert_allclose(won[draw], literal.elect(numbers[0], numbers[1], slow), atol=1e-11)


@pytest.mark.parametrize("form", list(Pce))
def test_an_agenda_counts_only_what_is_on_it(form):
    rng = np.random.default_rng(3)
    strength = coalitions(Voting.PROPORTIONAL, rng.uniform(1, 9, (3, 4)), rng.random((3, 4, 7)))
    odds = victory_odds(Victory.LINEAR, strength)
    agendas = rng.random((3, 5, 7)) < 0.5
    agendas[:, :, 0] = True
    won = elect(form, strength, odds, agendas)
    for draw, agenda in np.ndindex(3, 5):
        on = np.flatnonzero(agendas[draw, agenda])
        part = np.ix_([draw], on, on)
        alone = elect(form, strength[part], odds[part], np.ones((1, 1, len(on)), dtype=bool))
        np.testing.assert_allclose(won[draw, agenda, on], alone[0, 0], atol=1e-13)
        assert won[draw, agenda].sum() == pytest.approx(1)


@pytest.mark.parametrize("form", list(Pce))
def test_between_two_poles_probabilities_are_shares_of_weight(form):
    won = pce(one([0, 1, 1, 0]), one([3, 1, 2, 4]), model=form)
    np.testing.assert_allclose(won, [[0.3, 0.1, 0.2, 0.4]], atol=1e-5)


def test_a_tenth_more_strength_is_certain_victory_under_the_binary_model():
    pairs = np.array([[[1.0, 1.2], [1.0, 1.0]], [[1.0, 1.05], [1.0, 1.0]]])
    odds = victory_odds(Victory.BINARY, pairs)
    assert odds[0, 0, 1] == pytest.approx(1, abs=1e-5)
    assert odds[1, 0, 1] == pytest.approx((1.05 / 2.05 * 2.1 - 1) / 0.1)


def test_every_rule_but_the_prospect_one_votes_as_much_against_a_loss_as_for_a_gain():
    gains = np.linspace(-1, 1, 41)
    uneven = [
        rule for rule in Voting if not np.allclose(vote(rule, np.ones(1), gains), -vote(rule, np.ones(1), -gains))
    ]
    assert uneven == [Voting.PROSPECT]


def test_counted_from_one_side_prospect_votes_depend_on_the_order_of_options():
    utilities = np.random.default_rng(2).random((1, 4, 3))
    back = utilities[:, :, ::-1]
    for ordered, same in ((False, True), (True, False)):
        there = coalitions(Voting.PROSPECT, np.ones((1, 4)), utilities, ordered=ordered)
        again = coalitions(Voting.PROSPECT, np.ones((1, 4)), back, ordered=ordered)[:, ::-1, ::-1]
        assert np.allclose(there, again) is same


@given(ELECTORATES, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_an_election_depends_neither_on_row_order_nor_on_the_unit_of_weight(electorate, random):
    x, w = (one(values) for values in electorate)
    order = random.sample(range(x.shape[1]), x.shape[1])
    won = pce(x, w)
    assert won.sum() == pytest.approx(1)
    np.testing.assert_allclose(pce(x[:, order], w[:, order]), won[:, order], atol=1e-12)
    np.testing.assert_allclose(pce(x, w * 1000), won, atol=1e-6)


@given(ELECTORATES)
@settings(max_examples=60, deadline=None)
def test_an_election_over_a_mirrored_scale_is_the_same(electorate):
    x, w = (one(values) for values in electorate)
    np.testing.assert_allclose(pce(1 - x, w), pce(x, w), atol=1e-9)


@given(ELECTORATES)
@settings(max_examples=40, deadline=None)
def test_splitting_an_actor_in_two_changes_nothing_when_utilities_are_linear(electorate):
    x, w = (one(values) for values in electorate)
    split = np.concatenate([w[:, :1] / 4, w[:, :1] * 3 / 4, w[:, 1:]], axis=1)
    halves = pce(np.concatenate([x[:, :1], x], axis=1), split, risk=None)
    whole = pce(x, w, risk=None)
    np.testing.assert_allclose(halves[:, 2:], whole[:, 1:], atol=1e-12)
    np.testing.assert_allclose(halves[:, :2].sum(axis=1), whole[:, 0], atol=1e-12)


def test_degenerate_electorates_have_an_answer():
    np.testing.assert_allclose(pce(one([0.3]), one([2])), [[1.0]])
    np.testing.assert_allclose(pce(one([0.5, 0.5, 0.5]), one([1, 2, 1])), [[0.25, 0.5, 0.25]])
    np.testing.assert_allclose(pce(one([0.0, 0.4, 1.0]), one([0, 0, 0])), [[1 / 3] * 3])
    np.testing.assert_allclose(pce(one([0.0, 0.0, 1.0]), one([0, 0, 0])), [[0.25, 0.25, 0.5]])


def test_positions_next_to_each_other_count_as_one():
    distinct, holding = merged(np.array([[[0.2], [0.2005], [0.9], [0.2]]]))
    assert distinct.tolist() == [[True, False, True, False]]
    assert holding[0].argmax(axis=1).tolist() == [0, 0, 2, 0]


@pytest.mark.parametrize(
    ("span", "ends"), [(RiskRange.MIN, (0, 1)), (RiskRange.MID, (-0.5, 1)), (RiskRange.MAX, (-1, 1))]
)
def test_risk_attitudes_run_from_one_end_of_their_range_to_the_other(span, ends):
    found = attitudes(np.array([[0.1, 0.2, 0.7], [1 / 3] * 3]), span)
    assert (found[0].min(), found[0].max()) == pytest.approx(ends)
    assert found[0, 1] == pytest.approx(ends[0] + (ends[1] - ends[0]) / 6)
    assert found[1].tolist() == [0, 0, 0]


@pytest.mark.references
@pytest.mark.skipif("TRIVET_REFERENCES" not in os.environ, reason="TRIVET_REFERENCES is not set")
def test_forecasts_on_european_issues_are_those_stored():
    path = Path(os.environ["TRIVET_REFERENCES"]) / "deu3" / "expected_predictions.csv"
    with path.open(newline="") as file:
        stored = {row["issue_id"]: row["PCE initial (c*s votes)/council"] for row in csv.DictReader(file)}
    issues = [issue for issue in scored() if stored.get(issue.id)]
    for issue in issues:
        weights = np.where(np.isnan(issue.power), 0.01, issue.power) * np.maximum(issue.salience, 0.001)
        mean = (pce(issue.position[None], weights[None]) * issue.position).sum()
        assert 100 * mean == pytest.approx(float(stored[issue.id]), abs=1e-6), issue.id
    assert len(issues) == 182
