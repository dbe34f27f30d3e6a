"""From a conflict of a case to a graph model, with every fault on the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.case.faults import suggestion
from trivet.case.model import Case, Located
from trivet.case.schema.conflicts import Conflict
from trivet.lenses.conflict.faults import Faults, read_condition
from trivet.lenses.conflict.judge import judge
from trivet.lenses.conflict.model.graph import Bools, Model
from trivet.lenses.conflict.model.hypergame import Perceived
from trivet.lenses.conflict.model.preference import Relation
from trivet.lenses.conflict.model.sampling import Uncertain
from trivet.lenses.conflict.moves import moves_of
from trivet.lenses.conflict.space import Space, name_of, options_of, space_of


@dataclass(frozen=True, eq=False)
class Built:
    """A conflict ready to be solved.

    Attributes:
        space: its states.
        model: the graph model.
        truths: for decision makers with prioritised statements where these hold, shape (statements, states).
        relations: for each decision maker its relation, if strength or unknown comparisons are marked anywhere.
        strength, unknown: whether they are.
        uncertain: for each decision maker what draws of its payoffs need.
        views: for each decision maker what it gets wrong, or None.
        observed: for each observed outcome its state.
    """

    space: Space
    model: Model
    truths: dict[int, Bools]
    relations: tuple[Relation, ...]
    strength: bool
    unknown: bool
    uncertain: tuple[Uncertain, ...]
    views: tuple[Perceived | None, ...]
    observed: tuple[int, ...]

    @property
    def conflict(self) -> Conflict:
        """The conflict it was built from."""
        return self.space.conflict


def build(item: Located) -> tuple[Built | None, list[Fault]]:
    """Build the graph model of a conflict; None if it has faults."""
    conflict = item.object
    assert isinstance(conflict, Conflict)
    faults = Faults(item.place)
    space = space_of(conflict, faults)
    if space is None:
        _without_states(conflict, faults)
        return None, faults.found
    moves = moves_of(space, faults)
    judged = judge(space, faults)
    players = tuple(name_of(maker) for maker in conflict.decision_makers)
    owner = {option.id: k for k, _, option in options_of(conflict)}
    start = _known(space, conflict.status_quo, faults, "status_quo") if conflict.status_quo is not None else None
    observed = [_known(space, o.taken, faults, "observed", i, "taken") for i, o in enumerate(conflict.observed)]
    _structures(conflict, faults)
    _published(space, faults)
    if faults.found or moves is None or judged is None:
        return None, faults.found
    model = Model(
        players,
        tuple(space.bits),
        tuple(owner[name] for name in space.bits),
        space.heads if not space.ids and len(space.heads) == len(space.codes) else None,
        moves,
        np.stack([known.payoff for known in judged.uncertain]),
        start,
    )
    return (
        Built(
            space,
            model,
            judged.truths,
            judged.relations,
            judged.strength,
            judged.unknown,
            judged.uncertain,
            judged.views,
            tuple(s for s in observed if s is not None),
        ),
        [],
    )


def _without_states(conflict: Conflict, faults: Faults) -> None:
    """What can be said of the rest of a conflict whose states are not known."""
    options = tuple(option.id for _, _, option in options_of(conflict))
    if options and not conflict.states:
        for k, maker in enumerate(conflict.decision_makers):
            for i, statement in enumerate(maker.statements):
                read_condition(statement.holds, options, faults, "decision_makers", k, "statements", i, "holds")
    _structures(conflict, faults)


def faults_of(case: Case) -> Iterator[Fault]:
    """Every fault in the conflicts of a case."""
    for item in case.objects():
        if isinstance(item.object, Conflict):
            yield from build(item)[1]


def _known(space: Space, options: int | Sequence[str], faults: Faults, *path: str | int) -> int | None:
    found = space.state(options) if isinstance(options, int) else space.taken(options)
    if found is not None:
        return found
    if isinstance(options, int):
        faults.fault("conflict-state", say('There is no state "{name}".', name=str(options)), *path)
        return None
    known = space.ids or tuple(space.bits)
    for at, name in enumerate(options):
        if name not in known:
            hint = suggestion(name, list(known))
            if space.ids:
                faults.fault("conflict-state", say('There is no state "{name}".', name=name), *path, at, hint=hint)
            else:
                faults.fault(
                    "conflict-option-unknown", say('There is no option "{name}".', name=name), *path, at, hint=hint
                )
            return None
    if space.ids:
        faults.fault("conflict-state", say("Name one state."), *path)
        return None
    text = say("This is no state of the model: the rules exclude it.")
    faults.fault("conflict-state-infeasible", text, *path)
    return None


def _published(space: Space, faults: Faults) -> None:
    for index, entry in enumerate(space.conflict.published):
        for at, name in enumerate(entry.states):
            if space.state(name) is None:
                text = say('There is no state "{name}".', name=str(name))
                faults.fault("conflict-state", text, "published", index, "states", at)


def _structures(conflict: Conflict, faults: Faults) -> None:
    actors = sorted(maker.actor for maker in conflict.decision_makers)
    for index, blocks in enumerate(conflict.structures):
        if sorted(name for block in blocks for name in block) != actors or not all(blocks):
            text = say("A coalition structure names every decision maker exactly once, in blocks.")
            faults.fault("conflict-structure", text, "structures", index)
