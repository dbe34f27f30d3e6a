"""Dates in the Extended Date/Time Format (EDTF, ISO 8601-2), with their precision kept.

Days, months, years, their intervals and their doubtful forms (``2019-08~``, ``2024-12/2025-06``, ``1999-04-?25``) are
read here; anything richer (seasons, sets, unspecified digits) goes to the ``edtf`` library, imported only then.
"""

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, total_ordering
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

Precision = Literal["day", "month", "year", "interval", "other"]

_PLAIN: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_VAGUE_DAY: Final = re.compile(r"(\d{4}-\d{2})-[?~%]\d{2}\Z")
_STAMP: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?\Z")
_MAX_LENGTH: Final = 64


@total_ordering
class EDate:
    """One EDTF date: its text, the first and last calendar day it can mean, and its precision.

    Ordered by first day, then last day, then text.
    """

    __slots__ = ("earliest", "edtf", "latest", "precision")

    def __init__(self, edtf: str) -> None:
        """Read an EDTF string.

        Raises:
            ValueError: if the string is not EDTF or names a day that does not exist.
        """
        self.edtf = edtf
        self.earliest, self.latest, self.precision = _read(edtf)

    def __str__(self) -> str:
        return self.edtf

    def __repr__(self) -> str:
        return f"EDate({self.edtf!r})"

    def __hash__(self) -> int:
        return hash(self.edtf)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EDate) and other.edtf == self.edtf

    def __lt__(self, other: "EDate") -> bool:
        return (self.earliest, self.latest, self.edtf) < (other.earliest, other.latest, other.edtf)

    @property
    def approximate(self) -> bool:
        """Whether the writer marked the date as uncertain or approximate at the precision it has.

        ``1999-04-?25`` is a sure month with a doubtful day: its precision is the month, and that is not approximate.
        """
        return any(sign in self.edtf for sign in "~?%") and not _VAGUE_DAY.match(self.edtf)

    @classmethod
    def of(cls, value: "EDate | date | str") -> "EDate":
        """Take a date in any of its forms."""
        return value if isinstance(value, EDate) else cls(str(value))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _validate,
            serialization=core_schema.plain_serializer_function_ser_schema(str, return_schema=core_schema.str_schema()),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "anyOf": [{"type": "string", "maxLength": _MAX_LENGTH}, {"type": "integer"}],
            "description": "A date in EDTF: 2023, 2023-08, 2023-08-18, 2019-08~, 2024-12/2025-06.",
        }


def _validate(value: Any) -> EDate:
    if isinstance(value, EDate):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | date):
        raise PydanticCustomError("edtf_type", "must be a date")
    try:
        return EDate(str(value))
    except ValueError as error:
        raise PydanticCustomError("edtf", "is not a date: {why}", {"why": str(error)}) from None


@lru_cache(maxsize=4096)
def _read(edtf: str) -> tuple[date, date, Precision]:
    plain = _PLAIN.match(edtf)
    if plain and 1 <= int(plain.group(2) or 1) <= 12:
        return _read_plain(*plain.groups())
    vague = _VAGUE_DAY.match(edtf)
    if vague:
        return _read(vague.group(1))
    stamp = _STAMP.match(edtf)
    if stamp:
        day = datetime.fromisoformat(edtf).date()
        return day, day, "day"
    if edtf[-1:] in ("?", "~", "%") and _PLAIN.match(edtf[:-1]):
        return _read(edtf[:-1])
    if edtf.count("/") == 1 and all(part == ".." or _PLAIN.match(part) for part in edtf.split("/")):
        return _read_interval(*edtf.split("/"))
    return _read_rich(edtf)


def _read_interval(begin: str, end: str) -> tuple[date, date, Precision]:
    first = date.min if begin == ".." else _read(begin)[0]
    last = date.max if end == ".." else _read(end)[1]
    if first > last:
        raise ValueError("its end lies before its beginning")
    return first, last, "interval"


def _read_plain(year: str, month: str | None, day: str | None) -> tuple[date, date, Precision]:
    if month is None:
        return date(int(year), 1, 1), date(int(year), 12, 31), "year"
    if day is None:
        last = calendar.monthrange(int(year), int(month))[1]
        return date(int(year), int(month), 1), date(int(year), int(month), last), "month"
    exact = date(int(year), int(month), int(day))
    return exact, exact, "day"


def _read_rich(edtf: str) -> tuple[date, date, Precision]:
    if len(edtf) > _MAX_LENGTH:
        raise ValueError(f"longer than {_MAX_LENGTH} characters")
    if not re.fullmatch(r"[0-9XYZTSE.~?%/:+,\[\]{}u-]+", edtf):
        raise ValueError("write it as 2023, 2023-08 or 2023-08-18")
    from edtf import EDTFParseException, parse_edtf

    try:
        parsed = parse_edtf(edtf)
        first = _calendar_day(parsed.lower_strict(), last=False)
        final = _calendar_day(parsed.upper_strict(), last=True)
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise ValueError("write it as 2023, 2023-08 or 2023-08-18") from None
    if first > final:
        raise ValueError("its end lies before its beginning")
    return first, final, "interval" if "/" in edtf else "other"


def _calendar_day(stamp: Any, *, last: bool) -> date:
    if not hasattr(stamp, "tm_year"):
        return date.max if last else date.min
    year = int(stamp.tm_year)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, stamp.tm_mon, stamp.tm_mday)


def known_zone(name: str) -> bool:
    """Whether ``name`` is a time zone of the IANA database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def seen_from(when: EDate, zone: str, elsewhere: str) -> tuple[date, date]:
    """The calendar days in zone ``elsewhere`` on which something dated ``when`` in ``zone`` may fall.

    A summit on 7 February in Washington is 7 or 8 February in Tokyo.
    """
    start = datetime.combine(when.earliest, time.min, ZoneInfo(zone))
    end = datetime.combine(when.latest, time.min, ZoneInfo(zone)) + timedelta(days=1, seconds=-1)
    target = ZoneInfo(elsewhere)
    return start.astimezone(target).date(), end.astimezone(target).date()


def today() -> date:
    """Today's date in UTC; the only place that asks the clock for a day."""
    return datetime.now(UTC).date()


NO_DAY: Final = EDate("9999-12-31")
"""Stands for a day that is not known; later than every other."""
