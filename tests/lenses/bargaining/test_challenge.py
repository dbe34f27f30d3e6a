"""The expected utility challenge model: stored and published runs, a literal oracle, invariances, degenerate input."""

import csv
import json
import os
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deu import scored
from literal_challenge import play
from trivet.lenses.bargaining.model import challenge as ch
from trivet.lenses.bargaining.model import challenge_variant as cv
from trivet.lenses.bargaining.model.challenge import CODE, PAPER, Kind

OWN = Path(__file__).parent / "data" / "scholz"

HALF = replace(PAPER, q=0.5)
"""The paper's text with the term for what an adversary does that is left alone."""

VARIANTS = {"code": CODE, "paper": PAPER, "paper-half": HALF}

SWITCHES = {
    "risk": [False],
    "risk_limit": [4.0],
    "q": [0.5, 0.9],
    "other_policies": [True, False],
    "trend": list(cv.Trend),
    "adversary_risk": list(cv.AdversaryRisk),
    "security": list(cv.Security),
    "denominator": list(cv.Denominator),
    "votes": list(cv.Votes),
    "range": list(cv.Range),
    "choice": list(cv.Choice),
    "conflict": list(cv.Conflict),
    "capitulation": [True, False],
    "updating": list(cv.Updating),
    "median_tie": list(cv.MedianTie),
    "stop": list(cv.Stop),
    "settled": [0.05],
    "tie": [1e-6],
}


def switched():
    """Both variants, and each with every single choice made otherwise."""
    for name, variant in VARIANTS.items():
        yield pytest.param(variant, id=name)
        for field, values in SWITCHES.items():
            for value in values:
                if value != getattr(variant, field):
                    label = value.name if isinstance(value, cv.StrEnum) else value
                    yield pytest.param(replace(variant, **{field: value}), id=f"{name}-{field}-{label}")


# Stored and published runs


def stored(path):
    found = json.loads(path.read_text(encoding="utf-8"))
    x, s, c = (np.array([found[key]]) for key in ("x0", "s", "c"))
    return found, ch.run(x, s, c, replace(CODE, q=found["q"]), rounds=len(found["rounds"]), detail=True)


def assert_is_the_stored_run(found, run):
    rounds = found["rounds"]
    for own, key in ((run.positions[1:, 0], "positions"), (run.median[1:, 0], "median"), (run.mean[1:, 0], "mean")):
        np.testing.assert_allclose(own, [step[key] for step in rounds], rtol=0, atol=1e-11)
    np.testing.assert_allclose(run.r[:, 0], [step["r"] for step in rounds], rtol=0, atol=1e-11)
    assert run.median[0, 0] == pytest.approx(found["initial"]["median"], abs=1e-11)
    assert run.mean[0, 0] == pytest.approx(found["initial"]["mean"], abs=1e-11)
    names = {"security": "danger_r1", "success": "P", "own": "eu_own", "other": "eu_other"}
    for own, key in names.items():
        np.testing.assert_allclose(getattr(run.detail, own)[0], rounds[0][key], rtol=0, atol=1e-11)


def assert_offers_are_the_stored_ones(found, run):
    """Of proposers at the same place with the same offer, the program took the first in its file."""
    index = {name: i for i, name in enumerate(found["actors"])}
    for t, step in enumerate(found["rounds"]):
        for i, offer in enumerate(step["offers"]):
            kind, whom = Kind(int(run.offers.kind[t, 0, i])), int(run.offers.whom[t, 0, i])
            assert kind.name.lower() == (offer["type"] if offer else "none")
            assert (whom == -1) == (offer is None)
            if offer:
                place = run.positions[t, 0]
                assert place[whom] == pytest.approx(place[index[offer["other"]]], abs=1e-11)
                assert run.positions[t + 1, 0, i] == pytest.approx(offer["position"], abs=1e-11)


@pytest.mark.parametrize("name", ["emission_q0.5", "emission_q1.0"])
def test_the_emission_standards_runs_are_the_stored_ones(name):
    found, run = stored(OWN / f"{name}.json")
    assert_is_the_stored_run(found, run)
    assert_offers_are_the_stored_ones(found, run)


def references(*parts):
    root = os.environ.get("TRIVET_REFERENCES")
    if not root:
        pytest.skip("TRIVET_REFERENCES is not set, so runs are not compared with those of other programs")
    return Path(root).joinpath(*parts)


