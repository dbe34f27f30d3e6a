"""What the lens says about a conflict, as messages."""

from collections.abc import Mapping, Sequence
from typing import Final

from trivet.base.grade import Grade
from trivet.base.message import (
    N_,
    DateParam,
    LikelihoodParam,
    ListParam,
    Message,
    NumberParam,
    Param,
    Phrase,
    Term,
    TextParam,
    say,
    say_count,
)
from trivet.case.schema.conflicts import Observed, Statement
from trivet.lenses.conflict.explain import Why
from trivet.lenses.conflict.model.behaviour import Reading
from trivet.lenses.conflict.model.robustness import StatementChange
from trivet.lenses.conflict.model.status_quo import Step
from trivet.lenses.conflict.solve import Solved
from trivet.lenses.conflict.tell import CONCEPT_WORDS, Teller, concepts

SIMULATED: Final = Grade.SIMULATED
CHANGE_WORDS: Final = {"dropped": N_("were dropped"), "raised": N_("outweighed the one before it")}


def number(value: float) -> NumberParam:
    """A plain number with the digits it needs."""
    return NumberParam(value=value, digits=0 if value == int(value) else 1)


def equilibria(teller: Teller, solved: Solved, best: int | None) -> Message:
    """How many states are equilibria, and which is the firmest."""
    counts = {name: int(where.sum()) for name, where in solved.equilibria.items()}
    if best is None:
        return say(
            "{title}: none of {count} states is stable for everybody under any concept.",
            title=teller.title,
            count=solved.built.model.size,
        )
    firmest = (
        N_(
            "{title}: equilibria among {count} states: {nash} under Nash stability, {seq} if all count with credible "
            "answers (SEQ). The firmest that holds whatever is unknown, under {support} of {all} concepts: {state}."
        )
        if solved.by_type and solved.certain[best]
        else N_(
            "{title}: equilibria among {count} states: {nash} under Nash stability, {seq} if all count with credible "
            "answers (SEQ). The firmest, under {support} of {all} concepts: {state}."
        )
    )
    return say(
        firmest,
        title=teller.title,
        count=solved.built.model.size,
        nash=counts["nash"],
        seq=counts["seq"],
        support=int(solved.support[best]),
        all=len(solved.stable),
        state=teller.state(best),
    )


def likelihood(teller: Teller, state: int, low: float, high: float) -> Message:
    """How often the firmest equilibrium survives other preferences."""
    return say(
        "{title}: if preferences differ a little from those judged, it is {likelihood} that this is still an "
        "equilibrium "
        "(SEQ): {state}.",
        title=teller.title,
        likelihood=LikelihoodParam(low=low, high=high),
        state=teller.state(state),
    )


def status_quo_held(teller: Teller, state: int, holds: Sequence[str]) -> Message:
    """The status quo is stable for everybody in the sense of SEQ."""
    return say(
        "{title}: nobody gains by leaving where things stand, {state}; it is an equilibrium under {concepts}.",
        title=teller.title,
        state=teller.state(state),
        concepts=concepts(holds),
    )


def status_quo_left(teller: Teller, state: int, holds: Sequence[str], leaving: Why) -> Message:
    """The status quo is not stable, and who leaves it."""
    reason = Phrase(message=leaving.sentence)
    if holds:
        return say(
            "{title}: where things stand, {state}, is an equilibrium only under {concepts}. {reason}",
            title=teller.title,
            state=teller.state(state),
            concepts=concepts(holds),
            reason=reason,
        )
    return say(
        "{title}: where things stand, {state}, is no equilibrium. {reason}",
        title=teller.title,
        state=teller.state(state),
        reason=reason,
    )


def path(teller: Teller, start: int, steps: Sequence[Step]) -> Message:
    """A way from the status quo to an equilibrium by moves that each serve their mover."""
    return say_count(
        "{title}: one move that serves its mover leads to an equilibrium (SEQ), {state}: {path}.",
        "{title}: {count} moves that each serve their mover lead to an equilibrium (SEQ), {state}: {path}.",
        len(steps),
        title=teller.title,
        state=teller.state(steps[-1].state),
        path=teller.path(start, steps),
    )


def no_path(teller: Teller, start: int) -> Message:
    """No equilibrium can be reached from the status quo by improvements."""
    return say(
        "{title}: no moves that each serve their mover lead from {state} to an equilibrium (SEQ).",
        title=teller.title,
        state=teller.state(start),
    )


def margin(teller: Teller, state: int, swaps: int | None, player: int) -> Message:
    """How many swaps of preferences undo the firmest equilibrium."""
    if swaps is None:
        return say(
            "{title}: no change of one decision maker's own preferences undoes the equilibrium (SEQ) {state}.",
            title=teller.title,
            state=teller.state(state),
        )
    return say_count(
        "{title}: the equilibrium (SEQ) {state} is lost if one state overtakes it in the ranking of {actor}.",
        "{title}: the equilibrium (SEQ) {state} is lost if {count} states overtake it in the ranking of {actor}.",
        swaps,
        title=teller.title,
        state=teller.state(state),
        actor=teller.actor(player),
    )


def jump(teller: Teller, members: Sequence[int], before: int, after: int) -> Message:
    """A coalition that would go from one equilibrium to another."""
    return say(
        "{title}: {members} would together move from the equilibrium {before} to the equilibrium {after}, which all of "
        "them prefer.",
        title=teller.title,
        members=teller.actors(members),
        before=teller.state(before),
        after=teller.state(after),
    )


