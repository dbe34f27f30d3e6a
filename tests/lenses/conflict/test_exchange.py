"""Files of other programs: read without loss, written so that they read back alike, and refused where they cannot be."""

import json
from pathlib import Path
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest

import literal_gmcr as gmcr
from cases import sound, write_case
from trivet.base.errors import TrivetError
from trivet.lens.run import open_for, run_lens
from trivet.lenses.conflict import ConflictLens
from trivet.lenses.conflict.build import build
from trivet.lenses.conflict.exchange.gmcr import write_gmcr

FOLDER = Path(__file__).parent / "data"
FILES = sorted((FOLDER / "gmcr").glob("*.gmcr"))
LENS = ConflictLens()
CONTRACT = {"R": "nash", "GMR": "gmr", "SMR": "smr", "SEQ": "seq", "SSEQ": "sseq", "SIM": "sim"}
JOINED = {"SEQ + FH-SIM": "seq+fh-sim", "SMR + FH-SIM": "smr+fh-sim"}


def opened(path):
    case = open_for(LENS, str(path))
    built, faults = build(case.find(f"conflicts/{case.meta.id}"))
    assert not faults
    return built


def saved(path, data):
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return opened(path)


def again(built, folder, name="again"):
    return saved(folder / f"{name}.gmcr", write_gmcr(built, "0"))


def content(built):
    """Everything of a conflict that a save file can hold, as plain data."""
    model, conflict = built.model, built.conflict
    listed = {option.id: option for maker in conflict.decision_makers for option in maker.options}
    actors = [maker.actor for maker in conflict.decision_makers]
    return {
        "players": model.players,
        "options": [(listed[name].name.say("en").words, listed[name].direction) for name in built.space.bits],
        "owners": model.owners,
        "codes": model.codes.tolist(),
        "moves": [model.moves.pairs(k).tolist() for k in range(len(model.players))],
        "payoffs": model.payoffs.tolist(),
        "statements": {k: truth.tolist() for k, truth in built.truths.items()},
        "ranked": [bool(maker.ranking) for maker in conflict.decision_makers],
        "hidden": [view.hidden.tolist() if view else None for view in built.views],
        "structures": [[[actors.index(name) for name in block] for block in blocks] for blocks in conflict.structures],
    }


# The four shipped files


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_save_files_give_the_numbers_of_the_reference(path):
    reference = json.loads((FOLDER / "reference" / f"gmcrplus_{path.stem}.json").read_text("utf-8"))
    found = run_lens(LENS, open_for(LENS, str(path)), {"draws": 0}, use_cache=False).document()
    assert [maker["name"] for maker in found["decision_makers"]] == list(reference["payoffs"])
    states = [(state["n"], state["dec"], state["yn"]) for state in reference["states"]]
    assert [(state["number"], state["code"], state["pattern"]) for state in found["states"]] == states
    assert found["payoffs"] == reference["payoffs"]
    expected = {CONTRACT[concept]: stable for concept, stable in reference["stable"]["textbook"].items()}
    assert {concept: found["stable"][concept] for concept in expected} == expected
    names = {**CONTRACT, **JOINED}
    expected = {names[c]: states for c, states in reference["equilibria"]["textbook"].items() if c in names}
    assert {concept: found["equilibria"][concept] for concept in expected} == expected
    assert [made["stable"] for made in found["coalitions"]] == [made["stable"] for made in reference["coalitions"]]
    options = [(option["name"]["en"], option["decision_maker"], option["direction"]) for option in found["options"]]
    forms = {"both": "both", "fwd": "forward", "back": "back"}
    given = [(o["name"], o["dm"], forms[o.get("direction", "both")]) for o in reference["case"]["options"]]
    assert options == given


