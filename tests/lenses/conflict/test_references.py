"""Every number of every reference file, exactly, through the same door as a user's file."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from trivet.lens.run import open_for, run_lens
from trivet.lenses.conflict import ConflictLens
from trivet.lenses.conflict.build import build
from trivet.lenses.conflict.model.inverse import (
    count_equilibria,
    count_of_rankings,
    inverse_condition,
    share_of_rankings,
)

FOLDER = Path(__file__).parent / "data" / "reference"
LENS = ConflictLens()
WHOLE = [path for path in sorted(FOLDER.glob("*.json")) if "inverse" not in path.name and "suite" not in path.name]
SUITE = json.loads((FOLDER / "random_suite.json").read_text("utf-8"))
CONTRACT = {"R": "nash", "GMR": "gmr", "SMR": "smr", "SEQ": "seq", "SSEQ": "sseq", "SIM": "sim"}
JOINED = {"SEQ + FH-SIM": "seq+fh-sim", "SMR + FH-SIM": "smr+fh-sim"}


def solved(folder, block):
    path = folder / "model.json"
    path.write_text(json.dumps({"case": block}), "utf-8")
    return run_lens(LENS, open_for(LENS, str(path)), {"draws": 0}, use_cache=False).document()


def numbering(reference):
    """From the names of states in the reference to numbers."""
    return {str(state["n"]): number for number, state in enumerate(reference["states"], start=1)}


@pytest.fixture(params=WHOLE, ids=lambda path: path.stem)
def pair(request, tmp_path):
    reference = json.loads(request.param.read_text("utf-8"))
    return reference, solved(tmp_path, reference["case"])


def told(reference, states):
    number = numbering(reference)
    return [number[str(state)] for state in states]


def by_number(reference, rows):
    """Lists of states by state, both as numbers; states without any are left out."""
    number = numbering(reference)
    return {number[str(state)]: told(reference, ends) for state, ends in rows.items() if ends}


def ours(rows):
    return {int(state): ends for state, ends in rows.items() if ends}


def test_states_have_the_codes_and_patterns(pair):
    reference, found = pair
    if reference["case"]["form"] == "graph":
        assert [state["id"] for state in found["states"]] == [state["n"] for state in reference["states"]]
    else:
        expected = [(state["n"], state["dec"], state["yn"]) for state in reference["states"]]
        assert [(s["number"], s["code"], s["pattern"]) for s in found["states"]] == expected


def test_payoffs_are_equal(pair):
    reference, found = pair
    for name, expected in reference.get("payoffs", {}).items():
        assert found["payoffs"][name] == expected


def test_stable_states_are_equal(pair):
    reference, found = pair
    for concept, by_player in reference["stable"]["textbook"].items():
        expected = {name: told(reference, states) for name, states in by_player.items()}
        assert found["stable"][CONTRACT[concept]] == expected


def test_equilibria_are_equal(pair):
    reference, found = pair
    names = {**CONTRACT, **JOINED}
    compared = {name: states for name, states in reference["equilibria"]["textbook"].items() if name in names}
    assert compared
    for concept, states in compared.items():
        assert found["equilibria"][names[concept]] == told(reference, states)


def test_published_results_agree_where_the_reference_says_so(pair):
    reference, found = pair
    for entry in reference.get("published", []):
        computed = found["equilibria"][{**CONTRACT, **JOINED}[entry["rule"]]]
        assert computed == told(reference, entry["computed"])
        assert (computed == told(reference, entry["states"])) == entry["agrees"]


def test_coalitions_are_equal(pair):
    reference, found = pair
    for expected, made in zip(reference["coalitions"], found["coalitions"], strict=True):
        assert made["members"] == expected["members"]
        reach = reference["um"][made["members"][0]] if expected["reach"] == "see um" else expected["reach"]
        assert ours(made["reach"]) == by_number(reference, reach)
        assert ours(made["improvements"]) == by_number(reference, expected["improvements"])
        assert made["stable"] == {name: told(reference, states) for name, states in expected["stable"].items()}
    expected = {name: told(reference, states) for name, states in reference["coalitionally_stable"].items()}
    assert found["coalitionally_stable"] == expected


def test_equilibrium_jumps_are_equal(pair):
    reference, found = pair
    number = numbering(reference)
    expected = [
        {"members": jump["members"], "from": number[str(jump["from"])], "to": number[str(jump["to"])]}
        for jump in reference["equilibrium_jumps"]
    ]
    assert found["equilibrium_jumps"] == expected


def test_coalition_structures_are_equal(pair, tmp_path):
    reference, _ = pair
    structures = reference.get("coalition_structures", [])
    block = {**reference["case"], "structures": [structure["blocks"] for structure in structures]}
    for expected, made in zip(structures, solved(tmp_path, block)["coalition_structures"], strict=True):
        assert made["blocks"] == expected["blocks"]
        equilibria = {name: told(reference, states) for name, states in expected["textbook_equilibria"].items()}
        assert made["equilibria"] == equilibria
        stable = {
            name: [told(reference, own) for own in blocks] for name, blocks in expected["textbook_stable"].items()
        }
        assert made["stable"] == stable


def test_paths_from_the_status_quo_are_equal(pair):
    reference, found = pair
    number = numbering(reference)
    expected = reference["status_quo"]
    assert found["status_quo"]["from"] == number[str(expected["from"])]
    for key in ("moves_any", "moves_improving"):
        made = {int(state): count for state, count in found["status_quo"][key].items()}
        assert made == {number[state]: count for state, count in expected[key].items()}


def test_strength_is_equal(pair):
    reference, found = pair
    assert found.get("relations") == reference.get("relations")
    assert found.get("strength") == reference.get("strength")


@pytest.mark.parametrize("entry", SUITE, ids=[entry["case"]["id"] for entry in SUITE])
def test_random_conflicts_are_equal(entry, tmp_path):
    found = solved(tmp_path, entry["case"])
    assert [state["code"] for state in found["states"]] == entry["dec"]
    assert {name: found["stable"][CONTRACT[name]] for name in entry["stable"]} == entry["stable"]
    assert {name: found["equilibria"][CONTRACT[name]] for name in entry["equilibria"]} == entry["equilibria"]
    for members, expected in entry.get("coalition_stable", {}).items():
        made = next(c for c in found["coalitions"] if c["members"] == members.split("+"))
        assert made["stable"] == expected


def test_inverse_counts_are_equal(tmp_path):
    reference = json.loads((FOLDER / "inverse_syriairaq_syria.json").read_text("utf-8"))
    path = tmp_path / "model.json"
    path.write_text(json.dumps(reference["case"]), "utf-8")
    case = open_for(LENS, str(path))
    model = build(case.find("conflicts/model"))[0].model
    mover = model.players.index(reference["varied_dm"])
    best_first = sorted(range(model.size), key=lambda state: -model.payoffs[mover][state])
    first, last = reference["positions_permuted_from_best"]
    for concept in ("R", "GMR", "SMR", "SEQ"):
        found = count_equilibria(model, mover, CONTRACT[concept], best_first, first, last)
        assert list(found) == [entry["true_counts"][concept] for entry in reference["results"]]


def test_own_conditions_count_what_listing_every_ranking_counts(tmp_path):
    """Where everybody else is content anyway, the exact condition on one's own preferences gives the same number."""
    reference = json.loads((FOLDER / "inverse_syriairaq_syria.json").read_text("utf-8"))
    path = tmp_path / "model.json"
    path.write_text(json.dumps(reference["case"]), "utf-8")
    model = build(open_for(LENS, str(path)).find("conflicts/model"))[0].model
    best_first = sorted(range(model.size), key=lambda state: -model.payoffs[0][state])
    for entry in reference["results"]:
        for concept, expected in entry["true_counts"].items():
            condition = inverse_condition(model, 0, entry["desired_state"] - 1, CONTRACT[concept])
            if expected and concept != "SEQ":
                assert count_of_rankings(condition, best_first, 1, 6) == expected
                assert share_of_rankings(condition) == Fraction(expected, reference["rankings_tried"])
