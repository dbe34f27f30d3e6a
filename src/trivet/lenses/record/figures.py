"""Figures of the record, as Vega-Lite."""

import math
from typing import Any, Final

from trivet.base.i18n import Sayer
from trivet.base.message import Message, NumberParam, ObjectRef, Param, Term, say
from trivet.case.model import Case
from trivet.case.words import TIE_WORDS
from trivet.lens.charts import inline
from trivet.lens.finding import Cell, Figure, Result, Table
from trivet.lens.style import CONFLICTUAL, COOPERATIVE, CORE, INK, OTHER_ACTOR, PAPER, TIES

LAYOUT_SEED: Final = 7
GOOD: Final = ("legal", "other", "cooperative")


def figures(case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
    """Every figure the result has data for."""
    made = []
    if result.tables["years"].rows:
        made.append(_timeline(result, sayer))
    if result.tables["ties"].rows:
        made.append(_network(case, result, sayer))
    made.append(_matrix(result, sayer))
    return tuple(made)


def _timeline(result: Result, sayer: Sayer) -> Figure:
    import altair as alt

    table = result.tables["years"]
    good, bad = sayer.term("cooperative"), sayer.term("conflictual")
    values: list[dict[str, Any]] = []
    for leg, year, up, down in table.rows:
        name = sayer.cell(leg)
        values += [
            {"leg": name, "year": int(str(year)), "sign": good, "count": up},
            {"leg": name, "year": int(str(year)), "sign": bad, "count": -int(str(down))},
        ]
    legs = list(dict.fromkeys(value["leg"] for value in values))
    chart = (
        alt.Chart(inline(values))
        .mark_bar(width=5)
        .encode(
            x=alt.X(
                "year:Q", axis=alt.Axis(format="d", title=None, tickCount=8), scale=alt.Scale(nice=False, padding=8)
            ),
            y=alt.Y("count:Q", axis=alt.Axis(title=None, tickCount=4, format="d", labelExpr="abs(datum.value)")),
            color=alt.Color(
                "sign:N",
                scale=alt.Scale(domain=[good, bad], range=[COOPERATIVE, CONFLICTUAL]),
                legend=alt.Legend(title=None),
            ),
            row=alt.Row(
                "leg:N",
                sort=legs,
                header=alt.Header(title=None, labelAngle=0, labelAlign="left", labelOrient="top", labelAnchor="start"),
            ),
        )
        .properties(width=720, height=74)
        .configure_facet(spacing=6)
    )
    return Figure(
        id="timeline",
        title=_timeline_title(result, table),
        spec=chart.to_dict(),
        table=table,
        basis=_basis(result, "base-rate"),
        alt=say("Bars for each leg and year: cooperative events upward, conflictual events downward."),
    )


def _timeline_title(result: Result, table: Table) -> Message:
    """Name the leg on which conflict most often outweighed cooperation."""
    rates = [f for f in result.findings if f.id.startswith("record/base-rate/") and isinstance(f.value, float)]
    worst = max(rates, key=lambda finding: float(str(finding.value)), default=None)
    if worst is None or not worst.value:
        return table.title
    return say(
        "Conflict most often outweighed cooperation between {members}: in {years} of {total} years",
        members=worst.statement.params["members"],
        years=worst.statement.params["years"],
        total=worst.statement.params["total"],
    )


def _network(case: Case, result: Result, sayer: Sayer) -> Figure:
    import altair as alt

    table = result.tables["ties"]
    edges = [(_ref(row[0]), _ref(row[1]), _msgid(row[2]), _number(row[3])) for row in table.rows]
    partners = [f"actors/{name}" for name in case.meta.partners]
    edges = [edge for edge in edges if edge[2] != "agreement" or {edge[0], edge[1]} & set(partners)]
    spots = _layout([(a, b) for a, b, _, _ in edges], partners)
    lines = [
        {
            "x": spots[a][0],
            "y": spots[a][1],
            "x2": spots[b][0],
            "y2": spots[b][1],
            "kind": sayer.term(TIE_WORDS[kind]),
            "weight": weight,
        }
        for a, b, kind, weight in edges
    ]
    dots = [{"x": x, "y": y, "name": sayer.name(ref), "partner": ref in partners} for ref, (x, y) in spots.items()]
    kinds = [sayer.term(TIE_WORDS[kind]) for kind in TIES]
    axis: dict[str, Any] = {"axis": None, "scale": alt.Scale(domain=[-1.18, 1.18])}
    base = (
        alt.Chart(inline(lines))
        .mark_rule()
        .encode(
            x=alt.X("x:Q", **axis),
            y=alt.Y("y:Q", **axis),
            x2="x2:Q",
            y2="y2:Q",
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=kinds, range=[TIES[k][0] for k in TIES]),
                legend=alt.Legend(title=None, symbolType="stroke"),
            ),
            strokeDash=alt.StrokeDash(
                "kind:N",
                scale=alt.Scale(domain=kinds, range=[list(TIES[k][1]) for k in TIES]),
                legend=alt.Legend(title=None, symbolType="stroke"),
            ),
            strokeWidth=alt.StrokeWidth("weight:Q", scale=alt.Scale(range=[1.2, 6]), legend=None),
        )
    )
    nodes = alt.Chart(inline(dots))
    circles = nodes.mark_circle(size=210, opacity=1, stroke=PAPER, strokeWidth=1.5).encode(
        x=alt.X("x:Q", **axis),
        y=alt.Y("y:Q", **axis),
        color=alt.condition("datum.partner", alt.value(CORE), alt.value(OTHER_ACTOR)),
    )
    halo = nodes.mark_text(dy=17, fontSize=12, fontWeight="bold", stroke=PAPER, strokeWidth=4, color=PAPER).encode(
        x=alt.X("x:Q", **axis), y=alt.Y("y:Q", **axis), text="name:N"
    )
    labels = nodes.mark_text(dy=17, fontSize=12, fontWeight="bold", color=INK).encode(
        x=alt.X("x:Q", **axis), y=alt.Y("y:Q", **axis), text="name:N"
    )
    chart = alt.layer(base, circles, halo, labels).properties(width=720, height=470)
    heavy = max((edge for edge in edges if edge[2] != "rivalry"), key=lambda edge: edge[3], default=None)
    title = (
        say("The heaviest tie on this day is between {a} and {b}", a=ObjectRef(ref=heavy[0]), b=ObjectRef(ref=heavy[1]))
        if heavy
        else say("Ties between actors")
    )
    return Figure(
        id="network",
        title=title,
        spec=chart.to_dict(),
        table=table,
        basis=_basis(result, "binding"),
        alt=say(
            "A network of actors: treaties as full lines, lesser agreements dashed, rivalries dotted; "
            "thicker lines weigh more. Agreements among outsiders stand in the table only."
        ),
    )


