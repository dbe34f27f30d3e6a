"""Choosing role models, situations, rules, weights and stresses by name."""

from collections.abc import Sequence
from typing import Any

from trivet.base.errors import CaseError, NotFoundError
from trivet.base.ids import hint_at, names_in
from trivet.case.model import Case
from trivet.case.schema.roles import RoleModel
from trivet.lens.progress import report
from trivet.lens.streams import Streams
from trivet.lenses.roles.read import build
from trivet.lenses.roles.solve import Choices, Solved


def ask(case: Case, settings: Any, streams: Streams) -> tuple[Solved, ...]:
    """Every situation that is asked about, of every role model.

    Raises:
        CaseError: if a role model has faults.
        NotFoundError: if something named does not exist.
    """
    day = (settings.at or case.meta.as_of).latest
    found: list[Solved] = []
    faults = []
    for item in case.objects():
        if not isinstance(item.object, RoleModel):
            continue
        built, wrong = build(case, item, day)
        faults += wrong
        if built is None:
            continue
        model = built.model
        every = [rule.id for rule in model.rules]
        names = every if settings.rules == "all" else names_in(settings.rules)
        rules = tuple(sorted(_place(every, name, "rule") for name in names))
        choices = Choices(rules, settings.draws, settings.spread, settings.level, settings.budget)
        weights = model.weights[
            _place([w.id for w in model.weights], settings.weights or model.weights[0].id, "set of weights")
        ]
        stress = None
        if settings.stress:
            stress = model.stresses[_place([s.id for s in model.stresses], settings.stress, "stress")]
        situations = [situation.id for situation in model.situations]
        wanted = names_in(settings.contingency) or situations
        for number, name in enumerate(wanted):
            report(number, len(wanted), name)
            situation = model.situations[_place(situations, name, "situation")]
            found.append(Solved(built, situation, weights, stress, choices, streams))
    if faults:
        raise CaseError(faults)
    return tuple(found)


def _place(known: Sequence[str], name: str, kind: str) -> int:
    if name in known:
        return list(known).index(name)
    raise NotFoundError(f'There is no {kind} "{name}". {hint_at(name, known)}')
