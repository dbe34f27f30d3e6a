"""One table of states, one system of codes at a time."""

import csv
import os
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from trivet.lenses.pulse.events.actors import CodeSystem, cameo_actors, state_of, state_of_actor, states

REGIONS = {
    *("AFR", "ASA", "BLK", "CRB", "CAU", "CFR", "CAS", "CEU", "EIN", "EAF", "EEU", "EUR", "LAM", "MEA", "MDT", "NAF"),
    *("NMR", "PGS", "SCN", "SAM", "SAS", "SEA", "SAF", "WAF", "WST", "BAG"),
}
ENDED = {"ANT"}


def rows():
    with files("trivet.lenses.pulse").joinpath("data", "states.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("code", "system", "state"),
    [
        ("KS", CodeSystem.FIPS, "KOR"),
        ("KR", CodeSystem.FIPS, "KIR"),
        ("KR", CodeSystem.ISO2, "KOR"),
        ("CH", CodeSystem.FIPS, "CHN"),
        ("CH", CodeSystem.ISO2, "CHE"),
        ("AU", CodeSystem.FIPS, "AUT"),
        ("AU", CodeSystem.ISO2, "AUS"),
        ("MAC", CodeSystem.ISO3, "MAC"),
        ("MAC", CodeSystem.COW_ABBREV, "MKD"),
        ("ROK", CodeSystem.COW_ABBREV, "KOR"),
        ("TAW", CodeSystem.COW_ABBREV, "TWN"),
        ("SWZ", CodeSystem.COW_ABBREV, "CHE"),
        ("SWZ", CodeSystem.ISO3, "SWZ"),
        ("002", CodeSystem.COW, "USA"),
        ("2", CodeSystem.COW, "USA"),
        ("rok", CodeSystem.NAMES, "KOR"),
        ("DPRK", CodeSystem.NAMES, "PRK"),
        ("ROK", CodeSystem.ISO3, None),
        ("", CodeSystem.COW, None),
        ("000", CodeSystem.COW, None),
    ],
)
def test_the_same_letters_mean_different_states_in_different_systems(code, system, state):
    assert state_of(code, system) == state


@pytest.mark.parametrize("system", list(CodeSystem))
def test_no_code_of_a_system_stands_for_two_states(system):
    found = Counter(
        code
        for row in rows()
        for code in (row[system].lower().split("; ") if system is CodeSystem.NAMES else row[system].split())
    )
    assert found
    assert [code for code, times in found.items() if times > 1] == []


def test_every_state_has_a_code_of_two_and_of_three_letters_and_a_name():
    assert [row["iso3"] for row in rows() if len(row["iso3"]) != 3 or len(row["iso2"]) != 2 or not row["names"]] == []


def test_states_of_the_correlates_of_war_have_a_number_and_an_abbreviation_or_neither():
    assert [row["iso3"] for row in rows() if bool(row["cow"]) != bool(row["cow_abbrev"])] == []


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("KORGOV", "KOR"),
        ("TWNLEG", "TWN"),
        ("ROU", "ROU"),
        ("ROMGOV", "ROU"),
        ("GOV", None),
        ("AFRGOV", None),
        ("", None),
    ],
)
def test_an_actor_code_begins_with_its_state(code, state):
    assert state_of_actor(code) == state


def test_codes_of_ethnic_groups_are_not_taken_for_states():
    assert state_of_actor("ASM") == "ASM"
    assert state_of_actor("asm") is None


def test_regions_are_no_states():
    assert sorted(REGIONS & cameo_actors().keys()) == []


@pytest.mark.references
def test_every_state_of_the_published_cameo_list_is_known_and_no_region_is():
    folder = os.environ.get("TRIVET_CODES")
    if not folder:
        pytest.skip("TRIVET_CODES is not set: folder with CAMEO.country.txt")
    lines = (Path(folder) / "CAMEO.country.txt").read_text(encoding="latin-1").splitlines()[1:]
    published = {line.split("\t")[0] for line in lines if line.strip()} - {"0"}
    assert published - states(CodeSystem.CAMEO).keys() == REGIONS | ENDED


@pytest.mark.references
def test_fips_codes_are_those_of_the_published_list():
    folder = os.environ.get("TRIVET_CODES")
    if not folder:
        pytest.skip("TRIVET_CODES is not set: folder with fips10_4.csv")
    with (Path(folder) / "fips10_4.csv").open(encoding="utf-8", errors="replace") as stream:
        listed = {row["Country"].strip(): row["FIPS_10_4"].strip() for row in csv.DictReader(stream)}
    pairs = [(name, code, state_of(name, CodeSystem.NAMES)) for name, code in listed.items() if code.isalpha()]
    named = [(name, code, state) for name, code, state in pairs if state is not None and name != "Sint Maarten"]
    assert len(named) > 200
    assert [(name, code) for name, code, state in named if state_of(code, CodeSystem.FIPS) != state] == []
