"""The measures of a tie, and how each is written."""

from typing import Final

from trivet.base.errors import NotFoundError
from trivet.base.ids import hint_at
from trivet.base.message import say
from trivet.lenses.pulse.answer import Scale

CHRONOLOGY: Final = Scale(
    "level", say("Level of the coded chronology, from -10 to 10"), "points", 1, False, -1, -10.0, 10.0
)
"""The only measure of a case's own chronology."""

MEASURES: Final = {
    scale.name: scale
    for scale in (
        Scale("conflict-share", say("Share of conflict among events"), "share", 0, True, 1, 0.0, 1.0),
        Scale("conflict-count", say("Events of conflict"), "events", 0, False, 1, 0.0, None),
        Scale("log-conflict", say("Events of conflict, on a logarithmic scale"), "log", 2, False, 1, 0.0, None),
        Scale("mean-intensity", say("Mean intensity of events"), "points", 1, False, -1, -10.0, 10.0),
        Scale("positive", say("Cooperative intensity per event"), "points", 2, False, -1, 0.0, 10.0),
        Scale("negative", say("Conflictual intensity per event"), "points", 2, False, -1, -10.0, 0.0),
        Scale("volume", say("Events"), "events", 0, False, 0, 0.0, None),
        Scale(
            "rate", say("Events of conflict per thousand rows of the source"), "per thousand", 2, False, 1, 0.0, None
        ),
    )
}
"""What can be measured in event data. A sum of intensities is not among them: it rises with attention."""

DEFAULT: Final = "rate"


def scale_of(name: str) -> Scale:
    """A measure by name.

    Raises:
        NotFoundError: if there is none of that name.
    """
    if name not in MEASURES:
        raise NotFoundError(f'There is no measure "{name}". {hint_at(name, MEASURES)}')
    return MEASURES[name]
