"""The conflict's own part of the result JSON: states, stability, equilibria, coalitions, paths.

States are told by number, from 1 in the order of their codes. Everything is plain data.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from trivet.lenses.conflict.model.joint import joint, one_step
from trivet.lenses.conflict.model.preference import UNKNOWN
from trivet.lenses.conflict.model.robustness import NEVER
from trivet.lenses.conflict.model.status_quo import distances
from trivet.lenses.conflict.model.strength import strong_stability
from trivet.lenses.conflict.model.unknown import unknown_stability
from trivet.lenses.conflict.solve import DETAIL_STATES, Solved, by_player, numbers

SIGNS: Final = {0: "~", 1: ">", 2: ">>", -1: "<", -2: "<<", int(UNKNOWN): "U"}
NAMES: Final = {"nash": "R", "gmr": "GMR", "smr": "SMR", "seq": "SEQ"}


def document(solved: Solved) -> dict[str, Any]:
    """Everything computed of one conflict, as plain data."""
    built, model = solved.built, solved.built.model
    made: dict[str, Any] = {
        "model": built.conflict.id,
        "form": "graph" if built.space.ids else "option",
        "decision_makers": _makers(solved),
        "options": _options(solved),
        "states": _states(solved),
        "payoffs": {name: [int(p) for p in model.payoffs[k]] for k, name in enumerate(model.players)},
        "stable": {concept: by_player(built, own) for concept, own in solved.stable.items()},
        "equilibria": {concept: numbers(where) for concept, where in solved.equilibria.items()},
    }
    if solved.coalitions is not None:
        made |= _coalitions(solved)
    if model.status_quo is not None:
        made["status_quo"] = _status_quo(solved, model.status_quo)
    if built.relations and built.strength:
        made |= {"relations": _relations(solved), "strength": _strength(solved)}
    if built.relations and built.unknown:
        made |= {"relations": _relations(solved), "unknown": _unknown(solved)}
    if solved.limited:
        made["limited"] = {
            str(h): {**by_player(built, own), "equilibria": numbers(np.asarray(np.logical_and.reduce(own)))}
            for h, own in solved.limited.items()
        }
    if solved.perceived:
        made["hypergame"] = {
            concept: {**by_player(built, own), "equilibria": numbers(np.asarray(np.logical_and.reduce(own)))}
            for concept, own in solved.perceived.items()
        }
    if model.size <= DETAIL_STATES:
        made["robustness"] = _robustness(solved)
    return made


def _makers(solved: Solved) -> list[dict[str, Any]]:
    makers = solved.built.conflict.decision_makers
    return [
        {"name": name, "actor": maker.actor, "options": [option.id for option in maker.options]}
        for name, maker in zip(solved.built.model.players, makers, strict=True)
    ]


def _options(solved: Solved) -> list[dict[str, Any]]:
    built = solved.built
    listed = {option.id: option for maker in built.conflict.decision_makers for option in maker.options}
    return [
        {
            "id": name,
            "decision_maker": built.model.players[owner],
            "name": listed[name].name.model_dump(),
            "direction": listed[name].direction,
        }
        for name, owner in zip(built.space.bits, built.model.owners, strict=True)
    ]


def _states(solved: Solved) -> list[dict[str, Any]]:
    space = solved.built.space
    if space.ids:
        return [{"number": i + 1, "code": None, "pattern": "", "id": name} for i, name in enumerate(space.ids)]
    return [
        {"number": i + 1, "code": int(code), "pattern": pattern}
        for i, (code, pattern) in enumerate(zip(space.heads, space.patterns, strict=True))
    ]


def _coalitions(solved: Solved) -> dict[str, Any]:
    built, found = solved.built, solved.coalitions
    assert found is not None
    names = built.model.players
    listed = [
        {
            "members": [names[k] for k in made.members],
            "reach": _rows(made.reach, every=True),
            "improvements": _rows(made.improvements),
            "stable": {concept.upper(): numbers(where) for concept, where in made.stable.items()},
        }
        for made in found.all
    ]
    nash = solved.equilibria["nash"]
    return {
        "coalitions": listed,
        "coalitionally_stable": {concept.upper(): numbers(where) for concept, where in found.stable().items()},
        "equilibrium_jumps": [
            {"members": [names[k] for k in members], "from": s + 1, "to": t + 1} for members, s, t in found.jumps(nash)
        ],
        "coalition_structures": [_structure(solved, blocks) for blocks in built.conflict.structures],
    }


def _structure(solved: Solved, blocks: tuple[tuple[str, ...], ...]) -> dict[str, Any]:
    assert solved.coalitions is not None
    actors = [maker.actor for maker in solved.built.conflict.decision_makers]
    found = solved.coalitions.structure([tuple(actors.index(name) for name in block) for block in blocks])
    return {
        "blocks": [[solved.built.model.players[actors.index(name)] for name in block] for block in blocks],
        "stable": {NAMES[concept]: [numbers(where) for where in own] for concept, own in found.items()},
        "equilibria": {
            NAMES[concept]: numbers(np.asarray(np.logical_and.reduce(own))) for concept, own in found.items()
        },
    }


def _rows(matrix: npt.NDArray[np.bool_], *, every: bool = False) -> dict[str, list[int]]:
    return {str(s + 1): numbers(row) for s, row in enumerate(matrix) if every or row.any()}


def _status_quo(solved: Solved, start: int) -> dict[str, Any]:
    model = solved.built.model
    made: dict[str, Any] = {"from": start + 1}
    for key, improving in (("moves_any", False), ("moves_improving", True)):
        if model.size <= DETAIL_STATES * 16:
            found = distances(model, start, improving=improving)
            made[key] = {str(state + 1): found[state] for state in sorted(found)}
    return made


def _relations(solved: Solved) -> dict[str, Any]:
    return {
        name: {
            str(s + 1): {str(t + 1): SIGNS[int(sign)] for t, sign in enumerate(row)} for s, row in enumerate(relation)
        }
        for name, relation in zip(solved.built.model.players, solved.built.relations, strict=True)
    }


def _strength(solved: Solved) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for concept, own in strong_stability(solved.built.model, solved.built.relations).items():
        stable = solved.stable[concept]
        strong = [firm & content for firm, content in zip(own, stable, strict=True)]
        weak = [content & ~firm for firm, content in zip(own, stable, strict=True)]
        found[NAMES[concept]] = {
            "strong": by_player(solved.built, strong),
            "weak": by_player(solved.built, weak),
            "strong_equilibria": numbers(np.asarray(np.logical_and.reduce(strong))),
            "equilibria": numbers(solved.equilibria[concept]),
        }
    return found


def _unknown(solved: Solved) -> dict[str, Any]:
    found = unknown_stability(solved.built.model, solved.built.relations)
    return {
        kind: {
            **{NAMES[concept]: by_player(solved.built, own) for concept, own in concepts.items()},
            "equilibria": {
                NAMES[concept]: numbers(np.asarray(np.logical_and.reduce(own))) for concept, own in concepts.items()
            },
        }
        for kind, concepts in found.items()
    }


def _robustness(solved: Solved) -> list[dict[str, Any]]:
    """For each equilibrium of any concept the swaps that undo it; null where none do."""
    rows = []
    for concept, (least, whose) in solved.margins.items():
        for state in np.flatnonzero(solved.equilibria[concept]):
            endless = least[state] == NEVER
            rows.append(
                {
                    "concept": concept,
                    "state": int(state) + 1,
                    "swaps": None if endless else int(least[state]),
                    "decision_maker": None if endless else solved.built.model.players[int(whose[state])],
                }
            )
    return rows


def reachable(solved: Solved, members: tuple[int, ...]) -> dict[str, list[int]]:
    """What some decision makers can reach together, by state number."""
    model = solved.built.model
    return _rows(joint([one_step(model, k) for k in members], model.size), every=True)
