"""Stability where some preferences are not known (Li, Hipel, Kilgour & Fang 2004).

Four types tell how decision makers treat what they do not know:

====  ================================  =============================
type  leaves by                         is held by
====  ================================  =============================
a     improvements and unknown states   what is surely no better
b     improvements only                 what is surely no better
c     improvements and unknown states   what is no better, or unknown
d     improvements only                 what is no better, or unknown
====  ================================  =============================

Under SMR an escape spoils a sanction if it is better, or, in types a and b, unknown. Under SEQ the others answer by
improvements and unknown moves in all four types.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from trivet.lenses.conflict.model.graph import Bools, Model
from trivet.lenses.conflict.model.joint import joint, one_step, times
from trivet.lenses.conflict.model.preference import UNKNOWN, Relation

TYPES: Final = ("a", "b", "c", "d")
CONCEPTS: Final = ("nash", "gmr", "smr", "seq")


def unknown_stability(model: Model, relations: Sequence[Relation]) -> dict[str, dict[str, list[Bools]]]:
    """By type and concept, for each decision maker where it is stable; shape (states,) each.

    Args:
        model: the model, for its moves.
        relations: for each decision maker its relation with unknown entries.
    """
    steps = [one_step(model, k) for k in range(len(model.players))]
    return {kind: {c: _stable(model, steps, relations, kind, c) for c in CONCEPTS} for kind in TYPES}


def _stable(
    model: Model, steps: Sequence[Bools], relations: Sequence[Relation], kind: str, concept: str
) -> list[Bools]:
    tempting = [step & _ahead(rel.T, True) for step, rel in zip(steps, relations, strict=True)]
    found: list[Bools] = []
    for k, relation in enumerate(relations):
        leaves = steps[k] & _ahead(relation.T, kind in "ac")
        if concept == "nash":
            found.append(np.asarray(~leaves.any(axis=1)))
            continue
        others = model.others(k)
        answers = joint([(tempting if concept == "seq" else steps)[j] for j in others], model.size)
        spoils = _ahead(relation.T, kind in "ab")
        hold = ~spoils
        if concept == "smr":
            hold = hold & ~times(spoils, steps[k].T)
        found.append(np.asarray(~(leaves & ~times(hold, answers.T)).any(axis=1)))
    return found


def _ahead(relation: Relation, with_unknown: bool) -> Bools:
    """Rows: from; columns: to; true where the column is preferred, or unknown if that counts too."""
    unknown: Bools = relation == UNKNOWN
    better: Bools = (relation > 0) & ~unknown
    return better | unknown if with_unknown else better