@pytest.mark.references
@pytest.mark.parametrize(
    "name",
    [
        "emission_standards_q0.5",
        "emission_standards_q1.0",
        "iran_election_q1.0",
        "oil_preana_q0.5",
        "ww1_bdm_q1.0",
    ],
)
def test_runs_of_the_scholz_program_are_the_stored_ones(name):
    found, run = stored(references("scholz", "expected", f"{name}.json"))
    assert_is_the_stored_run(found, run)
    assert_offers_are_the_stored_ones(found, run)


def emission(variant, rounds=10, mirror=False):
    found = json.loads((OWN / "emission_q1.0.json").read_text(encoding="utf-8"))
    x, s, c = (np.array([found[key]]) for key in ("x0", "s", "c"))
    return ch.run(14 - x if mirror else x, s, c, variant, rounds=rounds)


def test_the_code_variant_gives_table_2_of_scholz_calbert_and_smith():
    run = emission(CODE)
    medians, means = [8.4, 9.9, 9.9, 9.9, 9.9, 7.4, 8.8, 9.6], [7.4, 7.5, 7.6, 7.3, 7.3, 7.4, 7.5, 7.6]
    off = np.abs(run.median[1:9, 0] - medians)
    assert (np.delete(off, 1) < 0.1).all()
    assert off[1] == pytest.approx(0.29, abs=0.005), "the program itself misses the second median of the table"
    np.testing.assert_allclose(run.mean[1:9, 0], means, rtol=0, atol=0.1)


def test_the_text_of_the_paper_does_not_give_its_table_2():
    run = emission(PAPER)
    np.testing.assert_array_equal(run.median[:, 0], 7.0)
    assert run.stopped[0] == 4


# Issues of European legislation


@cache
def legislation(variant):
    """The final run of each issue, with the least salience and power that the stored forecasts put for none."""
    return [
        ch.run(
            issue.position[None],
            np.maximum(issue.salience, 0.001)[None],
            np.nan_to_num(issue.power, nan=0.01)[None],
            variant,
        )
        for issue in scored()
    ]


