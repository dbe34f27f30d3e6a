"""Dates in the Extended Date/Time Format (EDTF, ISO 8601-2), with their precision kept.

Days, months, years, their intervals and their doubtful forms (``2019-08~``, ``2024-12/2025-06``, ``1999-04-?25``) are
read here; anything richer (seasons, sets, unspecified digits) goes to the ``edtf`` library, imported only then.
"""

import calendar
import contextlib
import io
import re
from datetime import UTC, date, datetime, time
from functools import lru_cache, total_ordering
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

Precision = Literal["day", "month", "year", "interval", "other"]

_PLAIN: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)
_VAGUE_DAY: Final = re.compile(r"(\d{4}-\d{2})-[?~%](\d{2})\Z", re.ASCII)
_STAMP: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?\Z", re.ASCII)
_END: Final = re.compile(r"\d{4}(-\d{2}(-[?~%]?\d{2})?)?[?~%]?\Z", re.ASCII)
_OPEN_ENDS: Final = ("", "..")
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
        _read("-".join(vague.groups()))  # a doubtful day must exist, too
        return _read(vague.group(1))
    stamp = _STAMP.match(edtf)
    if stamp:
        day = datetime.fromisoformat(edtf).date()
        return day, day, "day"
    if edtf[-1:] in ("?", "~", "%") and _PLAIN.match(edtf[:-1]):
        return _read(edtf[:-1])
    begin, slash, end = edtf.partition("/")
    if slash and any(map(_END.match, (begin, end))) and all(p in _OPEN_ENDS or _END.match(p) for p in (begin, end)):
        return _read_interval(begin, end)
    return _read_rich(edtf)


def _read_interval(begin: str, end: str) -> tuple[date, date, Precision]:
    first = date.min if begin in _OPEN_ENDS else _read(begin)[0]
    last = date.max if end in _OPEN_ENDS else _read(end)[1]
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
    if not re.fullmatch(r"[0-9XYZTS.~?%/:+,\[\]{}u-]+", edtf):  # no E: the library would work out 10 to any power
        raise ValueError("write it as 2023, 2023-08 or 2023-08-18")
    from edtf import EDTFParseException, parse_edtf

    try:
        with contextlib.redirect_stdout(io.StringIO()):  # the library prints what it cannot build
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

    A day in one capital is that day or the next in another. An open end is open everywhere.
    """
    return (
        _day_elsewhere(when.earliest, time.min, zone, elsewhere),
        _day_elsewhere(when.latest, time(23, 59, 59), zone, elsewhere),
    )


def _day_elsewhere(day: date, clock: time, zone: str, elsewhere: str) -> date:
    if day in (date.min, date.max):
        return day
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(ZoneInfo(elsewhere)).date()


def today() -> date:
    """Today's date in UTC; the only place that asks the clock for a day."""
    return datetime.now(UTC).date()


NO_DAY: Final = EDate("9999-12-31")
"""Stands for a day that is not known; later than every other."""
