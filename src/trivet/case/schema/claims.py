"""``claims.yaml``: the statements of the text under study, each with a verdict."""

from typing import Literal

from pydantic import StrictBool, StrictInt

from trivet.base.dates import EDate
from trivet.base.text import Text
from trivet.case.schema.common import ActorId, Object

ClaimType = Literal["fact", "judgement", "forecast", "recommendation"]
Verdict = Literal["confirmed", "contradicted", "unverifiable", "opinion"]


class Claim(Object):
    """One statement. ``partial`` says that the verdict holds for the core only: the note then matters."""

    paragraph: StrictInt
    claim: Text
    type: ClaimType
    verdict: Verdict
    partial: StrictBool = False
    actors: tuple[ActorId, ...] = ()
    date: EDate | None = None
