"""Checks on a whole case, one rule per module.

Each module has ``CODE`` (the rule's name and docs anchor), ``TITLE``, a docstring that explains it to a user, and
``check(view) -> faults``. Modules are found by listing this package, so adding a rule is adding a file.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

from trivet.base.errors import Fault
from trivet.base.model import Record
from trivet.case.model import Case
from trivet.case.origin import RawItem


@dataclass(frozen=True)
class View:
    """What a check sees: the readable part of the case, and the ids of every object, readable or not.

    ``unread`` names the sections of which a file could not be read; ``whole`` says that everything could be; ``broken``
    holds the objects that do not fit the schema, with the model they should fit.
    """

    case: Case
    ids: Mapping[str, set[str]]
    unread: frozenset[str] = frozenset()
    whole: bool = True
    broken: tuple[tuple[type[Record], RawItem], ...] = ()


class Rule(Protocol):
    """What a module of this package offers."""

    CODE: str
    TITLE: str
    __doc__: str | None

    def check(self, view: View) -> Iterable[Fault]:
        """All faults against this rule."""
        ...


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(cast(Rule, importlib.import_module(f"{__name__}.{name}")) for name in names)


def run_checks(view: View) -> list[Fault]:
    """Run every rule."""
    return [fault for rule in rules() for fault in rule.check(view)]
