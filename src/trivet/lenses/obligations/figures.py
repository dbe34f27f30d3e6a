"""Figures of the lens, as Vega-Lite."""

from typing import Any, Final

from trivet.base.i18n import Sayer
from trivet.base.message import N_, DateParam, ListParam, Message, ObjectRef, Param, Phrase, Term, say
from trivet.case.model import Case
from trivet.lens.charts import inline, once, plain_axis
from trivet.lens.finding import Cell, Figure, Result, Table
from trivet.lens.style import CONFLICTUAL, COOPERATIVE, CORE, PAPER

LEVELS: Final = {
    "defence": (N_("defence by law"), CORE),
    "consult-legal": (N_("consultation by law"), COOPERATIVE),
    "consult-political": (N_("consultation, not by law"), "#a9c9b5"),
    "perhaps": (N_("perhaps"), "#e8d9a8"),
    "nothing": (N_("nothing"), "#efece3"),
}
GAP_LEVELS: Final = {
    "none": (N_("nobody bound"), CONFLICTUAL),
    "depends": (N_("perhaps"), "#e8d9a8"),
    "not-legal": (N_("bound, not by law"), "#dcb98a"),
    "covered": (N_("covered by law"), COOPERATIVE),
}


def figures(case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
    """Every figure the result has data for."""
    made = [_matrix(result, sayer), _over_time(result, sayer)]
    if result.tables["gaps"].rows:
        made.append(_gaps(case, result, sayer))
    return tuple(made)


def _matrix(result: Result, sayer: Sayer) -> Figure:
    import altair as alt

    table = result.tables["matrix"]
    values = [
        {
            "contingency": sayer.cell(row[0]),
            "bound": sayer.cell(row[1]),
            "toward": sayer.cell(row[2]),
            "level": sayer.term(LEVELS[_level(row[3], row[4])][0]),
        }
        for row in table.rows
    ]
    contingencies = once(value["contingency"] for value in values)
    partners = once(value["bound"] for value in values)
    domain = [sayer.term(words) for words, _ in LEVELS.values()]
    chart = (
        alt.Chart(inline(values))
        .mark_rect(stroke=PAPER, strokeWidth=3)
        .encode(
            x=alt.X("toward:N", sort=partners, axis=plain_axis(alt, title=sayer.term(N_("towards")))),
            y=alt.Y("bound:N", sort=partners, axis=plain_axis(alt, title=sayer.term(N_("bound")))),
            color=alt.Color(
                "level:N",
                scale=alt.Scale(domain=domain, range=[colour for _, colour in LEVELS.values()]),
                legend=alt.Legend(title=None, columns=3, labelLimit=220),
            ),
            facet=alt.Facet(
                "contingency:N", columns=2, sort=contingencies, header=alt.Header(title=None, labelLimit=330)
            ),
            tooltip=["bound:N", "toward:N", "level:N"],
        )
        .properties(width=240, height=110)
    )
    return Figure(
        id="matrix",
        title=_matrix_title(result),
        alt=say("For each contingency a grid of who is bound towards whom, shaded by the firmest duty owed."),
        spec=chart.to_dict(),
        table=table,
        basis=_basis(result, "no-defence", "defence", "consult"),
    )


def _matrix_title(result: Result) -> Message:
    found = next((f for f in result.findings if f.id.startswith("obligations/no-defence/")), None)
    return found.statement if found else say("Who owes whom what")


def _level(owed: Cell, perhaps: Cell) -> str:
    firm = _pairs(owed)
    if ("defend", "legal") in firm:
        return "defence"
    strengths = {strength for duty, strength in firm if duty in ("consult", "inform beforehand")}
    if strengths:
        return "consult-legal" if "legal" in strengths else "consult-political"
    return "perhaps" if {duty for duty, _ in _pairs(perhaps)} & {"defend", "consult"} else "nothing"


def _pairs(cell: Cell) -> set[tuple[str, str]]:
    if not isinstance(cell, ListParam):
        return set()
    return {(_msgid(item, "duty"), _msgid(item, "strength")) for item in cell.items}


def _msgid(param: Param | str | int, name: str) -> str:
    inner = param.message.params[name] if isinstance(param, Phrase) else param
    return inner.msgid if isinstance(inner, Term) else ""


def _over_time(result: Result, sayer: Sayer) -> Figure:
    import altair as alt

    table = result.tables["dates"]
    values = []
    for row in table.rows:
        assert isinstance(row[1], DateParam)
        day = row[1].date.earliest.isoformat()
        values.append({"contingency": sayer.cell(row[0]), "day": day, "legal": row[2], "other": row[3]})
    contingencies = once(value["contingency"] for value in values)
    spans = _spans(values)
    base = alt.Chart(inline(spans)).encode(
        x=alt.X("from:T", axis=alt.Axis(title=None, format="%Y", tickCount=8)),
        x2="to:T",
        y=alt.Y("contingency:N", sort=contingencies, axis=plain_axis(alt, title=None)),
    )
    bars = base.mark_rect().encode(
        color=alt.Color(
            "all:Q",
            scale=alt.Scale(range=["#f3f0e6", COOPERATIVE]),
            legend=alt.Legend(title=sayer.term(N_("duties between partners")), orient="top", gradientLength=160),
        ),
        tooltip=["contingency:N", "from:T", "legal:Q", "other:Q"],
    )
    chart = bars.properties(width=620, height=34 * max(len(contingencies), 2))
    return Figure(
        id="duties-over-time",
        title=_time_title(table),
        alt=say("For each contingency a bar over the years, darker where more duties between partners were in effect."),
        spec=chart.to_dict(),
        table=table,
        basis=_basis(result, "defence", "consult"),
    )


def _spans(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """From counts on days to counts over stretches."""
    found = []
    for name in once(value["contingency"] for value in values):
        own = [value for value in values if value["contingency"] == name]
        for value, after in zip(own, [*own[1:], own[-1]], strict=True):
            if value["day"] != after["day"]:
                found.append(
                    {
                        "contingency": name,
                        "from": value["day"],
                        "to": after["day"],
                        "legal": value["legal"],
                        "other": value["other"],
                        "all": value["legal"] + value["other"],
                    }
                )
    return found


def _time_title(table: Table) -> Message:
    """Say how the number of legal duties compares with the others at the end."""
    if not table.rows:
        return table.title
    last = [row for row in table.rows if row[1] == table.rows[-1][1]]
    legal = max(int(str(row[2])) for row in last)
    other = max(int(str(row[3])) for row in last)
    return say(
        "On the last day one contingency triggers at most {legal} legal duties between partners, and {other} others",
        legal=legal,
        other=other,
    )


def _gaps(case: Case, result: Result, sayer: Sayer) -> Figure:
    import altair as alt

    table = result.tables["gaps"]
    holes = {(_ref(row[0]), _ref(row[1]), _term(row[2])): _term(row[3]) for row in table.rows}
    contingencies = list(dict.fromkeys(_ref(row[0]) for row in result.tables["matrix"].rows))
    values = [
        {
            "contingency": sayer.name(contingency),
            "column": f"{sayer.name(f'actors/{partner}')} · {sayer.term(kind)}",
            "level": sayer.term(GAP_LEVELS[_gap_level(holes.get((contingency, f"actors/{partner}", kind)))][0]),
        }
        for contingency in contingencies
        for partner in case.meta.partners
        for kind in ("defence", "consultation")
        if (contingency, f"actors/{partner}", kind) in holes
    ]
    domain = [sayer.term(words) for words, _ in GAP_LEVELS.values()]
    chart = (
        alt.Chart(inline(values))
        .mark_rect(stroke=PAPER, strokeWidth=3)
        .encode(
            x=alt.X(
                "column:N",
                sort=once(value["column"] for value in values),
                axis=alt.Axis(title=None, orient="top", labelAngle=-30, labelLimit=200, domain=False, ticks=False),
            ),
            y=alt.Y(
                "contingency:N", sort=once(value["contingency"] for value in values), axis=plain_axis(alt, title=None)
            ),
            color=alt.Color(
                "level:N",
                scale=alt.Scale(domain=domain, range=[colour for _, colour in GAP_LEVELS.values()]),
                legend=alt.Legend(title=None, orient="bottom"),
            ),
            tooltip=["contingency:N", "column:N", "level:N"],
        )
        .properties(width=560, height=34 * max(len(contingencies), 2))
    )
    uncovered = sum(level == "nobody" for level in holes.values())
    return Figure(
        id="gaps",
        title=say("In {count} places an affected partner is owed nothing", count=uncovered),
        alt=say("A grid of contingencies by partner and kind of duty, shaded by whether anybody is bound."),
        spec=chart.to_dict(),
        table=table,
        basis=_basis(result, "gap"),
    )


def _gap_level(level: str | None) -> str:
    return {"nobody": "none", "not by law": "not-legal", "perhaps": "depends"}.get(level or "", "covered")


def _ref(cell: Cell) -> str:
    return cell.ref if isinstance(cell, ObjectRef) else str(cell)


def _term(cell: Cell) -> str:
    return cell.msgid if isinstance(cell, Term) else str(cell)


def _basis(result: Result, *groups: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref for f in result.findings for ref in f.basis if f.id.split("/")[1] in groups))
