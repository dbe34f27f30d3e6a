"""Monthly sums of pairs and groups from the store, with the stories they are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from trivet.base.errors import TrivetError
from trivet.lenses.pulse.answer import Floats, Months
from trivet.lenses.pulse.measure.dedup import Dedup
from trivet.lenses.pulse.measure.indices import COLUMNS
from trivet.lenses.pulse.outside import Chosen

if TYPE_CHECKING:
    import ibis

Ints = npt.NDArray[np.int64]

MEMORY: Final = "512MB"
SPARE: Final = 2
"""Days that may be missing at the end of a month before it counts as cut off."""


@dataclass(frozen=True)
class Gathered:
    """What the store holds of one pair or group.

    Attributes:
        months: shape (n,), ``datetime64[M]``.
        covered: whether the source reaches the whole month, shape (n,).
        volume: rows of the whole source in each month, shape (n,); NaN where it does not reach.
        sums: shape (n, columns), see :mod:`trivet.lenses.pulse.measure.indices`; NaN where it does not reach.
        stories: stories in each month, shape (n,).
        story_month: month of each story, shape (s,).
        story_sums: what each adds, shape (s, columns).
    """

    months: Months
    covered: npt.NDArray[np.bool_]
    volume: Floats
    sums: Floats
    stories: Ints
    story_month: Ints
    story_sums: Floats


def gather(
    chosen: Chosen,
    groups: Sequence[tuple[str, ...]],
    months: Months,
    *,
    dedup: Dedup,
    known_by: date | None = None,
    day: str = "event",
) -> list[Gathered]:
    """Read several pairs or groups at once.

    Args:
        chosen: the data set.
        groups: states of each, two or more; a larger group counts events between any two of its members.
        months: the months wanted, without gaps.
        dedup: which rows count as one.
        known_by: only what the source had published by this day.
        day: ``event`` or ``added``: the day that decides about the month.

    Raises:
        TrivetError: if the extra ``events`` is not installed.
    """
    volume = _volume(chosen, months, day)
    last = known_by if known_by is None or chosen.status.last_day is None else min(known_by, chosen.status.last_day)
    covered = ~np.isnan(volume) & _whole(months, chosen.status.first_day, last or chosen.status.last_day)
    events = _events(chosen, months)
    reached = np.where(covered, volume, np.nan)
    return [_sorted_in(months, covered, reached, _stories(events, group, dedup, known_by, day)) for group in groups]


def _events(chosen: Chosen, months: Months) -> "ibis.Table | None":
    try:
        import ibis

        connection = ibis.duckdb.connect(memory_limit=MEMORY)
    except ImportError as error:
        raise TrivetError(
            f"Event data need more libraries ({error.name} is missing): install trivet[events], "
            "or leave event data out with --data none."
        ) from None
    first, last = (date.fromisoformat(f"{month}-01") for month in (months[0], months[-1]))
    parts = chosen.store.parts(chosen.status.name, first=first, last=last)
    return connection.read_parquet([str(path) for path in parts]) if parts else None


def _stories(
    events: "ibis.Table | None", group: tuple[str, ...], dedup: Dedup, known_by: date | None, day: str
) -> dict[str, Any]:
    from trivet.lenses.pulse.measure.monthly import by_story

    if events is None:
        return {"month": np.zeros(0, dtype="datetime64[M]"), "sums": np.zeros((0, len(COLUMNS)))}
    pairs = list(combinations(sorted(group), 2))
    made = by_story(
        events, pairs=pairs, members=group if len(group) > 2 else (), known_by=known_by, dedup=dedup, day=day
    )
    table = made.to_pyarrow()
    sums = np.column_stack([np.asarray(table[name].to_numpy(), dtype=np.float64) for name in COLUMNS])
    return {"month": table["month"].to_numpy().astype("datetime64[M]"), "sums": sums}


def _sorted_in(months: Months, covered: npt.NDArray[np.bool_], volume: Floats, found: dict[str, Any]) -> Gathered:
    place = (found["month"] - months[0]).astype(np.int64)
    inside = (place >= 0) & (place < months.size)
    place, story_sums = place[inside], found["sums"][inside]
    sums = np.zeros((months.size, len(COLUMNS)))
    np.add.at(sums, place, story_sums)
    stories = np.bincount(place, minlength=months.size).astype(np.int64)
    sums[~covered] = np.nan
    return Gathered(months, covered, volume, sums, stories, place, story_sums)


def _volume(chosen: Chosen, months: Months, day: str) -> Floats:
    totals = chosen.store.totals(chosen.status.name, "added" if day == "added" else "event")
    return np.array([float(totals.get(str(month), 0)) or np.nan for month in months])


def _whole(months: Months, first: date | None, last: date | None) -> npt.NDArray[np.bool_]:
    """Whether a source that reaches from one day to another has the whole of each month, but for a few days."""
    if first is None or last is None:
        return np.zeros(months.size, dtype=bool)
    starts = months.astype("datetime64[D]")
    ends = (months + 1).astype("datetime64[D]")
    begun = np.datetime64(first - timedelta(days=SPARE), "D")
    done = np.datetime64(last + timedelta(days=SPARE + 1), "D")
    return np.asarray((starts >= begun) & (ends <= done))
