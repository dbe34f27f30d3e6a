"""The Spatial Model of Politics of KTAB once more, with plain loops for one run: an oracle for the arrays.

Numbers stand for the choices, in KTAB's order. It knows two modes: as the program behaves, and as its text reads.
"""

import math
from dataclasses import dataclass, field

Matrix = list[list[float]]
Option = tuple[int, int, list[float], list[float]]
DEFAULTS = (0, 0, 0, 2, 1, 1, 1, 1, 0)


def vote(rule: int, weight: float, gain: float) -> float:
    binary = max(-1.0, min(1.0, gain / 1e-8))
    if rule == 0:
        return weight * binary
    if rule == 1:
        return weight * (0.8 * gain + 0.2 * binary)
    if rule == 2:
        return weight * gain
    if rule == 3:
        return weight * (0.5 * gain + 0.5 * gain**3)
    if rule == 4:
        return weight * gain**3
    return weight * gain if gain < 0 else 2.0 * weight * gain / 3.0


def victory(model: int, mine: float, yours: float) -> float:
    if model < 4:
        power = 2**model
        return mine**power / (mine**power + yours**power)
    if mine >= 1.1 * yours:
        return 1.0 / (1.0 + 1e-6)
    if yours >= 1.1 * mine:
        return 1e-6 / (1.0 + 1e-6)
    return (mine / (mine + yours) * 2.1 - 1.0) / 0.1


def coalitions(rule: int, weights: list[float], utilities: Matrix, upstream: bool) -> Matrix:
    options = range(len(utilities[0]))
    strength = [[1e-8 for _ in options] for _ in options]
    for i in options:
        for j in options:
            if i == j or (upstream and j > i):
                continue
            for weight, mine in zip(weights, utilities, strict=True):
                v = vote(rule, weight, mine[i] - mine[j])
                if v > 0:
                    strength[i][j] += v
                if v < 0 and upstream:
                    strength[j][i] -= v
    return strength


def elect(pce: int, model: int, strength: Matrix) -> list[float]:
    options = range(len(strength))
    wins = [[0.5 if i == j else victory(model, strength[i][j], strength[j][i]) for j in options] for i in options]
    if pce == 0:
        raw = [math.prod(wins[i]) for i in options]
        return [value / sum(raw) for value in raw]
    p = [1.0 / len(options) for _ in options]
    pressure = [[strength[i][j] * wins[i][j] + (1e-10 if i == j else 0.0) for j in options] for i in options]
    challenge = [[pressure[i][j] / sum(pressure[k][j] for k in options) for j in options] for i in options]
    change, tolerance = 1.0, 1e-8 if pce == 1 else 1e-6
    while change > tolerance:
        if pce == 1:
            q = [sum(wins[i][j] * (p[i] * challenge[j][i] + p[j] * challenge[i][j]) for j in options) for i in options]
        else:
            q = [sum(wins[i][j] * (p[i] + p[j]) for j in options) / len(options) for i in options]
        change = max(abs(a - b) for a, b in zip(p, q, strict=True))
        p = [(a + b) / 2 for a, b in zip(p, q, strict=True)]
    return p


def distance(a: list[float], b: list[float], salience: list[float]) -> float:
    squares = sum(s * s for s in salience)
    if squares == 0:
        return 0.0
    return math.sqrt(sum((s * (p - q)) ** 2 for p, q, s in zip(a, b, salience, strict=True)) / squares)


def utility(d: float, risk: float) -> float:
    return (1 - d) * (1 + min(d, 1.0) * risk)


def risks(p: list[float], span: int) -> list[float]:
    low, high = min(p), max(p)
    if high - low <= 1e-12:
        return [0.0 for _ in p]
    if span == 0:
        return [(v - low) / (high - low) for v in p]
    if span == 1:
        return [(3 * v - high - 2 * low) / (2 * (high - low)) for v in p]
    return [(2 * v - high - low) / (high - low) for v in p]


def adjusted(viewer: float, own: float, adjust: int) -> float:
    share = (0.0, 1 / 3, 1 / 2, 2 / 3, 1.0)[adjust]
    return (1 - share) * viewer + share * own


@dataclass
class Turn:
    views: list[Matrix] = field(default_factory=list)
    odds: Matrix = field(default_factory=list)
    gains: Matrix = field(default_factory=list)
    bargains: list[tuple[int, int, float]] = field(default_factory=list)


@dataclass
class LiteralRun:
    positions: list[Matrix]
    turns: list[Turn]
    capped: bool


