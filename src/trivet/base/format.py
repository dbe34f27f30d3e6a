"""The one place that turns dates, numbers and lists into words of a language."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from trivet.base.dates import EDate
from trivet.base.languages import Language

_PATTERNS: Final[dict[Language, dict[str, str]]] = {
    "en": {"day": "d MMMM y", "month": "MMMM y", "year": "y"},
    "ja": {"day": "y年M月d日", "month": "y年M月", "year": "y年"},
    "ko": {"day": "y년 M월 d일", "month": "y년 M월", "year": "y년"},
    "zh-Hant": {"day": "y年M月d日", "month": "y年M月", "year": "y年"},
}
_APPROXIMATE: Final[dict[Language, str]] = {"en": "about {}", "ja": "{}頃", "ko": "{} 무렵", "zh-Hant": "約{}"}
_OPEN: Final = {date.min, date.max}


@cache
def _locale(language: Language) -> Any:
    from babel import Locale

    return Locale.parse(language.replace("-", "_"))


def format_date(when: EDate | date, language: Language) -> str:
    """A date in words, no more precise than it is: "22 November 2019", "2024年11月", "2018–2019"."""
    if not isinstance(when, EDate):
        return _format_day(when, "day", language)
    if when.precision in ("day", "month", "year"):
        words = _format_day(when.earliest, when.precision, language)
        return _APPROXIMATE[language].format(words) if when.approximate else words
    if when.precision == "interval":
        parts = [_format_end(part, language) for part in when.edtf.split("/")]
        return "–".join(parts)
    return when.edtf


def _format_end(edtf: str, language: Language) -> str:
    return "" if edtf in ("", "..") else format_date(EDate(edtf), language)


def _format_day(day: date, precision: str, language: Language) -> str:
    from babel.dates import format_date as babel_date

    return str(babel_date(day, _PATTERNS[language][precision], locale=_locale(language)))


def format_number(value: float, digits: int, language: Language) -> str:
    """A number with a fixed count of decimals, a true minus sign and no negative zero.

    All of Trivet's languages group thousands with commas and write a decimal point.
    """
    rounded = round(float(value), digits) + 0.0
    return f"{rounded:,.{digits}f}".replace("-", "−")


def format_percent(share: float, language: Language, digits: int = 0) -> str:
    """A share between 0 and 1 as a percentage."""
    return format_number(share * 100, digits, language) + "%"


def join_list(items: Sequence[str], language: Language) -> str:
    """Items as a list in words: "A, B and C"."""
    from babel.lists import format_list

    if language == "en" and len(items) > 2:
        return f"{', '.join(items[:-1])} and {items[-1]}"
    return str(format_list(list(items), locale=_locale(language))) if items else ""


def format_moment(moment: datetime) -> str:
    """A moment as ISO 8601 to the second, the same in every language."""
    return moment.replace(microsecond=0).isoformat()


_PAIRS: Final = re.compile(r"(은\(는\)|이\(가\)|을\(를\)|과\(와\)|\(으\)로)")
_CHOICE: Final = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
# Final consonants of digits and Latin letters as they are read aloud in Korean.
_CLOSED: Final = {"0", "1", "3", "6", "7", "8", "L", "M", "N", "R", "l", "m", "n", "r"}
_RIEUL: Final = {"1", "7", "8", "L", "R", "l", "r"}


def particles(sentence: str, language: Language) -> str:
    """In Korean, settle particles written as pairs, such as ``은(는)``, by the sound before them."""
    if language != "ko":
        return sentence
    parts = _PAIRS.split(sentence)
    for index in range(1, len(parts), 2):
        closed, rieul = _final_sound("".join(parts[:index]))
        with_final, without = _CHOICE[parts[index]]
        closed = closed and not (parts[index] == "(으)로" and rieul)
        parts[index] = with_final if closed else without
    return "".join(parts)


def _final_sound(before: str) -> tuple[bool, bool]:
    """Whether the last sound is a consonant, and whether that consonant is rieul."""
    bare = re.sub(r"[\s\"'“”‘’()\[\]《》〈〉「」]+$", "", re.sub(r"\([^()]*\)$", "", before.rstrip()))
    if not bare:
        return False, False
    last = bare[-1]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return final != 0, final == 8
    return last in _CLOSED, last in _RIEUL
