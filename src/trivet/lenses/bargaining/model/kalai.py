"""The Kalai-Smorodinsky solution on one issue: all concede the same share of what they hoped for.

It maximises the least ratio of a player's gain to its gain at its own position, both over the status quo. On a line
that has a closed form. With a and b the distances from the status quo to the nearest and the furthest player, the
nearest has been passed by as large a share of a as the furthest falls short of b: t / a - 1 = 1 - t / b. So t is the
harmonic mean of a and b, for linear and for quadratic utilities alike, and weights do not matter.

Source: Kalai & Smorodinsky (1975), with each player's own position as its ideal, whether or not others could accept it.
"""

import numpy as np

from trivet.lenses.bargaining.model.nash import Bools, Floats, sides


def smorodinsky(x: Floats, w: Floats, r: Floats | float, *, players: Bools | None = None) -> tuple[Floats, Bools]:
    """The Kalai-Smorodinsky solution when no agreement leaves the status quo.

    Args:
        x: positions, shape (draws, actors).
        w: weights of at least 0 that broadcast against ``x``; they only say who plays.
        r: status quo, one or shape (draws,).
        players: who must gain, broadcast against ``x``; without it everyone with a weight.

    Returns:
        The solution and whether there is one, each of shape (draws,); the solution is NaN where no point makes every
        player better off than the status quo.
    """
    found = sides(x, w, r, players)
    near = np.where(found.feasible, found.nearest, 1.0)
    far = np.where(found.feasible, found.furthest, 1.0)
    step = near * (2 * far / (near + far))
    return np.where(found.feasible, r + found.direction * step, np.nan), found.feasible
