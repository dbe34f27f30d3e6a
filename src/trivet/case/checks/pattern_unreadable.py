"""A pattern or fact is not written in the pattern language, or uses a variable that its ``when`` does not bind."""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.case.checks import View
from trivet.case.model import Located
from trivet.case.patterns import PatternError, parse, parse_fact, variables
from trivet.case.refs import patterns
from trivet.case.schema.instruments import Instrument

CODE = "pattern-unreadable"
TITLE = "A pattern that cannot be read"


def check(view: View) -> Iterator[Fault]:
    """One fault for each unreadable pattern and each unbound variable."""
    for item in view.case.objects():
        sound = True
        for path, text, fact in patterns(item.object):
            try:
                (parse_fact if fact else parse)(text)
            except PatternError as error:
                sound = False
                message = say(
                    "This pattern cannot be read: {why}, at character {column}.",
                    why=error.why,
                    column=str(error.column + 1),
                )
                yield Fault(CODE, message, item.place(*path))
        if sound and isinstance(item.object, Instrument):
            yield from _unbound(item, item.object)


def _unbound(item: Located, instrument: Instrument) -> Iterator[Fault]:
    for index, duty in enumerate(instrument.obligations):
        bound = variables(parse(duty.when))
        for field in ("bound", "toward"):
            for at, party in enumerate(getattr(duty, field)):
                if party.startswith("$") and party[1:] not in bound:
                    message = say('The variable "{name}" is not bound by "when".', name=party)
                    yield Fault(CODE, message, item.place("obligations", index, field, at))
