"""From a schema error to a fault an analyst can act on."""

import re
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from trivet.base.errors import Fault, Place
from trivet.base.ids import nearest
from trivet.base.message import N_, Message, Term, say
from trivet.case.origin import Origin
from trivet.case.yaml12 import Path

KINDS: Final = {
    "string_type": N_("text"),
    "int_type": N_("a whole number"),
    "int_parsing": N_("a whole number"),
    "int_from_float": N_("a whole number"),
    "float_type": N_("a number"),
    "float_parsing": N_("a number"),
    "bool_type": N_("true or false"),
    "bool_parsing": N_("true or false"),
    "tuple_type": N_("a list"),
    "list_type": N_("a list"),
    "dict_type": N_("a mapping (key: value)"),
    "model_type": N_("a mapping (key: value)"),
    "model_attributes_type": N_("a mapping (key: value)"),
    "finite_number": N_("a finite number"),
}
_SHORT_FORMS: Final = {
    "Text": N_("text, or a mapping of languages"),
    "Range": N_("a number, or a mapping of low, best and high"),
    "Percent": N_("a number, or a mapping of low, best and high"),
    "Amount": N_("a number, or a mapping of low, best and high"),
}
_SUBJECT: Final = re.compile(r"^(Input|String|Tuple|List|Dictionary) (?=should )")

_CODES: Final = {
    "edtf": "date-format",
    "edtf_type": "date-format",
    "interval_order": "interval-order",
    "range_order": "range-order",
    "range_scale": "range-order",
    "range_negative": "range-order",
    "scale_order": "range-order",
    "text_bidi": "text-bidi",
    "url": "source-url",
    "state_name": "schema-type",
    "state_start": "schema-type",
}

_PROBLEMS: Final = {
    "greater_than_equal": N_('{object}: "{field}" must be at least {ge}.'),
    "greater_than": N_('{object}: "{field}" must be more than {gt}.'),
    "less_than_equal": N_('{object}: "{field}" must be at most {le}.'),
    "less_than": N_('{object}: "{field}" must be less than {lt}.'),
    "string_too_short": N_('{object}: "{field}" must not be empty.'),
    "string_too_long": N_('{object}: "{field}" is longer than {max_length} characters.'),
    "too_short": N_('{object}: "{field}" needs at least {min_length} entries.'),
    "too_long": N_('{object}: "{field}" takes at most {max_length} entries.'),
    "edtf": N_('{object}: "{field}" is not a date. Write it as 2023, 2023-08 or 2023-08-18.'),
    "edtf_type": N_('{object}: "{field}" must be a date.'),
    "interval_order": N_('{object}: "{field}" ends before it begins.'),
    "range_order": N_('{object}: "{field}" must satisfy low <= best <= high.'),
    "range_scale": N_('{object}: "{field}" must lie between 0 and 100.'),
    "range_negative": N_('{object}: "{field}" must not be negative.'),
    "scale_order": N_('{object}: "{field}" must have low < high.'),
    "claim_open": N_('{object}: "{field}" must say above or below which point of the scale.'),
    "claim_order": N_('{object}: "{field}" must have above < below.'),
    "text_bidi": N_('{object}: "{field}" holds invisible characters that reorder text.'),
    "text_empty": N_('{object}: "{field}" has no words in any language.'),
    "url": N_('{object}: "{field}" must start with http:// or https://.'),
    "state_name": N_('{object}: "{field}" must be the number, the pattern or the id of a state.'),
    "state_start": N_('{object}: "{field}" must be a list of options, or the number of a state.'),
    "band_order": N_('{object}: "{field}" must have low < high.'),
    "band_overlap": N_('{object}: "{field}" has bands that overlap or do not ascend.'),
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
    kind = detail["type"]
    path = _clean(detail["loc"], kind)
    name = _dotted(path)
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
    if kind in KINDS:
        wanted = _SHORT_FORMS.get((detail.get("ctx") or {}).get("class_name", ""), KINDS[kind])
        return Fault(
            "schema-type",
            say('{object}: "{field}" must be {kind}.', object=label, field=name, kind=Term(msgid=wanted))
            if name
            else say("{object}: an entry must be {kind}.", object=label, kind=Term(msgid=wanted)),
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
    return Fault(_CODES.get(kind, "schema-value"), problem(detail, label, name or "it"), place)


def problem(detail: ErrorDetails, label: str, name: str) -> Message:
    """What is wrong with one value, as a sentence."""
    context = {key: str(value) for key, value in (detail.get("ctx") or {}).items() if key != "error"}
    template = _PROBLEMS.get(detail["type"])
    if template is None:
        why = _SUBJECT.sub("", detail["msg"]).replace(" after validation", "").rstrip(".")
        return say('{object}: "{field}" {problem}.', object=label, field=name, problem=why)
    return say(template, object=label, field=name, **context)


def suggestion(word: str, known: list[str]) -> Message | None:
    """A "did you mean" for a mistyped word, if anything is close."""
    close = nearest(word, known)
    return say('Did you mean "{name}"?', name=close) if close else None


def field_names(model: type[BaseModel] | None) -> list[str]:
    """The names a model's fields have in a file."""
    return [info.alias or name for name, info in model.model_fields.items()] if model else []


def _clean(loc: tuple[int | str, ...], kind: str) -> Path:
    """The location without the mark that pydantic puts after a key that is itself at fault."""
    return loc[:-1] if loc[-1:] == ("[key]",) and kind != "extra_forbidden" else loc


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
