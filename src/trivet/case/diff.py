"""What changed: between two dates of a case, or between two versions of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from trivet.base.dates import EDate
from trivet.base.message import Message, ObjectRef, Term, say
from trivet.case.digest import content_of
from trivet.case.model import Case, Located
from trivet.case.schema.actors import Holding, Office
from trivet.case.schema.commitments import Assessment, Commitment
from trivet.case.schema.disputes import Dispute, Phase
from trivet.case.schema.instruments import Instrument, Turn
from trivet.case.words import PHASE_WORDS, STATE_WORDS, STATUS_WORDS


@dataclass(frozen=True)
class Change:
    """One dated change, as a sentence, with the object it happened to."""

    date: EDate
    ref: str
    message: Message


def changes(case: Case, after: date, until: date) -> tuple[Change, ...]:
    """Every change after one day and up to another, oldest first."""
    found = [change for item in case.objects() for change in _of(item) if after < change.date.earliest <= until]
    return tuple(sorted(found, key=lambda change: (change.date, change.ref)))


def _of(item: Located) -> Iterator[Change]:
    match item.object:
        case Instrument():
            yield from _steps(item, item.object.history, STATE_WORDS)
        case Commitment():
            yield from _steps(item, item.object.history, STATUS_WORDS)
        case Dispute():
            yield from _steps(item, item.object.history, PHASE_WORDS)
        case Office():
            for held in item.object.holders:
                yield from _of_holding(item, held)


def _steps(item: Located, history: Sequence[Turn | Assessment | Phase], words: Mapping[str, str]) -> Iterator[Change]:
    """The entries of a history that say something new."""
    last = None
    for entry in history:
        if entry.word != last:
            state = Term(msgid=words[entry.word])
            yield Change(entry.date, item.ref, say("{object}: {state}", object=ObjectRef(ref=item.ref), state=state))
        last = entry.word


def _of_holding(item: Located, held: Holding) -> Iterator[Change]:
    who, post = ObjectRef(ref=f"actors/{held.holder}"), ObjectRef(ref=item.ref)
    if held.from_:
        if held.acting:
            begun = say("{office}: {person} takes over as acting", office=post, person=who)
        else:
            begun = say("{office}: {person} takes office", office=post, person=who)
        yield Change(held.from_, item.ref, begun)
    for stretch in held.suspended:
        if stretch.from_:
            yield Change(
                stretch.from_, item.ref, say("{office}: powers of {person} suspended", office=post, person=who)
            )
        if stretch.to and stretch.to != held.to:
            yield Change(stretch.to, item.ref, say("{office}: powers of {person} restored", office=post, person=who))
    if held.to:
        yield Change(held.to, item.ref, say("{office}: {person} leaves", office=post, person=who))


@dataclass(frozen=True)
class Difference:
    """One value that differs between two versions of a case. ``None`` stands for "not there"."""

    path: str
    before: Any
    after: Any


def differences(before: Case, after: Case) -> tuple[Difference, ...]:
    """Every value that differs between two cases, by object and field."""
    return tuple(_compare("", _sections(before), _sections(after)))


def _sections(case: Case) -> dict[str, Any]:
    return {name: _keyed(part) or {} for name, part in content_of(case).items()}  # an empty list has no keys


def _keyed(content: Any) -> Any:
    """Lists as mappings, by id where their entries have one, else by position, so that like meets like."""
    if isinstance(content, dict):
        return {key: _keyed(value) for key, value in content.items()}
    if isinstance(content, list) and any(isinstance(entry, dict) for entry in content):
        return {str(_name(entry, index)): _keyed(entry) for index, entry in enumerate(content)}
    return content


def _name(entry: Any, index: int) -> str | int:
    return entry["id"] if isinstance(entry, dict) and "id" in entry else index


def _compare(path: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            yield from _compare(f"{path}/{key}" if path else key, before.get(key), after.get(key))
    else:
        yield Difference(path, before, after)
