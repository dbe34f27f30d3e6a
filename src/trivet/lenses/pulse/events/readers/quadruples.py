"""Cuts of ICEWS that serve as benchmarks of temporal knowledge graphs: source, relation, target and time.

All are words, or all are ids. Cuts differ in what they leave out, so each is a data set of its own. As an id, the time
counts hours or days from the cut's first day; which of the two is told from the values, or the file is refused.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from trivet.base.message import say
from trivet.lenses.pulse.events.actors import state_of_entity
from trivet.lenses.pulse.events.batch import Batch, Layout
from trivet.lenses.pulse.events.codes import cameo, cameo_by_text
from trivet.lenses.pulse.events.readers.blocks import blocks, sieve
from trivet.lenses.pulse.events.readers.faults import Kept, refused
from trivet.lenses.pulse.events.readers.frames import (
    Cells,
    cameo_columns,
    canonical,
    checked,
    day,
    mapped,
    text_columns,
)
from trivet.lenses.pulse.events.readers.icews import CITATION, TERMS
from trivet.lenses.pulse.events.readers.table import wrong

if TYPE_CHECKING:
    import polars as pl

EPOCH: Final = date(1970, 1, 1)
HOURS: Final = 24
FEWEST: Final = 3
"""Different times from which the unit can be told."""

BLIND: Final = (
    "A benchmark cut: a part of the events, each fact once a day, rare actors left out. Its counts are comparable with "
    "no other data set, another cut included."
)


@dataclass(frozen=True)
class Cut:
    """A benchmark cut of ICEWS.

    Attributes:
        layout: what it is.
        first: day from which time is counted.
        last: its last day.
        name: what its files or their folder are called.
    """

    layout: Layout
    first: date
    last: date
    name: re.Pattern[str]


def _cut(name: str, first: date, last: date, pattern: str) -> Cut:
    layout = Layout(name, "icews", name.removeprefix("icews"), CITATION, TERMS, BLIND)
    return Cut(layout, first, last, re.compile(rf"icews[-_ ]?(20)?{pattern}(?!\d)", re.IGNORECASE))


CUTS: Final[dict[str, Cut]] = {
    cut.layout.name: cut
    for cut in (
        _cut("icews14", date(2014, 1, 1), date(2014, 12, 31), "14"),
        _cut("icews0515", date(2005, 1, 1), date(2015, 12, 31), r"05[-_]?(20)?15"),
        _cut("icews18", date(2018, 1, 1), date(2018, 12, 31), "18"),
        _cut("icews21", date(2021, 1, 1), date(2021, 12, 31), "21"),
        _cut("icews22", date(2022, 1, 1), date(2022, 12, 31), "22"),
    )
}


def cut_of(path: Path) -> Cut | None:
    """The cut that a file belongs to, by its name or that of its folder."""
    for name in (path.name, path.absolute().parent.name):
        found = [cut for cut in CUTS.values() if cut.name.search(name)]
        if len(found) == 1:
            return found[0]
    return None


@dataclass(frozen=True)
class QuadrupleFile:
    """A file of quadruples; it is read whole. Identical ones are one event, and its weight is how many there are.

    Attributes:
        path: the file.
        cut: what it belongs to.
        columns: of each line, 4 or 5.
        ids: whether it has ids in place of text.
    """

    path: Path
    cut: Cut
    columns: int
    ids: bool

    @property
    def layout(self) -> Layout:
        """The layout."""
        return self.cut.layout

    def batches(self) -> Iterator[Batch]:
        """See :class:`trivet.lenses.pulse.events.batch.EventFile`. Identical quadruples count as one row read."""
        import polars as pl

        kept = Kept()
        parts, bad = [], Batch(pl.DataFrame(), 0)
        for block in blocks(self.path):
            found = sieve(block, (self.columns,))
            more = wrong(self.path, list(found.bad), kept)
            bad = Batch(more.events, bad.read + more.read, bad.read + more.read, (*bad.rejected, *more.rejected))
            for data, lines in found.good.values():
                raw = text_columns(data, [0, 1, 2, 3])
                raw.columns = ["source", "relation", "target", "time"]
                parts.append(raw.with_columns(line=pl.Series(lines)))
        raw = pl.concat(parts) if parts else pl.DataFrame(schema=dict.fromkeys(("source", "relation"), pl.String))
        if not raw.height:
            raise refused(self.path, "event-file-empty", say("There is nothing in the file."))
        raw = self._named(raw) if self.ids else raw.with_columns(day=mapped(raw["time"], day, pl.Date))
        key = ["source", "relation", "target", "day"]
        once = raw.group_by(key, maintain_order=True).agg(pl.len().alias("weight"), pl.col("line").first())
        events = _columns(Cells(once.drop("weight", "line")), once, self.layout)
        yield checked(self.path, events, once["line"], once.height + bad.read, kept, bad)

    def _named(self, raw: "pl.DataFrame") -> "pl.DataFrame":
        import polars as pl

        entities, relations = (_dictionary(self.path, kind) for kind in ("entity2id", "relation2id"))
        numbers = raw["time"].str.strip_chars().cast(pl.Int64, strict=False)
        step = _step(self.path, self.cut, numbers)
        span = (self.cut.last - self.cut.first).days
        inside = numbers.set(~numbers.is_between(0, span * step + step - 1).fill_null(False), None)
        return raw.with_columns(
            source=mapped(raw["source"], entities.get, pl.String),
            relation=mapped(raw["relation"], relations.get, pl.String),
            target=mapped(raw["target"], entities.get, pl.String),
            day=(inside // step + (self.cut.first - EPOCH).days).cast(pl.Int32).cast(pl.Date),
        )


def _step(path: Path, cut: Cut, times: "pl.Series") -> int:
    """How many units of time a day has: 24 if all times are whole days in hours, 1 if they are days.

    Raises:
        FaultsError: if the times fit neither or leave it open.
    """
    values = times.drop_nulls().unique()
    span = (cut.last - cut.first).days
    latest = int(values.max() or 0) if values.len() else 0  # type: ignore[arg-type]
    whole = bool((values % HOURS == 0).all())
    if whole and values.len() >= FEWEST and latest <= (span + 1) * HOURS:
        return HOURS
    if not whole and latest <= span + 1:
        return 1
    if whole and latest > span + 1 and latest <= (span + 1) * HOURS:
        return HOURS
    raise refused(
        path,
        "event-time-unit",
        say("It cannot be told whether the times are hours or days since {day}.", day=cut.first.isoformat()),
        say("Import a file with more times, or one with dates written out."),
    )


def _dictionary(path: Path, kind: str) -> dict[str, str]:
    """From ids to words, from the file beside: the one whose name begins most like that of the events.

    Raises:
        FaultsError: if there is none.
    """
    found: dict[str, Path] = {}
    for beside in sorted(path.absolute().parent.iterdir()):
        prefix, mark, _ = beside.name.partition(kind)
        if mark and path.name.startswith(prefix) and beside.is_file():
            found.setdefault(prefix, beside)
    if not found:
        raise refused(
            path,
            "event-dictionary",
            say("The ids mean nothing without the file {name}.", name=f"{kind}.txt"),
            say("Put it into the same folder."),
        )
    words: dict[str, str] = {}
    for block in blocks(found[max(found, key=len)]):
        for line in block.data.decode("utf-8", "replace").split("\n"):
            word, tab, key = line.rpartition("\t")
            if tab and key.strip().isdigit():
                words[key.strip()] = word.split("\t")[0].strip()
    return words


def _columns(cells: Cells, once: "pl.DataFrame", layout: Layout) -> "pl.DataFrame":
    import polars as pl

    source, target, relation = cells.code("source"), cells.code("target"), cells.text("relation")
    code = mapped(relation, _code_of, pl.String)
    missing = source.is_null() | target.is_null()
    both = pl.DataFrame([source, relation, target, once["day"].cast(pl.String)]).select(
        pl.concat_str(pl.all(), separator="\t", ignore_nulls=True)
    )
    given: dict[str, object] = {
        "event_id": mapped(both.to_series(), _digest, pl.String).set(missing, None),
        "date": once["day"],
        "actor1_raw": source,
        "actor2_raw": target,
        "actor1": mapped(source, state_of_entity, pl.String),
        "actor2": mapped(target, state_of_entity, pl.String),
        "intensity": mapped(code, _intensities().get, pl.Float32),
        "scale": "icews",
        "weight": once["weight"],
    }
    return canonical(layout, cells.height, given | cameo_columns(code))


def _code_of(relation: str) -> str | None:
    return cameo_by_text().get(re.sub(r"\s+", " ", relation.replace("_", " ")).strip().lower())


def _intensities() -> Mapping[str, float]:
    return {code: entry.icews for code, entry in cameo().items() if entry.icews is not None}


def _digest(text: str) -> str:
    """An id that depends on the fact alone, so that the same fact in two files is known to be one."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
