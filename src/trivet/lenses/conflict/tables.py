"""The tables of the lens. Where a model is very large only its firmest equilibria are listed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from trivet.base.errors import NotFoundError
from trivet.base.message import N_, ListParam, Message, Phrase, Term, TextParam, say
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Cell, Column, Table, column
from trivet.lenses.conflict.explain import why
from trivet.lenses.conflict.model.robustness import NEVER, statement_changes
from trivet.lenses.conflict.model.status_quo import Step, distances, evolution
from trivet.lenses.conflict.rank import telling
from trivet.lenses.conflict.solve import CONCEPTS, DETAIL_STATES, Solved
from trivet.lenses.conflict.tell import CONCEPT_WORDS, Teller

CONCEPT_TITLES: Final = {
    "nash": say("Nash"),
    "gmr": say("GMR"),
    "smr": say("SMR"),
    "seq": say("SEQ"),
    "sseq": say("SSEQ"),
    "sim": say("SIM"),
}
CHANGE_WORDS: Final = {"dropped": N_("dropped"), "raised": N_("raised by one place")}
MAX_LISTED: Final = 50
FEW: Final = 8
MAX_DRAWN: Final = 60
EXPLAINED: Final = 2
"""How many equilibria are explained unless states are asked for."""

Row = tuple[Cell, ...]


def add_tables(builder: ResultBuilder, solved: Sequence[Solved], states: str | None) -> None:
    """Add the tables of every conflict, all in one."""
    pairs = [(_Listing(each, few=len(solved) > 1), Teller(each.built)) for each in solved]
    _add(builder, "states", say("States and where they are equilibria"), _STATE_COLUMNS, pairs, _states)
    _add(builder, "stability", say("For whom states are stable"), _STABILITY_COLUMNS, pairs, _stability)
    rows = tuple(row for each, teller in pairs for row in _explanations(each, teller, _asked(each, states)))
    builder.table("explanations", Table(title=say("Why"), columns=_WHY_COLUMNS, rows=rows))
    _add(builder, "moves", say("Moves that serve their mover, from the status quo on"), _MOVE_COLUMNS, pairs, _moves)
    _add(builder, "jumps", say("Equilibria from which coalitions move on"), _JUMP_COLUMNS, pairs, _jumps)
    _add(builder, "preferences", say("What small changes of preferences do"), _PREFERENCE_COLUMNS, pairs, _preferences)


_MODEL = column("model", say("Model"))
_STATE_COLUMNS: Final = (
    _MODEL,
    column("number", say("State")),
    column("pattern", say("Pattern")),
    column("outcome", say("Options taken")),
    *(column(name, title) for name, title in CONCEPT_TITLES.items()),
    column("swaps", say("Swaps until lost (SEQ)")),
    column("share", say("Share of draws (SEQ)")),
    column("distance", say("Moves from the status quo")),
    column("role", say("Role")),
)
_STABILITY_COLUMNS: Final = (
    _MODEL,
    column("number", say("State")),
    column("actor", say("Decision maker")),
    column("payoff", say("Rank of the state, 1 is worst")),
    *(column(name, title) for name, title in CONCEPT_TITLES.items()),
)
_WHY_COLUMNS: Final = (
    _MODEL,
    column("number", say("State")),
    column("actor", say("Decision maker")),
    column("concept", say("Concept")),
    column("stable", say("Stable")),
    column("why", say("Why")),
    column("basis", say("Reference")),
)
_MOVE_COLUMNS: Final = (
    _MODEL,
    column("from", say("From state")),
    column("actor", say("Decision maker")),
    column("to", say("To state")),
    column("move", say("Move")),
)
_JUMP_COLUMNS: Final = (
    _MODEL,
    column("members", say("Coalition")),
    column("from", say("From state")),
    column("to", say("To state")),
)
_PREFERENCE_COLUMNS: Final = (
    _MODEL,
    column("actor", say("Decision maker")),
    column("statement", say("Preference")),
    column("change", say("Change")),
    column("lost", say("Equilibria lost (SEQ)")),
    column("gained", say("Equilibria gained (SEQ)")),
)
ROLE_WORDS: Final = {"start": N_("status quo"), "observed": N_("observed")}


@dataclass(frozen=True)
class _Listing:
    """A conflict and how many of its states are listed: only the telling ones beside other conflicts."""

    solved: Solved
    few: bool

    @property
    def states(self) -> list[int]:
        """The states that are listed: all, or of a large model or among several the telling ones."""
        size = self.solved.built.model.size
        if self.few:
            return sorted(telling(self.solved, FEW))
        return list(range(size)) if size <= DETAIL_STATES else sorted(telling(self.solved, MAX_LISTED))


Pair = tuple[_Listing, Teller]


def _add(
    builder: ResultBuilder,
    name: str,
    title: Message,
    columns: tuple[Column, ...],
    pairs: Sequence[Pair],
    make: Callable[[_Listing, Teller], Iterator[Row]],
) -> None:
    rows = tuple(row for each, teller in pairs for row in make(each, teller))
    builder.table(name, Table(title=title, columns=columns, rows=rows))


def _states(listing: _Listing, teller: Teller) -> Iterator[Row]:
    solved = listing.solved
    built = solved.built
    least = solved.margins.get("seq")
    share = solved.shares.get(solved.choices.spread, {}).get("seq")
    steps = _distances(solved)
    for state in listing.states:
        swaps: Cell = None
        if least is not None and solved.equilibria["seq"][state]:
            swaps = Term(msgid=N_("never")) if int(least[0][state]) == NEVER else int(least[0][state])
        yield (
            teller.title,
            state + 1,
            built.space.ids[state] if built.space.ids else built.space.patterns[state],
            teller.state(state),
            *(bool(solved.equilibria[name][state]) if name in solved.equilibria else None for name in CONCEPTS),
            swaps,
            float(share[state]) if share is not None else None,
            steps.get(state),
            _role(solved, state),
        )


def _distances(solved: Solved) -> dict[int, int]:
    """The least number of moves that each serve their mover from the status quo to each state."""
    start = solved.built.model.status_quo
    if start is None or solved.built.model.size > DETAIL_STATES:
        return {}
    return distances(solved.built.model, start, improving=True)


def _role(solved: Solved, state: int) -> Cell:
    roles = ["start"] if state == solved.built.model.status_quo else []
    roles += ["observed"] if state in solved.built.observed else []
    return ListParam(items=tuple(Term(msgid=ROLE_WORDS[role]) for role in roles)) if roles else "–"


def _stability(listing: _Listing, teller: Teller) -> Iterator[Row]:
    solved = listing.solved
    for state in listing.states:
        for k in solved.players:
            yield (
                teller.title,
                state + 1,
                teller.actor(k),
                int(solved.built.model.payoffs[k][state]),
                *(bool(solved.stable[name][k][state]) if name in solved.stable else None for name in CONCEPTS),
            )


def _asked(listing: _Listing, given: str | None) -> list[int]:
    """The states to explain.

    Raises:
        NotFoundError: if one is no number of a state.
    """
    solved, size = listing.solved, listing.solved.built.model.size
    if given is None:
        return telling(solved, 0 if listing.few else EXPLAINED)
    if given.strip() == "all":
        return listing.states
    found = []
    for word in given.split(","):
        if not word.strip().isdigit() or not 1 <= int(word) <= size:
            raise NotFoundError(
                f'There is no state "{word.strip()}" in {solved.built.conflict.id}: it has 1 to {size}.'
            )
        found.append(int(word) - 1)
    return found


def _explanations(listing: _Listing, teller: Teller, states: Sequence[int]) -> Iterator[Row]:
    solved = listing.solved
    concepts = ("seq",) if listing.few else tuple(solved.stable)
    for state in states:
        for k in solved.players:
            for concept in concepts:
                found = why(solved, teller, state, k, concept)
                yield (
                    teller.title,
                    state + 1,
                    teller.actor(k),
                    Term(msgid=CONCEPT_WORDS[concept]),
                    found.stable,
                    Phrase(message=found.sentence),
                    ", ".join(found.basis),
                )


def _moves(listing: _Listing, teller: Teller) -> Iterator[Row]:
    solved = listing.solved
    start = solved.built.model.status_quo
    if start is None or solved.built.model.size > DETAIL_STATES:
        return
    graph = evolution(solved.built.model, start)
    nearest = list(distances(solved.built.model, start, improving=True))[: FEW if listing.few else MAX_DRAWN]
    for state in sorted(nearest):
        for mover, end in graph[state]:
            yield (teller.title, state + 1, teller.actor(mover), end + 1, teller.move(state, Step(mover, end)))


def _jumps(listing: _Listing, teller: Teller) -> Iterator[Row]:
    solved = listing.solved
    if solved.coalitions is None:
        return
    for members, before, after in solved.coalitions.jumps(solved.equilibria["nash"]):
        yield (teller.title, teller.actors(members), before + 1, after + 1)


def _preferences(listing: _Listing, teller: Teller) -> Iterator[Row]:
    solved = listing.solved
    built = solved.built
    if not built.truths or built.model.size > DETAIL_STATES:
        return
    for change in statement_changes(built.model, built.truths, "seq"):
        if listing.few and not (change.lost or change.gained):
            continue
        statement = built.conflict.decision_makers[change.mover].statements[change.statement]
        yield (
            teller.title,
            teller.actor(change.mover),
            TextParam(text=statement.text) if statement.text else statement.holds,
            Term(msgid=CHANGE_WORDS[change.change]),
            len(change.lost),
            len(change.gained),
        )
