"""What differs between two results: findings that came, went or changed, and why."""

import json
from collections.abc import Iterator

from pydantic import Field

from trivet.base.message import Message
from trivet.base.model import Record
from trivet.case.diff import Difference, differences
from trivet.case.model import Case
from trivet.lens.finding import Cell, Column, Finding, Result


class ValueChange(Record):
    """One value of the case that differs."""

    path: str
    before: str | None
    after: str | None


class FindingChange(Record):
    """One finding that differs; one side is None if it came or went."""

    id: str
    before: Message | None
    after: Message | None
    value_before: float | int | str | None = None
    value_after: float | int | str | None = None


class TableChange(Record):
    """Rows of one table that came or went."""

    table: str = Field(description="Name of the table.")
    title: Message = Field(description="Its title.")
    columns: tuple[Column, ...] = Field(description="Its columns.")
    came: tuple[tuple[Cell, ...], ...] = Field(description="Rows that only the changed case has.")
    went: tuple[tuple[Cell, ...], ...] = Field(description="Rows that only the case itself has.")


class Comparison(Record):
    """Two versions of a case held against each other through one lens."""

    case: str
    overlays: tuple[str, ...]
    lens: str
    values: tuple[ValueChange, ...]
    findings: tuple[FindingChange, ...]
    unchanged: int
    tables: tuple[TableChange, ...] = Field(default=(), description="Tables with rows that came or went.")


def compare_results(before_case: Case, after_case: Case, before: Result, after: Result) -> Comparison:
    """Hold two results of one lens against each other.

    Raises:
        ValueError: if they are not of the same lens.
    """
    if before.lens != after.lens:
        raise ValueError("results of two lenses cannot be compared")
    old, new = ({finding.id: finding for finding in result.findings} for result in (before, after))
    pairs = [(key, old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new))]
    changed = tuple(_change(key, a, b) for key, a, b in pairs if _differs(a, b))
    return Comparison(
        case=before_case.meta.id,
        overlays=after_case.overlays,
        lens=before.lens,
        values=tuple(_value(item) for item in differences(before_case, after_case)),
        findings=changed,
        unchanged=len(pairs) - len(changed),
        tables=tuple(_tables(before, after)),
    )


def _tables(before: Result, after: Result) -> Iterator[TableChange]:
    """Tables with rows that only one of two results has; a row that changed has gone and come."""
    for name, new in after.tables.items():
        old = before.tables.get(name)
        if old is None or old.columns != new.columns:
            continue
        came = tuple(row for row in new.rows if row not in old.rows)
        went = tuple(row for row in old.rows if row not in new.rows)
        if came or went:
            yield TableChange(table=name, title=new.title, columns=new.columns, came=came, went=went)


def _differs(before: Finding | None, after: Finding | None) -> bool:
    if before is None or after is None:
        return True
    return (before.statement, before.value, before.interval, before.grade) != (
        after.statement,
        after.value,
        after.interval,
        after.grade,
    )


def _change(key: str, before: Finding | None, after: Finding | None) -> FindingChange:
    return FindingChange(
        id=key,
        before=before.statement if before else None,
        after=after.statement if after else None,
        value_before=before.value if before else None,
        value_after=after.value if after else None,
    )


def _value(item: Difference) -> ValueChange:
    return ValueChange(path=item.path, before=_short(item.before), after=_short(item.after))


def _short(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
