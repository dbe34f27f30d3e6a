"""Packages of issues that leave every government better off, and what they cost others."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from trivet.case.schema.bargaining import Government, PackageDeal
from trivet.lenses.bargaining.ask import Asked
from trivet.lenses.bargaining.linkage import MOST_DRAWS
from trivet.lenses.bargaining.model.baselines import Floats
from trivet.lenses.bargaining.model.draws import Inputs
from trivet.lenses.bargaining.model.package import Front, Links, Packages, front, links, search
from trivet.lenses.bargaining.model.package_nash import nash
from trivet.lenses.bargaining.read import factions
from trivet.lenses.bargaining.solve import Solved

COST: Final = 1.2
"""Cost of no agreement, in squared widths of the scale, for the bargain of all actors over all issues."""

NOTICED: Final = 1e-4
"""Gains and losses below this, in widths of the scale times salience, count as none."""


@dataclass(frozen=True, eq=False)
class Package:
    """One set of issues to settle together.

    Attributes:
        deal: the package as the case names it.
        solved: its issues.
        actors: ids of everybody with a position on any of them, by name.
        parties: the governments with a position on any of them, by name.
        membership: for each actor the index of its government, -1 for none.
    """

    deal: PackageDeal
    solved: tuple[Solved, ...]
    actors: tuple[str, ...]
    parties: tuple[Government, ...]
    membership: npt.NDArray[np.int64]

    def arrays(self, draws: int) -> tuple[Floats, Floats, Floats, Floats]:
        """Positions and saliences, shape (draws, actors, issues), NaN for no position; weights within governments,
        shape (draws, actors); the status quo, shape (draws, issues). At the best values if ``draws`` is 0."""
        shape = (draws or 1, len(self.actors), len(self.solved))
        x, s, c = np.full(shape, np.nan), np.zeros(shape), np.full(shape, np.nan)
        r = np.zeros((draws or 1, len(self.solved)))
        for m, solved in enumerate(self.solved):
            inputs: Inputs = solved.drawn if draws else solved.best
            for i, name in enumerate(solved.problem.actors):
                at = self.actors.index(name)
                x[:, at, m] = inputs.position[: draws or 1, i]
                s[:, at, m] = inputs.salience[: draws or 1, i]
                c[:, at, m] = inputs.influence[: draws or 1, i]
            r[:, m] = inputs.status_quo[: draws or 1]
        known = np.isfinite(c)
        weight = np.where(known, c, 0.0).sum(axis=2) / np.maximum(known.sum(axis=2), 1)
        return x, s, weight, r

    @cached_property
    def links(self) -> Links:
        """What every set of its issues can do at the best values."""
        x, s, w, r = self.arrays(0)
        return links(x[0], s[0], w[0], r[0], membership=self.membership)

    @cached_property
    def whole(self) -> int:
        """The place of the set of all issues in :attr:`links`."""
        return len(self.links.subsets) - 1

    @cached_property
    def drawn(self) -> Packages:
        """The best package in every draw."""
        x, s, w, r = self.arrays(min(MOST_DRAWS, self.solved[0].choices.draws))
        return search(x, s, w, r, membership=self.membership)

    @cached_property
    def front(self) -> Front:
        """Packages over draws."""
        return front(self.drawn)

    @cached_property
    def at_best(self) -> tuple[bool, Floats, Floats, Floats]:
        """Whether there is a package at the best values, the package, gains of governments, changes for actors."""
        found, k = self.links.packages, self.whole
        return bool(found.exists[k]), found.y[k], found.gain[k], found.change[k]

    @cached_property
    def costly(self) -> Floats:
        """Where each issue ends if all actors bargain over all of them at once and no agreement costs all dearly."""
        x, s, w, _ = self.arrays(0)
        return np.asarray(nash(x, s, w, k=COST).y[0])

    @property
    def bystanders(self) -> tuple[int, ...]:
        """Actors that belong to no government."""
        return tuple(i for i in range(len(self.actors)) if self.membership[i] < 0)

    def losers(self) -> list[int]:
        """Everybody whom the package at the best values leaves worse off by itself, those with most to lose first."""
        change = self.at_best[3]
        order = sorted(range(len(self.actors)), key=lambda i: round(float(change[i]), 12))
        return [i for i in order if change[i] < -NOTICED]


def packages_of(asked: Asked) -> tuple[Package, ...]:
    """The packages of a case of which every issue is known with its status quo, and that two governments at least
    have to do with."""
    if asked.model is None or "package" not in asked.wanted:
        return ()
    chosen = {own.problem.issue.id for own in asked.solved}
    known = {own.problem.issue.id: own for own in asked.every}
    found = []
    for deal in asked.model.packages:
        solved = tuple(known[name] for name in deal.issues if name in known)
        whole = len(solved) == len(deal.issues) and all(own.problem.issue.status_quo for own in solved)
        if whole and chosen & set(deal.issues) and (made := _package(asked, deal, solved)) is not None:
            found.append(made)
    return tuple(found)


def _package(asked: Asked, deal: PackageDeal, solved: tuple[Solved, ...]) -> Package | None:
    assert asked.model is not None
    named = {name: own for each in solved for name, own in zip(each.problem.actors, each.problem.names, strict=True)}
    actors = tuple(sorted(named, key=lambda name: (named[name], name)))
    membership = np.full(len(actors), -1)
    parties: list[Government] = []
    for party in sorted(asked.model.governments, key=lambda own: asked.case.name(f"actors/{own.actor}", "en").words):
        own = {each.problem.actors[i] for each in solved for i in factions(each.problem, asked.case, party)}
        if own:
            membership[[actors.index(name) for name in own]] = len(parties)
            parties.append(party)
    return Package(deal, solved, actors, tuple(parties), membership) if len(parties) > 1 else None
