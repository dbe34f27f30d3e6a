"""Collecting the faults of a conflict, each with its place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from trivet.base.errors import Fault, Place
from trivet.base.message import Message, say
from trivet.case.conditions import Condition, ConditionError, options_in, parse_condition
from trivet.case.faults import suggestion

At = Callable[..., Place]


@dataclass
class Faults:
    """Collects the faults of one conflict."""

    at: At
    found: list[Fault] = field(default_factory=list)

    def fault(self, code: str, message: Message, *path: str | int, hint: Message | None = None) -> None:
        """Add one."""
        self.found.append(Fault(code, message, self.at(*path), hint))


def read_condition(text: str, options: Sequence[str], faults: Faults, *path: str | int) -> Condition | None:
    """Read a condition over some options; None, and a fault, if that fails."""
    try:
        read = parse_condition(text)
    except ConditionError as error:
        why = say(
            "This condition cannot be read: {why}, at character {column}.", why=error.why, column=error.column + 1
        )
        faults.fault("conflict-condition", why, *path)
        return None
    for name in dict.fromkeys(options_in(read)):
        if name not in options:
            hint = suggestion(name, list(options))
            faults.fault("conflict-option-unknown", say('There is no option "{name}".', name=name), *path, hint=hint)
            return None
    return read
