import json
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from trivet.base.dates import NO_DAY, EDate, known_zone, seen_from, today
from trivet.base.format import format_date
from trivet.base.languages import LANGUAGES

plain_days = st.dates().map(date.isoformat)
plain_months = st.dates().map(lambda day: day.isoformat()[:7])
plain_years = st.dates().map(lambda day: day.isoformat()[:4])
plain = plain_days | plain_months | plain_years


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "precision", "approximate"),
    [
        ("2023", "2023-01-01", "2023-12-31", "year", False),
        ("2023-08", "2023-08-01", "2023-08-31", "month", False),
        ("2024-02", "2024-02-01", "2024-02-29", "month", False),
        ("2023-08-18", "2023-08-18", "2023-08-18", "day", False),
        ("2023-08-18T23:30-05:00", "2023-08-18", "2023-08-18", "day", False),
        ("2023-08-18T09:00:00Z", "2023-08-18", "2023-08-18", "day", False),
        ("2019-08~", "2019-08-01", "2019-08-31", "month", True),
        ("2019?", "2019-01-01", "2019-12-31", "year", True),
        ("2019-08-15%", "2019-08-15", "2019-08-15", "day", True),
        ("1999-04-?25", "1999-04-01", "1999-04-30", "month", False),
        ("1999-04-~25", "1999-04-01", "1999-04-30", "month", False),
        ("2024-12/2025-06", "2024-12-01", "2025-06-30", "interval", False),
        ("2024-12-31/2025-01", "2024-12-31", "2025-01-31", "interval", False),
        ("2004-06~/2006-08", "2004-06-01", "2006-08-31", "interval", True),
        ("1999-04-?25/1999-05", "1999-04-01", "1999-05-31", "interval", True),
        ("2023/..", "2023-01-01", "9999-12-31", "interval", False),
        ("../2023", "0001-01-01", "2023-12-31", "interval", False),
        ("2023/", "2023-01-01", "9999-12-31", "interval", False),
        ("/2023", "0001-01-01", "2023-12-31", "interval", False),
        ("199X", "1990-01-01", "1999-12-31", "other", False),
        ("2023-02-XX", "2023-02-01", "2023-02-28", "other", False),
        ("2001-21", "2001-03-01", "2001-05-31", "other", False),
        ("[2016,2018]", "2016-01-01", "2018-12-31", "other", False),
        ("Y170000", "9999-12-31", "9999-12-31", "other", False),
    ],
)
def test_reads_dates_with_their_precision(edtf, earliest, latest, precision, approximate):
    when = EDate(edtf)
    assert (when.earliest.isoformat(), when.latest.isoformat()) == (earliest, latest)
    assert when.precision == precision
    assert when.approximate is approximate
    assert str(when) == edtf


@pytest.mark.parametrize(
    "word",
    [
        "",
        " 2023",
        "2023 ",
        "2023\n",
        "0000",
        "2023-13",
        "2023-00",
        "2023-02-29",
        "2023-8-1",
        "20230818",
        "18 August 2023",
        "2023-08-?",
        "1999-04-?31",
        "1999-02-?30",
        "1999-13-?01",
        "2023-08-18T25:00",
        "2023-08-18/2023-08-01",
        "2025/2024",
        "2023/2024/2025",
        "/",
        "/..",
        "٢٠٢٣",
        "２０２３-08",
        "-5",
        "[[[[",
        "1" * 65,
    ],
)
def test_refuses_what_is_no_date(word):
    with pytest.raises(ValueError, match=r"\w"):
        EDate(word)


@pytest.mark.parametrize("word", ["Y17E7", "Y9E9999999", "Y9E99999999999999999"])
def test_refuses_exponents_which_would_take_for_ever(word):
    with pytest.raises(ValueError, match="write it as"):
        EDate(word)


def test_the_edtf_library_never_prints_into_our_output(capsys):
    with pytest.raises(ValueError, match="write it as"):
        EDate("2023~S3")
    EDate("../..")
    assert capsys.readouterr().out == ""


@given(plain | st.builds("{}/{}".format, plain, plain))
def test_agrees_with_the_edtf_library_on_plain_dates(edtf):
    parsed = parse_edtf(edtf)
    low, high = parsed.lower_strict(), parsed.upper_strict()
    if low > high:
        with pytest.raises(ValueError, match="before its beginning"):
            EDate(edtf)
        return
    when = EDate(edtf)
    assert (when.earliest.year, when.earliest.month, when.earliest.day) == low[:3]
    assert (when.latest.year, when.latest.month, when.latest.day) == high[:3]


