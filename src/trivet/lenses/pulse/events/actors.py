"""States by any code that event data use for them: one table, one system at a time.

Systems must not be mixed: the same two letters mean one state in FIPS 10-4 and another in ISO 3166.
"""

import csv
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

TABLE: Final = "states.csv"


class CodeSystem(StrEnum):
    """A way to name states; the values are columns of the table."""

    ISO3 = "iso3"
    ISO2 = "iso2"
    FIPS = "fips"
    COW = "cow"
    COW_ABBREV = "cow_abbrev"
    CAMEO = "cameo"
    NAMES = "names"


@cache
def states(system: CodeSystem) -> dict[str, str]:
    """From every code of a system to ISO 3166 alpha-3. Names are in small letters."""
    found: dict[str, str] = {}
    with files("trivet.lenses.pulse").joinpath("data", TABLE).open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            cell = row[system.value]
            codes = cell.lower().split("; ") if system is CodeSystem.NAMES else cell.split()
            found |= dict.fromkeys(codes, row["iso3"])
    return found


def state_of(code: str, system: CodeSystem) -> str | None:
    """The state that a code stands for, in ISO 3166 alpha-3; None if it is no state, such as a region."""
    key = code.strip()
    if system is CodeSystem.COW:
        key = key.lstrip("0")
    return states(system).get(key.lower() if system is CodeSystem.NAMES else key.upper())


def state_of_entity(name: str) -> str | None:
    """The state in the name of an entity: the name itself, or what stands in brackets at its end."""
    whole = state_of(name, CodeSystem.NAMES)
    if whole or not name.endswith(")") or "(" not in name:
        return whole
    return state_of(name[name.rindex("(") + 1 : -1], CodeSystem.NAMES)


@cache
def cameo_actors() -> dict[str, str]:
    """CAMEO codes of states, and ISO codes where a data set uses those instead."""
    return states(CodeSystem.ISO3) | states(CodeSystem.CAMEO)


def state_of_actor(code: str) -> str | None:
    """The state that a CAMEO actor code begins with; None if it begins with none, such as a region or a role.

    Codes of states are in capitals; those of ethnic groups, some of which have the same letters, are not.
    """
    return cameo_actors().get(code[:3])
