"""What must hold of every conflict, whatever it is about: implications, invariances, margins, short look-aheads.

Conditions over options are held here, too: against plain truth tables, and against text that is no condition.
"""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, permutations, product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trivet.base.errors import TrivetError
from trivet.case.conditions import MAX_DEPTH, MAX_LENGTH, WORDS, ConditionError, options_in, parse_condition
from trivet.case.expressions import Not
from trivet.lens.streams import Streams
from trivet.lenses.conflict.exchange.normal import normal_form
from trivet.lenses.conflict.model.arcs import ArcMoves
from trivet.lenses.conflict.model.behaviour import observed_move, readings
from trivet.lenses.conflict.model.coalitions import Coalitions
from trivet.lenses.conflict.model.graph import Model
from trivet.lenses.conflict.model.hypergame import Perceived, hypergame_stability
from trivet.lenses.conflict.model.limited import limited_move
from trivet.lenses.conflict.model.preference import (
    UNKNOWN,
    by_priority,
    by_ranking,
    by_weight,
    dense_ranks,
    relation_of,
    relation_of_levels,
    relation_of_statements,
)
from trivet.lenses.conflict.model.robustness import NEVER, equilibria, equilibrium_margin, margins, statement_changes
from trivet.lenses.conflict.model.sampling import MAX_UNKNOWN, Uncertain, completions, draw
from trivet.lenses.conflict.model.sim import fraser_hipel, sim
from trivet.lenses.conflict.model.stability import LEVELS, is_stable
from trivet.lenses.conflict.model.states import MAX_STATES, TooManyStatesError, feasible_codes, holds, option_moves
from trivet.lenses.conflict.model.status_quo import distances, evolution, first_moves, targets

NAMES = ("a", "b", "c", "d")
BITS = {name: bit for bit, name in enumerate(NAMES)}
CODES = np.arange(1 << len(NAMES), dtype=np.int64)


# Conflicts


@st.composite
def payoffs(draw, players, size, strict=False):
    if strict:
        rows = [draw(st.permutations(range(1, size + 1))) for _ in range(players)]
    else:
        rows = [draw(st.lists(st.integers(1, 4), min_size=size, max_size=size)) for _ in range(players)]
    return dense_ranks(np.asarray(rows, dtype=np.float64))


@st.composite
def option_models(draw, width=4, players=3, most=16, strict=False, least=1):
    count = draw(st.integers(least, players))
    width = draw(st.integers(count, max(count, width)))
    owners = (*range(count), *(draw(st.integers(0, count - 1)) for _ in range(width - count)))
    owners = tuple(draw(st.permutations(owners)))
    ways = [draw(st.sampled_from(("both", "both", "fwd", "back"))) for _ in owners]
    some = st.sets(st.integers(0, (1 << width) - 1), min_size=1, max_size=most)
    codes = draw(some) if draw(st.booleans()) else set(range(min(1 << width, most)))
    made = np.asarray(sorted(codes), dtype=np.int64)
    masks = tuple(sum(1 << k for k, own in enumerate(owners) if own == who) for who in range(count))
    forward, back = (sum(1 << k for k, way in enumerate(ways) if way == d) for d in ("fwd", "back"))
    moves = option_moves(made, masks, forward, back, width)
    own = draw(payoffs(count, len(made), strict))
    return Model(names(count), tuple(f"o{k}" for k in range(width)), owners, made, moves, own, 0)


@st.composite
def graph_models(draw, players=3, most=6, strict=False, least=1):
    count, size = draw(st.integers(least, players)), draw(st.integers(2, most))
    arcs = [(s, t) for s, t in permutations(range(size), 2)]
    pairs = [draw(st.lists(st.sampled_from(arcs), max_size=3 * size)) for _ in range(count)]
    own = draw(payoffs(count, size, strict))
    return Model(names(count), (), (), None, ArcMoves.of_pairs(size, pairs), own, 0)


def models(width=4, **kwargs):
    return st.one_of(option_models(width=width, **kwargs), graph_models(**{"most": 6, **kwargs}))


def names(count):
    return tuple(f"D{k}" for k in range(count))


def everybody(model):
    return range(len(model.players))


def stable(model):
    """By concept, for each decision maker the states where it is stable, as plain lists."""
    found = {
        c: [is_stable(model, k, level(model, k)).tolist() for k in everybody(model)] for c, level in LEVELS.items()
    }
    if model.codes is not None:
        found["sim"] = [sim(model, k).tolist() for k in everybody(model)]
    return found


