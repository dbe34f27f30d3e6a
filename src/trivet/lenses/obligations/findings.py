"""From rows to findings, the ones for the first page marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, Final

from trivet.base.grade import Grade
from trivet.base.message import Message, say
from trivet.case.model import Case
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Interval
from trivet.lenses.obligations import words
from trivet.lenses.obligations.conflicts import Conflict, conflicts
from trivet.lenses.obligations.gaps import Gap, gaps, smallest_hitting_sets
from trivet.lenses.obligations.matrix import CONSULTATION, DEFENCE, Cell, matrix
from trivet.lenses.obligations.model import STRENGTHS, Duty
from trivet.lenses.obligations.promises import agreement, by_member
from trivet.lenses.obligations.read import Question, rule

CODING: Final = say("The coding of each article is right; it is one reading of the text.")


@dataclass(frozen=True)
class Answer:
    """Everything found for one contingency on one day."""

    contingency: str
    duties: tuple[Duty, ...]
    cells: tuple[Cell, ...]
    conflicts: tuple[Conflict, ...]
    coverage: tuple[Gap, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Places that nobody covers for sure and by law."""
        return tuple(place for place in self.coverage if place.level != "covered")


def answer(case: Case, question: Question, duties: tuple[Duty, ...], casus: frozenset[str]) -> Answer:
    """Work out matrix, conflicts and gaps from the rows of one contingency.

    Args:
        case: the case.
        question: the contingency.
        duties: the rows it triggers or may trigger.
        casus: kinds of fact that duties of defence speak of.
    """
    partners = case.meta.partners
    contingency = question.contingency.id
    inside = [name for name in question.contingency.affected if name in partners]
    grave = bool(casus & {*question.bundle.so, *question.bundle.open})
    return Answer(
        contingency, duties, matrix(partners, duties), conflicts(duties), gaps(contingency, inside, duties, casus=grave)
    )


def basis_of(duties: Sequence[Duty], contingency: str) -> list[str]:
    """The obligations behind some rows, article by article, then the contingency."""
    refs = [obligation_ref(duty) for duty in duties]
    return [*dict.fromkeys(refs), f"contingencies/{contingency}"]


def obligation_ref(duty: Duty) -> str:
    """The reference of a row's obligation."""
    instrument, _, name = duty.rule.key.partition("/")
    return f"instruments/{instrument}/obligations/{name}"


def add_findings(
    builder: ResultBuilder, case: Case, everything: Sequence[Answer], answers: Sequence[Answer], day: date
) -> None:
    """Add every finding.

    Args:
        builder: where to add them.
        case: the case.
        everything: answers for all contingencies of the case.
        answers: answers for those that were asked about.
        day: the day they are asked on.
    """
    _no_defence(builder, case, everything, day)
    facts = words.Facts(case)
    for found in answers:
        _defence(builder, case, found)
        _consultation(builder, case, found)
        _conflicts(builder, found, facts)
        _gaps(builder, found, facts)
    _closing(builder, case, answers)
    _promises(builder, case)


def _reading(builder: ResultBuilder, name: str, statement: Message, **rest: Any) -> None:
    """Add a finding that rests on how articles were coded: however firm the texts, that is a judgement."""
    builder.finding(name, statement, grade=Grade.JUDGED, assumptions=[CODING], **rest)


def _no_defence(builder: ResultBuilder, case: Case, answers: Sequence[Answer], day: date) -> None:
    """Pairs of partners between whom no instrument in effect knows a duty of defence, whatever would trigger it."""
    things = sorted(case.instruments, key=lambda thing: thing.id)
    rules = [(thing, rule(thing, duty)) for thing in things for duty in thing.obligations]
    for a, b in combinations(case.meta.partners, 2):
        between = [(thing, made) for thing, made in rules if {a, b} <= set(thing.parties) and made.in_effect(day)]
        if not between or any(made.duty == "defend" and made.mode == "must" for _, made in between):
            continue
        texts = dict.fromkeys(f"instruments/{thing.id}" for thing, _ in between)
        _reading(
            builder,
            f"no-defence/{a}-{b}",
            words.no_defence_at_all(a, b, len(answers)),
            value=len(answers),
            unit="contingencies",
            basis=[*texts, *(f"contingencies/{found.contingency}" for found in answers)],
            key=True,
        )


def _defence(builder: ResultBuilder, case: Case, found: Answer) -> None:
    partners = set(case.meta.partners)
    owed = [duty for duty in _owed(found, DEFENCE) if {*duty.bound, *duty.toward} & partners]
    for number, duty in enumerate(owed, start=1):
        _reading(
            builder,
            f"defence/{found.contingency}/{number}",
            words.must_defend(found.contingency, duty),
            value=duty.rule.strength,
            basis=basis_of([duty], found.contingency),
        )


