"""The network of a partnership on a day: actors tied by instruments in effect and parted by open disputes.

An edge weighs what its strongest texts weigh: the sum over instruments of bindingness times freshness. Freshness runs
from 1 on the day of the last sign of life to 1/2 for something never heard of again, with a half-life of five years.
"""

from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final, Literal

from trivet.case.at import State, pairs_of

WEIGHTS: Final = {"legal": 3.0, "mixed": 2.5, "political": 2.0, "non-binding": 1.0}
"""What an instrument weighs by its bindingness: a convention of this module, not a measurement."""

HALF_LIFE_DAYS: Final = 5 * 365.25
LEGAL_TYPES: Final = frozenset({"treaty"})

TieKind = Literal["treaty", "agreement", "rivalry"]


@dataclass(frozen=True)
class Tie:
    """An edge between two actors: treaty, lesser agreement, or rivalry (an open dispute and no instrument)."""

    pair: tuple[str, str]
    kind: TieKind
    weight: float
    instruments: tuple[str, ...]
    disputes: tuple[str, ...]


def network(state: State) -> tuple[Tie, ...]:
    """All ties on a day, in the order of the pairs."""
    instruments: dict[tuple[str, str], list[str]] = {}
    weight: dict[tuple[str, str], float] = {}
    treaties: set[tuple[str, str]] = set()
    signs = _signs_of_life(state)
    for item in state.instruments:
        if not item.in_effect:
            continue
        for pair in _pairs(item.instrument.parties):
            last = max(item.turn.date.earliest, signs.get(frozenset(pair), date.min))
            value = WEIGHTS[item.instrument.bindingness] * freshness((state.day - last).days)
            weight[pair] = weight.get(pair, 0.0) + value
            instruments.setdefault(pair, []).append(item.instrument.id)
            if item.instrument.type in LEGAL_TYPES:
                treaties.add(pair)
    disputes = _disputes(state)
    return tuple(
        Tie(
            pair,
            "treaty" if pair in treaties else "agreement" if pair in instruments else "rivalry",
            round(weight.get(pair, 0.0), 6),
            tuple(instruments.get(pair, ())),
            tuple(disputes.get(pair, ())),
        )
        for pair in sorted({*instruments, *disputes})
    )


def freshness(days: int) -> float:
    """Between 1 (today) and 1/2 (long ago); half of the way after :data:`HALF_LIFE_DAYS`."""
    return float(0.5 + 0.5 * 0.5 ** (max(days, 0) / HALF_LIFE_DAYS))


def _pairs(parties: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(a, b) for a, b in combinations(sorted(set(parties)), 2)]


def _signs_of_life(state: State) -> dict[frozenset[str], date]:
    """The day of the last cooperative event of each pair."""
    found: dict[frozenset[str], date] = {}
    for event in state.past_events:
        if event.sign == "cooperative":
            found.update(dict.fromkeys(pairs_of(event, state.case), event.date.earliest))
    return found


def _disputes(state: State) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for item in state.disputes:
        if item.open:
            for pair in _pairs(item.dispute.parties):
                found.setdefault(pair, []).append(item.dispute.id)
    return found
