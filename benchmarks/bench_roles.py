"""Dividing roles under every set of rules: the sweep against one HiGHS programme for each posture.

Both solve the role model of ``japan-us-korea`` in its three situations. HiGHS gets the whole programme as a sparse
matrix that is made once: rebuilt means a new solver for each posture, warm means that only bounds change and the last
basis stays. It solves a sample of postures, and its time is scaled; optima must be the same. Then joint draws.

    python benchmarks/bench_roles.py            # about half a minute
"""

import os
import platform
import time
from dataclasses import dataclass
from datetime import date

import highspy
import numpy as np

import trivet
from trivet.lens.streams import Streams
from trivet.lenses.roles.model.plan import PIECES
from trivet.lenses.roles.model.sweep import Sweep
from trivet.lenses.roles.read import build
from trivet.lenses.roles.solve import Choices, Solved

SAMPLE = 40
DRAWS = 1000
SAME = 1e-4
"""Penalties may differ by this share: the sweep adds a small cost of use."""


@dataclass
class Whole:
    """The whole programme of a situation, written from the formulas: no blocks, no narrowing."""

    solved: Solved

    def __post_init__(self):
        plan, variant = self.solved.built.plan, self.solved.variant(0)
        self.plan, self.access = plan, self.solved.access(0)
        self.demand, self.capacity = variant.demand[0], variant.capacity[0]
        self.usable, self.weight = variant.usable[0], variant.weight[0]
        self.cost, self.upper, self.entries, self.low, self.high, self.cells = [], [], [], [], [], []
        x, u = {}, {}
        for k in range(plan.tasks):
            for p in range(plan.phases):
                asked = self.demand[k, p]
                for a in range(len(self.capacity)):
                    most = np.inf if self.usable[a, plan.theatre[k], p] > 0 and asked > 0 else 0
                    x[a, k, p] = self._variable(0, most)
                for piece, (share, slope) in enumerate(PIECES):
                    u[k, p, piece] = self._variable(slope * self.weight[k] / asked if asked else 0, share * asked)
                terms = [(x[a, k, p], 1) for a in range(len(self.capacity))]
                self._row([*terms, *((u[k, p, piece], 1) for piece in range(len(PIECES)))], asked, asked)
        for p in range(plan.phases):
            for a in range(len(self.capacity)):
                for group, cell in ((plan.category, False), (plan.cell, True)):
                    for number in np.unique(group):
                        own = np.flatnonzero(group == number)
                        share = [self.usable[a, plan.theatre[k], p] for k in own]
                        terms = [(x[a, k, p], 1 / s) for k, s in zip(own, share, strict=True) if s > 0]
                        held = self.capacity[a, plan.category[own[0]]]
                        row = self._row(terms, -np.inf, held)
                        if cell:
                            self.cells.append((row, a, int(own[0]), held))
            for own in plan.couplings:
                terms = [(x[a, k, p], 1) for a in own.contributors for k in own.tasks]
                terms += [(x[a, k, p], -own.per_unit) for a in range(len(self.capacity)) for k in own.needs]
                self._row(terms, -np.inf, own.free)

    def _variable(self, cost, most):
        self.cost.append(cost)
        self.upper.append(most)
        return len(self.cost) - 1

    def _row(self, terms, low, high):
        self.entries.append(terms)
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def bounds(self, rules):
        """The right sides of the access rows under a set of rules."""
        shares = self.access.under(rules)[0]
        return [(row, shares[a, k] * held) for row, a, k, held in self.cells]

    def model(self, rules):
        """The programme for HiGHS."""
        made, high = highspy.HighsLp(), np.array(self.high)
        for row, bound in self.bounds(rules):
            high[row] = bound
        made.num_col_, made.num_row_ = len(self.cost), len(high)
        made.col_cost_, made.col_lower_ = np.array(self.cost), np.zeros(len(self.cost))
        made.col_upper_ = np.array(self.upper)
        made.row_lower_, made.row_upper_ = np.array(self.low), high
        made.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        made.a_matrix_.start_, made.a_matrix_.index_, made.a_matrix_.value_ = self.matrix
        return made

    def prepare(self):
        """Make the matrix, once."""
        sizes = [len(terms) for terms in self.entries]
        index = np.array([column for terms in self.entries for column, _ in terms])
        value = np.array([factor for terms in self.entries for _, factor in terms], dtype=np.float64)
        self.matrix = np.concatenate([[0], np.cumsum(sizes)]), index, value
        return self


