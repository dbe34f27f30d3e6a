"""The lens of the tests against numbers worked out by hand."""

import pytest

from lens_centrality import Centrality, measure
from trivet.base.i18n import Sayer, add_catalogues
from trivet.case.network import network
from trivet.lens.run import run_lens

NAMES = ("A", "B", "C", "D")


def rows(result):
    return {row[0].ref: (row[1], row[2].value) for row in result.tables["actors"].rows}


def test_a_star_puts_every_path_through_its_centre(star):
    """Before the quarrel: three ties, all of B; each of the three pairs of the others meets through B."""
    degree, between = measure(network(star.at("2010-01-01")))
    assert degree == {"A": 1, "B": 3, "C": 1, "D": 1}
    assert between == {"A": 0, "B": 3 / 3, "C": 0, "D": 0}


def test_a_quarrel_is_a_tie_and_takes_a_path_from_the_centre(star):
    """From 2020 on C and D meet directly: of three pairs of others, two still meet through B."""
    degree, between = measure(network(star.at("2024-01-01")))
    assert degree == {"A": 1, "B": 3, "C": 2, "D": 2}
    assert between == {"A": 0, "B": pytest.approx(2 / 3), "C": 0, "D": 0}


def test_two_centres_share_the_paths(star):
    """Before the tie of B and D: A-B-C only, so B is between A and C, one pair of one."""
    degree, between = measure(network(star.at("2001-06-01")))
    assert degree == {"A": 1, "B": 2, "C": 1}
    assert between == {"A": 0, "B": 1, "C": 0}


def test_the_findings_say_the_numbers_and_rest_on_the_ties(star):
    result = run_lens(Centrality(), star, {"at": "2024-01-01"}, use_cache=False)
    add_catalogues(Centrality.catalogues)
    said = [Sayer("en", star).say(finding.statement) for finding in result.findings]
    assert said == [
        "Bland holds the most ties: 3 of 3 possible.",
        "Bland lies on the most shortest paths between others: betweenness 0.67.",
    ]
    degree, between = result.findings
    assert (degree.value, between.value) == (3, 0.666666667)
    assert set(degree.basis) == {"instruments/ab", "instruments/bc", "instruments/bd"}
    assert degree.sources == ("gazette", "paper")
    assert degree.grade == "reported"  # the weakest of gazette, paper, gazette


def test_ties_for_the_first_place_are_all_named(star):
    result = run_lens(Centrality(), star, {"at": "2000-06-01"}, use_cache=False)
    said = [Sayer("en", star).say(finding.statement) for finding in result.findings]
    assert said == ["Aland and Bland hold the most ties: 1 each, of 1 possible."]  # nobody lies between anybody


def test_the_table_is_as_long_as_asked(star):
    everybody = run_lens(Centrality(), star, use_cache=False)
    assert rows(everybody) == {
        "actors/B": (3, 0.666666667),
        "actors/C": (2, 0),
        "actors/D": (2, 0),
        "actors/A": (1, 0),
    }
    assert list(rows(run_lens(Centrality(), star, {"top": 2}, use_cache=False))) == ["actors/B", "actors/C"]


def test_before_the_first_tie_there_is_nothing_to_say(star):
    result = run_lens(Centrality(), star, {"at": "1990-01-01"}, use_cache=False)
    assert result.findings == ()
    assert Centrality().figures(star, result, Sayer("en", star)) == ()


@pytest.mark.parametrize(
    ("language", "word"),
    [("ja", "媒介中心性"), ("ko", "매개 중심성"), ("zh-Hant", "中介中心性"), ("en", "Betweenness")],
)
def test_its_own_catalogues_speak(star, language, word):
    add_catalogues(Centrality.catalogues)
    figure = Centrality().figures(star, run_lens(Centrality(), star, use_cache=False), Sayer(language, star))[0]
    assert figure.spec["encoding"]["x"]["axis"]["title"] == word
