import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import SOUND, sound
from trivet.base.languages import LANGUAGES
from trivet.case.load import open_case
from trivet.case.search import fold, search

CASE = sound(SOUND)
SHIPPED = open_case("japan-us-korea")


def found(words, case=CASE):
    return [item.ref for item in search(case, words)]


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("hotline", ["commitments/K2"]),
        ("HOTLINE", ["commitments/K2"]),
        ("ｈｏｔｌｉｎｅ", ["commitments/K2"]),
        ("電話", ["commitments/K2"]),
        ("hotline open", ["commitments/K2"]),
        ("hotline boats", []),
        ("seized", ["events/E2"]),
        ("", []),
        ("   ", []),
        ("zzzz", []),
        ("[", []),
        (".*", []),
    ],
)
def test_finds_objects_that_hold_every_word(words, refs):
    assert found(words) == refs


def test_names_come_before_other_text():
    refs = found("pact")
    assert refs.index("instruments/pact") < refs.index("claims/C2")
    assert {"events/E1", "claims/C1", "claims/C2", "sources/essay"} <= set(refs)


def test_finds_contested_names_in_every_way_of_writing():
    assert found("北朝鮮", SHIPPED) == found("북한", SHIPPED)
    assert "actors/PRK" in found("DPRK", SHIPPED)
    assert found("East Sea", SHIPPED) == found("Sea of Japan", SHIPPED)
    assert "events/E027" in found("訪問 竹島/独島", SHIPPED)
    assert "events/E027" in found("李明博大統領、竹島/独島を訪問", SHIPPED)
    assert "events/E027" in found("리앙쿠르암 방문", SHIPPED)
    assert "events/E027" in found("竹", SHIPPED)


@pytest.mark.parametrize(
    ("words", "ref"),
    [
        ("gsomia", "instruments/gsomia_2016"),
        ("지소미아", "topics/gsomia"),
        ("三不", "topics/thaad-three-noes"),
        ("3불", "topics/thaad-three-noes"),
        ("three noes", "topics/thaad-three-noes"),
        ("キャンプ・デービッド", "topics/camp-david"),
        ("E048", "events/E048"),
    ],
)
def test_finds_what_readers_look_for_in_the_shipped_case(words, ref):
    assert ref in found(words, SHIPPED)


@given(st.text(max_size=20))
def test_any_words_find_objects_of_the_case_once(words):
    refs = found(words)
    assert len(refs) == len(set(refs))
    assert set(refs) <= {item.ref for item in CASE.objects()}


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([item.ref for item in SHIPPED.objects()]), st.sampled_from(LANGUAGES))
def test_everything_is_found_by_its_own_name_in_every_language(ref, language):
    assert ref in found(SHIPPED.name(ref, language).words, SHIPPED)


@pytest.mark.parametrize(
    ("one", "other"), [("ＡＢＣ", "abc"), ("ｶﾞ", "ガ"), ("é", "e\u0301"), ("Straße", "STRASSE"), ("㍻", "平成")]
)
def test_width_case_and_composition_do_not_count(one, other):
    assert fold(one) == fold(other)
