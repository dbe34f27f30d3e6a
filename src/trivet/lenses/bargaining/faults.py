"""What can be wrong with issues and bargaining models that only this lens reads."""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import Message, say
from trivet.case.model import Case, Located
from trivet.case.schema.bargaining import BargainingModel
from trivet.case.schema.issues import Issue


def faults_of(case: Case) -> Iterator[Fault]:
    """Every fault and warning in the issues and bargaining models of a case."""
    for item in case.objects():
        if isinstance(item.object, Issue):
            yield from issue_faults(item, item.object)
        if isinstance(item.object, BargainingModel):
            yield from _model_faults(case, item, item.object)


def issue_faults(item: Located, issue: Issue) -> Iterator[Fault]:
    """Nobody with weight is a fault; nobody who cares, or nobody who disagrees, is worth a warning."""
    positions = issue.positions
    if not positions:
        return
    if not any(p.salience.best > 0 and p.influence.best > 0 for p in positions):
        yield Fault(
            "bargaining-weight",
            say("{issue}: nobody has both salience and influence, so nothing pulls.", issue=item.ref),
            item.place("positions"),
        )
    for index, own in enumerate(positions):
        if own.salience.high <= 0:
            text = say("{issue}: the issue does not matter to {actor} at all.", issue=item.ref, actor=own.actor)
            yield Fault("bargaining-salience", text, item.place("positions", index, "salience"), warning=True)
    if len(positions) > 1 and len({p.position.best for p in positions}) == 1:
        text = say("{issue}: all positions are the same, so there is nothing to bargain over.", issue=item.ref)
        yield Fault("bargaining-agreed", text, item.place("positions"), warning=True)


def _model_faults(case: Case, item: Located, model: BargainingModel) -> Iterator[Fault]:
    issues = {issue.id: issue for issue in case.issues}
    taken = {own.actor for issue in case.issues for own in issue.positions}
    yield from _repeated(item, model)
    for i, government in enumerate(model.governments):
        for at, name in enumerate(government.factions):
            for other, another in enumerate(model.governments):
                if other < i and name in another.factions:
                    text = say("{actor} belongs to two governments.", actor=name)
                    yield _fault("bargaining-faction", text, item, "governments", i, "factions", at)
    for i, scenario in enumerate(model.scenarios):
        for at, change in enumerate(scenario.changes):
            if change.actor not in taken:
                text = say("{actor} holds no position on any issue.", actor=change.actor)
                yield _fault("bargaining-change", text, item, "scenarios", i, "changes", at, "actor")
    for i, claim in enumerate(model.claims):
        issue = issues.get(claim.issue)
        for name in ("above", "below"):
            point = getattr(claim, name)
            if issue and point is not None and not issue.scale.low <= point <= issue.scale.high:
                text = say("This point lies beyond the scale of {issue}.", issue=issue.id)
                yield _fault("bargaining-claim", text, item, "claims", i, name)


def _repeated(item: Located, model: BargainingModel) -> Iterator[Fault]:
    """Ids that stand twice among parts of a kind, and governments of the same state."""
    for kind, key in (("governments", "actor"), ("scenarios", "id"), ("packages", "id"), ("claims", "id")):
        names = [getattr(part, key) for part in getattr(model, kind)]
        for at, name in enumerate(names):
            if name in names[:at]:
                yield _fault("bargaining-id", say('"{name}" is there twice.', name=name), item, kind, at, key)
    for i, government in enumerate(model.governments):
        settled = [own.issue for own in government.consents]
        for at, name in enumerate(settled):
            if name in settled[:at]:
                text = say('"{name}" is there twice.', name=name)
                yield _fault("bargaining-id", text, item, "governments", i, "consents", at, "issue")
    for i, package in enumerate(model.packages):
        for at, name in enumerate(package.issues):
            if name in package.issues[:at]:
                text = say('"{name}" is there twice.', name=name)
                yield _fault("bargaining-id", text, item, "packages", i, "issues", at)


def _fault(code: str, message: Message, item: Located, *path: str | int) -> Fault:
    return Fault(code, message, item.place(*path))
