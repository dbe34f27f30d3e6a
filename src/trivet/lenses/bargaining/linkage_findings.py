"""The findings and tables across issues: what governments could trade, and packages."""

from collections.abc import Sequence
from typing import Final

from trivet.base.grade import Grade
from trivet.base.message import ListParam, Message, ObjectRef, Term, say
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Cell, Table, column
from trivet.lenses.bargaining import package_words, words
from trivet.lenses.bargaining.ask import Asked
from trivet.lenses.bargaining.linkage import Blocs, blocs_of
from trivet.lenses.bargaining.packages import packages_of

TOLD: Final = 3
"""Exchanges that get a finding."""

SHOWN: Final = 20
"""Exchanges in the table."""

TRADED: Final = say(
    "Two partners trade where they stand on opposite sides of two outcomes, so that both gain alike; others only bear "
    "what follows. As a forecast, exchanges were worse than the mean on known outcomes."
)


def add_linkage(builder: ResultBuilder, asked: Asked) -> None:
    """Add what governments could trade, and the packages."""
    blocs = blocs_of(asked, tuple(sorted(asked.solved, key=lambda own: own.problem.issue.id)))
    if blocs is not None and blocs.parties > 1 and "exchange" in asked.wanted:
        _add_trades(builder, asked, blocs)
    _add_packages(builder, asked)


def _add_trades(builder: ResultBuilder, asked: Asked, blocs: Blocs) -> None:
    assert asked.model is not None
    for number, k in enumerate(blocs.trades[:TOLD], start=1):
        found = blocs.opportunities
        p, q = int(found.p[k]), int(found.q[k])
        builder.finding(
            f"{asked.model.id}/exchange-{number}",
            _trade(blocs, k),
            value=float(found.gain[k]) * 100,
            unit="weighted points",
            basis=[*(f"issues/{blocs.solved[m].problem.issue.id}" for m in (p, q)), f"bargaining/{asked.model.id}"],
            assumptions=(words.JUDGED, TRADED),
            grade=Grade.SIMULATED,
        )
    rows = tuple(_trade_row(blocs, k) for k in blocs.trades[:SHOWN])
    if rows:
        builder.table("trades", Table(title=say("What governments could trade"), columns=_TRADES, rows=rows))


def _name(blocs: Blocs, index: int) -> ObjectRef:
    return ObjectRef(ref=f"actors/{blocs.all[index].actor}")


def _issue(blocs: Blocs, index: int) -> ObjectRef:
    return words.issue(blocs.solved[index].problem)


def _bearers(blocs: Blocs, k: int) -> tuple[list[int], list[int]]:
    """Everybody but the partners whom an exchange hurts, and whom it helps, on average; the most first."""
    found = blocs.opportunities
    others = [b for b in range(len(blocs.all)) if b not in (found.i[k], found.j[k])]
    order = sorted(others, key=lambda b: round(float(found.change[k, b]), 12))
    hurt = [b for b in order if found.change[k, b] < -_NOTICED]
    return hurt, [b for b in reversed(order) if found.change[k, b] > _NOTICED]


_NOTICED: Final = 1e-4


def _trade(blocs: Blocs, k: int) -> Message:
    found = blocs.opportunities
    hurt, helped = _bearers(blocs, k)
    return say(
        "{one} could give way on {issue} and {other} on {second}: both gain in {share} of draws. Hurt would be: "
        "{hurt}; helped: {helped}.",
        one=_name(blocs, int(found.i[k])),
        issue=_issue(blocs, int(found.q[k])),
        other=_name(blocs, int(found.j[k])),
        second=_issue(blocs, int(found.p[k])),
        share=words.percent(float(found.share[k])),
        hurt=_param(blocs, hurt),
        helped=_param(blocs, helped),
    )


def _param(blocs: Blocs, which: Sequence[int]) -> ListParam | Term:
    return ListParam(items=tuple(_name(blocs, b) for b in which)) if which else words.nobody()


def _trade_row(blocs: Blocs, k: int) -> tuple[Cell, ...]:
    found = blocs.opportunities
    hurt, helped = _bearers(blocs, k)
    return (
        _name(blocs, int(found.i[k])),
        _issue(blocs, int(found.q[k])),
        _name(blocs, int(found.j[k])),
        _issue(blocs, int(found.p[k])),
        float(found.share[k]),
        float(found.gain[k]) * 100,
        _param(blocs, hurt),
        _param(blocs, helped),
    )


_TRADES: Final = (
    column("one", say("Government")),
    column("gives", say("Gives way on")),
    column("other", say("Other government")),
    column("other-gives", say("Gives way on")),
    column("share", say("Both gain in")),
    column("gain", say("Gain of each, in weighted points")),
    column("hurt", say("Hurt")),
    column("helped", say("Helped")),
)


def _add_packages(builder: ResultBuilder, asked: Asked) -> None:
    assert asked.model is not None
    packages = packages_of(asked)
    for package in packages:
        exists = package.at_best[0]
        refs = [
            f"bargaining/{asked.model.id}/packages/{package.deal.id}",
            *(f"issues/{own.problem.issue.id}" for own in package.solved),
        ]
        builder.finding(
            f"{asked.model.id}/package-{package.deal.id}",
            package_words.package(package) if exists else package_words.no_package(package),
            value=package.front.share,
            unit="share of draws",
            basis=refs,
            assumptions=(words.JUDGED, package_words.LINKED),
            grade=Grade.SIMULATED,
            key=package.deal.featured,
        )
        builder.finding(
            f"{asked.model.id}/links-{package.deal.id}",
            package_words.links(package),
            value=len(package.links.minimal),
            unit="sets of issues",
            basis=refs,
            assumptions=(words.JUDGED, package_words.LINKED),
            grade=Grade.SIMULATED,
        )
    terms = tuple(row for package in packages for row in package_words.terms(package))
    gains = tuple(row for package in packages for row in package_words.gains(package))
    if terms:
        builder.table("packages", Table(title=say("What a package would settle"), columns=_TERMS, rows=terms))
        builder.table("gains", Table(title=say("Who gains and who pays"), columns=_GAINS, rows=gains))


_TERMS: Final = (
    column("package", say("Package")),
    column("issue", say("Issue")),
    column("status-quo", say("Status quo")),
    column("outcome", say("In the package")),
    column("alone", say("Bargained alone")),
    column("costly", say("Bargained together by all actors (K = 1.2)")),
    column("low", say("5 % of draws below")),
    column("high", say("5 % of draws above")),
)
_GAINS: Final = (
    column("package", say("Package")),
    column("who", say("Who")),
    column("part", say("Part")),
    column("gain", say("Gain, in weighted points")),
    column("low", say("5 % of draws below")),
    column("high", say("5 % of draws above")),
    column("worse", say("Worse off in")),
)