def answers(model):
    """Everything that is computed of a model and does not name decision makers or states, each list by state."""
    found = {f"{c} {k}": own for c, rows in stable(model).items() for k, own in enumerate(rows)}
    for concept, where in Coalitions(model).stable().items():
        found[concept] = where.tolist()
    for concept in LEVELS:
        found[f"margin {concept}"] = equilibrium_margin(model, concept)[0].tolist()
    if model.codes is not None:
        simultaneous = [sim(model, k) for k in everybody(model)]
        for base in ("seq", "smr"):
            held = [is_stable(model, k, LEVELS[base](model, k)) for k in everybody(model)]
            found[f"fraser-hipel {base}"] = fraser_hipel(model, held, simultaneous).tolist()
    return found


# Implications


@given(models())
def test_concepts_imply_one_another(model):
    for k in everybody(model):
        held = {c: set(np.flatnonzero(own[k])) for c, own in stable(model).items()}
        assert held["nash"] <= held["sseq"] <= held["smr"] & held["seq"]
        assert held["smr"] | held["seq"] <= held["gmr"]
        assert held["nash"] <= held.get("sim", held["nash"])


@given(models())
def test_security_levels_are_ordered_like_the_concepts(model):
    for k in everybody(model):
        level = {concept: find(model, k) for concept, find in LEVELS.items()}
        for least, most in (("gmr", "smr"), ("gmr", "seq"), ("smr", "sseq"), ("seq", "sseq"), ("sseq", "nash")):
            assert (level[least] <= level[most]).all()


@given(models())
def test_coalitional_concepts_imply_one_another_and_the_concepts_of_single_players(model):
    found, single = Coalitions(model), stable(model)
    for made in found.all:
        held = {c: set(np.flatnonzero(where)) for c, where in made.stable.items()}
        assert held["cr"] <= held["csmr"] & held["cseq"]
        assert held["csmr"] | held["cseq"] <= held["cgmr"]
        if len(made.members) == 1:
            for group, own in (("cr", "nash"), ("cgmr", "gmr"), ("csmr", "smr")):
                assert made.stable[group].tolist() == single[own][made.members[0]]


# Invariances


@given(models(), st.data())
@settings(max_examples=60)
def test_the_order_of_decision_makers_does_not_matter(model, data):
    order = data.draw(st.permutations(range(len(model.players))))
    pairs = [model.moves.pairs(k) for k in order]
    moves = ArcMoves(model.size, pairs, transitive=model.moves.transitive)
    owners = tuple(order.index(own) for own in model.owners)
    other = replace(model, owners=owners, moves=moves, payoffs=model.payoffs[list(order)])
    found, expected = stable(other), stable(model)
    assert {c: [own[order.index(k)] for k in everybody(model)] for c, own in found.items()} == expected
    jumps = set(Coalitions(model).jumps(equilibria(model, "nash")))
    moved = Coalitions(other).jumps(equilibria(other, "nash"))
    assert {(tuple(sorted(order[k] for k in members)), s, t) for members, s, t in moved} == jumps
    for concept, where in Coalitions(other).stable().items():
        assert where.tolist() == Coalitions(model).stable()[concept].tolist()
    for concept in LEVELS:
        assert equilibrium_margin(other, concept)[0].tolist() == equilibrium_margin(model, concept)[0].tolist()
    for improving in (False, True):
        assert distances(other, 0, improving=improving) == distances(model, 0, improving=improving)


@given(option_models(), st.data())
@settings(max_examples=60)
def test_the_order_of_options_does_not_matter(model, data):
    order = data.draw(st.permutations(range(len(model.options))))
    moved = np.zeros_like(model.codes)
    for bit, to in enumerate(order):
        moved |= (model.codes >> bit & 1) << to
    spots = np.argsort(moved)
    owners = tuple(model.owners[order.index(k)] for k in range(len(order)))
    other = replace(permuted(model, spots), codes=moved[spots], owners=owners)
    expected = answers(model)
    assert {name: [own[spot] for spot in spots] for name, own in expected.items()} == answers(other)


@given(graph_models(), st.data())
@settings(max_examples=60)
def test_the_order_of_states_does_not_matter(model, data):
    spots = np.asarray(data.draw(st.permutations(range(model.size))))
    expected = answers(model)
    assert {name: [own[spot] for spot in spots] for name, own in expected.items()} == answers(permuted(model, spots))


