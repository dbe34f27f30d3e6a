"""Lens ``bargaining``: where an open issue ends, and who moves."""

from collections.abc import Iterable
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import Field

from trivet.base.errors import Fault
from trivet.base.i18n import Sayer
from trivet.base.message import Message, say
from trivet.case.model import Case
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Figure, Result
from trivet.lens.protocol import Reference, Settings
from trivet.lens.streams import Streams
from trivet.lenses.bargaining.references import REFERENCES


class BargainingSettings(Settings):
    """What a user may choose."""

    issue: str | None = Field(default=None, description="Ids of issues, separated by commas; all of them if left out.")
    model: str | None = Field(
        default=None,
        description="Models beside the default forecast, separated by commas: deal, smp, pce, nash, exchange, package, "
        "challenge; or all, or none. All but challenge if left out.",
    )
    scenario: str | None = Field(
        default=None, description="Ids of scenarios, separated by commas, or none; all of them if left out."
    )
    draws: int = Field(default=2048, ge=64, le=65_536, description="Draws of positions, saliences and influences.")
    correlation: float = Field(
        default=0.3, ge=0, lt=1, description="Correlation of errors in the positions of actors of one state."
    )
    actors: float = Field(
        default=0.5, ge=0, le=1, description="Weight of the actors' own positions in the forecast's distribution."
    )
    deviation: float = Field(
        default=25.0, gt=0, le=100, description="Standard deviation of the forecast's bell curve, in % of the scale."
    )
    error: float = Field(
        default=10.0,
        ge=0,
        le=50,
        description="Error assumed around points where no ranges are given, in % of the scale; 0 for none.",
    )
    cost: float | None = Field(
        default=None,
        gt=1,
        description="Cost of disagreement (K) of the Nash solution, in squared widths of the scale; beyond all bounds "
        "if left out, which gives the weighted mean.",
    )
    weights: Literal["influence", "equal", "shapley-shubik", "banzhaf"] = Field(
        default="influence", description="What actors pull with, times salience."
    )
    smp: str | None = Field(
        default=None,
        description="The nine parameters of KTAB's model in its order, by number or name, separated by commas.",
    )
    smp_mode: Literal["corrected", "as-upstream"] = Field(
        default="corrected", description="Whether KTAB's known defects are mended or kept."
    )
    variant: Literal["code", "paper"] = Field(
        default="code", description="Which reading of the challenge model: the circulating code, or the paper."
    )
    challenge: str | None = Field(
        default=None, description="Single choices of the challenge model, as name=value, separated by commas."
    )
    rounds: int = Field(default=10, ge=1, le=100, description="Rounds of the challenge model.")
    exchange: Literal["outcome", "opening"] = Field(
        default="outcome",
        description="What keeps an exchange from moving an outcome past who asks for it: the outcome as it stands, or "
        "as it stood at the start of the round, as a published program has it.",
    )
    form: Literal["ktab", "positions", "judgements"] = Field(
        default="ktab",
        description="What an exported file holds: a KTAB table, a template for positions, or one filled with those of "
        "the case.",
    )


class BargainingLens:
    """Outcomes of bargaining over issues."""

    name: ClassVar[str] = "bargaining"
    version: ClassVar[str] = "1"
    title: ClassVar[Message] = say("Bargaining")
    question: ClassVar[Message] = say(
        "On an open policy issue, where will bargaining end, how sure is that, and who moves?"
    )
    needs: ClassVar[tuple[str, ...]] = ("issues",)
    settings: ClassVar[type[Settings]] = BargainingSettings
    references: ClassVar[tuple[Reference, ...]] = REFERENCES
    catalogues: ClassVar[Traversable | None] = None
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".txt", ".xlsx")

    def applicable(self, case: Case) -> tuple[Message, ...]:
        """A case of which at least one issue has positions can be asked."""
        if any(issue.positions for issue in case.issues):
            return ()
        return (say('None of the "{section}" of the case has positions.', section="issues"),)

    def faults(self, case: Case) -> Iterable[Fault]:
        """What is wrong with the issues and bargaining models of a case."""
        from trivet.lenses.bargaining.faults import faults_of

        return faults_of(case)

    def run(self, case: Case, settings: BargainingSettings, streams: Streams) -> Result:
        """Solve the issues that are asked about."""
        from trivet.lenses.bargaining.ask import ask
        from trivet.lenses.bargaining.report import report_on

        builder = ResultBuilder(self, case, settings, streams)
        report_on(builder, ask(case, settings, streams))
        return builder.result()

    def figures(self, case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
        """Outcomes, spatial lines with win-sets, pressure, packages, calibration."""
        from trivet.lenses.bargaining.figures import figures

        return figures(case, result, sayer)

    def read_file(self, path: Path) -> Case:
        """A case around the issues in a table of positions: KTAB, plain, long, exchange, or a filled template."""
        from trivet.lenses.bargaining.formats import read

        return read(path)

    def write_file(self, case: Case, settings: Any, suffix: str) -> str | bytes:
        """Issues as a KTAB table, or a template to be filled with positions."""
        from trivet.lenses.bargaining.write import write

        return write(case, settings, suffix)
