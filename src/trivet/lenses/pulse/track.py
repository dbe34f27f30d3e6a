"""The series of a tie from event data."""

from dataclasses import dataclass

import numpy as np

from trivet.lens.streams import Streams
from trivet.lenses.pulse.answer import Floats, Origin, Scale, Track
from trivet.lenses.pulse.gather import Gathered
from trivet.lenses.pulse.measure.bootstrap import interval, resampled
from trivet.lenses.pulse.measure.indices import COLUMNS, index
from trivet.lenses.pulse.ties import Tie


@dataclass(frozen=True)
class Bootstrap:
    """How intervals are made: draws over stories, mass of the interval."""

    draws: int
    level: float


def bounds(found: Gathered, measure: str, how: Bootstrap, generator: np.random.Generator) -> tuple[Floats, Floats]:
    """Ends of the interval of an index in each month, over stories."""
    drawn = resampled(found.story_month, found.story_sums, found.months.size, how.draws, generator)
    drawn[:, ~found.covered] = np.nan
    return interval(index(measure, drawn, found.volume), found.stories, how.level)


def track(
    tie: Tie, origin: Origin, scale: Scale, found: Gathered, how: Bootstrap, streams: Streams, purpose: str
) -> Track:
    """A tie in event data.

    Args:
        tie: the tie.
        origin: the data.
        scale: what is measured.
        found: its monthly sums.
        how: how intervals are made.
        streams: where draws come from.
        purpose: name of the stream.
    """
    shown = index(scale.name, found.sums, found.volume)
    low, high = bounds(found, scale.name, how, streams.generator("stories", purpose))
    part = {name: found.sums[:, place] for place, name in enumerate(COLUMNS)}
    return Track(
        tie=tie,
        origin=origin,
        scale=scale,
        months=found.months,
        shown=shown,
        low=np.where(np.isnan(low), np.nan, np.minimum(low, shown)),
        high=np.where(np.isnan(high), np.nan, np.maximum(high, shown)),
        observed=shown,
        count=part["n"],
        positive=part["intensity_pos"],
        negative=part["intensity_neg"],
        mean=index("mean-intensity", found.sums, found.volume),
    )
