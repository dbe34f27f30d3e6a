"""From a case and settings to answers: ties, their series, and what is found in each."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import numpy as np

from trivet.case.model import Case
from trivet.lens.progress import report
from trivet.lens.streams import Streams
from trivet.lenses.pulse.answer import Answer, Months, Origin, Track
from trivet.lenses.pulse.chronicle import Choice, chronicle
from trivet.lenses.pulse.measure.dedup import dedup_of
from trivet.lenses.pulse.outside import Chosen, choose
from trivet.lenses.pulse.scales import scale_of
from trivet.lenses.pulse.solve import How, solve
from trivet.lenses.pulse.ties import Tie, ties_of

FEWEST: Final = 8
"""Listed events that make a tie beside the legs worth showing."""


BEFORE: Final = 20
"""Years that the series begin before a day which lies before the year they should begin in."""


def ask(case: Case, settings: Any, streams: Streams) -> tuple[Answer, ...]:
    """Every tie that is asked about.

    Raises:
        NotFoundError: if a tie, a measure, data or a rule that is named does not exist.
        TrivetError: if event data are there, but not the libraries to read them.
    """
    known = case.meta.as_of.latest  # the case says nothing of later days, so no series reaches beyond
    day = min(settings.at.latest, known) if settings.at else known
    scale_of(settings.measure), dedup_of(settings.dedup)
    begin = settings.since if settings.since <= day.year else max(1, day.year - BEFORE)
    months = np.arange(f"{begin:04d}-01", np.datetime64(day, "M") + 1, dtype="datetime64[M]")
    ties = ties_of(case, day, settings.ties, FEWEST)
    chosen = choose(settings.data, day)
    tracks = _tracks(ties, months, day, chosen, settings, streams)
    answers = []
    for number, made in enumerate(tracks):
        report(number, len(tracks), made.tie.id)
        how = How(settings.alarms, settings.draws, settings.half_life)
        answers.append(solve(made, how, streams, str(number)))
    return tuple(answers)


def _tracks(
    ties: Sequence[Tie], months: Months, day: date, chosen: Chosen | None, settings: Any, streams: Streams
) -> list[Track]:
    from_data = _from_data(ties, months, day, chosen, settings, streams) if chosen else {}
    return [
        from_data.get(number)
        or chronicle(tie, months, Choice(settings.half_life, settings.draws, settings.level), streams, str(number))
        for number, tie in enumerate(ties)
    ]


def _from_data(
    ties: Sequence[Tie], months: Months, day: date, chosen: Chosen, settings: Any, streams: Streams
) -> dict[int, Track]:
    """Series of the ties that the data show at all, by the number of the tie."""
    from trivet.lenses.pulse.gather import gather
    from trivet.lenses.pulse.track import Bootstrap, track

    shown = [number for number, tie in enumerate(ties) if tie.codes]
    found = gather(
        chosen, [ties[number].codes for number in shown], months, dedup=dedup_of(settings.dedup), known_by=day
    )
    status = chosen.status
    origin = Origin(
        data=status.name,
        citation=status.citation,
        terms=status.terms,
        blind=status.blind,
        rows=status.rows,
        digest=status.digest,
        kept=settings.dedup,
    )
    how = Bootstrap(settings.draws, settings.level)
    return {
        number: track(ties[number], origin, scale_of(settings.measure), sums, how, streams, str(number))
        for number, sums in zip(shown, found, strict=True)
        if np.nansum(sums.sums[:, 0]) > 0
    }
