"""The drawings of the record: where actors stand, and that nothing in a drawing hangs on the order of a file."""

import json

import pytest

from shipped import scaffold, shipped
from trivet.base.i18n import Sayer
from trivet.base.languages import LANGUAGES
from trivet.lens.registry import get_lens
from trivet.lens.rename import reverse_objects
from trivet.lens.run import run_lens
from trivet.lenses.record.figures import _layout

TRIANGLE = [("a", "b"), ("b", "c"), ("a", "c")]


def figures(case, language="en"):
    result = run_lens("record", case, use_cache=False)
    return get_lens("record").figures(case, result, Sayer(language, case))


def test_two_partners_stand_one_above_the_other():
    assert _layout([("a", "b")], ["a", "b"]) == {"a": (0.0, 1.0), "b": (0.0, -1.0)}


def test_three_partners_stand_in_a_triangle():
    assert _layout(TRIANGLE, ["a", "b", "c"]) == {"a": (0.0, 1.0), "b": (1.0, -0.5), "c": (-1.0, -0.5)}


def test_others_stand_around_the_partners_and_inside_the_frame():
    outsiders = [("a", f"x{index}") for index in range(6)] + [("x0", "x1")]
    spots = _layout([*TRIANGLE, *outsiders], ["a", "b", "c"])
    assert len(spots) == 9
    assert len(set(spots.values())) == 9
    assert all(-1 <= value <= 1 for spot in spots.values() for value in spot)


def test_the_same_ties_are_drawn_alike_whatever_their_order():
    ties = [*TRIANGLE, ("c", "x"), ("x", "y")]
    assert _layout(ties, ["a", "b", "c"]) == _layout([(b, a) for a, b in reversed(ties)], ["a", "b", "c"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_drawn_twice_alike(language):
    first, second = (json.dumps([f.spec for f in figures(shipped(), language)]) for _ in range(2))
    assert first == second


def test_the_order_of_the_file_moves_nobody():
    def spots(case):
        network = next(figure for figure in figures(case) if figure.id == "network")
        rows = [row for data in network.spec["datasets"].values() for row in data if "name" in row]
        return {row["name"]: (row["x"], row["y"]) for row in rows}

    assert spots(reverse_objects(shipped())) == spots(shipped())


def test_titles_say_what_the_drawings_show():
    said = {figure.id: Sayer("en", shipped()).say(figure.title) for figure in figures(shipped())}
    assert said["timeline"].startswith(
        "Conflict most often outweighed cooperation between Japan and Republic of Korea:"
    )
    assert said["network"].startswith("The heaviest tie on this day is between ")
    assert said["legs"].startswith("Most open disputes lie between ")
    plain = {figure.id: Sayer("en", scaffold()).say(figure.title) for figure in figures(scaffold())}
    assert plain["timeline"] == "Events on record by leg and year"
