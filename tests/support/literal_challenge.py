"""The expected utility challenge model, literally as its equations are written: plain numbers and loops.

An independent reference for the tests of the bargaining lens. Every probability, every expected utility and every offer
is worked out on its own, actor by actor. Options are told apart by the names that a variant has for them. Slow on
purpose; one draw at a time.
"""

from dataclasses import dataclass
from itertools import product

CONFRONTATION, COMPROMISE, CAPITULATION = 1, 2, 3


@dataclass
class Course:
    """What happened: positions before and after each round; per round the exponents, offer kinds and proposers."""

    positions: list[list[float]]
    r: list[list[float]]
    kind: list[list[int]]
    whom: list[list[int]]


class Board:
    """Actors at one moment."""

    def __init__(self, x, s, w, scale, variant):
        self.x, self.s, self.w, self.scale, self.v = list(x), s, w, scale, variant
        self.n = range(len(x))
        self.mu = self.median()

    def d(self, i, j):
        return abs(self.x[i] - self.x[j]) / self.scale

    def median(self):
        placed = sorted(self.n, key=lambda i: self.x[i])
        half = sum(self.w) / 2
        lower = upper = None
        run = 0.0
        for i in placed:
            run += self.w[i]
            if lower is None and run >= half - 1e-9 * 2 * half:
                lower = self.x[i]
            if upper is None and run > half + 1e-9 * 2 * half:
                upper = self.x[i]
        return lower if self.v.median_tie.name == "LOWER" else (lower + upper) / 2

    def vote(self, k, i, j, r):
        """How much k prefers the position of i to the position of j."""
        power = r[k] if self.v.votes.name == "RISK" else 1.0
        return self.w[k] * (self.d(k, j) ** power - self.d(k, i) ** power)

    def everything(self, r):
        return sum(abs(self.vote(k, i, j, r)) for i, j, k in product(self.n, self.n, self.n))

    def p(self, i, j, r, everything):
        if self.d(i, j) <= self.v.tie:
            return 0.0
        votes = [self.vote(k, i, j, r) for k in self.n]
        below = everything if self.v.denominator.name == "ALL_PAIRS" else sum(abs(v) for v in votes)
        return sum(max(0.0, v) for v in votes) / below if below > 1e-13 * sum(self.w) else 0.0

    def beyond(self, i, j):
        """T: what i hopes for if j is left alone."""
        name = self.v.trend.name
        if name == "MEDIAN":
            return 1.0 if abs(self.x[i] - self.mu) / self.scale < self.d(i, j) - self.v.tie else 0.0
        return {"EVEN": 0.5, "BETTER": 1.0, "WORSE": 0.0}[name]

    def e(self, i, j, p, r):
        """What i expects from challenging j, if i has the risk exponent r."""
        d, q, s = self.d(i, j), self.v.q, self.s[j]
        success = 2 - 4 * max(0.0, 0.5 - 0.5 * d) ** r
        failure = 2 - 4 * (0.5 + 0.5 * d) ** r
        status_quo = 2 - 4 * 0.5**r
        total = s * (p * success + (1 - p) * failure) + (1 - s) * success - q * status_quo
        if self.v.other_policies:
            m = abs(self.x[i] - self.mu) / self.scale
            better = 2 - 4 * max(0.0, 0.5 - (m + d) / 4) ** r
            worse = 2 - 4 * (0.5 + (m + d) / 4) ** r
            t = self.beyond(i, j)
            total -= (1 - q) * (t * better + (1 - t) * worse)
        return total

    def exponents(self):
        ones = [1.0 for _ in self.n]
        if not self.v.risk:
            return ones
        everything = self.everything(ones)
        sums = []
        for i in self.n:
            total = 0.0
            for j in self.n:
                if j == i:
                    continue
                if self.v.security.name == "ADVERSARIES":
                    total += self.e(j, i, self.p(j, i, ones, everything), 1.0)
                else:
                    total += self.e(i, j, self.p(i, j, ones, everything), 1.0)
            sums.append(total)
        low, high = min(sums), max(sums)
        if high - low <= self.v.tie:
            return ones
        third = (self.v.risk_limit - 1) / (self.v.risk_limit + 1)
        tendency = [(2 * total - high - low) / (high - low) for total in sums]
        return [(1 - third * t) / (1 + third * t) for t in tendency]

    def offer(self, i, j, r, everything):
        """Kind, position, movement and the proposer's expectation of what j can make i do, or None."""
        if self.d(i, j) <= self.v.tie:
            return None
        a = self.e(i, j, self.p(i, j, r, everything), r[i])
        b = self.e(j, i, self.p(j, i, r, everything), r[j] if self.v.adversary_risk.name == "OWN" else r[i])
        tie, xi, xj = self.v.tie, self.x[i], self.x[j]
        if a > tie and b > a + tie and self.v.conflict.name != "NO_OFFER":
            return CONFRONTATION, xj, b, xj
        if b > tie and a < -tie and b > abs(a) + tie:
            blend = (abs(a) * xi + abs(b) * xj) / (abs(a) + abs(b))
            return COMPROMISE, xi + (xj - xi) * abs(a / b), b, blend
        if b > tie and a < -tie and b < abs(a) - tie and self.v.capitulation:
            return CAPITULATION, xj, b, xj
        return None

    def best(self, i, r, rank):
        """Kind, proposer and new position."""
        everything = self.everything(r)
        offers = {j: self.offer(i, j, r, everything) for j in self.n}
        offers = {j: offer for j, offer in offers.items() if offer is not None}
        if not offers:
            return 0, -1, self.x[i]
        kind = min(offer[0] for offer in offers.values())
        left = [j for j in offers if offers[j][0] == kind]
        for key in (lambda j: self.first(i, offers[j]), lambda j: -offers[j][2], lambda j: -self.w[j] / sum(self.w)):
            least = min(key(j) for j in left)
            left = [j for j in left if key(j) <= least + self.v.tie]
        lowest = min(self.x[j] for j in left)
        left = [j for j in left if self.x[j] <= lowest + self.v.tie * self.scale]
        j = min(left, key=lambda j: rank[j])
        stays = kind == CONFRONTATION and self.v.conflict.name == "STANDOFF"
        return kind, j, self.x[i] if stays else offers[j][1]

    def first(self, i, offer):
        kind, to, b, blend = offer
        if self.v.choice.name == "STRONGEST":
            return -b
        if self.v.choice.name == "LOWEST_VALUE" and kind == COMPROMISE:
            return blend / self.scale
        return abs(to - self.x[i]) / self.scale


