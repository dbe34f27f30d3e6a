"""The fast engine against the literal one on thousands of random conflicts: every answer, exactly.

``literal_gmcr`` follows the definitions with plain sets and is itself held against the reference files. Most conflicts
are handed to the mathematics directly; some go through the door of a user's file and come back as the result JSON.
"""

import json
from dataclasses import replace
from itertools import permutations
from random import Random

import numpy as np
import pytest

import literal_gmcr as gmcr
from literal_gmcr import Game
from trivet.case.conditions import Taken
from trivet.case.expressions import All, Not, Some
from trivet.lens.run import open_for
from trivet.lens.streams import Streams
from trivet.lenses.conflict import ConflictLens
from trivet.lenses.conflict.build import build
from trivet.lenses.conflict.document import document
from trivet.lenses.conflict.model.arcs import ArcMoves
from trivet.lenses.conflict.model.coalitions import Coalitions
from trivet.lenses.conflict.model.graph import Model
from trivet.lenses.conflict.model.hypergame import Perceived, hypergame_stability
from trivet.lenses.conflict.model.inverse import (
    coalition_condition,
    count_equilibria,
    inverse_condition,
    share_of_rankings,
)
from trivet.lenses.conflict.model.preference import (
    UNKNOWN,
    by_priority,
    by_ranking,
    relation_of,
    relation_of_levels,
    relation_of_statements,
)
from trivet.lenses.conflict.model.robustness import equilibria
from trivet.lenses.conflict.model.sim import fraser_hipel, sim
from trivet.lenses.conflict.model.stability import LEVELS, is_stable
from trivet.lenses.conflict.model.states import feasible_codes, holds, option_moves
from trivet.lenses.conflict.model.status_quo import distances, shortest
from trivet.lenses.conflict.model.strength import strong_stability
from trivet.lenses.conflict.model.unknown import unknown_stability
from trivet.lenses.conflict.solve import Choices, Solved

LENS = ConflictLens()
OURS = {"R": "nash", "GMR": "gmr", "SMR": "smr", "SEQ": "seq", "SSEQ": "sseq", "SIM": "sim"}
SIGNS = {">>": 2, ">": 1, "~": 0, "<": -1, "<<": -2, "U": int(UNKNOWN)}

SINGLE = [
    *(("option", 2, 2, 100), ("option", 2, 3, 250), ("option", 2, 4, 200), ("option", 2, 5, 60)),
    *(("option", 3, 3, 200), ("option", 3, 4, 150), ("option", 3, 5, 50)),
    *(("option", 4, 4, 80), ("option", 4, 5, 25), ("option", 5, 5, 15), ("option", 5, 6, 5), ("option", 6, 6, 5)),
    *(("graph", 2, 2, 60), ("graph", 2, 4, 250), ("graph", 2, 6, 150), ("graph", 3, 5, 250), ("graph", 4, 5, 150)),
    *(("graph", 5, 6, 40), ("graph", 6, 5, 40)),
]
JOINT = [
    *(("option", 2, 3, 60), ("option", 2, 4, 40), ("option", 3, 3, 60), ("option", 3, 4, 40), ("option", 4, 4, 20)),
    *(("option", 4, 5, 4), ("option", 5, 5, 1)),
    *(("graph", 2, 5, 60), ("graph", 3, 5, 80), ("graph", 4, 5, 40), ("graph", 5, 5, 10)),
]
PAIRED = [
    *(("option", 2, 3, 60), ("option", 2, 4, 20), ("option", 3, 3, 60), ("option", 3, 4, 20), ("option", 4, 4, 10)),
    *(("graph", 2, 5, 60), ("graph", 3, 6, 60), ("graph", 4, 5, 40)),
]
"""Batches: form, decision makers, options or states, and how many conflicts."""


def batches(kind):
    return pytest.mark.parametrize("batch", kind, ids=lambda batch: "-".join(map(str, batch)))


def blocks(batch, preference=""):
    """The neutral blocks of a batch, always the same ones."""
    form, players, size, count = batch
    make = gmcr.random_game if form == "option" else gmcr.random_graph_game
    for number in range(count):
        yield make(Random(f"{form} {players} {size} {number} {preference}"), players, size, preference)