def permuted(model, spots):
    """The same model with its states in another order: first the one that was at the first spot."""
    to = np.argsort(spots)
    moves = ArcMoves(
        model.size, [to[model.moves.pairs(k)] for k in everybody(model)], transitive=model.moves.transitive
    )
    return replace(model, moves=moves, payoffs=model.payoffs[:, spots], status_quo=int(to[0]))


@given(models(), st.data())
@settings(max_examples=60)
def test_only_the_order_of_payoffs_matters(model, data):
    steps = data.draw(
        st.lists(st.lists(st.integers(1, 9), min_size=40, max_size=40), min_size=len(model.players), max_size=3)
    )
    raised = np.stack(
        [np.cumsum([0, *own])[row] for own, row in zip(steps, model.payoffs, strict=False)], dtype=np.int32
    )
    assert answers(model.with_payoffs(raised)) == answers(model)


@given(models())
@settings(max_examples=60)
def test_a_player_without_moves_changes_nothing(model):
    pairs = [*(model.moves.pairs(k) for k in everybody(model)), np.zeros((0, 2), dtype=np.int64)]
    moves = ArcMoves(model.size, pairs, transitive=model.moves.transitive)
    extra = np.concatenate([model.payoffs, model.payoffs[:1]])
    other = replace(model, players=(*model.players, "idle"), moves=moves, payoffs=extra)
    found = stable(other)
    assert {concept: own[:-1] for concept, own in found.items()} == stable(model)
    assert all(all(own[-1]) for own in found.values())


# Margins


@given(models(most=5, width=3, strict=True), st.sampled_from(tuple(LEVELS)), st.data())
@settings(max_examples=100)
def test_margins_are_the_least_number_of_swaps_that_upset_a_state(model, concept, data):
    """Against every strict ranking of the decision maker, by its distance in swaps of neighbours (Kendall 1938)."""
    mover = data.draw(st.integers(0, len(model.players) - 1))
    own = model.payoffs[mover]
    rankings = np.asarray(list(permutations(range(1, model.size + 1))), dtype=np.int32)
    swaps = [
        sum((own[s] < own[t]) != (row[s] < row[t]) for s in range(model.size) for t in range(s)) for row in rankings
    ]
    varied = np.repeat(model.payoffs[:, None, :], len(rankings), axis=1)
    varied[mover] = rankings
    tried = model.with_payoffs(varied)
    held = is_stable(tried, mover, LEVELS[concept](tried, mover))
    found = margins(model, mover, concept)
    for state in range(model.size):
        least = min((count for count, kept in zip(swaps, held[:, state], strict=True) if not kept), default=NEVER)
        assert found[state] == least


@given(models(), st.sampled_from(tuple(LEVELS)), st.data())
@settings(max_examples=120)
def test_lowering_a_state_by_its_margin_upsets_it_and_by_less_does_not(model, concept, data):
    """With ties, too: the state is put below all that are as good as it or little worse, class by class."""
    mover = data.draw(st.integers(0, len(model.players) - 1))
    own, found = model.payoffs[mover], margins(model, mover, concept)
    for state in range(model.size):
        for floor in range(1, int(own[state]) + 2):
            passed = [t for t in range(model.size) if t != state and floor <= own[t] <= own[state]]
            lowered = own * 2
            lowered[state] = 2 * floor - 1 if passed else lowered[state]
            tried = model.payoffs.copy()
            tried[mover] = lowered
            other = model.with_payoffs(tried)
            kept = is_stable(other, mover, LEVELS[concept](other, mover))[state]
            assert kept == (found[state] == NEVER or len(passed) < found[state])


@given(models(), st.sampled_from(tuple(LEVELS)))
def test_margins_are_nought_where_unstable_and_the_least_counts(model, concept):
    own = [margins(model, k, concept) for k in everybody(model)]
    for k, counts in enumerate(own):
        assert ((counts != 0) == is_stable(model, k, LEVELS[concept](model, k))).all()
    least, whose = equilibrium_margin(model, concept)
    for state in range(model.size):
        finite = [counts[state] for counts in own if counts[state] != NEVER]
        assert least[state] == min(finite, default=NEVER)
        assert (whose[state] == -1) == (not finite)
        assert not finite or own[whose[state]][state] == least[state]


