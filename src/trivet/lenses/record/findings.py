"""From counts to findings, the ones for the first page marked."""

from collections.abc import Callable
from datetime import date
from typing import Final

from trivet.base.grade import Grade
from trivet.base.message import say
from trivet.case.at import InOffice
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Interval
from trivet.lenses.record import words
from trivet.lenses.record.model import bounds_with_unknown, wilson_interval, years_of_conflict
from trivet.lenses.record.read import Facts, LegFacts

KEPT: Final = ("done", "ongoing")
FAILED: Final = ("lapsed", "broken")
NOTICE: Final = ("notice-given", "notice-suspended")
FEWEST_YEARS: Final = 5
"""Years with events below which no base rate is stated."""

_Adder = Callable[[ResultBuilder, Facts], None]


def add_findings(builder: ResultBuilder, facts: Facts, level: float) -> None:
    """Add every finding the case has data for."""
    adders: tuple[_Adder, ...] = (_leaders, _channel, _binding, _disputes, _notices, _summit, _commitments, _claims)
    for add in adders:
        add(builder, facts)
    _base_rates(builder, facts, level)
    _recent(builder, facts)
    _coming(builder, facts)


def _leaders(builder: ResultBuilder, facts: Facts) -> None:
    for held in facts.state.leaders:
        if held.suspended or (held.acting and held not in facts.vacancies):
            continue
        statement = words.stand_in(held) if held.acting else words.in_full_office(held)
        builder.finding(
            f"leader/{held.office.id}",
            statement,
            value=held.holding.holder,
            key=held.acting,
            basis=[f"offices/{held.office.id}/holders/{held.office.holders.index(held.holding)}"],
        )


def _channel(builder: ResultBuilder, facts: Facts) -> None:
    for held in facts.vacancies:
        since = _vacant_since(facts, held)
        meetings = [
            event for event in facts.state.events_of(facts.whole.leg, since) if event.kind in ("summit", "ministerial")
        ]
        if meetings:
            builder.finding(
                f"channel/{held.office.id}",
                words.channel_kept_open(held, facts.whole.leg, len(meetings)),
                value=len(meetings),
                unit="meetings",
                key=True,
                basis=[
                    *(f"events/{event.id}" for event in meetings),
                    f"offices/{held.office.id}/holders/{held.office.holders.index(held.holding)}",
                ],
            )


def _vacant_since(facts: Facts, held: InOffice) -> date:
    """The first day of the unbroken run of stand-ins that ends with this one."""
    start = held.holding.from_.earliest if held.holding.from_ else facts.state.day
    for other in sorted(
        (h for h in held.office.holders if h.acting and h.from_ and h.to),
        key=lambda h: h.from_.earliest if h.from_ else start,
        reverse=True,
    ):
        if other.from_ and other.to and other.from_.earliest < start <= other.to.latest:
            start = other.from_.earliest
    return start


def _binding(builder: ResultBuilder, facts: Facts) -> None:
    for leg in facts.legs:
        total, legal = len(leg.instruments), leg.binding["legal"]
        if not total:
            statement = words.no_instruments(leg.leg)
        elif legal:
            statement = words.some_binding(leg.leg, total, legal)
        else:
            statement = words.none_binding(leg.leg, total, leg.binding["political"])
        basis = [f"instruments/{name}" for name in leg.instruments] or [f"actors/{n}" for n in leg.leg.members]
        builder.finding(
            f"binding/{leg.leg.id}", statement, value=legal, unit="instruments", basis=basis, key=leg is facts.whole
        )


def _disputes(builder: ResultBuilder, facts: Facts) -> None:
    names = list(dict.fromkeys(name for leg in facts.legs for name in leg.disputes))
    active = {name for leg in facts.legs for name in leg.active_disputes}
    if names:
        builder.finding(
            "disputes/open",
            words.open_disputes(len(names), len(active)),
            value=len(names),
            unit="disputes",
            basis=[f"disputes/{name}" for name in names],
            key=True,
        )


def _notices(builder: ResultBuilder, facts: Facts) -> None:
    """Instruments between partners that once stood under notice: a sign of how deep a quarrel went."""
    partners = set(facts.state.case.meta.partners)
    for item in facts.state.instruments:
        turns = [turn for turn in item.instrument.history if turn.date.earliest <= facts.state.day]
        first = next((i for i, turn in enumerate(turns) if turn.state in NOTICE), None)
        if first is not None:
            builder.finding(
                f"notice/{item.instrument.id}",
                words.notice_history(item.instrument, turns[first:]),
                value=item.turn.state,
                basis=[f"instruments/{item.instrument.id}"],
                key=set(item.instrument.parties) <= partners,
            )


