"""Made-up event data in the layout of GDELT 2 exports: any number of rows, the same for the same seed.

Shares are those of real exports: 28 % of the rows name two states, 22 % repeat an event of the same story under another
id, 17 % are the mirrored twin of a row, 3 % are dated days to a year before they were published. No row is a real one.

    python benchmarks/make_gdelt.py 600000 7 events.tsv            # one table
    python benchmarks/make_gdelt.py 600000 7 folder --zips 96      # one zip for each quarter of an hour
    python benchmarks/make_gdelt.py 600000 7 events.tsv --dirty    # one row in 500 broken
"""

import argparse
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import polars as pl

CHUNK = 200_000
START = datetime(2019, 1, 1)
A_DAY = 150_000
REPEATS, TWINS, STATES, OLD = 0.22, 0.17, 0.28, 0.03

STATE = ["USA", "CHN", "RUS", "JPN", "KOR", "PRK", "GBR", "FRA", "DEU", "IND", "AUS", "TWN"]
NAME = ["UNITED STATES", "CHINA", "RUSSIA", "JAPAN", "SOUTH KOREA", "NORTH KOREA", "UNITED KINGDOM", "FRANCE",
        "GERMANY", "INDIA", "AUSTRALIA", "TAIWAN"]  # fmt: skip
FIPS = ["US", "CH", "RS", "JA", "KS", "KN", "UK", "FR", "GM", "IN", "AS", "TW"]
TYPE = ["GOV", "MIL", "COP", "OPP", "BUS", "MED", "LEG", "EDU"]
CODE = {"010": 0.0, "020": 3.0, "036": 4.0, "040": 1.0, "042": 1.9, "043": 2.8, "051": 3.4, "057": 8.0, "061": 6.4,
        "071": 7.4, "080": 5.0, "090": -2.0, "111": -2.0, "112": -2.0, "120": -4.0, "130": -4.4, "138": -7.0,
        "141": -6.5, "160": -4.0, "173": -5.0, "180": -9.0, "190": -10.0}  # fmt: skip
QUAD = np.repeat([1, 2, 3, 4], [5, 4, 5, 6])
BROKEN = (
    b"too\tfew\tcolumns",
    b"1" + b"\t" * 70,
    b"777\t20191399" + b"\t" * 59,
    b"778\t20190101\t\xff\xfe" + b"\t" * 58,
)

Ints = npt.NDArray[np.int64]


def chunks(rows: int, seed: int) -> Iterator[pl.DataFrame]:
    """The rows as they are published, some at a time."""
    for start in range(0, rows, CHUNK):
        yield _chunk(start, min(CHUNK, rows - start), np.random.default_rng((seed, start)))


def _chunk(start: int, count: int, random: np.random.Generator) -> pl.DataFrame:
    """Some rows. A repeat copies the event of an earlier row; a twin does, and swaps the two actors."""
    kind = random.random(count)
    back = random.integers(1, 40, count)
    origin = np.arange(count)
    copy = (kind < REPEATS + TWINS) & (origin >= back)
    origin = np.where(copy, origin - back, origin)
    origin = origin[origin]
    twin = copy & (kind >= REPEATS)

    both = random.random(count) < STATES
    one = random.integers(0, len(STATE), count)
    two = (one + random.integers(1, len(STATE), count)) % len(STATE)
    side = random.random(count)
    one = np.where(both | (side < 0.5), one, -1)[origin]
    two = np.where(both | ((side >= 0.5) & (side < 0.7)), two, -1)[origin]
    one, two = np.where(twin, two, one), np.where(twin, one, two)

    added = (start + np.arange(count)) * 86_400 // A_DAY // 900 * 900
    old = np.where(random.random(count) < OLD, random.choice([1, 2, 7, 30, 365], count), 0)[origin]
    day = added[origin] // 86_400 - old
    code = random.integers(0, len(CODE), count)[origin]
    place = random.integers(0, len(STATE), count)[origin]
    story = (start + origin) // 3
    given = {"id": 800_000_000 + start + np.arange(count), "day": day, "added": added, "one": one, "two": two}
    more = {"code": code, "place": place, "story": story, "type": random.integers(0, 16, count)[origin],
            "mentions": random.integers(1, 21, count), "tone": random.normal(-2, 4, count)}  # fmt: skip
    return _columns(pl.DataFrame(given | more))


def _pick(column: str, words: list[str]) -> pl.Expr:
    """Words by number; none for numbers beyond their end."""
    return pl.col(column).replace_strict(range(len(words)), words, default=None, return_dtype=pl.String)


