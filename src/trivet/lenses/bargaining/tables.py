"""The tables on single issues."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from trivet.base.message import ObjectRef, TextParam, say
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Cell, Table, column
from trivet.lenses.bargaining import words
from trivet.lenses.bargaining.ask import Asked
from trivet.lenses.bargaining.compared import compared, courses
from trivet.lenses.bargaining.deal import QUOTAS, Deal, deal_of
from trivet.lenses.bargaining.dynamics import Politics
from trivet.lenses.bargaining.read import factions
from trivet.lenses.bargaining.solve import LEVELS, Solved, claims_on

Row = tuple[Cell, ...]


def add_tables(builder: ResultBuilder, asked: Asked, politics: Sequence[Politics]) -> None:
    """Add every table."""
    parts = {name: tuple(rows) for name, rows in _rows(asked, politics).items()}
    for name, title, columns in _TABLES:
        if parts[name]:
            builder.table(name, Table(title=title, columns=columns, rows=parts[name]))


def _rows(asked: Asked, politics: Sequence[Politics]) -> dict[str, Iterator[Row]]:
    return {
        "outcomes": (_outcome(own) for own in asked.solved),
        "models": (row for own in asked.solved for row in compared(asked, own, politics)),
        "actors": (row for own in asked.solved for row in _actors(asked, own)),
        "claims": (row for own in asked.solved for row in _claims(asked, own)),
        "scenarios": (row for own in asked.solved for row in _scenarios(asked, own)),
        "winsets": (row for deal in asked.deals.values() for row in _winsets(deal)),
        "quotas": (row for deal in asked.deals.values() for row in _quotas(deal)),
        "pressure": (row for own in politics for row in _pressure(own)),
        "courses": (row for own in politics for row in courses(own)),
    }


def _outcome(solved: Solved) -> Row:
    own = solved.problem
    return (
        words.issue(own),
        own.real(float(solved.best.status_quo[0])) if own.issue.status_quo else None,
        own.real(solved.quantile(LEVELS[0])),
        own.real(solved.quantile(0.25)),
        own.real(solved.quantile(0.5)),
        own.real(solved.quantile(0.75)),
        own.real(solved.quantile(LEVELS[1])),
        own.real(solved.point),
        *(own.real(float(end)) for end in np.quantile(solved.means, (0.05, 0.95))),
        1 - float(np.interp(0.5, np.linspace(0, 1, len(solved.distribution)), solved.distribution)),
    )


def _actors(asked: Asked, solved: Solved) -> Iterator[Row]:
    own, best = solved.problem, solved.best
    by_position, by_weight, without = solved.leverage
    swings = {swing.actor: swing for swing in solved.swings}
    sides = _sides(asked, solved)
    width = own.real(1) - own.real(0)
    for i in np.argsort(best.position[0], kind="stable"):
        yield (
            words.issue(own),
            words.actor(own, int(i)),
            sides.get(int(i)),
            *(own.real(float(end)) for end in own.position[i]),
            float(own.salience[i, 1]) * 100,
            float(best.influence[0, i]),
            float(by_position[i]),
            float(solved.pivots[i]),
            float(by_weight[i]) * 0.1 * width,
            float(without[i]) * width,
            own.real(swings[int(i)].low),
            own.real(swings[int(i)].high),
            float(solved.attribution.first[i]),
            float(solved.attribution.total[i]),
        )


def _sides(asked: Asked, solved: Solved) -> dict[int, ObjectRef]:
    """The government that each actor belongs to."""
    parties = asked.model.governments if asked.model else ()
    return {
        i: ObjectRef(ref=f"actors/{party.actor}")
        for party in parties
        for i in factions(solved.problem, asked.case, party)
    }


def _claims(asked: Asked, solved: Solved) -> Iterator[Row]:
    for claim in claims_on(asked.model, solved.problem.issue.id):
        chance = solved.chance(claim)
        low, high = np.quantile(chance, (0.05, 0.95))
        yield (
            TextParam(text=claim.statement),
            words.issue(solved.problem),
            claim.above,
            claim.below,
            float(low),
            float(chance.mean()),
            float(high),
        )


def _scenarios(asked: Asked, solved: Solved) -> Iterator[Row]:
    own = solved.problem
    for scenario in asked.scenarios:
        if solved.touched(scenario):
            other = solved.under(scenario)
            change = other.means - solved.means
            yield (
                words.issue(own),
                TextParam(text=scenario.name),
                own.real(solved.point),
                own.real(other.point),
                *(float(end) * (own.real(1) - own.real(0)) for end in np.quantile(change, (0.05, 0.95))),
                own.real(other.quantile(LEVELS[0])),
                own.real(other.quantile(LEVELS[1])),
                _deal_chance(asked, solved),
                _deal_chance(asked, other),
            )


def _deal_chance(asked: Asked, solved: Solved) -> float | None:
    """The share of draws with a deal that every government can carry at home."""
    if "deal" not in asked.wanted:
        return None
    deal = asked.deals.get(solved.problem.issue.id) if solved.scenario is None else None
    deal = deal or deal_of(asked.case, asked.model, solved)
    return None if deal is None else deal.likelihood


def _winsets(deal: Deal) -> Iterator[Row]:
    own, best = deal.solved.problem, deal.best
    for g, (party, government) in enumerate(zip(deal.parties, deal.governments, strict=True)):
        cost, paid, content = deal.compensation[g]
        yield (
            words.issue(own),
            ObjectRef(ref=f"actors/{party.actor}"),
            government.quota,
            own.real(float(best.position[0, g])),
            own.real(float(best.ratified_low[0, g])),
            own.real(float(best.ratified_high[0, g])),
            own.real(float(best.low[0])),
            own.real(float(best.high[0])),
            content,
            cost,
            words.actors(own, paid) if paid else words.nobody(),
        )


def _quotas(deal: Deal) -> Iterator[Row]:
    for g, party in enumerate(deal.parties):
        for quota, chance in zip(QUOTAS, deal.curve(g), strict=True):
            yield (
                words.issue(deal.solved.problem),
                ObjectRef(ref=f"actors/{party.actor}"),
                float(quota),
                float(chance),
            )


def _pressure(found: Politics) -> Iterator[Row]:
    own = found.solved[0].problem
    for who, whom, gain in found.pressures:
        yield words.issue(own), words.actor(own, who), words.actor(own, whom), gain


_ISSUE: Final = column("issue", say("Issue"))
_TABLES: Final = (
    (
        "outcomes",
        say("Where bargaining ends"),
        (
            _ISSUE,
            column("status-quo", say("Status quo")),
            column("low", say("10 % below")),
            column("lower", say("25 % below")),
            column("middle", say("50 % below")),
            column("upper", say("75 % below")),
            column("high", say("90 % below")),
            column("point", say("Best guess")),
            column("point-low", say("Best guess, 5 % of draws below")),
            column("point-high", say("Best guess, 5 % of draws above")),
            column("upper-half", say("Chance of the upper half")),
        ),
    ),
    (
        "models",
        say("What models and plain rules say"),
        (_ISSUE, column("model", say("Model")), column("point", say("Outcome"))),
    ),
    (
        "actors",
        say("Actors, their pull, and how far each moves the outcome"),
        (
            _ISSUE,
            column("actor", say("Actor")),
            column("government", say("Government")),
            column("low", say("Position, lowest")),
            column("best", say("Position, best")),
            column("high", say("Position, highest")),
            column("salience", say("Salience")),
            column("influence", say("Influence")),
            column("pull", say("Share of the weight")),
            column("pivot", say("Pivotal in")),
            column("heavier", say("Outcome if 10 % heavier, change")),
            column("gone", say("Outcome if gone, change")),
            column("swing-low", say("Lowest outcome it can bring about")),
            column("swing-high", say("Highest outcome it can bring about")),
            column("first", say("First-order index")),
            column("total", say("Total index")),
        ),
    ),
    (
        "claims",
        say("How likely claims on outcomes are"),
        (
            column("claim", say("Claim")),
            _ISSUE,
            column("above", say("Above")),
            column("below", say("Below")),
            column("low", say("5 % of draws below")),
            column("chance", say("Probability")),
            column("high", say("5 % of draws above")),
        ),
    ),
    (
        "scenarios",
        say("Where bargaining ends under each scenario"),
        (
            _ISSUE,
            column("scenario", say("Scenario")),
            column("before", say("Best guess before")),
            column("after", say("Best guess after")),
            column("change-low", say("Change, 5 % of draws below")),
            column("change-high", say("Change, 5 % of draws above")),
            column("low", say("10 % below")),
            column("high", say("90 % below")),
            column("deal-before", say("Chance of a deal before")),
            column("deal-after", say("Chance of a deal after")),
        ),
    ),
    (
        "winsets",
        say("What each government can carry at home"),
        (
            _ISSUE,
            column("government", say("Government")),
            column("quota", say("Quota")),
            column("position", say("Own position")),
            column("low", say("Win-set, lower end")),
            column("high", say("Win-set, upper end")),
            column("all-low", say("Agreement set, lower end")),
            column("all-high", say("Agreement set, upper end")),
            column("ratifies", say("Ratifies the best guess")),
            column("cost", say("Least compensation, in weighted points")),
            column("paid", say("Paid to")),
        ),
    ),
    (
        "quotas",
        say("The chance of no deal if a government needed another quota"),
        (
            _ISSUE,
            column("government", say("Government")),
            column("quota", say("Quota")),
            column("no-deal", say("No deal")),
        ),
    ),
    (
        "pressure",
        say("Who would press whom first"),
        (
            _ISSUE,
            column("actor", say("Actor")),
            column("target", say("Target")),
            column("gain", say("Expected gain")),
        ),
    ),
    (
        "courses",
        say("Where KTAB's model ends, over draws of the inputs"),
        (
            _ISSUE,
            column("final", say("In the end, at the best values")),
            column("low", say("5 % of draws below")),
            column("high", say("5 % of draws above")),
            column("moved", say("Actors that move")),
            column("tied", say("Draws decided by a tie")),
            column("capped", say("Draws that do not settle")),
            column("stability", say("Small changes that keep the winner")),
        ),
    ),
)
