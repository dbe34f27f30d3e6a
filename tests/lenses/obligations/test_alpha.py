"""Krippendorff's alpha against the example of Krippendorff (2011), section D and its data."""

import pytest

from trivet.lenses.obligations.alpha import krippendorff_alpha

CODERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
UNITS = [[row[i] for row in CODERS if row[i] is not None] for i in range(12)]


@pytest.mark.parametrize(
    ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_published_example(level, printed):
    assert krippendorff_alpha(UNITS, level) == pytest.approx(printed, abs=5e-4)


def test_two_coders_nominal_binary():
    # Krippendorff (2011), section B: two observers, binary data without missing values.
    one = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    other = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert krippendorff_alpha(list(zip(one, other, strict=True)), "nominal") == pytest.approx(0.095, abs=5e-4)


def test_perfect_agreement_is_one_and_no_variation_says_nothing():
    assert krippendorff_alpha([[1, 1], [0, 0], [-1, -1]]) == 1
    assert krippendorff_alpha([[1, 1], [1, 1]]) is None
    assert krippendorff_alpha([[1], [0]]) is None
    assert krippendorff_alpha([]) is None
