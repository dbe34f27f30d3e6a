"""The case itself: its sections, an index of its objects, and the place of each in its files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trivet.base.errors import NotFoundError, Place
from trivet.base.grade import Grade, weakest
from trivet.base.ids import nearest
from trivet.base.languages import Language
from trivet.base.likelihood import LikelihoodTable, shipped_table
from trivet.base.model import Record
from trivet.base.sources import Source
from trivet.base.text import Said, Text
from trivet.case.origin import Draft, Origin
from trivet.case.schema.actors import Actor, Office
from trivet.case.schema.bargaining import BargainingModel
from trivet.case.schema.claims import Claim
from trivet.case.schema.commitments import Commitment
from trivet.case.schema.common import Cited, Judged
from trivet.case.schema.conflicts import Conflict, DecisionMaker, Observed, Perception, Published, Statement
from trivet.case.schema.disputes import Dispute
from trivet.case.schema.events import Event
from trivet.case.schema.instruments import Instrument
from trivet.case.schema.issues import Issue
from trivet.case.schema.meta import Meta
from trivet.case.schema.obligations import Contingency
from trivet.case.schema.roles import RoleModel
from trivet.case.schema.topics import ContestedTerm, Topic, Vocabulary
from trivet.case.sections import LISTS
from trivet.case.terms import TermWriter
from trivet.case.yaml12 import Path as DataPath

if TYPE_CHECKING:
    from datetime import date

    from trivet.base.dates import EDate
    from trivet.case.at import State

CaseObject = (
    Source
    | Contingency
    | Conflict
    | RoleModel
    | BargainingModel
    | Actor
    | Office
    | Instrument
    | Commitment
    | Dispute
    | Event
    | Issue
    | Claim
    | Topic
    | ContestedTerm
)


@dataclass(frozen=True)
class Located:
    """An object or a part of one, the section it stands in, and the file and position it was read from.

    ``part`` is the record that a longer reference leads to, such as one term of office; ``path`` leads to it.
    """

    section: str
    object: CaseObject
    origin: Origin | None = None
    part: Record | None = None
    path: DataPath = ()

    @property
    def ref(self) -> str:
        """The reference, such as ``events/E001`` or ``offices/chair/holders/3``."""
        return "/".join((self.section, self.object.id, *map(str, self.path)))

    @property
    def thing(self) -> Record:
        """The part if there is one, else the object."""
        return self.part or self.object

    def place(self, *path: str | int) -> Place:
        """The file, line and column of the object or of something in it."""
        return self.origin.place((*self.path, *path)) if self.origin else Place(self.section)


@dataclass(frozen=True, eq=False, repr=False)
class Case:
    """A partnership described once. Frozen; equal content has an equal :attr:`digest`.

    Attributes:
        meta: the head of the case.
        overlays: ids of the what-ifs laid over it, in order.
        terms_chosen: contested term to the way it is written.
    """

    meta: Meta
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    offices: tuple[Office, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    events: tuple[Event, ...] = ()
    issues: tuple[Issue, ...] = ()
    contingencies: tuple[Contingency, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    roles: tuple[RoleModel, ...] = ()
    bargaining: tuple[BargainingModel, ...] = ()
    claims: tuple[Claim, ...] = ()
    topics: tuple[Topic, ...] = ()
    terms: tuple[ContestedTerm, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    root: Path | None = None
    draft: Draft | None = None
    located: tuple[Located, ...] = ()
    overlays: tuple[str, ...] = ()
    terms_chosen: Mapping[str, str] = field(default_factory=dict)
    likelihood: LikelihoodTable | None = None

    def __repr__(self) -> str:
        laid = "".join(f" with {name}" for name in self.overlays)
        return f"<Case {self.meta.id} as of {self.meta.as_of}{laid}>"

    def objects(self) -> Iterator[Located]:
        """Every object with its section and place, in file order."""
        if self.located:
            yield from self.located
            return
        for section in LISTS:
            for thing in getattr(self, section):
                yield Located(section, thing)

    def meta_place(self, *path: str | int) -> Place:
        """The place of a field of ``case.yaml``."""
        origin = self.draft.meta.origin if self.draft and self.draft.meta else None
        return origin.place(path) if origin else Place("case.yaml")

    @cached_property
    def index(self) -> dict[str, Located]:
        """Objects by reference (``events/E001``), and by bare id where only one object has it."""
        found: dict[str, Located] = {}
        bare: dict[str, list[Located]] = {}
        for item in self.objects():
            found.setdefault(item.ref, item)
            bare.setdefault(item.object.id, []).append(item)
        found.update({key: items[0] for key, items in bare.items() if len({i.section for i in items}) == 1})
        return found

    def find(self, ref: str) -> Located:
        """An object by reference (``events/E001``), or by id (``E001``) if only one section has it.

        A longer reference leads to a part: ``offices/chair/holders/3``, ``instruments/pact/obligations/article-5``.

        Raises:
            NotFoundError: if there is none, or the id is ambiguous; the text names what may be meant.
        """
        found = self.index.get(ref) or self._find_part(ref)
        if found:
            return found
        homes = [item.ref for item in self.objects() if item.object.id == ref]
        if homes:
            raise NotFoundError(f'"{ref}" is ambiguous in the case {self.meta.id}: write {" or ".join(homes)}.')
        close = nearest(ref, self.index)
        hint = f' Did you mean "{close}"?' if close else ""
        raise NotFoundError(f'There is no "{ref}" in the case {self.meta.id}.{hint}')

    def _find_part(self, ref: str) -> Located | None:
        section, _, rest = ref.partition("/")
        name, _, inner = rest.partition("/")
        whole = self.index.get(f"{section}/{name}")
        found = part_of(whole.object, inner.split("/")) if whole and inner else None
        return replace(whole, part=found[0], path=found[1]) if whole and found else None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content: independent of file layout, comments and the order of objects."""
        from trivet.case.digest import digest_of

        return digest_of(self)

    @cached_property
    def _writer(self) -> TermWriter:
        return TermWriter(self.terms, self.terms_chosen)

    @cached_property
    def likelihood_table(self) -> LikelihoodTable:
        """The table of likelihood words that the case speaks in."""
        return self.likelihood or shipped_table(self.meta.likelihood)

    def name(self, ref: str, language: Language) -> Said:
        """What to call an object: its name, title or text; the id itself for an unknown one."""
        item = self.index.get(ref) or self._find_part(ref)
        if item is None:
            return Said(ref, language)
        part = item.part
        if isinstance(part, DecisionMaker | Perception):
            return self.name(f"actors/{part.actor}", language)
        label = (_words_of(part) if part else None) or label_of(item.object)
        return self.text(label, language) if isinstance(label, Text) else Said(label, language)

    def text(self, text: Text, language: Language) -> Said:
        """Words of the case in a language, with the fallback it declares and the term list applied."""
        said = text.say(language, self.meta.fallback)
        return Said(self._writer.write(said.words, said.language), said.language)

    def sources_of(self, refs: tuple[str, ...]) -> tuple[str, ...]:
        """Ids of the sources of some objects: an ordered union without repeats."""
        ids: dict[str, None] = {}
        for ref in refs:
            item = self.find(ref)
            own = (item.object.id,) if item.section == "sources" else cited_in(item.thing)
            ids.update(dict.fromkeys(own))
        return tuple(ids)

    def grade_of(self, ref: str) -> Grade:
        """How firmly an object is known: judged if nobody sourced it, else by its best source."""
        thing = self.find(ref).thing
        if isinstance(thing, Source):
            return thing.grade
        if not isinstance(thing, Cited):
            return Grade.JUDGED
        if isinstance(thing, Issue):
            grades = [own.grade for own in (thing.status_quo, *thing.positions) if own]
            return weakest(grades) if grades else Grade.JUDGED
        if isinstance(thing, RoleModel | BargainingModel):
            return Grade.JUDGED
        if isinstance(thing, Conflict):
            return weakest([Grade.JUDGED, *(s.grade for dm in thing.decision_makers for s in dm.statements)])
        if isinstance(thing, Judged):
            return thing.grade
        found = (self.index.get(f"sources/{key}") for key in thing.sources)
        grades = [item.object.grade for item in found if item and isinstance(item.object, Source)]
        if thing.support == "background" or not grades:
            return Grade.JUDGED
        return min(grades, key=lambda grade: grade.rank)

    def at(self, day: "date | str | EDate") -> "State":
        """The state of the partnership on a day; see :func:`trivet.case.at.state_at`."""
        from trivet.case.at import state_at

        return state_at(self, day)