@pytest.mark.references
@pytest.mark.parametrize(
    ("column", "variant", "readout", "agree", "error"),
    [
        ("challenge-code Q=1.0 r10 mean/council", CODE, "mean", 178, 27.36),
        ("challenge-code Q=1.0 r10 median/council", CODE, "median", 181, 30.59),
        ("challenge-paper Q=1.0 r10 median/council", PAPER, "median", 180, 33.31),
        ("challenge-paper Q=0.5 r10 median/council", HALF, "median", 165, 41.10),
    ],
)
def test_forecasts_of_legislation_are_the_stored_ones_unless_a_tie_decides(column, variant, readout, agree, error):
    with references("deu3", "expected_predictions.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["issue_id"]: float(row[column]) for row in csv.DictReader(file)}
    runs = legislation(variant)
    found = np.array([100 * getattr(run, readout)[-1, 0] for run in runs])
    same = np.abs(found - [rows[issue.id] for issue in scored()]) < 1e-4
    tied = np.array([run.tied[0] for run in runs])
    assert (same | tied).all()
    assert same.sum() == agree
    assert np.abs(found - [100 * issue.outcome for issue in scored()]).mean() == pytest.approx(error, abs=0.01)


# A literal oracle


def problems(seed, draws, actors):
    """Half of the draws from coarse grids, where ties and zero weights are common, half from all numbers."""
    rng = np.random.default_rng(seed)
    shape, half = (draws, actors), draws // 2
    x, s, c = rng.integers(0, 11, shape) / 10, rng.integers(0, 6, shape) / 5, rng.integers(0, 4, shape) * 1.0
    for values in (x, s, c):
        values[half:] = rng.random((draws - half, actors))
    return x, s, c


@pytest.mark.parametrize("variant", list(switched()))
def test_runs_are_those_of_a_literal_computation(variant):
    for actors in (2, 4, 6):
        x, s, c = problems(actors, 6, actors)
        run = ch.run(x, s, c, variant, rounds=4)
        for d in range(len(x)):
            course = play(x[d], s[d], c[d], variant, 4)
            np.testing.assert_allclose(run.positions[:, d], course.positions, rtol=0, atol=1e-8)
            np.testing.assert_allclose(run.r[:, d], course.r, rtol=0, atol=1e-8)
            np.testing.assert_array_equal(run.offers.kind[:, d], course.kind)
            actor = np.append(np.stack([x[d], c[d], s[d]], axis=1), [[-1, -1, -1]], axis=0)
            np.testing.assert_array_equal(actor[run.offers.whom[:, d]], actor[np.array(course.whom)])


@pytest.mark.parametrize(
    "switch", [(field, value) for field, values in SWITCHES.items() if field != "tie" for value in values]
)
def test_every_choice_makes_a_difference_somewhere(switch):
    field, value = switch
    x, s, c = problems(0, 200, 5)
    base = replace(HALF, stop=cv.Stop.SETTLED) if field == "settled" else HALF
    base = replace(base, votes=cv.Votes.RISK) if field == "votes" and value is cv.Votes.LINEAR else base
    others = [replace(base, **{field: value})]
    if getattr(base, field) == value:
        others = [replace(base, **{field: other}) for other in set(SWITCHES[field]) - {value}]
    usual = ch.run(x, s, c, base).positions
    for other in others:
        assert np.abs(ch.run(x, s, c, other).positions - usual).max() > 1e-4


def test_a_description_names_every_choice():
    for variant in VARIANTS.values():
        described = variant.describe()
        assert list(described) == [field.name for field in fields(cv.Variant)]
        assert all(isinstance(value, str | float | bool) for value in described.values())
    assert CODE.describe()["choice"] == cv.Choice.LOWEST_VALUE.value
    assert sum(CODE.describe()[key] != value for key, value in PAPER.describe().items()) == 7


# Invariances

tenths = st.integers(0, 10).map(lambda k: k / 10)
actors = st.tuples(tenths, st.integers(0, 5).map(lambda k: k / 5), st.integers(0, 4).map(float))
boards = st.lists(actors, min_size=1, max_size=6)
variants = st.sampled_from(list(VARIANTS.values()))
updating = st.sampled_from(list(cv.Updating))


def arrays(board):
    return tuple(np.array([values]) for values in zip(*board, strict=True))


@given(boards, variants, updating, st.randoms(use_true_random=False))
def test_a_run_does_not_depend_on_row_order(board, variant, turns, random):
    assume(turns is cv.Updating.SIMULTANEOUS or len(set(board)) == len(board))
    variant = replace(variant, updating=turns)
    order = list(range(len(board)))
    random.shuffle(order)
    one = ch.run(*arrays(board), variant, detail=True)
    other = ch.run(*arrays([board[k] for k in order]), variant, detail=True)
    np.testing.assert_array_equal(other.positions, one.positions[..., order])
    np.testing.assert_array_equal(other.r, one.r[..., order])
    np.testing.assert_array_equal(other.offers.kind, one.offers.kind[..., order])
    np.testing.assert_array_equal(other.detail.other, one.detail.other[:, order][:, :, order])
    assert other.tied == one.tied
    assert other.cycling == one.cycling
    assert other.stopped == one.stopped


@given(boards, variants, st.sampled_from([0.01, 3.0, 700.0]))
def test_only_ratios_of_capabilities_matter(board, variant, factor):
    x, s, c = arrays(board)
    one, other = ch.run(x, s, c, variant, rounds=5), ch.run(x, s, factor * c, variant, rounds=5)
    np.testing.assert_allclose(other.positions, one.positions, rtol=0, atol=1e-7)
    np.testing.assert_array_equal(other.offers.kind, one.offers.kind)


@given(boards, variants, st.sampled_from([0.03, 9.0, 1000.0]), st.sampled_from([-50.0, 0.0, 7.0]))
def test_unit_and_zero_of_the_scale_do_not_matter(board, variant, unit, zero):
    x, s, c = arrays(board)
    one, other = ch.run(x, s, c, variant, rounds=5), ch.run(zero + unit * x, s, c, variant, rounds=5)
    np.testing.assert_allclose((other.positions - zero) / unit, one.positions, rtol=0, atol=1e-7)
    np.testing.assert_allclose(other.r, one.r, rtol=0, atol=1e-7)
    np.testing.assert_array_equal(other.offers.kind, one.offers.kind)


@given(boards, st.sampled_from([PAPER, HALF, replace(CODE, choice=cv.Choice.LEAST_MOVE)]))
def test_the_scale_can_be_turned_round_where_no_tie_decides(board, variant):
    x, s, c = arrays(board)
    one, other = ch.run(x, s, c, variant, rounds=5), ch.run(1 - x, s, c, variant, rounds=5)
    assume(not one.tied[0] and not other.tied[0])
    np.testing.assert_allclose(1 - other.positions, one.positions, rtol=0, atol=1e-7)
    np.testing.assert_allclose(other.r, one.r, rtol=0, atol=1e-7)


def test_the_code_variant_depends_on_which_end_of_the_scale_is_called_low():
    usual, mirrored = emission(CODE, 5), emission(CODE, 5, mirror=True)
    assert not usual.tied[0]
    assert not mirrored.tied[0]
    np.testing.assert_allclose(14 - mirrored.positions[:2], usual.positions[:2], rtol=0, atol=1e-9)
    assert np.abs(14 - mirrored.positions[5] - usual.positions[5]).max() > 2
    assert abs(14 - mirrored.mean[5, 0] - usual.mean[5, 0]) > 0.2
    repaired = replace(CODE, choice=cv.Choice.LEAST_MOVE)
    one, other = emission(repaired), emission(repaired, mirror=True)
    np.testing.assert_allclose(14 - other.positions, one.positions, rtol=0, atol=1e-9)


@given(boards, variants)
def test_twins_stay_together(board, variant):
    x, s, c = arrays([*board, board[0]])
    run = ch.run(x, s, c, variant)
    np.testing.assert_array_equal(run.positions[..., -1], run.positions[..., 0])
    np.testing.assert_array_equal(run.r[..., -1], run.r[..., 0])


@given(boards, variants, updating)
def test_nobody_leaves_the_range_and_exponents_keep_their_limits(board, variant, turns):
    x, s, c = arrays(board)
    run = ch.run(x, s, c, replace(variant, updating=turns))
    assert (run.positions >= x.min() - 1e-12).all()
    assert (run.positions <= x.max() + 1e-12).all()
    assert (run.r >= 0.5 - 1e-12).all()
    assert (run.r <= 2 + 1e-12).all()
    np.testing.assert_array_equal(run.x0, x)
    takes = run.offers.kind != Kind.NONE
    np.testing.assert_array_equal(takes, run.offers.whom >= 0)
    assert not (run.offers.moved & ~takes).any()


def test_draws_do_not_influence_one_another(monkeypatch):
    x, s, c = problems(3, 40, 5)
    for variant in (CODE, HALF, replace(HALF, updating=cv.Updating.SEQUENTIAL, range=cv.Range.CURRENT)):
        whole = ch.run(x, s, c, variant, detail=True)
        monkeypatch.setattr(ch, "CELLS", 7 * 25)
        parts = ch.run(x, s, c, variant, detail=True)
        monkeypatch.undo()
        for name in ("positions", "median", "mean", "r", "cycling", "stopped", "tied"):
            np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))
        np.testing.assert_array_equal(parts.detail.own, whole.detail.own)
        np.testing.assert_array_equal(parts.offers.whom, whole.offers.whom)