@given(option_models(players=2), st.data())
@settings(max_examples=60)
def test_the_tornado_is_what_solving_anew_gives(model, data):
    lines = data.draw(st.integers(1, 4))
    row = st.lists(st.booleans(), min_size=model.size, max_size=model.size)
    truths = {k: np.asarray(data.draw(st.lists(row, min_size=lines, max_size=lines))) for k in everybody(model)}
    model = model.with_payoffs(np.stack([by_priority(truth) for truth in truths.values()]))
    now = set(np.flatnonzero(equilibria(model, "seq")))
    changes = statement_changes(model, truths, "seq")
    assert len(changes) == len(truths) * (2 * lines - 1)
    for change in changes:
        rows = list(truths[change.mover])
        moved = rows.pop(change.statement)
        if change.change == "raised":
            rows.insert(change.statement - 1, moved)
        seen = [tuple(bool(row[s]) for row in rows) for s in range(model.size)]
        payoffs = model.payoffs.copy()
        payoffs[change.mover] = [1 + sorted(set(seen)).index(one) for one in seen]
        after = set(np.flatnonzero(equilibria(model.with_payoffs(payoffs), "seq")))
        assert (set(change.lost), set(change.gained)) == (now - after, after - now)


# Looking ahead


@given(models())
def test_one_move_ahead_is_nash_stability(model):
    assert [own.tolist() for own in limited_move(model, 1)] == stable(model)["nash"]


@given(models(players=2, least=2, strict=True))
@settings(max_examples=120)
def test_two_moves_ahead_of_two_players_are_what_trying_both_gives(model):
    found = limited_move(model, 2)
    for k in range(2):
        mine, others = model.payoffs[k], model.payoffs[1 - k]
        for state in range(model.size):
            ends = [
                max([first, *model.moves.targets(1 - k, first)], key=lambda t: others[t])
                for first in model.moves.targets(k, state)
            ]
            assert found[k][state] == all(mine[end] <= mine[state] for end in ends)


@given(graph_models(), st.integers(2, 4), st.data())
@settings(max_examples=120)
def test_looking_ahead_does_not_depend_on_the_numbers_of_states(model, horizon, data):
    spots = np.asarray(data.draw(st.permutations(range(model.size))))
    found = limited_move(permuted(model, spots), horizon)
    assert [own.tolist() for own in found] == [own[spots].tolist() for own in limited_move(model, horizon)]


@pytest.mark.parametrize("seed", range(2))
def test_looking_ahead_does_not_depend_on_the_order_of_decision_makers(seed):
    """Three decision makers with many ties, where two others may answer equally badly."""
    random = Random(seed)
    for _ in range(1000):
        size = random.randint(2, 6)
        pairs = [[random.choices(range(size), k=2) for _ in range(random.randint(0, 2 * size))] for _ in range(3)]
        rows = np.asarray([random.choices((1, 2, 3), k=size) for _ in range(3)], dtype=np.int32)
        order = random.sample(range(3), 3)
        model, other = (
            Model(names(3), (), (), None, ArcMoves.of_pairs(size, [map(tuple, pairs[k]) for k in who]), rows[who])
            for who in ([0, 1, 2], order)
        )
        found, expected = limited_move(other, 3), limited_move(model, 3)
        assert [found[order.index(k)].tolist() for k in range(3)] == [own.tolist() for own in expected]


# Uncertain preferences


def purpose(*names):
    return Streams(5).generator(*names)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=9))
def test_rankings_without_error_are_the_judged_ones(values):
    payoff = dense_ranks(np.asarray(values, dtype=np.float64))
    known = Uncertain(payoff, np.zeros((0, len(values)), dtype=np.bool_))
    for spread in (0.0, 1e-9, 1e-4):
        assert (draw(known, spread, 5, purpose("x")) == payoff).all()


@given(st.integers(1, 70), st.integers(1, 9), st.integers(0, 10**6))
def test_statements_without_error_are_the_judged_ones(lines, size, seed):
    truth = np.random.default_rng(seed).random((lines, size)) < 1 / lines
    known = Uncertain(by_priority(truth), truth, (False,) * lines)
    for spread in (0.0, 1e-4):
        assert (draw(known, spread, 4, purpose("x")) == by_priority(truth)).all()


@given(st.integers(1, 8), st.integers(1, 9), st.integers(0, 10**6))
def test_weights_without_range_are_the_judged_ones(lines, size, seed):
    random = np.random.default_rng(seed)
    truth = random.random((lines, size)) < 0.5
    best = random.integers(0, 9, lines).astype(np.float64)
    known = Uncertain(by_weight(truth, best), truth, (False,) * lines, np.stack([best, best, best], axis=1))
    assert (draw(known, 1.0, 4, purpose("x")) == by_weight(truth, best)).all()