def model_of(block):
    """The engine's model of a neutral block, and the relation of each decision maker."""
    names = tuple(dm["name"] for dm in block["decision_makers"])
    if block["form"] == "graph":
        ids = [state["id"] for state in block["states"]]
        pairs = [[(ids.index(a), ids.index(b)) for a, b in block["moves"][name]] for name in names]
        codes, owners, bits, moves = None, (), {}, ArcMoves.of_pairs(len(ids), pairs)
    else:
        bits = {option["name"]: k for k, option in enumerate(block["options"])}
        owners = tuple(names.index(option["dm"]) for option in block["options"])
        codes = feasible_codes(bits, [Not(condition(pattern, tuple(bits))) for pattern in block["infeasible"]])
        masks = tuple(sum(1 << k for k, own in enumerate(owners) if own == who) for who in range(len(names)))
        one_way = [sum(1 << k for k, o in enumerate(block["options"]) if o["direction"] == d) for d in ("fwd", "back")]
        moves = option_moves(codes, masks, *one_way, len(bits))
        ids = list(range(1, len(codes) + 1))
    own = [preference_of(block["preferences"][name], ids, codes, bits) for name in names]
    payoffs = np.stack([payoff for payoff, _ in own])
    start = ids.index(block["status_quo"])
    return Model(names, tuple(bits), owners, codes, moves, payoffs, start), [relation for _, relation in own]


def condition(pattern, names):
    parts = [(Taken(name), sign) for name, sign in zip(names, pattern, strict=True) if sign != "-"]
    return All(tuple(part if sign == "Y" else Not(part) for part, sign in parts))


def preference_of(given, ids, codes, bits):
    size = len(ids)
    if "pairs" in given:
        relation = np.zeros((size, size), dtype=np.int8)
        for one, sign, other in given["pairs"]:
            relation[ids.index(one), ids.index(other)] = SIGNS[sign]
            relation[ids.index(other), ids.index(one)] = SIGNS[sign] * (-1 if sign != "U" else 1)
        return np.ones(size, dtype=np.int32), relation
    if "statements" in given:
        lines = [Some(tuple(condition(p, tuple(bits)) for p in line)) for line in given["statements"]]
        truth = np.stack([holds(line, codes, bits) for line in lines])
        return by_priority(truth), relation_of_statements(truth, [False] * len(lines), [False] * len(lines))
    if "ranking" in given:
        given = {"levels": [x for place in given["ranking"] for x in (">", place)][1:]}
    classes, strong = [], []
    for at, entry in enumerate(given["levels"][::2]):
        sign = given["levels"][2 * at - 1] if at else ""
        if sign != "~":
            classes.append([])
            strong += [sign == ">>"] if at else []
        classes[-1] += [ids.index(state) for state in (entry if isinstance(entry, list) else [entry])]
    return by_ranking(classes, size), relation_of_levels(classes, strong, size)


def named(game, where):
    return [state for state, true in zip(game.states, where, strict=True) if true]


def rows(game, matrix):
    return {state: set(named(game, row)) for state, row in zip(game.states, matrix, strict=True)}


def signs_of(game, name):
    """What a decision maker thinks of each two states, strength left aside."""
    signs = [[SIGNS[game.relations[name][s][t]] for t in game.states] for s in game.states]
    return np.sign(np.asarray(signs)).tolist()


def engine_stable(model):
    found = {name: [is_stable(model, k, LEVELS[name](model, k)) for k in players(model)] for name in LEVELS}
    if model.codes is not None:
        found["sim"] = [sim(model, k) for k in players(model)]
    return found


def players(model):
    return range(len(model.players))


def concepts(game):
    return gmcr.CONCEPTS if game.codes else gmcr.CONCEPTS[:5]


def test_thousands_of_conflicts_are_compared():
    assert sum(count for *_, count in SINGLE) >= 2000
    assert sum(count for *_, count in (*SINGLE, *JOINT, *PAIRED, *PAIRED)) >= 3000


