"""What a reader hands on: canonical rows, and a count of everything it did not take."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from trivet.base.errors import Fault

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Layout:
    """A layout of event data, and what must be said with every number made from it.

    Attributes:
        name: as a user gives it, such as ``gdelt2``.
        source: the data set, as in the canonical row.
        version: the version of the data set, as in the canonical row.
        citation: how its makers wish to be cited.
        terms: what its makers allow, in one sentence.
        blind: what it cannot see, in one sentence.
    """

    name: str
    source: str
    version: str
    citation: str
    terms: str
    blind: str


@dataclass(frozen=True)
class Batch:
    """Some rows of a file. ``read`` counts the lines looked at.

    ``rejected`` has a fault with its line for rows that cannot be used; ``rejected_count`` counts all of them, also
    those beyond the first thousand, for which no fault is kept.
    """

    events: "pl.DataFrame"
    read: int
    rejected_count: int = 0
    rejected: tuple[Fault, ...] = ()


class EventFile(Protocol):
    """A file of event data whose layout is known."""

    @property
    def layout(self) -> Layout:
        """The layout."""
        ...

    def batches(self) -> Iterator[Batch]:
        """The rows, some hundred thousand at a time and in file order. Memory does not grow with the file.

        Raises:
            FaultsError: if the file is cut off or is not what its layout says. Batches handed on before must be
                dropped.
        """
        ...
