import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from trivet.base.languages import ENDONYMS, LANGUAGES
from trivet.base.text import Said, Text

BIDI = ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"]


def read(data, language="en"):
    return Text.model_validate(data, context={"language": language})


def test_says_the_language_asked_for_then_the_fallback_then_any():
    text = read({"ja": "湖", "ko": "호수"})
    assert text.say("ko", ("ja",)) == Said("호수", "ko")
    assert text.say("en", ("ko", "ja")) == Said("호수", "ko")
    assert text.say("en", ("zh-Hant", "ja")) == Said("湖", "ja")
    assert text.say("en", ("en",)) == Said("湖", "ja")
    assert text.say("zh-Hant", ()) == Said("湖", "ja")


@given(st.sets(st.sampled_from(LANGUAGES), min_size=1), st.sampled_from(LANGUAGES), st.permutations(LANGUAGES))
def test_always_says_something_it_has_in_the_declared_order(have, wanted, fallback):
    text = read({tag: f"in {tag}" for tag in have})
    said = text.say(wanted, fallback)
    assert said.words == f"in {said.language}"
    first = next(tag for tag in (wanted, *fallback) if tag in have)
    assert said.language == first
    assert set(text.languages()) == have


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_string_takes_the_case_language(language):
    text = read("words", language)
    assert text.languages() == (language,)
    assert text.words(language) == "words"


def test_plain_string_without_a_case_is_english():
    assert Text.model_validate("words").words("en") == "words"


@pytest.mark.parametrize("mark", BIDI)
@pytest.mark.parametrize("wrap", [lambda words: words, lambda words: {"en": "fine", "ko": words}])
def test_refuses_invisible_reordering(mark, wrap):
    with pytest.raises(ValidationError) as caught:
        read(wrap(f"pay {mark}nothing"))
    assert [error["type"] for error in caught.value.errors()] == ["text_bidi"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "text_empty"),
        ("", "string_too_short"),
        ({"en": ""}, "string_too_short"),
        ({"en": "a", "fr": "b"}, "extra_forbidden"),
        ({"en": 3}, "string_type"),
        ({"en": "x" * 20_001}, "string_too_long"),
        (None, "model_type"),
        (["a"], "model_type"),
        (7, "model_type"),
    ],
)
def test_refuses_what_is_no_text(data, code):
    with pytest.raises(ValidationError) as caught:
        read(data)
    assert code in {error["type"] for error in caught.value.errors()}


@given(st.dictionaries(st.sampled_from(LANGUAGES), st.text("abcあ한臺", min_size=1), min_size=1))
def test_survives_json(data):
    text = read(data)
    assert Text.model_validate_json(text.model_dump_json()) == text
    assert text.model_dump() == {tag: data[tag] for tag in LANGUAGES if tag in data}


def test_every_language_has_a_name_of_its_own():
    assert set(ENDONYMS) == set(LANGUAGES)
    assert len(set(ENDONYMS.values())) == len(LANGUAGES)
