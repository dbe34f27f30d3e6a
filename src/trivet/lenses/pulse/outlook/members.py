"""The simple forecasts that are pooled."""

from collections.abc import Callable, Sequence
from typing import Final, Literal

from trivet.lenses.pulse.outlook.ar1_direct import ar1_direct
from trivet.lenses.pulse.outlook.autoarima import autoarima
from trivet.lenses.pulse.outlook.climatology import climatology
from trivet.lenses.pulse.outlook.ewma import ewma
from trivet.lenses.pulse.outlook.levels import Floats
from trivet.lenses.pulse.outlook.recent import recent

Member = Callable[[Floats, Sequence[int]], Floats]
Members = Literal["full", "core"]

ADDED: Final = "recent"
"""The member that only the learned pool has."""


def pool_members(members: Members) -> dict[str, Member]:
    """All members by name, in a fixed order; those of the plain pool and :data:`ADDED`.

    Args:
        members: ``core`` needs no library, ``full`` has automatic ARIMA as well.
    """
    found: dict[str, Member] = {"climatology": climatology, "ar1": ar1_direct, "ewma": ewma}
    if members == "full":
        found["autoarima"] = autoarima
    return {**found, ADDED: recent}