def part_of(thing: Record, steps: list[str]) -> tuple[Record, DataPath] | None:
    """The record inside another that some steps lead to, by field name, then by id or position; with its path."""
    here: Any = thing
    path: list[str | int] = []
    for step in steps:
        if isinstance(here, tuple):
            ids = [getattr(entry, "id", None) or getattr(entry, "actor", None) for entry in here]
            position = step.isascii() and step.isdigit() and len(step) < 10
            at = ids.index(step) if step in ids else int(step) if position else -1
            if not 0 <= at < len(here):
                return None
            here = here[at]
            path.append(at)
        else:
            field = next((n for n, i in type(here).model_fields.items() if step in (n, i.alias)), None)
            if field is None:
                return None
            here = getattr(here, field)
            path.append(step)
        if not isinstance(here, Record | tuple):
            return None
    return (here, tuple(path)) if isinstance(here, Record) else None


def _words_of(part: Record) -> Text | None:
    """The words of a part that is known by its own: a preference, an observed outcome, a printed result."""
    return part.text if isinstance(part, Statement | Observed | Published) else None


def label_of(thing: CaseObject) -> Text | str:
    """The words an object is called by."""
    match thing:
        case Source():
            return thing.title
        case Actor() | Instrument() | Dispute() | Contingency() | Topic() | ContestedTerm():
            return thing.name
        case Office() | Event() | Issue() | Conflict() | RoleModel() | BargainingModel():
            return thing.title
        case Commitment():
            return thing.text
        case Claim():
            return thing.claim


def cited_in(value: Any) -> tuple[str, ...]:
    """Ids of all sources named anywhere in a record, in order, each once."""
    from trivet.case.refs import references

    return tuple(dict.fromkeys(ref.id for ref in references(value) if ref.sections == ("sources",)))
