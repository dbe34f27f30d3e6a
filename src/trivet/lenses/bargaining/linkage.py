"""Several issues at once: governments as single actors, what they could trade, and packages that suit them all."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from trivet.lenses.bargaining.ask import Asked
from trivet.lenses.bargaining.model.baselines import Floats
from trivet.lenses.bargaining.model.draws import Inputs
from trivet.lenses.bargaining.model.exchange_draws import Opportunities, opportunities
from trivet.lenses.bargaining.model.exchange_rounds import Cap, Run
from trivet.lenses.bargaining.model.exchange_rounds import run as exchange_rounds
from trivet.lenses.bargaining.read import factions
from trivet.lenses.bargaining.solve import Solved

ROUNDS: Final = 3

MOST_DRAWS: Final = 512
"""Draws over which exchanges and packages are looked for."""


@dataclass(frozen=True, eq=False)
class Bloc:
    """An actor across issues: a government with its factions, or a bystander.

    Attributes:
        actor: id of the actor that it is called by.
        members: for each issue the indices of the actors that speak for it.
        party: whether it is one of the governments.
    """

    actor: str
    members: tuple[tuple[int, ...], ...]
    party: bool


@dataclass(frozen=True, eq=False)
class Blocs:
    """Governments and bystanders on several issues.

    Attributes:
        solved: the issues.
        all: governments first, by name, then bystanders by name; actors in the order of their file if there are none.
        cap: what keeps an outcome of exchanges from passing who asks for it.
    """

    solved: tuple[Solved, ...]
    all: tuple[Bloc, ...]
    cap: Cap = "outcome"

    @property
    def parties(self) -> int:
        """How many of them are governments."""
        return sum(own.party for own in self.all)

    def arrays(self, draws: int) -> tuple[Floats, Floats, Floats]:
        """Positions, saliences and capabilities of blocs, at the best values if ``draws`` is 0; shape (draws, blocs,
        issues), NaN where a bloc has no position.

        A bloc stands at the mean of its factions by weight. It is as capable as they are together, and an issue matters
        to it as it does to them on average by capability.
        """
        shape = (draws or 1, len(self.all), len(self.solved))
        x, s, c = np.full(shape, np.nan), np.zeros(shape), np.zeros(shape)
        for m, solved in enumerate(self.solved):
            inputs = _first(solved.drawn, draws) if draws else solved.best
            for b, bloc in enumerate(self.all):
                own = list(bloc.members[m])
                weight = inputs.weight[:, own].sum(axis=1)
                power = inputs.influence[:, own].sum(axis=1)
                there = (weight > 0) & (power > 0)
                safe = np.where(there, weight, 1.0)
                pulled = (inputs.weight[:, own] * inputs.position[:, own]).sum(axis=1)
                x[:, b, m] = np.where(there, pulled / safe, np.nan)
                s[:, b, m] = np.where(there, weight / np.where(there, power, 1.0), 0.0)
                c[:, b, m] = power
        return x, s, c

    @cached_property
    def opportunities(self) -> Opportunities:
        """What blocs could trade over draws, bystanders not among themselves."""
        draws = min(MOST_DRAWS, self.solved[0].choices.draws)
        sides = np.minimum(np.arange(len(self.all)), self.parties)
        return opportunities(*self.arrays(draws), parties=sides)

    @cached_property
    def trades(self) -> list[int]:
        """The exchanges between governments, those with most expected gain first, by index in the opportunities."""
        found = self.opportunities
        worth = np.round(found.share * found.gain, 12)
        among = [k for k in range(len(found.i)) if max(found.i[k], found.j[k]) < self.parties]
        return sorted(among, key=lambda k: -worth[k])

    @cached_property
    def rounds(self) -> Run:
        """Rounds of exchanges among all blocs at the best values."""
        x, s, c = self.arrays(0)
        return exchange_rounds(x[0], s[0], c[0], rounds=ROUNDS, cap=self.cap)


def blocs_of(asked: Asked, solved: tuple[Solved, ...]) -> Blocs | None:
    """Governments and bystanders on some issues; every actor by itself if there are no governments.

    None with fewer than two issues, or two blocs.
    """
    if len(solved) < 2:
        return None
    made, taken = [], set[str]()
    for party in asked.model.governments if asked.model else ():
        members = tuple(factions(own.problem, asked.case, party) for own in solved)
        if any(members):
            made.append(Bloc(party.actor, members, True))
            taken |= {own.problem.actors[i] for own, some in zip(solved, members, strict=True) for i in some}
    alone = not made
    rest = dict.fromkeys(name for own in solved for name in _in_file_order(own) if name not in taken)
    made += [Bloc(name, tuple(own.problem.members((name,)) for own in solved), alone) for name in rest]
    if not alone:
        made.sort(key=lambda own: (not own.party, asked.case.name(f"actors/{own.actor}", "en").words))
    return Blocs(solved, tuple(made), asked.settings.exchange) if len(made) > 1 else None


def _in_file_order(solved: Solved) -> list[str]:
    own = solved.problem
    return [own.actors[i] for i in own.file_order]


def _first(inputs: Inputs, draws: int) -> Inputs:
    return Inputs(inputs.position[:draws], inputs.salience[:draws], inputs.influence[:draws], inputs.status_quo[:draws])


def exchange_document(asked: Asked) -> dict[str, Any]:
    """Rounds of exchanges as plain data, positions on 0 to 100; nothing if there are none to make."""
    blocs = blocs_of(asked, asked.solved)
    if blocs is None:
        return {}
    issues, names = [own.problem.issue.id for own in blocs.solved], [own.actor for own in blocs.all]

    def by_issue(values: Floats) -> dict[str, float]:
        return {name: float(value) * 100 for name, value in zip(issues, values, strict=True)}

    def by_actor(values: Floats) -> dict[str, dict[str, float]]:
        return {
            issue: {name: float(values[b, m]) * 100 for b, name in enumerate(names) if np.isfinite(values[b, m])}
            for m, issue in enumerate(issues)
        }

    made = []
    for number, own in enumerate(blocs.rounds.rounds, start=1):
        found = own.exchanges
        made.append(
            {
                "round": number,
                "candidates": own.candidates,
                "outcome_before": by_issue(own.before),
                "outcome_after": by_issue(own.after),
                "exchanges": [
                    {
                        "i": names[found.i[k]],
                        "i_supply": issues[found.q[k]],
                        "i_from": float(own.i_from[k]) * 100,
                        "i_to": float(found.i_to[k]) * 100,
                        "j": names[found.j[k]],
                        "j_supply": issues[found.p[k]],
                        "j_from": float(own.j_from[k]) * 100,
                        "j_to": float(found.j_to[k]) * 100,
                        "gain": float(found.gain[k]) * 100,
                        "capped": bool(own.capped[k]),
                    }
                    for k in range(len(found.i))
                ],
                "voting_positions": by_actor(own.voting),
                "next_start_positions": by_actor(own.following),
            }
        )
    return {"exchange": {"cap": blocs.cap, "actors": names, "issues": issues, "rounds": made}}
