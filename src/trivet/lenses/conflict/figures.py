"""Figures of the lens, as Vega-Lite: concepts against equilibria, evolution, robustness, and every state."""

from collections.abc import Sequence
from typing import Any, Final

from trivet.base.i18n import Sayer
from trivet.base.message import N_, Message, ObjectRef, Phrase, Term, say
from trivet.case.model import Case
from trivet.lens.charts import inline, plain_axis
from trivet.lens.finding import Cell, Figure, Result, Table
from trivet.lens.style import CORE, INK, MUTED, PAPER, actor_colours
from trivet.lenses.conflict.solve import CONCEPTS

Row = tuple[Cell, ...]

SHOWN: Final = 12
"""The most equilibria in one figure."""

WIDTH: Final = 680
LEVEL: Final = 90
"""Pixels of an evolution graph across, and down for each state in its fullest column."""

GRAPH_STATES: Final = 16
"""The most states in one evolution graph."""

HOLDS: Final = {True: (N_("equilibrium"), CORE), False: (N_("not an equilibrium"), "#efece3")}
FORESIGHT: Final = {
    "nash": (N_("stable whatever the others do (Nash)"), CORE),
    "seq": (N_("held by credible answers (SEQ)"), "#5d87ab"),
    "smr": (N_("held by answers it cannot escape (SMR)"), "#a9c1d4"),
    "gmr": (N_("held by some answer (GMR)"), "#dbe4ea"),
    "none": (N_("not stable"), "#efdfd0"),
}
ROLE, OUTCOME, SWAPS, SHARE = -1, 3, -4, -3
"""Columns of the table of states, from either end."""


