"""Moves as bit operations against moves as arcs, for the same models; and both against the definition.

Large models never have their arcs written down, so nothing else would notice if the two parted.
"""

from random import Random

import numpy as np
import pytest

from trivet.lenses.conflict.model import states as states_module
from trivet.lenses.conflict.model.arcs import ArcMoves
from trivet.lenses.conflict.model.graph import Model, greatest
from trivet.lenses.conflict.model.lattice import LatticeMoves
from trivet.lenses.conflict.model.robustness import equilibria, margins
from trivet.lenses.conflict.model.sim import fraser_hipel, sim
from trivet.lenses.conflict.model.stability import LEVELS, is_stable
from trivet.lenses.conflict.model.states import TooManyStatesError, option_moves
from trivet.lenses.conflict.model.status_quo import distances

WORST = "trivet.lenses.conflict.model.sim.WORST"
SEEDS = range(48)


class Drawn:
    """A random model in option form, with its moves kept in both ways."""

    def __init__(self, seed):
        random = Random(seed)
        self.width = random.choice((1, 2, 3, 4, 5, 6, 6, 7, 7, 8, 9))
        count = random.randint(1, min(4, self.width))
        owners = [*range(count), *(random.randrange(count) for _ in range(self.width - count))]
        random.shuffle(owners)
        self.owners = tuple(owners)
        ways = [random.choice(("both", "both", "fwd", "back")) for _ in owners]
        if seed % 3 == 0:
            ways = ["both"] * self.width
        self.forward, self.back = (sum(1 << k for k, way in enumerate(ways) if way == d) for d in ("fwd", "back"))
        share = random.choice((0.1, 0.5, 0.9, 1, 1))
        codes = [code for code in range(1 << self.width) if random.random() < share] or [random.randrange(2)]
        self.codes = np.asarray(codes, dtype=np.int64)
        self.masks = tuple(sum(1 << k for k, own in enumerate(owners) if own == who) for who in range(count))
        classes = random.choice((2, 5, len(codes)))
        rng = np.random.default_rng(seed)
        self.payoffs = rng.integers(1, classes + 1, (count, len(codes))).astype(np.int32)
        self.values = rng.integers(-50, 50, len(codes)).astype(np.int32)
        self.arcs = option_moves(self.codes, self.masks, self.forward, self.back, self.width)
        self.lattice = LatticeMoves(self.codes, self.masks, self.forward, self.back, self.width)
        self.players = range(count)

    def model(self, moves):
        names = tuple(f"D{k}" for k in self.players)
        options = tuple(f"o{k}" for k in range(self.width))
        return Model(names, options, self.owners, self.codes, moves, self.payoffs, 0)

    @property
    def both(self):
        return self.model(self.arcs), self.model(self.lattice)

    def steps(self, who):
        """The steps of a decision maker by the definition."""
        mask = self.masks[who]
        for s, before in enumerate(map(int, self.codes)):
            for t, after in enumerate(map(int, self.codes)):
                change = before ^ after
                barred = change & (~mask | before & self.forward | after & self.back)
                if change and not barred:
                    yield s, t


@pytest.fixture(params=SEEDS)
def drawn(request):
    return Drawn(request.param)


def test_the_models_are_of_every_sort():
    every = [Drawn(seed) for seed in SEEDS]
    assert all(isinstance(one.arcs, ArcMoves) for one in every)
    assert {one.width for one in every} == set(range(1, 10))
    assert {len(one.players) for one in every} == {1, 2, 3, 4}
    full = [len(one.codes) == 1 << one.width for one in every]
    assert 12 < sum(full) < 36
    assert sum(bool(one.forward or one.back) for one in every) > 24
    assert sum(list(one.owners) != sorted(one.owners) for one in every) > 24


def test_pairs_are_equal_and_as_defined(drawn):
    for who in drawn.players:
        assert drawn.lattice.pairs(who).tolist() == drawn.arcs.pairs(who).tolist()
        if drawn.width <= 6:
            assert drawn.arcs.pairs(who).tolist() == [list(step) for step in drawn.steps(who)]


