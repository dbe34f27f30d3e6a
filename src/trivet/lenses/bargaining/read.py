"""From the issues of a case to arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from trivet.base.languages import LANGUAGES
from trivet.base.quantity import Range
from trivet.case.model import Case
from trivet.case.schema.actors import Actor
from trivet.case.schema.bargaining import BargainingModel, Government
from trivet.case.schema.issues import Issue
from trivet.lenses.bargaining.model.baselines import Floats

ASSUMED_ERROR = 0.1
"""How far the ranges reach that stand in where nobody gave one, as a share of the scale."""


@dataclass(frozen=True, eq=False)
class Problem:
    """One issue as arrays. Its actors stand in an order of its own that no file decides.

    Attributes:
        issue: the issue.
        actors: ids of the actors.
        names: what tells actors apart whatever their ids are; names of streams.
        states: for each actor what it shares errors with: its state, else itself.
        position: ranges from 0 to 1, shape (actors, 3).
        salience: ranges from 0 to 1, shape (actors, 3).
        influence: ranges, shape (actors, 3).
        status_quo: range from 0 to 1, shape (3,); NaN if unknown.
        assumed: whether ranges of positions and saliences stand in for points.
        file_order: indices of the actors in the order of the file.
    """

    issue: Issue
    actors: tuple[str, ...]
    names: tuple[str, ...]
    states: tuple[str, ...]
    position: Floats
    salience: Floats
    influence: Floats
    status_quo: Floats
    assumed: bool
    file_order: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many actors."""
        return len(self.actors)

    def unit(self, point: float) -> float:
        """A point of the scale, from 0 to 1."""
        scale = self.issue.scale
        return (point - scale.low) / (scale.high - scale.low)

    def real(self, share: float) -> float:
        """A point between 0 and 1 in the numbers of the scale."""
        scale = self.issue.scale
        return round(scale.low + share * (scale.high - scale.low), 12)

    def members(self, names: Sequence[str]) -> tuple[int, ...]:
        """Indices of the actors among some ids."""
        return tuple(i for i, name in enumerate(self.actors) if name in names)


def open_issues(case: Case, day: date) -> tuple[Issue, ...]:
    """The issues with positions that were judged by a day, in the order of the case."""
    return tuple(issue for issue in case.issues if issue.positions and issue.as_of.earliest <= day)


def problem_of(case: Case, issue: Issue, error: float = ASSUMED_ERROR) -> Problem:
    """One issue as arrays.

    Args:
        case: the case.
        issue: one of its issues.
        error: how far assumed ranges reach up and down, as a share of the scale; 0 for none.
    """
    people = {actor.id: actor for actor in case.actors}
    named = {own.actor: _name(people[own.actor]) for own in issue.positions}
    order = sorted(issue.positions, key=lambda own: (named[own.actor], _key(own.position), _key(own.salience)))
    places = {id(own): place for place, own in enumerate(order)}
    scale = issue.scale
    width = scale.high - scale.low
    position = (_ranges([own.position for own in order]) - scale.low) / width
    salience = _rounded(_ranges([own.salience for own in order]) / 100)
    assumed = error > 0 and bool(np.ptp(np.concatenate([position, salience]), axis=1).max() == 0)
    if assumed:
        position, salience = _widened(position, error), _widened(salience, error)
    stands = issue.status_quo
    return Problem(
        issue,
        tuple(own.actor for own in order),
        _told_apart([named[own.actor] for own in order]),
        tuple(_state(people, own.actor) for own in order),
        position,
        salience,
        _ranges([own.influence for own in order]),
        (_ranges([stands.position])[0] - scale.low) / width if stands else np.full(3, np.nan),
        assumed,
        tuple(places[id(own)] for own in issue.positions),
    )


def factions(problem: Problem, case: Case, government: Government) -> tuple[int, ...]:
    """Who speaks for a government on an issue, by index; nobody if none of them holds a position."""
    if government.factions:
        return problem.members(government.factions)
    own = {actor.id for actor in case.actors if government.actor in (actor.id, *actor.of)}
    return problem.members(tuple(own))


def model_of(case: Case) -> BargainingModel | None:
    """The bargaining model of a case: the first by id; None if it has none."""
    return min(case.bargaining, key=lambda model: model.id, default=None)


def _ranges(given: Sequence[Range]) -> Floats:
    return np.array([(own.low, own.best, own.high) for own in given], dtype=np.float64)


def _rounded(values: Floats) -> Floats:
    """Shares without the last bit that dividing by a hundred leaves behind."""
    return np.asarray(np.round(values, 14))


def _widened(ranges: Floats, error: float) -> Floats:
    """Ranges around points that end at the scale and keep their mean."""
    best = ranges[:, 1]
    reach = np.minimum(error, np.minimum(best, 1 - best))
    return np.stack([best - reach, best, best + reach], axis=1)


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """Names, the second and further ones of a kind with a number."""
    return tuple(f"{name}#{names[:i].count(name)}" if name in names[:i] else name for i, name in enumerate(names))


def _key(own: Range) -> tuple[float, float, float]:
    return own.best, own.low, own.high


def _name(actor: Actor) -> str:
    return actor.name.say(LANGUAGES[0]).words


def _state(people: dict[str, Actor], name: str) -> str:
    """The state an actor belongs to, by its name, else the actor itself."""
    own = people[name].of[:1]
    return _name(people[own[0]]) if own and own[0] in people else _name(people[name])
