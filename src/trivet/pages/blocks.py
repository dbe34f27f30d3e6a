"""The parts a page is made of. All words in them are final; templates only lay them out."""

from dataclasses import dataclass, field
from typing import Any

from trivet.base.languages import Language


@dataclass(frozen=True)
class Inline:
    """A run of words.

    Attributes:
        words: the words.
        language: their language if it is not the page's, so that the right font and voice are used.
        href: where they lead, a web address or ``#anchor``.
        notes: numbers of the footnotes behind them.
        mark: grade whose mark stands before them.
        strong: whether they stand out.
    """

    words: str
    language: Language | None = None
    href: str | None = None
    notes: tuple[int, ...] = ()
    mark: str | None = None
    strong: bool = False


Line = tuple[Inline, ...]


@dataclass(frozen=True)
class Basis:
    """One object a finding rests on."""

    what: Inline
    kind: str
    grade: str
    place: str


@dataclass(frozen=True)
class FindingView:
    """A finding as a sentence with its badges, footnotes and trail."""

    anchor: str
    sentence: str
    notes: tuple[int, ...]
    more_notes: int
    grade: str
    grade_words: str
    badge: str
    basis: tuple[Basis, ...]
    more_basis: int
    assumptions: tuple[str, ...]
    value: str = ""


@dataclass(frozen=True)
class Findings:
    """A list of findings; ``first`` is the number of the first."""

    items: tuple[FindingView, ...]
    ordered: bool = True
    block: str = field(default="findings", init=False)


@dataclass(frozen=True)
class Prose:
    """A paragraph."""

    line: Line
    quiet: bool = False
    block: str = field(default="prose", init=False)


@dataclass(frozen=True)
class Row:
    """A row of a table, with the anchor under which it can be linked."""

    cells: tuple[Line, ...]
    anchor: str = ""


@dataclass(frozen=True)
class TableView:
    """A table. ``folded`` puts it behind a summary that opens on demand and prints unfolded only if short."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    folded: bool = False
    numeric: tuple[int, ...] = ()
    block: str = field(default="table", init=False)


@dataclass(frozen=True)
class FigureView:
    """A chart with its title, alternative text, source line and the table behind it."""

    anchor: str
    title: str
    alt: str
    spec: dict[str, Any]
    source_line: str
    notes: tuple[int, ...]
    updated: str
    table: TableView
    block: str = field(default="figure", init=False)


@dataclass(frozen=True)
class Entries:
    """A dated list."""

    items: tuple[tuple[str, Line], ...]
    block: str = field(default="entries", init=False)


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    words: str
    block: str = field(default="heading", init=False)


Block = Findings | Prose | TableView | FigureView | Entries | Heading


@dataclass(frozen=True)
class Section:
    """A part of a page under one heading."""

    anchor: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class SourceNote:
    """A numbered source."""

    number: int
    id: str
    title: str
    language: str
    details: str
    url: str | None
    quality: str
    kind: str
    seen: str


@dataclass(frozen=True)
class Alternate:
    """The same page in another language."""

    language: Language
    name: str
    href: str


@dataclass(frozen=True)
class Page:
    """A whole document."""

    language: Language
    title: str
    kicker: str
    summary: Inline | None
    marking: str
    sections: tuple[Section, ...]
    sources: tuple[SourceNote, ...]
    sources_heading: str
    colophon: tuple[str, ...]
    alternates: tuple[Alternate, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
