"""What a lens is. Shipped lenses and those of other packages come through the same door."""

from collections.abc import Iterable
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, ClassVar, Protocol, runtime_checkable

from pydantic import ConfigDict, Field

from trivet.base.dates import EDate
from trivet.base.errors import Fault
from trivet.base.i18n import Sayer
from trivet.base.message import Message
from trivet.base.model import Record
from trivet.case.model import Case
from trivet.lens.finding import Figure, Result
from trivet.lens.streams import Streams


class Settings(Record):
    """What a user may choose for a run. Its fields make the CLI flags, the web form and the table in the docs."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True)

    at: EDate | None = Field(default=None, description="Day to look at; the case's own day if left out.")


class Reference(Record):
    """A published work that a lens implements."""

    citation: str = Field(min_length=10)
    url: str | None = None
    used_for: str


@runtime_checkable
class ChecksCases(Protocol):
    """A lens that can say what is wrong with the part of a case that only it reads."""

    def faults(self, case: Case) -> Iterable[Fault]:
        """Every fault, each with its place."""
        ...


@runtime_checkable
class ReadsFiles(Protocol):
    """A lens that also takes files of other programs instead of a case."""

    suffixes: ClassVar[tuple[str, ...]]

    def read_file(self, path: Path) -> Case:
        """The case that a file holds.

        Raises:
            CaseError: with every fault, if it cannot be used.
        """
        ...


@runtime_checkable
class WritesFiles(Protocol):
    """A lens that can write what it reads of a case in the format of another program."""

    def write_file(self, case: Case, settings: Any, suffix: str) -> str | bytes:
        """The text, or the bytes, of a file whose name ends in ``suffix``.

        Raises:
            TrivetError: if the format cannot hold what the case has.
        """
        ...


@runtime_checkable
class LooksOutside(Protocol):
    """A lens that may read data of the user's own that no case holds, such as a store of event data."""

    def outside(self, settings: Any) -> str:
        """A checksum of the data a run with these settings would find; it tells one kept result from another."""
        ...


@runtime_checkable
class Lens(Protocol):
    """A published method that answers questions about a case.

    Attributes:
        name: one word, as on the command line.
        version: raised whenever the same input would give another result.
        title: what to call it.
        question: the question it answers, as a user would put it.
        needs: sections of the case it cannot do without.
        settings: the model of its settings.
        references: the works it implements.
        catalogues: folder with its ``.po`` files, or None if Trivet's own hold its messages.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    title: ClassVar[Message]
    question: ClassVar[Message]
    needs: ClassVar[tuple[str, ...]]
    settings: ClassVar[type[Settings]]
    references: ClassVar[tuple[Reference, ...]]
    catalogues: ClassVar[Traversable | None]

    def applicable(self, case: Case) -> tuple[Message, ...]:
        """Why the lens cannot run on a case, naming the missing part; empty if it can."""
        ...

    def run(self, case: Case, settings: Any, streams: Streams) -> Result:
        """Answer. Pure: the same case, settings and seed give the same result, and nothing is changed."""
        ...

    def figures(self, case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
        """Charts of a result, labelled in the language of ``sayer``."""
        ...
