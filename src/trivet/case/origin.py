"""Where the data of an object came from: a file, and any overlays that changed parts of it."""

from dataclasses import dataclass, field, replace
from typing import Any

from trivet.base.errors import Place
from trivet.case.yaml12 import Document, Path


@dataclass(frozen=True)
class Origin:
    """The document and path an object was read from, and for each changed part the overlay that changed it."""

    document: Document
    path: Path = ()
    overrides: tuple[tuple[Path, Document, Path], ...] = ()

    def place(self, path: Path) -> Place:
        """The place of a value inside the object."""
        document, full = self._resolve(path)
        return document.place(full)

    def key_place(self, path: Path) -> Place:
        """The place of the key that leads to a value inside the object."""
        document, full = self._resolve(path)
        return document.key_place(full)

    def overridden(self, part: Path, document: Document, path: Path) -> "Origin":
        """The same origin with one part now coming from an overlay."""
        kept = tuple(own for own in self.overrides if own[0][: len(part)] != part)
        return replace(self, overrides=(*kept, (part, document, path)))

    def _resolve(self, path: Path) -> tuple[Document, Path]:
        around = [own for own in self.overrides if path[: len(own[0])] == own[0]]
        if around:
            part, document, at = max(around, key=lambda own: len(own[0]))
            return document, (*at, *path[len(part) :])
        for part, document, at in reversed(self.overrides):
            if path and part[: len(path)] == path:  # something inside was changed
                return document, at
        return self.document, (*self.path, *path)


@dataclass
class RawItem:
    """One object as plain data, before it is checked against the schema."""

    data: Any
    origin: Origin

    @property
    def id(self) -> str | None:
        """The id it claims to have, if it has one at all."""
        found = self.data.get("id") if isinstance(self.data, dict) else None
        return found if isinstance(found, str) else None


@dataclass
class Draft:
    """A whole case as plain data with origins: what a loader reads and an overlay changes."""

    sections: dict[str, list[RawItem]] = field(default_factory=dict)
    meta: RawItem | None = None
    vocabulary: RawItem | None = None
    overlays: tuple[str, ...] = ()
    unread: set[str] = field(default_factory=set)
    """Sections of which a file could not be read, so that nothing can be said about references into them."""

    def copy(self) -> "Draft":
        """A draft that can be changed without touching this one; plain data is shared until it is changed."""
        return Draft(
            {name: [RawItem(item.data, item.origin) for item in items] for name, items in self.sections.items()},
            RawItem(self.meta.data, self.meta.origin) if self.meta else None,
            RawItem(self.vocabulary.data, self.vocabulary.origin) if self.vocabulary else None,
            self.overlays,
            set(self.unread),
        )
