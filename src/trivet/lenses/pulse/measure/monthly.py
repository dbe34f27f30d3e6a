"""Monthly sums of each pair: what every index of a tie is made of."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from trivet.base.errors import TrivetError
from trivet.lenses.pulse.measure.dedup import Dedup, deduplicated, tale

if TYPE_CHECKING:
    import ibis

DATA: Final = ("source", "version")
"""Rows of different data are kept apart."""

Direction = Literal["directed", "undirected"]
Day = Literal["event", "added"]


def chosen(
    events: "ibis.Table",
    *,
    known_by: date | None = None,
    day: Day = "event",
    dedup: Dedup = Dedup.NONE,
    domestic: bool = False,
) -> "ibis.Table":
    """The rows that count, with the month they count in.

    Args:
        events: canonical rows (see :mod:`trivet.lenses.pulse.events.schema`).
        known_by: only rows that the source had added by this day: the vintage rule for hindcasts. Rows of sources that
            do not say when they were added count as known on the day of the event.
        day: count a row in the month of its event, or in the month it was added.
        dedup: which rows count as one.
        domestic: whether to keep rows inside one state, and no others.
    """
    import ibis

    added = ibis.coalesce(events["added"].cast("date"), events["date"])
    kept = events if known_by is None else events.filter(added <= ibis.literal(known_by))
    same = kept["actor1"] == kept["actor2"]
    kept = kept.filter(kept["actor1"].notnull(), kept["actor2"].notnull(), same if domestic else ~same)
    kept = deduplicated(kept, dedup)
    when = kept["date"] if day == "event" else ibis.coalesce(kept["added"].cast("date"), kept["date"])
    return kept.mutate(month=when.truncate("M").cast("date"))


def paired(rows: "ibis.Table", direction: Direction) -> "ibis.Table":
    """Rows with their pair as ``a`` and ``b``: source and target, or in the order of the alphabet."""
    import ibis

    one, two = rows["actor1"], rows["actor2"]
    if direction == "directed":
        return rows.mutate(a=one, b=two)
    return rows.mutate(a=ibis.ifelse(one <= two, one, two), b=ibis.ifelse(one <= two, two, one))


def of_pairs(rows: "ibis.Table", pairs: Sequence[tuple[str, str]]) -> "ibis.Table":
    """Rows of some pairs, in either order."""
    import ibis

    one, two = rows["actor1"], rows["actor2"]
    found = [((one == a) & (two == b)) | ((one == b) & (two == a)) for a, b in pairs]
    return rows.filter(ibis.or_(*found)) if found else rows.limit(0)


def sums(rows: "ibis.Table", weighted: bool = False) -> dict[str, Any]:
    """The sums of one group of rows: counts by quad class, parts of intensity, reports.

    Args:
        rows: canonical rows.
        weighted: count each row as often as the source saw it reported.
    """
    import ibis

    unit = ibis.coalesce(rows["weight"], 1.0).cast("float64") if weighted else ibis.literal(1.0)
    quad = rows["quad"]
    scored = rows["intensity"].cast("float64").round(4)  # stored in single precision
    rated = scored.notnull()

    def total(when: Any, value: Any = unit) -> Any:
        return ibis.ifelse(when, value, 0.0).sum()

    return {
        "n": total(rows["code"].notnull()),
        "n_q1": total(quad == 1),
        "n_q2": total(quad == 2),
        "n_q3": total(quad == 3),
        "n_q4": total(quad == 4),
        "n_scored": total(rated),
        "intensity_pos": total(rated & (scored > 0), scored * unit),
        "intensity_neg": total(rated & (scored < 0), scored * unit),
    }


def monthly(
    events: "ibis.Table",
    *,
    direction: Direction = "undirected",
    pairs: Sequence[tuple[str, str]] | None = None,
    weighted: bool = False,
    **choice: Any,
) -> "ibis.Table":
    """One row for each pair and month with any event: ``source, version, month, a, b``, :func:`sums`, ``stories``.

    Two sources, or two versions of one, are never added up.

    Args:
        events: canonical rows.
        direction: whether who acts and who is acted upon are told apart.
        pairs: pairs of states, in either order; all of them if left out.
        weighted: count reports instead of rows.
        choice: see :func:`chosen`.

    Raises:
        TrivetError: if a directed series is asked for under a rule that looks through the direction.
    """
    if direction == "directed" and choice.get("dedup") in (Dedup.MIRRORED, Dedup.STORY):
        raise TrivetError(f"A directed series cannot count rows as one by the rule {choice['dedup']}.")
    rows = chosen(events if pairs is None else of_pairs(events, pairs), **choice)
    rows = paired(rows, direction)
    made = sums(rows, weighted)
    made["stories"] = tale(rows).nunique().cast("float64")
    keys = [*DATA, "month", "a", "b"]
    return rows.group_by(keys).aggregate(**made).order_by(keys)


def triadic(events: "ibis.Table", members: Sequence[str], **choice: Any) -> "ibis.Table":
    """One row a month for a group: sums over events between any two members, and ``joint``: stories that name all.

    Args:
        events: canonical rows.
        members: three or more states.
        choice: see :func:`chosen`.
    """
    import ibis

    rows = chosen(events, **choice)
    names = list(members)
    rows = rows.filter(rows["actor1"].isin(names), rows["actor2"].isin(names))
    rows = rows.mutate(tale=tale(rows))
    keys = [*DATA, "month"]
    whole = rows.group_by(keys).aggregate(**sums(rows), stories=rows["tale"].nunique().cast("float64"))
    seen = [
        ((rows["actor1"] == name) | (rows["actor2"] == name)).cast("int64").max().name(f"with_{number}")
        for number, name in enumerate(names)
    ]
    told = rows.group_by([*keys, "tale"]).aggregate(seen)
    every = told.filter(*(told[f"with_{number}"] == 1 for number in range(len(names))))
    joint = every.group_by(keys).aggregate(joint=every["tale"].nunique().cast("float64"))
    both = whole.left_join(joint, keys)
    filled = both.select(*whole.columns, joint=ibis.coalesce(both["joint"], 0.0))
    return filled.order_by(keys)


def by_story(
    events: "ibis.Table", *, pairs: Sequence[tuple[str, str]], members: Sequence[str] = (), **choice: Any
) -> "ibis.Table":
    """Sums for each pair, month and story, for a bootstrap over stories; for a group its members stand for one pair.

    Args:
        events: canonical rows.
        pairs: pairs of states, in either order.
        members: a group; its pairs are then counted together under its first and last member.
        choice: see :func:`chosen`.
    """
    import ibis

    rows = paired(chosen(of_pairs(events, pairs), **choice), "undirected")
    if members:
        rows = rows.mutate(a=ibis.literal("*"), b=ibis.literal("*"))
    rows = rows.mutate(tale=tale(rows))
    keys = [*DATA, "a", "b", "month", "tale"]
    return rows.group_by(keys).aggregate(**sums(rows)).order_by(keys)
