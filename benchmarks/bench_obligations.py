"""Ten thousand instruments and a thousand bundles of facts, against solving every rule for every bundle."""

import random
import time
from datetime import date

from trivet.case.patterns import parse, parse_fact
from trivet.lenses.obligations.model import Rule, Solver
from trivet.lenses.obligations.solve import Bundle, World, solve

ACTORS = [f"a{number}" for number in range(200)]
KINDS = ("armed-attack", "blockade", "threat", "missile-launch", "request")
DAY = date(2020, 1, 1)


def make_rules(count, draw):
    for number in range(count):
        kind, one, other = draw.choice(KINDS), *draw.sample(ACTORS, 2)
        text = f"{kind}(on={other}) and not consent(by={other})" if number % 3 else f"{kind}(by=$x, on={other})"
        yield Rule(f"i{number}/art-1", "defend", "must", (one,), (other,), parse(text), "automatic", "legal",
                   spans=((date(1950, 1, 1), None),))  # fmt: skip


def make_bundle(draw):
    facts = [f"{draw.choice(KINDS)}(by={a}, on={b})" for a, b in (draw.sample(ACTORS, 2) for _ in range(5))]
    return Bundle.of(map(parse_fact, facts[:4]), map(parse_fact, facts[4:]))


def test_ten_thousand_instruments_and_a_thousand_bundles():
    draw = random.Random(1)
    rules = list(make_rules(10_000, draw))
    bundles = [make_bundle(draw) for _ in range(1000)]
    world = World()
    begin = time.perf_counter()
    solver = Solver(rules, world)
    fast = [len(solver.duties(bundle, DAY)) for bundle in bundles]
    indexed = time.perf_counter() - begin
    begin = time.perf_counter()
    slow = [sum(len(solve(rule.pattern, bundle, world, DAY)) for rule in rules) for bundle in bundles[:10]]
    plain = (time.perf_counter() - begin) * 100
    print(
        f"\nindexed {indexed:.2f} s, every rule for every bundle {plain:.0f} s (from 10): {plain / indexed:.0f} times"
    )
    assert fast[:10] == slow
