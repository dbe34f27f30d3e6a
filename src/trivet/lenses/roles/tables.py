"""The tables of the lens."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from trivet.base.message import N_, ListParam, Phrase, Term, TextParam, say
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Cell, Table, column
from trivet.lenses.roles import words
from trivet.lenses.roles.model.plan import Floats
from trivet.lenses.roles.shadow import shadow_prices
from trivet.lenses.roles.solve import Solved

Row = tuple[Cell, ...]

LEAD_WORDS: Final = {"lead": N_("lead"), "support": N_("support"), "none": N_("no lead")}


def add_tables(builder: ResultBuilder, solved: Sequence[Solved]) -> None:
    """Add the tables, the situations below one another."""
    for name, title, columns, make in _TABLES:
        rows = tuple(row for each in solved for row in make(each))
        builder.table(name, Table(title=title, columns=(_SITUATION, *columns), rows=rows))


def _own_phase(solved: Solved, phase: int) -> TextParam:
    return TextParam(text=solved.built.model.phases[phase].name)


def _theatre(solved: Solved, index: int) -> TextParam:
    return TextParam(text=solved.built.model.theatres[index].name)


def _postures(solved: Solved) -> Iterator[Row]:
    """The chosen posture, each rule added to it, and all rules: what stays uncovered, in all and by theatre."""
    every = list(range(len(solved.built.model.rules)))
    for rules in [*solved.singles, every] if every else [[]]:
        drawn = solved.shortfalls(solved.drawn, rules)
        low, high = np.quantile(drawn, (0.05, 0.95))
        for t in range(len(solved.floors)):
            yield (
                words.situation(solved),
                words.rules(solved, rules) if rules != every or len(every) < 2 else Term(msgid=N_("every rule")),
                _theatre(solved, t),
                float(solved.shortfalls(solved.best, rules, t)[0]),
                float(solved.shortfalls(solved.best, rules)[0]),
                float(low),
                float(high),
            )


def _tasks(solved: Solved) -> Iterator[Row]:
    chosen, every = list(solved.choices.rules), list(range(len(solved.built.model.rules)))
    variant = solved.best.variant
    now, all_ = solved.best.unmet(chosen)[0], solved.best.unmet(every)[0]
    drawn = solved.drawn.unmet(chosen)
    low, high = np.quantile(drawn, (0.05, 0.95), axis=0)
    for k in range(solved.built.plan.tasks):
        for p in range(solved.built.plan.phases):
            if variant.demand[0, k, p] > 0:
                yield (
                    words.situation(solved),
                    words.task(solved, k),
                    _theatre(solved, int(solved.built.plan.theatre[k])),
                    _own_phase(solved, p),
                    float(variant.demand[0, k, p]),
                    float(now[k, p]),
                    float(low[k, p]),
                    float(high[k, p]),
                    float(all_[k, p]),
                    Term(msgid=solved.built.model.tasks[k].grade.value),
                )


def _division(solved: Solved) -> Iterator[Row]:
    supply, unmet = solved.division
    for k in range(solved.built.plan.tasks):
        for p in range(solved.built.plan.phases):
            if solved.best.variant.demand[0, k, p] <= 0:
                continue
            own = supply[:, k, p]
            order = [int(i) for i in np.argsort(-own, kind="stable") if own[i] > 1e-6]
            yield (
                words.situation(solved),
                words.task(solved, k),
                _own_phase(solved, p),
                words.contributor(solved, order[0]) if order else Term(msgid=LEAD_WORDS["none"]),
                _share(solved, own, order[0], k, p) if order else None,
                _supporters(solved, own, order[1:], k, p),
                float(unmet[k, p]),
            )


def _share(solved: Solved, own: Floats, index: int, task: int, phase: int) -> float:
    return float(own[index] / solved.best.variant.demand[0, task, phase])


def _supporters(solved: Solved, own: Floats, order: Sequence[int], task: int, phase: int) -> Cell:
    if not order:
        return "–"
    return ListParam(
        items=tuple(
            Phrase(
                message=say(
                    "{contributor} ({share})",
                    contributor=words.contributor(solved, i),
                    share=words.percent(_share(solved, own, i, task, phase)),
                )
            )
            for i in order
        )
    )


def _rules(solved: Solved) -> Iterator[Row]:
    if not solved.built.model.rules:
        return
    penalties = solved.best.penalties([*solved.singles, list(range(len(solved.built.model.rules)))])[:, 0]
    closable = max(float(penalties[0] - penalties[-1]), 1e-12)
    total = max(float(solved.shapley.sum()), 1e-12)
    for i, own in enumerate(solved.built.model.rules):
        low, high = solved.shapley_ranges[i]
        yield (
            words.situation(solved),
            words.rule(solved, i),
            i in solved.built.holding,
            float(penalties[0] - penalties[1 + i]) / closable,
            float(solved.shapley[i]) / total,
            max(0.0, float(low)) / total,
            max(0.0, float(high)) / total,
            float(solved.first[i]),
            own.price.low,
            own.price.best,
            own.price.high,
        )


def _front(solved: Solved) -> Iterator[Row]:
    values = solved.best.every[:, 0]
    closable = max(float(values[0] - values[-1]), 1e-12)
    for choice in solved.front:
        yield (
            words.situation(solved),
            words.rules(solved, choice.rules),
            choice.price,
            float(values[0] - choice.value) / closable,
        )


def _tradeoff(solved: Solved) -> Iterator[Row]:
    for ratio, shares in solved.tradeoff:
        for t, share in enumerate(shares):
            yield words.situation(solved), ratio, _theatre(solved, t), float(share)


def _shadow(solved: Solved) -> Iterator[Row]:
    for own in shadow_prices(solved):
        yield (
            words.situation(solved),
            words.contributor(solved, own.contributor),
            TextParam(text=solved.built.model.categories[own.category].name),
            own.less,
            own.more,
        )


_SITUATION: Final = column("situation", say("Situation"))
_TABLES: Final = (
    (
        "postures",
        say("What stays uncovered under which rules"),
        (
            column("rules", say("Rules changed")),
            column("theatre", say("Theatre")),
            column("uncovered", say("Uncovered in the theatre")),
            column("all", say("Uncovered in all")),
            column("low", say("5 % of draws below")),
            column("high", say("5 % of draws above")),
        ),
        _postures,
    ),
    (
        "tasks",
        say("Uncovered share of every task"),
        (
            column("task", say("Task")),
            column("theatre", say("Theatre")),
            column("phase", say("Phase")),
            column("demand", say("Demand")),
            column("uncovered", say("Uncovered")),
            column("low", say("5 % of draws below")),
            column("high", say("5 % of draws above")),
            column("left", say("Uncovered with every rule")),
            column("grade", say("Grade")),
        ),
        _tasks,
    ),
    (
        "division",
        say("Who leads and who supports"),
        (
            column("task", say("Task")),
            column("phase", say("Phase")),
            column("lead", say("Lead")),
            column("share", say("Share of the lead")),
            column("support", say("Support")),
            column("uncovered", say("Uncovered")),
        ),
        _division,
    ),
    (
        "rules",
        say("What each rule is worth"),
        (
            column("rule", say("Rule")),
            column("holds", say("Holds already")),
            column("alone", say("Closes alone")),
            column("shapley", say("Shapley share")),
            column("low", say("5 % of draws below")),
            column("high", say("5 % of draws above")),
            column("first", say("Ranks first in")),
            column("price-low", say("Price, lowest")),
            column("price", say("Price, best")),
            column("price-high", say("Price, highest")),
        ),
        _rules,
    ),
    (
        "front",
        say("Price of rules against what they close"),
        (
            column("rules", say("Rules changed")),
            column("price", say("Price")),
            column("closed", say("Share closed")),
        ),
        _front,
    ),
    (
        "tradeoff",
        say("Weight of the first theatre against what stays uncovered"),
        (
            column("ratio", say("Weight")),
            column("theatre", say("Theatre")),
            column("uncovered", say("Uncovered")),
        ),
        _tradeoff,
    ),
    (
        "shadow",
        say("What one more unit would be worth"),
        (
            column("contributor", say("Contributor")),
            column("category", say("Category")),
            column("less", say("Loss if there were one less")),
            column("more", say("Gain if there were one more")),
        ),
        _shadow,
    ),
)
