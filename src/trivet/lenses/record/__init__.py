"""Lens ``record``: where the partnership stands on a day, read off the case alone.

It models nothing. It counts what the record holds, gives bounds where evidence is missing, and states base rates.
"""

from importlib.resources.abc import Traversable
from typing import ClassVar

from pydantic import Field

from trivet.base.i18n import Sayer
from trivet.base.message import N_, Message, say
from trivet.case.model import Case
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Figure, Result
from trivet.lens.protocol import Reference, Settings
from trivet.lens.streams import Streams


class RecordSettings(Settings):
    """What a user may choose."""

    months: int = Field(default=12, ge=1, le=120, description="Months that count as recent.")
    level: float = Field(default=0.9, gt=0.5, lt=1, description="Level of the intervals around base rates.")


class RecordLens:
    """The state of a partnership on a day."""

    name: ClassVar[str] = "record"
    version: ClassVar[str] = "1"
    title: ClassVar[Message] = say(N_("The record"))
    question: ClassVar[Message] = say(N_("Where does the partnership stand on a day, and how did it get there?"))
    needs: ClassVar[tuple[str, ...]] = ("actors",)
    settings: ClassVar[type[Settings]] = RecordSettings
    references: ClassVar[tuple[Reference, ...]] = (
        Reference(
            citation="Wilson, E. B. (1927). Probable inference, the law of succession, and statistical "
            "inference. Journal of the American Statistical Association 22(158), 209-212.",
            url="https://doi.org/10.1080/01621459.1927.10502953",
            used_for="intervals around base rates",
        ),
        Reference(
            citation="Manski, C. F. (1989). Anatomy of the selection problem. Journal of Human Resources "
            "24(3), 343-360.",
            url="https://doi.org/10.2307/145818",
            used_for="bounds where outcomes are unknown",
        ),
    )
    catalogues: ClassVar[Traversable | None] = None

    def applicable(self, case: Case) -> tuple[Message, ...]:
        """A case with partners always has a record; a collection of models has none."""
        return () if case.meta.partners else (say('The case names no "partners".'),)

    def run(self, case: Case, settings: RecordSettings, streams: Streams) -> Result:
        """Count what the case holds on the chosen day."""
        from trivet.lenses.record.findings import add_findings
        from trivet.lenses.record.read import read
        from trivet.lenses.record.tables import add_tables

        builder = ResultBuilder(self, case, settings, streams)
        facts = read(case, settings.at, settings.months)
        add_findings(builder, facts, settings.level)
        add_tables(builder, facts)
        return builder.result()

    def figures(self, case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
        """Events by year and leg, the network of ties, and the matrix of legs."""
        from trivet.lenses.record.figures import figures

        return figures(case, result, sayer)
