"""Bargaining over many draws at once, against plain loops written from the formulas.

The challenge model (both readings) and KTAB's model run on ten thousand draws of twelve actors. The literal loops that
the tests use as an oracle run on a few of the same draws, and their time is scaled; both end at the same positions.
Then one large run of KTAB's model, and the whole lens on a case.

    python benchmarks/bench_bargaining.py            # about a minute
"""

import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

import literal_challenge
import literal_smp
import trivet
from trivet.lens.streams import Streams
from trivet.lenses.bargaining.model import challenge, smp
from trivet.lenses.bargaining.model.package import search
from trivet.lenses.bargaining.model.ratify import Government, agreement

DRAWS = 10_000
ACTORS = 12
SAMPLE = 8
ROUNDS = 10


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    made = run()
    return time.perf_counter() - start, made


def inputs(draws: int, actors: int) -> tuple[Any, Any, Any]:
    random = Streams(7).generator("bench", draws, actors)
    return tuple(random.uniform(low, 1, (draws, actors)) for low in (0.0, 0.1, 0.1))


def challenges() -> None:
    x, s, c = inputs(DRAWS, ACTORS)
    for name, variant in (("code", challenge.CODE), ("paper", challenge.PAPER), ("paper, Q = 0.5", None)):
        chosen = variant or replace(challenge.PAPER, q=0.5)
        own, run = timed(lambda chosen=chosen: challenge.run(x, s, c, chosen, rounds=ROUNDS))
        plain, found = timed(
            lambda chosen=chosen: [literal_challenge.play(x[d], s[d], c[d], chosen, ROUNDS) for d in range(SAMPLE)]
        )
        for d, literal in enumerate(found):
            assert np.allclose(run.positions[-1, d], literal.positions[-1], atol=1e-9), (name, d)
        row(f"challenge model, {name}, {ROUNDS} rounds", own, plain / SAMPLE * DRAWS)


def literal(x: Any, s: Any, c: Any) -> Any:
    return literal_smp.Literal(s.tolist(), c.tolist(), literal_smp.DEFAULTS, False).run(x.tolist())


def politics() -> None:
    x, s, c = inputs(DRAWS, ACTORS)
    own, run = timed(lambda: smp.run(x[..., None], s[..., None], c, trace=False))
    plain, found = timed(lambda: [literal(x[d, :, None], s[d, :, None], c[d]) for d in range(SAMPLE)])
    for d, course in enumerate(found):
        assert np.allclose(run.positions[-1, d], course.positions[-1], atol=1e-9), d
    row("KTAB's model, to its end", own, plain / SAMPLE * DRAWS)


def others() -> None:
    x, s, c = inputs(1, 100)
    print(f"\nKTAB's model, one run of 100 actors: {timed(lambda: smp.run(x[..., None], s[..., None], c))[0]:.2f} s")
    x, s, c = inputs(DRAWS, ACTORS)
    governments = [Government(np.arange(4 * g, 4 * g + 4), 0.5, True) for g in range(3)]
    own = timed(lambda: agreement(x, c, c * s, x[:, 0] * 0.5, governments))[0]
    print(f"agreement sets of three governments, {DRAWS:,} draws: {own:.2f} s")
    wide = np.stack([x, x[::-1], s, s[::-1], c], axis=2)
    own = timed(lambda: search(wide, np.ones_like(wide), c, np.full((DRAWS, 5), 0.5), membership=np.arange(12) // 4))[0]
    print(f"packages of five issues for three governments, {DRAWS:,} draws: {own:.2f} s")
    case = trivet.open_case("japan-us-korea")
    own = timed(lambda: trivet.run("bargaining", case, use_cache=False))[0]
    print(f"the whole lens on the {len(case.issues)} issues of {case.meta.id}: {own:.2f} s")


def row(name: str, own: float, plain: float) -> None:
    print(f"| {name} | {own:.2f} | {plain:,.0f} | {plain / own:,.0f} |")


if __name__ == "__main__":
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, numpy {np.__version__}\n")
    print(f"| {DRAWS:,} draws, {ACTORS} actors | engine, s | loops, s (scaled) | ratio |")
    print("|---|---:|---:|---:|")
    challenges()
    politics()
    others()
