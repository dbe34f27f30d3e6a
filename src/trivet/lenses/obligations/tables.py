"""The tables of the lens: every row down to article and source."""

from collections.abc import Sequence
from datetime import date

from trivet.base.dates import EDate
from trivet.base.grade import Grade
from trivet.base.message import N_, DateParam, ListParam, ObjectRef, Phrase, Term, say
from trivet.case.model import Case
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Cell as TableCell
from trivet.lens.finding import Table, column
from trivet.lenses.obligations.ask import Count, ask
from trivet.lenses.obligations.findings import CODING, Answer, obligation_ref
from trivet.lenses.obligations.model import Duty
from trivet.lenses.obligations.words import (
    DUTY_WORDS,
    HOW_WORDS,
    KIND_WORDS,
    MODE_WORDS,
    STATUS_WORDS,
    STRENGTH_WORDS,
    Facts,
    changed,
    instrument,
    names,
)

LEVEL_WORDS = {"none": N_("nobody"), "not-legal": N_("not by law"), "depends": N_("perhaps"), "covered": N_("by law")}
CHANGE_WORDS = {"came": N_("came"), "went": N_("went")}


def add_tables(
    builder: ResultBuilder,
    case: Case,
    answers: Sequence[Answer],
    counts: Sequence[Count],
    day: date,
    since: EDate | None,
) -> None:
    """Add the duty table, the matrix, conflicts, gaps, duties over time and, if asked, what changed."""
    builder.table("duties", _duties(case, answers, day))
    builder.table("matrix", _matrix(answers))
    builder.table("conflicts", _conflicts(answers))
    builder.table("gaps", _gaps(answers))
    builder.table("dates", _dates(counts))
    if since is not None:
        _changes(builder, case, answers, since)


def _duties(case: Case, answers: Sequence[Answer], day: date) -> Table:
    columns = (
        column("contingency", say("Contingency")),
        column("bound", say("Bound")),
        column("mode", say("Mode")),
        column("duty", say("Duty")),
        column("toward", say("Towards")),
        column("instrument", say("Instrument")),
        column("article", say("Article")),
        column("strength", say("Strength")),
        column("how", say("Discretion")),
        column("status", say("Status")),
        column("because", say("Because of")),
        column("depends", say("Depends on")),
        column("since", say("In effect since")),
        column("sources", say("Sources")),
        column("ref", say("Reference")),
    )
    facts = Facts(case)
    rows = tuple(_duty(case, found, duty, day, facts) for found in answers for duty in found.duties)
    return Table(title=say("Duties, rights and prohibitions"), columns=columns, rows=rows)


def _duty(case: Case, found: Answer, duty: Duty, day: date, facts: Facts) -> tuple[TableCell, ...]:
    ref = obligation_ref(duty)
    coded = case.find(ref).thing
    status = "contested" if duty.contested else "triggered" if duty.triggered else "depends"
    begun = duty.rule.since(day)
    return (
        ObjectRef(ref=f"contingencies/{found.contingency}"),
        names(duty.bound),
        Term(msgid=MODE_WORDS[duty.rule.mode]),
        Term(msgid=DUTY_WORDS[duty.rule.duty]),
        names(duty.toward),
        instrument(duty),
        getattr(coded, "article", ""),
        Term(msgid=STRENGTH_WORDS[duty.rule.strength]),
        Term(msgid=HOW_WORDS[duty.rule.how]),
        Term(msgid=STATUS_WORDS[status]),
        facts.all(duty.because) if duty.because else "–",
        facts.all(duty.depends) if duty.depends else "–",
        DateParam(date=EDate.of(begun)) if begun else None,
        ", ".join(case.sources_of((ref,))),
        ref,
    )


def _matrix(answers: Sequence[Answer]) -> Table:
    columns = (
        column("contingency", say("Contingency")),
        column("bound", say("Bound")),
        column("toward", say("Towards")),
        column("owed", say("Owed")),
        column("perhaps", say("Perhaps owed")),
    )
    rows: list[tuple[TableCell, ...]] = []
    for found in answers:
        for cell in found.cells:
            ends = (ObjectRef(ref=f"actors/{cell.bound}"), ObjectRef(ref=f"actors/{cell.toward}"))
            rows.append(
                (ObjectRef(ref=f"contingencies/{found.contingency}"), *ends, _owed(cell.owed), _owed(cell.perhaps))
            )
    return Table(title=say("Who owes whom what"), columns=columns, rows=tuple(rows))