@batches(SINGLE)
def test_states_moves_and_stability(batch):
    compared = 0
    for block in blocks(batch):
        game, (model, _) = Game.of_case(block), model_of(block)
        assert model.size == len(game.states)
        assert model.codes is None or [game.codes[s] for s in game.states] == list(model.codes)
        for k, name in enumerate(game.players):
            arcs = [(game.states[s], game.states[t]) for s, t in model.moves.pairs(k)]
            assert arcs == [(s, t) for s in game.states for t in game.states if t in game.moves[name][s]]
            assert relation_of(model.payoffs[k]).tolist() == signs_of(game, name)
            assert set(model.payoffs[k]) == set(range(1, int(model.payoffs[k].max()) + 1))
        found = engine_stable(model)
        held = {OURS[c]: [gmcr.stable(game, c, name) for name in game.players] for c in concepts(game)}
        assert {c: [named(game, where) for where in own] for c, own in found.items()} == held
        if model.codes is not None:
            for base in ("SEQ", "SMR"):
                assert named(game, fraser_hipel(model, found[OURS[base]], found["sim"])) == gmcr.fraser_hipel(
                    game, base
                )
        compared += 1
    assert compared == batch[-1]


@batches(JOINT)
def test_coalitions_jumps_structures_and_paths(batch):
    random, seen = Random(7), 0
    for block in blocks(batch):
        game, (model, _) = Game.of_case(block), model_of(block)
        found = Coalitions(model)
        table = gmcr.coalition_table(game)
        assert [tuple(game.players[k] for k in made.members) for made in found.all] == list(table)
        for made, expected in zip(found.all, table.values(), strict=True):
            assert rows(game, made.reach) == expected["reach"]
            assert rows(game, made.improvements) == expected["improvements"]
            assert {c.upper(): named(game, where) for c, where in made.stable.items()} == expected["stable"]
        stable = {c.upper(): named(game, where) for c, where in found.stable().items()}
        assert stable == {
            c: gmcr.common(game, {m: made["stable"][c] for m, made in table.items()}) for c in gmcr.COALITION_CONCEPTS
        }
        jumps = [
            (tuple(game.players[k] for k in members), game.states[s], game.states[t])
            for members, s, t in found.jumps(equilibria(model, "nash"))
        ]
        assert jumps == gmcr.jumps(game)
        parts = partition(random, len(game.players))
        expected = gmcr.structure(game, [[game.players[k] for k in part] for part in parts])
        structure = found.structure(parts)
        assert {c: [named(game, w) for w in structure[OURS[c]]] for c in expected} == expected
        for improving in (False, True):
            expected = gmcr.status_quo(game, block["status_quo"], improving)
            far = distances(model, model.status_quo, improving=improving)
            assert {game.states[s]: steps for s, steps in far.items()} == expected
            for state, steps in far.items():
                check_path(game, model, state, steps, improving)
        seen += 1
    assert seen == batch[-1]


def check_path(game, model, state, steps, improving):
    """A shortest path is legal, ends where it should, and is as long as the literal distance says."""
    path = shortest(model, model.status_quo, players(model), lambda t: t == state, improving=improving)
    if state == model.status_quo:
        return
    assert path is not None
    assert (path[-1].state, len(path)) == (state, steps)
    here, last = model.status_quo, None
    for step in path:
        who, source, target = game.players[step.mover], game.states[here], game.states[step.state]
        assert target in (game.improvements(who, source) if improving else game.moves[who][source])
        assert step.mover != last
        here, last = step.state, step.mover


def partition(random, count):
    """The members of each block of a random partition."""
    block = [random.randrange(count) for _ in range(count)]
    return [tuple(k for k in range(count) if block[k] == b) for b in range(count) if b in block]


