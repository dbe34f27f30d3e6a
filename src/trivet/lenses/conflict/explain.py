"""Why a state is stable or not for one decision maker under one concept: one sentence, with moves and answers."""

from dataclasses import dataclass

import numpy as np

from trivet.base.message import Message, Param, say
from trivet.lenses.conflict.model.stability import with_escape
from trivet.lenses.conflict.model.status_quo import Step, shortest, targets
from trivet.lenses.conflict.solve import Solved
from trivet.lenses.conflict.tell import Teller


@dataclass(frozen=True)
class Why:
    """The explanation of one verdict.

    Attributes:
        state, player, concept: what is explained.
        stable: the verdict.
        leaves: the improvement it speaks of, the best one; None if there is none.
        answer: the moves of the others that hold the decision maker; empty if nothing holds it.
        sentence: it in words.
        basis: references of the preferences it rests on.
    """

    state: int
    player: int
    concept: str
    stable: bool
    leaves: Step | None
    answer: tuple[Step, ...]
    sentence: Message
    basis: tuple[str, ...]


def why(solved: Solved, teller: Teller, state: int, player: int, concept: str) -> Why:
    """Explain whether a decision maker stays in a state.

    Args:
        solved: the conflict.
        teller: what says it.
        state: index of the state.
        player: index of the decision maker.
        concept: ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq`` or ``sim``.
    """
    model = solved.built.model
    stable = bool(solved.stable[concept][player][state])
    better = targets(model, player, state, True)
    if not better:
        return _content(teller, state, player, concept)
    better.sort(key=lambda t: (-int(model.payoffs[player][t]), t))
    if concept == "sim":
        return _at_once(solved, teller, state, player, better, stable)
    answers = {t: _answer(solved, state, player, t, concept) for t in better}
    if stable:
        return _held(teller, state, player, concept, better, answers[better[0]])
    free = next(t for t in better if not answers[t])
    return _leaves(solved, teller, state, player, concept, free)


def _answer(solved: Solved, state: int, player: int, target: int, concept: str) -> tuple[Step, ...]:
    """A shortest way in which the others hold a decision maker that left; empty if there is none."""
    if concept == "nash":
        return ()
    model = solved.built.model
    worth = with_escape(model, player) if concept in ("smr", "sseq") else model.payoffs[player]
    limit = int(model.payoffs[player][state])
    found = shortest(
        model,
        target,
        model.others(player),
        lambda t: int(worth[t]) <= limit,
        improving=concept in ("seq", "sseq"),
    )
    return found or ()


def _content(teller: Teller, state: int, player: int, concept: str) -> Why:
    sentence = say("{actor} stays: it has no move that it prefers.", actor=teller.actor(player))
    return Why(state, player, concept, True, None, (), sentence, (_own(teller, player),))


def _leaves(solved: Solved, teller: Teller, state: int, player: int, concept: str, target: int) -> Why:
    step = Step(player, target)
    reason = teller.reason(player, target, state)
    parts: dict[str, Param] = {
        "actor": teller.actor(player),
        "move": teller.move(state, step),
        "state": teller.state(target),
    }
    if concept == "nash":
        text = say("{actor} would not stay: {move}. It prefers {state}, and looks no further.", **parts)
    elif reason is not None:
        text = say(
            "{actor} would not stay: {move}. It prefers {state}, and no answer takes that away. Why: {reason}",
            **parts,
            reason=reason,
        )
    else:
        text = say("{actor} would not stay: {move}. It prefers {state}, and no answer takes that away.", **parts)
    return Why(state, player, concept, False, step, (), text, (teller.statement_ref(player, target, state),))


def _held(teller: Teller, state: int, player: int, concept: str, better: list[int], answer: tuple[Step, ...]) -> Why:
    step = Step(player, better[0])
    end = answer[-1].state
    parts = {
        "actor": teller.actor(player),
        "move": teller.move(state, step),
        "answer": teller.path(step.state, answer),
        "end": teller.state(end),
    }
    if concept in ("smr", "sseq"):
        sentence = say(
            "{actor} stays: if {move}, the answer is {answer}, and in {end} it is no better off and cannot get out.",
            **parts,
        )
    else:
        sentence = say("{actor} stays: if {move}, the answer is {answer}, and in {end} it is no better off.", **parts)
    basis = [teller.statement_ref(player, better[0], state), teller.statement_ref(player, state, end)]
    here = step.state
    for move in answer:
        basis.append(teller.statement_ref(move.mover, move.state, here))
        here = move.state
    return Why(state, player, concept, True, step, answer, sentence, tuple(dict.fromkeys(basis)))


def _at_once(solved: Solved, teller: Teller, state: int, player: int, better: list[int], stable: bool) -> Why:
    """Explain simultaneous stability: the answer is given at the same time."""
    free = [t for t in better if _together(solved, state, player, t) is None]
    target = better[0] if stable else free[0]
    step = Step(player, target)
    parts = {"actor": teller.actor(player), "move": teller.move(state, step)}
    if not stable:
        sentence = say(
            "{actor} would not stay: {move}. No moves of others at the same time take the gain away.", **parts
        )
        return Why(state, player, "sim", False, step, (), sentence, (teller.statement_ref(player, target, state),))
    found = _together(solved, state, player, target)
    assert found is not None
    moves, end = found
    sentence = say(
        "{actor} stays: if {move}, and at the same time {answer}, it ends in {end} and is no better off.",
        **parts,
        answer=teller.path_at_once(state, moves),
        end=teller.state(end),
    )
    basis = (teller.statement_ref(player, target, state), teller.statement_ref(player, state, end))
    return Why(state, player, "sim", True, step, moves, sentence, tuple(dict.fromkeys(basis)))


def _together(solved: Solved, state: int, player: int, target: int) -> tuple[tuple[Step, ...], int] | None:
    """Improvements of others that, made at the same time as a move, end no better; and where they end."""
    from itertools import product

    model = solved.built.model
    assert model.codes is not None
    choices = [[None, *(Step(k, t) for t in targets(model, k, state, True))] for k in model.others(player)]
    joint = sorted(product(*choices), key=lambda steps: sum(step is not None for step in steps))
    for steps in joint:
        moves = tuple(step for step in steps if step is not None)
        code = int(model.codes[target])
        for step in moves:
            code ^= int(model.codes[state] ^ model.codes[step.state])
        spot = int(np.searchsorted(model.codes, code))
        feasible = spot < model.size and int(model.codes[spot]) == code
        if moves and feasible and model.payoffs[player][spot] <= model.payoffs[player][state]:
            return moves, spot
    return None


def _own(teller: Teller, player: int) -> str:
    maker = teller.built.conflict.decision_makers[player]
    return f"conflicts/{teller.built.conflict.id}/decision_makers/{maker.actor}"
