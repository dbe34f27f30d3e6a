"""What the lens says, as messages."""

from collections.abc import Sequence

from trivet.base.message import N_, ListParam, Message, NumberParam, ObjectRef, Param, Phrase, Term, TextParam, say
from trivet.lenses.roles.model.choose import Choice
from trivet.lenses.roles.model.draws import Box
from trivet.lenses.roles.solve import Solved


def percent(share: float, digits: int = 0) -> NumberParam:
    """A share between 0 and 1 as a percentage."""
    return NumberParam(value=share * 100, digits=digits, unit="%")


def situation(solved: Solved) -> TextParam:
    """The situation."""
    return TextParam(text=solved.situation.name)


def rule(solved: Solved, index: int) -> TextParam:
    """A rule by its name."""
    return TextParam(text=solved.built.model.rules[index].name)


def rules(solved: Solved, indexes: Sequence[int]) -> Param:
    """Several rules, or that there are none."""
    if not indexes:
        return Term(msgid=N_("no rule"))
    return ListParam(items=tuple(rule(solved, i) for i in indexes))


def task(solved: Solved, index: int) -> Param:
    """A task by its name, with its theatre if another task has the same name."""
    model = solved.built.model
    own = model.tasks[index]
    name = TextParam(text=own.name)
    if sum(other.name == own.name for other in model.tasks) == 1:
        return name
    theatre = next(theatre for theatre in model.theatres if theatre.id == own.theatre)
    return Phrase(message=say("{task} · {theatre}", task=name, theatre=TextParam(text=theatre.name)))


def contributor(solved: Solved, index: int) -> ObjectRef:
    """A contributor by the name of its actor."""
    return ObjectRef(ref=f"actors/{solved.built.model.contributors[index].actor}")


def worst(solved: Solved, tasks: Sequence[tuple[int, float]]) -> ListParam:
    """Tasks with the share of each that is not covered."""
    return ListParam(
        items=tuple(
            Phrase(message=say("{task} ({share})", task=task(solved, index), share=percent(share)))
            for index, share in tasks
        )
    )


def uncovered(solved: Solved, low: float, high: float, tasks: Sequence[tuple[int, float]]) -> Message:
    """How much stays uncovered under the chosen rules, and where most."""
    told: dict[str, Param] = {"situation": situation(solved), "low": percent(low), "high": percent(high)}
    if solved.choices.rules:
        return say(
            "{situation}: with these rules changed, {rules}, {low} to {high} of what is asked, by weight, "
            "stays uncovered.",
            **told,
            rules=rules(solved, solved.choices.rules),
        )
    if not tasks:
        return say(
            "{situation}: with the rules as they stand {low} to {high} of what is asked stays uncovered.", **told
        )
    return say(
        "{situation}: with the rules as they stand {low} to {high} of what is asked, by weight, stays "
        "uncovered; most of: "
        "{tasks}.",
        **told,
        tasks=worst(solved, tasks),
    )


def theatres(solved: Solved, shares: Sequence[float]) -> Message:
    """The split over theatres."""
    items = tuple(
        Phrase(message=say("{theatre}: {share}", theatre=TextParam(text=theatre.name), share=percent(share)))
        for theatre, share in zip(solved.built.model.theatres, shares, strict=True)
    )
    return say(
        "{situation}: uncovered by theatre: {shares}.", situation=situation(solved), shares=ListParam(items=items)
    )


def single(solved: Solved, index: int, share: float, first: float) -> Message:
    """The rule that helps most alone, and how often that is so."""
    return say(
        "{situation}: the change of one rule that helps most is: {rule}. It closes {share} of what rules can "
        "close, and "
        "helps most in {first} of draws of demand, capacity and shares.",
        situation=situation(solved),
        rule=rule(solved, index),
        share=percent(share),
        first=percent(first),
    )


def nothing_helps(solved: Solved) -> Message:
    """No rule closes anything."""
    return say("{situation}: no rule closes anything of what is uncovered.", situation=situation(solved))


def cheapest(solved: Solved, found: Sequence[tuple[float, Choice]]) -> Message:
    """The cheapest sets for some targets."""
    items = tuple(
        Phrase(
            message=say(
                "{share}: {rules} (price {price})",
                share=percent(share),
                rules=rules(solved, choice.rules),
                price=NumberParam(value=choice.price, digits=0),
            )
        )
        for share, choice in found
    )
    return say(
        "{situation}: the cheapest rules for a share of what rules can close: {sets}.",
        situation=situation(solved),
        sets=ListParam(items=items),
    )


