"""Roots, quad classes and intensities of event codes."""

import csv
import os
from pathlib import Path

import pytest

from trivet.lenses.pulse.events.codes import cameo, cameo_by_text, plover

QUADS = {**dict.fromkeys(range(1, 6), 1), **dict.fromkeys(range(6, 10), 2)}
QUADS |= {**dict.fromkeys(range(10, 15), 3), **dict.fromkeys(range(15, 21), 4)}


def test_quad_classes_follow_the_roots_of_gdelt_rows():
    assert {code.quad for code in cameo().values()} == {1, 2, 3, 4}
    assert [name for name, code in cameo().items() if code.quad != QUADS[int(code.root)]] == []


def test_a_code_begins_with_its_root():
    assert {code.root for code in cameo().values()} == {f"{root:02d}" for root in range(1, 21)}
    assert [name for name, code in cameo().items() if not name.startswith(code.root)] == []


def test_leading_zeros_tell_codes_apart():
    assert cameo()["010"].root == "01"
    assert cameo()["10"].root == "10"
    assert "1" not in cameo()


def test_intensities_lie_between_minus_ten_and_ten():
    assert [name for name, code in cameo().items() if not -10 <= code.goldstein <= 10] == []


def test_three_codes_have_another_intensity_in_icews():
    differing = {name for name, code in cameo().items() if code.icews is not None and code.icews != code.goldstein}
    assert differing == {"016", "022", "164"}


def test_every_text_of_icews_leads_back_to_a_code_with_that_text():
    table = cameo()
    assert {code.text.lower() for code in table.values()} == cameo_by_text().keys()
    assert [text for text, code in cameo_by_text().items() if table[code].text.lower() != text] == []


def test_of_a_root_and_its_residual_code_with_one_text_the_residual_code_is_taken():
    assert cameo_by_text()["consult"] == "040"


def test_plover_types_have_quad_classes_but_for_two():
    assert [kind for kind, quad in plover().items() if quad is None] == ["CRIME", "INVESTIGATE"]
    assert {plover()[kind] for kind in ("AGREE", "CONSULT", "SUPPORT", "CONCEDE")} == {1}
    assert {plover()[kind] for kind in ("COOPERATE", "AID", "RETREAT")} == {2}
    assert {plover()[kind] for kind in ("REQUEST", "ACCUSE", "REJECT", "THREATEN")} == {3}
    assert {plover()[kind] for kind in ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")} == {4}


@pytest.mark.references
def test_the_table_is_the_verified_one_and_prefers_what_gdelt_rows_carry():
    folder = os.environ.get("TRIVET_CODES")
    if not folder:
        pytest.skip("TRIVET_CODES is not set: folder with cameo_goldstein_verified.csv")
    with (Path(folder) / "cameo_goldstein_verified.csv").open(encoding="utf-8") as stream:
        verified = list(csv.DictReader(stream))
    table = cameo()
    assert {row["code"] for row in verified} == table.keys()
    for row in verified:
        own = table[row["code"]]
        seen = row["goldstein_gdelt_observed"] or row["goldstein_icews"]
        assert (own.root, own.quad, own.goldstein) == (row["root"], int(row["quad"]), float(seen)), row["code"]
        assert own.icews == (float(row["goldstein_icews"]) if row["goldstein_icews"] else None), row["code"]
