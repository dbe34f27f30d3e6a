"""Strength of preference: which stability is strong (Hamouda, Kilgour & Hipel 2004, 2006).

The basic concepts ignore strength. A stable state is *strongly* stable if every improvement meets a sanction that is
strongly worse than the state itself, and *weakly* stable otherwise. Under SMR whatever the focal decision maker can
still do after that sanction must be strongly worse, too.
"""

from collections.abc import Sequence

import numpy as np

from trivet.lenses.conflict.model.graph import Bools, Model
from trivet.lenses.conflict.model.joint import joint, one_step, times
from trivet.lenses.conflict.model.preference import Relation

CONCEPTS = ("gmr", "smr", "seq")


def strong_stability(model: Model, relations: Sequence[Relation]) -> dict[str, list[Bools]]:
    """By concept, for each decision maker where it is strongly stable; shape (states,) each.

    Args:
        model: the model; its payoffs must agree with the relations.
        relations: for each decision maker its relation, 2 for strongly preferred.
    """
    steps = [one_step(model, k) for k in range(len(model.players))]
    better = [step & (rel.T > 0) for step, rel in zip(steps, relations, strict=True)]
    found: dict[str, list[Bools]] = {concept: [] for concept in CONCEPTS}
    for k in range(len(model.players)):
        others = model.others(k)
        by_any = joint([steps[j] for j in others], model.size)
        by_better = joint([better[j] for j in others], model.size)
        firm = relations[k] == 2
        escape_proof = firm & ~times(~firm, steps[k].T)
        for concept, answers, hold in (("gmr", by_any, firm), ("smr", by_any, escape_proof), ("seq", by_better, firm)):
            answered = times(hold, answers.T)
            found[concept].append(np.asarray(~(better[k] & ~answered).any(axis=1)))
    return found
