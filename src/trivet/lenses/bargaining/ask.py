"""Choosing issues, scenarios and models by name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np

from trivet.base.errors import NotFoundError, TrivetError
from trivet.base.ids import hint_at, names_in
from trivet.case.model import Case
from trivet.case.schema.bargaining import BargainingModel, BargainingScenario
from trivet.lens.streams import Streams
from trivet.lenses.bargaining.deal import Deal, deal_of
from trivet.lenses.bargaining.model.mixture import Mixture
from trivet.lenses.bargaining.model.power import banzhaf, shapley_shubik
from trivet.lenses.bargaining.read import Problem, model_of, open_issues, problem_of
from trivet.lenses.bargaining.solve import Choices, Solved

MODELS: Final = ("deal", "nash", "pce", "smp", "exchange", "package", "challenge")
"""What can be asked for beside the default forecast."""

USUAL: Final = MODELS[:-1]
"""All but the challenge model, which is worse than always guessing the middle."""

POWER_QUOTA: Final = 0.5
"""Share of the influence that decides, for power indices."""


@dataclass(frozen=True, eq=False)
class Asked:
    """What a run answers.

    Attributes:
        case: the case.
        settings: the settings of the lens.
        streams: source of randomness.
        model: the bargaining model of the case, if it has one.
        solved: the issues asked about.
        every: all issues of the model, which packages and exchanges may use.
        scenarios: the scenarios asked about.
        wanted: the models asked about.
    """

    case: Case
    settings: Any
    streams: Streams
    model: BargainingModel | None
    solved: tuple[Solved, ...]
    every: tuple[Solved, ...]
    scenarios: tuple[BargainingScenario, ...]
    wanted: frozenset[str]

    @cached_property
    def deals(self) -> dict[str, Deal]:
        """The two-level game on each issue that has one."""
        if "deal" not in self.wanted:
            return {}
        found = {own.problem.issue.id: deal_of(self.case, self.model, own) for own in self.solved}
        return {name: deal for name, deal in found.items() if deal is not None}


def ask(case: Case, settings: Any, streams: Streams) -> Asked:
    """Everything that is asked about.

    Raises:
        NotFoundError: if an issue, a scenario or a model does not exist.
    """
    day = (settings.at or case.meta.as_of).latest
    choices = Choices(
        draws=settings.draws,
        correlation=settings.correlation,
        mixture=Mixture(settings.actors, settings.deviation / 100),
        cost=settings.cost,
    )
    model = model_of(case)
    every = _every(case, model, day, settings, choices, streams)
    names = [own.problem.issue.id for own in every]
    wanted = dict.fromkeys(names_in(settings.issue) or names)
    return Asked(
        case,
        settings,
        streams,
        model,
        tuple(every[_place(names, name, "issue with positions")] for name in wanted),
        every,
        _scenarios(model, settings.scenario),
        _models(settings.model),
    )


def _every(
    case: Case, model: BargainingModel | None, day: date, settings: Any, choices: Choices, streams: Streams
) -> tuple[Solved, ...]:
    found = []
    for issue in open_issues(case, day):
        if model is None or not model.issues or issue.id in model.issues or issue.id in names_in(settings.issue):
            problem = weighed(problem_of(case, issue, settings.error / 100), settings.weights)
            found.append(Solved(problem, choices, streams))
    return tuple(found)


def weighed(problem: Problem, kind: str) -> Problem:
    """An issue on which actors pull with something else than their influence.

    Args:
        problem: the issue.
        kind: influence, equal, shapley-shubik or banzhaf; indices of power are those of the best influences under a
            majority.

    Raises:
        TrivetError: if there are too many actors for an index.
    """
    if kind == "influence":
        return problem
    if kind == "equal":
        return replace(problem, influence=np.ones_like(problem.influence))
    try:
        index = (shapley_shubik if kind == "shapley-shubik" else banzhaf)(problem.influence[:, 1], POWER_QUOTA)
    except ValueError as error:
        raise TrivetError(f"{problem.issue.id}: {error}.") from None
    return replace(problem, influence=np.repeat(index[:, None], 3, axis=1))


def _scenarios(model: BargainingModel | None, given: str | None) -> tuple[BargainingScenario, ...]:
    known = sorted(model.scenarios, key=lambda own: own.id) if model else []
    if given is None:
        return tuple(known)
    if given == "none":
        return ()
    names = [own.id for own in known]
    return tuple(known[_place(names, name, "scenario")] for name in dict.fromkeys(names_in(given)))


def _models(given: str | None) -> frozenset[str]:
    if given in (None, "all", "none"):
        return frozenset({None: USUAL, "all": MODELS, "none": ()}[given])
    return frozenset(MODELS[_place(MODELS, name, "model")] for name in names_in(given))


def _place(known: Sequence[str], name: str, kind: str) -> int:
    if name in known:
        return list(known).index(name)
    raise NotFoundError(f'There is no {kind} "{name}". {hint_at(name, known)}')