def play(x, s, c, variant, rounds):
    """The course of one draw."""
    x, s, c = ([float(value) for value in values] for values in (x, s, c))
    w = [si * ci for si, ci in zip(s, c, strict=True)]
    n = len(x)
    rank = [(x[i], c[i], s[i]) for i in range(n)]
    initial = max(x) - min(x)
    course = Course([x], [], [], [])
    over = initial == 0 or sum(w) == 0
    for _ in range(rounds):
        scale = max(x) - min(x) if variant.range.name == "CURRENT" else initial
        over = over or scale <= variant.tie * initial
        if over:
            course.positions.append(x)
            course.r.append(course.r[-1] if course.r else [1.0] * n)
            course.kind.append([0] * n)
            course.whom.append([-1] * n)
            continue
        r = Board(x, s, w, scale, variant).exponents()
        after, kind, whom = list(x), [0] * n, [-1] * n
        turns = sorted(range(n), key=lambda i: (-round(w[i] / sum(w), 12), rank[i]))
        for i in turns:
            seen = after if variant.updating.name == "SEQUENTIAL" else x
            kind[i], whom[i], after[i] = Board(seen, s, w, scale, variant).best(i, r, rank)
        farthest = max(abs(new - old) for new, old in zip(after, x, strict=True))
        over = farthest == 0 or (variant.stop.name == "SETTLED" and farthest < variant.settled * initial)
        course.positions.append(after)
        course.r.append(r)
        course.kind.append(kind)
        course.whom.append(whom)
        x = after
    return course