class Literal:
    def __init__(self, s: Matrix, c: list[float], numbers: tuple[int, ...], upstream: bool) -> None:
        self.s, self.c, self.upstream = s, c, upstream
        self.vic, self.pce, _, self.rule, self.adjust, self.span, self.commit, self.power, self.bargain = numbers
        self.n = range(len(c))

    def views(self, x: Matrix) -> tuple[list[Matrix], list[float]]:
        d = [[distance(x[i], x[j], self.s[i]) for j in self.n] for i in self.n]
        neutral = [[1 - value for value in row] for row in d]
        p = elect(self.pce, self.vic, coalitions(self.rule, self.c, neutral, self.upstream))
        r = risks(p, self.span)
        seen = [[[utility(d[i][j], adjusted(r[h], r[i], self.adjust)) for j in self.n] for i in self.n] for h in self.n]
        return seen, r

    def weight(self, k: int) -> float:
        return self.c[k] * sum(self.s[k])

    def odds(self, u: Matrix, i: int, j: int) -> float:
        first, second = 1e-10, 1e-10
        for v in (
            vote(self.rule, self.weight(i), u[i][i] - u[i][j]),
            vote(self.rule, self.weight(j), u[j][i] - u[j][j]),
        ):
            first += max(v, 0.0)
            second += max(-v, 0.0)
        mine, yours = first, second
        for k in self.n:
            if k in (i, j):
                continue
            lean = vote(self.rule, self.weight(k), u[k][i] - u[k][j])
            small, large = mine + max(lean, 0.0), yours + max(-lean, 0.0)
            share = small / (small + large)
            ui, uj, own = u[k][i], u[k][j], u[k][k]
            win, lose, won, lost = {
                0: (2 * ui + own, 2 * uj + own, 2 * ui + own, 2 * uj + own),
                1: (2 * ui + own, 3 * uj, 3 * ui, 2 * uj + own),
                2: (3 * ui, 3 * uj, 3 * ui, 3 * uj),
            }[self.commit]
            v = vote(
                self.rule,
                self.weight(k),
                (share * win + (1 - share) * lose) - (share * won + (1 - share) * lost),
            )
            first += max(v, 0.0)
            second += max(-v, 0.0)
        return first / (first + second)

    def challenge(self, u: Matrix, k: int, i: int, j: int) -> tuple[float, float, float, float, float]:
        """What k, seen with u, makes of i challenging j: odds, status quo, victory, contest, challenge."""
        p, s = self.odds(u, i, j), sum(self.s[j])
        contest = p * 2 * u[k][i] + (1 - p) * 2 * u[k][j]
        return p, u[k][i] + u[k][j], 2 * u[k][i], contest, (1 - s) * 2 * u[k][i] + s * contest

    def settle(self, p: float, i: int, j: int, x: Matrix) -> tuple[list[float], list[float]]:
        ours: list[float] = []
        theirs: list[float] = []
        for a, b, si, sj in zip(x[i], x[j], self.s[i], self.s[j], strict=True):
            if self.power == 2:
                give, take = max(0.0, 1 - 2 * p), max(0.0, 2 * p - 1)
                ours.append(a + (b - a) * give * sj**2 / (give * sj**2 + 1e-6 + (1 - give) * si**2))
                theirs.append(b + (a - b) * take * si**2 / (take * si**2 + 1e-6 + (1 - take) * sj**2))
                continue
            m = self.power + 1
            wi, wj = si**m * p**m, sj**m * (1 - p) ** m
            total = wi + 1e-6 + wj
            ours.append(int(0.5 + 1e4 * (((wi + 1e-6) * a + wj * b) / total)) / 1e4)
            theirs.append(int(0.5 + 1e4 * ((wi * a + (1e-6 + wj) * b) / total)) / 1e4)
        return ours, theirs

    def offers(self, seen: list[Matrix], i: int, j: int, p: float, x: Matrix) -> list[tuple[list[float], list[float]]]:
        own = self.settle(p, i, j, x)
        if self.bargain == 0:
            return [own]
        other, _, _, _, change = self.challenge(seen[j], i, i, j)
        if self.upstream:
            other = change - seen[j][i][i] - seen[j][i][j]
        answer = self.settle(other, i, j, x)
        if self.bargain == 1:
            return [own, answer]
        wi = self.weight(i)
        wj = (self.c[i] if self.upstream else self.c[j]) * sum(self.s[j])
        mixed = tuple(
            [(wi * a + wj * b) / (wi + wj) for a, b in zip(own[side], answer[side], strict=True)] for side in (0, 1)
        )
        return [(mixed[0], mixed[1])]

    def turn(self, x: Matrix) -> tuple[Matrix, Turn]:
        seen, risk = self.views(x)
        odds, gains = ([[fill for _ in self.n] for _ in self.n] for fill in (0.5, 0.0))
        told = Turn(views=seen, odds=odds, gains=gains)
        queues: list[list[Option]] = [[(k, k, x[k], x[k])] for k in self.n]
        for i in self.n:
            best, target = 1e-5, -1
            for j in self.n:
                if i == j:
                    continue
                p, quo, _, _, change = self.challenge(seen[i], i, i, j)
                told.odds[i][j], told.gains[i][j] = p, change - quo
                if change - quo > best:
                    best, target = change - quo, j
            if target < 0:
                continue
            told.bargains.append((i, target, best))
            for ours, theirs in self.offers(seen, i, target, told.odds[i][target], x):
                for k in (i, target):
                    queues[k].append((i, target, ours, theirs))
        return [self.chosen(k, queues[k], risk, x) for k in self.n], told

    def chosen(self, k: int, queue: list[Option], risk: list[float], x: Matrix) -> list[float]:
        worth: Matrix = []
        for a in self.n:
            row = []
            for i, j, ours, theirs in queue:
                total = 0.0
                for b in self.n:
                    place = ours if b == i and i != j else theirs if b == j and i != j else x[b]
                    total += utility(distance(x[a], place, self.s[a]), risk[a])
                row.append(total / len(x))
            worth.append(row)
        p = elect(self.pce, self.vic, coalitions(self.rule, self.c, worth, self.upstream))
        i, j, ours, theirs = queue[max(range(len(p)), key=lambda b: (p[b], -b))]
        return x[k] if i == j else ours if k == i else theirs

    def run(self, x: Matrix, most: int = 100) -> LiteralRun:
        found = LiteralRun([x], [], False)

        def moved(a: Matrix, b: Matrix) -> float:
            return sum(math.dist(p, q) for p, q in zip(a, b, strict=True))

        while True:
            after, told = self.turn(found.positions[-1])
            found.positions.append(after)
            found.turns.append(told)
            t = len(found.turns)
            first = moved(found.positions[0], found.positions[1]) + 1e-4
            if t >= 2 and moved(found.positions[-2], after) / first < 0.02:
                return found
            if t >= most:
                found.capped = True
                return found
