"""The findings of the lens."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from trivet.base.grade import Grade
from trivet.base.message import Message, TextParam, say
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Interval
from trivet.lenses.roles import words
from trivet.lenses.roles.model.plan import Floats
from trivet.lenses.roles.model.sweep import Sweep
from trivet.lenses.roles.solve import TARGETS, Solved

NAMED: Final = 3
"""How many tasks or inputs a sentence names."""

JUDGED: Final = say(
    "Demands, shares that may be used, and prices are judgement; forces are aggregate public totals, and no "
    "plan is known."
)
DRAWN: Final = say("Ranges span 90 % of joint draws of demand, capacity and shares within their judged ranges.")
CONVEX: Final = say("A shortage is spread over tasks, since the penalty rises the more of one task is uncovered.")


class SituationFindings:
    """Adds the findings of one situation."""

    def __init__(self, builder: ResultBuilder, solved: Solved) -> None:
        """Keep what is asked of."""
        self.builder, self.solved = builder, solved
        self.ref = f"roles/{solved.built.model.id}"
        self.chosen = list(solved.choices.rules)
        self.every = list(range(len(solved.built.model.rules)))

    def add(self) -> None:
        """Add every finding."""
        self._uncovered()
        self._theatres()
        if self.every:
            self._single()
            self._cheapest()
            self._hinge()
            self._flips()
            self._prudent()
            self._physical()
        self._weights()
        self._stressed()

    def _find(
        self, name: str, statement: Message, *, rules: Sequence[int] = (), tasks: Sequence[int] = (), **more: Any
    ) -> None:
        model = self.solved.built.model
        basis = [f"{self.ref}/rules/{model.rules[i].id}" for i in rules]
        basis += [f"instruments/{name}" for i in rules for name in model.rules[i].instruments]
        basis += [f"{self.ref}/tasks/{model.tasks[k].id}" for k in tasks]
        assumed = more.pop("assumptions", (JUDGED, CONVEX))
        self.builder.finding(
            f"{model.id}/{self.solved.situation.id}-{name}",
            statement,
            basis=(*dict.fromkeys(basis), self.ref),
            assumptions=assumed,
            grade=more.pop("grade", Grade.JUDGED),
            **more,
        )

    def _worst(self, sweep: Sweep, rules: list[int]) -> list[tuple[int, float]]:
        """The tasks with the greatest weighted unmet share, with the share over both phases at the best values."""
        unmet, variant = sweep.unmet(rules)[0], sweep.variant
        asked = variant.demand[0] > 0
        share = np.where(asked, unmet, 0).sum(axis=1) / np.maximum(asked.sum(axis=1), 1)
        order = sorted(range(len(share)), key=lambda k: (-float(share[k] * variant.weight[0, k]), k))
        return [(k, float(share[k])) for k in order[:NAMED] if share[k] > 0.005]

    def _quantiles(self, values: Floats) -> tuple[float, float]:
        low, high = np.quantile(values, (0.05, 0.95))
        return float(low), float(high)

    def _uncovered(self) -> None:
        solved = self.solved
        best = float(solved.shortfalls(solved.best, self.chosen)[0])
        low, high = self._quantiles(solved.shortfalls(solved.drawn, self.chosen))
        worst = self._worst(solved.best, self.chosen)
        self._find(
            "uncovered",
            words.uncovered(solved, low, high, worst),
            tasks=[k for k, _ in worst],
            rules=self.chosen,
            value=best,
            unit="share",
            interval=Interval(low=min(low, best), high=max(high, best), kind="quantile", level=0.9),
            assumptions=(JUDGED, DRAWN, CONVEX),
            grade=Grade.SIMULATED,
            key=True,
        )

    def _theatres(self) -> None:
        solved = self.solved
        shares = [float(solved.shortfalls(solved.best, self.chosen, t)[0]) for t in range(len(solved.floors))]
        self._find("theatres", words.theatres(solved, shares), value=max(shares), unit="share")

    def _single(self) -> None:
        solved = self.solved
        penalties = solved.best.penalties([*solved.singles, self.every])[:, 0]
        closable = float(penalties[0] - penalties[-1])
        if closable <= 1e-9:
            self._find("single", words.nothing_helps(solved), value="none")
            return
        lead = int(np.argmax(solved.gains.mean(axis=1)))
        share = float(penalties[0] - penalties[1 + lead]) / closable
        self._find(
            "single",
            words.single(solved, lead, share, float(solved.first[lead])),
            rules=(lead,),
            value=solved.built.model.rules[lead].id,
            assumptions=(JUDGED, DRAWN, CONVEX),
            grade=Grade.SIMULATED,
            key=True,
        )

    def _cheapest(self) -> None:
        found = [(share, self.solved.cheapest(share)) for share in TARGETS]
        used = sorted({i for _, choice in found for i in choice.rules})
        self._find(
            "cheapest", words.cheapest(self.solved, found), rules=used, value=found[1][1].price, unit="price points"
        )

    def _hinge(self) -> None:
        order = np.argsort(-self.solved.gains.mean(axis=1))
        strongest = self.solved.hinges[:NAMED]
        if len(order) < 2 or not strongest:
            return
        lead, second = int(order[0]), int(order[1])
        told = [words.hinge_input(self.solved, name) for name, _ in strongest]
        self._find(
            "hinge",
            words.hinge(self.solved, lead, second, told),
            rules=(lead, second),
            value=strongest[0][1],
            unit="rank correlation",
            assumptions=(JUDGED, DRAWN),
            grade=Grade.SIMULATED,
        )

    def _flips(self) -> None:
        """Scenario discovery over the inputs: where the ranking of rules turns."""
        solved = self.solved
        if float(solved.gains.max()) <= 1e-9:
            return
        lead = int(np.argmax(solved.gains.mean(axis=1)))
        if solved.flips is None:
            statement, value = words.never_flips(solved, lead), 0.0
        else:
            box, name = solved.flips
            statement, value = words.flips(solved, lead, box, words.hinge_input(solved, name)), box.density
        self._find(
            "flips",
            statement,
            rules=(lead,),
            value=value,
            unit="share of draws",
            assumptions=(JUDGED, DRAWN),
            grade=Grade.SIMULATED,
        )

    def _stressed(self) -> None:
        if self.solved.stressed:
            before = float(self.solved.shortfalls(self.solved.best, self.chosen)[0])
            worst = max(share for _, share in self.solved.stressed)
            self._find("stress", words.stressed(self.solved, before), value=worst, unit="share")

    def _prudent(self) -> None:
        choice = self.solved.prudent
        self._find(
            "prudent",
            words.prudent(self.solved, self.solved.choices.budget),
            rules=choice.rules,
            value=choice.price,
            unit="price points",
            assumptions=(JUDGED, DRAWN),
            grade=Grade.SIMULATED,
        )

    def _physical(self) -> None:
        solved = self.solved
        share = float(solved.shortfalls(solved.best, self.every)[0])
        worst = self._worst(solved.best, self.every)
        self._find(
            "physical",
            words.physical(solved, share, worst),
            tasks=[k for k, _ in worst],
            value=share,
            unit="share",
            key=len(solved.situation.active) > 1,
        )

    def _weights(self) -> None:
        solved = self.solved
        before = [float(solved.shortfalls(solved.best, self.chosen, t)[0]) for t in range(len(solved.floors))]
        for other in solved.built.model.weights:
            if other.id == solved.weights.id:
                continue
            sweep = Sweep(solved.built.plan, solved.variant(0, weights=other), solved.access(0), [self.chosen])
            after = [float(solved.shortfalls(sweep, self.chosen, t)[0]) for t in range(len(solved.floors))]
            statement = words.weighted(solved, TextParam(text=other.name), before, after)
            self._find(
                f"weights-{other.id}",
                statement,
                value=max(b - a for a, b in zip(before, after, strict=True)),
                unit="share",
            )


def add_findings(builder: ResultBuilder, solved: Sequence[Solved]) -> None:
    """Add the findings of every situation."""
    for each in solved:
        SituationFindings(builder, each).add()
    builder.data(
        switches={
            f"{each.built.model.id}/{each.situation.id}": {
                "rules": [rule.id for rule in each.built.model.rules],
                "theatres": [theatre.id for theatre in each.built.model.theatres],
                "uncovered": each.switches,
            }
            for each in solved
        }
    )
    for model, first in {each.built.model.id: each for each in reversed(solved)}.items():
        refs = [f"roles/{model}"]
        if first.built.holding:
            own = [name for i in first.built.holding for name in first.built.model.rules[i].given_by]
            builder.finding(
                f"{model}/holding",
                words.holding(first),
                value=len(first.built.holding),
                unit="rules",
                basis=[*(f"instruments/{name}" for name in dict.fromkeys(own)), *refs],
                grade=Grade.JUDGED,
            )
        if first.built.lost:
            builder.finding(
                f"{model}/lost",
                words.lost(first),
                value=len(first.built.lost),
                unit="instruments",
                basis=[*(f"instruments/{name}" for name in first.built.lost), *refs],
                grade=Grade.JUDGED,
            )
