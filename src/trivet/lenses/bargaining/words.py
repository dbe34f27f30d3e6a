"""What the lens says, as messages."""

from collections.abc import Sequence
from typing import Final

from trivet.base.message import (
    N_,
    LikelihoodParam,
    ListParam,
    Message,
    NumberParam,
    ObjectRef,
    Param,
    Phrase,
    Term,
    TextParam,
    say,
)
from trivet.case.schema.bargaining import BargainingScenario, OutcomeClaim
from trivet.lenses.bargaining.deal import Deal
from trivet.lenses.bargaining.dynamics import Challenge, Politics
from trivet.lenses.bargaining.read import Problem
from trivet.lenses.bargaining.solve import LEVELS, Solved

LEAST_MOVE: Final = 0.01
"""Moves of an outcome by less, as a share of the scale, are not told."""

EVIDENCE: Final = say(
    "Calibrated on law-making in the European Union alone: no public data on bargaining in alliances or under coercion "
    "exist, so how well it does here is not known."
)
JUDGED: Final = say("Positions, saliences and influences are judged ranges; their ends are bounds, not measurements.")
ASSUMED: Final = say(
    "Nobody gave ranges, so errors of a tenth of the scale up and down are assumed around each position and salience."
)
COMPROMISE: Final = say(
    "Every actor pulls with its influence times its salience, and the outcome is where they balance."
)


def issue(problem: Problem) -> ObjectRef:
    """The issue by its title."""
    return ObjectRef(ref=f"issues/{problem.issue.id}")


def actor(problem: Problem, index: int) -> ObjectRef:
    """An actor by its name."""
    return ObjectRef(ref=f"actors/{problem.actors[index]}")


def actors(problem: Problem, indexes: Sequence[int]) -> ListParam:
    """Several actors."""
    return ListParam(items=tuple(actor(problem, i) for i in indexes))


def percent(share: float, digits: int = 0) -> NumberParam:
    """A share between 0 and 1 as a percentage."""
    return NumberParam(value=share * 100, digits=digits, unit="%")


def digits_of(problem: Problem) -> int:
    """Decimals that tell points of the scale apart."""
    width = problem.issue.scale.high - problem.issue.scale.low
    return 0 if width >= 50 else 1 if width >= 5 else 2


def point(problem: Problem, share: float) -> NumberParam:
    """A point between 0 and 1 in the numbers of the scale."""
    return NumberParam(value=problem.real(share), digits=digits_of(problem))


def span(problem: Problem, low: float, high: float) -> Phrase:
    """From one point of the scale to another."""
    return Phrase(message=say("{low}–{high}", low=point(problem, low), high=point(problem, high)))


def scale(problem: Problem) -> Phrase:
    """What the ends of the scale mean."""
    own = problem.issue.scale
    told: dict[str, Param] = {
        "low": point(problem, 0),
        "zero": TextParam(text=own.zero),
        "high": point(problem, 1),
        "hundred": TextParam(text=own.hundred),
    }
    if own.unit:
        return Phrase(message=say("in {unit}; {low}: {zero}; {high}: {hundred}", unit=TextParam(text=own.unit), **told))
    return Phrase(message=say("{low}: {zero}; {high}: {hundred}", **told))


def forecast(solved: Solved) -> Message:
    """Where the issue ends."""
    own = solved.problem
    told: dict[str, Param] = {
        "issue": issue(own),
        "range": span(own, solved.quantile(LEVELS[0]), solved.quantile(LEVELS[1])),
        "point": point(own, solved.point),
        "scale": scale(own),
    }
    if own.issue.status_quo is None:
        return say(
            "{issue}: four outcomes in five lie within {range}, with {point} as the single best guess ({scale}).",
            **told,
        )
    return say(
        "{issue}: four outcomes in five lie within {range}, with {point} as the single best guess; it stands at "
        "{status_quo} ({scale}).",
        status_quo=point(own, float(solved.best.status_quo[0])),
        **told,
    )