def _consultation(builder: ResultBuilder, case: Case, found: Answer) -> None:
    """Consultation that binds a partner; what outsiders owe one another stands in the table."""
    owed = [duty for duty in _owed(found, CONSULTATION) if set(duty.bound) & set(case.meta.partners)]
    for strength in STRENGTHS[:2]:
        own = [duty for duty in owed if duty.rule.strength == strength]
        if own:
            _reading(
                builder,
                f"consult/{found.contingency}/{strength}",
                words.must_consult(found.contingency, strength, own),
                value=len(own),
                unit="duties",
                basis=basis_of(own, found.contingency),
            )
    if not owed and not any(set(d.bound) & set(case.meta.partners) for d in _owed(found, DEFENCE)):
        _reading(
            builder,
            f"nobody/{found.contingency}",
            words.nobody_bound(found.contingency),
            basis=[f"contingencies/{found.contingency}"],
            key=True,
        )


def _conflicts(builder: ResultBuilder, found: Answer, facts: words.Facts) -> None:
    for number, clash in enumerate(found.conflicts, start=1):
        _reading(
            builder,
            f"conflict/{found.contingency}/{number}",
            words.conflict(found.contingency, clash, facts),
            value=clash.kind,
            basis=basis_of([clash.one, clash.other], found.contingency),
            key=clash.kind == "double-claim" and clash.sure,
        )


def _gaps(builder: ResultBuilder, found: Answer, facts: words.Facts) -> None:
    for hole in found.gaps:
        own = [duty for duty in found.duties if hole.partner in duty.toward]
        _reading(
            builder,
            f"gap/{found.contingency}/{hole.partner}.{hole.kind}",
            words.gap(hole, facts),
            value=hole.level,
            basis=[*basis_of(own, found.contingency), f"actors/{hole.partner}"],
        )


def closers(case: Case, holes: Sequence[Gap]) -> Mapping[Gap, frozenset[str]]:
    """For each gap the instruments that have such a duty towards the partner, whatever triggers it now."""
    found: dict[Gap, frozenset[str]] = {}
    for hole in holes:
        wanted = DEFENCE if hole.kind == "defence" else CONSULTATION
        found[hole] = frozenset(
            thing.id
            for thing in case.instruments
            for duty in thing.obligations
            if duty.duty in wanted
            and duty.mode == "must"
            and hole.partner in thing.parties
            and (hole.partner in duty.toward or any(name.startswith("$") for name in duty.toward))
        )
    return found


def _closing(builder: ResultBuilder, case: Case, answers: Sequence[Answer]) -> None:
    holes = [hole for found in answers for hole in found.gaps]
    choices = {hole: names for hole, names in closers(case, holes).items() if names}
    sets = smallest_hitting_sets(choices)
    if sets:
        builder.finding(
            "closing/smallest",
            words.closing(sets, len(choices)),
            value=len(sets[0]),
            unit="instruments",
            basis=[
                *(f"instruments/{name}" for name in sets[0]),
                *dict.fromkeys(f"contingencies/{hole.contingency}" for hole in choices),
            ],
            grade=Grade.JUDGED,
            assumptions=[
                say(
                    "An instrument can close a gap if it already holds such a duty towards the partner and its trigger "
                    "were widened and made law."
                )
            ],
        )


def _promises(builder: ResultBuilder, case: Case) -> None:
    scored = [thing for thing in case.commitments if thing.scores]
    if not scored:
        return
    basis = [f"commitments/{thing.id}" for thing in scored]
    agreed = agreement(scored)
    if agreed.alpha is not None:
        builder.finding(
            "promises/agreement",
            words.agreement(agreed.alpha, agreed.units),
            value=agreed.alpha,
            unit="alpha",
            basis=basis,
            grade=Grade.JUDGED,
        )
    for tally in by_member(scored, case.meta.partners):
        known = tally.kept + tally.partly + tally.failed
        if tally.mean is not None:
            total = known + tally.unknown
            low = (tally.mean * known - tally.unknown) / total
            high = (tally.mean * known + tally.unknown) / total
            builder.finding(
                f"promises/{tally.member}",
                words.tally(tally),
                value=tally.mean,
                unit="score",
                interval=Interval(low=min(low, tally.mean), high=max(high, tally.mean), kind="bounds"),
                basis=basis,
                grade=Grade.JUDGED,
            )


def _owed(found: Answer, duties: frozenset[str]) -> list[Duty]:
    return [
        d for d in found.duties if d.triggered and not d.contested and d.rule.mode == "must" and d.rule.duty in duties
    ]
