"""A made-up layout of event data, so that the store is tested apart from the true ones.

A file begins with a line ``events SOURCE VERSION``. Each further line is one event: id, day, time added, two states and
a code. A line of another shape is rejected; a line ``cut`` is where a file was cut off.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import polars as pl

from trivet.base.errors import Fault, FaultsError, Place
from trivet.base.message import say
from trivet.lenses.pulse.events.batch import Batch, Layout
from trivet.lenses.pulse.events.schema import polars_schema

STEP = 100


class MadeUpFile:
    def __init__(self, path: Path) -> None:
        head, *self.lines = path.read_text("utf-8").splitlines() or [""]
        words = head.split()
        if len(words) != 3 or words[0] != "events":
            raise FaultsError([Fault("events-layout-unknown", say("This is no event data."), Place(str(path)))])
        self.path = path
        self.layout = Layout("made-up", words[1], words[2], "Nobody (2024)", "Free.", "It sees nothing.")

    def batches(self) -> Iterator[Batch]:
        for start in range(0, len(self.lines), STEP):
            chunk = self.lines[start : start + STEP]
            rows, faults = [], []
            for number, line in enumerate(chunk, start=start + 2):
                if line == "cut":
                    raise FaultsError(
                        [Fault("events-file-cut", say("It ends here."), Place(str(self.path), number, 1))]
                    )
                cells = line.split(",")
                if len(cells) == 6:
                    rows.append(self._row(cells))
                else:
                    faults.append(Fault("events-columns", say("Too few columns."), Place(str(self.path), number, 1)))
            yield Batch(pl.DataFrame(rows, polars_schema()), len(chunk), len(faults), tuple(faults))

    def _row(self, cells: list[str]) -> dict[str, object]:
        key, day, added, one, two, code = cells
        return dict.fromkeys(polars_schema()) | {
            "source": self.layout.source,
            "version": self.layout.version,
            "event_id": key,
            "date": date.fromisoformat(day),
            "added": datetime.fromisoformat(added) if added else None,
            "actor1": one or None,
            "actor2": two or None,
            "code": code,
            "url": f"https://example.org/{key}",
        }


def open_made_up(path: Path, layout: str | None = None) -> MadeUpFile:
    return MadeUpFile(path)


def event(key: object, day: str = "2020-03-05", added: str = "2020-03-06T01:15:00", one: str = "JPN", two: str = "KOR",
          code: str = "043") -> str:  # fmt: skip
    return f"{key},{day},{added},{one},{two},{code}"


def event_file(path: Path, *lines: str, source: str = "made", version: str = "1") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([f"events {source} {version}", *lines]) + "\n", "utf-8")
    return path


def many(first: int, count: int, months: int = 3) -> list[str]:
    """Events with ids of one length over some months, not sorted by day; every seventh names no wanted state."""
    pairs = [("JPN", "KOR"), ("", "JPN"), ("KOR", ""), ("JPN", "USA"), ("USA", "KOR"), ("JPN", "JPN"), ("FRA", "DEU")]
    return [
        event(
            f"{k:07d}",
            f"2020-{1 + k * 5 % months:02d}-{1 + k * 11 % 28:02d}",
            f"2020-05-{1 + k % 28:02d}T00:00:00",
            *pairs[k % 7],
        )
        for k in range(first, first + count)
    ]


def stored(parts: tuple[Path, ...]) -> list[tuple[object, ...]]:
    """All rows of some parts, sorted by day and id."""
    if not parts:
        return []
    return pl.concat([pl.read_parquet(part, glob=False) for part in parts]).sort("date", "event_id").rows()
