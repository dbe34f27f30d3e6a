"""Links inside a page: an object may be named where it has no row to lead to, on this day or in this case."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from trivet.pages.blocks import Inline, Section


def without_dead_links(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections, with links only to what stands in them."""
    anchors = {f"#{anchor}" for anchor in _anchors(sections)}
    kept: tuple[Section, ...] = _mended(sections, anchors)
    return kept


def _anchors(part: Any) -> Iterator[str]:
    if isinstance(part, tuple):
        for item in part:
            yield from _anchors(item)
    elif is_dataclass(part) and not isinstance(part, Inline):
        for name in (field.name for field in fields(part)):
            value = getattr(part, name)
            if name == "anchor":
                yield value
            else:
                yield from _anchors(value)


def _mended(part: Any, anchors: set[str]) -> Any:
    if isinstance(part, Inline):
        dead = part.href is not None and part.href.startswith("#") and part.href not in anchors
        return replace(part, href=None) if dead else part
    if isinstance(part, tuple):
        return tuple(_mended(item, anchors) for item in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{f.name: _mended(getattr(part, f.name), anchors) for f in fields(part) if f.init})
    return part
