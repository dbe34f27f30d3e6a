"""The digest of a case: the same content gives the same digest, whatever the layout of its files."""

import hashlib
import json
from typing import Any

from trivet.case.model import Case
from trivet.case.sections import LISTS


def content_of(case: Case) -> dict[str, Any]:
    """The content of a case as plain data, objects sorted by id."""
    content: dict[str, Any] = {
        "case": case.meta.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "vocabulary": case.vocabulary.model_dump(mode="json", by_alias=True, exclude_defaults=True),
    }
    for section in LISTS:
        content[section] = [
            thing.model_dump(mode="json", by_alias=True, exclude_defaults=True)
            for thing in sorted(getattr(case, section), key=lambda thing: thing.id)
        ]
    return content


def canonical(data: Any) -> bytes:
    """Plain data as canonical JSON bytes."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(case: Case) -> str:
    """SHA-256 of a case's content, in hexadecimal."""
    return hashlib.sha256(canonical(content_of(case))).hexdigest()
