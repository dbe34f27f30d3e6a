"""The one place that knows colours, dashes and fonts of figures and pages."""

from collections.abc import Sequence
from typing import Any, Final

from trivet.base.languages import Language

PAPER: Final = "#fbfaf6"
INK: Final = "#1c1b18"
MUTED: Final = "#57534a"
RULE: Final = "#d9d5ca"
CORE: Final = "#1f4e79"

COOPERATIVE: Final = "#2a7f78"
CONFLICTUAL: Final = "#a8551e"

TIES: Final[dict[str, tuple[str, tuple[int, ...]]]] = {
    "treaty": (CORE, (1, 0)),
    "agreement": ("#3d7a3d", (6, 3)),
    "rivalry": ("#a03520", (2, 3)),
}
"""Colour and dash of each kind of tie: never colour alone."""

ACTORS: Final = ("#1f4e79", "#a8551e", "#2a7f78", "#7a4b8c", "#8a7a1f", "#5b6b75")
"""Colours for partners in their order; everybody else is grey."""

OTHER_ACTOR: Final = "#8b8576"

FONTS: Final[dict[Language, str]] = {
    "en": "'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
    "ja": "'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', Meiryo, sans-serif",
    "ko": "'Noto Sans CJK KR', 'Noto Sans KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif",
    "zh-Hant": "'Noto Sans CJK TC', 'Noto Sans TC', 'PingFang TC', 'Microsoft JhengHei', sans-serif",
}
"""A font per language, so that Han characters have the shapes its readers expect."""


def actor_colours(partners: Sequence[str]) -> dict[str, str]:
    """One fixed colour per partner."""
    return {name: ACTORS[index % len(ACTORS)] for index, name in enumerate(partners)}


def chart_config(language: Language) -> dict[str, Any]:
    """The Vega-Lite ``config`` of every figure."""
    font = FONTS[language]
    return {
        "background": None,
        "font": font,
        "view": {"stroke": None},
        "axis": {
            "labelColor": INK,
            "titleColor": MUTED,
            "gridColor": RULE,
            "domainColor": RULE,
            "tickColor": RULE,
            "labelFontSize": 11,
            "titleFontSize": 11,
            "titleFontWeight": "normal",
        },
        "legend": {
            "labelColor": INK,
            "titleColor": MUTED,
            "labelFontSize": 11,
            "titleFontSize": 11,
            "titleFontWeight": "normal",
            "orient": "top",
            "symbolSize": 60,
        },
        "header": {"labelColor": INK, "labelFontSize": 12, "titleFontSize": 11, "labelFontWeight": "bold"},
        "text": {"color": INK, "fontSize": 11},
        "title": {"color": INK},
    }