def _owed(pairs: Sequence[tuple[str, str]]) -> TableCell:
    if not pairs:
        return "–"
    return ListParam(items=tuple(_with_strength(duty, strength) for duty, strength in pairs))


def _with_strength(duty: str, strength: str) -> Phrase:
    return Phrase(
        message=say(
            "{duty} ({strength})", duty=Term(msgid=DUTY_WORDS[duty]), strength=Term(msgid=STRENGTH_WORDS[strength])
        )
    )


def _conflicts(answers: Sequence[Answer]) -> Table:
    columns = (
        column("contingency", say("Contingency")),
        column("over", say("Claimed twice")),
        column("one", say("Under")),
        column("other", say("And under")),
        column("sure", say("For sure")),
    )
    rows: list[tuple[TableCell, ...]] = [
        (
            ObjectRef(ref=f"contingencies/{found.contingency}"),
            names(clash.over),
            _article(clash.one),
            _article(clash.other),
            clash.sure,
        )
        for found in answers
        for clash in found.conflicts
    ]
    return Table(title=say("Conflicts of duty"), columns=columns, rows=tuple(rows))


def _article(duty: Duty) -> TableCell:
    return instrument(duty)


def _gaps(answers: Sequence[Answer]) -> Table:
    columns = (
        column("contingency", say("Contingency")),
        column("partner", say("Partner")),
        column("kind", say("Lacks")),
        column("level", say("Who owes it")),
    )
    rows: list[tuple[TableCell, ...]] = [
        (
            ObjectRef(ref=f"contingencies/{hole.contingency}"),
            ObjectRef(ref=f"actors/{hole.partner}"),
            Term(msgid=KIND_WORDS[hole.kind]),
            Term(msgid=LEVEL_WORDS[hole.level]),
        )
        for found in answers
        for hole in found.coverage
    ]
    return Table(title=say("Who covers affected partners"), columns=columns, rows=tuple(rows))


def _dates(counts: Sequence[Count]) -> Table:
    columns = (
        column("contingency", say("Contingency")),
        column("date", say("Date")),
        column("legal", say("Legal duties")),
        column("political", say("Other duties")),
    )
    rows: list[tuple[TableCell, ...]] = [
        (ObjectRef(ref=f"contingencies/{c.contingency}"), DateParam(date=EDate.of(c.day)), c.legal, c.political)
        for c in counts
    ]
    return Table(title=say("Duties between partners over time"), columns=columns, rows=tuple(rows))


def _changes(builder: ResultBuilder, case: Case, answers: Sequence[Answer], since: EDate) -> None:
    before = ask(case, since.latest)
    rows: list[tuple[TableCell, ...]] = []
    for found in answers:
        old = {duty.identity: duty for duty in before[found.contingency].duties}
        new = {duty.identity: duty for duty in found.duties}
        came = [new[key] for key in new if key not in old]
        went = [old[key] for key in old if key not in new]
        here = ObjectRef(ref=f"contingencies/{found.contingency}")
        rows += [(here, Term(msgid=CHANGE_WORDS["came"]), *_short(duty)) for duty in came]
        rows += [(here, Term(msgid=CHANGE_WORDS["went"]), *_short(duty)) for duty in went]
        builder.finding(
            f"changed/{found.contingency}",
            changed(found.contingency, since.latest, len(came), len(went)),
            value=len(came) - len(went),
            unit="duties",
            grade=Grade.JUDGED,
            assumptions=[CODING],
            basis=[
                *dict.fromkeys(obligation_ref(duty) for duty in (*came, *went)),
                f"contingencies/{found.contingency}",
            ],
        )
    columns = (
        column("contingency", say("Contingency")),
        column("change", say("Change")),
        column("bound", say("Bound")),
        column("mode", say("Mode")),
        column("duty", say("Duty")),
        column("toward", say("Towards")),
        column("instrument", say("Instrument")),
    )
    builder.table("changes", Table(title=say("Duties that came and went"), columns=columns, rows=tuple(rows)))


def _short(duty: Duty) -> tuple[TableCell, ...]:
    return (
        names(duty.bound),
        Term(msgid=MODE_WORDS[duty.rule.mode]),
        Term(msgid=DUTY_WORDS[duty.rule.duty]),
        names(duty.toward),
        instrument(duty),
    )
