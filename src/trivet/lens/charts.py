"""What figures of every lens are made of: data kept in the chart, axes without lines, cells as numbers."""

from collections.abc import Iterable
from typing import Any

from trivet.lens.finding import Cell
from trivet.lens.style import INK


def inline(values: list[dict[str, Any]]) -> Any:
    """Data that stand in the chart itself, so that a page fetches nothing."""
    import altair as alt

    return alt.InlineData(values=values)


def plain_axis(
    alt: Any, *, title: str | None = None, orient: str | None = None, limit: int = 240, angle: int = 0
) -> Any:
    """An axis of names: labels without a line or ticks, cut at ``limit`` pixels."""
    options = {"orient": orient} if orient else {}
    return alt.Axis(
        title=title, domain=False, ticks=False, labelLimit=limit, labelAngle=angle, labelColor=INK, **options
    )


def number(cell: Cell) -> float:
    """A cell of a table that holds a number."""
    assert isinstance(cell, int | float)
    return float(cell)


def once(values: Iterable[Any]) -> list[str]:
    """Values as text, each once, in their order."""
    return list(dict.fromkeys(str(value) for value in values))