def solver():
    made = highspy.Highs()
    for name, value in (("output_flag", False), ("log_to_console", False), ("threads", 1)):
        made.setOptionValue(name, value)
    return made


def objective(made):
    made.run()
    assert made.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return made.getInfo().objective_function_value


def rebuilt(whole, sets):
    found = []
    for rules in sets:
        made = solver()
        made.passModel(whole.model(rules))
        found.append(objective(made))
    return found


def warm(whole, sets):
    made, found = solver(), []
    made.passModel(whole.model(sets[0]))
    for rules in sets:
        for row, bound in whole.bounds(rules):
            made.changeRowBounds(row, -highspy.kHighsInf, bound)
        found.append(objective(made))
    return found


def timed(method, *given):
    begin = time.perf_counter()
    found = method(*given)
    return found, time.perf_counter() - begin


def situations():
    case = trivet.open_case("japan-us-korea")
    item = next(item for item in case.objects() if item.ref == "roles/two-theatres")
    built = build(case, item, date(2025, 4, 30))[0]
    choices, streams = Choices(), Streams(20250430)
    return [Solved(built, each, built.model.weights[0], None, choices, streams) for each in built.model.situations]


def compare(sample=SAMPLE):
    """Every posture in every situation, three ways; returns seconds of each, scaled to all postures."""
    solved = situations()
    count = 1 << len(solved[0].built.model.rules)
    numbers = np.random.default_rng(1).choice(count, sample, replace=False)
    sets = [[i for i in range(count.bit_length() - 1) if number >> i & 1] for number in numbers]
    wholes = [Whole(each).prepare() for each in solved]
    swept, fast = timed(lambda: [each.best.every[:, 0] for each in solved])
    worst, seconds = 0.0, [fast]
    for method in (rebuilt, warm):
        total = 0.0
        for whole, values in zip(wholes, swept, strict=True):
            found, took = timed(method, whole, sets)
            total += took
            worst = max(worst, np.max(np.abs(values[numbers] - found) / np.maximum(found, 1)))
        seconds.append(total * count / sample)
    assert worst < SAME, worst
    return wholes[0], count * len(solved), seconds, worst


def draws():
    """Joint draws of the posture as it stands and each rule alone, in both theatres at once."""
    dual = situations()[-1]
    sets = [[], *([i] for i in range(len(dual.built.model.rules)))]
    _, seconds = timed(lambda: Sweep(dual.built.plan, dual.variant(DRAWS), dual.access(DRAWS), sets).penalties(sets))
    return len(sets), seconds


def test_sweep_and_highs():
    _, count, (fast, slow, hot), _ = compare(sample=8)
    print(f"\n{count} postures: sweep {fast:.2f} s, HiGHS rebuilt {slow:.1f} s, warm {hot:.1f} s")
    assert fast < hot


if __name__ == "__main__":
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}")
    whole, count, (fast, slow, hot), worst = compare()
    print(f"\nOne programme: {len(whole.low):,} rows, {len(whole.cost):,} variables; {count:,} postures")
    print(f"Penalties of {SAMPLE} postures in each situation differ by {worst:.1e} at most\n")
    print("| method | s | ratio |\n|---|---:|---:|")
    for name, took in (("sweep", fast), ("HiGHS, warm", hot), ("HiGHS, rebuilt", slow)):
        print(f"| {name} | {took:.2f} | {took / fast:.0f} |")
    sets, took = draws()
    print(f"\n{DRAWS:,} joint draws, {sets} postures each: {took:.2f} s")
