"""Issues of European legislation with known outcomes: the half of DEU III that forecasts are developed on.

Arregui & Perarnaud (2021), J. European Public Policy, doi:10.1080/13501763.2021.1991983; CC BY 4.0.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FOLDER = Path(__file__).parents[1] / "lenses" / "bargaining" / "data" / "deu3"

REGIMES = (
    (2004, "pre_nice_votes_to_2004"),
    (2014, "nice_votes_2005_2014"),
    (9999, "population_millions_2015on"),
)
"""The last year of each rule of voting in the Council, and its column of power figures."""


@dataclass(frozen=True, eq=False)
class Issue:
    """One issue with a known outcome; everything on a scale from 0 to 1.

    Attributes:
        id: id of the issue.
        dossier: id of the legislative act that it is part of.
        actors: who has a position and a salience.
        position: shape (actors,).
        salience: shape (actors,).
        power: shape (actors,), in votes or millions of people; NaN for who was no member then.
        reference: what holds without a decision; NaN if unknown.
        outcome: what was decided.
    """

    id: str
    dossier: str
    actors: tuple[str, ...]
    position: Floats
    salience: Floats
    power: Floats
    reference: float
    outcome: float

    @property
    def x(self) -> Floats:
        """Positions of the actors with power, as one draw, shape (1, actors)."""
        return self.position[None, self._member]

    @property
    def s(self) -> Floats:
        """Saliences of the actors with power, as one draw, shape (1, actors)."""
        return self.salience[None, self._member]

    @property
    def c(self) -> Floats:
        """Power, as one draw, shape (1, actors)."""
        return self.power[None, self._member]

    @property
    def _member(self) -> npt.NDArray[np.bool_]:
        return np.isfinite(self.power)


@cache
def scored() -> tuple[Issue, ...]:
    """All issues with a known outcome, in the order of the file."""
    power, holders = _power(), _holders()
    return tuple(_issue(row, power, holders[row["issue_id"]]) for row in _rows("issues.csv") if row["outcome"])


def _issue(row: dict[str, str], power: dict[tuple[str, str], float], holders: list[dict[str, str]]) -> Issue:
    regime = next(column for last, column in REGIMES if int(row["year_est"]) <= last)
    actors = tuple(own["actor"] for own in holders)
    return Issue(
        row["issue_id"],
        row["dossier"],
        actors,
        np.array([float(own["position"]) / 100 for own in holders]),
        np.array([float(own["salience"]) / 100 for own in holders]),
        np.array([power[actor, regime] for actor in actors]),
        _number(row["reference_point"]) / 100,
        _number(row["outcome"]) / 100,
    )


def _holders() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in _rows("positions.csv"):
        found.setdefault(row["issue_id"], []).append(row)
    return found


def _power() -> dict[tuple[str, str], float]:
    return {(row["actor"], column): _number(row[column]) for row in _rows("council_power.csv") for _, column in REGIMES}


def _number(text: str) -> float:
    return float(text) if text else np.nan


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