def test_there_are_four_save_files():
    assert [path.stem for path in FILES] == ["elmira", "milkriver", "prisoners", "syriairaq"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_save_files_come_back_without_loss(path, tmp_path):
    built = opened(path)
    back = again(built, tmp_path)
    assert content(back) == content(built)
    assert write_gmcr(back, "0") == write_gmcr(built, "0")
    given, written = json.loads(path.read_text("utf-8")), json.loads(write_gmcr(built, "0"))
    assert written["options"] == given["options"]
    assert [maker["options"] for maker in written["decisionMakers"]] == [
        maker["options"] for maker in given["decisionMakers"]
    ]
    assert written["useManualPreferenceRanking"] == given["useManualPreferenceRanking"]


# Random conflicts


def block_of(seed):
    """A random conflict whose options are numbered in a row by decision maker."""
    random = Random(seed)
    players = random.randint(1, 4)
    kind = ("ranking", "statements")[seed % 2]
    block = gmcr.random_game(random, players, random.randint(players, 5), kind)
    block["options"].sort(key=lambda option: option["dm"])
    names = [maker["name"] for maker in block["decision_makers"]]
    parts = [random.randrange(players) for _ in names]
    blocks = [[name for name, part in zip(names, parts, strict=True) if part == k] for k in range(players)]
    if 1 < len([block for block in blocks if block]) < players:
        block["structures"] = [[block for block in blocks if block]]
    return block


@pytest.mark.parametrize("seed", range(120))
def test_random_conflicts_come_back_without_loss(seed, tmp_path):
    block = block_of(seed)
    built = saved(tmp_path / "model.json", block)
    back = again(built, tmp_path)
    assert content(back) == content(built)
    assert back.model.codes.tolist() == gmcr.feasible_codes(block)
    assert bool(back.truths) == bool(seed % 2)
    assert all(bool(maker.ranking) != bool(seed % 2) for maker in back.conflict.decision_makers)
    assert write_gmcr(back, "0") == write_gmcr(built, "0")


def test_the_random_conflicts_are_of_every_sort():
    every = [block_of(seed) for seed in range(120)]
    directions = {option["direction"] for block in every for option in block["options"]}
    assert directions == {"both", "fwd", "back"}
    assert sum(bool(block["infeasible"]) for block in every) > 40
    assert sum("structures" in block for block in every) > 10


@pytest.mark.parametrize("seed", range(40))
def test_misperceptions_come_back(seed, tmp_path):
    random = Random(seed)
    width = random.randint(2, 4)
    infeasibles = [[[0, "Y"], [1, "N"]]] if seed % 4 == 0 else []
    codes = [code for code in range(1 << width) if not any(met(rule, code) for rule in infeasibles)]
    data = {
        "options": [{"name": f"o{k}", "permittedDirection": "both"} for k in range(width)],
        "decisionMakers": [{"name": "X", "options": [0]}, {"name": "Y", "options": [*range(1, width)]}],
        "infeasibles": infeasibles,
        "useManualPreferenceRanking": seed % 2 == 0,
    }
    for maker in data["decisionMakers"]:
        maker["preferences"] = [[[0, "Y"]], [[1, "N"]]]
        maker["preferenceRanking"] = random.sample(range(1, len(codes) + 1), len(codes))
    for maker in random.sample(data["decisionMakers"], random.randint(1, 2)):
        maker["misperceptions"] = [random_condition(random, width) for _ in range(random.randint(1, 2))]
    built = saved(tmp_path / "model.gmcr", data)
    assert built.model.codes.tolist() == codes
    for maker, view in zip(data["decisionMakers"], built.views, strict=True):
        assert (view is not None) == ("misperceptions" in maker)
        if view is not None:
            hidden = [any(met(condition, code) for condition in maker["misperceptions"]) for code in codes]
            assert view.hidden.tolist() == hidden
    assert content(again(built, tmp_path)) == content(built)


def random_condition(random, width):
    """One that leaves some states: only the first option is named with Y, so no two can hide everything."""
    rest = [[k, random.choice("YN")] for k in range(1, width) if random.random() < 0.5]
    terms = [[[0, "Y"], *rest], [[0, "Y"]]]
    return random.choice([terms[0], {"compound": True, "members": terms}])


def met(condition, code):
    """Whether a save file's condition holds of a state, read literally."""
    if isinstance(condition, dict):
        return any(met(member, code) for member in condition["members"])
    return all((code >> option & 1 == 1) == (sign == "Y") for option, sign in condition)


@pytest.mark.parametrize("seed", range(40))
def test_compound_conditions_are_alternatives(seed, tmp_path):
    random, width = Random(seed), 4

    def term():
        return [[k, random.choice("YN")] for k in random.sample(range(width), random.randint(1, 3))]

    def condition():
        return {"compound": True, "members": [term(), {"compound": True, "members": [term(), term()]}]}

    data = {
        "options": [{"name": f"o{k}", "permittedDirection": "both"} for k in range(width)],
        "decisionMakers": [
            {"name": name, "options": own, "preferences": [condition(), term(), condition()]}
            for name, own in (("X", [0, 1]), ("Y", [2, 3]))
        ],
        "infeasibles": [{"compound": True, "members": [[[0, "Y"], [1, "Y"]], [[2, "Y"], [3, "Y"]]]}],
    }
    built = saved(tmp_path / "model.gmcr", data)
    codes = [code for code in range(1 << width) if not met(data["infeasibles"][0], code)]
    assert built.model.codes.tolist() == codes == [0, 1, 2, 4, 5, 6, 8, 9, 10]
    for k, maker in enumerate(data["decisionMakers"]):
        seen = [tuple(met(c, code) for c in maker["preferences"]) for code in codes]
        assert built.model.payoffs[k].tolist() == [1 + sorted(set(seen)).index(one) for one in seen]
        assert np.transpose(built.truths[k]).tolist() == [list(one) for one in seen]
    assert content(again(built, tmp_path)) == content(built)


# Other ways to write the same file

PRISONERS = {
    "options": [{"name": "Confess", "permittedDirection": "both"}, {"name": "Talk", "permittedDirection": "fwd"}],
    "decisionMakers": [
        {"name": "First", "options": [0], "preferences": [[[1, "N"]], [[0, "Y"]]]},
        {"name": "Second", "options": [1], "preferences": [[[0, "N"]], [[1, "Y"]]]},
    ],
    "infeasibles": [],
}
RANKED = [[1, [2, 3], 4], [4, 3, 2, 1]]


def ranked(flag, key):
    makers = [
        {**maker, key: ranking, "payoffs": [9] * 4}
        for maker, ranking in zip(PRISONERS["decisionMakers"], RANKED, strict=True)
    ]
    return {**PRISONERS, "decisionMakers": makers, flag: True}


@pytest.mark.parametrize("flag", ["useManualPreferenceRanking", "useManualPreferenceVectors"])
@pytest.mark.parametrize("key", ["preferenceRanking", "preferenceVector"])
def test_old_and_new_keys_of_rankings(flag, key, tmp_path):
    built = saved(tmp_path / "model.gmcr", ranked(flag, key))
    assert built.model.payoffs.tolist() == [[3, 2, 2, 1], [1, 2, 3, 4]]
    assert built.truths == {}
    written = json.loads(write_gmcr(built, "0"))
    assert written["useManualPreferenceRanking"] is True
    assert [maker["preferenceRanking"] for maker in written["decisionMakers"]] == RANKED


def test_rankings_are_left_aside_where_the_flag_says_statements(tmp_path):
    data = {**ranked("useManualPreferenceRanking", "preferenceRanking"), "useManualPreferenceRanking": False}
    built = saved(tmp_path / "model.gmcr", data)
    assert built.model.payoffs.tolist() == [[3, 4, 1, 2], [3, 1, 4, 2]]
    assert json.loads(write_gmcr(built, "0"))["useManualPreferenceRanking"] is False


def test_a_decision_maker_without_statements_is_indifferent(tmp_path):
    makers = [{**maker, "preferences": []} for maker in PRISONERS["decisionMakers"]]
    assert saved(tmp_path / "m.gmcr", {**PRISONERS, "decisionMakers": makers}).model.payoffs.tolist() == [[1] * 4] * 2


def test_options_are_numbered_so_that_those_of_a_decision_maker_are_adjacent(tmp_path):
    data = {
        "options": [{"name": name} for name in ("first", "second", "third")],
        "decisionMakers": [
            {"name": "X", "options": [0, 2], "preferences": [[[2, "Y"]]]},
            {"name": "Y", "options": [1], "preferences": [[[1, "Y"]]]},
        ],
        "infeasibles": [[[0, "Y"], [1, "Y"]]],
    }
    built = saved(tmp_path / "model.gmcr", data)
    assert [name for name, _ in content(built)["options"]] == ["first", "third", "second"]
    assert built.model.owners == (0, 0, 1)
    assert built.model.codes.tolist() == [0, 1, 2, 3, 4, 6]
    assert built.model.payoffs.tolist() == [[1, 1, 2, 2, 1, 2], [1, 1, 1, 1, 2, 2]]
    assert content(again(built, tmp_path)) == content(built)


@pytest.mark.parametrize("options", [[0, 1], [1, 0]])
def test_options_listed_in_another_order_come_back_alike(options, tmp_path):
    data = {
        "options": [{"name": "low"}, {"name": "high"}],
        "decisionMakers": [{"name": "X", "options": options, "preferenceRanking": [1, 2, 3, 4]}],
        "useManualPreferenceRanking": True,
    }
    built = saved(tmp_path / "model.gmcr", data)
    assert content(again(built, tmp_path)) == content(built)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([[0, 1]], [[[0, 1]]]),
        ([[1, 0]], [[[1, 0]]]),
        ([0, 1], []),
        ([[0], [1]], []),
        ([[0]], []),
        ([[0, 1], 1], []),
        ([], []),
    ],
)
def test_coalitions_count_where_they_part_everybody(given, kept, tmp_path):
    built = saved(tmp_path / "model.gmcr", {**PRISONERS, "coalitions": given})
    assert content(built)["structures"] == kept
    assert content(again(built, tmp_path)) == content(built)