def read(word):
    """A date, or the error it gives."""
    try:
        return EDate(word)
    except ValueError as error:
        return error


@given(st.text(alphabet="0123456789XYZTSE.~?%/:+,[]{}u-", max_size=70) | st.text(max_size=12))
def test_any_text_is_a_date_or_a_value_error_and_every_date_can_be_said(word):
    when = read(word)
    if isinstance(when, ValueError):
        assert str(when)
        return
    assert when.earliest <= when.latest
    for language in LANGUAGES:
        assert format_date(when, language)


def test_orders_by_first_day_then_last_day():
    words = ["2024", "2023-12", "2023", "2023-12-31", "../2020", "2023-01-01", "2023/2024", "2025~"]
    ordered = ["../2020", "2023-01-01", "2023", "2023/2024", "2023-12", "2023-12-31", "2024", "2025~"]
    assert [str(when) for when in sorted(map(EDate, words))] == ordered


@given(plain, plain)
def test_order_is_total_and_agrees_with_equality(one, other):
    a, b = EDate(one), EDate(other)
    assert (a < b) + (b < a) + (a == b) == 1
    assert (a == b) == (one == other)
    assert a != b or hash(a) == hash(b)
    if a.latest < b.earliest:
        assert a < b


def test_no_day_is_later_than_every_other():
    assert all(EDate(word) < NO_DAY for word in ("9999-12-30", "2025/..", "2025", "9999-12"))


@given(plain)
def test_taken_in_any_form(edtf):
    assert EDate.of(edtf) == EDate(edtf)
    assert EDate.of(EDate(edtf)) == EDate(edtf)
    day = EDate(edtf).earliest
    assert EDate.of(day) == EDate(day.isoformat())


adapter = TypeAdapter(EDate)


@pytest.mark.parametrize(("value", "text"), [(2023, "2023"), ("2023-08", "2023-08"), (date(2023, 8, 18), "2023-08-18")])
def test_pydantic_takes_years_days_and_text(value, text):
    when = adapter.validate_python(value)
    assert when == EDate(text)
    assert adapter.dump_python(when, mode="json") == text
    assert adapter.validate_json(adapter.dump_json(when)) == when


@pytest.mark.parametrize(
    ("value", "code"), [(True, "edtf_type"), (2023.0, "edtf_type"), ([], "edtf_type"), (99, "edtf")]
)
def test_pydantic_refuses_everything_else(value, code):
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value)
    assert [error["type"] for error in caught.value.errors()] == [code]


def test_json_schema_says_edtf():
    assert "EDTF" in json.dumps(adapter.json_schema())


def test_summit_in_washington_seen_from_tokyo():
    seen = seen_from(EDate("2025-02-07"), "America/New_York", "Asia/Tokyo")
    assert seen == (date(2025, 2, 7), date(2025, 2, 8))
    assert seen_from(EDate("2025-02-07"), "Asia/Tokyo", "America/New_York") == (date(2025, 2, 6), date(2025, 2, 7))


def test_seen_from_keeps_open_ends_open():
    assert seen_from(EDate("2025-02-07/.."), "America/New_York", "Asia/Tokyo") == (date(2025, 2, 7), date.max)
    assert seen_from(EDate("../2025-02-07"), "Asia/Tokyo", "America/New_York") == (date.min, date(2025, 2, 7))


zones = st.sampled_from(["Asia/Seoul", "Asia/Tokyo", "America/New_York", "UTC", "Pacific/Kiritimati", "Pacific/Niue"])


@given(plain, zones, zones)
def test_seen_from_moves_a_day_by_two_at_most(edtf, zone, elsewhere):
    when = EDate(edtf)
    first, last = seen_from(when, zone, elsewhere)
    reach = timedelta(days=2)  # Kiritimati and Niue lie 25 hours apart
    assert abs(first - when.earliest) <= reach
    assert abs(last - when.latest) <= reach
    assert first <= last
    assert seen_from(when, zone, zone) == (when.earliest, when.latest)


@pytest.mark.parametrize("name", ["Asia/Seoul", "UTC", "America/Argentina/Buenos_Aires"])
def test_knows_zones(name):
    assert known_zone(name)


@pytest.mark.parametrize(
    "name", ["", "Asia", "Asia/Soul", "../../etc/passwd", "/etc/passwd", "a\0b", "x" * 5000, "\ud800", "zone1970.tab"]
)
def test_does_not_know_what_is_no_zone(name):
    assert not known_zone(name)


def test_today_is_a_day():
    assert date(2025, 1, 1) < today() < date(2200, 1, 1)
