"""The preferences of a conflict: statements, rankings, orders and pairs turned into payoffs and relations."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from trivet.base.message import say
from trivet.case.schema.conflicts import Preferences, StateName
from trivet.lenses.conflict.faults import Faults, read_condition
from trivet.lenses.conflict.model.graph import Bools, Ints
from trivet.lenses.conflict.model.hypergame import Perceived
from trivet.lenses.conflict.model.joint import MAX_SIZE, times
from trivet.lenses.conflict.model.preference import (
    UNKNOWN,
    Relation,
    by_priority,
    by_ranking,
    by_weight,
    dense_ranks,
    relation_of,
    relation_of_levels,
    relation_of_statements,
)
from trivet.lenses.conflict.model.sampling import Uncertain
from trivet.lenses.conflict.space import Space

SIGNS: Final = {">": 1, ">>": 2, "~": 0, "<": -1, "<<": -2, "U": int(UNKNOWN)}
_STEP: Final = re.compile(r"\s*(>>|>|~)\s*")


@dataclass
class Judged:
    """Everything about preferences that a model needs; see :class:`trivet.lenses.conflict.build.Built`."""

    uncertain: tuple[Uncertain, ...]
    truths: dict[int, Bools]
    relations: tuple[Relation, ...]
    strength: bool
    unknown: bool
    views: tuple[Perceived | None, ...]


@dataclass
class _Own:
    """The preferences of one decision maker."""

    known: Uncertain
    relation: Relation | None = None
    strength: bool = False
    unknown: bool = False
    prioritised: bool = False


@dataclass
class _Ranked:
    """A ranking read from a file: classes of tied states, and after which of them a strong step comes."""

    classes: list[list[int]] = field(default_factory=list)
    strong: list[bool] = field(default_factory=list)


def judge(space: Space, faults: Faults) -> Judged | None:
    """Read the preferences of every decision maker, and what each takes the others to prefer; None if faulty."""
    makers = space.conflict.decision_makers
    own = [_preferences(space, maker, faults, ("decision_makers", k)) for k, maker in enumerate(makers)]
    views = _views(space, faults)
    found = [each for each in own if each is not None]
    if len(found) < len(own):
        return None
    strength, unknown = any(each.strength for each in found), any(each.unknown for each in found)
    relations: tuple[Relation, ...] = ()
    if (strength or unknown) and space.size <= MAX_SIZE:
        relations = tuple(
            each.relation if each.relation is not None else relation_of(each.known.payoff) for each in found
        )
    truths = {k: _deciding(each.known) for k, each in enumerate(found) if each.prioritised}
    return Judged(tuple(each.known for each in found), truths, relations, strength, unknown, views)


def _deciding(known: Uncertain) -> Bools:
    """Where prioritised statements hold; those that are not known hold nowhere, and so decide nothing."""
    return known.truth & ~np.asarray(known.unknown, dtype=np.bool_)[:, None]


def _preferences(space: Space, given: Preferences, faults: Faults, path: tuple[str | int, ...]) -> _Own | None:
    forms = [name for name in ("statements", "ranking", "order") if getattr(given, name)]
    if len(forms) > 1 or not (forms or given.pairs):
        text = say('Preferences are given by one of "statements", "ranking" and "order", or by "pairs".')
        faults.fault("conflict-preference", text, *path)
        return None
    made: _Own | None
    if forms == ["statements"]:
        made = _of_statements(space, given, faults, path)
    elif forms:
        made = _of_ranking(space, given, faults, (*path, forms[0]))
    else:
        made = _Own(Uncertain(np.ones(space.size, np.int32), np.zeros((0, space.size), np.bool_)))
    return _with_pairs(space, given, made, bool(forms), faults, (*path, "pairs")) if made and given.pairs else made


def _of_statements(space: Space, given: Preferences, faults: Faults, path: tuple[str | int, ...]) -> _Own | None:
    if space.ids:
        faults.fault(
            "conflict-form", say("Conditions over options have no meaning in graph form."), *path, "statements"
        )
        return None
    rows = []
    for index, statement in enumerate(given.statements):
        read = read_condition(statement.holds, tuple(space.bits), faults, *path, "statements", index, "holds")
        if read is None:
            continue
        if space.size < len(space.codes) and space.tells_apart(read):
            text = say("This statement tells states apart that are merged.")
            faults.fault("conflict-merged", text, *path, "statements", index, "holds")
        rows.append(space.where(read))
    weights = [statement.weight for statement in given.statements]
    if any(weights) and not all(weights):
        missing = next(index for index, weight in enumerate(weights) if not weight)
        text = say("Either every statement of a decision maker has a weight, or none has.")
        faults.fault("conflict-weight", text, *path, "statements", missing)
        return None
    if len(rows) < len(given.statements):
        return None
    return _stated(np.stack(rows), given)


def _stated(truth: Bools, given: Preferences) -> _Own:
    strong = [statement.strong for statement in given.statements]
    unknown = tuple(statement.unknown for statement in given.statements)
    ranges = [(s.weight.low, s.weight.best, s.weight.high) for s in given.statements if s.weight]
    if ranges:
        weights = np.asarray(ranges, dtype=np.float64)
        best = np.where(np.asarray(unknown), 0.0, weights[:, 1])
        return _Own(Uncertain(by_weight(truth, best), truth, unknown, weights))
    made = _Own(Uncertain(by_priority(truth[~np.asarray(unknown)]), truth, unknown), prioritised=True)
    if (any(strong) or any(unknown)) and truth.shape[1] <= MAX_SIZE:
        made.relation = relation_of_statements(truth, strong, unknown)
        made.strength, made.unknown = any(strong), any(unknown)
    return made


def _of_ranking(space: Space, given: Preferences, faults: Faults, path: tuple[str | int, ...]) -> _Own | None:
    before = len(faults.found)
    ranked = _ordered(space, given.order, faults, path) if given.order else _listed(space, given, faults, path)
    seen = [state for tied in ranked.classes for state in tied]
    if len(faults.found) == before:
        missing = sorted(set(range(space.size)) - set(seen))
        if missing:
            named = ", ".join(_named(space, state) for state in missing[:5])
            text = say("{count} states are not ranked, the first of them: {states}.", count=len(missing), states=named)
            faults.fault("conflict-ranking", text, *path)
    if len(faults.found) > before:
        return None
    made = _Own(Uncertain(by_ranking(ranked.classes, space.size), np.zeros((0, space.size), np.bool_)))
    if any(ranked.strong) and space.size <= MAX_SIZE:
        made.relation, made.strength = relation_of_levels(ranked.classes, ranked.strong, space.size), True
    return made


def _listed(space: Space, given: Preferences, faults: Faults, path: tuple[str | int, ...]) -> _Ranked:
    ranked, seen = _Ranked(), set[int]()
    for index, entry in enumerate(given.ranking):
        tied = entry if isinstance(entry, tuple) else (entry,)
        inside = [(*path, index, at) for at in range(len(tied))] if isinstance(entry, tuple) else [(*path, index)]
        states = [_one(space, name, seen, faults, place) for name, place in zip(tied, inside, strict=True)]
        ranked.classes.append([state for state in states if state is not None])
    ranked.strong = [False] * max(0, len(ranked.classes) - 1)
    return ranked


def _ordered(space: Space, order: str | None, faults: Faults, path: tuple[str | int, ...]) -> _Ranked:
    parts = _STEP.split((order or "").strip())
    ranked, seen = _Ranked(), set[int]()
    for at in range(0, len(parts), 2):
        word = parts[at]
        state = _one(space, int(word) if word.isdigit() and not space.ids else word, seen, faults, path)
        sign = parts[at - 1] if at else ""
        if sign != "~":
            ranked.classes.append([])
            if at:
                ranked.strong.append(sign == ">>")
        if state is not None:
            ranked.classes[-1].append(state)
    return ranked


def _one(space: Space, name: StateName, seen: set[int], faults: Faults, path: tuple[str | int, ...]) -> int | None:
    state = space.state(name)
    if state is None:
        faults.fault("conflict-state", say('There is no state "{name}".', name=str(name)), *path)
    elif state in seen:
        text = say('The state "{name}" is ranked twice, so that it would be preferred to itself.', name=str(name))
        faults.fault("conflict-ranking", text, *path)
    else:
        seen.add(state)
        return state
    return None


def _named(space: Space, state: int) -> str:
    return space.ids[state] if space.ids else f"{state + 1} ({space.patterns[state]})"


def _with_pairs(
    space: Space, given: Preferences, made: _Own, based: bool, faults: Faults, path: tuple[str | int, ...]
) -> _Own | None:
    if space.size > MAX_SIZE:
        text = say("Pairs can be given for at most {count} states.", count=MAX_SIZE)
        faults.fault("conflict-size", text, *path)
        return None
    relation = made.relation if made.relation is not None else relation_of(made.known.payoff)
    relation = relation.copy() if based else np.full_like(relation, UNKNOWN)
    np.fill_diagonal(relation, 0)
    before, given_before = len(faults.found), dict[tuple[int | None, int | None], int]()
    for index, (one, sign, other) in enumerate(given.pairs):
        ends = [space.state(one), space.state(other)]
        for side, (name, end) in enumerate(zip((one, other), ends, strict=True)):
            if end is None:
                faults.fault(
                    "conflict-state", say('There is no state "{name}".', name=str(name)), *path, index, side * 2
                )
        if None not in ends:
            value = SIGNS[sign]
            other_way = given_before.get((ends[1], ends[0]), value if sign == "U" else -value)
            if (
                (ends[0] == ends[1] and value)
                or given_before.get((ends[0], ends[1]), value) != value
                or (other_way != (value if sign == "U" else -value))
            ):
                text = say('The preferences run in a circle through "{name}".', name=_named(space, ends[0] or 0))
                faults.fault("conflict-cycle", text, *path)
                return None
            given_before[ends[0], ends[1]] = value
            relation[ends[0], ends[1]] = value
            relation[ends[1], ends[0]] = value if sign == "U" else -value
    if len(faults.found) > before:
        return None
    closed = relation if based else _closed(relation)
    cycle = _cycle(closed)
    if cycle is not None:
        text = say('The preferences run in a circle through "{name}".', name=_named(space, cycle))
        faults.fault("conflict-cycle", text, *path)
        return None
    unknown = bool((closed == UNKNOWN).any())
    payoff = made.known.payoff if based and unknown else _payoff(closed)
    known = Uncertain(payoff, made.known.truth, made.known.unknown, made.known.weights)
    strength = bool(((closed == 2) | (closed == -2)).any())
    return _Own(known, closed, strength, unknown)


def _closed(relation: Relation) -> Relation:
    """What follows from single comparisons: at least as good along a chain, better if any step of it is."""
    weak = (relation != UNKNOWN) & (relation >= 0)
    strict = (relation != UNKNOWN) & (relation > 0)
    while True:
        further = weak | times(weak, weak)
        better = strict | times(strict, further) | times(further, strict)
        if (further == weak).all() and (better == strict).all():
            break
        weak, strict = further, better
    found = relation.copy()
    found[strict & (relation == UNKNOWN)] = 1
    found[strict.T & (relation == UNKNOWN)] = -1
    found[weak & weak.T & (found == UNKNOWN)] = 0
    return found


def _cycle(relation: Relation) -> int | None:
    """A state that would be strictly preferred to itself along a chain, or None."""
    strict = (relation != UNKNOWN) & (relation > 0)
    weak = strict | (relation == 0)
    while True:
        further = weak | times(weak, weak)
        if (further == weak).all():
            break
        weak = further
    circular = (strict & weak.T).any(axis=1)
    return int(np.flatnonzero(circular)[0]) if circular.any() else None


def _payoff(relation: Relation) -> Ints:
    """Payoffs that agree with every known comparison."""
    known = relation != UNKNOWN
    score = ((relation > 0) & known).sum(axis=1) - ((relation < 0) & known).sum(axis=1)
    return dense_ranks(score.astype(np.float64))


def _views(space: Space, faults: Faults) -> tuple[Perceived | None, ...]:
    actors = [maker.actor for maker in space.conflict.decision_makers]
    views: list[Perceived | None] = [None] * len(actors)
    for index, seen in enumerate(space.conflict.perceptions):
        here = ("perceptions", index)
        hidden = np.zeros(space.size, dtype=np.bool_)
        for at, text in enumerate(seen.hidden):
            read = None if space.ids else read_condition(text, tuple(space.bits), faults, *here, "hidden", at)
            if read is not None:
                hidden |= space.where(read)
        payoffs = _beliefs(space, seen.believes, actors, faults, here)
        if seen.actor not in actors:
            faults.fault("conflict-perception", say('"{name}" is no decision maker.', name=seen.actor), *here, "actor")
        elif seen.actor in [earlier.actor for earlier in space.conflict.perceptions[:index]]:
            twice = say('"{name}" has a perception twice.', name=seen.actor)
            faults.fault("conflict-perception", twice, *here, "actor")
        elif hidden.all():
            faults.fault("conflict-perception", say("This hides every state."), *here, "hidden")
        else:
            views[actors.index(seen.actor)] = Perceived(hidden, payoffs)
    return tuple(views)


def _beliefs(
    space: Space, beliefs: Sequence[Preferences], actors: list[str], faults: Faults, path: tuple[str | int, ...]
) -> dict[int, Ints]:
    found: dict[int, Ints] = {}
    for at, belief in enumerate(beliefs):
        name = getattr(belief, "actor", "")
        made = _preferences(space, belief, faults, (*path, "believes", at))
        if name not in actors:
            text = say('"{name}" is no decision maker.', name=name)
            faults.fault("conflict-perception", text, *path, "believes", at, "actor")
        elif made is not None:
            found[actors.index(name)] = made.known.payoff
    return found