def _summit(builder: ResultBuilder, facts: Facts) -> None:
    event = facts.whole.last_summit
    if event:
        days = (facts.state.day - event.date.earliest).days
        builder.finding(
            f"summit/{facts.whole.leg.id}",
            words.last_summit(facts.whole.leg, event, days),
            value=days,
            unit="days",
            basis=[f"events/{event.id}"],
            key=True,
        )


def _commitments(builder: ResultBuilder, facts: Facts) -> None:
    known = [s for s in facts.state.commitments if s.assessment and s.assessment.status != "made"]
    status = {s.commitment.id: s.assessment.status for s in known if s.assessment}
    sure = [name for name, word in status.items() if word in KEPT]
    failed = sorted(name for name, word in status.items() if word in FAILED)
    if not status:
        return
    low, high = bounds_with_unknown(len(sure), len(failed), len(status) - len(sure) - len(failed))
    basis = [f"commitments/{name}" for name in status]
    builder.finding(
        "commitments/kept",
        words.kept(low, high, len(sure), len(status), len(status) - len(sure) - len(failed)),
        value=low,
        unit="probability",
        interval=Interval(low=low, high=high, kind="bounds"),
        basis=basis,
        key=True,
        grade=Grade.JUDGED,
        assumptions=[
            say("Every commitment counts the same, and those without evidence may all be kept or all be not.")
        ],
    )
    if failed:
        builder.finding(
            "commitments/failed",
            words.not_kept(len(failed), failed),
            value=len(failed),
            unit="commitments",
            basis=[f"commitments/{name}" for name in failed],
        )


def _claims(builder: ResultBuilder, facts: Facts) -> None:
    claims = facts.state.case.claims
    if not claims or facts.state.day < facts.state.case.meta.as_of.earliest:
        return
    count = {
        word: sum(claim.verdict == word for claim in claims)
        for word in ("confirmed", "contradicted", "unverifiable", "opinion")
    }
    partial = sum(claim.partial and claim.verdict == "confirmed" for claim in claims)
    builder.finding(
        "claims/verdicts",
        words.verdicts(
            len(claims), count["confirmed"], partial, count["contradicted"], count["unverifiable"], count["opinion"]
        ),
        value=count["confirmed"],
        unit="claims",
        basis=[f"claims/{claim.id}" for claim in claims],
        key=True,
    )


def _base_rates(builder: ResultBuilder, facts: Facts, level: float) -> None:
    rates = {leg.leg.id: years_of_conflict(leg.by_year) for leg in facts.legs}
    enough = {name: rate for name, rate in rates.items() if rate[1] >= FEWEST_YEARS}
    worst = max(enough, key=lambda name: enough[name][0] / enough[name][1], default=None)
    for leg in facts.legs:
        years, total = rates[leg.leg.id]
        if total >= FEWEST_YEARS:
            _base_rate(builder, leg, years, total, level, key=leg.leg.id == worst and years > 0)


def _base_rate(builder: ResultBuilder, leg: LegFacts, years: int, total: int, level: float, *, key: bool) -> None:
    low, high = wilson_interval(years, total, level)
    builder.finding(
        f"base-rate/{leg.leg.id}",
        words.base_rate(leg.leg, years, total, low, high),
        value=years / total,
        unit="probability",
        interval=Interval(low=low, high=high, kind="confidence", level=level),
        basis=[f"events/{name}" for name in leg.scored],
        grade=Grade.JUDGED,
        key=key,
        assumptions=[say("Years are alike, and the hand-picked events stand for all that happened.")],
    )


def _recent(builder: ResultBuilder, facts: Facts) -> None:
    for leg in facts.legs:
        basis = [f"events/{event.id}" for event in leg.recent] or [f"actors/{name}" for name in leg.leg.members]
        builder.finding(
            f"recent/{leg.leg.id}",
            words.recent(leg.leg, leg.cooperative, leg.conflictual, facts.months),
            value=leg.conflictual,
            unit="events",
            basis=basis,
            grade=Grade.JUDGED,
        )


def _coming(builder: ResultBuilder, facts: Facts) -> None:
    coming = facts.state.coming_events
    if coming:
        builder.finding(
            "coming/next", words.coming(coming[0]), value=coming[0].date.edtf, basis=[f"events/{coming[0].id}"]
        )
