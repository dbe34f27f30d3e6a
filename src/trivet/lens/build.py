"""Building a result: findings get their sources, grade, settings, seed and digest in one place."""

from collections.abc import Iterable, Sequence
from typing import Any

from trivet._version import __version__
from trivet.base.grade import Grade, weakest
from trivet.base.message import Message
from trivet.case.model import Case
from trivet.lens.finding import Finding, Interval, Result, Table
from trivet.lens.protocol import Lens, Settings
from trivet.lens.streams import Streams


class ResultBuilder:
    """Collects the findings and tables of one run."""

    def __init__(self, lens: Lens, case: Case, settings: Settings, streams: Streams) -> None:
        """Start an empty result."""
        self._lens, self._case, self._streams = lens, case, streams
        self._settings = settings.model_dump(mode="json", by_alias=True)
        self._findings: list[Finding] = []
        self._tables: dict[str, Table] = {}
        self._data: dict[str, Any] = {}

    def finding(
        self,
        name: str,
        statement: Message,
        *,
        basis: Iterable[str],
        value: float | int | str | None = None,
        unit: str = "",
        interval: Interval | None = None,
        grade: Grade | None = None,
        assumptions: Sequence[Message] = (),
        key: bool = False,
        detail: bool = False,
    ) -> Finding:
        """Add a finding.

        Args:
            name: its id without the lens.
            statement: what it says.
            basis: references of the objects it rests on, most important first.
            value: the number or word in it, with ``unit`` and ``interval``.
            unit: the unit of ``value``; ``probability`` for a number between 0 and 1.
            interval: the range around ``value``.
            grade: a weaker grade than the basis has, for example ``simulated``.
            assumptions: what must hold besides.
            key: whether it belongs on the first page.
            detail: whether it stands on the lens's own page only, not in a brief.
        """
        refs = tuple(dict.fromkeys(basis))
        grades = [self._case.grade_of(ref) for ref in refs] + ([grade] if grade else [])
        made = Finding(
            id=f"{self._lens.name}/{name}",
            lens=self._lens.name,
            version=self._lens.version,
            statement=statement,
            value=value,
            unit=unit,
            interval=interval,
            basis=refs,
            sources=self._case.sources_of(refs),
            assumptions=tuple(assumptions),
            settings=self._settings,
            seed=self._streams.seed,
            case_digest=self._case.digest,
            grade=weakest(grades),
            key=key,
            detail=detail,
        )
        self._findings.append(made)
        return made

    def table(self, name: str, table: Table) -> None:
        """Add a table under a name."""
        self._tables[name] = table

    def data(self, **more: Any) -> None:
        """Add plain data of the lens's own."""
        self._data |= more

    def result(self) -> Result:
        """The finished result."""
        case = self._case
        return Result(
            lens=self._lens.name,
            version=self._lens.version,
            trivet=__version__,
            case=case.meta.id,
            as_of=case.meta.as_of,
            case_digest=case.digest,
            overlays=case.overlays,
            settings=self._settings,
            seed=self._streams.seed,
            findings=tuple(self._findings),
            tables=dict(self._tables),
            data=dict(self._data),
        )