def test_targets_are_equal(drawn):
    for who in drawn.players:
        for state in range(0, len(drawn.codes), 1 + len(drawn.codes) // 40):
            assert drawn.lattice.targets(who, state).tolist() == drawn.arcs.targets(who, state).tolist()


def test_least_and_greatest_values_are_equal(drawn):
    for who in drawn.players:
        for values in (drawn.values, drawn.payoffs[who]):
            assert drawn.lattice.least(who, values).tolist() == drawn.arcs.least(who, values).tolist()
            assert greatest(drawn.lattice, who, values).tolist() == greatest(drawn.arcs, who, values).tolist()


def test_nothing_is_changed_on_the_way(drawn):
    before = drawn.values.copy(), drawn.payoffs.copy()
    for moves in (drawn.arcs, drawn.lattice):
        for who in drawn.players:
            moves.least(who, drawn.values)
            moves.better(who, drawn.payoffs[who])(drawn.values)
    assert (drawn.values == before[0]).all()
    assert (drawn.payoffs == before[1]).all()


def test_least_values_over_improvements_are_equal(drawn):
    for who in drawn.players:
        reduce, other = (moves.better(who, drawn.payoffs[who]) for moves in (drawn.lattice, drawn.arcs))
        for values in (drawn.values, drawn.payoffs[who], -drawn.values):
            assert reduce(values).tolist() == other(values).tolist()


def test_security_levels_are_equal(drawn):
    arcs, lattice = drawn.both
    for concept, level in LEVELS.items():
        for who in drawn.players:
            assert level(lattice, who).tolist() == level(arcs, who).tolist()
            assert margins(lattice, who, concept).tolist() == margins(arcs, who, concept).tolist()
        assert equilibria(lattice, concept).tolist() == equilibria(arcs, concept).tolist()


def settled(model):
    """SIM stability of each decision maker, and the joined rule of Fraser and Hipel."""
    found = [sim(model, who) for who in range(len(model.players))]
    held = [is_stable(model, who, LEVELS["seq"](model, who)) for who in range(len(model.players))]
    return [own.tolist() for own in (*found, fraser_hipel(model, held, found))]


def test_simultaneous_stability_is_equal(drawn):
    arcs, lattice = drawn.both
    assert settled(lattice) == settled(arcs)


@pytest.mark.parametrize(("worst", "rounds"), [(1, 4), (3, 4), (3, 0), (3, 1), (300, 4)])
def test_simultaneous_stability_by_ends_and_by_answers_is_equal(drawn, monkeypatch, worst, rounds):
    default = settled(drawn.both[0])
    monkeypatch.setattr(WORST, worst)
    monkeypatch.setattr("trivet.lenses.conflict.model.sim.ROUNDS", rounds)
    for model in drawn.both:
        assert settled(model) == default


def test_simultaneous_stability_in_chunks_is_equal(drawn, monkeypatch):
    model, _ = drawn.both
    default = settled(model)
    monkeypatch.setattr(WORST, 2)
    monkeypatch.setattr("trivet.lenses.conflict.model.sim.CHUNK", 5)
    assert settled(model) == default


def test_only_the_states_asked_about_are_settled(drawn, monkeypatch):
    model, _ = drawn.both
    asked = np.arange(model.size) % 2 == 0
    for worst in (512, 3):
        monkeypatch.setattr(WORST, worst)
        for who in drawn.players:
            whole, part = sim(model, who), sim(model, who, among=asked)
            assert (part == (whole | ~asked)).all()


def test_distances_are_equal(drawn):
    arcs, lattice = drawn.both
    for improving in (False, True):
        assert distances(lattice, 0, improving=improving) == distances(arcs, 0, improving=improving)


def test_large_models_get_bit_operations_and_conditions_need_arcs(drawn, monkeypatch):
    monkeypatch.setattr(states_module, "FEW_ARCS", -1)
    monkeypatch.setattr(states_module, "MAX_ARCS", -1)
    moves = option_moves(drawn.codes, drawn.masks, drawn.forward, drawn.back, drawn.width)
    assert isinstance(moves, LatticeMoves)
    assert moves.pairs(0).tolist() == drawn.arcs.pairs(0).tolist()
    conditions = {0: np.ones(len(drawn.codes), dtype=np.bool_)}
    with pytest.raises(TooManyStatesError):
        option_moves(drawn.codes, drawn.masks, drawn.forward, drawn.back, drawn.width, conditions)
    with pytest.raises(TooManyStatesError):
        states_module.merged_moves(moves, np.zeros(len(drawn.codes), dtype=np.int64))


def test_several_rows_of_values_are_refused(drawn):
    with pytest.raises(ValueError, match="one row of values"):
        drawn.lattice.least(0, np.stack([drawn.values, drawn.values]))


def test_conditional_options_are_changed_only_where_their_condition_holds(drawn):
    """Arcs with conditions are those arcs without whose source allows every conditional option that they change."""
    allowed = {
        bit: np.asarray([(int(code) * 7 + bit) % 3 > 0 for code in drawn.codes], dtype=np.bool_)
        for bit in range(0, drawn.width, 2)
    }
    moves = option_moves(drawn.codes, drawn.masks, drawn.forward, drawn.back, drawn.width, allowed)
    assert not moves.transitive
    for who in drawn.players:
        kept = [
            [s, t]
            for s, t in drawn.arcs.pairs(who).tolist()
            if all(where[s] or not (drawn.codes[s] ^ drawn.codes[t]) >> bit & 1 for bit, where in allowed.items())
        ]
        assert moves.pairs(who).tolist() == kept


def test_merged_states_can_do_what_any_state_inside_can(drawn):
    groups = [drawn.codes % 4 == 0, drawn.codes % 4 <= 1]
    into = states_module.merge_states(drawn.codes, groups)
    merged = states_module.merged_moves(drawn.arcs, into)
    assert merged.size == len(set(into.tolist()))
    for who in drawn.players:
        pairs = {(int(into[s]), int(into[t])) for s, t in drawn.arcs.pairs(who)}
        assert {(int(s), int(t)) for s, t in merged.pairs(who)} == {(s, t) for s, t in pairs if s != t}
    least = [int(drawn.codes[into == head].min()) for head in range(merged.size)]
    assert least == sorted(least)
    first = set(np.flatnonzero(groups[0]).tolist())
    rest = set(np.flatnonzero(groups[1]).tolist()) - first
    alone = set(range(len(drawn.codes))) - first - rest
    heads = [{int(into[s]) for s in inside} for inside in (first, rest, *({s} for s in alone))]
    assert [len(found) for found in heads] == [min(1, len(first)), min(1, len(rest)), *(1 for _ in alone)]
    assert sum(len(found) for found in heads) == merged.size
