"""A pattern or fact uses a predicate, an argument, an actor or an area that the case does not declare.

Predicates and areas are declared in ``vocabulary.yaml`` under ``facts`` and ``areas``. Nothing is said while that file
or the actors cannot be read.
"""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import Message, say
from trivet.case.checks import View
from trivet.case.faults import suggestion
from trivet.case.patterns import Call, OneOf, PatternError, calls, parse
from trivet.case.refs import patterns

CODE = "fact-unknown"
TITLE = "A fact that the vocabulary does not know"


def check(view: View) -> Iterator[Fault]:
    """One fault for each name in a pattern that is not declared."""
    if view.unread & {"vocabulary", "actors"}:
        return
    for item in view.case.objects():
        for path, text, _ in patterns(item.object):
            try:
                found = list(calls(parse(text)))
            except PatternError:
                continue
            for call in found:
                for message, hint in _problems(call, view):
                    yield Fault(CODE, message, item.place(*path), hint)


def _problems(call: Call, view: View) -> Iterator[tuple[Message, Message | None]]:
    declared = view.case.vocabulary.facts
    predicate = declared.get(call.name)
    if predicate is None:
        yield say('No fact is called "{name}".', name=call.name), suggestion(call.name, list(declared))
        return
    for key, arg in call.args:
        kind = predicate.args.get(key)
        if kind is None:
            message = say('"{fact}" has no argument "{name}".', fact=call.name, name=key)
            yield message, suggestion(key, list(predicate.args))
        elif isinstance(arg, OneOf) and kind != "word":
            known = list(view.ids["actors"]) if kind == "actor" else list(view.case.vocabulary.areas)
            for value in arg.values:
                if value not in known:
                    message = say('"{value}" is not declared as an {kind}.', value=value, kind=kind)
                    yield message, suggestion(value, known)
