"""Smallest hitting sets against trying every subset."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivet.lenses.obligations.gaps import smallest_hitting_sets

groups = st.lists(st.frozensets(st.sampled_from("abcdefg"), min_size=1, max_size=4), min_size=1, max_size=8)


def by_brute_force(choices):
    members = sorted(set().union(*choices.values()))
    for size in range(1, len(members) + 1):
        found = [c for c in combinations(members, size) if all(set(c) & group for group in choices.values())]
        if found:
            return tuple(found)
    return ()


@given(groups)
def test_same_as_every_subset(made):
    choices = dict(enumerate(made))
    assert smallest_hitting_sets(choices) == by_brute_force(choices)


def test_nothing_to_hit_and_nothing_to_hit_with():
    assert smallest_hitting_sets({}) == ()
    with pytest.raises(ValueError, match="hit by nothing"):
        smallest_hitting_sets({1: frozenset()})
