"""From a case to rules, bundles of facts and what lies within what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trivet.base.errors import NotFoundError
from trivet.base.ids import hint_at
from trivet.case.expressions import All, Not
from trivet.case.model import Case
from trivet.case.patterns import Pattern, parse, parse_fact
from trivet.case.schema.instruments import IN_EFFECT, Instrument
from trivet.case.schema.obligations import Contingency, Obligation
from trivet.lenses.obligations.model import Rule, Solver
from trivet.lenses.obligations.solve import Bundle, World

Span = tuple[date, date | None]


@dataclass(frozen=True)
class Question:
    """A contingency with its facts read."""

    contingency: Contingency
    bundle: Bundle


def solver(case: Case) -> Solver:
    """Every obligation of a case, ready to be asked."""
    rules = [rule(thing, duty) for thing in case.instruments for duty in thing.obligations]
    return Solver(sorted(rules, key=_seniority), world(case))


def _seniority(made: Rule) -> tuple[date, str]:
    """Older instruments first, whatever the order of the files."""
    return (made.spans[0][0] if made.spans else date.max), made.key


def rule(instrument: Instrument, duty: Obligation) -> Rule:
    """One obligation as a rule."""
    when = parse(duty.when)
    pattern: Pattern = All((when, Not(parse(duty.unless)))) if duty.unless else when
    return Rule(
        key=f"{instrument.id}/{duty.id}",
        duty=duty.duty,
        mode=duty.mode,
        bound=duty.bound,
        toward=duty.toward,
        pattern=pattern,
        how=duty.how,
        strength=duty.strength,
        forces=duty.forces,
        spans=spans(instrument, IN_EFFECT),
        contested=spans(instrument, frozenset({"contested"})),
    )


def spans(instrument: Instrument, states: frozenset[str]) -> tuple[Span, ...]:
    """The stretches in which an instrument is in one of some states, merged where they touch."""
    found: list[Span] = []
    history = instrument.history
    for index, turn in enumerate(history):
        begin = turn.date.earliest
        end = history[index + 1].date.earliest if index + 1 < len(history) else None
        if turn.state not in states or begin == end:
            continue
        if found and found[-1][1] == begin:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return tuple(found)


def world(case: Case) -> World:
    """What each actor and area also counts as: the states an actor belongs to, its groupings, wider areas."""
    wider: dict[str, set[str]] = {}
    for actor in case.actors:
        wider.setdefault(actor.id, set()).update(actor.of)
        for member in actor.members:
            wider.setdefault(member, set()).add(actor.id)
    areas = case.vocabulary.areas
    for name in areas:
        wider.setdefault(name, set()).update(_wider_areas(name, {key: area.within for key, area in areas.items()}))
    return World({name: frozenset(values) for name, values in wider.items() if values})


def _wider_areas(name: str, within: dict[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    waiting = list(within.get(name, ()))
    while waiting:
        area = waiting.pop()
        if area not in found:
            found.add(area)
            waiting.extend(within.get(area, ()))
    return found


def questions(case: Case, chosen: Sequence[str] = ()) -> tuple[Question, ...]:
    """The contingencies asked about, all of them if none is named.

    Raises:
        NotFoundError: if one does not exist.
    """
    known = {thing.id: thing for thing in case.contingencies}
    for name in chosen:
        if name not in known:
            raise NotFoundError(f'There is no contingency "{name}". {hint_at(name, known)}')
    return tuple(Question(known[name], _bundle(known[name])) for name in (chosen or known))


def _bundle(contingency: Contingency) -> Bundle:
    return Bundle.of(map(parse_fact, contingency.facts), map(parse_fact, contingency.open))


def days_of_change(case: Case) -> tuple[date, ...]:
    """Every day on which an instrument with obligations changes its state, in order."""
    days = {turn.date.earliest for thing in case.instruments if thing.obligations for turn in thing.history}
    return tuple(sorted(days))