def figures(case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
    """Every figure the result has data for: all of one conflict, the first for each of several."""
    models = list(dict.fromkeys(_ref(row[0]) for row in result.tables["states"].rows))
    made: list[Figure] = []
    for ref in models:
        own = _Own(case, result, sayer, ref)
        made.append(_concepts(own))
        if len(models) == 1:
            made += [figure for draw in (_evolution, _robustness, _stability) if (figure := draw(own)) is not None]
    return tuple(made)


class _Own:
    """The rows of one conflict."""

    def __init__(self, case: Case, result: Result, sayer: Sayer, ref: str) -> None:
        self.case, self.result, self.sayer, self.ref = case, result, sayer, ref
        self.id = ref.partition("/")[2]

    def rows(self, table: str) -> list[Row]:
        return [row for row in self.result.tables[table].rows if _ref(row[0]) == self.ref]

    def table(self, table: str, rows: Sequence[Row]) -> Table:
        """Some rows of a table, without the column of the model."""
        whole = self.result.tables[table]
        return Table(title=whole.title, columns=whole.columns[1:], rows=tuple(row[1:] for row in rows))

    def finding(self, name: str) -> Message | None:
        found = self.result.finding(f"{self.id}/{name}")
        return found.statement if found else None

    def shown(self) -> list[Row]:
        """The rows of states to show: where it stands, what was seen, and the firmest equilibria."""
        rows = self.rows("states")
        special = [row for row in rows if row[ROLE] != "–"]
        firm = sorted((row for row in rows if any(row[4:10]) and row not in special), key=_firmness)
        return [*special, *firm[: max(0, SHOWN - len(special))]]


def _firmness(row: Row) -> tuple[int, float, float, int]:
    swaps = row[SWAPS]
    margin = float(swaps) if isinstance(swaps, int) else float("inf") if swaps is not None else 0.0
    share = row[SHARE]
    number = row[1]
    assert isinstance(number, int)
    return -sum(bool(cell) for cell in row[4:10]), -margin, -float(share) if isinstance(share, float) else 0.0, number


def _label(own: _Own, row: Row) -> str:
    """A state in few words, with its role if it has one."""
    words = _short(own.sayer.cell(row[OUTCOME]), 64)
    return words if row[ROLE] == "–" else f"{words} · {own.sayer.cell(row[ROLE])}"


def _short(words: str, limit: int) -> str:
    """Words cut in the middle, so that the number of the state at their end stays."""
    return words if len(words) <= limit else f"{words[: limit - 18]}… {words[-16:]}"


def _named(own: _Own, row: Row, columns: int) -> str:
    """The name of a state without its number, as long as its column is wide."""
    cell = row[OUTCOME]
    what = cell.message.params["what"] if isinstance(cell, Phrase) else cell
    words, limit = own.sayer.cell(what), max(12, 110 // columns)
    return words if len(words) <= limit else f"{words[: limit - 1]}…"


def _concepts(own: _Own) -> Figure:
    import altair as alt

    sayer, rows = own.sayer, own.shown()
    there = [name for index, name in enumerate(CONCEPTS) if any(row[4 + index] is not None for row in rows)]
    titles = {name: sayer.say(own.result.tables["states"].columns[4 + CONCEPTS.index(name)].title) for name in there}
    values = [
        {
            "state": _label(own, row),
            "concept": titles[name],
            "holds": sayer.term(HOLDS[bool(row[4 + CONCEPTS.index(name)])][0]),
        }
        for row in rows
        for name in there
    ]
    labels = [_label(own, row) for row in rows]
    chart = (
        alt.Chart(inline(values))
        .mark_rect(stroke=PAPER, strokeWidth=3)
        .encode(
            x=alt.X("concept:N", sort=list(titles.values()), axis=plain_axis(alt, orient="top")),
            y=alt.Y("state:N", sort=labels, axis=plain_axis(alt, limit=430)),
            color=alt.Color(
                "holds:N",
                scale=alt.Scale(
                    domain=[sayer.term(words) for words, _ in HOLDS.values()],
                    range=[colour for _, colour in HOLDS.values()],
                ),
                legend=alt.Legend(title=None, orient="bottom"),
            ),
            tooltip=["state:N", "concept:N", "holds:N"],
        )
        .properties(width=300, height=26 * max(len(rows), 2))
    )
    return Figure(
        id=f"concepts-{own.id}",
        title=own.finding("equilibria") or say("States and where they are equilibria"),
        alt=say("A grid of states by concept; filled where the state is an equilibrium."),
        spec=chart.to_dict(),
        table=own.table("states", rows),
        basis=(own.ref,),
    )


def _evolution(own: _Own) -> Figure | None:
    import altair as alt

    moves = own.rows("moves")
    starts = [row for row in own.rows("states") if _has_role(row[ROLE], "status quo")]
    if not moves or not starts:
        return None
    start = _number(starts[0][1])
    place = _layout(start, [(_number(row[1]), _number(row[3])) for row in moves])
    edges = [row for row in moves if _number(row[1]) in place and _number(row[3]) in place]
    if not edges:
        return None
    partners = [f"actors/{name}" for name in own.case.meta.partners]
    makers = dict.fromkeys(_ref(row[2]) for row in own.rows("stability"))
    every = actor_colours([own.sayer.name(ref) for ref in dict.fromkeys([*partners, *makers])])
    colours = {name: every[name] for name in map(own.sayer.name, makers)}
    lines = [_line(own, row, place) for row in edges]
    by_number = {_number(row[1]): row for row in own.rows("states")}
    dots = [
        {
            "x": x,
            "y": y,
            "number": str(state),
            "state": own.sayer.cell(by_number[state][OUTCOME]),
            "short": _named(own, by_number[state], len({x for x, _ in place.values()})),
            "holds": own.sayer.term(HOLDS[bool(by_number[state][4 + CONCEPTS.index("seq")])][0]),
        }
        for state, (x, y) in place.items()
    ]
    wide = alt.Scale(domain=[-0.3, max(x for x, _ in place.values()) + 0.3], nice=False)
    edge = max(y for _, y in place.values()) + 0.6
    tall = alt.Scale(domain=[-edge, edge], nice=False)
    scale = {"x": alt.X("x:Q", axis=None, scale=wide), "y": alt.Y("y:Q", axis=None, scale=tall)}
    colour = alt.Color(
        "actor:N",
        scale=alt.Scale(domain=list(colours), range=list(colours.values())),
        legend=alt.Legend(title=None, orient="top"),
    )
    rules = (
        alt.Chart(inline(lines))
        .mark_rule(strokeWidth=1.5)
        .encode(
            **scale,
            x2="x2:Q",
            y2="y2:Q",
            color=colour,
            tooltip=["actor:N", "move:N"],
        )
    )
    heads = (
        alt.Chart(inline(lines))
        .mark_point(shape="triangle-right", size=60, filled=True, opacity=1)
        .encode(
            x=alt.X("hx:Q", axis=None, scale=wide),
            y=alt.Y("hy:Q", axis=None, scale=tall),
            angle=alt.Angle("turn:Q", scale=None),
            color=colour,
        )
    )
    circles = (
        alt.Chart(inline(dots))
        .mark_circle(size=520, opacity=1, stroke=INK)
        .encode(
            **scale,
            fill=alt.Fill(
                "holds:N",
                scale=alt.Scale(
                    domain=[own.sayer.term(words) for words, _ in HOLDS.values()], range=["#bcd0e2", PAPER]
                ),
                legend=alt.Legend(title=None, orient="bottom"),
            ),
            tooltip=["number:N", "state:N", "holds:N"],
        )
    )
    numbers = alt.Chart(inline(dots)).mark_text(fontWeight="bold").encode(**scale, text="number:N")
    names = alt.Chart(inline(dots)).mark_text(dy=24, fontSize=10, color=MUTED).encode(**scale, text="short:N")
    chart = (rules + heads + circles + numbers + names).properties(width=WIDTH, height=LEVEL * _rows_used(place))
    return Figure(
        id=f"evolution-{own.id}",
        title=own.finding("path") or own.finding("status-quo") or say("Where moves lead from the status quo"),
        alt=say(
            "States as circles, from the status quo on the left by the number of moves; arrows are moves "
            "that serve their "
            "mover, coloured by decision maker; filled circles are equilibria (SEQ)."
        ),
        spec=chart.to_dict(),
        table=own.table("moves", edges),
        basis=(own.ref,),
    )


def _layout(start: int, edges: Sequence[tuple[int, int]]) -> dict[int, tuple[float, float]]:
    """Places by the number of moves from the start, the nearest states first if there are many."""
    levels, found = [[start]], {start}
    while levels[-1] and len(found) < GRAPH_STATES:
        onward = sorted({end for begin, end in edges if begin in levels[-1]} - found)
        onward = onward[: GRAPH_STATES - len(found)]
        found |= set(onward)
        levels.append(onward)
    return {
        state: (float(column), (len(level) - 1) / 2 - row)
        for column, level in enumerate(level for level in levels if level)
        for row, state in enumerate(level)
    }


def _rows_used(place: dict[int, tuple[float, float]]) -> int:
    columns = [x for x, _ in place.values()]
    return max(columns.count(x) for x in set(columns))


def _line(own: _Own, row: Row, place: dict[int, tuple[float, float]]) -> dict[str, Any]:
    """One arrow, drawn slightly to the side so that moves back and forth do not hide one another."""
    from math import atan2, degrees, hypot

    (x, y), (x2, y2) = place[_number(row[1])], place[_number(row[3])]
    across = WIDTH / (max(x for x, _ in place.values()) + 0.6)
    length = hypot(x2 - x, y2 - y) or 1.0
    dx, dy = -(y2 - y) / length * 0.03, (x2 - x) / length * 0.06
    return {
        "x": x + dx,
        "y": y + dy,
        "x2": x2 + dx,
        "y2": y2 + dy,
        "hx": x + dx + (x2 - x) * 0.62,
        "hy": y + dy + (y2 - y) * 0.62,
        "turn": -degrees(atan2((y2 - y) * LEVEL, (x2 - x) * across)),
        "actor": own.sayer.cell(row[2]),
        "move": own.sayer.cell(row[4]),
    }


def _robustness(own: _Own) -> Figure | None:
    import altair as alt

    rows = [row for row in own.shown() if row[SWAPS] is not None][:SHOWN]
    finite = [row for row in rows if isinstance(row[SWAPS], int)]
    if not rows:
        return None
    most = max((_number(row[SWAPS]) for row in finite), default=1)
    values = [
        {
            "state": _label(own, row),
            "swaps": row[SWAPS] if isinstance(row[SWAPS], int) else most + 1,
            "text": own.sayer.cell(row[SWAPS]),
        }
        for row in rows
    ]
    base = alt.Chart(inline(values)).encode(
        y=alt.Y("state:N", sort=[_label(own, row) for row in rows], axis=plain_axis(alt, limit=430))
    )
    axis = alt.Axis(title=own.sayer.say(own.result.tables["states"].columns[SWAPS].title), tickMinStep=1)
    bars = base.mark_bar(color=CORE, height=14).encode(x=alt.X("swaps:Q", axis=axis))
    text = base.mark_text(align="left", dx=4, color=MUTED).encode(x="swaps:Q", text="text:N")
    return Figure(
        id=f"robustness-{own.id}",
        title=own.finding("margin") or say("How firmly equilibria hold (SEQ)"),
        alt=say("A bar for each equilibrium: the swaps in one ranking after which it is lost."),
        spec=(bars + text).properties(width=300, height=26 * max(len(rows), 2)).to_dict(),
        table=own.table("states", rows),
        basis=(own.ref,),
    )


def _stability(own: _Own) -> Figure | None:
    import altair as alt

    numbers = [row[1] for row in own.shown()]
    rows = [row for row in own.rows("stability") if row[1] in numbers]
    if not rows:
        return None
    labels = {row[1]: _label(own, row) for row in own.shown()}
    values = [
        {
            "state": labels[row[1]],
            "actor": own.sayer.cell(row[2]),
            "held": own.sayer.term(FORESIGHT[_foresight(row)][0]),
            "mark": "–" if _foresight(row) == "none" else _foresight(row).upper().replace("NASH", "Nash"),
            "tone": "light" if _foresight(row) in ("nash", "seq") else "dark",
        }
        for row in rows
    ]
    actors = list(dict.fromkeys(value["actor"] for value in values))
    base = alt.Chart(inline(values)).encode(
        x=alt.X("actor:N", sort=actors, axis=plain_axis(alt, orient="top", limit=120)),
        y=alt.Y("state:N", sort=list(labels.values()), axis=plain_axis(alt, limit=430)),
    )
    cells = base.mark_rect(stroke=PAPER, strokeWidth=3).encode(
        color=alt.Color(
            "held:N",
            scale=alt.Scale(
                domain=[own.sayer.term(words) for words, _ in FORESIGHT.values()],
                range=[colour for _, colour in FORESIGHT.values()],
            ),
            legend=alt.Legend(title=None, orient="bottom", columns=2, labelLimit=320),
        ),
        tooltip=["state:N", "actor:N", "held:N"],
    )
    marks = [
        base.transform_filter(f"datum.tone === '{tone}'").mark_text(fontSize=10, color=colour).encode(text="mark:N")
        for tone, colour in (("light", PAPER), ("dark", INK))
    ]
    chart = alt.layer(cells, *marks).properties(width=110 * max(len(actors), 2), height=26 * max(len(labels), 2))
    return Figure(
        id=f"stability-{own.id}",
        title=say("Who is content with which state, and what holds it there"),
        alt=say("A grid of states by decision maker, shaded by the strictest concept under which it stays."),
        spec=chart.to_dict(),
        table=own.table("stability", rows),
        basis=(own.ref,),
    )


def _foresight(row: Row) -> str:
    """The strictest concept under which a decision maker stays."""
    return next((name for name in ("nash", "seq", "smr", "gmr") if row[4 + CONCEPTS.index(name)]), "none")


def _has_role(cell: Cell, msgid: str) -> bool:
    items = getattr(cell, "items", ())
    return any(isinstance(item, Term) and item.msgid == msgid for item in items)


def _number(cell: Cell) -> int:
    assert isinstance(cell, int)
    return cell


def _ref(cell: Cell) -> str:
    return cell.ref if isinstance(cell, ObjectRef) else str(cell)
