"""Promise tracking in the manner of the G7 Research Group: scores per member, two coders, their agreement."""

from collections.abc import Iterable
from dataclasses import dataclass

from trivet.case.schema.commitments import Commitment
from trivet.lenses.obligations.alpha import krippendorff_alpha


@dataclass(frozen=True)
class MemberScore:
    """How one member's promises fare.

    Attributes:
        member: the member.
        kept, partly, failed, unknown: promises by score; where coders differ, the lower score counts.
        mean: mean score over the known ones, -1 to 1; None if none is known.
    """

    member: str
    kept: int
    partly: int
    failed: int
    unknown: int
    mean: float | None


@dataclass(frozen=True)
class Agreement:
    """How far coders agree: alpha on the ordinal scale, over units that at least two of them scored."""

    alpha: float | None
    units: int
    coders: tuple[str, ...]


def scores_by_unit(commitments: Iterable[Commitment]) -> dict[tuple[str, str], dict[str, int | None]]:
    """For each commitment and member, each coder's score."""
    found: dict[tuple[str, str], dict[str, int | None]] = {}
    for thing in commitments:
        for score in thing.scores:
            for member in score.members:
                found.setdefault((thing.id, member), {})[score.coder] = score.score
    return found


def agreement(commitments: Iterable[Commitment]) -> Agreement:
    """Agreement of all coders on all promises."""
    units = scores_by_unit(commitments)
    known = [[float(v) for v in scores.values() if v is not None] for scores in units.values()]
    pairs = [values for values in known if len(values) >= 2]
    coders = tuple(sorted({coder for scores in units.values() for coder in scores}))
    return Agreement(krippendorff_alpha(pairs, "ordinal"), len(pairs), coders)


def by_member(commitments: Iterable[Commitment], members: Iterable[str]) -> tuple[MemberScore, ...]:
    """Each member's tally."""
    units = scores_by_unit(commitments)
    found = []
    for member in members:
        own = [scores for (_, who), scores in units.items() if who == member]
        settled = [_lower(scores.values()) for scores in own]
        known = [score for score in settled if score is not None]
        mean = sum(known) / len(known) if known else None
        found.append(
            MemberScore(member, settled.count(1), settled.count(0), settled.count(-1), settled.count(None), mean)
        )
    return tuple(found)


def _lower(scores: Iterable[int | None]) -> int | None:
    known = [score for score in scores if score is not None]
    return min(known) if known else None
