"""The engine for graph models against the matrix method, on the same random conflicts; and the engine on large ones.

As a script it prints tables: both side by side with the exponent of time in the number of states, then what the engine
takes alone. Every measurement has a process of its own, so that its peak of memory is its own, too.

    python benchmarks/bench_conflict.py            # about a minute
    python benchmarks/bench_conflict.py --large    # up to 20 options, about five minutes
"""

import os
import platform
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from trivet.lenses.conflict.model.graph import Model
from trivet.lenses.conflict.model.preference import by_priority
from trivet.lenses.conflict.model.sim import sim
from trivet.lenses.conflict.model.stability import LEVELS, is_stable
from trivet.lenses.conflict.model.states import option_moves

sys.path.insert(0, str(Path(__file__).parent))

import dense_gmcr

BOTH = ("nash", "gmr", "smr", "seq")
RUNS = 7
PATIENCE = 5.0
"""Seconds after which a measurement is not repeated."""


@dataclass(frozen=True)
class Conflict:
    """A random conflict: options shared out evenly, every state feasible, payoffs in a strict random order.

    ``one_way``: the first option can only be taken. ``statements``: payoffs come from eight prioritised statements
    instead, and so have ties.
    """

    options: int
    makers: int = 3
    one_way: bool = False
    statements: bool = False

    @property
    def states(self):
        return 1 << self.options

    @property
    def codes(self):
        return np.arange(self.states)

    @property
    def owners(self):
        return tuple(bit * self.makers // self.options for bit in range(self.options))

    @property
    def masks(self):
        return tuple(sum(1 << b for b, own in enumerate(self.owners) if own == k) for k in range(self.makers))

    def payoffs(self):
        draw = np.random.default_rng([1, self.options, self.makers])
        if self.statements:
            return np.stack([by_priority(self._truth(draw)) for _ in range(self.makers)])
        return np.stack([draw.permutation(self.states).astype(np.int32) + 1 for _ in range(self.makers)])

    def _truth(self, draw):
        """Eight statements, each: these two options are so, or those two are so."""
        chosen = np.stack([draw.choice(self.options, 4, replace=False) for _ in range(8)])
        met = (self.codes >> chosen[..., None] & 1) == draw.integers(2, size=(8, 4, 1))
        return met[:, 0] & met[:, 1] | met[:, 2] & met[:, 3]

    def __str__(self):
        ways = "first one-way" if self.one_way else "all both ways"
        return f"{self.makers} | {ways} | {'8 statements' if self.statements else 'strict'}"


def engine(conflict, payoffs, concepts=BOTH):
    moves = option_moves(conflict.codes, conflict.masks, int(conflict.one_way), 0, conflict.options)
    makers, names = range(conflict.makers), tuple(f"o{bit}" for bit in range(conflict.options))
    model = Model(tuple(f"D{k}" for k in makers), names, conflict.owners, conflict.codes, moves, payoffs)
    return {
        name: [sim(model, k) if name == "sim" else is_stable(model, k, LEVELS[name](model, k)) for k in makers]
        for name in concepts
    }


def matrices(conflict, payoffs):
    return dense_gmcr.stable(conflict.codes.astype(np.int32), conflict.masks, int(conflict.one_way), 0, payoffs)


def timed(method, conflict, *given):
    """What a method finds, the least seconds of some runs, and the peak of the process in MB."""
    payoffs, seconds = conflict.payoffs(), []
    while not seconds or (len(seconds) < RUNS and sum(seconds) < PATIENCE):
        begin = time.perf_counter()
        found = method(conflict, payoffs, *given)
        seconds.append(time.perf_counter() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found, min(seconds), peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def apart(*given):
    """The same in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(timed, *given).result()


def check_same(one, other):
    for name in BOTH:
        for mine, theirs in zip(one[name], other[name], strict=True):
            assert np.array_equal(mine, theirs), name


def exponent(states, seconds):
    return f"{np.polyfit(np.log(states), np.log(seconds), 1)[0]:.2f}"


def side_by_side(one_way, limit):
    """Both methods on ever larger conflicts, until the matrices take more than ``limit`` seconds."""
    print("\n| options | states | options are | engine, s | matrices, s | ratio | engine, MB | matrices, MB |")
    print("|---:|---:|---|---:|---:|---:|---:|---:|", flush=True)
    rows = []
    for options in range(8, 15):
        conflict = Conflict(options, one_way=one_way)
        fast, quick, small = apart(engine, conflict)
        slow, long, big = apart(matrices, conflict)
        check_same(fast, slow)
        rows.append((conflict.states, quick, long))
        ways = str(conflict).split(" | ")[1]
        print(f"| {options} | {conflict.states:,} | {ways} | {quick:.4f} | {long:.2f} | {long / quick:,.0f}", end="")
        print(f" | {small:,.0f} | {big:,.0f} |", flush=True)
        if long > limit:
            break
    states, quick, long = zip(*rows, strict=True)
    print(f"\nStable sets identical. Ended after the size at which the matrices took more than {limit} s.")
    print(f"Exponents of time in the number of states: engine {exponent(states, quick)}, ", end="")
    print(f"matrices {exponent(states, long)}.")


def alone(sizes):
    """The engine on large conflicts: the five concepts with security levels, and SIM up to 16 options."""
    print("\n| options | states | decision makers | options are | payoffs | five, s | five, MB | SIM, s | SIM, MB |")
    print("|---:|---:|---:|---|---|---:|---:|---:|---:|", flush=True)
    for options in sizes:
        conflicts = [Conflict(options), Conflict(options, one_way=True), Conflict(options, statements=True)]
        if options == 20:
            conflicts += [Conflict(20, makers=4), Conflict(20, makers=5)]
        for conflict in conflicts:
            _, seconds, peak = apart(engine, conflict, tuple(LEVELS))
            print(
                f"| {options} | {conflict.states:,} | {conflict} | {seconds:.2f} | {peak:,.0f}", end=" | ", flush=True
            )
            _, seconds, peak = apart(engine, conflict, ("sim",)) if options <= 16 else (None, None, None)
            print("– | – |" if seconds is None else f"{seconds:.2f} | {peak:,.0f} |", flush=True)


def test_engine_and_matrices():
    for one_way in (False, True):
        conflict = Conflict(9, one_way=one_way)
        fast, quick, _ = timed(engine, conflict)
        slow, long, _ = timed(matrices, conflict)
        print(f"\n512 states: engine {quick:.4f} s, matrices {long:.2f} s: {long / quick:.0f} times")
        check_same(fast, slow)


if __name__ == "__main__":
    large = "--large" in sys.argv[1:]
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}")
    print("\nNash, GMR, SMR and SEQ, 3 decision makers")
    for kind in (False, True):
        side_by_side(kind, 30 if large else 5)
    print("\nThe engine alone: Nash, GMR, SMR, SEQ and SSEQ together, and SIM")
    alone((14, 16, 18, 20) if large else (14, 16))