@pytest.mark.parametrize("seed", range(40))
def test_pareto_improvements_of_coalitions(seed):
    form = ("option", 3, 4, 1) if seed % 2 else ("graph", 3, 5, 1)
    make = gmcr.random_game if seed % 2 else gmcr.random_graph_game
    block = make(Random(seed), *form[1:3])
    game, (model, _) = Game.of_case(block), model_of(block)

    def gains(members, s, t):
        signs = [game.relations[i][t][s] for i in members]
        return not set(signs) & {"<", "<<"} and bool(set(signs) & gmcr.BETTER)

    leave = {}
    for members in gmcr.coalitions(game.players):
        reach = gmcr.joint_table(game, members)
        leave[members] = {s: {t for t in reach[s] if gains(members, s, t)} for s in game.states}
    for made, members in zip(Coalitions(model, "pareto").all, leave, strict=True):
        outside = gmcr.coalitions(game.others(members))
        answers = gmcr.joint_table(game, game.others(members))
        credible = {s: gmcr.legal_sequences(outside, lambda k, t: leave[k][t], s) for s in game.states}
        back = gmcr.joint_table(game, members)

        def hurts(t, s, members=members):
            return not gains(members, s, t)

        def stays(answers, back=None, members=members, hurts=hurts):
            return [s for s in game.states if gmcr.deterred(s, leave[members], answers, hurts, back)]

        assert rows(game, made.improvements) == leave[members]
        assert {c: named(game, where) for c, where in made.stable.items()} == {
            "cr": [s for s in game.states if not leave[members][s]],
            "cgmr": stays(answers),
            "csmr": stays(answers, back),
            "cseq": stays(credible),
        }


@batches(PAIRED)
def test_unknown_preferences_of_each_type(batch):
    seen = dark = 0
    for block in blocks(batch, "pairs"):
        game, (model, relations) = Game.of_case(block), model_of(block)
        found = unknown_stability(model, relations)
        expected = gmcr.unknown(game)
        for kind, by_concept in found.items():
            for concept in ("R", "GMR", "SMR", "SEQ"):
                own = by_concept[OURS[concept]]
                held = {name: named(game, where) for name, where in zip(game.players, own, strict=True)}
                assert held == expected[kind][concept]
        dark += any((relation == UNKNOWN).any() for relation in relations)
        seen += 1
    assert seen == batch[-1]
    assert dark > seen / 2


@batches(PAIRED)
def test_strong_and_weak_stability(batch):
    seen = 0
    for block in blocks(batch, "levels"):
        game, (model, relations) = Game.of_case(block), model_of(block)
        for name, relation in zip(game.players, relations, strict=True):
            signs = [[SIGNS[game.relations[name][s][t]] for t in game.states] for s in game.states]
            assert relation.tolist() == signs
        found, expected = strong_stability(model, relations), gmcr.strength(game)
        for concept in ("GMR", "SMR", "SEQ"):
            strong = dict(zip(game.players, found[OURS[concept]], strict=True))
            assert {name: named(game, where) for name, where in strong.items()} == expected[concept]["strong"]
        seen += 1
    assert seen == batch[-1]


@pytest.mark.parametrize("seed", range(60))
def test_inverse_counts_and_conditions(seed):
    """Rankings of one decision maker tried one by one, against counting them from the exact condition."""
    random = Random(seed)
    if seed % 2:
        block = gmcr.random_game(random, random.randint(2, 3), 3)
    else:
        block = gmcr.random_graph_game(random, random.randint(2, 3), random.randint(2, 5))
    game = Game.of_case(block)
    ranking = random.sample(game.states, len(game.states))
    varied = random.choice(game.players)
    block["preferences"][varied] = {"ranking": ranking}
    game, (model, _) = Game.of_case(block), model_of(block)
    mover, order = game.players.index(varied), [game.states.index(s) for s in ranking]
    first = random.randint(1, len(order))
    last = random.randint(first, min(len(order), first + 3))
    _, counts = gmcr.inverse_counts(game, varied, (first, last))
    for concept in ("R", "GMR", "SMR", "SEQ"):
        found = count_equilibria(model, mover, OURS[concept], order, first, last)
        assert list(found) == [counts[s][concept] for s in game.states]
    if model.size > 5:
        return
    held = {concept: dict.fromkeys(game.states, 0) for concept in ("R", "GMR", "SMR", "SEQ")}
    orders = list(permutations(game.states))
    for tried in orders:
        relation = gmcr.relation({"ranking": list(tried)}, game.states, {})
        other = replace(game, relations={**game.relations, varied: relation})
        for concept, own in held.items():
            for s in gmcr.stable(other, concept, varied):
                own[s] += 1
    for concept, own in held.items():
        for at, s in enumerate(game.states):
            share = share_of_rankings(inverse_condition(model, mover, at, OURS[concept]))
            assert share * len(orders) == own[s]


