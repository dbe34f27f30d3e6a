"""The sections of a case: one file (or folder of files) each, with the model of its items."""

from typing import Final

from trivet.base.model import Record
from trivet.base.sources import Source
from trivet.case.schema.actors import Actor, Office
from trivet.case.schema.bargaining import BargainingModel
from trivet.case.schema.claims import Claim
from trivet.case.schema.commitments import Commitment
from trivet.case.schema.conflicts import Conflict
from trivet.case.schema.disputes import Dispute
from trivet.case.schema.events import Event
from trivet.case.schema.instruments import Instrument
from trivet.case.schema.issues import Issue
from trivet.case.schema.obligations import Contingency
from trivet.case.schema.roles import RoleModel
from trivet.case.schema.topics import ContestedTerm, Topic

LISTS: Final[dict[str, type[Record]]] = {
    "sources": Source,
    "actors": Actor,
    "offices": Office,
    "instruments": Instrument,
    "commitments": Commitment,
    "disputes": Dispute,
    "events": Event,
    "issues": Issue,
    "contingencies": Contingency,
    "conflicts": Conflict,
    "roles": RoleModel,
    "bargaining": BargainingModel,
    "claims": Claim,
    "topics": Topic,
    "terms": ContestedTerm,
}
"""Sections that are lists of objects, by file name, in the order in which a reader meets them."""

OPTIONAL: Final[frozenset[str]] = frozenset(LISTS) - {"sources", "actors"}
"""Sections that a case may leave out."""

SINGLES: Final = ("case", "vocabulary")
"""Files that hold one mapping instead of a list."""