def uncertain():
    truth = np.asarray([[True, True, False, False], [True, False, True, False]])
    weights = np.asarray([[0.0, 1.0, 4.0], [1.0, 2.0, 3.0]])
    nothing = np.zeros((0, 4), dtype=np.bool_)
    yield Uncertain(np.asarray([4, 3, 2, 1], dtype=np.int32), nothing)
    yield Uncertain(by_priority(truth), truth, (False, False))
    yield Uncertain(by_priority(truth[1:]), truth, (True, False))
    yield Uncertain(by_weight(truth, weights[:, 1]), truth, (False, False), weights)
    yield Uncertain(by_weight(truth, np.asarray([0.0, 2.0])), truth, (True, False), weights)


@pytest.mark.parametrize(
    "known", list(uncertain()), ids=["ranking", "statements", "unknown", "weights", "dark-weights"]
)
def test_the_same_stream_gives_the_same_draws_and_another_gives_others(known):
    first, again, other = (draw(known, 1.0, 60, purpose(name)) for name in ("x", "x", "y"))
    assert (first == again).all()
    assert (first != other).any()
    assert first.shape == (60, 4)
    assert len({tuple(row) for row in first.tolist()}) > 1
    for row in first:
        assert set(row) == set(range(1, int(row.max()) + 1))


def test_a_statement_that_may_be_liked_or_disliked_splits_the_draws():
    truth = np.asarray([[True, False]])
    drawn = draw(Uncertain(np.ones(2, np.int32), truth, (True,)), 1.0, 4000, purpose("x"))
    liked = (drawn[:, 0] > drawn[:, 1]).mean()
    assert ((drawn == [2, 1]) | (drawn == [1, 2])).all(axis=1).all()
    assert 0.45 < liked < 0.55


def test_a_wider_error_turns_more_neighbours_round():
    nothing = np.zeros((0, 3), dtype=np.bool_)
    known = Uncertain(np.asarray([3, 2, 1], dtype=np.int32), nothing)
    kept = [
        (draw(known, spread, 2000, purpose("x")) == [3, 2, 1]).all(axis=1).mean() for spread in (0.2, 0.5, 1.0, 5.0)
    ]
    assert kept == sorted(kept, reverse=True)
    assert kept[0] > 0.95
    assert kept[-1] < 0.35


@given(st.integers(21, 70), st.integers(0, 10**6))
def test_draws_of_many_statements_are_lexicographic_in_the_drawn_order(lines, seed):
    """The order that was drawn is found again from the same stream; tuples of truth values do the rest."""
    truth = np.random.default_rng(seed).random((lines, 12)) < 1 / lines
    known = Uncertain(by_priority(truth), truth, (False,) * lines)
    drawn = draw(known, 3.0, 3, purpose("x"))
    random = purpose("x")
    random.random((3, lines))
    places = np.arange(lines) + random.normal(0.0, 3.0, (3, lines))
    for row, order in zip(drawn, np.argsort(places, axis=1), strict=True):
        seen = [tuple(truth[order, s].tolist()) for s in range(12)]
        assert row.tolist() == [1 + sorted(set(seen)).index(one) for one in seen]


@given(st.data())
def test_every_way_in_which_unknown_statements_may_turn_out_is_tried(data):
    size = data.draw(st.integers(1, 5))
    row = st.lists(st.booleans(), min_size=size, max_size=size)
    known, dark = [], []
    for k in range(data.draw(st.integers(1, 3))):
        lines = np.asarray(data.draw(st.lists(row, min_size=1, max_size=3)))
        unknown = tuple(data.draw(st.booleans()) for _ in lines)
        dark += [(k, i) for i, one in enumerate(unknown) if one]
        known.append(Uncertain(by_priority(lines[~np.asarray(unknown)]), lines, unknown))
    found = completions(known)
    if not dark or len(dark) > MAX_UNKNOWN:
        assert found is None
        return
    expected = set()
    for signs in product((1, -1, 0), repeat=len(dark)):
        liked = dict(zip(dark, signs, strict=True))
        way = []
        for k, own in enumerate(known):
            seen = [tuple(liked.get((k, i), 1) * int(line[s]) for i, line in enumerate(own.truth)) for s in range(size)]
            way.append(tuple(1 + sorted(set(seen)).index(one) for one in seen))
        expected.add(tuple(way))
    assert found.shape == (len(known), 3 ** len(dark), size)
    assert {tuple(map(tuple, found[:, n].tolist())) for n in range(found.shape[1])} == expected


# Misperception and behaviour


