"""Lens ``roles``: who can do what in one contingency, or two at once; what stays uncovered, and which rule closes
it."""

from collections.abc import Iterable
from importlib.resources.abc import Traversable
from typing import ClassVar

from pydantic import Field

from trivet.base.errors import Fault
from trivet.base.i18n import Sayer
from trivet.base.message import Message, say
from trivet.case.model import Case
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Figure, Result
from trivet.lens.protocol import Reference, Settings
from trivet.lens.streams import Streams


class RolesSettings(Settings):
    """What a user may choose."""

    contingency: str | None = Field(
        default=None, description="Ids of situations, separated by commas; all of them if left out."
    )
    rules: str | None = Field(
        default=None, description="Ids of rules that are taken as changed, separated by commas, or all."
    )
    weights: str | None = Field(default=None, description="Id of a set of weights; the first one if left out.")
    stress: str | None = Field(default=None, description="Id of something that makes matters worse.")
    draws: int = Field(default=100, ge=20, le=5000, description="Draws of demand, capacity and shares together.")
    spread: float = Field(default=0.5, gt=0, le=3, description="Standard error of judged shares, on the logit scale.")
    level: float = Field(
        default=0.9, ge=0, lt=1, description="Share of draws that are not bad enough for the prudent choice."
    )
    budget: float = Field(default=8.0, ge=0, description="The most that the prudent choice may cost, in price points.")


class RolesLens:
    """Dividing roles under rules."""

    name: ClassVar[str] = "roles"
    version: ClassVar[str] = "1"
    title: ClassVar[Message] = say("Division of roles")
    question: ClassVar[Message] = say(
        "In one contingency, or two at once, who can do which task, what stays uncovered, and which rule "
        "would close it?"
    )
    needs: ClassVar[tuple[str, ...]] = ("roles",)
    settings: ClassVar[type[Settings]] = RolesSettings
    references: ClassVar[tuple[Reference, ...]] = (
        Reference(
            citation="Dantzig, G. B. (1955). Upper bounds, secondary constraints, and block triangularity in linear "
            "programming. Econometrica 23(2), 174-183.",
            url="https://doi.org/10.2307/1907876",
            used_for="linear programmes with bounded variables",
        ),
        Reference(
            citation="Huangfu, Q., & Hall, J. A. J. (2018). Parallelizing the dual revised simplex method. "
            "Mathematical "
            "Programming Computation 10, 119-142.",
            url="https://doi.org/10.1007/s12532-017-0130-5",
            used_for="HiGHS, which divides roles among few contributors",
        ),
        Reference(
            citation="Shapley, L. S. (1953). A value for n-person games. In Contributions to the Theory of Games II, "
            "307-317. Princeton University Press.",
            url="https://doi.org/10.1515/9781400881970-018",
            used_for="what each rule is worth",
        ),
        Reference(
            citation="Rockafellar, R. T., & Uryasev, S. (2000). Optimization of conditional value-at-risk. Journal of "
            "Risk 2(3), 21-41.",
            url="https://doi.org/10.21314/JOR.2000.038",
            used_for="choosing rules before amounts are known",
        ),
    )
    catalogues: ClassVar[Traversable | None] = None

    def applicable(self, case: Case) -> tuple[Message, ...]:
        """A case with a role model can be asked."""
        return ()

    def faults(self, case: Case) -> Iterable[Fault]:
        """What is wrong with the role models of a case."""
        from trivet.lenses.roles.faults import faults_of

        return faults_of(case)

    def run(self, case: Case, settings: RolesSettings, streams: Streams) -> Result:
        """Divide roles in every situation that is asked about."""
        from trivet.lenses.roles.ask import ask
        from trivet.lenses.roles.findings import add_findings
        from trivet.lenses.roles.tables import add_tables

        builder = ResultBuilder(self, case, settings, streams)
        solved = ask(case, settings, streams)
        add_findings(builder, solved)
        add_tables(builder, solved)
        return builder.result()

    def figures(self, case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
        """Uncovered tasks, postures, division, price against shortfall, Shapley values, trade-off."""
        from trivet.lenses.roles.figures import figures

        return figures(case, result, sayer)
