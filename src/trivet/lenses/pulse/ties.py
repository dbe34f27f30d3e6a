"""The ties of a case: pairs of actors, their state codes, and the events that the case has coded for them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trivet.base.errors import NotFoundError
from trivet.base.ids import hint_at, names_in
from trivet.case.at import Leg, State, state_at
from trivet.case.model import Case
from trivet.case.schema.events import Event


@dataclass(frozen=True)
class Tie:
    """A pair of actors, or all partners together.

    Attributes:
        leg: its members.
        codes: their ISO 3166 alpha-3 codes; empty if one of them is no state.
        events: past events that the case scores for it, oldest first.
        partner: whether it is a leg of the partnership.
    """

    leg: Leg
    codes: tuple[str, ...]
    events: tuple[Event, ...]
    partner: bool

    @property
    def id(self) -> str:
        """Such as ``alpha-beta``."""
        return self.leg.id

    @property
    def basis(self) -> list[str]:
        """What a finding about it rests on: its events, or its members if there are none."""
        return [f"events/{event.id}" for event in self.events] or [f"actors/{name}" for name in self.leg.members]


def ties_of(case: Case, day: date, asked: str | None, fewest: int) -> tuple[Tie, ...]:
    """The legs, and other ties: those asked for, or those of a partner with at least ``fewest`` scored events.

    Raises:
        NotFoundError: if a tie names an actor that the case does not have.
    """
    state = state_at(case, day)
    legs = [_tie(state, leg, partner=True) for leg in state.legs]
    known = {frozenset(tie.leg.members) for tie in legs}
    pairs = _named(case, asked) if asked is not None else _frequent(state, fewest)
    others = [_tie(state, Leg(pair), partner=False) for pair in pairs if frozenset(pair) not in known]
    return (*legs, *others)


def _named(case: Case, asked: str) -> list[tuple[str, str]]:
    """Pairs as a user writes them: two ids with a hyphen between, several with commas."""
    known = [actor.id for actor in case.actors]
    found = []
    for name in names_in(asked):
        parts = [part.strip() for part in name.split("-", 1)]
        if len(parts) != 2 or parts[0] == parts[1]:
            raise NotFoundError(f'"{name}" is no pair of actors; write two ids with a hyphen between them.')
        for part in parts:
            if part not in known:
                raise NotFoundError(f'There is no actor "{part}". {hint_at(part, known)}')
        found.append((parts[0], parts[1]))
    return found


def _frequent(state: State, fewest: int) -> list[tuple[str, str]]:
    partners = state.case.meta.partners
    order = {name: rank for rank, name in enumerate(partners)}
    counts = Counter(
        pair
        for event in state.past_events
        if event.intensity is not None
        for dyad in event.dyads
        if len(dyad) == 2
        and (pair := _ordered(dyad, order))
        and set(pair) & set(partners)
        and not set(pair) <= set(partners)
    )
    often = [pair for pair, count in counts.items() if count >= fewest]
    return sorted(often, key=lambda pair: (-counts[pair], min(state.past_events.index(e) for e in _of(state, pair))))


def _of(state: State, pair: Sequence[str]) -> list[Event]:
    return [event for event in state.past_events if any(set(dyad) == set(pair) for dyad in event.dyads)]


def _ordered(dyad: Sequence[str], order: dict[str, int]) -> tuple[str, str]:
    """A pair with the partner first; the other as the event has it."""
    first, second = sorted(dyad, key=lambda name: order.get(name, len(order)))
    return first, second


def _tie(state: State, leg: Leg, *, partner: bool) -> Tie:
    codes = {actor.id: actor.code for actor in state.case.actors}
    found = tuple(code for name in leg.members if (code := codes.get(name)))
    scored = tuple(event for event in state.events_of(leg) if event.intensity is not None)
    return Tie(leg, found if len(found) == len(leg.members) else (), scored, partner)