@given(models())
def test_nobody_in_error_is_the_true_game(model):
    right = Perceived(np.zeros(model.size, dtype=np.bool_), {})
    for concept, level in LEVELS.items():
        held = [is_stable(model, k, level(model, k)).tolist() for k in everybody(model)]
        for view in (None, right):
            found = hypergame_stability(model, [view for _ in model.players], concept)
            assert [own.tolist() for own in found] == held


@given(models(least=2), st.data())
def test_errors_of_one_do_not_touch_the_others(model, data):
    hidden = np.asarray(data.draw(st.lists(st.booleans(), min_size=model.size, max_size=model.size)))
    hidden[0] = False
    views = [Perceived(hidden, {}), *([None] * (len(model.players) - 1))]
    for concept, level in LEVELS.items():
        found = hypergame_stability(model, views, concept)
        assert not (found[0] & hidden).any()
        for k in everybody(model)[1:]:
            assert (found[k] == is_stable(model, k, level(model, k))).all()


@given(st.data())
def test_readings_set_the_hit_against_the_area(data):
    players, size = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 8))
    state = data.draw(st.integers(0, size - 1))
    rows = st.lists(st.lists(st.booleans(), min_size=size, max_size=size), min_size=players, max_size=players)
    held = {concept: data.draw(rows) for concept in ("nash", "gmr")}
    found = readings({c: [np.asarray(row) for row in own] for c, own in held.items()}, state)
    assert [reading.concept for reading in found] == ["nash", "gmr"]
    for reading, own in zip(found, held.values(), strict=True):
        everyone = [all(row[s] for row in own) for s in range(size)]
        assert reading.hit == everyone[state]
        assert Fraction(reading.area).limit_denominator(100) == Fraction(sum(everyone), size)
        assert reading.unstable_for == tuple(k for k, row in enumerate(own) if not row[state])
        assert reading.success == pytest.approx(everyone[state] - sum(everyone) / size)


@given(models(), st.data())
def test_an_observed_move_is_somebodys_step(model, data):
    before, after = (data.draw(st.integers(0, model.size - 1)) for _ in range(2))
    found = observed_move(model, before, after)
    movers = [k for k in everybody(model) if [before, after] in model.moves.pairs(k).tolist()]
    assert (found is None) == (not movers)
    if found is not None:
        assert found.mover == movers[0]
        assert found.improved == (model.payoffs[found.mover][after] > model.payoffs[found.mover][before])


@given(models(), st.booleans())
def test_the_evolution_graph_holds_every_onward_move(model, improving):
    found = evolution(model, 0, improving=improving)
    assert set(found) == set(distances(model, 0, improving=improving))
    for state, onward in found.items():
        steps = [(k, t) for k in everybody(model) for t in targets(model, k, state, improving)]
        assert onward == steps
        for k, t in onward:
            assert [state, t] in model.moves.pairs(k).tolist()
            assert not improving or model.payoffs[k][t] > model.payoffs[k][state]


@given(models(), st.data())
def test_first_moves_are_the_improvements_best_first(model, data):
    state = data.draw(st.integers(0, model.size - 1))
    found = first_moves(model, state)
    assert sorted((step.mover, step.state) for step in found) == [
        (k, t) for k in everybody(model) for t in targets(model, k, state, True)
    ]
    for one, two in pairwise(found):
        assert one.mover <= two.mover
        if one.mover == two.mover:
            assert model.payoffs[one.mover][one.state] >= model.payoffs[one.mover][two.state]


# Preferences


@given(st.integers(1, 80), st.integers(1, 12), st.integers(0, 10**6))
def test_priority_compares_tuples(lines, size, seed):
    truth = np.random.default_rng(seed).random((lines, size)) < 1 / lines
    seen = [tuple(column) for column in truth.T.tolist()]
    assert by_priority(truth).tolist() == [1 + sorted(set(seen)).index(one) for one in seen]


def test_priority_of_seventy_statements_does_not_overflow():
    """States that differ in the first statement only, and in the last only: 2**69 is beyond any machine number."""
    truth = np.zeros((70, 4), dtype=np.bool_)
    truth[0, 1] = truth[69, 2] = True
    truth[1:, 3] = True
    assert by_priority(truth).tolist() == [1, 4, 2, 3]


@given(st.integers(1, 6), st.integers(1, 9), st.integers(0, 10**6))
def test_weights_compare_sums(lines, size, seed):
    random = np.random.default_rng(seed)
    truth, weights = random.random((lines, size)) < 0.5, random.integers(0, 4, lines)
    sums = [int(sum(weights[truth[:, s]])) for s in range(size)]
    assert by_weight(truth, weights / 8).tolist() == [1 + sorted(set(sums)).index(one) for one in sums]


