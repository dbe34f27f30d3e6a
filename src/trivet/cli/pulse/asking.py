"""Putting a question to each series it is about, and printing the answers."""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from trivet.base.ids import names_in
from trivet.cli.output import print_json, print_line, progress, table
from trivet.cli.pulse.options import (
    ByDayOption,
    DataOption,
    DedupOption,
    KnownByOption,
    MeasureOption,
    OnlyOption,
    SeriesByOption,
    TargetArgument,
    ValueOption,
)

if TYPE_CHECKING:
    from trivet.lenses.pulse.desk import Question, Subject

Answered = dict[str, Any]


def asks(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the target and the options that all questions share; it is handed the question they make.

    Args:
        function: takes the question as its first argument, and options of its own by keyword.
    """
    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]

    def command(**given: Any) -> None:
        shared = {parameter.name: given.pop(parameter.name) for parameter in SHARED}
        function(_question(**shared), **given)

    command.__doc__ = function.__doc__
    command.__signature__ = inspect.Signature([*SHARED, *own])  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in [*SHARED, *own]}
    return command


def _keyword(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


SHARED: Final = (
    _keyword("target", TargetArgument),
    _keyword("data", DataOption, None),
    _keyword("measure", MeasureOption, "rate"),
    _keyword("dedup", DedupOption, "repeats"),
    _keyword("day", ByDayOption, "event"),
    _keyword("known_by", KnownByOption, None),
    _keyword("value", ValueOption, None),
    _keyword("by", SeriesByOption, None),
    _keyword("only", OnlyOption, None),
)
"""The target and the options of every question."""


def _question(
    target: str,
    data: str | None,
    measure: str,
    dedup: str,
    day: str,
    known_by: str | None,
    value: str | None,
    by: str | None,
    only: str | None,
) -> "Question":
    """The question in options.

    Raises:
        NotFoundError: if a day is no day, or a choice does not exist.
    """
    from datetime import date

    from trivet.base.errors import NotFoundError
    from trivet.lenses.pulse.desk import Question

    if day not in ("event", "added"):
        raise NotFoundError(f'There is no day "{day}". Known: event, added.')
    try:
        known = date.fromisoformat(known_by) if known_by else None
    except ValueError:
        raise NotFoundError(f'"{known_by}" is not a day such as 2024-05-31.') from None
    return Question(target, data, measure, dedup, day, known, value, names_in(by), only)


def answered(asked: "Question", answer: Callable[["Subject"], Answered], json: bool) -> None:
    """Answer for every series and print."""
    from trivet.lenses.pulse.desk import subjects

    with progress("pulse"):
        found = [answer(subject) for subject in subjects(asked)]
    if json:
        print_json(found if len(found) > 1 else found[0])
        return
    for one in found:
        _print(one)


def _print(answer: Answered) -> None:
    for name, value in answer.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            heads = [head for head in value[0] if not isinstance(value[0][head], list)]
            rows = [[_cell(row[head]) for head in heads] + _fan(row) for row in value]
            table(name, [*heads, *(["10 %", "50 %", "90 %"] if "quantiles" in value[0] else [])], rows)
        elif isinstance(value, list):
            print_line(f"{name}: {' '.join(_cell(item) for item in value)}")
        elif isinstance(value, dict):
            for inner, text in value.items():
                print_line(f"{inner}: {_cell(text)}")
        else:
            print_line(f"{name}: {_cell(value)}")


def _fan(row: Answered) -> list[str]:
    return [_cell(row["quantiles"][place]) for place in (9, 49, 89)] if "quantiles" in row else []


def _cell(value: Any) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
