import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from trivet.base.grade import Grade, weakest
from trivet.base.quantity import Percent, Quantity, Range

numbers = st.floats(-1e9, 1e9)


def kinds(caught):
    return {error["type"] for error in caught.value.errors()}


@given(st.tuples(numbers, numbers, numbers))
def test_range_takes_ordered_numbers_only(three):
    low, best, high = three
    data = {"low": low, "best": best, "high": high}
    if low <= best <= high:
        made = Range.model_validate(data)
        assert (made.low, made.best, made.high) == three
        assert made.width == high - low
    else:
        with pytest.raises(ValidationError) as caught:
            Range.model_validate(data)
        assert kinds(caught) == {"range_order"}


@given(numbers)
def test_a_number_stands_for_all_three(value):
    made = Range.model_validate(value)
    assert (made.low, made.best, made.high) == (value, value, value)
    assert made.width == 0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (True, "model_type"),
        ("12", "model_type"),
        ([1, 2, 3], "model_type"),
        (float("nan"), "finite_number"),
        (float("inf"), "finite_number"),
        ({"low": 1, "best": 2}, "missing"),
        ({"low": 1, "best": 2, "high": 3, "mid": 2}, "extra_forbidden"),
    ],
)
def test_range_refuses_what_is_no_range(data, code):
    with pytest.raises(ValidationError) as caught:
        Range.model_validate(data)
    assert code in kinds(caught)


@pytest.mark.parametrize("ends", [(0, 100), (0, 0), (100, 100)])
def test_percent_reaches_its_ends(ends):
    made = Percent(low=ends[0], best=ends[0], high=ends[1])
    assert (made.low, made.high) == ends


@pytest.mark.parametrize(
    "data", [-0.001, 100.001, {"low": -1, "best": 5, "high": 9}, {"low": 1, "best": 5, "high": 101}]
)
def test_percent_stays_between_0_and_100(data):
    with pytest.raises(ValidationError) as caught:
        Percent.model_validate(data)
    assert kinds(caught) == {"range_scale"}


def test_quantity_takes_a_value_or_a_range():
    rest = {"unit": "ships", "grade": "reported", "sources": ["s1"]}
    one = Quantity.model_validate({"value": 12, **rest})
    assert one == Quantity.model_validate({"low": 12, "best": 12, "high": 12, **rest})
    assert one.grade is Grade.REPORTED
    assert one.model_dump() == {"low": 12.0, "best": 12.0, "high": 12.0, **rest}
    assert Quantity.model_validate_json(one.model_dump_json()) == one


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"value": 1, "grade": "judged"}, "missing"),
        ({"value": 1, "unit": "x", "grade": "rumoured"}, "enum"),
        ({"low": 3, "best": 2, "high": 4, "unit": "x", "grade": "judged"}, "range_order"),
        ({"value": 1, "high": 2, "unit": "x", "grade": "judged", "colour": "red"}, "extra_forbidden"),
    ],
)
def test_quantity_refuses_what_is_no_quantity(data, code):
    with pytest.raises(ValidationError) as caught:
        Quantity.model_validate(data)
    assert code in kinds(caught)


REST = {"unit": "ships", "grade": "judged"}


@pytest.mark.parametrize(
    ("model", "data", "fits"),
    [
        (Range, 5, True),
        (Range, {"low": 1, "best": 2, "high": 3}, True),
        (Range, {"low": 1, "best": 2}, False),
        (Range, "5", False),
        (Percent, 5, True),
        (Percent, {"low": 1, "best": 2, "high": 3, "mid": 2}, False),
        (Quantity, {"value": 5, **REST}, True),
        (Quantity, {"low": 1, "best": 2, "high": 3, **REST}, True),
        (Quantity, {"value": 5}, False),
        (Quantity, {"value": 5, "low": 1, **REST}, False),
        (Quantity, 5, False),
    ],
)
def test_the_json_schema_takes_what_the_model_takes(model, data, fits):
    schema = model.model_json_schema()
    assert Draft202012Validator(schema).is_valid(data) == fits
    Draft202012Validator.check_schema(schema)
    if fits:
        assert model.model_validate(data)
    else:
        with pytest.raises(ValidationError):
            model.model_validate(data)


def test_records_are_frozen():
    made = Range.model_validate(3)
    with pytest.raises(ValidationError, match="frozen"):
        made.low = 1


def test_grades_stand_from_strongest_to_weakest():
    words = ["documented", "reported", "estimated", "judged", "simulated"]
    assert [str(grade) for grade in sorted(Grade, key=lambda grade: grade.rank)] == words
    assert [grade.rank for grade in Grade] == [0, 1, 2, 3, 4]


@given(st.lists(st.sampled_from(list(Grade)), min_size=1))
def test_the_weakest_grade_wins(grades):
    found = weakest(grades)
    assert found in grades
    assert all(grade.rank <= found.rank for grade in grades)
    assert weakest(reversed(grades)) is found


def test_nothing_has_no_weakest_grade():
    with pytest.raises(ValueError, match="empty"):
        weakest([])
