from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import SOUND, copy_sound, sound
from trivet.case.network import HALF_LIFE_DAYS, WEIGHTS, freshness, network

CASE = sound(SOUND)


def ties(day):
    return {tie.pair: tie for tie in network(CASE.at(day))}


def test_nobody_is_tied_before_the_first_text():
    assert ties("2020-08-31") == {}


def test_a_treaty_ties_from_the_day_it_is_in_force():
    tie = ties("2020-09-01")[("ARA", "BEL")]
    assert (tie.kind, tie.instruments, tie.disputes) == ("treaty", ("pact",), ())
    assert tie.weight == WEIGHTS["legal"]


def test_a_text_of_three_ties_every_pair():
    found = ties("2021-05-31")
    assert {pair: tie.kind for pair, tie in found.items()} == {
        ("ARA", "BEL"): "treaty",
        ("ARA", "CAN"): "agreement",
        ("BEL", "CAN"): "agreement",
    }
    assert found[("ARA", "BEL")].instruments == ("pact", "lake_forum")


def test_a_dispute_is_carried_by_the_tie_and_is_a_rivalry_where_there_is_none():
    assert ties("2022-01-01")[("BEL", "CAN")].disputes == ("fishing",)
    assert ties("2022-01-01")[("BEL", "CAN")].kind == "agreement"
    assert set(ties("2024-06-01")) == {("ARA", "BEL")}
    lapsed_but_open = {tie.pair: tie.kind for tie in network(CASE.at("2021-06-01"))}
    assert lapsed_but_open[("BEL", "CAN")] == "agreement"


def test_a_rivalry_weighs_nothing(tmp_path):
    root = copy_sound(tmp_path)
    path = root / "disputes.yaml"
    path.write_text(path.read_text("utf-8").replace("phase: settled", "phase: managed"), "utf-8")
    (tie,) = [tie for tie in network(sound(root).at("2024-06-01")) if tie.pair == ("BEL", "CAN")]
    assert (tie.kind, tie.weight, tie.instruments) == ("rivalry", 0.0, ())


def test_a_sign_of_life_keeps_a_text_fresh():
    day = date(2021, 5, 31)
    expected = WEIGHTS["political"] * freshness((day - date(2021, 4, 1)).days)
    assert ties(day)[("ARA", "CAN")].weight == round(expected, 6)


@given(st.integers(0, 40_000))
def test_freshness_falls_from_one_to_a_half(days):
    assert 0.5 <= freshness(days + 1) <= freshness(days) <= 1
    assert freshness(days) - 0.5 == pytest.approx(0.5 * 2 ** (-days / HALF_LIFE_DAYS))


def test_freshness_at_its_ends():
    assert freshness(0) == 1
    assert freshness(-5) == 1
    assert freshness(round(HALF_LIFE_DAYS)) == pytest.approx(0.75, abs=1e-4)


@given(st.dates(date(2018, 1, 1), date(2026, 1, 1)))
def test_ties_are_sorted_pairs_told_once(day):
    found = network(CASE.at(day))
    pairs = [tie.pair for tie in found]
    assert pairs == sorted(set(pairs))
    for tie in found:
        assert tie.pair == tuple(sorted(tie.pair))
        assert (tie.kind == "rivalry") == (not tie.instruments)
        assert tie.instruments or tie.disputes
        assert (tie.weight > 0) == bool(tie.instruments)