def together(teller: Teller, members: Sequence[int], before: int, after: int, steady: bool) -> Message:
    """A coalition that would leave the status quo together."""
    if steady:
        return say(
            "{title}: {members} would together move from {before} to {after}, which all of them prefer and "
            "no group would "
            "leave (CSEQ).",
            title=teller.title,
            members=teller.actors(members),
            before=teller.state(before),
            after=teller.state(after),
        )
    return say(
        "{title}: {members} would together move from {before} to {after}, which all of them prefer, but "
        "which is not stable "
        "against every group (CSEQ).",
        title=teller.title,
        members=teller.actors(members),
        before=teller.state(before),
        after=teller.state(after),
    )


def observed(teller: Teller, seen: Observed, state: int, best: Reading | None, leaver: Message | None) -> Message:
    """Whether an observed outcome is an equilibrium, and which concept explains it best."""
    told: dict[str, Param] = {
        "title": teller.title,
        "date": DateParam(date=seen.date),
        "state": teller.state(state),
    }
    if best is None:
        if leaver is None:
            return say("{title}: the outcome observed ({date}), {state}, is no equilibrium under any concept.", **told)
        return say(
            "{title}: the outcome observed ({date}), {state}, is no equilibrium under any concept. {leaver}",
            **told,
            leaver=Phrase(message=leaver),
        )
    share = NumberParam(value=best.area * 100, digits=0, unit="%")
    return say(
        "{title}: the outcome observed ({date}), {state}, is an equilibrium under {concept}, as are {share} of all "
        "states; no "
        "concept explains it better.",
        **told,
        concept=Term(msgid=CONCEPT_WORDS[best.concept]),
        share=share,
    )


def course(teller: Teller, changes: int, single: int, improved: int) -> Message:
    """What the observed changes look like in the model."""
    return say(
        "{title}: of {changes} changes from one observed outcome to the next, {single} can be one move of one decision "
        "maker, and {improved} of these served it at once by the model's preferences.",
        title=teller.title,
        changes=changes,
        single=single,
        improved=improved,
    )


def unknown(teller: Teller, counts: Mapping[str, int], always: Sequence[int], count: int) -> Message:
    """What unknown preferences do to the equilibria."""
    told = {f"type_{kind}": count for kind, count in counts.items()}
    if not always:
        return say(
            "{title}: where preferences are unknown they decide: no state is an equilibrium (SEQ) whatever they are. "
            "By type: {type_a} (a), {type_b} (b), {type_c} (c), {type_d} (d).",
            title=teller.title,
            **told,
        )
    return say(
        "{title}: whatever the unknown preferences are, {count} states stay equilibria (SEQ), among them: {states}. By "
        "type: {type_a} (a), {type_b} (b), {type_c} (c), {type_d} (d).",
        title=teller.title,
        count=count,
        states=teller.states(always),
        **told,
    )


def perceived(teller: Teller, player: int, only_seen: int, only_true: int) -> Message:
    """What a misperception changes for its holder."""
    if not only_seen and not only_true:
        return say(
            "{title}: what {actor} misreads does not change where it would itself stay (SEQ).",
            title=teller.title,
            actor=teller.actor(player),
        )
    return say(
        "{title}: as {actor} sees the conflict it would stay in {more} states that it would leave if it saw "
        "it as modelled, "
        "and leave {fewer} in which it would then stay (SEQ).",
        title=teller.title,
        actor=teller.actor(player),
        more=only_seen,
        fewer=only_true,
    )


def tornado(teller: Teller, change: StatementChange, statement: Statement) -> Message:
    """The preference whose small change matters most."""
    told: Param = (
        TextParam(text=statement.text)
        if statement.text
        else Phrase(message=Message(text="{x}", params={"x": statement.holds}))
    )
    return say(
        "{title}: most hangs on one preference of {actor}. If it {change}, {lost} equilibria (SEQ) are lost "
        "and {gained} "
        "gained: {statement}",
        title=teller.title,
        actor=teller.actor(change.mover),
        change=Term(msgid=CHANGE_WORDS[change.change]),
        lost=len(change.lost),
        gained=len(change.gained),
        statement=told,
    )


def published(teller: Teller, concept: str, printed: Sequence[int], computed: Sequence[int]) -> Message:
    """Whether a printed result comes out."""
    told: dict[str, Param] = {"title": teller.title, "concept": Term(msgid=CONCEPT_WORDS[concept])}
    if list(printed) == list(computed):
        return say("{title}: the published equilibria ({concept}) come out: {states}.", **told, states=listed(printed))
    return say(
        "{title}: the published equilibria ({concept}) are {printed}, but {computed} come out.",
        **told,
        printed=listed(printed),
        computed=listed(computed),
    )


def listed(states: Sequence[int]) -> Param:
    """States by number only."""
    if not states:
        return Term(msgid=N_("none"))
    return ListParam(items=tuple(Phrase(message=Message(text="{x}", params={"x": str(state + 1)})) for state in states))


def inverse(teller: Teller, player: int, state: int, concept: str, share: float | None) -> Message:
    """How many of a decision maker's rankings would make a state stable for it."""
    told: dict[str, Param] = {
        "title": teller.title,
        "state": teller.state(state),
        "actor": teller.actor(player),
        "concept": Term(msgid=CONCEPT_WORDS[concept]),
    }
    if share is None:
        return say("{title}: too many states decide whether {state} is stable for {actor} ({concept}).", **told)
    return say(
        "{title}: {state} is stable ({concept}) for {actor} under {share} of all its possible rankings.",
        **told,
        share=NumberParam(value=share * 100, digits=1, unit="%"),
    )
