import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import SOUND, sound
from trivet.base.errors import NotFoundError
from trivet.base.languages import LANGUAGES
from trivet.case.load import open_case
from trivet.case.schema.topics import ContestedTerm
from trivet.case.terms import TermWriter

SHIPPED = open_case("japan-us-korea").terms


def term(forms, choices, default, keep=None, name="lake"):
    data = {"id": name, "name": "X", "forms": forms, "choices": choices, "default": default, "keep": keep or {}}
    return ContestedTerm.model_validate(data)


LAKE = term(
    {"en": ["Ara", "Lake Ara", "Lake Ara/Lake Bel"], "ja": ["アラ湖"]},
    {"bel": {"en": "Lake Bel", "ja": "ベル湖"}, "both": {"en": "Lake Ara/Lake Bel", "ja": "アラ湖/ベル湖"}, "en": {"en": "The Lake"}},
    "bel",
    {"en": ["Lake Arable"]},
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Lake Ara is deep", "Lake Bel is deep"),
        ("Ara is deep", "Lake Bel is deep"),
        ("Lake Ara/Lake Bel", "Lake Bel"),
        ("Lake Arable is a town", "Lake Arable is a town"),
        ("Lake Arab is a town", "Lake Arab is a town"),
        ("Arabia and Sahara", "Arabia and Sahara"),
        ("(Ara), Ara's, Ara-Bel, 5Ara", "(Lake Bel), Lake Bel's, Lake Bel-Bel, 5Lake Bel"),
        ("ara ARA", "ara ARA"),
        ("AraAra Ara", "AraAra Lake Bel"),
        ("", ""),
    ],
)
def test_longer_names_first_whole_words_only_and_kept_names_untouched(words, written):
    assert TermWriter([LAKE]).write(words, "en") == written


def test_writes_each_language_its_own_way():
    assert TermWriter([LAKE]).write("アラ湖とアラ", "ja") == "ベル湖とアラ"
    assert TermWriter([LAKE]).write("Lake Ara", "ko") == "Lake Ara"


def test_a_choice_without_words_in_a_language_leaves_it_alone():
    assert TermWriter([LAKE], {"lake": "en"}).write("アラ湖", "ja") == "アラ湖"
    assert TermWriter([LAKE], {"lake": "en"}).write("Lake Ara", "en") == "The Lake"


def test_what_was_written_is_not_written_again():
    assert TermWriter([LAKE], {"lake": "both"}).write("Ara", "en") == "Lake Ara/Lake Bel"
    swap = [term({"en": ["A"]}, {"x": "B"}, "x", name="a"), term({"en": ["B"]}, {"x": "A"}, "x", name="b")]
    assert TermWriter(swap).write("A B A", "en") == "B A B"


def test_signs_of_regular_expressions_are_plain_signs():
    odd = term({"en": ["a.b", "(c)", "d|e"]}, {"x": r"\1"}, "x")
    assert TermWriter([odd]).write("a.b axb (c) d|e d", "en") == r"\1 axb \1 \1 d"


def test_without_terms_nothing_is_written():
    assert TermWriter([]).write("Lake Ara", "en") == "Lake Ara"


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"lak": "bel"}, 'There is no contested term called "lak". Did you mean "lake"?'),
        ({"sea": "bel"}, 'There is no contested term called "sea". Known: lake.'),
        ({"lake": "bell"}, 'There is no way to write "lake" called "bell". Did you mean "bel"?'),
        ({"lake": "zzz"}, 'There is no way to write "lake" called "zzz". Known: bel, both, en.'),
    ],
)
def test_choices_that_are_not_offered(choices, said):
    with pytest.raises(NotFoundError, match=f"^{re.escape(said)}$"):
        TermWriter([LAKE], choices)


def test_a_case_writes_its_names_so():
    case = sound(SOUND)
    assert case.name("terms/lake-name", "en").words == "Lake Ara/Lake Bel"
    chosen = replace(case, terms_chosen={"lake-name": "bel"})
    assert chosen.name("terms/lake-name", "ja").words == "ベル湖"
    assert case.name("terms/lake-name", "ja").words == "アラ湖/ベル湖"


def test_the_shipped_names_keep_what_must_stay_whole():
    writer = TermWriter(SHIPPED, {"taiwan": "chinese-taipei", "north-korea": "official"})
    assert writer.write("Taiwan and the Taiwan Strait", "en") == "Chinese Taipei and the Taiwan Strait"
    assert writer.write("North Korea tests; North Korean troops", "en") == "DPRK tests; North Korean troops"
    assert writer.write("대만해협의 대만", "ko") == "대만해협의 중화 타이베이"


def test_a_doubled_name_is_written_once():
    writer = TermWriter(SHIPPED, {"dokdo-takeshima": "takeshima"})
    assert writer.write("Dokdo/Takeshima and Dokdo", "en") == "Takeshima and Takeshima"
    assert writer.write("竹島(独島)と独島", "ja") == "竹島と竹島"
    assert writer.write("독도(다케시마)", "ko") == "다케시마"


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_form_is_rewritten_to_every_choice(one, language):
    for choice, words in one.choices.items():
        writer = TermWriter(SHIPPED, {one.id: choice})
        for form in one.forms[language]:
            assert writer.write(form, language) == words.words(language)


@given(st.text(max_size=40), st.sampled_from(LANGUAGES))
def test_words_without_contested_names_stay_as_they_are(words, language):
    forms = [form for one in SHIPPED for form in (*one.forms.get(language, ()), *one.keep.get(language, ()))]
    if not any(form in words for form in forms):
        assert TermWriter(SHIPPED).write(words, language) == words
