"""The findings on single issues."""

from typing import Any, Final

import numpy as np

from trivet.base.grade import Grade
from trivet.base.message import Message
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Interval
from trivet.lenses.bargaining import words
from trivet.lenses.bargaining.ask import Asked
from trivet.lenses.bargaining.deal import Deal
from trivet.lenses.bargaining.dynamics import Challenge, Politics
from trivet.lenses.bargaining.solve import LEVELS, Solved

CERTAIN: Final = 1e-9


class IssueFindings:
    """Adds the findings on one issue."""

    def __init__(self, builder: ResultBuilder, asked: Asked, solved: Solved) -> None:
        """Keep what is asked of."""
        self.builder, self.asked, self.solved = builder, asked, solved
        self.ref = f"issues/{solved.problem.issue.id}"
        self.assumed = (words.JUDGED, *((words.ASSUMED,) if solved.problem.assumed else ()))

    def find(self, name: str, statement: Message, *, actors: tuple[int, ...] = (), **more: Any) -> None:
        """Add one finding; ``actors`` are those whose positions it names."""
        own = self.solved.problem
        basis = [self.ref, *(f"{self.ref}/positions/{own.actors[i]}" for i in actors), *more.pop("basis", ())]
        assumed = more.pop("assumptions", ())
        self.builder.finding(
            f"{own.issue.id}/{name}",
            statement,
            basis=basis,
            assumptions=(*self.assumed, *assumed),
            grade=more.pop("grade", Grade.SIMULATED),
            **more,
        )

    def forecast(self) -> None:
        """Where it ends, what the plainest rules say, and who moves it."""
        solved, own = self.solved, self.solved.problem
        if float(np.ptp(own.position[:, 1])) < CERTAIN:
            self.find("agreed", words.agreed(solved), value=own.real(solved.point), grade=Grade.JUDGED)
            return
        low, high = (own.real(solved.quantile(level)) for level in LEVELS)
        value = own.real(solved.point)
        self.find(
            "forecast",
            words.forecast(solved),
            value=value,
            unit="scale",
            interval=Interval(low=min(low, value), high=max(high, value), kind="quantile", level=LEVELS[1] - LEVELS[0]),
            assumptions=(words.COMPROMISE, words.EVIDENCE),
        )
        simple = own.real(sum(solved.median) / 2)
        self.find("simple", words.simple(solved), value=simple, unit="scale", detail=True)
        pivot = max(range(own.size), key=lambda i: (round(float(solved.pivots[i]), 12), own.names[i]))
        widest = solved.swings[0]
        self.find(
            "mover",
            words.mover(solved, pivot, float(solved.pivots[pivot])),
            actors=(pivot, widest.actor),
            value=own.real(widest.high) - own.real(widest.low),
            unit="scale",
            assumptions=(words.COMPROMISE,),
            detail=True,
        )

    def scenarios(self) -> None:
        """Where it ends under each scenario that touches it."""
        model = self.asked.model
        touched = [own for own in self.asked.scenarios if self.solved.touched(own)]
        if model is None or not touched:
            return
        moved = [(scenario, self.solved.under(scenario).point) for scenario in touched]
        furthest = max((abs(where - self.solved.point) for _, where in moved), default=0.0)
        self.find(
            "scenarios",
            words.scenarios(self.solved, moved),
            value=furthest * (self.solved.problem.real(1) - self.solved.problem.real(0)),
            unit="scale",
            basis=[f"bargaining/{model.id}/scenarios/{scenario.id}" for scenario in touched],
            assumptions=(words.COMPROMISE,),
            detail=True,
        )

    def deal(self, found: Deal) -> None:
        """Whether a deal can be carried at home everywhere, and at what price."""
        low, value, high = found.chance
        refs = [
            f"bargaining/{self.asked.model.id}/governments/{own.actor}" for own in found.parties if self.asked.model
        ]
        named = tuple(i for i, _ in found.obstacles[:1])
        self.find(
            "deal",
            words.deal(found),
            actors=named,
            basis=refs,
            value=value,
            unit="probability",
            interval=Interval(low=low, high=high, kind="judged"),
            assumptions=(words.TWO_LEVEL,),
        )
        costs = found.compensation
        if not all(content for _, _, content in costs):
            self.find(
                "compensation",
                words.compensation(found),
                actors=tuple(i for _, paid, _ in costs for i in paid),
                basis=refs,
                value=sum(cost for cost, _, _ in costs),
                unit="weighted points",
                assumptions=(words.TWO_LEVEL,),
                detail=True,
            )

    def pressure(self, found: Politics) -> None:
        """Who would press whom."""
        named = found.pressures[0][:2] if found.pressures else ()
        self.find(
            "pressure",
            words.pressure(found),
            actors=named,
            value=self.solved.problem.real(float(found.run.final.mean[0, 0])),
            unit="scale",
            assumptions=(words.ITERATED,),
            detail=True,
        )

    def challenge(self, found: Challenge) -> None:
        """Where the challenge model ends."""
        self.find(
            "challenge",
            words.challenged(found),
            value=float(found.run.median[-1, 0]),
            unit="scale",
            assumptions=(words.LEGACY,),
        )


def add_together(builder: ResultBuilder, found: Politics) -> None:
    """Add who would press whom over several issues at once."""
    builder.finding(
        "together/pressure",
        words.pressure_on_all(found),
        value=found.stability,
        unit="share of small changes",
        basis=[f"issues/{own.problem.issue.id}" for own in found.solved],
        assumptions=(words.JUDGED, words.ITERATED),
        grade=Grade.SIMULATED,
    )