def _layout(edges: list[tuple[str, str]], centre: list[str]) -> dict[str, tuple[float, float]]:
    """Positions from -1 to 1, the same on every run: partners on a polygon, the others relaxed around them.

    Fruchterman & Reingold (1991) with a fixed seed and a fixed start.
    """
    import networkx as nx

    graph: Any = nx.Graph()
    graph.add_nodes_from(sorted({name for edge in edges for name in edge} | set(centre)))
    graph.add_edges_from(edges)
    turn = 2 * math.pi / len(centre)
    inner = {name: (0.42 * math.sin(turn * i), 0.42 * math.cos(turn * i)) for i, name in enumerate(centre)}
    start: Any = {**nx.circular_layout(graph), **inner}
    found = nx.spring_layout(graph, k=0.75, pos=start, fixed=centre, iterations=500, seed=LAYOUT_SEED)
    wide = max(abs(round(float(x), 9)) for x, _ in found.values()) or 1.0  # what rounding left over is no width
    high = max(abs(round(float(y), 9)) for _, y in found.values()) or 1.0
    return {name: (round(float(x) / wide, 4), round(float(y) / high, 4)) for name, (x, y) in sorted(found.items())}


def _matrix(result: Result, sayer: Sayer) -> Figure:
    import altair as alt

    table = result.tables["legs"]
    values: list[dict[str, Any]] = []
    for index, column in enumerate(table.columns[1:], start=1):
        top = max((int(str(row[index])) for row in table.rows), default=0) or 1
        values += [
            {
                "leg": sayer.cell(row[0]),
                "what": sayer.say(column.title),
                "count": int(str(row[index])),
                "shade": (1 if column.name in GOOD else -1) * int(str(row[index])) / top,
            }
            for row in table.rows
        ]
    legs = [sayer.cell(row[0]) for row in table.rows]
    whats = [sayer.say(column.title) for column in table.columns[1:]]
    base = alt.Chart(inline(values)).encode(
        x=alt.X(
            "what:N",
            sort=whats,
            axis=alt.Axis(
                title=None,
                orient="top",
                labelAngle=0,
                labelLimit=150,
                domain=False,
                ticks=False,
            ),
        ),
        y=alt.Y("leg:N", sort=legs, axis=alt.Axis(title=None, labelLimit=240, domain=False, ticks=False)),
    )
    cells = base.mark_rect(stroke=PAPER, strokeWidth=3).encode(
        color=alt.Color(
            "shade:Q", legend=None, scale=alt.Scale(domain=[-1, 0, 1], range=[CONFLICTUAL, "#f3f0e6", COOPERATIVE])
        )
    )
    texts = base.mark_text(fontSize=14).encode(
        text="count:Q", color=alt.condition("abs(datum.shade) > 0.6", alt.value("#ffffff"), alt.value(INK))
    )
    chart = alt.layer(cells, texts).properties(width=720, height=46 * len(legs))
    return Figure(
        id="legs",
        title=_matrix_title(table),
        spec=chart.to_dict(),
        table=table,
        basis=_basis(result, "binding", "disputes"),
        alt=say("A table of legs by instruments, disputes and recent events; darker cells hold more."),
    )


def _matrix_title(table: Table) -> Message:
    most = max(table.rows, key=lambda row: int(str(row[3])))
    if int(str(most[3])):
        return say(
            "Most open disputes lie between {members}: {count}", members=_param(most[0]), count=int(str(most[3]))
        )
    return say("No dispute between partners is open")


def _basis(result: Result, *groups: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(ref for finding in result.findings for ref in finding.basis if finding.id.split("/")[1] in groups)
    )


def _ref(cell: Cell) -> str:
    assert isinstance(cell, ObjectRef)
    return cell.ref


def _msgid(cell: Cell) -> str:
    assert isinstance(cell, Term)
    return cell.msgid


def _number(cell: Cell) -> float:
    assert isinstance(cell, NumberParam)
    return cell.value


def _param(cell: Cell) -> Param | str:
    return cell if not isinstance(cell, int | float | bool | None) else str(cell)
