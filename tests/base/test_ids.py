import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from trivet.base.ids import Id, nearest

adapter = TypeAdapter(Id)


@pytest.mark.parametrize("name", ["A", "0", "E001", "japan-us-korea", "kim_ysam", "a" * 80])
def test_takes_short_safe_names(name):
    assert adapter.validate_python(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "-a", "_a", "a b", "a/b", "../../x", "a.b", "a\n", "\na", "é", "日本", "a" * 81, "a\0", "<b>", "a\u202e"],
)
def test_refuses_everything_else(name):
    with pytest.raises(ValidationError):
        adapter.validate_python(name)


@given(st.text(max_size=90))
def test_ids_are_what_the_pattern_says(name):
    proper = bool(re.fullmatch("[A-Za-z0-9][A-Za-z0-9_-]{0,79}", name))
    try:
        adapter.validate_python(name)
    except ValidationError:
        assert not proper
    else:
        assert proper


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("JPM", "JPN"),
        ("jpn", "JPN"),
        ("evnts", "events"),
        ("EVENTS", "events"),
        ("Evants", "events"),
        ("zzzzzz", None),
        ("", None),
        ("x" * 201, None),
    ],
)
def test_the_nearest_name(word, found):
    assert nearest(word, ["JPN", "USA", "events"]) == found


@given(st.lists(st.text(max_size=8), max_size=6), st.text(max_size=8))
def test_only_known_names_are_suggested(known, word):
    found = nearest(word, known)
    assert found is None or found in known
    if word in known:
        assert found is not None
        assert found.casefold() == word.casefold()
