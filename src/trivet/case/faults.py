"""From a schema error to a fault an analyst can act on."""

from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from trivet.base.errors import Fault, Place
from trivet.base.ids import nearest
from trivet.base.message import Message, say
from trivet.case.origin import Origin
from trivet.case.yaml12 import Path

_KINDS: Final = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "finite_number": "a finite number",
}


def schema_faults(error: ValidationError, model: type[BaseModel], label: str, origin: Origin) -> list[Fault]:
    """All faults in one object.

    Args:
        error: what pydantic found.
        model: the model the object was held against.
        label: what to call the object, such as ``events E012``.
        origin: where its data came from.
    """
    return [_fault(detail, model, label, origin) for detail in error.errors(include_url=False)]


def _fault(detail: ErrorDetails, model: type[BaseModel], label: str, origin: Origin) -> Fault:
    path = _clean(detail["loc"])
    name = _dotted(path)
    kind = detail["type"]
    place = origin.place(path)
    if kind == "missing":
        return Fault(
            "schema-missing",
            say('{object} lacks the field "{field}".', object=label, field=name),
            origin.place(path[:-1]),
        )
    if kind == "extra_forbidden":
        known = field_names(_model_at(model, path[:-1]))
        return Fault(
            "schema-unknown-field",
            say('{object} has an unknown field "{field}".', object=label, field=name),
            origin.key_place(path),
            suggestion(str(path[-1]), known),
        )
    if kind in ("literal_error", "enum"):
        expected = str((detail.get("ctx") or {}).get("expected", ""))
        words = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
        return Fault(
            "schema-value",
            say(
                '{object}: "{given}" is not a value of "{field}". It must be one of: {known}.',
                object=label,
                given=_short(detail["input"]),
                field=name,
                known=", ".join(words),
            ),
            place,
            suggestion(_short(detail["input"]), words),
        )
    if kind in _KINDS:
        return Fault(
            "schema-type",
            say('{object}: "{field}" must be {kind}.', object=label, field=name, kind=_KINDS[kind]),
            place,
        )
    if kind == "string_pattern_mismatch":
        code = "id-format" if path and path[-1] == "id" else "schema-value"
        return Fault(
            code,
            say(
                '{object}: "{given}" is not a proper "{field}".',
                object=label,
                given=_short(detail["input"]),
                field=name,
            ),
            place,
            say("An id has letters, digits, - and _ only, at most 80 characters.") if code == "id-format" else None,
        )
    return Fault(
        _custom_code(kind),
        say('{object}: "{field}" {problem}.', object=label, field=name or "it", problem=detail["msg"].rstrip(".")),
        place,
    )


def _custom_code(kind: str) -> str:
    named = {
        "edtf": "date-format",
        "edtf_type": "date-format",
        "interval_order": "interval-order",
        "range_order": "range-order",
        "range_scale": "range-order",
        "text_bidi": "text-bidi",
        "url": "source-url",
    }
    return named.get(kind, "schema-value")


def suggestion(word: str, known: list[str]) -> Message | None:
    """A "did you mean" for a mistyped word, if anything is close."""
    close = nearest(word, known)
    return say('Did you mean "{name}"?', name=close) if close else None


def field_names(model: type[BaseModel] | None) -> list[str]:
    """The names a model's fields have in a file."""
    return [info.alias or name for name, info in model.model_fields.items()] if model else []


def _clean(loc: tuple[int | str, ...]) -> Path:
    """The location without the names pydantic gives to branches of a union."""
    return tuple(part for part in loc if not (isinstance(part, str) and ("[" in part or "(" in part)))


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path)


def _short(value: Any) -> str:
    words = str(value)
    return words if len(words) <= 60 else words[:57] + "..."


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    found: Any = model
    for part in path:
        if isinstance(part, int):
            continue
        found = _model_in(_annotation(found, part))
        if found is None:
            return None
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def _annotation(model: Any, name: str) -> Any:
    for field, info in getattr(model, "model_fields", {}).items():
        if name in (field, info.alias):
            return info.annotation
    return None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and get_origin(annotation) is None and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _model_in(argument)
        if found:
            return found
    return None


def file_fault(code: str, message: Message, file: str, hint: Message | None = None) -> Fault:
    """A fault of a whole file."""
    return Fault(code, message, Place(file), hint)