def test_inputs_are_not_changed():
    x, s, c = problems(4, 5, 4)
    kept = x.copy(), s.copy(), c.copy()
    ch.run(x, s, c, PAPER)
    for before, after in zip(kept, (x, s, c), strict=True):
        np.testing.assert_array_equal(after, before)


# Flags


def test_a_run_that_comes_back_to_an_earlier_state_is_cycling():
    x, s, c = problems(0, 400, 4)
    run = ch.run(x, s, c, HALF)
    assert 0 < run.cycling.mean() < 1
    for d in range(len(x)):
        moved = run.offers.moved[:, d].any(axis=-1)
        seen = [
            np.abs(run.positions[t + 1, d] - run.positions[u, d]).max() <= 1e-9 * np.ptp(x[d])
            for t in range(10)
            if moved[t]
            for u in range(t)
        ]
        assert run.cycling[d] == any(seen)
    assert (run.stopped[run.cycling] == -1).all()


def test_a_run_has_stopped_once_nothing_moves_any_more():
    run = ch.run(*problems(1, 400, 4), PAPER)
    assert {-1, 0} < set(run.stopped.tolist())
    for d, stopped in enumerate(run.stopped):
        moved = run.offers.moved[:, d].any(axis=-1)
        assert moved[-1] if stopped == -1 else not moved[stopped:].any()
        assert stopped <= 0 or moved[stopped - 1]


def test_a_run_can_stop_when_it_has_nearly_settled():
    x, s, c = problems(2, 200, 5)
    usual = ch.run(x, s, c, CODE)
    settled = ch.run(x, s, c, replace(CODE, stop=cv.Stop.SETTLED, settled=0.05))
    for d in range(len(x)):
        steps = np.abs(np.diff(usual.positions[:, d], axis=0)).max(axis=-1) / max(np.ptp(x[d]), 1e-12)
        small = np.flatnonzero(steps < 0.05)
        end = int(small[0]) + 1 if len(small) else 10
        np.testing.assert_array_equal(settled.positions[: end + 1, d], usual.positions[: end + 1, d])
        np.testing.assert_array_equal(
            settled.positions[end:, d], np.broadcast_to(settled.positions[end, d], (11 - end, 5))
        )


