"""Figures of the lens, as Vega-Lite."""

from collections.abc import Sequence
from typing import Any, Final

from trivet.base.i18n import Sayer
from trivet.base.message import Message, say
from trivet.case.model import Case
from trivet.lens.charts import inline, number, once, plain_axis
from trivet.lens.finding import Cell, Figure, Result, Table
from trivet.lens.style import ACTORS, CONFLICTUAL, CORE, INK, MUTED, PAPER

Row = tuple[Cell, ...]

SHOWN: Final = 16
"""The most tasks in one figure."""


def figures(case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
    """Every figure the result has data for; of several situations the last, in which most is asked."""
    own = _Own(case, result, sayer)
    made = [_shortfall(own), _switches(own), _postures(own)]
    if own.rows("rules"):
        made += [_shapley(own), _front(own)]
    made += [_division(own), _tradeoff(own), _shadow(own)]
    return tuple(figure for figure in made if figure is not None)


class _Own:
    """The rows of one situation."""

    def __init__(self, case: Case, result: Result, sayer: Sayer) -> None:
        self.result, self.sayer = result, sayer
        rows = result.tables["tasks"].rows
        self.situation = rows[-1][0] if rows else None
        self.basis = tuple(f"roles/{model.id}" for model in case.roles)

    def rows(self, table: str) -> list[Row]:
        return [row for row in self.result.tables[table].rows if row[0] == self.situation]

    def table(self, table: str, rows: Sequence[Row]) -> Table:
        whole = self.result.tables[table]
        return Table(title=whole.title, columns=whole.columns, rows=tuple(rows))

    def finding(self, name: str) -> Message | None:
        found = [f.statement for f in self.result.findings if f.id.endswith(f"-{name}")]
        return found[-1] if found else None

    def column(self, table: str, name: str) -> str:
        columns = self.result.tables[table].columns
        return self.sayer.say(next(column.title for column in columns if column.name == name))


def _shortfall(own: _Own) -> Figure | None:
    import altair as alt

    rows = [row for row in own.rows("tasks") if number(row[5]) > 0.005 or number(row[8]) > 0.005]
    say_ = own.sayer.cell
    phases = once(say_(row[3]) for row in rows)
    rows = sorted(rows, key=lambda row: -number(row[5]))[: SHOWN * 2]
    if not rows:
        return None
    values = [
        {"task": say_(row[1]), "phase": say_(row[3]), "uncovered": row[5], "text": f"{number(row[5]) * 100:.0f}%"}
        for row in rows
    ]
    base = alt.Chart(inline(values)).encode(
        x=alt.X("phase:N", sort=phases, axis=plain_axis(alt, orient="top")),
        y=alt.Y("task:N", sort=once(value["task"] for value in values), axis=plain_axis(alt, limit=300)),
    )
    cells = base.mark_rect(stroke=PAPER, strokeWidth=3).encode(
        color=alt.Color(
            "uncovered:Q",
            scale=alt.Scale(domain=[0, 1], range=["#f3ebe0", CONFLICTUAL]),
            legend=alt.Legend(title=own.column("tasks", "uncovered"), format="%", gradientLength=160),
        ),
        tooltip=["task:N", "phase:N", alt.Tooltip("uncovered:Q", format=".0%")],
    )
    text = base.mark_text(fontSize=10, color=INK).encode(text="text:N")
    height = 24 * max(len(once(value["task"] for value in values)), 2)
    return Figure(
        id="shortfall",
        title=own.finding("uncovered") or say("Uncovered share of every task"),
        alt=say("A grid of tasks by phase, darker where more of the demand stays uncovered."),
        spec=alt.layer(cells, text).properties(width=260, height=height).to_dict(),
        table=own.table("tasks", rows),
        basis=own.basis,
    )


def _switches(own: _Own) -> Figure | None:
    """A bar for each theatre, and a switch for each rule: every set of rules was solved beforehand."""
    import altair as alt

    rows = own.rows("rules")
    known: Any = own.result.data.get("switches", {})
    if not rows or not known:
        return None
    kept = list(known.values())[-1]
    theatres = once(own.sayer.cell(row[2]) for row in own.rows("postures"))
    values = [
        {"theatre": theatre, "shares": shares} for theatre, shares in zip(theatres, kept["uncovered"], strict=True)
    ]
    switches = [
        alt.param(name=f"rule{i}", value=False, bind=alt.binding_checkbox(name=own.sayer.cell(row[1])))
        for i, row in enumerate(rows)
    ]
    chosen = " + ".join(f"(rule{i} ? {1 << i} : 0)" for i in range(len(rows)))
    most = max(share for shares in kept["uncovered"] for share in shares) or 1.0
    base = (
        alt.Chart(inline(values))
        .transform_calculate(uncovered=f"datum.shares[{chosen}]")
        .encode(
            y=alt.Y("theatre:N", sort=theatres, axis=plain_axis(alt)),
            x=alt.X(
                "uncovered:Q",
                scale=alt.Scale(domain=[0, most]),
                axis=alt.Axis(title=own.column("postures", "uncovered"), format="%"),
            ),
        )
    )
    bars = base.mark_bar(height=18).encode(color=_theatre_colours(alt, theatres))
    labels = base.mark_text(align="left", dx=4, color=INK).encode(text=alt.Text("uncovered:Q", format=".1%"))
    chart = alt.layer(bars, labels).add_params(*switches).properties(width=480, height=40 * max(len(theatres), 2))
    return Figure(
        id="switches",
        title=say("Switch rules on to see what would stay uncovered"),
        alt=say("A bar of the uncovered share for each theatre, which follows the switches above it."),
        spec=chart.to_dict(),
        table=own.table("postures", own.rows("postures")),
        basis=own.basis,
    )


def _postures(own: _Own) -> Figure:
    import altair as alt

    rows = own.rows("postures")
    values = [
        {"rules": _short(own.sayer.cell(row[1])), "theatre": own.sayer.cell(row[2]), "uncovered": row[3]}
        for row in rows
    ]
    theatres = once(value["theatre"] for value in values)
    chart = (
        alt.Chart(inline(values))
        .mark_bar(height=9)
        .encode(
            y=alt.Y("rules:N", sort=once(value["rules"] for value in values), axis=plain_axis(alt, limit=320)),
            yOffset=alt.YOffset("theatre:N", sort=theatres),
            x=alt.X("uncovered:Q", axis=alt.Axis(title=own.column("postures", "uncovered"), format="%")),
            color=_theatre_colours(alt, theatres),
            tooltip=["rules:N", "theatre:N", alt.Tooltip("uncovered:Q", format=".1%")],
        )
        .properties(width=320, height=30 * max(len(once(value["rules"] for value in values)), 2))
    )
    return Figure(
        id="postures",
        title=own.finding("theatres") or say("What stays uncovered under which rules"),
        alt=say(
            "Bars of the uncovered share by theatre: with the rules as they stand, with each one changed, with all."
        ),
        spec=chart.to_dict(),
        table=own.table("postures", rows),
        basis=own.basis,
    )


def _shapley(own: _Own) -> Figure:
    import altair as alt

    rows = sorted(own.rows("rules"), key=lambda row: -number(row[4]))
    values = [{"rule": _short(own.sayer.cell(row[1])), "share": row[4], "low": row[5], "high": row[6]} for row in rows]
    base = alt.Chart(inline(values)).encode(
        y=alt.Y("rule:N", sort=once(value["rule"] for value in values), axis=plain_axis(alt, limit=320))
    )
    title = own.column("rules", "shapley")
    bars = base.mark_bar(color=CORE, height=12).encode(x=alt.X("share:Q", axis=alt.Axis(title=title, format="%")))
    spans = base.mark_rule(color=INK, strokeWidth=1.5).encode(x="low:Q", x2="high:Q")
    return Figure(
        id="shapley",
        title=own.finding("single") or say("What each rule is worth"),
        alt=say("Bars of the Shapley value of each rule as a share of what all close; lines span 90 % of draws."),
        spec=(bars + spans).properties(width=320, height=26 * max(len(rows), 2)).to_dict(),
        table=own.table("rules", rows),
        basis=own.basis,
    )


def _front(own: _Own) -> Figure:
    import altair as alt

    rows = own.rows("front")
    values = [{"rules": own.sayer.cell(row[1]), "price": row[2], "closed": row[3]} for row in rows]
    base = alt.Chart(inline(values)).encode(
        x=alt.X("price:Q", axis=alt.Axis(title=own.column("front", "price"))),
        y=alt.Y("closed:Q", axis=alt.Axis(title=own.column("front", "closed"), format="%")),
    )
    line = base.mark_line(color=CORE, interpolate="step-after")
    dots = base.mark_circle(color=CORE, size=70, opacity=1).encode(
        tooltip=["rules:N", "price:Q", alt.Tooltip("closed:Q", format=".0%")]
    )
    return Figure(
        id="front",
        title=own.finding("cheapest") or say("Price of rules against what they close"),
        alt=say("A rising staircase: the most that can be closed for each price of rules."),
        spec=(line + dots).properties(width=560, height=240).to_dict(),
        table=own.table("front", rows),
        basis=own.basis,
    )


def _division(own: _Own) -> Figure:
    import altair as alt

    rows = own.rows("division")
    first = rows[0][2] if rows else None
    rows = [row for row in rows if row[2] == first]
    values = []
    for row in rows:
        task = own.sayer.cell(row[1])
        if isinstance(row[4], float):
            values.append({"task": task, "who": own.sayer.cell(row[3]), "part": "lead"})
        values += [
            {"task": task, "who": own.sayer.cell(item.message.params["contributor"]), "part": "support"}
            for item in getattr(row[5], "items", ())
        ]
    chart = (
        alt.Chart(inline(values))
        .mark_point(filled=True, opacity=1, size=110)
        .encode(
            x=alt.X("who:N", axis=plain_axis(alt, orient="top", angle=-30)),
            y=alt.Y("task:N", sort=once(value["task"] for value in values), axis=plain_axis(alt, limit=300)),
            shape=alt.Shape(
                "part:N", scale=alt.Scale(domain=["lead", "support"], range=["circle", "diamond"]), legend=None
            ),
            color=alt.Color("part:N", scale=alt.Scale(domain=["lead", "support"], range=[CORE, MUTED]), legend=None),
            tooltip=["task:N", "who:N"],
        )
        .properties(width=420, height=20 * max(len(once(value["task"] for value in values)), 2))
    )
    return Figure(
        id="division",
        title=say("Who leads (circle) and who supports (diamond) each task in the first phase"),
        alt=say("A grid of tasks by contributor; circles lead, diamonds support."),
        spec=chart.to_dict(),
        table=own.table("division", rows),
        basis=own.basis,
    )


def _tradeoff(own: _Own) -> Figure:
    import altair as alt

    rows = own.rows("tradeoff")
    values = [{"ratio": row[1], "theatre": own.sayer.cell(row[2]), "uncovered": row[3]} for row in rows]
    theatres = once(value["theatre"] for value in values)
    chart = (
        alt.Chart(inline(values))
        .mark_line(point=True)
        .encode(
            x=alt.X(
                "ratio:Q", scale=alt.Scale(type="log", base=2), axis=alt.Axis(title=own.column("tradeoff", "ratio"))
            ),
            y=alt.Y("uncovered:Q", axis=alt.Axis(title=own.column("tradeoff", "uncovered"), format="%")),
            color=_theatre_colours(alt, theatres),
            strokeDash=alt.StrokeDash(
                "theatre:N", scale=alt.Scale(domain=list(theatres)), legend=alt.Legend(title=None, orient="top")
            ),
            tooltip=["theatre:N", "ratio:Q", alt.Tooltip("uncovered:Q", format=".1%")],
        )
        .properties(width=520, height=220)
    )
    return Figure(
        id="tradeoff",
        title=own.finding("weights-guidance") or say("Weight of the first theatre against what stays uncovered"),
        alt=say("Lines of the uncovered share of each theatre over the weight of the first."),
        spec=chart.to_dict(),
        table=own.table("tradeoff", rows),
        basis=own.basis,
    )


def _shadow(own: _Own) -> Figure | None:
    import altair as alt

    rows = own.rows("shadow")[:SHOWN]
    if not rows:
        return None
    values = [
        {"what": f"{own.sayer.cell(row[1])} · {own.sayer.cell(row[2])}", "more": row[4], "less": row[3]} for row in rows
    ]
    base = alt.Chart(inline(values)).encode(
        y=alt.Y("what:N", sort=once(value["what"] for value in values), axis=plain_axis(alt, limit=340))
    )
    spans = base.mark_rule(color=CORE, strokeWidth=3).encode(
        x=alt.X("more:Q", axis=alt.Axis(title=own.column("shadow", "more"))), x2="less:Q"
    )
    ends = base.mark_circle(color=CORE, opacity=1, size=50)
    return Figure(
        id="shadow",
        title=say("What one more or one less unit of each force would be worth"),
        alt=say("For each force a line from the gain of one more unit to the loss of one less."),
        spec=alt.layer(spans, ends.encode(x="more:Q"), ends.encode(x="less:Q"))
        .properties(width=320, height=22 * max(len(rows), 2))
        .to_dict(),
        table=own.table("shadow", rows),
        basis=own.basis,
    )


def _theatre_colours(alt: Any, theatres: Sequence[str]) -> Any:
    colours = [ACTORS[index % len(ACTORS)] for index in range(len(theatres))]
    return alt.Color(
        "theatre:N",
        scale=alt.Scale(domain=list(theatres), range=colours),
        legend=alt.Legend(title=None, orient="top"),
    )


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"
