"""The findings across issues: claims, scenarios, exchanges, packages."""

from typing import Final

import numpy as np

from trivet.base.grade import Grade
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Interval
from trivet.lenses.bargaining import words
from trivet.lenses.bargaining.ask import Asked
from trivet.lenses.bargaining.linkage_findings import add_linkage
from trivet.lenses.bargaining.solve import claims_on

MOST: Final = 3
"""How many issues a sentence on a scenario names."""


def add_overall(builder: ResultBuilder, asked: Asked) -> None:
    """Add the findings across issues."""
    if asked.model is None:
        return
    _claims(builder, asked)
    _scenarios(builder, asked)
    add_linkage(builder, asked)


def _claims(builder: ResultBuilder, asked: Asked) -> None:
    assert asked.model is not None
    for solved in asked.solved:
        for claim in claims_on(asked.model, solved.problem.issue.id):
            chance = solved.chance(claim)
            low, high = (float(end) for end in np.quantile(chance, (0.05, 0.95)))
            value = float(chance.mean())
            builder.finding(
                f"{asked.model.id}/claim-{claim.id}",
                words.claim(claim, value),
                value=value,
                unit="probability",
                interval=Interval(low=min(low, value), high=max(high, value), kind="quantile", level=0.9),
                basis=[f"bargaining/{asked.model.id}/claims/{claim.id}", f"issues/{claim.issue}"],
                assumptions=(words.JUDGED, words.COMPROMISE, words.EVIDENCE),
                grade=Grade.SIMULATED,
                key=claim.featured,
            )


def _scenarios(builder: ResultBuilder, asked: Asked) -> None:
    assert asked.model is not None
    for scenario in asked.scenarios:
        moved = [
            (solved, solved.under(scenario).point)
            for solved in asked.solved
            if solved.touched(scenario) and abs(solved.under(scenario).point - solved.point) >= words.LEAST_MOVE
        ]
        if not moved:
            continue
        moved.sort(key=lambda own: (-round(abs(own[1] - own[0].point), 12), own[0].problem.issue.id))
        furthest = moved[0]
        builder.finding(
            f"{asked.model.id}/scenario-{scenario.id}",
            words.scenario(scenario, moved[:MOST]),
            value=(furthest[1] - furthest[0].point) * 100,
            unit="% of the scale",
            basis=[
                f"bargaining/{asked.model.id}/scenarios/{scenario.id}",
                *(f"issues/{solved.problem.issue.id}" for solved, _ in moved[:MOST]),
            ],
            assumptions=(words.JUDGED, words.COMPROMISE),
            grade=Grade.SIMULATED,
        )
