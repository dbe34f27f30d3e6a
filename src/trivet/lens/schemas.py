"""JSON Schemas of the files of a case and of results, as editors and other programs use them."""

import json
from typing import Any

from pydantic import TypeAdapter

from trivet.case.schema.meta import Meta
from trivet.case.schema.topics import Vocabulary
from trivet.case.sections import LISTS
from trivet.lens.finding import Result

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_names() -> tuple[str, ...]:
    """``case``, every section, ``vocabulary`` and ``result``."""
    return ("case", *LISTS, "vocabulary", "result")


def schema_of(name: str) -> dict[str, Any]:
    """The schema of one file, or of a result.

    Raises:
        KeyError: if there is no such schema.
    """
    if name == "result":
        made = Result.model_json_schema(mode="serialization", by_alias=True)
    elif name == "case":
        made = Meta.model_json_schema(by_alias=True)
    elif name == "vocabulary":
        made = Vocabulary.model_json_schema(by_alias=True)
    else:
        items: Any = list.__class_getitem__(LISTS[name])
        made = TypeAdapter(items).json_schema(by_alias=True)
    return {"$schema": DIALECT, **made, "title": name}


def schema_text(name: str) -> str:
    """The schema as it is checked in."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
