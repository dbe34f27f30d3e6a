"""The stability badge: what is shocked, by how much, and which share of runs keeps its decision."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivet.lenses.bargaining.model import challenge
from trivet.lenses.bargaining.model.badge import shocked, stability

shocks_of = st.integers(0, 999).map(lambda seed: np.random.default_rng(seed).uniform(-1, 1, (50, 3, 4)))


def as_given(x, s, c):
    return x, s, c


def test_shocks_move_each_input_by_up_to_five_per_cent():
    x, s, c = np.array([0.0, 10.0, 40.0]), np.array([0.2, 0.4, 0.6]), np.array([1.0, 2.0, 300.0])
    up = shocked(x, s, c, np.ones((1, 3, 3)))
    np.testing.assert_allclose(up[0], [[2.0, 12.0, 42.0]])
    np.testing.assert_allclose(up[1], [[0.21, 0.42, 0.63]])
    np.testing.assert_allclose(up[2], [[1.05, 2.1, 315.0]])
    down = shocked(x, s, c, -np.ones((1, 3, 3)))
    np.testing.assert_allclose(down[0], [[-2.0, 8.0, 38.0]])
    np.testing.assert_allclose(down[2], [[0.95, 1.9, 285.0]])


def test_each_row_of_shocks_belongs_to_its_input_and_actor():
    x, s, c = np.array([0.0, 1.0]), np.array([0.5, 0.5]), np.array([1.0, 1.0])
    for row in range(3):
        shocks = np.zeros((1, 3, 2))
        shocks[0, row, 1] = 1.0
        changed = [values[0] != usual for values, usual in zip(shocked(x, s, c, shocks), (x, s, c), strict=True)]
        np.testing.assert_array_equal(changed, [[False, own == row] for own in range(3)])


@given(shocks_of)
def test_saliences_stay_between_0_and_1(shocks):
    s = np.array([0.0, 0.5, 0.99, 1.0])
    found = shocked(np.arange(4.0), s, np.ones(4), shocks)[1]
    assert (found >= 0).all()
    assert (found <= 1).all()
    assert (found[:, 0] == 0).all()


@given(shocks_of)
def test_saliences_of_an_actor_never_add_up_to_more_than_the_whole(shocks):
    s = np.array([[0.5, 0.5], [0.9, 0.1], [0.2, 0.3], [0.0, 1.0]])
    found = shocked(np.arange(8.0).reshape(4, 2), s, np.ones(4), shocks)[1]
    assert found.shape == (50, 4, 2)
    assert (found.sum(axis=-1) <= 1 + 1e-12).all()
    np.testing.assert_allclose(found[:, :, 0] * s[:, 1], found[:, :, 1] * s[:, 0], atol=1e-12)


def test_positions_on_several_issues_move_by_the_range_of_each():
    x = np.array([[0.0, 0.0], [1.0, 100.0]])
    moved = shocked(x, np.full((2, 2), 0.3), np.ones(2), np.ones((1, 3, 2)))[0]
    np.testing.assert_allclose(moved, [[[0.05, 5.0], [1.05, 105.0]]])


def test_the_share_is_of_runs_with_the_same_decision():
    shocks = np.zeros((4, 3, 2))
    shocks[0, 2] = [1.0, -1.0]
    found = stability(
        as_given,
        np.array([0.0, 1.0]),
        np.array([0.5, 0.5]),
        np.array([1.0, 1.05]),
        shocks=shocks,
        decide=lambda result: result[2].argmax(axis=-1),
    )
    assert found == 0.75


def test_a_decision_of_several_parts_must_be_the_same_in_all():
    shocks = np.zeros((2, 3, 2))
    shocks[0, 0] = [1.0, 0.0]
    x = np.array([0.0, 1.0])
    found = stability(as_given, x, x, x, shocks=shocks, decide=lambda result: result[0])
    assert found == 0.5


def test_without_shocks_in_size_every_run_decides_alike():
    x = np.array([0.1, 0.7, 0.9])
    run_of = lambda x, s, c: challenge.run(x, s, c, challenge.CODE)  # noqa: E731
    found = stability(run_of, x, x, x, shocks=np.zeros((9, 3, 3)), decide=lambda run: run.median[-1])
    assert found == 1.0


def test_the_emission_standards_run_is_less_stable_than_its_mean():
    case = json.loads((Path(__file__).parent / "data" / "scholz" / "emission_q1.0.json").read_text(encoding="utf-8"))
    x, s, c = (np.array(case[key]) for key in ("x0", "s", "c"))
    shocks = np.random.default_rng(1).uniform(-1, 1, (400, 3, len(x)))

    def run_of(x, s, c):
        return challenge.run(x, s, c, challenge.CODE)

    chaotic = stability(run_of, x, s, c, shocks=shocks, decide=lambda run: run.median[-1] > 8.5)
    calm = stability(run_of, x, s, c, shocks=shocks, decide=lambda run: run.mean[0] > 8.5)
    assert calm == 1.0
    assert chaotic < 0.7


@pytest.mark.parametrize("shape", [(0, 3, 2), (5, 2, 2), (5, 3, 3), (3, 2)])
def test_shocks_of_another_shape_are_refused(shape):
    x = np.array([0.0, 1.0])
    with pytest.raises(ValueError, match="shocks must have the shape"):
        stability(as_given, x, x, x, shocks=np.zeros(shape), decide=lambda result: result[0])