def as_bytes(way):
    text = json.dumps(PRISONERS, indent=1)
    return {
        "plain": text.encode(),
        "byte order mark": b"\xef\xbb\xbf" + text.encode(),
        "tabs": json.dumps(PRISONERS, indent="\t").encode(),
        "tabs after colons": text.replace(": ", ":\t").encode(),
        "CRLF": text.replace("\n", "\r\n").encode(),
        "CR": text.replace("\n", "\r").encode(),
        "all at once": b"\xef\xbb\xbf"
        + json.dumps(PRISONERS, indent="\t").replace("\n", "\r\n").encode()
        + b"\r\n\r\n",
        "one line": json.dumps(PRISONERS, separators=(",", ":")).encode(),
        "loose": text.replace(":", " :").replace(",", " ,").encode(),
    }[way]


WAYS = ["plain", "byte order mark", "tabs", "tabs after colons", "CRLF", "CR", "all at once", "one line", "loose"]


@pytest.mark.parametrize("way", WAYS)
def test_bytes_that_say_the_same_give_the_same(way, tmp_path):
    path = tmp_path / "model.gmcr"
    path.write_bytes(as_bytes("plain"))
    expected = content(opened(path))
    path.write_bytes(as_bytes(way))
    assert content(opened(path)) == expected


