"""What the lens says, as messages."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from trivet.base.dates import EDate
from trivet.base.message import (
    N_,
    DateParam,
    FilledText,
    ListParam,
    Message,
    ObjectRef,
    Param,
    Phrase,
    Term,
    TextParam,
    say,
)
from trivet.case.model import Case
from trivet.case.patterns import Call, OneOf, PatternError, parse
from trivet.lenses.obligations.conflicts import Conflict
from trivet.lenses.obligations.gaps import Gap
from trivet.lenses.obligations.model import Duty
from trivet.lenses.obligations.promises import MemberScore

DUTY_WORDS: Final = {
    "defend": N_("defend"),
    "assist": N_("assist"),
    "offence": N_("join an attack"),
    "neutrality": N_("stay neutral"),
    "non-aggression": N_("not attack"),
    "consult": N_("consult"),
    "inform-before": N_("inform beforehand"),
    "share-information": N_("share information"),
    "protect-information": N_("protect information"),
    "host-forces": N_("host forces"),
    "allow-base-use": N_("base use"),
    "allow-passage": N_("passage"),
    "supply": N_("supply"),
    "fund": N_("share costs"),
    "coordinate": N_("coordinate"),
    "exercise": N_("exercise together"),
    "meet": N_("meet"),
    "refrain": N_("refrain"),
    "settle": N_("settle peacefully"),
}

MODE_WORDS: Final = {"must": N_("must"), "may": N_("may"), "must-not": N_("must not")}
HOW_WORDS: Final = {
    "automatic": N_("automatically"),
    "constitutional-processes": N_("by constitutional processes"),
    "best-efforts": N_("by best efforts"),
    "political": N_("at political discretion"),
}
STRENGTH_WORDS: Final = {"legal": N_("legal"), "political": N_("political"), "practice": N_("practice")}
STATUS_WORDS: Final = {"triggered": N_("triggered"), "depends": N_("depends"), "contested": N_("contested")}
KIND_WORDS: Final = {"defence": N_("defence"), "consultation": N_("consultation")}


class Facts:
    """Says facts in the case's own words."""

    def __init__(self, case: Case) -> None:
        """Keep the vocabulary of a case."""
        self._vocabulary = case.vocabulary

    def all(self, facts: Iterable[str]) -> ListParam:
        """Several facts as a list."""
        return ListParam(items=tuple(self.one(fact) for fact in facts))

    def one(self, fact: str) -> Param:
        """One fact, or its denial, as a phrase; the plain text of the pattern if the case has no words for it."""
        if fact.startswith("not "):
            return Phrase(message=say("not: {fact}", fact=self.one(fact[4:])))
        try:
            call = parse(fact)
        except PatternError:
            return Phrase(message=Message(text="{x}", params={"x": fact}))
        known = self._vocabulary.facts.get(call.name) if isinstance(call, Call) else None
        if not isinstance(call, Call) or known is None or known.phrase is None:
            return Phrase(message=Message(text="{x}", params={"x": fact}))
        filled = {
            key: self._value(arg.values, known.args.get(key, "word"))
            for key, arg in call.args
            if isinstance(arg, OneOf)
        }
        return FilledText(text=known.phrase, params=filled)

    def _value(self, values: Sequence[str], kind: str) -> Param | str:
        return ListParam(items=tuple(self._said(value, kind) for value in values))

    def _said(self, value: str, kind: str) -> Param:
        if kind == "actor":
            return ObjectRef(ref=f"actors/{value}")
        home = self._vocabulary.areas.get(value)
        text = home.name if home else self._vocabulary.words.get(value)
        return TextParam(text=text) if text else Phrase(message=Message(text="{x}", params={"x": value}))


def names(actors: Iterable[str]) -> ListParam:
    """Actors as a list."""
    return ListParam(items=tuple(ObjectRef(ref=f"actors/{name}") for name in actors))


def contingency(name: str) -> ObjectRef:
    """A contingency as a parameter."""
    return ObjectRef(ref=f"contingencies/{name}")


def pair(a: str, b: str) -> Phrase:
    """Two actors as a phrase."""
    return Phrase(message=say("{a} and {b}", a=ObjectRef(ref=f"actors/{a}"), b=ObjectRef(ref=f"actors/{b}")))


def no_defence_at_all(a: str, b: str, count: int) -> Message:
    """Two partners owe each other no defence under any instrument, so in no contingency either."""
    return say(
        "{a} and {b} owe each other no defence: no instrument in effect binds them to it, in any of {count} "
        "contingencies.",
        a=ObjectRef(ref=f"actors/{a}"),
        b=ObjectRef(ref=f"actors/{b}"),
        count=count,
    )


def must_defend(name: str, duty: Duty) -> Message:
    """A duty of defence."""
    return say(
        "{contingency}: {bound} must defend {toward}, {how} ({instrument}).",
        contingency=contingency(name),
        bound=names(duty.bound),
        toward=names(duty.toward),
        how=Term(msgid=HOW_WORDS[duty.rule.how]),
        instrument=instrument(duty),
    )


