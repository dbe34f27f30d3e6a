"""References between objects: found by the types of the schema, so that no field is forgotten."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from trivet.case.schema.common import PatternText, Ref


class Reference(NamedTuple):
    """A place in a record that names another object."""

    path: tuple[str | int, ...]
    sections: tuple[str, ...]
    id: str


def references(record: BaseModel, path: tuple[str | int, ...] = ()) -> Iterator[Reference]:
    """Every reference in a record, with its path."""
    for name, alias, ref, nested in _plan(type(record)):
        value = getattr(record, name)
        if value is None:
            continue
        if ref:
            yield from _ids(value, ref, (*path, alias))
        elif nested:
            yield from _walk(value, (*path, alias))


def raw_references(model: type[BaseModel], data: Any, path: tuple[str | int, ...] = ()) -> Iterator[Reference]:
    """Every reference in plain data that a model would hold, whether or not the rest of the data fits the model."""
    if not isinstance(data, dict):
        return
    for name, alias, ref, nested in _plan(model):
        value, here = data.get(alias), (*path, alias)
        if ref:
            yield from _ids(value, ref, here)
        elif nested:
            inner = next(_records_in(model.model_fields[name].annotation))
            entries = enumerate(value) if isinstance(value, list) else [(None, value)]
            for index, entry in entries:
                yield from raw_references(inner, entry, here if index is None else (*here, index))


def _walk(value: Any, path: tuple[str | int, ...]) -> Iterator[Reference]:
    if isinstance(value, BaseModel):
        yield from references(value, path)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))


def _ids(value: Any, ref: Ref, path: tuple[str | int, ...]) -> Iterator[Reference]:
    if isinstance(value, str):
        if not value.startswith("$"):
            yield Reference(path, ref.sections, value)
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _ids(item, ref, (*path, index))


@cache
def _plan(model: type[BaseModel]) -> tuple[tuple[str, str, Ref | None, bool], ...]:
    """For each field: name, key in the file, the reference it holds, and whether records may lie inside."""
    plan = []
    for name, info in model.model_fields.items():
        ref = next((meta for meta in info.metadata if isinstance(meta, Ref)), None) or _ref_in(info.annotation)
        plan.append((name, info.alias or name, ref, _holds_records(info.annotation)))
    return tuple(plan)


def _ref_in(annotation: Any) -> Ref | None:
    if get_origin(annotation) is Annotated:
        inner, *extra = get_args(annotation)
        return next((meta for meta in extra if isinstance(meta, Ref)), None) or _ref_in(inner)
    for argument in get_args(annotation):
        found = _ref_in(argument)
        if found:
            return found
    return None


def _holds_records(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_holds_records(argument) for argument in get_args(annotation))


def patterns(record: BaseModel, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str, bool]]:
    """Every pattern and fact in a record: its path, its text, and whether it must be a plain fact."""
    for name, alias, mark, nested in _pattern_plan(type(record)):
        value = getattr(record, name)
        here = (*path, alias)
        if mark and isinstance(value, str):
            yield here, value, mark.fact
        elif mark and isinstance(value, tuple):
            yield from (((*here, index), text, mark.fact) for index, text in enumerate(value))
        elif nested and isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from patterns(item, (*here, index))


@cache
def _pattern_plan(model: type[BaseModel]) -> tuple[tuple[str, str, PatternText | None, bool], ...]:
    """For each field that can hold patterns: name, key in the file, mark, and whether they lie in records inside."""
    plan = []
    for name, info in model.model_fields.items():
        mark = _mark_in(info.metadata, info.annotation)
        nested = mark is None and any(_pattern_plan(inner) for inner in _records_in(info.annotation))
        if mark or nested:
            plan.append((name, info.alias or name, mark, nested))
    return tuple(plan)


def _records_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _records_in(argument)


def _mark_in(metadata: list[Any], annotation: Any) -> PatternText | None:
    own = next((meta for meta in metadata if isinstance(meta, PatternText)), None)
    if own is not None:
        return own
    if get_origin(annotation) is Annotated:
        inner, *extra = get_args(annotation)
        return _mark_in(list(extra), inner)
    found = (_mark_in([], argument) for argument in get_args(annotation))
    return next((mark for mark in found if mark), None)