def agreed(solved: Solved) -> Message:
    """Everybody wants the same."""
    own = solved.problem
    return say(
        "{issue}: all positions are the same, {point}, so there is nothing to bargain over.",
        issue=issue(own),
        point=point(own, solved.point),
    )


def simple(solved: Solved) -> Message:
    """What the plainest rules say, for comparison."""
    own, (low, high) = solved.problem, solved.median
    told: dict[str, Param] = {
        "issue": issue(own),
        "plain": point(own, float(solved.best.position.mean())),
        "median": point(own, low) if high - low < 1e-9 else span(own, low, high),
        "middle": point(own, 0.5),
        "point": point(own, solved.point),
    }
    if own.issue.status_quo is None:
        return say(
            "{issue}: counting heads gives {plain}, the median by weight {median}, the middle of the scale {middle}; "
            "the model says {point}.",
            **told,
        )
    return say(
        "{issue}: counting heads gives {plain}, the median by weight {median}, the middle of the scale {middle}, no "
        "change at all {status_quo}; the model says {point}.",
        status_quo=point(own, float(solved.best.status_quo[0])),
        **told,
    )


def mover(solved: Solved, pivot: int, share: float) -> Message:
    """Who is pivotal, and whose change moves the outcome most."""
    own, widest = solved.problem, solved.swings[0]
    told: dict[str, Param] = {
        "issue": issue(own),
        "pivot": actor(own, pivot),
        "share": percent(share),
        "range": span(own, widest.low, widest.high),
    }
    if widest.actor == pivot:
        return say(
            "{issue}: {pivot} is pivotal in {share} of draws, and no other actor moves the outcome further: its judged "
            "ranges alone span {range}.",
            **told,
        )
    return say(
        "{issue}: {pivot} is pivotal in {share} of draws; no single actor moves the outcome further than {actor}, "
        "whose judged ranges alone span {range}.",
        actor=actor(own, widest.actor),
        **told,
    )


def claim(found: OutcomeClaim, chance: float) -> Message:
    """How likely a claim is."""
    return say(
        "{claim}: {likelihood}.",
        claim=TextParam(text=found.statement),
        likelihood=LikelihoodParam(low=chance, high=chance),
    )


def scenarios(solved: Solved, moved: Sequence[tuple[BargainingScenario, float]]) -> Message:
    """Where the issue ends under each scenario."""
    own = solved.problem
    items = tuple(
        Phrase(message=say("{scenario}: {point}", scenario=TextParam(text=scenario.name), point=point(own, where)))
        for scenario, where in moved
    )
    return say(
        "{issue}: instead of {point} the best guess becomes: {scenarios}.",
        issue=issue(own),
        point=point(own, solved.point),
        scenarios=ListParam(items=items),
    )


def scenario(found: BargainingScenario, moved: Sequence[tuple[Solved, float]]) -> Message:
    """Which issues a scenario moves most."""
    items = tuple(
        Phrase(
            message=say(
                "{issue} from {before} to {after}",
                issue=issue(solved.problem),
                before=point(solved.problem, solved.point),
                after=point(solved.problem, after),
            )
        )
        for solved, after in moved
    )
    return say(
        "If this holds: {scenario}, the best guess moves most on: {issues}.",
        scenario=TextParam(text=found.name),
        issues=ListParam(items=items),
    )


def nobody() -> Term:
    """Nobody."""
    return Term(msgid=N_("nobody"))


def deal(found: Deal) -> Message:
    """How likely a deal is that every government can carry at home, and who stands in the way."""
    own = found.solved.problem
    low, _, high = found.chance
    told: dict[str, Param] = {"issue": issue(own), "likelihood": LikelihoodParam(low=low, high=high)}
    if not found.obstacles:
        return say(
            "{issue}: a deal away from the status quo that every government could carry at home: {likelihood}; no "
            "single faction stands in its way.",
            **told,
        )
    index, share = found.obstacles[0]
    return say(
        "{issue}: a deal away from the status quo that every government could carry at home: {likelihood}; most often, "
        "in {share} of draws, it is {faction} that narrows it.",
        faction=actor(own, index),
        share=percent(share),
        **told,
    )