def physical(solved: Solved, share: float, tasks: Sequence[tuple[int, float]]) -> Message:
    """What stays when every rule is changed."""
    if not tasks:
        return say("{situation}: with every rule changed nothing stays uncovered.", situation=situation(solved))
    return say(
        "{situation}: no rule closes {share}; it is a lack of means, most of all in: {tasks}.",
        situation=situation(solved),
        share=percent(share),
        tasks=worst(solved, tasks),
    )


def prudent(solved: Solved, budget: float) -> Message:
    """The set chosen before amounts are known."""
    return say(
        "{situation}: within a price of {budget} the choice that fares best in bad draws is: {rules}.",
        situation=situation(solved),
        budget=NumberParam(value=budget, digits=0),
        rules=rules(solved, solved.prudent.rules),
    )


def weighted(solved: Solved, name: TextParam, before: Sequence[float], after: Sequence[float]) -> Message:
    """What other weights do to each theatre."""
    items = tuple(
        Phrase(
            message=say(
                "{theatre} from {before} to {after}",
                theatre=TextParam(text=theatre.name),
                before=percent(a, 1),
                after=percent(b, 1),
            )
        )
        for theatre, a, b in zip(solved.built.model.theatres, before, after, strict=True)
    )
    return say(
        "{situation}: under the weights {weights} the uncovered share moves: {theatres}.",
        situation=situation(solved),
        weights=name,
        theatres=ListParam(items=items),
    )


def hinge(solved: Solved, lead: int, second: int, what: Sequence[Param]) -> Message:
    """What decides by how much the leading rule leads."""
    return say(
        "{situation}: whether {first} stays ahead of {second} hangs most on judged amounts: {inputs}.",
        situation=situation(solved),
        first=rule(solved, lead),
        second=rule(solved, second),
        inputs=ListParam(items=tuple(what)),
    )


def hinge_input(solved: Solved, name: str) -> Param:
    """An input by its place in the model: the demand of a task, or what a contributor holds of a category."""
    kind, own, *rest = name.split("/")
    if kind == "tasks":
        index = [item.id for item in solved.built.model.tasks].index(own)
        return Phrase(message=say("demand for {task}", task=task(solved, index)))
    index = [item.id for item in solved.built.model.contributors].index(own)
    category = next(item for item in solved.built.model.categories if item.id == rest[0])
    return Phrase(
        message=say(
            "{category} of {contributor}",
            category=TextParam(text=category.name),
            contributor=contributor(solved, index),
        )
    )


def flips(solved: Solved, lead: int, box: Box, what: Param) -> Message:
    """Where in the inputs the leading rule is overtaken."""
    told: dict[str, Param] = {
        "situation": situation(solved),
        "rule": rule(solved, lead),
        "input": what,
        "value": NumberParam(value=box.value, digits=0),
        "density": percent(box.density),
        "base": percent(box.base),
    }
    if box.above:
        return say(
            "{situation}: another rule overtakes {rule} in {base} of draws, and in {density} of those with {input} of "
            "{value} or more.",
            **told,
        )
    return say(
        "{situation}: another rule overtakes {rule} in {base} of draws, and in {density} of those with "
        "{input} of {value} "
        "or less.",
        **told,
    )


def never_flips(solved: Solved, lead: int) -> Message:
    """The leading rule leads in every draw."""
    return say(
        "{situation}: no draw puts another rule ahead of {rule}.", situation=situation(solved), rule=rule(solved, lead)
    )


def stressed(solved: Solved, before: float) -> Message:
    """What stays uncovered if matters get worse."""
    items = tuple(
        Phrase(message=say("{stress}: {share}", stress=TextParam(text=stress.name), share=percent(share, 1)))
        for stress, share in solved.stressed
    )
    return say(
        "{situation}: instead of {before} stays uncovered in all if matters get worse: {stresses}.",
        situation=situation(solved),
        before=percent(before, 1),
        stresses=ListParam(items=items),
    )


def holding(solved: Solved) -> Message:
    """Rules that hold already."""
    return say("These rules hold already, by what is in effect: {rules}.", rules=rules(solved, solved.built.holding))


def lost(solved: Solved) -> Message:
    """Instruments whose end lowers what may be used."""
    items = tuple(ObjectRef(ref=f"instruments/{name}") for name in solved.built.lost)
    return say("Access is lower since these are not in effect: {instruments}.", instruments=ListParam(items=items))
