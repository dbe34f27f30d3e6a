"""The arithmetic of the record: bounds and base rates. Knows no case."""

import math
from statistics import NormalDist


def bounds_with_unknown(successes: int, failures: int, unknown: int) -> tuple[float, float]:
    """Sharp bounds on a share when some outcomes are unknown (Manski 1989): all failed, all succeeded.

    Raises:
        ValueError: if there is nothing to count.
    """
    total = successes + failures + unknown
    if total <= 0:
        raise ValueError("nothing to count")
    return successes / total, (successes + unknown) / total


def wilson_interval(successes: int, trials: int, level: float) -> tuple[float, float]:
    """Score interval for a share (Wilson 1927).

    Args:
        successes: how often it happened, 0 to ``trials``.
        trials: how often it could have happened, at least 1.
        level: probability mass of the interval, between 0 and 1.

    Raises:
        ValueError: if the counts or the level make no sense.
    """
    if trials < 1 or not 0 <= successes <= trials or not 0 < level < 1:
        raise ValueError("need 0 <= successes <= trials, trials >= 1 and 0 < level < 1")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, scale = successes / trials, 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == trials else min(1.0, centre + half)
    return low, high


def years_of_conflict(signs: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """In how many years conflict outnumbered cooperation, and out of how many years with any event.

    Args:
        signs: for each year the counts of cooperative and of conflictual events; years without events are left out,
            since no record is not a quiet year.
    """
    worse = sum(1 for good, bad in signs.values() if bad > good)
    return worse, len(signs)