def _actor(column: str, number: int) -> list[pl.Expr]:
    state, kind = _pick(column, STATE), _pick("type", TYPE)
    empty = [pl.lit(None, pl.String).alias(f"actor{number}_{k}") for k in range(4)]
    rest = [pl.lit(None, pl.String).alias(f"actor{number}_type{k}") for k in (2, 3)]
    return [
        pl.concat_str(state.fill_null(""), kind.fill_null("")).alias(f"actor{number}_code"),
        pl.coalesce(_pick(column, NAME), kind).alias(f"actor{number}_name"),
        state.alias(f"actor{number}_state"),
        *empty,
        kind.alias(f"actor{number}_type1"),
        *rest,
    ]


def _place(number: int, column: str) -> list[pl.Expr]:
    name, fips = _pick(column, NAME).str.to_titlecase(), _pick(column, FIPS)
    told = {"type": pl.when(fips.is_not_null()).then(4).otherwise(0), "name": name + ", " + name, "state": fips,
            "adm1": fips + "01", "adm2": fips + "0123", "lat": pl.when(fips.is_not_null()).then(35.1234),
            "long": pl.when(fips.is_not_null()).then(-133.4567), "feature": "-19" + fips + "4567"}  # fmt: skip
    return [expression.alias(f"geo{number}_{key}") for key, expression in told.items()]


def _columns(events: pl.DataFrame) -> pl.DataFrame:
    """The 61 columns of an export."""
    code, root = _pick("code", list(CODE)), _pick("code", [key[:2] for key in CODE])
    quad = [int(QUAD[int(key[:2]) - 1]) for key in CODE]
    event = pl.lit(START).dt.date() + pl.duration(days=pl.col("day"))
    added = pl.lit(START) + pl.duration(seconds=pl.col("added"))
    return events.select(
        "id",
        event.dt.strftime("%Y%m%d").alias("day"),
        event.dt.strftime("%Y%m").alias("month"),
        event.dt.year().alias("year"),
        (event.dt.year() + event.dt.ordinal_day() / 365).round(4).alias("fraction"),
        *_actor("one", 1),
        *_actor("two", 2),
        pl.lit(1).alias("is_root"),
        code.alias("code"),
        code.alias("base"),
        root.alias("root"),
        pl.col("code").replace_strict(range(len(quad)), quad).alias("quad"),
        pl.col("code").replace_strict(range(len(CODE)), list(CODE.values())).alias("goldstein"),
        "mentions",
        pl.lit(1).alias("sources"),
        pl.col("mentions").alias("articles"),
        "tone",
        *_place(1, "one"),
        *_place(2, "two"),
        *_place(3, "place"),
        added.dt.strftime("%Y%m%d%H%M%S").alias("added"),
        pl.format("https://news.example.org/world/{}/story-of-the-day-{}", pl.col("day"), pl.col("story")).alias("url"),
    )


def _spoil(text: bytes, random: np.random.Generator) -> bytes:
    """Put a broken row after one row in 500."""
    lines = text.split(b"\n")
    for at in np.flatnonzero(random.random(len(lines) - 1) < 1 / 500)[::-1]:
        lines.insert(int(at), BROKEN[int(at) % len(BROKEN)])
    return b"\n".join(lines)


def table(target: BinaryIO, rows: int, seed: int, dirty: bool = False) -> None:
    """Write rows as a tab-separated table."""
    for number, chunk in enumerate(chunks(rows, seed)):
        text = io.BytesIO()
        chunk.write_csv(text, include_header=False, separator="\t", quote_style="never")
        made = text.getvalue()
        target.write(_spoil(made, np.random.default_rng((seed, number, 1))) if dirty else made)


def zips(folder: Path, rows: int, seed: int, files: int, dirty: bool = False) -> list[Path]:
    """Write rows as so many zips of equal size, named by quarters of an hour as the exports are."""
    folder.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    table(text, rows, seed, dirty)
    lines = text.getvalue().splitlines(keepends=True)
    made = []
    for number, part in enumerate(np.array_split(np.arange(len(lines)), files)):
        name = f"{START + timedelta(minutes=15 * number):%Y%m%d%H%M%S}.export.CSV"
        made.append(folder / f"{name}.zip")
        with zipfile.ZipFile(made[-1], "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, b"".join(lines[part[0] : part[-1] + 1]) if len(part) else b"")
    return made


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("target", type=Path)
    parser.add_argument("--zips", type=int, default=0, metavar="FILES")
    parser.add_argument("--dirty", action="store_true")
    asked = parser.parse_args()
    if asked.zips:
        zips(asked.target, asked.rows, asked.seed, asked.zips, asked.dirty)
    else:
        with asked.target.open("wb") as stream:
            table(stream, asked.rows, asked.seed, asked.dirty)