def must_consult(name: str, strength: str, duties: Sequence[Duty]) -> Message:
    """Who must consult whom, by strength."""
    steps = tuple(Phrase(message=_consulting(duty)) for duty in duties)
    if strength == "legal":
        return say(
            "{contingency}: bound by law to consult: {steps}.",
            contingency=contingency(name),
            steps=ListParam(items=steps),
        )
    return say(
        "{contingency}: bound only politically to consult: {steps}.",
        contingency=contingency(name),
        steps=ListParam(items=steps),
    )


def _consulting(duty: Duty) -> Message:
    if set(duty.bound) == set(duty.toward):
        return say("{bound} with one another ({instrument})", bound=names(duty.bound), instrument=instrument(duty))
    return say(
        "{bound} with {toward} ({instrument})",
        bound=names(duty.bound),
        toward=names(duty.toward),
        instrument=instrument(duty),
    )


def nobody_bound(name: str) -> Message:
    """Nobody owes any partner defence or consultation."""
    return say("{contingency}: no partner owes another defence or consultation.", contingency=contingency(name))


def conflict(name: str, found: Conflict, facts: Facts) -> Message:
    """Two rows that cannot both be honoured in full."""
    params: dict[str, Param] = {
        "contingency": contingency(name),
        "over": names(found.over),
        "one": instrument(found.one),
        "other": instrument(found.other),
    }
    if found.kind == "double-claim":
        claim = say("{contingency}: {over} are claimed twice, under {one} and under {other}", **params)
    elif found.kind == "two-duties":
        claim = say("{contingency}: {over} must defend in two places at once, under {one} and under {other}", **params)
    else:
        claim = say("{contingency}: what {one} allows or asks of {over}, {other} forbids", **params)
    if found.sure:
        return say("{claim}.", claim=Phrase(message=claim))
    if found.depends:
        return say("{claim}, depending on: {facts}.", claim=Phrase(message=claim), facts=facts.all(found.depends))
    return say("{claim}, as far as the contested text holds.", claim=Phrase(message=claim))


def gap(found: Gap, facts: Facts) -> Message:
    """An affected partner that nobody, or no law, covers."""
    params: dict[str, Param] = {
        "contingency": contingency(found.contingency),
        "partner": ObjectRef(ref=f"actors/{found.partner}"),
    }
    open_facts = facts.all(found.depends)
    match found.kind, found.level:
        case "defence", "none":
            return say("{contingency}: {partner} is affected, but nobody owes it defence.", **params)
        case "defence", "not-legal":
            return say("{contingency}: {partner} is affected, but nobody owes it defence by law.", **params)
        case "defence", _:
            return say(
                "{contingency}: {partner} is owed defence only depending on: {facts}.", facts=open_facts, **params
            )
        case _, "none":
            return say("{contingency}: {partner} is affected, but nobody must consult it.", **params)
        case _, "not-legal":
            return say("{contingency}: {partner} is affected, but nobody must consult it by law.", **params)
        case _:
            return say(
                "{contingency}: {partner} must be consulted by law only depending on: {facts}.",
                facts=open_facts,
                **params,
            )


def closing(sets: Sequence[Sequence[str]], gaps: int) -> Message:
    """The smallest set of instruments that would close the gaps."""
    first = ListParam(items=tuple(ObjectRef(ref=f"instruments/{name}") for name in sets[0]))
    if len(sets) == 1:
        return say(
            "The smallest set that would close {gaps} gaps, if its duties reached these cases by law: {set}.",
            gaps=gaps,
            set=first,
        )
    return say(
        "The smallest sets that would close {gaps} gaps, if their duties reached these cases by law, have "
        "{size} instruments; one of {sets} such sets: {set}.",
        gaps=gaps,
        size=len(sets[0]),
        sets=len(sets),
        set=first,
    )


def changed(name: str, since: date, came: int, went: int) -> Message:
    """How many rows came and went."""
    return say(
        "{contingency}: since {date}, {came} duties have come and {went} have gone.",
        contingency=contingency(name),
        date=DateParam(date=EDate.of(since)),
        came=came,
        went=went,
    )


def agreement(alpha: float, units: int) -> Message:
    """How far two coders agree on kept promises."""
    from trivet.base.message import NumberParam

    return say(
        "Two coders agree on kept promises with Krippendorff's alpha {alpha} over {units} pairs of scores.",
        alpha=NumberParam(value=alpha, digits=2),
        units=units,
    )


def instrument(duty: Duty) -> ObjectRef:
    """The instrument of a duty."""
    return ObjectRef(ref=f"instruments/{duty.rule.key.partition('/')[0]}")


def tally(found: MemberScore) -> Message:
    """How one member's promises fare."""
    return say(
        "{member}: {kept} promises kept, {partly} partly, {failed} not, {unknown} unknown (where coders differ, the "
        "lower score counts).",
        member=ObjectRef(ref=f"actors/{found.member}"),
        kept=found.kept,
        partly=found.partly,
        failed=found.failed,
        unknown=found.unknown,
    )
