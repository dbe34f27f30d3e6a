"""The languages Trivet speaks (BCP 47 tags)."""

from typing import Final, Literal, get_args

Language = Literal["en", "ja", "ko", "zh-Hant"]

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

ENDONYMS: Final[dict[Language, str]] = {
    "en": "English",
    "ja": "日本語",
    "ko": "한국어",
    "zh-Hant": "繁體中文",
}
