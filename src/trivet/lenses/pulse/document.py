"""What the lens computed beyond findings and tables, as plain data: for other programs, and for simulations."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from trivet.lens.build import ResultBuilder
from trivet.lenses.pulse.answer import Answer, Feed, Floats, Origin


def add_data(builder: ResultBuilder, answers: Sequence[Answer]) -> None:
    """Add ``ties``: for each tie its origin, last value, change, fan, and draws for simulations."""
    builder.data(ties=[document(answer) for answer in answers])


def document(answer: Answer) -> dict[str, Any]:
    """One tie as plain data. Numbers that are not known are None."""
    track, fan = answer.track, answer.fan
    return {
        "id": track.tie.id,
        "members": list(track.tie.leg.members),
        "partner": track.tie.partner,
        "measure": track.scale.name,
        "worse": track.scale.worse,
        "origin": origin(track.origin),
        "first": str(track.months[0]),
        "values": numbers(track.shown),
        "thresholds": {name: round(value, 4) for name, value in answer.thresholds.items()},
        "forecast": None
        if fan is None
        else {
            "method": fan.method,
            "fell_back": fan.fell_back,
            "why": fan.why,
            "months": [str(month) for month in fan.months],
            "levels": numbers(fan.levels),
            "quantiles": [numbers(row) for row in fan.quantiles],
        },
        "feed": None if answer.feed is None else feed(answer.feed),
    }


def origin(found: Origin) -> dict[str, Any]:
    """Where a series comes from."""
    return {
        "data": found.data,
        "citation": found.citation,
        "terms": found.terms,
        "rows": found.rows,
        "dedup": found.kept,
        "digest": found.digest,
    }


def feed(found: Feed) -> dict[str, list[float | None]]:
    """Posterior draws by name."""
    return {name: numbers(draws) for name, draws in found.draws.items()}


def numbers(values: Floats) -> list[float | None]:
    """An array as JSON takes it."""
    return [None if not np.isfinite(value) else round(float(value), 6) for value in values]
