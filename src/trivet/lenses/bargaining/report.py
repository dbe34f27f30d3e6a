"""Everything that one run says."""

from collections.abc import Iterator
from typing import Any

from trivet.lens.build import ResultBuilder
from trivet.lenses.bargaining.ask import Asked
from trivet.lenses.bargaining.calibration import scores
from trivet.lenses.bargaining.document import document
from trivet.lenses.bargaining.dynamics import FEWEST, Challenge, Politics, parameters_of, together, variant_of
from trivet.lenses.bargaining.findings import IssueFindings, add_together
from trivet.lenses.bargaining.overall import add_overall
from trivet.lenses.bargaining.tables import add_tables


def report_on(builder: ResultBuilder, asked: Asked) -> None:
    """Add every finding, every table and the plain data."""
    politics = tuple(_politics(asked))
    challenges = tuple(_challenges(asked))
    add_overall(builder, asked)
    for solved in asked.solved:
        _issue(IssueFindings(builder, asked, solved), politics, challenges)
    for run in politics:
        if len(run.solved) > 1:
            add_together(builder, run)
    add_tables(builder, asked, politics)
    builder.table("scores", scores())
    builder.data(**document(asked, politics, challenges))


def _issue(findings: IssueFindings, politics: tuple[Politics, ...], challenges: tuple[Challenge, ...]) -> None:
    solved = findings.solved
    findings.forecast()
    findings.scenarios()
    deal = findings.asked.deals.get(solved.problem.issue.id)
    if deal is not None:
        findings.deal(deal)
    for run in politics:
        if run.solved == (solved,):
            findings.pressure(run)
    for course in challenges:
        if course.solved is solved:
            findings.challenge(course)


def _politics(asked: Asked) -> Iterator[Politics]:
    if "smp" not in asked.wanted:
        return
    settings: Any = asked.settings
    parameters, upstream = parameters_of(settings.smp), settings.smp_mode == "as-upstream"
    if together(asked.solved) and asked.solved[0].problem.size >= FEWEST:
        yield Politics(asked.solved, parameters, upstream, asked.streams)
        return
    for solved in asked.solved:
        if solved.problem.size >= FEWEST:
            yield Politics((solved,), parameters, upstream, asked.streams)


def _challenges(asked: Asked) -> Iterator[Challenge]:
    if "challenge" in asked.wanted:
        variant = variant_of(asked.settings.variant, asked.settings.challenge)
        for solved in asked.solved:
            yield Challenge(solved, variant, asked.settings.rounds, asked.streams)
