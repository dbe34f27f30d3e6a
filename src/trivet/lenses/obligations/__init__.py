"""Lens ``obligations``: the casus foederis, computed.

If something happens on a day, who is bound to do what, towards whom, under which article of which instrument in
effect; who may, who may not; and where is nobody bound at all?
"""

from importlib.resources.abc import Traversable
from typing import ClassVar

from pydantic import Field

from trivet.base.dates import EDate
from trivet.base.i18n import Sayer
from trivet.base.message import Message, say
from trivet.case.model import Case
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Figure, Result
from trivet.lens.protocol import Reference, Settings
from trivet.lens.streams import Streams


class ObligationsSettings(Settings):
    """What a user may choose."""

    contingency: str | None = Field(
        default=None,
        description="Ids of contingencies, separated by commas, or all; the case's featured ones if left out.",
    )
    since: EDate | None = Field(default=None, description="Also list the duties that came and went since this day.")


class ObligationsLens:
    """Duties, rights and prohibitions that a contingency triggers."""

    name: ClassVar[str] = "obligations"
    version: ClassVar[str] = "1"
    title: ClassVar[Message] = say("Obligations")
    question: ClassVar[Message] = say(
        "If something happens on this day, who is bound to do what towards whom, and where is nobody bound?"
    )
    needs: ClassVar[tuple[str, ...]] = ("instruments", "contingencies")
    settings: ClassVar[type[Settings]] = ObligationsSettings
    references: ClassVar[tuple[Reference, ...]] = (
        Reference(
            citation="Leeds, B. A., Ritter, J. M., Mitchell, S. M., & Long, A. G. (2002). Alliance treaty obligations "
            "and provisions, 1815-1944. International Interactions 28(3), 237-260.",
            url="https://doi.org/10.1080/03050620213653",
            used_for="the vocabulary of obligations",
        ),
        Reference(
            citation="Kleene, S. C. (1952). Introduction to Metamathematics. North-Holland, section 64.",
            used_for="three-valued truth of patterns over open facts",
        ),
        Reference(
            citation="Reiter, R. (1987). A theory of diagnosis from first principles. Artificial Intelligence 32(1), "
            "57-95.",
            url="https://doi.org/10.1016/0004-3702(87)90062-2",
            used_for="smallest hitting sets that close gaps",
        ),
        Reference(
            citation="Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.",
            url="https://repository.upenn.edu/asc_papers/43",
            used_for="agreement of coders on kept promises",
        ),
    )
    catalogues: ClassVar[Traversable | None] = None

    def applicable(self, case: Case) -> tuple[Message, ...]:
        """A case with contingencies but without any coded obligation has nothing to trigger."""
        if any(thing.obligations for thing in case.instruments):
            return ()
        return (say('No entry of "instruments" has "obligations".'),)

    def run(self, case: Case, settings: ObligationsSettings, streams: Streams) -> Result:
        """Trigger the obligations of a case by its contingencies."""
        from trivet.lenses.obligations.ask import ask, chosen, sweep
        from trivet.lenses.obligations.findings import add_findings
        from trivet.lenses.obligations.tables import add_tables

        builder = ResultBuilder(self, case, settings, streams)
        day = (settings.at or case.meta.as_of).latest
        answers = ask(case, day)
        wanted = chosen(case, settings.contingency)
        asked = [answers[name] for name in wanted]
        add_findings(builder, case, list(answers.values()), asked, day)
        add_tables(builder, case, asked, sweep(case, wanted), day, settings.since)
        return builder.result()

    def figures(self, case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
        """The matrix of partners, duties over time, and gaps."""
        from trivet.lenses.obligations.figures import figures

        return figures(case, result, sayer)
