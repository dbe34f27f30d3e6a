import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivet.base.dates import EDate
from trivet.base.format import format_date, format_moment, format_number, format_percent, join_list, particles
from trivet.base.languages import LANGUAGES

MINUS = "−"


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2019-11-22", ("22 November 2019", "2019年11月22日", "2019년 11월 22일", "2019年11月22日")),
        ("2024-11", ("November 2024", "2024年11月", "2024년 11월", "2024年11月")),
        ("2018", ("2018", "2018年", "2018년", "2018年")),
        ("2019-08~", ("about August 2019", "2019年8月頃", "2019년 8월 무렵", "約2019年8月")),
        ("1999-04-?25", ("April 1999", "1999年4月", "1999년 4월", "1999年4月")),
        ("2018/2019", ("2018–2019", "2018年–2019年", "2018년–2019년", "2018年–2019年")),
        ("2023-08/..", ("August 2023–", "2023年8月–", "2023년 8월–", "2023年8月–")),
        ("../2023", ("–2023", "–2023年", "–2023년", "–2023年")),
        ("2023/", ("2023–", "2023年–", "2023년–", "2023年–")),
        ("199X", ("199X", "199X", "199X", "199X")),
    ],
)
def test_dates_are_no_more_precise_than_they_are(edtf, said):
    assert tuple(format_date(EDate(edtf), language) for language in LANGUAGES) == said


def test_takes_calendar_days():
    assert format_date(date(2023, 8, 18), "en") == "18 August 2023"


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (0.0, 0, "0"),
        (-0.0, 2, "0.00"),
        (-0.004, 2, "0.00"),
        (-0.4, 0, "0"),
        (-0.6, 0, f"{MINUS}1"),
        (-3.25, 1, f"{MINUS}3.2"),
        (1234567.891, 1, "1,234,567.9"),
        (-1234.5, 2, f"{MINUS}1,234.50"),
        (12, 0, "12"),
    ],
)
def test_numbers_have_a_true_minus_and_no_negative_zero(value, digits, said):
    assert [format_number(value, digits, language) for language in LANGUAGES] == [said] * len(LANGUAGES)


@given(st.floats(-1e12, 1e12), st.integers(0, 4), st.sampled_from(LANGUAGES))
def test_numbers_say_the_rounded_value(value, digits, language):
    said = format_number(value, digits, language)
    assert "-" not in said
    assert float(said.replace(",", "").replace(MINUS, "-")) == round(value, digits)
    assert said.startswith(MINUS) == (round(value, digits) < 0)
    assert len(said.partition(".")[2]) == digits


@pytest.mark.parametrize(
    ("share", "digits", "said"),
    [(0.125, 1, "12.5%"), (0, 0, "0%"), (1, 0, "100%"), (-0.001, 0, "0%"), (0.55, 0, "55%")],
)
def test_shares_as_percentages(share, digits, said):
    assert format_percent(share, "en", digits) == said


@pytest.mark.parametrize(
    ("language", "items", "said"),
    [
        ("en", [], ""),
        ("en", ["A"], "A"),
        ("en", ["A", "B"], "A and B"),
        ("en", ["A", "B", "C"], "A, B and C"),
        ("ja", ["A", "B", "C"], "A、B、C"),
        ("ko", ["A", "B"], "A 및 B"),
        ("zh-Hant", ["A", "B", "C"], "A、B和C"),
        ("ja", [], ""),
    ],
)
def test_lists_in_words(language, items, said):
    assert join_list(items, language) == said


def test_a_moment_is_iso_to_the_second():
    assert format_moment(datetime(2025, 4, 30, 9, 5, 7, 999, UTC)) == "2025-04-30T09:05:07+00:00"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("일본은(는) 간다", "일본은 간다"),
        ("캐나다은(는) 간다", "캐나다는 간다"),
        ("한국이(가)", "한국이"),
        ("러시아이(가)", "러시아가"),
        ("협정을(를)", "협정을"),
        ("GSOMIA을(를)", "GSOMIA를"),
        ("NATO과(와)", "NATO와"),
        ("서울(으)로", "서울로"),
        ("부산(으)로", "부산으로"),
        ("도쿄(으)로", "도쿄로"),
        ("2023년이(가)", "2023년이"),
        ("13과(와) 12과(와)", "13과 12와"),
        ("17(으)로", "17로"),
        ("10(으)로", "10으로"),
        ("50%이(가)", "50%가"),
        ("100%(으)로", "100%로"),
        ("“협정”은(는)", "“협정”은"),
        ("독도(다케시마)을(를)", "독도(다케시마)를"),
        ("NPT (1968)은(는)", "NPT (1968)는"),
        ("《조약》 이(가)", "《조약》 이"),
        ("은(는)", "는"),
        ("한국과(와) 일본이(가) 서울(으)로", "한국과 일본이 서울로"),
        ("아무것도 없음", "아무것도 없음"),
    ],
)
def test_korean_particles_follow_the_sound_before_them(written, said):
    assert particles(written, "ko") == said


@given(st.text(), st.sampled_from(["en", "ja", "zh-Hant"]))
def test_other_languages_have_no_particles(sentence, language):
    assert particles(sentence + "은(는)", language) == sentence + "은(는)"


@given(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")))
def test_particles_of_every_syllable_follow_its_final_consonant(syllable):
    closed = len(unicodedata.normalize("NFD", syllable)) == 3
    assert particles(syllable + "은(는)", "ko") == syllable + ("은" if closed else "는")
    rieul = unicodedata.normalize("NFD", syllable).endswith("\u11af")
    assert particles(syllable + "(으)로", "ko") == syllable + ("으로" if closed and not rieul else "로")