@pytest.mark.parametrize("way", WAYS)
def test_the_neutral_form_may_be_written_in_as_many_ways(way, tmp_path):
    block = block_of(3)
    plain = saved(tmp_path / "plain.json", block)
    text = json.dumps({"case": block}, indent="\t" if "tab" in way or "all" in way else None)
    text = text.replace("\n", {"CRLF": "\r\n", "CR": "\r", "all at once": "\r\n"}.get(way, "\n"))
    raw = (b"\xef\xbb\xbf" if way in ("byte order mark", "all at once") else b"") + text.encode()
    (tmp_path / "model.json").write_bytes(raw)
    assert content(opened(tmp_path / "model.json")) == content(plain)


NAMED = ("北朝鮮", "한국 «남»", 'A "b" \\ c', "tab\there", "é\u2028x", "😀 smile", "# not: a, comment", "null", "1e3")


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("escaped", [True, False])
def test_names_of_any_script_come_back(name, escaped, tmp_path):
    makers = [{**PRISONERS["decisionMakers"][0], "name": name}, PRISONERS["decisionMakers"][1]]
    options = [{"name": name, "permittedDirection": "both"}, PRISONERS["options"][1]]
    data = {**PRISONERS, "decisionMakers": makers, "options": options}
    built = saved(tmp_path / "model.gmcr", json.dumps(data, ensure_ascii=escaped))
    assert built.model.players == (name, "Second")
    assert content(built)["options"][0] == (name, "both")
    assert content(again(built, tmp_path)) == content(built)


