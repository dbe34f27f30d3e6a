"""Inverse analysis of one state: which preferences of each decision maker would make it stable."""

from collections.abc import Sequence

from trivet.base.errors import NotFoundError
from trivet.base.message import Message, Phrase, Term, say
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Cell, Column, Interval, Table
from trivet.lenses.conflict import words
from trivet.lenses.conflict.model.inverse import (
    CONCEPTS,
    MAX_PERMUTED,
    InverseCondition,
    coalition_condition,
    count_equilibria,
    inverse_condition,
    share_of_rankings,
)
from trivet.lenses.conflict.model.joint import MAX_SIZE
from trivet.lenses.conflict.solve import Solved
from trivet.lenses.conflict.tell import CONCEPT_WORDS, Teller

COLUMNS = (
    Column(name="model", title=say("Model")),
    Column(name="number", title=say("State")),
    Column(name="actor", title=say("Decision maker")),
    Column(name="concept", title=say("Concept")),
    Column(name="share", title=say("Share of its rankings")),
    Column(name="condition", title=say("States that must be no better")),
)


def add_target(builder: ResultBuilder, solved: Sequence[Solved], target: int) -> None:
    """Add the exact conditions, and the share of all rankings that meet them.

    Raises:
        NotFoundError: if a conflict has no such state, or more states than matrices are made for.
    """
    rows: list[tuple[Cell, ...]] = []
    data: dict[str, object] = {}
    for each in solved:
        if not 1 <= target <= each.built.model.size <= MAX_SIZE:
            raise NotFoundError(
                f"Inverse analysis needs a state from 1 to {min(each.built.model.size, MAX_SIZE)} "
                f"of a model with at most {MAX_SIZE} states."
            )
        teller = Teller(each.built)
        data[each.built.conflict.id] = _of_conflict(builder, each, teller, target - 1, rows)
    builder.table("inverse", Table(title=say("Which preferences make it stable"), columns=COLUMNS, rows=tuple(rows)))
    builder.data(inverse=data)


def _of_conflict(
    builder: ResultBuilder, solved: Solved, teller: Teller, state: int, rows: list[tuple[Cell, ...]]
) -> dict[str, object]:
    model, found = solved.built.model, dict[str, object]()
    for k in solved.players:
        own: dict[str, object] = {}
        for concept in CONCEPTS:
            condition = inverse_condition(model, k, state, concept)
            share = share_of_rankings(condition)
            own[concept] = {
                "share": None if share is None else [share.numerator, share.denominator],
                "no_better": [[sorted(t + 1 for t in way) for way in clause] for clause in condition.clauses],
                **_equilibria(solved, k, state, concept),
            }
            rows.append(
                (
                    teller.title,
                    state + 1,
                    teller.actor(k),
                    Term(msgid=CONCEPT_WORDS[concept]),
                    None if share is None else float(share),
                    Phrase(message=_condition(condition)),
                )
            )
            if concept == "seq":
                _finding(builder, solved, teller, k, state, None if share is None else float(share))
        found[model.players[k]] = own
    pairs = coalition_condition(model, tuple(solved.players), state)
    found["everybody together"] = [
        [{"decision_maker": model.players[k], "state": t + 1} for k, t in sorted(clause)] for clause in pairs
    ]
    return found


def _equilibria(solved: Solved, player: int, state: int, concept: str) -> dict[str, object]:
    """How many rankings make it an equilibrium, the others' preferences as judged; small models only."""
    model = solved.built.model
    if model.size > MAX_PERMUTED:
        return {}
    order = sorted(range(model.size), key=lambda s: (-int(model.payoffs[player][s]), s))
    counts = count_equilibria(model, player, concept, order, 1, model.size)
    return {"rankings_with_equilibrium": int(counts[state])}


def _finding(
    builder: ResultBuilder, solved: Solved, teller: Teller, player: int, state: int, share: float | None
) -> None:
    conflict = solved.built.conflict
    builder.finding(
        f"{conflict.id}/inverse-{player + 1}",
        words.inverse(teller, player, state, "seq", share),
        value=share,
        unit="share of rankings",
        interval=None if share is None else Interval(low=share, high=share, kind="bounds"),
        basis=(f"conflicts/{conflict.id}",),
        assumptions=(say("Every strict ranking of the states counts alike; the others' preferences stay as judged."),),
    )


def _condition(condition: InverseCondition) -> Message:
    """The clauses by state number: each must be met, by one of its ways."""
    if not condition.clauses:
        return say("stable under every ranking")
    clauses = [
        " / ".join("+".join(str(t + 1) for t in sorted(way)) for way in sorted(clause, key=sorted))
        for clause in condition.clauses
    ]
    return Message(text="{x}", params={"x": "; ".join(clauses)})
