"""The lens's own part of the result JSON: forecasts, and every run of the iterated models. Plain data.

Actors stand in the order of their file. Positions of KTAB's model are told on 0 to 100, those of the challenge model in
the numbers of the issue's scale.
"""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Final

import numpy as np

from trivet.lenses.bargaining.ask import Asked
from trivet.lenses.bargaining.dynamics import Challenge, Politics
from trivet.lenses.bargaining.linkage import exchange_document
from trivet.lenses.bargaining.model.challenge import Kind
from trivet.lenses.bargaining.model.mixture import GRID
from trivet.lenses.bargaining.solve import Solved

KTAB_NAMES: Final = (
    "VictProbModel",
    "PCEModel",
    "StateTrans",
    "VotingRule",
    "BigRAdjust",
    "BigRRange",
    "ThirdPartyCommit",
    "InterVecBrgn",
    "BargnModel",
)
"""KTAB's own names of its parameters, in its order."""

EVERY: Final = 4
"""Every so many points of the grid of a distribution are told."""


def document(asked: Asked, politics: Sequence[Politics], challenges: Sequence[Challenge]) -> dict[str, Any]:
    """Everything computed, as plain data."""
    made: dict[str, Any] = {"issues": [_issue(own) for own in asked.solved]}
    if politics:
        made["smp"] = [_politics(own) for own in politics]
    if challenges:
        made["challenge"] = [_challenge(own) for own in challenges]
    if "exchange" in asked.wanted:
        made |= exchange_document(asked)
    return made


def _issue(solved: Solved) -> dict[str, Any]:
    own = solved.problem
    low, high = solved.median
    points = GRID[::EVERY]
    return {
        "id": own.issue.id,
        "scale": [own.issue.scale.low, own.issue.scale.high],
        "actors": [own.actors[i] for i in own.file_order],
        "status_quo": own.real(float(solved.best.status_quo[0])) if own.issue.status_quo else None,
        "mean": own.real(solved.point),
        "unweighted_mean": own.real(float(solved.best.position.mean())),
        "median": own.real((low + high) / 2),
        "median_pair": [own.real(low), own.real(high)],
        "midpoint": own.real(0.5),
        "quantiles": {
            f"{level:g}": own.real(solved.quantile(level)) for level in (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
        },
        "distribution": {
            "points": [own.real(float(point)) for point in points],
            "at_most": [float(chance) for chance in solved.distribution[::EVERY]],
        },
        "assumed_errors": own.assumed,
    }


def _politics(found: Politics) -> dict[str, Any]:
    run, first = found.run, found.solved[0].problem
    actors = [first.actors[i] for i in found.order]
    states = int(run.states[0])
    made = {
        "issues": [own.problem.issue.id for own in found.solved],
        "actors": actors,
        "mode": "as-upstream" if found.upstream else "corrected",
        "params": dict(zip(KTAB_NAMES, found.parameters.numbers(), strict=True)),
        "params_named": {field.name: str(getattr(found.parameters, field.name)) for field in fields(found.parameters)},
        "n_actors": len(actors),
        "n_dims": len(found.solved),
        "n_states": states,
        "positions": (run.positions[:states, 0] * 100).tolist(),
        "pos_prob": run.winning[:states, 0].tolist(),
        "bargains": [
            {"turn": turn, "init": i, "rcvr": int(j), "value": float(run.gains[turn, 0, i])}
            for turn in range(len(run.targets))
            for i, j in enumerate(run.targets[turn, 0])
            if j >= 0
        ],
        "readouts": {
            when: {
                name: (getattr(getattr(run, when), name)[0] * 100).tolist()
                for name in ("pce_mean", "pce_mode", "mean", "median")
            }
            for when in ("initial", "first", "final")
        },
        "capped": bool(run.capped[0]),
        "tied": bool(run.tied[0]),
        "stability": found.stability,
    }
    if run.detail is not None:
        made |= _detail(found)
    return made


def _detail(found: Politics) -> dict[str, Any]:
    detail = found.run.detail
    assert detail is not None
    own = detail.challenges
    pairs = [(i, j) for i in range(len(found.order)) for j in range(len(found.order)) if i != j]
    return {
        "util_t0": detail.utilities[0].tolist(),
        "prob_vict_t0": [{"init": i, "rcvr": j, "p": float(own.odds[0, i, j])} for i, j in pairs],
        "challenges": [
            {
                "init": i,
                "rcvr": j,
                "u_sq": float(own.at_present[0, i, j]),
                "u_vict": float(own.after_victory[0, i, j]),
                "u_cntst": float(own.of_contest[0, i, j]),
                "u_chlg": float(own.of_challenge[0, i, j]),
            }
            for i, j in pairs
        ],
    }


def _challenge(found: Challenge) -> dict[str, Any]:
    run, own = found.run, found.solved.problem
    return {
        "issue": own.issue.id,
        "actors": [own.actors[i] for i in own.file_order],
        "variant": found.variant.describe(),
        "q": found.variant.q,
        "position_range": float(np.ptp(run.positions[0, 0])),
        "initial": {"median": float(run.median[0, 0]), "mean": float(run.mean[0, 0])},
        "rounds": [_round(found, t) for t in range(len(run.r))],
        "cycling": bool(run.cycling[0]),
        "stopped": int(run.stopped[0]),
        "tied": bool(run.tied[0]),
        "stability": found.stability,
    }


def _round(found: Challenge, t: int) -> dict[str, Any]:
    run = found.run
    made: dict[str, Any] = {
        "round": t + 1,
        "r": run.r[t, 0].tolist(),
        "offers": [_offer(found, t, i) for i in range(run.positions.shape[2])],
        "positions": run.positions[t + 1, 0].tolist(),
        "median": float(run.median[t + 1, 0]),
        "mean": float(run.mean[t + 1, 0]),
    }
    if t == 0 and run.detail is not None:
        made |= {
            "danger_r1": run.detail.security[0].tolist(),
            "P": run.detail.success[0].tolist(),
            "eu_own": run.detail.own[0].tolist(),
            "eu_other": run.detail.other[0].tolist(),
        }
    return made


def _offer(found: Challenge, t: int, actor: int) -> dict[str, Any] | None:
    """The offer that an actor takes in a round; nothing if there is none."""
    run, own = found.run, found.solved.problem
    kind = Kind(int(run.offers.kind[t, 0, actor]))
    if kind is Kind.NONE:
        return None
    return {
        "type": kind.name.lower(),
        "other": own.actors[own.file_order[int(run.offers.whom[t, 0, actor])]],
        "position": float(run.positions[t + 1, 0, actor]),
    }