def test_decision_makers_whose_names_give_the_same_id_stay_apart(tmp_path):
    makers = [{**maker, "name": name} for maker, name in zip(PRISONERS["decisionMakers"], ("A b", "A-b"), strict=True)]
    built = saved(tmp_path / "model.gmcr", {**PRISONERS, "decisionMakers": makers})
    assert built.model.players == ("A b", "A-b")
    assert len({maker.actor for maker in built.conflict.decision_makers}) == 2


def test_states_of_a_graph_whose_names_give_the_same_id_stay_apart(tmp_path):
    block = {
        "form": "graph",
        "decision_makers": [{"name": "X"}],
        "states": [{"id": "低 1"}, {"id": "高 1"}, {"id": "1"}, {"id": "高"}, {"id": "s4"}],
        "moves": {"X": [["低 1", "高 1"], ["高", "s4"]]},
        "preferences": {"X": {"ranking": ["高 1", "低 1", "1", "高", "s4"]}},
    }
    built = saved(tmp_path / "model.json", block)
    assert built.model.size == 5
    assert built.model.moves.pairs(0).tolist() == [[0, 1], [3, 4]]
    assert built.model.payoffs.tolist() == [[4, 5, 3, 2, 1]]


# Conflicts of a case

CONFLICT = """\
- id: row
  title: Row
  as_of: 2025-01-01
  sources: [s1]
  decision_makers:
    - actor: A
      sources: [s1]
      options:
        - {id: act, name: Acts, sources: [s1]}
        - {id: add, name: {en: Adds, ja: 足す}, direction: back, sources: [s1]}
      statements:
        - {holds: if act then add, sources: [s1]}
        - {holds: "at-least(2, act, add, bet)", sources: [s1]}
    - actor: B
      label: The second
      sources: [s1]
      options:
        - {id: bet, name: Bets, direction: forward, sources: [s1]}
      statements:
        - {holds: act iff bet, sources: [s1]}
  feasibility:
    - {always: act or add or bet, sources: [s1]}
    - {never: "exactly(3, act, add, bet)", sources: [s1]}
  perceptions:
    - {actor: B, hidden: [act and not add], sources: [s1]}
  structures: [[[A, B]]]
"""


def of_case(folder, text):
    case = sound(write_case(folder, conflicts=text))
    built, faults = build(case.find("conflicts/row"))
    assert not faults
    return built


def changed(*pairs):
    text = CONFLICT
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def test_a_conflict_of_a_case_is_written_whole(tmp_path):
    built = of_case(tmp_path, CONFLICT)
    back = again(built, tmp_path)
    assert content(back) == content(built)
    assert back.model.players == ("A", "The second")
    assert back.model.codes.tolist() == [1, 2, 3, 4, 5, 6]
    assert content(back)["hidden"] == [None, [True, False, False, False, True, False]]
    assert content(back)["structures"] == [[[0, 1]]]


def test_the_lens_writes_it_with_the_names_of_the_actors(tmp_path):
    case = sound(write_case(tmp_path, conflicts=CONFLICT))
    text = LENS.write_file(case, SimpleNamespace(model="row"), ".gmcr")
    found = content(saved(tmp_path / "row.gmcr", text))
    assert found.pop("players") == ("Aland", "The second")
    expected = content(of_case(tmp_path, CONFLICT))
    assert expected.pop("players") == ("A", "The second")
    assert found == expected


def test_only_one_conflict_at_a_time_is_written(tmp_path):
    case = sound(write_case(tmp_path, conflicts=CONFLICT + CONFLICT.replace("id: row", "id: other")))
    for model, suffix in ((None, ".gmcr"), ("row,other", ".gmcr"), ("row", ".json")):
        with pytest.raises(TrivetError, match="Name one model"):
            LENS.write_file(case, SimpleNamespace(model=model), suffix)


