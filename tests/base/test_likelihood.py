import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from trivet.base.errors import NotFoundError
from trivet.base.languages import LANGUAGES
from trivet.base.likelihood import DEFAULT_TABLE, LikelihoodTable, shipped_names, shipped_table

# Intelligence Community Directive 203 (2015), section D.6.e.2.a, first row, in per cent.
ICD_203 = [
    (1, 5, "almost no chance"),
    (5, 20, "very unlikely"),
    (20, 45, "unlikely"),
    (45, 55, "roughly even chance"),
    (55, 80, "likely"),
    (80, 95, "very likely"),
    (95, 99, "almost certain"),
]
# Professional Head of Intelligence Assessment, Probability Yardstick, in per cent.
PHIA = [
    (0, 5, "remote chance"),
    (10, 20, "highly unlikely"),
    (25, 35, "unlikely"),
    (40, 50, "realistic possibility"),
    (55, 75, "likely"),
    (80, 90, "highly likely"),
    (95, 100, "almost certain"),
]


def say(table, probability, language="en"):
    return shipped_table(table).words(probability, probability, language)


@pytest.mark.parametrize(("name", "published"), [("icd203", ICD_203), ("phia", PHIA)])
def test_bands_are_the_published_ones(name, published):
    bands = shipped_table(name).bands
    assert [(band.low, band.high, band.words.words("en")) for band in bands] == [
        (low / 100, high / 100, words) for low, high, words in published
    ]


@pytest.mark.parametrize(
    ("probability", "phrase"),
    [
        (0.0, "almost no chance"),
        (0.01, "almost no chance"),
        (math.nextafter(0.05, 0), "almost no chance"),
        (0.05, "very unlikely"),
        (math.nextafter(0.20, 0), "very unlikely"),
        (0.20, "unlikely"),
        (math.nextafter(0.45, 0), "unlikely"),
        (0.45, "roughly even chance"),
        (0.5, "roughly even chance"),
        (math.nextafter(0.55, 0), "roughly even chance"),
        (0.55, "likely"),
        (math.nextafter(0.80, 0), "likely"),
        (0.80, "very likely"),
        (math.nextafter(0.95, 0), "very likely"),
        (0.95, "almost certain"),
        (0.99, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_edges_of_icd_203(probability, phrase):
    assert say("icd203", probability) == (phrase,)


@pytest.mark.parametrize(
    ("probability", "phrase"),
    [
        (0.0, "remote chance"),
        (0.05, "remote chance"),
        (0.07, "remote chance"),
        (0.08, "highly unlikely"),
        (0.22, "highly unlikely"),
        (0.24, "unlikely"),
        (0.37, "unlikely"),
        (0.38, "realistic possibility"),
        (0.52, "realistic possibility"),
        (0.53, "likely"),
        (0.77, "likely"),
        (0.78, "highly likely"),
        (0.92, "highly likely"),
        (0.93, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_between_two_bands_of_phia_the_nearer_one_speaks(probability, phrase):
    assert say("phia", probability) == (phrase,)


def test_a_range_is_said_by_its_two_ends():
    table = shipped_table("icd203")
    assert table.words(0.56, 0.79, "en") == ("likely",)
    assert table.words(0.1, 0.6, "en") == ("very unlikely", "likely")
    assert table.words(0.1, 0.6, "ja") == ("可能性は非常に低い", "可能性が高い")


@given(st.sampled_from(shipped_names()), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_probability_never_gets_a_lower_word(name, one, other):
    table = shipped_table(name)
    low, high = sorted((one, other))
    assert table.bands.index(table.band(low)) <= table.bands.index(table.band(high))


@pytest.mark.parametrize("value", [-0.01, 1.01, math.nan, math.inf])
def test_refuses_what_is_no_probability(value):
    with pytest.raises(ValueError, match="not a probability"):
        shipped_table("icd203").band(value)


@pytest.mark.parametrize("name", shipped_names())
@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_tables_tell_their_bands_apart_in_every_language(name, language):
    table = shipped_table(name)
    words = [band.words.words(language) for band in table.bands]
    assert None not in words
    assert len(set(words)) == len(words)
    assert table.title.words(language)
    assert table.id == name
    assert table.source


def test_the_two_tables_and_the_default():
    assert shipped_names() == ("icd203", "phia")
    assert DEFAULT_TABLE == "icd203"


@pytest.mark.parametrize(("name", "hint"), [("icd-203", 'Did you mean "icd203"'), ("zzz", "Known: icd203, phia")])
def test_unknown_table_says_what_there_is(name, hint):
    with pytest.raises(NotFoundError, match=hint):
        shipped_table(name)


def table_of(*bands):
    return {"id": "x", "title": "X", "source": "x", "bands": [{"low": a, "high": b, "words": "w"} for a, b in bands]}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (table_of((0, 0.5), (0.4, 1)), "band_overlap"),
        (table_of((0.5, 1), (0, 0.5)), "band_overlap"),
        (table_of((0.5, 0.5), (0.6, 1)), "band_order"),
        (table_of((0, 1.1), (1.2, 2)), "less_than_equal"),
        (table_of((0, 1)), "too_short"),
    ],
)
def test_refuses_tables_that_do_not_ascend(data, code):
    with pytest.raises(ValidationError) as caught:
        LikelihoodTable.model_validate(data)
    assert code in {error["type"] for error in caught.value.errors()}
