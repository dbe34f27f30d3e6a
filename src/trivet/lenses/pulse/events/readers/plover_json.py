"""Events in the JSON form of the PLOVER manual: one object in a line, or objects written over several lines."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.lenses.pulse.events.actors import CodeSystem, cameo_actors, state_of, state_of_entity
from trivet.lenses.pulse.events.batch import Batch, Layout
from trivet.lenses.pulse.events.codes import cameo, plover
from trivet.lenses.pulse.events.readers.blocks import blocks
from trivet.lenses.pulse.events.readers.faults import Kept, row_fault
from trivet.lenses.pulse.events.readers.frames import canonical, checked, day, moment

PLOVER: Final = Layout(
    "plover",
    "plover",
    "1",
    "Open Event Data Alliance (2017-2021). PLOVER: Political Language Ontology for Verifiable Event Records.",
    "The PLOVER manual is CC BY-SA 4.0; each file has its own terms.",
    "Whatever its coder left out. Of several actors in one role only the first is taken.",
)

ROWS: Final = 50_000
"""Objects of a batch."""


@dataclass(frozen=True)
class PloverFile:
    """A file of objects; each begins with a brace at the start of a line."""

    path: Path
    layout: Layout

    def batches(self) -> Iterator[Batch]:
        """See :class:`trivet.lenses.pulse.events.batch.EventFile`. Each object counts as one row read."""
        kept = Kept()
        rows: list[dict[str, Any]] = []
        lines: list[int] = []
        bad: list[Fault] = []
        for line, text in _objects(self.path):
            row = _parsed(text)
            if row is None:
                bad.append(row_fault(self.path, line, 1, "event-json", say("This is no object of JSON.")))
            else:
                rows.append(row)
                lines.append(line)
            if len(rows) + len(bad) >= ROWS:
                yield self._batch(rows, lines, bad, kept)
                rows, lines, bad = [], [], []
        yield self._batch(rows, lines, bad, kept)

    def _batch(self, rows: list[dict[str, Any]], lines: list[int], bad: list[Fault], kept: Kept) -> Batch:
        import polars as pl

        made = [_event(row) for row in rows]
        names = made[0] if made else ()
        given = {name: pl.Series([row[name] for row in made], strict=False) for name in names}
        given = {name: series if series.dtype != pl.Null else series.cast(pl.String) for name, series in given.items()}
        events = canonical(self.layout, len(rows), given)
        left = Batch(events.clear(), len(bad), len(bad), kept.some(bad))
        return checked(self.path, events, pl.Series(lines, dtype=pl.Int64), len(rows) + len(bad), kept, left)


def _objects(path: Path) -> Iterator[tuple[int, str]]:
    """Each object with its first line: what stands from one brace at the start of a line to the next."""
    start, held = 0, list[str]()
    for block in blocks(path):
        for number, line in enumerate(block.data.decode("utf-8", "replace").split("\n")[:-1], start=block.line):
            if line.startswith("{"):
                if held:
                    yield start, "\n".join(held)
                start, held = number, [line]
            elif held:
                held.append(line)
            elif line.strip() not in ("", "["):
                yield number, line
    if held:
        yield start, "\n".join(held)


def _parsed(text: str) -> dict[str, Any] | None:
    text = text.strip().removesuffix("]").rstrip().removesuffix(",")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _event(row: dict[str, Any]) -> dict[str, Any]:
    """Canonical values of one object; without a source, whoever protests is the first actor."""
    code = _text(row.get("event") or row.get("eventType"))
    kind = (code or "").upper()
    old = cameo().get(code or "")
    mode = _text(row.get("mode") or row.get("eventMode"))
    name1, state1, sector1 = _actor(row.get("source") or row.get("actor") or row.get("protesteridentity"))
    name2, state2, sector2 = _actor(row.get("target") or row.get("recipient"))
    place = _first(row.get("location") or row.get("eventLoc"))
    place = place if isinstance(place, dict) else {}
    known = old is not None or kind in plover()
    return {
        "event_id": _text(row.get("id") or row.get("eventID")),
        "date": day(_text(row.get("date")) or ""),
        "added": moment(_text(row.get("codedDate") or row.get("dateCoded")) or ""),
        "actor1_raw": name1,
        "actor2_raw": name2,
        "actor1": state1,
        "actor2": state2,
        "sector1": sector1,
        "sector2": sector2,
        "code_system": "cameo" if old else "plover",
        "code": code if old or not mode or not known else f"{kind}-{mode.lower()}",
        "root": old.root if old else kind if known else None,
        "quad": old.quad if old else plover().get(kind),
        "intensity": old.icews if old else None,
        "scale": "icews" if old else None,
        "story": _text(row.get("url") or row.get("storyID") or row.get("headline")),
        "place": _text(place.get("city")) or _text(place.get("province")) or _text(row.get("country")),
        "place_state": _state(_text(row.get("ccode")) or _text(place.get("country")) or _text(row.get("country"))),
        "url": _text(row.get("url")),
    }


def _actor(value: Any) -> tuple[str | None, str | None, str | None]:
    """Name, state and sector of an actor: an object, a text, or a list of them of which the first counts."""
    value = _first(value)
    if isinstance(value, dict):
        name = _text(value.get("actorText") or value.get("text") or value.get("name"))
        code = _text(value.get("code") or value.get("actorCode") or value.get("country") or value.get("actor"))
        sector = _text(_first(value.get("sector") or value.get("agent")))
        state = _state(code) or _state((code or "")[:3]) or _state(name)
        return name or code, state, sector.upper() if sector else None
    text = _text(value)
    if text is None:
        return None, None, None
    name, _, rest = text.partition(": ")
    sectors, _, land = rest.rpartition(": ")
    sector = sectors.split(",")[0].split("/")[0].strip().upper()
    return name, _state(land) or _state(name), sector or None


def _state(text: str | None) -> str | None:
    if not text:
        return None
    return cameo_actors().get(text.upper()) or state_of(text, CodeSystem.NAMES) or state_of_entity(text)


def _first(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return value[0] if value else None
    return value


def _text(value: Any) -> str | None:
    """Text or a number as text; None for what says that there is nothing, and for lists and objects."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    return text if text and text not in ("NULL", "NA", "None", "---") else None
