"""Lens ``conflict``: the graph model for conflict resolution.

Given each decision maker's options and preferences: which outcomes are stable, for whom, under which foresight, and
what upsets them?
"""

from collections.abc import Iterable
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import Field

from trivet.base.errors import Fault, TrivetError
from trivet.base.i18n import Sayer
from trivet.base.message import Message, say
from trivet.case.model import Case
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Figure, Result
from trivet.lens.protocol import Reference, Settings
from trivet.lens.streams import Streams
from trivet.lenses.conflict.references import REFERENCES


class ConflictSettings(Settings):
    """What a user may choose."""

    model: str | None = Field(
        default=None, description="Ids of conflict models, separated by commas, or all; the featured ones if left out."
    )
    states: str | None = Field(
        default=None,
        description="Numbers of the states to explain, separated by commas, or all; the telling ones if left out.",
    )
    target: int | None = Field(
        default=None, ge=1, description="Number of a state: which preferences would make it stable (inverse analysis)."
    )
    improvement: Literal["strict", "pareto"] = Field(
        default="strict",
        description="What improves a coalition: all members better off, or none worse off and one better off.",
    )
    horizon: int = Field(default=3, ge=1, le=12, description="Moves to look ahead under limited-move stability.")
    draws: int = Field(default=200, ge=0, le=10_000, description="Draws of uncertain preferences; 0 for none.")
    spread: float = Field(
        default=1.0, gt=0, le=10, description="Standard error of a preference statement's place, in places."
    )
    everything: bool = Field(
        default=False, description="Also compute simultaneous stability (SIM) of very large models."
    )


class ConflictLens:
    """Stable outcomes of conflicts."""

    name: ClassVar[str] = "conflict"
    version: ClassVar[str] = "1"
    title: ClassVar[Message] = say("Conflicts")
    question: ClassVar[Message] = say(
        "Given each government's options and preferences, which outcomes are stable, for whom, and what would upset "
        "them?"
    )
    needs: ClassVar[tuple[str, ...]] = ("conflicts",)
    settings: ClassVar[type[Settings]] = ConflictSettings
    references: ClassVar[tuple[Reference, ...]] = REFERENCES
    catalogues: ClassVar[Traversable | None] = None
    suffixes: ClassVar[tuple[str, ...]] = (".gmcr", ".json")

    def applicable(self, case: Case) -> tuple[Message, ...]:
        """A case with conflicts can be asked."""
        return ()

    def faults(self, case: Case) -> Iterable[Fault]:
        """What is wrong with the conflicts of a case: conditions, rankings, states."""
        from trivet.lenses.conflict.build import faults_of

        return faults_of(case)

    def run(self, case: Case, settings: ConflictSettings, streams: Streams) -> Result:
        """Solve the conflicts of a case."""
        from trivet.lenses.conflict.ask import solve
        from trivet.lenses.conflict.report import report_on

        builder = ResultBuilder(self, case, settings, streams)
        report_on(builder, solve(case, settings, streams), settings)
        return builder.result()

    def figures(self, case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
        """State tables with stability marks, evolution graphs, concepts against equilibria, robustness."""
        from trivet.lenses.conflict.figures import figures

        return figures(case, result, sayer)

    def read_file(self, path: Path) -> Case:
        """A case around the conflict in a ``.gmcr`` save file or a neutral ``.json`` file."""
        from trivet.lenses.conflict.exchange.gmcr import read_gmcr
        from trivet.lenses.conflict.exchange.neutral import read_neutral

        return read_gmcr(path) if path.suffix == ".gmcr" else read_neutral(path)

    def write_file(self, case: Case, settings: Any, suffix: str) -> str:
        """One conflict as a ``.gmcr`` save file."""
        from trivet._version import __version__
        from trivet.lenses.conflict.ask import chosen
        from trivet.lenses.conflict.build import build
        from trivet.lenses.conflict.exchange.gmcr import write_gmcr

        found = chosen(case, settings.model)
        if suffix != ".gmcr" or len(found) != 1:
            raise TrivetError("Name one model with --model, and a file that ends in .gmcr.")
        built, _ = build(found[0])
        assert built is not None
        makers = built.conflict.decision_makers
        names = [maker.label or case.name(f"actors/{maker.actor}", "en").words for maker in makers]
        return write_gmcr(built, __version__, names)
