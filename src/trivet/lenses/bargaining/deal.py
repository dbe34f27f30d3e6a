"""Which agreements every government can carry at home on one issue, and who stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from trivet.case.model import Case
from trivet.case.schema.bargaining import BargainingModel
from trivet.case.schema.bargaining import Government as Party
from trivet.lenses.bargaining.model.baselines import Floats
from trivet.lenses.bargaining.model.draws import Inputs
from trivet.lenses.bargaining.model.ratify import Agreement, Government, agreement, by_quota, cheapest_ratification
from trivet.lenses.bargaining.read import factions
from trivet.lenses.bargaining.solve import Solved

QUOTA_ERROR: Final = 0.1
"""How far judged quotas may be off, for the range of the probability of a deal."""

QUOTAS: Final = np.round(np.arange(0.1, 1.01, 0.1), 2)


@dataclass(frozen=True, eq=False)
class Deal:
    """The two-level game on one issue.

    Attributes:
        solved: the issue.
        parties: the governments that hold a position on it.
        governments: the same with members by index.
    """

    solved: Solved
    parties: tuple[Party, ...]
    governments: tuple[Government, ...]

    @cached_property
    def best(self) -> Agreement:
        """What can be agreed at the best values."""
        return self._agreement(self.solved.best, self.governments)

    @cached_property
    def drawn(self) -> Agreement:
        """What can be agreed in every draw."""
        return self._agreement(self.solved.drawn, self.governments)

    def _agreement(self, inputs: Inputs, governments: Sequence[Government]) -> Agreement:
        return agreement(inputs.position, inputs.influence, inputs.weight, inputs.status_quo, governments)

    @cached_property
    def chance(self) -> tuple[float, float, float]:
        """How likely a deal is: with every quota a tenth higher, as judged, and a tenth lower."""
        found = [self.likelihood]
        for shift in (QUOTA_ERROR, -QUOTA_ERROR):
            moved = [
                Government(own.members, float(np.clip(own.quota + shift, 0.01, 1)), own.veto)
                for own in self.governments
            ]
            found.append(self._likelihood(moved))
        return min(found), found[0], max(found)

    @property
    def likelihood(self) -> float:
        """The share of draws with a deal."""
        return self._likelihood(self.governments)

    def _likelihood(self, governments: Sequence[Government]) -> float:
        inputs, quota = self.solved.drawn, np.array([governments[0].quota])
        found = by_quota(inputs.position, inputs.influence, inputs.weight, inputs.status_quo, governments, 0, quota)
        return 1 - float(found[0])

    @cached_property
    def obstacles(self) -> list[tuple[int, float]]:
        """Factions by how often they are the one whose removal would widen what can be agreed most."""
        return _often(self.drawn.binding_faction, self.solved.problem.size)

    @cached_property
    def compensation(self) -> list[tuple[float, tuple[int, ...], bool]]:
        """For each government the least side payment with which it would ratify the best guess: what, to whom, and
        whether it would without; in points of the scale times weight."""
        inputs, point = self.solved.best, self.best.mean
        found = []
        for own in self.governments:
            made = cheapest_ratification(
                inputs.position, inputs.influence, inputs.weight, inputs.status_quo, point, own
            )
            paid = tuple(int(i) for i in own.members[made.paid[0]])
            found.append((float(made.cost[0]) * 100, paid, bool(made.ratified[0])))
        return found

    def curve(self, which: int) -> Floats:
        """The chance of no deal at each of :data:`QUOTAS` of one government."""
        inputs = self.solved.drawn
        return by_quota(
            inputs.position, inputs.influence, inputs.weight, inputs.status_quo, self.governments, which, QUOTAS
        )


def deal_of(case: Case, model: BargainingModel | None, solved: Solved) -> Deal | None:
    """The two-level game on an issue.

    None without a status quo, with fewer than two governments, or if the issue matters to none of them.
    """
    if model is None or not np.isfinite(solved.problem.status_quo).all():
        return None
    there, made, weight = [], [], 0.0
    for party in sorted(model.governments, key=lambda own: case.name(f"actors/{own.actor}", "en").words):
        members = list(factions(solved.problem, case, party))
        if solved.problem.issue.id in party.outside or not solved.best.influence[0, members].any():
            continue
        quota = next((c.quota for c in party.consents if c.issue == solved.problem.issue.id), party.quota)
        there.append(party)
        made.append(Government(np.array(members), quota, party.veto))
        weight += float(solved.best.weight[0, members].sum())
    return Deal(solved, tuple(there), tuple(made)) if len(made) > 1 and weight > 0 else None


def _often(which: np.ndarray[tuple[int], np.dtype[np.int64]], count: int) -> list[tuple[int, float]]:
    share = np.bincount(which[which >= 0], minlength=count) / len(which)
    order = sorted(range(count), key=lambda i: (-share[i], i))
    return [(i, float(share[i])) for i in order if share[i] > 0]