@given(st.integers(1, 6), st.integers(1, 9), st.integers(0, 10**6))
def test_the_first_statement_on_which_states_differ_decides(lines, size, seed):
    random = np.random.default_rng(seed)
    truth = random.random((lines, size)) < 0.5
    strong, unknown = (random.random(lines) < 0.4).tolist(), (random.random(lines) < 0.3).tolist()
    found = relation_of_statements(truth, strong, unknown)
    for s, t in product(range(size), repeat=2):
        at = next((k for k in range(lines) if truth[k, s] != truth[k, t]), None)
        if at is None:
            expected = 0
        elif unknown[at]:
            expected = int(UNKNOWN)
        else:
            expected = (2 if strong[at] else 1) * (1 if truth[at, s] else -1)
        assert found[s, t] == expected


@given(st.data())
def test_statements_levels_and_rankings_say_the_same(data):
    size = data.draw(st.integers(1, 8))
    values = data.draw(st.lists(st.integers(1, 4), min_size=size, max_size=size))
    best_first = sorted(set(values), reverse=True)
    classes = [[s for s in range(size) if values[s] == value] for value in best_first]
    payoff = by_ranking(classes, size)
    assert payoff.tolist() == dense_ranks(np.asarray(values, dtype=np.float64)).tolist()
    assert (relation_of_levels(classes, [False] * (len(classes) - 1), size) == relation_of(payoff)).all()
    truth = np.asarray([[value >= floor for value in values] for floor in best_first])
    assert by_priority(truth).tolist() == payoff.tolist()
    assert (relation_of_statements(truth, [False] * len(truth), [False] * len(truth)) == relation_of(payoff)).all()


# Conditions


def parts(inner):
    several = st.lists(inner, min_size=2, max_size=3)

    def counted(parts):
        return st.tuples(
            st.just("count"),
            st.sampled_from(("at-least", "at-most", "exactly")),
            st.integers(0, len(parts)),
            st.just(parts),
        )

    return st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.sampled_from(("and", "or")), several),
        st.tuples(st.sampled_from(("iff", "if")), inner, inner),
        st.lists(inner, min_size=1, max_size=3).flatmap(counted),
    )


LEAVES = st.one_of(st.sampled_from(NAMES).map(lambda name: ("option", name)), st.sampled_from([("true",), ("false",)]))
CONDITIONS = st.recursive(LEAVES, parts, max_leaves=7)


def truth(tree, taken):
    """Plain truth of a condition, given the set of options taken."""
    match tree:
        case ("option", name):
            return name in taken
        case ("true",):
            return True
        case ("false",):
            return False
        case ("not", inner):
            return not truth(inner, taken)
        case ("and", inner):
            return all(truth(part, taken) for part in inner)
        case ("or", inner):
            return any(truth(part, taken) for part in inner)
        case ("iff", one, other):
            return truth(one, taken) == truth(other, taken)
        case ("if", one, other):
            return truth(other, taken) if truth(one, taken) else True
        case ("count", kind, number, inner):
            count = sum(truth(part, taken) for part in inner)
            return {"at-least": count >= number, "at-most": count <= number, "exactly": count == number}[kind]
    raise AssertionError(tree)


STRENGTH = {"iff": 0, "if": 1, "or": 2, "and": 3, "not": 4}


def written(tree, least=0):
    """The text of a condition with no more brackets than its parts need."""
    kind = tree[0]
    match tree:
        case ("option", name):
            text = name
        case ("true",) | ("false",):
            text = kind
        case ("not", inner):
            text = f"not {written(inner, 4)}"
        case ("and" | "or", inner):
            text = f" {kind} ".join(written(part, STRENGTH[kind] + 1) for part in inner)
        case ("iff", one, other):
            text = f"{written(one, 2)} iff {written(other, 1)}"
        case ("if", one, other):
            text = f"if {written(one)} then {written(other)}"
        case ("count", word, number, inner):
            text = f"{word}({number}{''.join(', ' + written(part) for part in inner)})"
    return f"({text})" if STRENGTH.get(kind, 9) < least else text


def table(tree):
    return [truth(tree, {name for name, bit in BITS.items() if code >> bit & 1}) for code in CODES.tolist()]


@given(CONDITIONS)
@settings(max_examples=200)
def test_conditions_are_true_where_a_truth_table_says_so(tree):
    read = parse_condition(written(tree))
    assert holds(read, CODES, BITS).tolist() == table(tree)
    assert set(options_in(read)) <= set(NAMES)


