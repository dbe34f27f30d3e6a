"""Lens ``pulse``: is a tie warming or cooling, and when did it break."""

from importlib.resources.abc import Traversable
from typing import ClassVar

from pydantic import Field

from trivet.base.i18n import Sayer
from trivet.base.message import Message, say
from trivet.case.model import Case
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Figure, Result
from trivet.lens.protocol import Reference, Settings
from trivet.lens.streams import Streams
from trivet.lenses.pulse.references import REFERENCES


class PulseSettings(Settings):
    """What a user may choose."""

    data: str | None = Field(
        default=None,
        description="Event data to use, such as gdelt-2, or none for the case's own list alone; the data in the store "
        "that reach furthest if left out.",
    )
    measure: str = Field(default="rate", description="What is measured in event data.")
    ties: str | None = Field(
        default=None,
        description="Pairs of actors besides the legs, such as A-B,C-D; those with many listed events if left out.",
    )
    since: int = Field(default=2005, ge=1900, le=2100, description="Year in which the series begin.")
    dedup: str = Field(default="repeats", description="Which rows of event data count as one.")
    half_life: float = Field(default=12, gt=0, le=240, description="Months after which a listed event weighs half.")
    alarms: float = Field(default=0.5, gt=0, le=6, description="False alarms that are accepted in a year.")
    level: float = Field(default=0.8, gt=0.5, lt=1, description="Level of the intervals around the series.")
    draws: int = Field(default=400, ge=100, le=5000, description="Bootstrap draws, and draws handed to simulations.")


class PulseLens:
    """The temperature of each tie."""

    name: ClassVar[str] = "pulse"
    version: ClassVar[str] = "1"
    title: ClassVar[Message] = say("The pulse of each tie")
    question: ClassVar[Message] = say("Is a tie warming or cooling right now, when did it break, and what may come?")
    needs: ClassVar[tuple[str, ...]] = ("actors",)
    settings: ClassVar[type[Settings]] = PulseSettings
    references: ClassVar[tuple[Reference, ...]] = REFERENCES
    catalogues: ClassVar[Traversable | None] = None

    def applicable(self, case: Case) -> tuple[Message, ...]:
        """A case with partners has ties; a collection of models has none."""
        return () if case.meta.partners else (say('The case names no "partners".'),)

    def outside(self, settings: PulseSettings) -> str:
        """A checksum of the event data that a run with these settings would find."""
        from trivet.lenses.pulse.outside import digest

        return digest(settings.data)

    def run(self, case: Case, settings: PulseSettings, streams: Streams) -> Result:
        """Measure every tie."""
        from trivet.lenses.pulse.ask import ask
        from trivet.lenses.pulse.document import add_data
        from trivet.lenses.pulse.findings import add_findings
        from trivet.lenses.pulse.tables import add_tables

        builder = ResultBuilder(self, case, settings, streams)
        answers = ask(case, settings, streams)
        add_findings(builder, answers, settings.alarms, settings.level)
        add_tables(builder, answers)
        add_data(builder, answers)
        return builder.result()

    def figures(self, case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
        """Series of each tie, calendar, alarms, coming months, calibration."""
        from trivet.lenses.pulse.figures import figures

        return figures(case, result, sayer)
