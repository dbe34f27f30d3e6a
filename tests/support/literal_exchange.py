"""The equal-gain exchange model and package deals as slow, literal loops, for comparison.

Written from the definitions: an exchange is found by trying how far it can go, not by a formula for its size.
"""

from itertools import combinations, permutations


def outcome(x, w, issue):
    """The weighted mean of one issue over who takes part; a missing position is None."""
    part = [k for k in range(len(x)) if x[k][issue] is not None and w[k][issue] > 0]
    return sum(w[k][issue] * x[k][issue] for k in part) / sum(w[k][issue] for k in part)


def exchanges(x, s, c):
    """All admissible exchanges as {(i, j, p, q): (gain, i_to, j_to)}, i asking for p and giving way on q."""
    n, m = len(x), len(x[0])
    w = [[(s[k][d] or 0) * c[k] if x[k][d] is not None else 0 for d in range(m)] for k in range(n)]
    middle = [outcome(x, w, d) for d in range(m)]
    found = {}
    for i, j in permutations(range(n), 2):
        for p, q in combinations(range(m), 2):
            if min(w[i][p], w[i][q], w[j][p], w[j][q]) <= 0:
                continue
            if any((x[i][d] <= middle[d] + 1e-12) == (x[j][d] <= middle[d] + 1e-12) for d in (p, q)):
                continue
            eager, other = s[i][p] / s[i][q], s[j][p] / s[j][q]
            if eager < other - 1e-12 or (abs(eager - other) <= 1e-12 and i > j):
                continue
            found[i, j, p, q] = largest(x, s, w, middle, i, j, p, q)
    return found


def largest(x, s, w, middle, i, j, p, q):
    """The largest exchange: j goes all the way if i can pay for it, else i goes all the way; then the outcomes cap it."""
    whole = [sum(row[d] for row in w) for d in (p, q)]
    rate = (s[i][p] + s[j][p]) / (s[i][q] + s[j][q])
    on_p = abs(x[i][p] - x[j][p]) * w[j][p] / whole[0]
    on_q = on_p * rate
    if on_q * whole[1] / w[i][q] > abs(x[j][q] - x[i][q]):
        on_q = abs(x[j][q] - x[i][q]) * w[i][q] / whole[1]
        on_p = on_q / rate
    if on_p > abs(x[i][p] - middle[p]):
        on_p = abs(x[i][p] - middle[p])
        on_q = on_p * rate
    if on_q > abs(x[j][q] - middle[q]):
        on_q = abs(x[j][q] - middle[q])
        on_p = on_q / rate
    up_p, up_q = 1 if x[i][p] > x[j][p] else -1, 1 if x[j][q] > x[i][q] else -1
    i_to = x[i][q] + up_q * on_q * whole[1] / w[i][q]
    j_to = x[j][p] + up_p * on_p * whole[0] / w[j][p]
    return s[i][p] * on_p - s[i][q] * on_q, i_to, j_to


def changes(x, s, c, i, j, p, q, i_to, j_to):
    """What moving i on q and j on p brings each actor, by the outcomes before and after."""
    n, m = len(x), len(x[0])
    w = [[(s[k][d] or 0) * c[k] if x[k][d] is not None else 0 for d in range(m)] for k in range(n)]
    moved = [list(row) for row in x]
    moved[i][q], moved[j][p] = i_to, j_to
    total = []
    for k in range(n):
        gain = 0.0
        for d in (p, q):
            if x[k][d] is not None:
                before, after = outcome(x, w, d), outcome(moved, w, d)
                gain += (s[k][d] or 0) * (abs(before - x[k][d]) - abs(after - x[k][d]))
        total.append(gain)
    return total


def package_gain(x, s, v, r, y, members, power=1):
    """What a government of some actors gains by y over r; None for a missing position."""
    gain = 0.0
    for d in range(len(r)):
        there = [f for f in members if x[f][d] is not None]
        whole = sum(v[f] for f in there)
        for f in there:
            if whole > 0:
                gain += v[f] / whole * s[f][d] * (abs(r[d] - x[f][d]) ** power - abs(y[d] - x[f][d]) ** power)
    return gain


def package_exists(x, s, v, r, governments, free):
    """The most that every government can gain at once, by a linear programme with one slack for each distance."""
    import numpy as np
    from scipy.optimize import linprog

    n, m = len(x), len(r)
    size = m + n * m + 1
    rows, limits = [], []
    for members in governments:
        row = np.zeros(size)
        row[-1] = 1
        limit = 0.0
        for d in range(m):
            there = [f for f in members if x[f][d] is not None]
            whole = sum(v[f] for f in there)
            for f in there:
                pull = v[f] / whole * s[f][d] if whole > 0 else 0.0
                row[m + f * m + d] = pull
                limit += pull * abs(r[d] - x[f][d])
        rows.append(row)
        limits.append(limit)
    for f in range(n):
        for d in range(m):
            for sign in (1, -1):
                row = np.zeros(size)
                row[d], row[m + f * m + d] = sign, -1
                rows.append(row)
                limits.append(sign * (x[f][d] if x[f][d] is not None else r[d]))
    bounds = [(0, 1) if free[d] else (r[d], r[d]) for d in range(m)] + [(0, None)] * (n * m) + [(None, None)]
    cost = np.zeros(size)
    cost[-1] = -1
    found = linprog(cost, np.array(rows), limits, bounds=bounds)
    return -found.fun
