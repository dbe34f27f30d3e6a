"""Which rows of event data count as one: a choice that is declared, and reported with counts before and after.

In one complete export of GDELT 2, 22 % of rows repeat another in day, actors, code and report, and 17 % have a twin
with the actors exchanged. Which row is kept never depends on the order of rows: the lowest event id.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from trivet.base.errors import NotFoundError
from trivet.base.ids import hint_at

if TYPE_CHECKING:
    import ibis


class Dedup(StrEnum):
    """What counts as one event."""

    NONE = "none"
    """Every row."""
    REPEATS = "repeats"
    """Rows of one report with the same day, actors and code."""
    MIRRORED = "mirrored"
    """The same, also with the actors exchanged."""
    STORY = "story"
    """Rows of one report with the same day, pair of states in either order, and root of the code."""


def dedup_of(name: str) -> Dedup:
    """A rule by name.

    Raises:
        NotFoundError: if there is none of that name.
    """
    if name not in [rule.value for rule in Dedup]:
        raise NotFoundError(f'There is no rule "{name}" for rows that count as one. {hint_at(name, list(Dedup))}')
    return Dedup(name)


def deduplicated(events: "ibis.Table", rule: Dedup) -> "ibis.Table":
    """The rows that count under a rule. Rows without a report cannot repeat one; they all count.

    Args:
        events: canonical rows.
        rule: the rule.
    """
    import ibis

    if rule is Dedup.NONE:
        return events
    keyed = events.mutate(**_key(events, rule))
    names = [name for name in keyed.columns if name.startswith("key_")]
    order = ibis.window(group_by=names, order_by=keyed["event_id"])
    ranked = keyed.mutate(key_rank=ibis.row_number().over(order))
    return ranked.filter(ranked["key_rank"] == 0).drop(*names, "key_rank")


def _key(events: "ibis.Table", rule: Dedup) -> dict[str, Any]:
    import ibis

    one = ibis.coalesce(events["actor1_raw"], "")
    two = ibis.coalesce(events["actor2_raw"], "")
    code = events["code"]
    if rule is Dedup.STORY:
        one, two = ibis.coalesce(events["actor1"], one), ibis.coalesce(events["actor2"], two)
        code = events["root"]
    if rule is not Dedup.REPEATS:
        turned = (one > two) & (two != "")  # an actor alone has no twin
        one, two = ibis.ifelse(turned, two, one), ibis.ifelse(turned, one, two)
    return {
        "key_source": events["source"],
        "key_version": events["version"],
        "key_date": events["date"],
        "key_one": one,
        "key_two": two,
        "key_code": code,
        "key_story": tale(events),
    }


def tale(events: "ibis.Table") -> Any:
    """The report a row belongs to; a row without one is a report of its own, whatever others are called."""
    import ibis

    return ibis.coalesce(ibis.literal("story ") + events["story"], ibis.literal("row ") + events["event_id"])
