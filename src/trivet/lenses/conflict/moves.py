"""The moves of a conflict: by options, one-way and conditional ones among them, or as given in graph form."""

from trivet.base.message import say
from trivet.case.conditions import parse_condition
from trivet.lenses.conflict.faults import Faults
from trivet.lenses.conflict.model.arcs import ArcMoves
from trivet.lenses.conflict.model.graph import Bools, Moves
from trivet.lenses.conflict.model.states import TooManyStatesError, holds, merged_moves, option_moves
from trivet.lenses.conflict.space import Space, options_of


def moves_of(space: Space, faults: Faults) -> Moves | None:
    """The moves of a conflict; None if they cannot be held."""
    conflict = space.conflict
    if space.ids:
        return _graph_moves(space, faults)
    masks, forward, back = [0] * len(conflict.decision_makers), 0, 0
    conditions: dict[int, Bools] = {}
    for who, _, option in options_of(conflict):
        bit = space.bits[option.id]
        masks[who] |= 1 << bit
        forward |= (option.direction == "forward") << bit
        back |= (option.direction == "back") << bit
        if option.when is not None:
            conditions[bit] = holds(parse_condition(option.when), space.codes, space.bits)
    merged = space.size < len(space.codes)
    try:
        moves = option_moves(space.codes, tuple(masks), forward, back, len(space.bits), conditions, as_arcs=merged)
        return merged_moves(moves, space.into) if merged else moves
    except TooManyStatesError:
        text = say("With {count} states, neither conditional moves nor merged states can be held.", count=space.size)
        faults.fault("conflict-size", text, "decision_makers")
        return None


def _graph_moves(space: Space, faults: Faults) -> ArcMoves:
    actors = [maker.actor for maker in space.conflict.decision_makers]
    pairs: list[list[tuple[int, int]]] = [[] for _ in actors]
    for index, own in enumerate(space.conflict.moves):
        if own.actor not in actors:
            faults.fault(
                "conflict-move", say('"{name}" is no decision maker.', name=own.actor), "moves", index, "actor"
            )
            continue
        for at, pair in enumerate(own.pairs):
            ends = [space.state(name) for name in pair]
            for side, (name, end) in enumerate(zip(pair, ends, strict=True)):
                if end is None:
                    text = say('There is no state "{name}".', name=name)
                    faults.fault("conflict-state", text, "moves", index, "pairs", at, side)
            if None not in ends:
                if ends[0] == ends[1]:
                    text = say("A move leads from one state to another.")
                    faults.fault("conflict-move", text, "moves", index, "pairs", at)
                pairs[actors.index(own.actor)].append((ends[0], ends[1]))  # type: ignore[arg-type]
    return ArcMoves.of_pairs(space.size, pairs)
