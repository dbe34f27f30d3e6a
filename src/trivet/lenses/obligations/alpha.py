"""Agreement between coders: Krippendorff's alpha (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability")."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Literal

Level = Literal["nominal", "ordinal", "interval", "ratio"]


def krippendorff_alpha(units: Sequence[Sequence[float]], level: Level = "ordinal") -> float | None:
    """Alpha for any number of coders and missing values.

    Args:
        units: for each unit the values its coders gave; missing ones are left out. Units with fewer than two values
            say nothing about agreement and are passed over.
        level: how far apart two values are: nominal, ordinal, interval or ratio.

    Returns:
        1 for perfect agreement, 0 for chance; None if there are no pairs, or all values are the same.
    """
    pairable = [list(values) for values in units if len(values) >= 2]
    coincidence: Counter[tuple[float, float]] = Counter()
    for values in pairable:
        for one, other in permutations(values, 2):
            coincidence[one, other] += 1 / (len(values) - 1)  # type: ignore[assignment]
    totals: Counter[float] = Counter()
    for (one, _), count in coincidence.items():
        totals[one] += count
    size = sum(totals.values())
    distance = _distances(totals, level)
    expected = sum(totals[a] * totals[b] * distance[a, b] for a in totals for b in totals)
    if size <= 1 or expected == 0:
        return None
    observed = sum(count * distance[pair] for pair, count in coincidence.items())
    return 1 - (size - 1) * observed / expected


def _distances(totals: Mapping[float, float], level: Level) -> dict[tuple[float, float], float]:
    """The squared difference function of each level (Krippendorff 2011, section D)."""
    ordered = sorted(totals)
    found = {}
    for a in ordered:
        for b in ordered:
            match level:
                case "nominal":
                    value = float(a != b)
                case "interval":
                    value = (a - b) ** 2
                case "ratio":
                    value = ((a - b) / (a + b)) ** 2 if a + b else 0.0
                case "ordinal":
                    low, high = min(a, b), max(a, b)
                    between = sum(totals[g] for g in ordered if low <= g <= high)
                    value = (between - (totals[a] + totals[b]) / 2) ** 2 if a != b else 0.0
            found[a, b] = value
    return found
