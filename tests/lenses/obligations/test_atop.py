"""The coded treaties against ATOP's own codes for the same dyads and years.

``atop.csv`` holds runs of equal codes for eight directed dyads from Leeds et al. (2002), Alliance Treaty Obligations and
Provisions, as distributed with peacesciencer; the few rows are quoted for comparison, cite Leeds et al. when using them.
"""

import csv
from pathlib import Path

import pytest

from trivet.case.load import open_case
from trivet.lenses.obligations.atop import atop_codes

ROWS = list(csv.DictReader(Path(__file__).with_name("atop.csv").read_text("utf-8").splitlines()))
COLUMNS = ("defense", "offense", "neutral", "nonagg", "consul")

EXPLAINED = {
    # ATOP dates a treaty from its signature, the case from its entry into force.
    ("USA", "JPN"): {range(1951, 1952): (0, 0, 0, 0, 0), range(1952, 1960): (0, 0, 0, 0, 1)},
    ("JPN", "USA"): {range(1951, 1952): (0, 0, 0, 0, 0), range(1960, 2019): (1, 0, 0, 1, 1)},
    ("USA", "KOR"): {range(1953, 1954): (0, 0, 0, 0, 0)},
    ("KOR", "USA"): {range(1953, 1954): (0, 0, 0, 0, 0)},
    # The treaty of 1961 also has both consult; ATOP does not count that.
    ("CHN", "PRK"): {range(1961, 2019): (1, 0, 0, 1, 1)},
    ("PRK", "CHN"): {range(1961, 2019): (1, 0, 0, 1, 1)},
    # ATOP counts the Treaty of Amity and Cooperation in Southeast Asia, which is no instrument of the case.
    ("JPN", "KOR"): {range(2004, 2019): (0, 0, 0, 0, 0)},
    ("KOR", "JPN"): {range(2004, 2019): (0, 0, 0, 0, 0)},
}
"""Where the case codes otherwise, on purpose; each is explained in words in the docs."""


@pytest.fixture(scope="module")
def case():
    return open_case("japan-us-korea")


def expected(bound, toward, year, atop):
    for years, codes in EXPLAINED.get((bound, toward), {}).items():
        if year in years:
            return codes
    return atop


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['bound']}-{r['toward']}-{r['first']}")
def test_codes_follow_from_the_coded_treaties(case, row):
    atop = tuple(int(row[column]) for column in COLUMNS)
    for year in range(int(row["first"]), int(row["last"]) + 1):
        wanted = expected(row["bound"], row["toward"], year, atop)
        assert atop_codes(case, row["bound"], row["toward"], year) == wanted, year


def test_defence_between_the_allies_agrees_in_every_year_in_force(case):
    for year in range(1955, 2019):
        assert atop_codes(case, "USA", "KOR", year)[0] == 1
        assert atop_codes(case, "KOR", "USA", year)[0] == 1
        assert atop_codes(case, "JPN", "KOR", year)[0] == 0
    for year in range(1960, 2019):
        assert atop_codes(case, "USA", "JPN", year)[0] == 1


def test_no_explanation_is_idle(case):
    """Each explained difference is one: ATOP says otherwise in that year."""
    for (bound, toward), runs in EXPLAINED.items():
        for years, codes in runs.items():
            rows = [r for r in ROWS if (r["bound"], r["toward"]) == (bound, toward)]
            for year in years:
                atop = [tuple(int(r[c]) for c in COLUMNS) for r in rows if int(r["first"]) <= year <= int(r["last"])]
                assert atop
                assert atop[0] != codes