@pytest.mark.parametrize("seed", range(30))
def test_conditions_of_coalitions(seed):
    block = gmcr.random_graph_game(Random(seed), 3, 5)
    game, (model, _) = Game.of_case(block), model_of(block)
    for made in Coalitions(model).all:
        for state in range(model.size):
            clauses = coalition_condition(model, made.members, state)
            met = all(any(model.payoffs[k][t] <= model.payoffs[k][state] for k, t in clause) for clause in clauses)
            assert met == made.stable["cr"][state]
    assert len(game.players) == 3


@pytest.mark.parametrize("seed", range(60))
def test_perceived_conflicts(seed):
    """Each decision maker's own conflict: states taken away and mistaken preferences put in, then solved literally."""
    random = Random(seed)
    block = gmcr.random_game(random, 3, 4) if seed % 2 else gmcr.random_graph_game(random, 3, 6)
    game, (model, _) = Game.of_case(block), model_of(block)
    views, perceived = [], []
    for name in game.players:
        hidden = [random.random() < 0.3 for _ in game.states]
        if all(hidden):
            hidden[0] = False
        kept = tuple(s for s, gone in zip(game.states, hidden, strict=True) if not gone)
        wrong = random.choice([other for other in game.players if other != name])
        belief = gmcr.random_preference(random, "ranking", list(game.states), 0)
        payoff, _ = preference_of(belief, list(game.states), None, {})
        views.append(Perceived(np.asarray(hidden), {game.players.index(wrong): payoff}))
        relations = {**game.relations, wrong: gmcr.relation(belief, game.states, {})}
        moves = {i: {s: game.moves[i][s] & set(kept) for s in kept} for i in game.players}
        perceived.append(replace(game, states=kept, moves=moves, relations=relations))
    for concept in ("R", "GMR", "SMR", "SEQ", "SSEQ"):
        found = hypergame_stability(model, views, OURS[concept])
        for name, own, where in zip(game.players, perceived, found, strict=True):
            assert named(game, where) == gmcr.stable(own, concept, name)


@pytest.mark.parametrize("seed", range(20))
def test_many_preferences_at_once_are_solved_like_one_by_one(seed):
    random = Random(seed)
    block = gmcr.random_game(random, 3, 4) if seed % 2 else gmcr.random_graph_game(random, 3, 6)
    model, _ = model_of(block)
    drawn = np.asarray(
        [[random.choices(range(1, 6), k=model.size) for _ in range(9)] for _ in players(model)], np.int32
    )
    varied = model.with_payoffs(drawn)
    for concept in LEVELS:
        single = [equilibria(model.with_payoffs(drawn[:, n]), concept) for n in range(9)]
        assert (equilibria(varied, concept) == np.stack(single)).all()


@pytest.mark.parametrize("seed", range(80))
def test_through_the_door_of_a_file(seed, tmp_path):
    random = Random(seed)
    kind = ("", "levels", "pairs", "")[seed % 4]
    if seed % 3:
        block = gmcr.random_game(random, random.randint(2, 3), random.choice((3, 3, 4)), kind)
    else:
        block = gmcr.random_graph_game(random, random.randint(2, 4), random.randint(2, 5), kind)
    game = Game.of_case(block)
    parts = partition(random, len(game.players))
    block["structures"] = [[[game.players[k] for k in part] for part in parts]]
    path = tmp_path / "model.json"
    path.write_text(json.dumps(block), "utf-8")
    built, faults = build(open_for(LENS, str(path)).find("conflicts/model"))
    assert not faults
    check_document(game, block, document(Solved(built, Choices(draws=0), Streams(0))))


