"""What can be wrong with a role model."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from trivet.base.errors import Fault
from trivet.base.message import Message, say
from trivet.case.faults import suggestion
from trivet.case.model import Case, Located
from trivet.case.schema.roles import RoleModel

NUMBERED: Final = (
    "categories",
    "phases",
    "theatres",
    "roles",
    "contributors",
    "tasks",
    "rules",
    "situations",
    "weights",
    "stresses",
    "couplings",
)
"""Lists whose members have an id of their own."""


def faults_of(case: Case) -> Iterator[Fault]:
    """Every fault in the role models of a case."""
    for item in case.objects():
        if isinstance(item.object, RoleModel):
            yield from faults_in(item, item.object)


def faults_in(item: Located, model: RoleModel) -> Iterator[Fault]:
    """Every fault in one role model."""
    checker = _Checker(item, model)
    checker.run()
    yield from checker.found


class _Checker:
    def __init__(self, item: Located, model: RoleModel) -> None:
        self.item, self.model, self.found = item, model, list[Fault]()
        self.ids = {name: [thing.id for thing in getattr(model, name)] for name in NUMBERED}

    def fault(self, code: str, message: Message, *path: str | int, hint: Message | None = None) -> None:
        self.found.append(Fault(code, message, self.item.place(*path), hint))

    def run(self) -> None:
        for name, ids in self.ids.items():
            for index, own in enumerate(ids):
                if own in ids[:index]:
                    self.fault("roles-id", say('"{name}" is there twice.', name=own), name, index, "id")
        self._contributors()
        self._tasks()
        self._access()
        self._rules()
        self._rest()

    def known(self, kind: str, name: str | None, *path: str | int) -> bool:
        """Whether an id is one of a kind; a fault if not."""
        if name is None or name in self.ids[kind]:
            return True
        hint = suggestion(name, self.ids[kind])
        self.fault("roles-unknown", say('There is no "{name}" among {kind}.', name=name, kind=kind), *path, hint=hint)
        return False

    def _contributors(self) -> None:
        for i, phase in enumerate(self.model.phases):
            for name in ("forward", "reinforcing"):
                own = getattr(phase, name)
                if own.low < 0 or own.high > 1:
                    self.fault("roles-share", say("A share lies between 0 and 1."), "phases", i, name)
        for i, contributor in enumerate(self.model.contributors):
            here = ("contributors", i)
            self.known("theatres", contributor.home, *here, "home")
            seen: set[str] = set()
            for at, own in enumerate(contributor.capacities):
                self.known("categories", own.category, *here, "capacities", at, "category")
                if own.category in seen:
                    text = say('"{name}" is there twice.', name=own.category)
                    self.fault("roles-id", text, *here, "capacities", at, "category")
                seen.add(own.category)
                if own.total.low < 0:
                    self.fault("roles-negative", say("A capacity is not negative."), *here, "capacities", at, "total")

    def _tasks(self) -> None:
        for i, task in enumerate(self.model.tasks):
            here = ("tasks", i)
            for kind, name in (("theatres", task.theatre), ("categories", task.category), ("roles", task.role)):
                self.known(kind, name, *here, {"theatres": "theatre", "categories": "category", "roles": "role"}[kind])
            if task.demand.low < 0:
                self.fault("roles-negative", say("A demand is not negative."), *here, "demand")
            elif task.demand.high <= 0 or not any(value != 0 for value in task.phases.values()):
                self.fault("roles-demand", say("This task asks for nothing in any phase."), *here, "demand")
            for phase, value in task.phases.items():
                self.known("phases", phase, *here, "phases", phase)
                if value < 0:
                    self.fault("roles-negative", say("A multiplier is not negative."), *here, "phases", phase)

    def _cells(self, allow: Iterable[str], *path: str | int) -> None:
        for cell in allow:
            role, _, category = cell.partition(":")
            if cell != "all" and self.known("roles", role, *path, cell) and category:
                self.known("categories", category, *path, cell)

    def _access(self) -> None:
        for i, entry in enumerate(self.model.access):
            here = ("access", i)
            self.known("contributors", entry.contributor, *here, "contributor")
            self.known("theatres", entry.theatre, *here, "theatre")
            self._cells(entry.allow, *here, "allow")

    def _grants(self, grants: Sequence[object], *path: str | int) -> None:
        for at, grant in enumerate(grants):
            self.known("contributors", grant.contributor, *path, at, "contributor")  # type: ignore[attr-defined]
            self.known("theatres", grant.theatre, *path, at, "theatre")  # type: ignore[attr-defined]
            self._cells(grant.allow, *path, at, "allow")  # type: ignore[attr-defined]

    def _rules(self) -> None:
        for i, rule in enumerate(self.model.rules):
            self._grants(rule.grants, "rules", i, "grants")
            if rule.price.low < 0:
                self.fault("roles-negative", say("A price is not negative."), "rules", i, "price")
        for i, stress in enumerate(self.model.stresses):
            self._grants(stress.limits, "stresses", i, "limits")
            for name in stress.scale:
                self.known("contributors", name, "stresses", i, "scale", name)

    def _rest(self) -> None:
        for i, own in enumerate(self.model.couplings):
            here = ("couplings", i)
            self.known("theatres", own.theatre, *here, "theatre")
            self.known("categories", own.category, *here, "category")
            self.known("categories", own.needs, *here, "needs")
            self.known("roles", own.role, *here, "role")
            for at, name in enumerate(own.contributors):
                self.known("contributors", name, *here, "contributors", at)
        for i, situation in enumerate(self.model.situations):
            for at, name in enumerate(situation.active):
                self.known("theatres", name, "situations", i, "active", at)
            for name in situation.floors:
                self.known("theatres", name, "situations", i, "floors", name)
        for i, weights in enumerate(self.model.weights):
            for name, value in weights.theatres.items():
                self.known("theatres", name, "weights", i, "theatres", name)
                if value < 0:
                    self.fault("roles-negative", say("A weight is not negative."), "weights", i, "theatres", name)
        for i, own_ in enumerate(self.model.reluctance):
            self.known("theatres", own_.theatre, "reluctance", i, "theatre")
            self._cells(own_.roles, "reluctance", i, "roles")