@given(CONDITIONS, st.randoms(use_true_random=False))
def test_spaces_and_brackets_change_nothing(tree, random):
    text = f"({written(tree)})".replace(" ", random.choice((" ", "  ", "\n", "\t ")))
    assert holds(parse_condition(text), CODES, BITS).tolist() == table(tree)


@given(CONDITIONS, st.booleans())
@settings(max_examples=200)
def test_normal_forms_are_equivalent(tree, negated):
    terms = normal_form(written(tree), negated=negated)
    for code, wanted in enumerate(table(tree)):
        met = any(all((code >> BITS[name] & 1 == 1) == taken for name, taken in term) for term in terms)
        assert met == (wanted != negated)
    assert len(set(terms)) == len(terms)
    for one, other in product(terms, repeat=2):
        assert one == other or not one <= other


@given(st.lists(CONDITIONS, max_size=3))
def test_feasible_states_are_those_where_every_rule_holds(trees):
    rules = [parse_condition(written(tree)) for tree in trees]
    tables = [table(tree) for tree in trees]
    assert feasible_codes(BITS, rules).tolist() == [
        code for code in CODES.tolist() if all(rows[code] for rows in tables)
    ]
    assert feasible_codes(BITS, [Not(rule) for rule in rules]).tolist() == [
        code for code in CODES.tolist() if not any(rows[code] for rows in tables)
    ]


def test_narrow_rules_leave_few_states_of_many_options():
    """Sixty options, of which at most one is taken: 61 states, found without listing 2**60."""
    bits = {f"o{k}": k for k in range(60)}
    rules = [parse_condition(f"not (o{j} and o{k})") for k in range(60) for j in range(k)]
    assert sorted(feasible_codes(bits, rules).tolist()) == [0, *(1 << k for k in range(60))]


def test_too_many_states_are_refused():
    with pytest.raises(TooManyStatesError):
        feasible_codes({f"o{k}": k for k in range(MAX_STATES.bit_length())}, [])


TOKENS = st.lists(st.sampled_from([*sorted(WORDS), *NAMES, "(", ")", ",", "1", "2", "0", " ", "\n", "-", "é", "_"]))


@given(st.one_of(st.text(max_size=200), TOKENS.map(" ".join), TOKENS.map("".join)))
@settings(max_examples=300)
def test_text_that_is_no_condition_gets_a_reason_and_a_column(text):
    read, error = tried(text)
    if error is not None:
        assert error.why
        assert 0 <= error.column <= len(text)
    else:
        bits = {name: bit for bit, name in enumerate(dict.fromkeys(options_in(read)))}
        assert not set(bits) & WORDS
        assert len(holds(read, np.arange(4), bits)) == 4


def tried(text):
    try:
        return parse_condition(text), None
    except ConditionError as error:
        return None, error


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 0),
        ("   ", 3),
        ("a b", 2),
        ("a and", 5),
        ("and a", 0),
        ("not", 3),
        ("(a", 2),
        ("a)", 1),
        ("()", 1),
        ("if a b", 5),
        ("a or then", 5),
        ("a & b", 2),
        ("a\tor\n *", 6),
        ("at-least(a, b)", 9),
        ("at-least 1", 9),
        ("exactly(3, a, b)", 0),
        ("at-most(9999, a)", 8),
        ("at-least()", 9),
        ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), MAX_DEPTH + 1),
        ("not " * (MAX_DEPTH + 1) + "a", 4 * (MAX_DEPTH + 1)),
        ("a" * (MAX_LENGTH + 1), 0),
    ],
)
def test_the_column_is_where_it_goes_wrong(text, column):
    with pytest.raises(ConditionError) as caught:
        parse_condition(text)
    assert caught.value.column == column


def test_the_deepest_and_longest_conditions_are_read():
    for text in (
        "(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH,
        "not " * MAX_DEPTH + "a",
        " iff ".join(["a"] * 600),
        " and ".join(["a"] * 600),
        "if a then " * MAX_DEPTH + "a",
        "at-least(1, " * MAX_DEPTH + "a" + ")" * MAX_DEPTH,
    ):
        read = parse_condition(text)
        assert set(options_in(read)) == {"a"}
        assert holds(read, np.arange(2), {"a": 0}).any()


@pytest.mark.parametrize("text", [" iff ".join("abcdefghijklmnop"), f"at-least(8, {', '.join('abcdefghijklmnop')})"])
def test_normal_forms_of_too_many_terms_are_refused(text):
    with pytest.raises(TrivetError, match="alternatives"):
        normal_form(text)