def three(middle=0.5, right=2.0):
    """One actor between two that it loses confrontations to."""
    x, s, c = np.array([[0.0, middle, 1.0]]), np.array([[0.9, 0.3, 0.9]]), np.array([[2.0, 1.0, right]])
    run = ch.run(x, s, c, PAPER, rounds=1)
    assert run.offers.kind[0, 0].tolist() == [Kind.NONE, Kind.CONFRONTATION, Kind.NONE]
    return int(run.offers.whom[0, 0, 1]), bool(run.tied[0])


def test_an_actor_between_two_equals_hangs_on_a_tie_and_takes_the_lower():
    assert three() == (0, True)


def test_of_equally_near_proposers_the_one_that_expects_more_counts():
    assert three(right=2.02) == (0, True)
    assert three(right=1.98) == (2, True)


def test_the_nearer_of_two_proposers_counts_and_nothing_hangs_on_a_tie():
    assert three(middle=0.49) == (0, False)
    assert three(middle=0.51) == (2, False)


def test_of_proposers_at_one_place_that_expect_the_same_the_heavier_counts():
    x, s, c = np.array([[0.0, 1.0, 1.0]]), np.array([[0.3, 0.9, 0.9]]), np.array([[1.0, 8.0, 9.0]])
    run = ch.run(x, s, c, replace(PAPER, risk=False), rounds=1, detail=True)
    assert run.detail.other[0, 0, 1] == run.detail.other[0, 0, 2] > 0
    assert run.offers.whom[0, 0, 0] == 2
    assert not run.tied[0]


# Degenerate input


@pytest.mark.parametrize("variant", [pytest.param(v, id=k) for k, v in VARIANTS.items()])
class TestDegenerateInput:
    def test_equal_positions_stop_at_once(self, variant):
        run = ch.run(np.full((2, 3), 0.4), np.full((2, 3), 0.5), np.ones((2, 3)), variant, detail=True)
        np.testing.assert_array_equal(run.positions, 0.4)
        np.testing.assert_array_equal(run.median, 0.4)
        np.testing.assert_array_equal(run.stopped, 0)
        np.testing.assert_array_equal(run.r, 1.0)
        np.testing.assert_array_equal(run.detail.own, 0.0)
        assert not run.offers.moved.any()
        assert not run.tied.any()

    def test_one_actor_stays_where_it_is(self, variant):
        run = ch.run(np.array([[0.3]]), np.array([[1.0]]), np.array([[2.0]]), variant)
        np.testing.assert_array_equal(run.positions, 0.3)
        np.testing.assert_array_equal(run.mean, 0.3)
        assert run.stopped[0] == 0

    def test_without_any_weight_nobody_moves_and_readouts_are_unweighted(self, variant):
        run = ch.run(np.array([[0.0, 0.2, 1.0]]), np.zeros((1, 3)), np.ones((1, 3)), variant)
        np.testing.assert_array_equal(run.positions, [[[0.0, 0.2, 1.0]]] * 11)
        np.testing.assert_allclose(run.mean, 0.4)
        np.testing.assert_allclose(run.median, 0.2)
        assert run.stopped[0] == 0

    def test_an_actor_without_salience_counts_for_nothing_but_can_move(self, variant):
        run = ch.run(np.array([[0.0, 1.0]]), np.array([[0.0, 0.5]]), np.ones((1, 2)), variant)
        np.testing.assert_array_equal(run.mean[:, 0], run.positions[:, 0, 1])
        np.testing.assert_array_equal(run.median[:, 0], run.positions[:, 0, 1])
        assert run.offers.moved[0].any()

    def test_unfit_input_is_refused(self, variant):
        ones = np.ones((1, 2))
        with pytest.raises(ValueError, match="same shape"):
            ch.run(ones, ones, np.ones((1, 3)), variant)
        with pytest.raises(ValueError, match="same shape"):
            ch.run(np.ones((1, 0)), np.ones((1, 0)), np.ones((1, 0)), variant)
        with pytest.raises(ValueError, match="rounds"):
            ch.run(ones, ones, ones, variant, rounds=0)


@pytest.mark.parametrize("wrong", [{"risk_limit": 1.0}, {"q": 1.5}, {"settled": -1.0}, {"tie": -1.0}])
def test_a_variant_refuses_values_out_of_range(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        cv.Variant(**wrong)
