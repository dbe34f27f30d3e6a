"""CAMEO and PLOVER: roots, quad classes and intensities of event codes.

Quad classes follow the column of GDELT's own rows: roots 01 to 05, 06 to 09, 10 to 14, 15 to 20. Intensities are those
that real rows carry; three codes differ in the table of ICEWS.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Code:
    """One CAMEO code."""

    root: str
    quad: int
    goldstein: float
    icews: float | None
    text: str


@cache
def cameo() -> dict[str, Code]:
    """Every CAMEO code; codes are text, since leading zeros count."""
    with files("trivet.lenses.pulse").joinpath("data", "cameo.csv").open(encoding="utf-8") as stream:
        return {
            row["code"]: Code(
                row["root"],
                int(row["quad"]),
                float(row["goldstein"]),
                float(row["icews"]) if row["icews"] else None,
                row["text"],
            )
            for row in csv.DictReader(stream)
        }


@cache
def plover() -> dict[str, int | None]:
    """Quad class of each PLOVER event type, those of early drafts included; None where the manual gives none."""
    with files("trivet.lenses.pulse").joinpath("data", "plover.csv").open(encoding="utf-8") as stream:
        return {row["type"]: int(row["quad"]) if row["quad"] else None for row in csv.DictReader(stream)}


@cache
def cameo_by_text() -> dict[str, str]:
    """From what ICEWS calls an event, in small letters, to its code; of two codes with one name the longer."""
    found: dict[str, str] = {}
    for code, entry in cameo().items():
        name = entry.text.lower()
        if len(code) >= len(found.get(name, "")):
            found[name] = code
    return found