def test_options_numbered_otherwise_than_listed_come_back_alike(tmp_path):
    ranking = "ranking: [1, 2, 3, 4, 5, 6]"
    text = changed(
        ("  feasibility:\n", "  numbering: [add, act, bet]\n  feasibility:\n"),
        (
            '      statements:\n        - {holds: if act then add, sources: [s1]}\n        - {holds: "at-least(2, act, add, bet)", sources: [s1]}\n',
            f"      {ranking}\n",
        ),
        ("      statements:\n        - {holds: act iff bet, sources: [s1]}\n", f"      {ranking}\n"),
    )
    built = of_case(tmp_path, text)
    assert [name for name, _ in content(built)["options"]] == ["Adds", "Acts", "Bets"]
    assert content(again(built, tmp_path)) == content(built)


def test_statements_beside_a_ranking_are_written_as_rankings(tmp_path):
    statements = "      statements:\n        - {holds: act iff bet, sources: [s1]}\n"
    built = of_case(tmp_path, changed((statements, "      ranking: [[1, 2], 3, [4, 5, 6]]\n")))
    back = again(built, tmp_path)
    assert back.model.payoffs.tolist() == built.model.payoffs.tolist()
    assert content(back)["ranked"] == [True, True]


def test_weighted_statements_are_written_as_a_ranking(tmp_path):
    built = of_case(
        tmp_path, changed(("{holds: act iff bet,", "{holds: act iff bet, weight: {low: 1, best: 2, high: 3},"))
    )
    assert again(built, tmp_path).model.payoffs.tolist() == built.model.payoffs.tolist()


BEYOND = {
    "conditional moves": ("{id: bet, name: Bets,", "{id: bet, name: Bets, when: act,"),
    "strength of preference": ("{holds: if act then add,", "{holds: if act then add, strong: true,"),
    "unknown preferences": ("{holds: act iff bet,", "{holds: act iff bet, unknown: true,"),
    "beliefs about the preferences of others": (
        "hidden: [act and not add],",
        "believes: [{actor: A, ranking: [1, 2, 3, 4, 5, 6]}],",
    ),
    "more than one coalition structure": ("[[[A, B]]]", "[[[A, B]], [[A], [B]]]"),
    "options of a decision maker that are not numbered in a row": (
        "  feasibility:\n",
        "  numbering: [act, bet, add]\n  feasibility:\n",
    ),
}


@pytest.mark.parametrize("what", BEYOND)
def test_what_the_format_cannot_hold_is_named(what, tmp_path):
    built = of_case(tmp_path, changed(BEYOND[what]))
    with pytest.raises(TrivetError) as caught:
        write_gmcr(built, "0")
    assert str(caught.value) == f"A .gmcr file cannot hold: {what}."


def test_everything_the_format_cannot_hold_is_named_at_once(tmp_path):
    built = of_case(tmp_path, changed(*BEYOND.values()))
    with pytest.raises(TrivetError) as caught:
        write_gmcr(built, "0")
    assert str(caught.value) == f"A .gmcr file cannot hold: {', '.join(BEYOND)}."


def test_merged_states_cannot_be_held(tmp_path):
    text = changed(
        ("  structures:", "  merged:\n    - {when: bet, name: Whatever}\n  structures:"),
        ("{holds: if act then add,", "{holds: bet,"),
        ('{holds: "at-least(2, act, add, bet)",', "{holds: not bet,"),
        ("{holds: act iff bet,", "{holds: bet or add,"),
    )
    with pytest.raises(TrivetError, match=r"cannot hold: merged states\."):
        write_gmcr(of_case(tmp_path, text), "0")


def test_graph_form_cannot_be_held(tmp_path):
    built = saved(tmp_path / "model.json", gmcr.random_graph_game(Random(1), 2, 4, "ranking"))
    with pytest.raises(TrivetError, match=r"cannot hold: states and moves in graph form\."):
        write_gmcr(built, "0")


def test_unknown_comparisons_cannot_be_held(tmp_path):
    block = {**block_of(2)}
    states = range(1, len(gmcr.feasible_codes(block)) + 1)
    block["preferences"] = {**block["preferences"], "D1": {"pairs": [[s, "U", s + 1] for s in states[:-1]]}}
    with pytest.raises(TrivetError, match="unknown preferences"):
        write_gmcr(saved(tmp_path / "model.json", block), "0")
