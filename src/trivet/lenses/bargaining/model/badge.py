"""Stability badge: how often a result survives small changes of its inputs.

Iterated bargaining models are chaotic, so that a single run says little. The badge says in which share of runs with
slightly different inputs the decision is the same.
"""

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from trivet.lenses.bargaining.model.baselines import Floats

Result = TypeVar("Result")

SIZE: Final = 0.05
"""Largest shock: to positions as a share of their range, to saliences and capabilities relative to themselves."""


def stability(
    run_of: Callable[[Floats, Floats, Floats], Result],
    x: Floats,
    s: Floats,
    c: Floats,
    *,
    shocks: Floats,
    decide: Callable[[Result], npt.NDArray[np.generic]],
) -> float:
    """The share of shocked runs with the same decision as the run without shocks, 0 to 1.

    Args:
        run_of: runs a model on positions, saliences and capabilities that have a leading axis of draws.
        x: positions, shape (actors,) or (actors, issues).
        s: saliences, 0 to 1, shape of ``x``.
        c: capabilities, shape (actors,).
        shocks: standard shocks from -1 to 1 of positions, saliences and capabilities, shape (draws, 3, actors); one
            shock moves an actor on all issues alike.
        decide: tells the decision of each draw of a result, such as the index of the pivot, shape (draws, ...).

    Raises:
        ValueError: if there are no shocks, or their shape does not fit.
    """
    if shocks.ndim != 3 or not len(shocks) or shocks.shape[1:] != (3, len(x)):
        raise ValueError(f"shocks must have the shape (draws, 3, {len(x)}), with a draw at least")
    usual = decide(run_of(x[None], s[None], c[None]))
    same = decide(run_of(*shocked(x, s, c, shocks))) == usual
    return float(same.reshape(len(shocks), -1).all(axis=1).mean())


def shocked(x: Floats, s: Floats, c: Floats, shocks: Floats) -> tuple[Floats, Floats, Floats]:
    """Inputs with shocks, with a leading axis of draws.

    Positions move by up to 5 % of the range of positions on each issue, and may leave that range. Saliences and
    capabilities change by up to 5 %. Saliences of an actor add up to no more than 1 over all issues, or to no more than
    before if that was more: where they would, all of them shrink in proportion.

    Args:
        x: positions, shape (actors,) or (actors, issues).
        s: saliences, shape of ``x``.
        c: capabilities, shape (actors,).
        shocks: shape (draws, 3, actors).
    """
    wide = shocks.reshape(*shocks.shape, *(1,) * (x.ndim - 1))
    position = x + SIZE * np.ptp(x, axis=0) * wide[:, 0]
    salience = s * (1 + SIZE * wide[:, 1])
    whole, most = (values.reshape(*values.shape[: values.ndim - x.ndim + 1], -1) for values in (salience, s))
    limit = np.maximum(most.sum(axis=-1), 1.0)
    excess = np.maximum(whole.sum(axis=-1) / limit, 1.0)
    salience = salience / excess.reshape(*excess.shape, *(1,) * (x.ndim - 1))
    return position, salience, c * (1 + SIZE * shocks[:, 2])