def compensation(found: Deal) -> Message:
    """What it would cost to have the best guess ratified."""
    own = found.solved.problem
    items = []
    for party, (_, paid, content) in zip(found.parties, found.compensation, strict=True):
        state = ObjectRef(ref=f"actors/{party.actor}")
        if content or not paid:
            items.append(Phrase(message=say("{government} would ratify as it is", government=state)))
        elif [own.actors[i] for i in paid] == [party.actor]:
            items.append(Phrase(message=say("{government} would refuse unless it gains", government=state)))
        else:
            items.append(
                Phrase(message=say("{government} would need {factions}", government=state, factions=actors(own, paid)))
            )
    return say(
        "{issue}: who would have to be compensated at home for {point}: {governments}.",
        issue=issue(own),
        point=point(own, float(found.best.mean[0])),
        governments=ListParam(items=tuple(items)),
    )


def pressure(found: Politics) -> Message:
    """Who would press whom in KTAB's model, and where it settles."""
    own, run = found.solved[0].problem, found.run
    told: dict[str, Param] = {
        "issue": issue(own),
        "first": point(own, float(run.first.mean[0, 0])),
        "final": point(own, float(run.final.mean[0, 0])),
        "share": percent(found.stability),
    }
    if not found.pressures:
        return say("{issue}: in a model of challenges nobody gains by pressing anybody; it stays at {final}.", **told)
    who, whom, _ = found.pressures[0]
    return say(
        "{issue}: in a model of challenges {actor} gains most by pressing {target}; positions balance at {first} after "
        "one turn and at {final} in the end. {share} of small changes of the inputs keep the winner.",
        actor=actor(own, who),
        target=actor(own, whom),
        **told,
    )


def pressure_on_all(found: Politics) -> Message:
    """Who would press whom over several issues at once in KTAB's model, and where they settle."""
    own, run = found.solved[0].problem, found.run
    ends = tuple(
        Phrase(
            message=say(
                "{issue}: {point}",
                issue=issue(each.problem),
                point=point(each.problem, float(run.final.mean[0, m])),
            )
        )
        for m, each in sorted(enumerate(found.solved), key=lambda own: own[1].problem.issue.id)
    )
    told: dict[str, Param] = {"issues": ListParam(items=ends), "share": percent(found.stability)}
    if not found.pressures:
        return say("In a model of challenges over all issues nobody gains by pressing anybody: {issues}.", **told)
    who, whom, _ = found.pressures[0]
    return say(
        "In a model of challenges over all issues {actor} gains most by pressing {target}; in the end positions "
        "balance at: {issues}. {share} of small changes of the inputs keep the winner.",
        actor=actor(own, who),
        target=actor(own, whom),
        **told,
    )


def challenged(found: Challenge) -> Message:
    """Where the challenge model ends, with its warning."""
    own, run = found.solved.problem, found.run
    told: dict[str, Param] = {
        "issue": issue(own),
        "median": NumberParam(value=float(run.median[-1, 0]), digits=digits_of(own)),
        "mean": NumberParam(value=float(run.mean[-1, 0]), digits=digits_of(own)),
        "share": percent(found.stability),
    }
    if bool(run.cycling[0]):
        return say(
            "{issue}: the challenge model goes round in a cycle; it is at a median of {median} and a mean of {mean} "
            "when it is stopped. {share} of small changes of the inputs keep the actor at the median.",
            **told,
        )
    return say(
        "{issue}: the challenge model ends at a median of {median} and a mean of {mean}. {share} of small changes of "
        "the inputs keep the actor at the median.",
        **told,
    )


LEGACY: Final = say(
    "The challenge model is shown for comparison only: it is under-specified and chaotic, and on known outcomes its "
    "median was no better than always guessing the middle of the scale."
)
TWO_LEVEL: Final = say(
    "An agreement passes at home if factions with the quota of influence are no worse off than under the status quo. "
    "As a forecast such sets are poor; they tell what is feasible and who stands in the way."
)
ITERATED: Final = say(
    "Iterated models explain who would press whom; on known outcomes they were no better than the mean."
)