@pytest.mark.parametrize("seed", range(60))
def test_what_follows_from_single_comparisons_is_known(seed, tmp_path):
    """Of a partial order some comparisons are given; the rest is what chains of them say, and else unknown."""
    random = Random(seed)
    block = gmcr.random_graph_game(random, 2, random.randint(2, 7), "pairs")
    ids = [state["id"] for state in block["states"]]
    given = [pair for pair in block["preferences"]["D1"]["pairs"] if pair[1] != "U" and random.random() < 0.6]
    if not given:
        given = [[ids[0], "~", ids[1]]]
    block["preferences"] = {"D1": {"pairs": given}, "D2": {"ranking": ids}}
    path = tmp_path / "model.json"
    path.write_text(json.dumps(block), "utf-8")
    built, faults = build(open_for(LENS, str(path)).find("conflicts/model"))
    assert not faults
    weak = {(s, s) for s in ids} | {(s, t) for s, sign, t in given if sign in ">~"}
    weak |= {(t, s) for s, sign, t in given if sign in "<~"}
    for middle in ids:
        weak |= {(s, t) for s in ids for t in ids if (s, middle) in weak and (middle, t) in weak}
    strict = {(s, t) if sign == ">" else (t, s) for s, sign, t in given if sign in "<>"}
    better = {(s, t) for s in ids for t in ids if any((s, a) in weak and (b, t) in weak for a, b in strict)}

    def sign(s, t):
        if (s, t) in better or (t, s) in better:
            return ">" if (s, t) in better else "<"
        return "~" if {(s, t), (t, s)} <= weak else "U"

    expected = [[SIGNS[sign(s, t)] for t in ids] for s in ids]
    if built.relations:
        assert built.relations[0].tolist() == expected
    else:
        assert np.sign(built.model.payoffs[0][:, None] - built.model.payoffs[0][None, :]).tolist() == expected
    known = np.asarray(expected) != UNKNOWN
    signs = np.sign(built.model.payoffs[0][:, None] - built.model.payoffs[0][None, :])
    assert (signs == np.asarray(expected))[known].all()  # payoffs stand for one ranking that agrees


def check_document(game, block, found):
    number = {s: n for n, s in enumerate(game.states, start=1)}

    def told(states):
        return [number[s] for s in states]

    def table(by_state, every=True):
        return {str(number[s]): told(sorted(ends, key=number.get)) for s, ends in by_state.items() if every or ends}

    if game.codes:
        states = [(number[s], game.codes[s], gmcr.pattern(game.codes[s], len(game.owners))) for s in game.states]
        assert [(s["number"], s["code"], s["pattern"]) for s in found["states"]] == states
    given = {sign for relation in game.relations.values() for row in relation.values() for sign in row.values()}
    assert ("unknown" in found) == ("U" in given)
    assert ("strength" in found) == (">>" in given)
    if "U" in given:
        for kind, by_concept in gmcr.unknown(game).items():
            for concept in ("R", "GMR", "SMR", "SEQ"):
                own = {name: told(states) for name, states in by_concept[concept].items()}
                assert found["unknown"][kind][concept] == own
                both = told(gmcr.common(game, by_concept[concept]))
                assert found["unknown"][kind]["equilibria"][concept] == both
        return
    assert found["payoffs"] == {i: [game.payoff(i, s) for s in game.states] for i in game.players}
    for concept in concepts(game):
        stable = {i: told(gmcr.stable(game, concept, i)) for i in game.players}
        assert found["stable"][OURS[concept]] == stable
        assert found["equilibria"][OURS[concept]] == told(gmcr.equilibria(game, concept))
    for made, (members, own) in zip(found["coalitions"], gmcr.coalition_table(game).items(), strict=True):
        assert made["members"] == list(members)
        assert made["reach"] == table(own["reach"])
        assert made["improvements"] == table(own["improvements"], every=False)
        assert made["stable"] == {c: told(states) for c, states in own["stable"].items()}
    assert found["coalitionally_stable"] == {c: told(s) for c, s in gmcr.coalitionally_stable(game).items()}
    jumps = [{"members": list(m), "from": number[s], "to": number[t]} for m, s, t in gmcr.jumps(game)]
    assert found["equilibrium_jumps"] == jumps
    parts = block["structures"][0]
    structure = {c: [told(s) for s in own] for c, own in gmcr.structure(game, parts).items()}
    assert found["coalition_structures"][0]["stable"] == structure
    for key, improving in (("moves_any", False), ("moves_improving", True)):
        far = gmcr.status_quo(game, block["status_quo"], improving)
        assert found["status_quo"][key] == {str(number[s]): steps for s, steps in far.items()}
    if ">>" in given:
        for concept, own in gmcr.strength(game).items():
            if concept != "SSEQ":
                made = found["strength"][concept]
                assert made["strong"] == {i: told(states) for i, states in own["strong"].items()}
                assert made["weak"] == {i: told(states) for i, states in own["weak"].items()}
                assert made["strong_equilibria"] == told(own["strong_equilibria"])
