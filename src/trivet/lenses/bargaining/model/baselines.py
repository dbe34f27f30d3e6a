"""Point forecasts that any model must beat: means, the weighted median, the middle of the scale.

The weighted mean is the compromise model (Van den Bos 1991; Achen 2006, "Institutional realism and bargaining models",
in Thomson et al., *The European Union Decides*). The weighted median is the winner of pairwise votes with single-peaked
preferences (Black 1948, "On the rationale of group decision-making", J. Political Economy 56).
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

TIE = 1e-9
"""Shares of the whole weight that differ by less count as equal."""


def mean(x: Floats, w: Floats) -> Floats:
    """The weighted mean.

    Args:
        x: positions, shape (draws, actors).
        w: weights, capability times salience, shape (draws, actors); no draw may have all zero.

    Returns:
        Shape (draws,).
    """
    return np.asarray((w * x).sum(axis=-1) / w.sum(axis=-1))


def median(x: Floats, w: Floats) -> tuple[Floats, Floats]:
    """The lower and the upper weighted median; they differ where exactly half of the weight lies on either side.

    Args:
        x: positions, shape (draws, actors).
        w: weights, shape (draws, actors).

    Returns:
        Two arrays of shape (draws,). Their middle is the median as a point forecast.
    """
    order = np.argsort(x, axis=-1, kind="stable")
    placed = np.take_along_axis(x, order, axis=-1)
    share = np.cumsum(np.take_along_axis(w, order, axis=-1), axis=-1) / w.sum(axis=-1, keepdims=True)
    lower = np.argmax(share >= 0.5 - TIE, axis=-1)[..., None]
    upper = np.argmax(share > 0.5 + TIE, axis=-1)[..., None]
    return np.take_along_axis(placed, lower, axis=-1)[..., 0], np.take_along_axis(placed, upper, axis=-1)[..., 0]


def pivot(x: Floats, w: Floats) -> Floats:
    """Which share of the pivot each actor holds: whose position is the weighted median.

    Actors with the same position share it; if lower and upper median differ, each gets half.

    Args:
        x: positions, shape (draws, actors).
        w: weights, shape (draws, actors).

    Returns:
        Shape (draws, actors); rows add up to 1.
    """
    parts = []
    for point in median(x, w):
        there = (np.abs(x - point[..., None]) < TIE) & (w > 0)
        held = np.where(there, w, 0.0)
        parts.append(held / held.sum(axis=-1, keepdims=True))
    return np.asarray((parts[0] + parts[1]) / 2)


def by_position(x: Floats, w: Floats) -> Floats:
    """How far the mean moves if one actor moves by one unit: its share of the whole weight, shape (draws, actors)."""
    return np.asarray(w / w.sum(axis=-1, keepdims=True))


def by_weight(x: Floats, w: Floats) -> Floats:
    """How far the mean moves if one actor's weight grows by one per cent, in units of x times 100.

    The derivative of the mean with regard to the logarithm of the weight, shape (draws, actors).
    """
    return np.asarray(by_position(x, w) * (x - mean(x, w)[..., None]))


def without(x: Floats, w: Floats) -> Floats:
    """The mean if one actor were not there, shape (draws, actors); the mean itself where nobody else has weight."""
    total, pulled = w.sum(axis=-1, keepdims=True), (w * x).sum(axis=-1, keepdims=True)
    rest = total - w
    alone = rest <= TIE * total
    return np.asarray(np.where(alone, pulled / total, (pulled - w * x) / np.where(alone, 1.0, rest)))
