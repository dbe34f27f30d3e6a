"""The matrix method for graph models, to compare the sparse engine with. Four concepts, n x n matrices, no shortcuts.

Xu, H., Hipel, K. W., & Kilgour, D. M. (2009). Matrix representation of solution concepts in multiple-decision-maker
graph models. IEEE Transactions on Systems, Man, and Cybernetics A, 39(1), 96-108.

Matrices are kept as booleans. Products are of 32-bit floats, since only these use the fast routines of the processor;
sums stay exact up to 2**24 states.
"""

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.bool_]


def one_step(codes: npt.NDArray[np.int32], mask: int, forward: int, back: int) -> Matrix:
    """J_i: true where a decision maker with the options in ``mask`` can move from the row's state to the column's."""
    change = codes[:, None] ^ codes[None, :]
    own = (change != 0) & (change & ~mask == 0)
    return own & (codes[:, None] & change & forward == 0) & (codes[None, :] & change & back == 0)


def preferred(payoff: npt.NDArray[np.int32]) -> Matrix:
    """P_i+: true where a decision maker prefers the column's state to the row's."""
    return payoff[None, :] > payoff[:, None]


def times(one: Matrix, other: Matrix) -> Matrix:
    """The boolean product, sign(A B)."""
    return (one.astype(np.float32) @ other.astype(np.float32)) > 0


def joint(steps: list[Matrix]) -> Matrix:
    """M_H, or M_H+ of improvements: what legal sequences of one or more steps reach, nobody moving twice in a row.

    ``last`` holds by last mover what is reached so far. A product is taken again only where its factor has grown.
    """
    last, waiting = list(steps), list(range(len(steps)))
    while waiting and len(steps) > 1:
        k = waiting.pop(0)
        before = np.logical_or.reduce([reached for j, reached in enumerate(last) if j != k])
        found = last[k] | times(before, steps[k])
        if (found != last[k]).any():
            waiting += [j for j in range(len(steps)) if j != k and j not in waiting]
        last[k] = found
    return np.logical_or.reduce(last)


def stable(
    codes: npt.NDArray[np.int32], masks: tuple[int, ...], forward: int, back: int, payoffs: npt.NDArray[np.int32]
) -> dict[str, list[Matrix]]:
    """By concept, for each decision maker where it is stable; shape (states,) each.

    Args:
        codes: codes of the feasible states.
        masks: for each decision maker the bits of its options.
        forward: bits of options that can only be taken.
        back: bits of options that can only be dropped.
        payoffs: shape (decision makers, states).
    """
    found: dict[str, list[Matrix]] = {"nash": [], "gmr": [], "smr": [], "seq": []}
    moves = [one_step(codes, mask, forward, back) for mask in masks]
    gains = [own & preferred(payoff) for own, payoff in zip(moves, payoffs, strict=True)]
    for k, payoff in enumerate(payoffs):
        others = [j for j in range(len(masks)) if j != k]
        by_any, by_gains = joint([moves[j] for j in others]), joint([gains[j] for j in others])
        better = preferred(payoff).T
        # The published matrix leaves out the diagonal. In option form play cannot return to where it started.
        at_most = ~better
        found["nash"].append(~gains[k].any(axis=1))
        found["gmr"].append(_answered(gains[k], by_any, at_most))
        found["smr"].append(_answered(gains[k], by_any, at_most & ~times(moves[k], better)))
        found["seq"].append(_answered(gains[k], by_gains, at_most))
    return found


def _answered(gains: Matrix, answers: Matrix, held: Matrix) -> Matrix:
    """Where the diagonal of J_i+ (E - sign(M D)) is 0. ``held``, D, has a column for each state that is left."""
    return ~(gains & ~times(answers, held).T).any(axis=1)
