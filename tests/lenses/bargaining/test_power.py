"""Power indices against textbook values and against orders of voters counted one by one."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivet.lenses.bargaining.model.power import banzhaf, shapley_shubik

GAMES = (
    st.lists(st.integers(0, 9), min_size=1, max_size=6)
    .filter(any)
    .flatmap(lambda votes: st.tuples(st.just(votes), st.integers(1, sum(votes))))
)


def counted(votes, needed):
    """Shapley-Shubik by all orders, Banzhaf by all coalitions."""
    n, turns, swings = len(votes), [0] * len(votes), [0] * len(votes)
    orders = list(permutations(range(n)))
    for order in orders:
        held = 0
        for voter in order:
            held += votes[voter]
            if held >= needed:
                turns[voter] += 1
                break
    for members in range(2**n):
        held = sum(votes[i] for i in range(n) if members >> i & 1)
        for i in range(n):
            swings[i] += bool(members >> i & 1 and held >= needed > held - votes[i])
    shapley = [float(Fraction(turn, len(orders))) for turn in turns]
    return shapley, [float(Fraction(swing, sum(swings))) for swing in swings]


def test_the_council_of_six_of_1958():
    votes, quota = np.array([4.0, 4, 4, 2, 2, 1]), 12 / 17
    assert shapley_shubik(votes, quota) == pytest.approx([14 / 60] * 3 + [9 / 60] * 2 + [0], abs=1e-12)
    assert banzhaf(votes, quota) == pytest.approx([5 / 21] * 3 + [3 / 21] * 2 + [0], abs=1e-12)


def test_fifty_forty_nine_and_one():
    votes, quota = np.array([50.0, 49, 1]), 0.51
    assert shapley_shubik(votes, quota) == pytest.approx([2 / 3, 1 / 6, 1 / 6], abs=1e-12)
    assert banzhaf(votes, quota) == pytest.approx([3 / 5, 1 / 5, 1 / 5], abs=1e-12)


def test_any_two_of_three_are_equally_strong():
    assert shapley_shubik(np.array([49.0, 49, 2]), 0.51) == pytest.approx([1 / 3] * 3, abs=1e-12)


def test_the_security_council():
    votes, quota = np.array([7.0] * 5 + [1.0] * 10), 39 / 45
    assert shapley_shubik(votes, quota) == pytest.approx([421 / 2145] * 5 + [4 / 2145] * 10, abs=1e-12)
    assert banzhaf(votes, quota) == pytest.approx([848 / 5080] * 5 + [84 / 5080] * 10, abs=1e-12)


@given(GAMES)
def test_counting_orders_and_coalitions_gives_the_same(game):
    votes, needed = game
    shapley, swings = counted(votes, needed)
    assert shapley_shubik(np.array(votes, dtype=float), needed / sum(votes)) == pytest.approx(shapley, abs=1e-12)
    assert banzhaf(np.array(votes, dtype=float), needed / sum(votes)) == pytest.approx(swings, abs=1e-12)


@pytest.mark.parametrize("index", [shapley_shubik, banzhaf])
@given(game=GAMES, data=st.data(), factor=st.floats(1e-3, 1e3))
def test_the_unit_and_the_order_of_votes_do_not_matter(index, game, data, factor):
    votes, quota = np.array(game[0], dtype=float), game[1] / sum(game[0])
    order = data.draw(st.permutations(range(len(votes))))
    assert index(votes[list(order)] * factor, quota) == pytest.approx(index(votes, quota)[list(order)], abs=1e-12)


@pytest.mark.parametrize("index", [shapley_shubik, banzhaf])
@given(game=GAMES)
def test_shares_add_up_and_more_votes_are_never_weaker(index, game):
    votes = np.sort(np.array(game[0], dtype=float))
    power = index(votes, game[1] / votes.sum())
    assert power.sum() == pytest.approx(1)
    assert (np.diff(power) >= -1e-12).all()
    assert (power[votes == 0] == 0).all()


@pytest.mark.parametrize("index", [shapley_shubik, banzhaf])
def test_unanimity_makes_all_with_votes_equal(index):
    assert index(np.array([0.1, 0.2, 0.3, 0.0]), 1.0) == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])


@pytest.mark.parametrize("index", [shapley_shubik, banzhaf])
@pytest.mark.parametrize(
    ("votes", "quota", "says"),
    [([0.0, 0.0], 0.5, "not all 0"), ([-1.0, 2.0], 0.5, "0 or more"), ([], 0.5, "voters"), ([1.0] * 21, 0.5, "20")]
    + [([1.0, 1.0], quota, "quota") for quota in (0.0, 1.1, float("nan"))],
)
def test_what_is_no_voting_rule_is_refused(index, votes, quota, says):
    with pytest.raises(ValueError, match=says):
        index(np.array(votes), quota)
