"""Every model beside the plainest rules, and how firm the iterated ones are."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from trivet.base.message import N_, ObjectRef, Phrase, Term, say
from trivet.lens.finding import Cell
from trivet.lenses.bargaining import words
from trivet.lenses.bargaining.ask import Asked
from trivet.lenses.bargaining.deal import Deal
from trivet.lenses.bargaining.dynamics import Politics
from trivet.lenses.bargaining.model.kalai import smorodinsky
from trivet.lenses.bargaining.model.nash import from_reference, with_cost
from trivet.lenses.bargaining.model.pce import pce
from trivet.lenses.bargaining.model.procedure import setter
from trivet.lenses.bargaining.solve import Solved

Row = tuple[Cell, ...]
Told = Iterator[tuple[Cell, float | None]]

COSTS: Final = (
    (1.2, N_("Nash solution if disagreement costs little (K = 1.2)")),
    (2.0, N_("Nash solution if disagreement costs more (K = 2)")),
)
"""Costs of disagreement that are told beside the one chosen."""

QUORUM: Final = 0.5
"""Share of the influence that must accept what the strongest proposes."""


def compared(asked: Asked, solved: Solved, politics: Sequence[Politics]) -> Iterator[Row]:
    """One row for each model or rule: what it says of an issue."""
    deal = asked.deals.get(solved.problem.issue.id)
    parts = [_plain(solved)]
    if "nash" in asked.wanted:
        parts.append(_nash(solved))
    if "pce" in asked.wanted:
        parts.append(_elected(solved))
    if "deal" in asked.wanted and solved.problem.issue.status_quo:
        parts.append(_proposed(solved))
    if deal is not None:
        parts.append(_among_governments(deal))
    parts += [_after_turns(solved, run) for run in politics if solved in run.solved]
    for part in parts:
        for name, share in part:
            yield words.issue(solved.problem), name, None if share is None else solved.problem.real(share)


def _plain(solved: Solved) -> Told:
    low, high = solved.median
    yield Term(msgid=N_("mean by weight (the model)")), solved.point
    yield Term(msgid=N_("mean of heads")), float(solved.best.position.mean())
    yield Term(msgid=N_("lower median by weight")), low
    yield Term(msgid=N_("upper median by weight")), high
    yield Term(msgid=N_("middle of the scale")), 0.5
    if solved.problem.issue.status_quo:
        yield Term(msgid=N_("status quo")), float(solved.best.status_quo[0])


def _nash(solved: Solved) -> Told:
    x, w = solved.best.position, solved.best.weight
    if solved.choices.cost is not None:
        name = Term(msgid=N_("Nash solution at the chosen cost of disagreement"))
        yield name, float(with_cost(x, w, solved.choices.cost)[0])
    for cost, msgid in COSTS:
        yield Term(msgid=msgid), float(with_cost(x, w, cost)[0])
    if solved.problem.issue.status_quo:
        point, feasible = from_reference(x, w, solved.best.status_quo)
        name = Term(msgid=N_("Nash solution if disagreement leaves the status quo"))
        yield name, float(point[0]) if feasible[0] else None


def _elected(solved: Solved) -> Told:
    x = solved.best.position
    yield Term(msgid=N_("probabilistic Condorcet election")), float((pce(x, solved.best.weight) * x).sum())


def _proposed(solved: Solved) -> Told:
    """The procedural row: whoever has most influence proposes once, and half of all influence must accept."""
    inputs, names = solved.best, solved.problem.names
    strongest = max(range(solved.problem.size), key=lambda i: (float(inputs.influence[0, i]), names[i]))
    proposed = setter(inputs.position, inputs.influence, inputs.status_quo, QUORUM, strongest)
    yield Term(msgid=N_("the strongest proposes, half of the influence must accept")), float(proposed[0])


def _among_governments(deal: Deal) -> Told:
    """Solutions within what every government can carry at home, and what follows if one of them alone proposes."""
    best = deal.best
    nash = float(best.nash[0])
    yield Term(msgid=N_("Nash solution among governments")), nash if np.isfinite(nash) else None
    point, feasible = smorodinsky(best.position, best.weight, deal.solved.best.status_quo)
    inside = feasible[0] and best.low[0] - 1e-9 <= point[0] <= best.high[0] + 1e-9
    yield Term(msgid=N_("Kalai-Smorodinsky solution among governments")), float(point[0]) if inside else None
    for g, party in enumerate(deal.parties):
        proposed = float(np.clip(best.position[0, g], best.low[0], best.high[0]))
        name = Phrase(message=say("{government} alone proposes", government=ObjectRef(ref=f"actors/{party.actor}")))
        yield name, proposed


def _after_turns(solved: Solved, run: Politics) -> Told:
    at = run.solved.index(solved)
    yield Term(msgid=N_("KTAB's model after one turn")), float(run.run.first.mean[0, at])
    yield Term(msgid=N_("KTAB's model in the end")), float(run.run.final.mean[0, at])


def courses(run: Politics) -> Iterator[Row]:
    """Where KTAB's model ends over draws, and how often that hangs on a tie or does not settle."""
    drawn = run.drawn
    for m, solved in enumerate(run.solved):
        own = solved.problem
        low, high = (float(end) for end in np.quantile(drawn.final.mean[:, m], (0.05, 0.95)))
        moved = np.abs(drawn.positions[-1][:, :, m] - drawn.positions[0][:, :, m]) > words.LEAST_MOVE
        yield (
            words.issue(own),
            own.real(float(run.run.final.mean[0, m])),
            own.real(low),
            own.real(high),
            float(moved.mean()),
            float(drawn.tied.mean()),
            float(drawn.capped.mean()),
            run.stability,
        )
