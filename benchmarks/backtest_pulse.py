"""Skill of the forecasts of lens ``pulse`` on real monthly series, by family and distance, over expanding climatology.

Run with the folders of the event data and of the reference data, which are not part of the package:

    python benchmarks/backtest_pulse.py --data EVENTS --reference REFERENCE [--members core]

Skill is 1 less the ratio of CRPS summed over a family's series to that of expanding climatology. Intervals: moving
blocks of 12 months, all series of a family drawn together, so that what happened everywhere at once stays together.
``plain`` is the mean of quantiles, ``learned`` the pool with weights from past scores, ``chosen`` what is used.
"""

import argparse
import csv
import gzip
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trivet.lenses.pulse.outlook.evaluate import METHODS
from trivet.lenses.pulse.outlook.levels import Floats
from trivet.lenses.pulse.outlook.members import Members, pool_members
from trivet.lenses.pulse.outlook.rolling import Past, rolling
from trivet.lenses.pulse.outlook.scores import covered, crps

HORIZONS = (1, 3, 6, 12)
TRIO = {"JPN", "KOR", "CHN"}
"""The states whose ties the longest ICEWS subset covers."""


@dataclass(frozen=True)
class Family:
    """Series that are scored together.

    Attributes:
        name: what they are, with the definition.
        bar: skill to reach at each of ``HORIZONS``.
        series: by name.
        first: months that have passed at the first origin.
        step: months between origins.
        lower: least possible value.
    """

    name: str
    bar: tuple[float, ...]
    series: dict[str, Floats]
    first: int = 60
    step: int = 1
    lower: float | None = None


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV file, compressed or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        yield from csv.DictReader(file)


def months(first: int, last: int, join: str = "-") -> list[str]:
    """All months of some years, written as the files write them."""
    return [f"{year}{join}{month:02}" for year in range(first, last + 1) for month in range(1, 13)]


def summed(
    path: Path, key: Callable[[dict[str, str]], str | None], columns: tuple[str, ...], axis: list[str]
) -> dict[str, Floats]:
    """Monthly sums of columns by series, shape (months, columns); NaN in months without a row."""
    place = {month: row for row, month in enumerate(axis)}
    out: dict[str, Floats] = defaultdict(lambda: np.full((len(axis), len(columns)), np.nan))
    for row in rows(path):
        name, at = key(row), place.get(row["month"])
        if name is not None and at is not None:
            out[name][at] = np.nan_to_num(out[name][at]) + [float(row[column]) for column in columns]
    return dict(out)


def _trio(row: dict[str, str]) -> str | None:
    ends = {row["source"], row["target"]}
    kept = row["subset"].startswith("ICEWS05-15") and len(ends) == 2 and ends <= TRIO
    return f"{row['source']}>{row['target']}" if kept else None


def families(data: Path, reference: Path) -> list[Family]:
    """The families of the method note, with the definitions that give its figures."""
    gdelt = summed(
        data / "gdelt2_monthly_composite.csv.gz",
        lambda row: f"{row['a']}-{row['b']}",
        ("per1000",),
        months(2018, 2022)[:56],
    )
    icews = summed(
        data / "icews_monthly_directed.csv.gz", _trio, ("n", "n_q3", "n_q4", "goldstein_sum"), months(2005, 2014)
    )
    coercion = summed(
        data / "gdelt_chn_coercion_monthly_2003_2018.csv.gz", lambda row: row["partner"], ("n",), months(2003, 2018, "")
    )
    columns: dict[str, list[float]] = defaultdict(list)
    for row in rows(reference / "gpr_country_monthly_1985_2019.csv"):
        for name, cell in row.items():
            if name.startswith("GPRC_"):
                columns[name].append(float(cell))
    counts = {name: np.nan_to_num(sums) for name, sums in icews.items()}
    return [
        Family("GDELT 2 composite, per 1000", (0.23, 0.17, 0.15, 0.12), {k: v[:, 0] for k, v in gdelt.items()}, 24),
        Family(
            "ICEWS log(1 + conflict), directed, trio",
            (0.18, 0.12, 0.07, 0.04),
            {k: np.log1p(v[:, 1] + v[:, 2]) for k, v in counts.items()},
            lower=0.0,
        ),
        Family(
            "ICEWS mean Goldstein, directed, trio",
            (0.04, 0.03, 0.01, 0.03),
            {k: v[:, 3] / v[:, 0] for k, v in icews.items()},
        ),
        Family(
            "GDELT coercion, log(1 + events)",
            (0.56, 0.54, 0.50, 0.49),
            {k: np.log1p(np.nan_to_num(v[:, 0])) for k, v in coercion.items()},
            lower=0.0,
        ),
        Family(
            "Geopolitical risk, log(0.01 + share), country",
            (0.39, 0.32, 0.32, 0.26),
            {k: np.log(np.array(v) + 0.01) for k, v in columns.items()},
            120,
            6,
        ),
    ]


def skills(
    pasts: list[Past], made: list[Floats], column: int, generator: np.random.Generator
) -> tuple[float, float, float]:
    """Skill of a family at one distance, with its 90 percent interval."""
    origins = np.unique(np.concatenate([past.origins for past in pasts]))
    own, theirs = np.zeros(origins.size), np.zeros(origins.size)
    for past, predicted in zip(pasts, made, strict=True):
        there = ~np.isnan(past.observed[:, column])
        at = np.searchsorted(origins, past.origins[there])
        own[at] += crps(predicted[there, column], past.observed[there, column])
        theirs[at] += crps(past.usual[there, column], past.observed[there, column])
    known = theirs > 0
    own, theirs = own[known], theirs[known]
    from trivet.lenses.pulse.outlook.evaluate import skill, skill_interval

    low, high = skill_interval(own, theirs, generator, block=max(1, 12 // pasts[0].step))
    return skill(own, theirs), low, high


def report(family: Family, members: Members) -> None:
    """Score one family and print a line for each way of forecasting."""
    began = time.perf_counter()
    named = pool_members(members)
    pasts = [
        rolling(series, HORIZONS, named, first=family.first, step=family.step, lower=family.lower)
        for series in family.series.values()
    ]
    pasts = [past for past in pasts if past.origins.size]
    print(f"\n{family.name}: {len(pasts)} series, {time.perf_counter() - began:.0f} s, months ahead {HORIZONS}")
    print(f"  {'bar':12}" + "".join(f"  {value:5.2f}{'':16}" for value in family.bar))
    ways = {**METHODS, **{name: lambda past, name=name: past.predicted[name] for name in named}}
    for name, way in ways.items():
        made = [way(past) for past in pasts]
        found = [skills(pasts, made, column, np.random.default_rng(0)) for column in range(len(HORIZONS))]
        inside = [
            covered(predicted[~np.isnan(past.observed)], past.observed[~np.isnan(past.observed)], 0.8)
            for past, predicted in zip(pasts, made, strict=True)
        ]
        cells = "".join(f"  {value:5.3f} [{low:5.2f} to {high:5.2f}]" for value, low, high in found)
        print(f"  {name:12}{cells}  in 80 %: {100 * np.concatenate(inside).mean():.0f} %", flush=True)


def main() -> None:
    """Read the arguments and print all tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of the event data")
    parser.add_argument("--reference", type=Path, required=True, help="folder of the reference data")
    parser.add_argument("--members", choices=["full", "core"], default="full")
    arguments = parser.parse_args()
    for family in families(arguments.data, arguments.reference):
        report(family, arguments.members)


if __name__ == "__main__":
    main()
