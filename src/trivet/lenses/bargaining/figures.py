"""Figures of the lens, as Vega-Lite."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from trivet.base.i18n import Sayer
from trivet.base.message import Message, ObjectRef, say
from trivet.case.model import Case
from trivet.lens.charts import inline, number, plain_axis
from trivet.lens.finding import Cell, Figure, Result, Table
from trivet.lens.style import ACTORS, CONFLICTUAL, CORE, INK, MUTED, OTHER_ACTOR, PAPER, RULE
from trivet.lenses.bargaining.calibration import attributed, noted, reliability, transform

Row = tuple[Cell, ...]

FEW: Final = 3
"""Issues up to which each gets a figure of who presses whom."""

WIDTH: Final = 420

SPATIAL: Final = slice(1, 9)
"""Columns of the table of actors that stand under a spatial line: who, and with which position and pull."""


def figures(case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
    """Every figure the result has data for."""
    own = _Own(case, result, sayer)
    made = [_outcomes(own)] if own.many else []
    made += [figure for draw in (_claims, _packages) if (figure := draw(own)) is not None]
    for row in own.rows("outcomes"):
        made.append(_spatial(own, row))
        if len(own.rows("outcomes")) <= FEW and (pressed := _pressure(own, row)) is not None:
            made.append(pressed)
    if result.tables:
        made += [_reliability(own), _pit(own)]
    return tuple(made)


class _Own:
    """The rows of a result."""

    def __init__(self, case: Case, result: Result, sayer: Sayer) -> None:
        self.case, self.result, self.sayer = case, result, sayer
        self.data: dict[str, Any] = {own["id"]: own for own in result.data.get("issues", [])}  # type: ignore[union-attr,index,misc,call-overload]

    @property
    def many(self) -> bool:
        return len(self.rows("outcomes")) > 1

    def rows(self, table: str, issue: str | None = None) -> list[Row]:
        whole = self.result.tables.get(table)
        rows = list(whole.rows) if whole else []
        return rows if issue is None else [row for row in rows if self.issue(row) == issue]

    def issue(self, row: Row) -> str:
        return str(getattr(row[0], "ref", "")).partition("/")[2]

    def table(self, table: str, rows: Sequence[Row], shown: slice = slice(None)) -> Table:
        """Some rows of a table, and some of its columns."""
        whole = self.result.tables[table]
        return Table(title=whole.title, columns=whole.columns[shown], rows=tuple(row[shown] for row in rows))

    def title(self, table: str, name: str) -> str:
        columns = self.result.tables[table].columns
        return self.sayer.say(next(column.title for column in columns if column.name == name))

    def move(self, row: Row) -> float:
        """How far the best guess lies above the status quo, as a share of the scale; 0 if that is unknown."""
        low, high = self.data[self.issue(row)]["scale"]
        return 0.0 if row[1] is None else (number(row[7]) - number(row[1])) / (high - low)

    def finding(self, name: str) -> Message | None:
        found = self.result.finding(name)
        return found.statement if found else None

    def colours(self) -> dict[str, str]:
        """A colour for each government, by its name; everybody else is grey."""
        sides = [self.sayer.cell(row[2]) for row in self.rows("actors") if row[2] is not None]
        order = [self.sayer.cell(ObjectRef(ref=f"actors/{name}")) for name in self.case.meta.partners]
        known = sorted(dict.fromkeys(sides), key=lambda own: order.index(own) if own in order else len(order))
        return {name: ACTORS[i % len(ACTORS)] for i, name in enumerate(known)}


def _outcomes(own: _Own) -> Figure:
    """Every issue on one scale: ranges, best guess, status quo."""
    import altair as alt

    rows = sorted(own.rows("outcomes"), key=own.move)
    values = []
    for row in rows:
        low, high = own.data[own.issue(row)]["scale"]
        share = [None if cell is None else (number(cell) - low) / (high - low) * 100 for cell in row[1:8]]
        names = ("stands", "low", "lower", "middle", "upper", "high", "point")
        values.append({"issue": own.sayer.cell(row[0]), **dict(zip(names, share, strict=True))})
    base = alt.Chart(inline(values)).encode(
        y=alt.Y("issue:N", sort=[str(value["issue"]) for value in values], axis=plain_axis(alt, limit=300))
    )
    x = alt.X("low:Q", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(title=own.sayer.say(PERCENT_OF_SCALE)))
    wide = base.mark_rule(color=CORE, strokeWidth=2, opacity=0.45).encode(x=x, x2="high:Q")
    narrow = base.mark_rule(color=CORE, strokeWidth=7, opacity=0.45).encode(x="lower:Q", x2="upper:Q")
    best = base.mark_point(color=CORE, filled=True, size=70, opacity=1).encode(
        x="point:Q", tooltip=["issue:N", alt.Tooltip("point:Q", format=".0f")]
    )
    stands = base.mark_tick(color=CONFLICTUAL, thickness=3, size=16).encode(x="stands:Q")
    return Figure(
        id="outcomes",
        title=say("Where bargaining ends (dot, with ranges of 50 % and 80 %) and where it stands (tick)"),
        alt=say("For each issue a line over the scale with a dot for the best guess and a tick for the status quo."),
        spec=alt.layer(wide, narrow, stands, best).properties(width=WIDTH, height=24 * max(len(values), 2)).to_dict(),
        table=own.table("outcomes", rows),
        basis=tuple(f"issues/{own.issue(row)}" for row in rows),
    )


PERCENT_OF_SCALE: Final = say("% of the scale")


def _claims(own: _Own) -> Figure | None:
    import altair as alt

    rows = sorted(own.rows("claims"), key=lambda row: -number(row[5]))
    if not rows:
        return None
    values = [{"claim": own.sayer.cell(row[0]), "low": row[4], "chance": row[5], "high": row[6]} for row in rows]
    base = alt.Chart(inline(values)).encode(
        y=alt.Y("claim:N", sort=[str(value["claim"]) for value in values], axis=plain_axis(alt, limit=340))
    )
    axis = alt.Axis(title=own.title("claims", "chance"), format="%")
    spans = base.mark_rule(color=CORE, strokeWidth=3, opacity=0.45).encode(
        x=alt.X("low:Q", scale=alt.Scale(domain=[0, 1]), axis=axis), x2="high:Q"
    )
    dots = base.mark_point(color=CORE, filled=True, size=70, opacity=1).encode(
        x="chance:Q", tooltip=["claim:N", alt.Tooltip("chance:Q", format=".0%")]
    )
    return Figure(
        id="claims",
        title=say("How likely claims on outcomes are"),
        alt=say("For each claim a dot for its probability on a line that spans nine draws of the inputs in ten."),
        spec=(spans + dots).properties(width=320, height=24 * max(len(values), 2)).to_dict(),
        table=own.table("claims", rows),
        basis=tuple(f"bargaining/{model.id}" for model in own.case.bargaining),
    )


def _spatial(own: _Own, outcome: Row) -> Figure:
    """One issue: density on top, then what governments can carry, then actors with their ranges."""
    import altair as alt

    issue = own.issue(outcome)
    low, high = own.data[issue]["scale"]
    scale = alt.Scale(domain=[low, high], nice=False)
    data: dict[str, list[dict[str, Any]]] = {}
    parts = [_density(alt, own, issue, scale, data)]
    if own.rows("winsets", issue):
        parts.append(_bands(alt, own, issue, scale, data))
    parts.append(_people(alt, own, outcome, issue, scale, data))
    spec = _filled(alt.vconcat(*parts, spacing=6).resolve_scale(color="independent").to_dict(validate=False), data)
    statement = own.finding(f"{issue}/forecast") or own.finding(f"{issue}/agreed")
    return Figure(
        id=f"spatial-{issue}",
        detail=own.many,
        title=statement or say("Positions, and where bargaining ends"),
        alt=say(
            "On top how likely each point of the scale is; below what each government can carry at home, and every "
            "actor's position with its range; a line marks the best guess, a dashed one the status quo."
        ),
        spec=spec,
        table=own.table("actors", own.rows("actors", issue), SPATIAL),
        basis=(f"issues/{issue}",),
    )


def _density(alt: Any, own: _Own, issue: str, scale: Any, data: dict[str, list[dict[str, Any]]]) -> Any:
    """Mass between points of the grid in steps, so that jumps at actors' positions are seen."""
    points, at_most = own.data[issue]["distribution"]["points"], own.data[issue]["distribution"]["at_most"]
    mass = [at_most[0], *(after - before for before, after in pairwise(at_most))]
    data["density"] = [{"at": point, "mass": part} for point, part in zip(points, mass, strict=True)]
    return (
        alt.Chart(alt.NamedData("density"))
        .mark_area(color=CORE, opacity=0.55, interpolate="step-before")
        .encode(x=alt.X("at:Q", scale=scale, axis=None), y=alt.Y("mass:Q", axis=None))
        .properties(width=WIDTH, height=50)
    )


def _bands(alt: Any, own: _Own, issue: str, scale: Any, data: dict[str, list[dict[str, Any]]]) -> Any:
    colours = own.colours()
    rows = own.rows("winsets", issue)
    values = [{"who": own.sayer.cell(row[1]), "low": row[4], "high": row[5]} for row in rows]
    whole = own.sayer.say(say("all of them"))
    values.append({"who": whole, "low": rows[0][6], "high": rows[0][7]})
    names = [str(value["who"]) for value in values]
    data["bands"] = values
    base = alt.Chart(alt.NamedData("bands")).encode(
        y=alt.Y("who:N", sort=names, axis=plain_axis(alt, limit=200)),
        x=alt.X("low:Q", scale=scale, axis=None),
        color=alt.Color(
            "who:N",
            scale=alt.Scale(domain=names, range=[*(colours.get(name, OTHER_ACTOR) for name in names[:-1]), INK]),
            legend=None,
        ),
    )
    bars = base.mark_bar(height=9, opacity=0.5).encode(x2="high:Q")
    ends = base.mark_tick(thickness=2, size=12)  # shows a win-set that holds the status quo alone
    return alt.layer(bars, ends).properties(width=WIDTH, height=18 * len(values))


def _people(alt: Any, own: _Own, outcome: Row, issue: str, scale: Any, data: dict[str, list[dict[str, Any]]]) -> Any:
    colours = own.colours()
    rows = own.rows("actors", issue)
    other = own.sayer.say(say("others"))
    values = [
        {
            "who": own.sayer.cell(row[1]),
            "side": own.sayer.cell(row[2]) if row[2] is not None else other,
            "low": row[3],
            "best": row[4],
            "high": row[5],
            "pull": row[8],
        }
        for row in rows
    ]
    sides = [*(name for name in colours if any(value["side"] == name for value in values)), other]
    colour = alt.Color(
        "side:N",
        scale=alt.Scale(domain=sides, range=[*(colours[name] for name in sides[:-1]), OTHER_ACTOR]),
        legend=None,
    )
    data["people"] = values
    base = alt.Chart(alt.NamedData("people")).encode(
        y=alt.Y("who:N", sort=[str(value["who"]) for value in values], axis=plain_axis(alt, limit=200))
    )
    axis = alt.Axis(title=None, grid=False)
    spans = base.mark_rule(strokeWidth=2, opacity=0.6).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", color=colour
    )
    legend = alt.Legend(title=None, orient="bottom")
    dots = base.mark_point(filled=True, opacity=1).encode(
        x="best:Q",
        color=colour,
        shape=alt.Shape("side:N", scale=alt.Scale(domain=sides), legend=legend),
        size=alt.Size("pull:Q", scale=alt.Scale(domain=[0, 0.4], range=[20, 320]), legend=None),
        tooltip=["who:N", alt.Tooltip("best:Q"), alt.Tooltip("pull:Q", format=".0%")],
    )
    data["point"], data["stands"] = [{"at": outcome[7]}], [{"at": outcome[1]}]
    lines = [alt.Chart(alt.NamedData("point")).mark_rule(color=INK, strokeWidth=1.5).encode(x="at:Q")]
    if outcome[1] is not None:
        stands = alt.Chart(alt.NamedData("stands")).mark_rule(color=MUTED, strokeDash=[4, 3]).encode(x="at:Q")
        lines.append(stands)
    return alt.layer(*lines, spans, dots).properties(width=WIDTH, height=18 * max(len(values), 2))


def _pressure(own: _Own, outcome: Row) -> Figure | None:
    """Who would press whom: a grid with a dot for each actor's best challenge."""
    import altair as alt

    issue = own.issue(outcome)
    rows = own.rows("pressure", issue)
    if not rows:
        return None
    values = [{"who": own.sayer.cell(r[1]), "whom": own.sayer.cell(r[2]), "gain": r[3]} for r in rows]
    chart = (
        alt.Chart(inline(values))
        .mark_point(filled=True, opacity=1, color=CONFLICTUAL)
        .encode(
            x=alt.X("whom:N", axis=plain_axis(alt, orient="top", angle=-30)),
            y=alt.Y("who:N", axis=plain_axis(alt, limit=240)),
            size=alt.Size("gain:Q", legend=alt.Legend(title=own.title("pressure", "gain"), orient="right")),
            tooltip=["who:N", "whom:N", alt.Tooltip("gain:Q", format=".3f")],
        )
        .properties(width=320, height=22 * max(len({value["who"] for value in values}), 2))
    )
    return Figure(
        id=f"pressure-{issue}",
        detail=True,
        title=own.finding(f"{issue}/pressure") or say("Who would press whom first"),
        alt=say(
            "A grid of actors by actors: a dot where one would challenge the other, larger the more it expects to gain."
        ),
        spec=chart.to_dict(),
        table=own.table("pressure", rows),
        basis=(f"issues/{issue}",),
    )


def _packages(own: _Own) -> Figure | None:
    """What each package would bring to whom."""
    import altair as alt

    rows = own.rows("gains")
    if not rows:
        return None
    values = [
        {
            "package": own.sayer.cell(row[0]),
            "who": own.sayer.cell(row[1]),
            "gain": row[3],
            "low": row[4],
            "high": row[5],
        }
        for row in rows
    ]
    names = list(dict.fromkeys(str(value["who"]) for value in values))
    values = [value for value in values if value["gain"] is not None]
    base = alt.Chart().encode(y=alt.Y("who:N", sort=names, axis=plain_axis(alt, limit=200)))
    bars = base.mark_bar(height=12).encode(
        x=alt.X("gain:Q", axis=alt.Axis(title=own.title("gains", "gain"))),
        color=alt.condition("datum.gain < 0", alt.value(CONFLICTUAL), alt.value(CORE)),
        tooltip=["package:N", "who:N", alt.Tooltip("gain:Q", format=".1f")],
    )
    spans = base.mark_rule(color=INK).encode(x="low:Q", x2="high:Q")
    zero = alt.Chart().mark_rule(color=RULE).encode(x=alt.datum(0))
    chart = (
        alt.layer(zero, bars, spans, data=inline(values))
        .properties(width=WIDTH - 60, height=20 * len(names))
        .facet(
            row=alt.Row(
                "package:N", header=alt.Header(title=None, labelAngle=0, labelOrient="top", labelAnchor="start")
            )
        )
        .resolve_scale(y="independent")
    )
    return Figure(
        id="packages",
        title=say("Who gains and who pays if a package is agreed"),
        alt=say(
            "For each package a bar for each government and outside power: to the right it gains, to the left it loses."
        ),
        spec=chart.to_dict(),
        table=own.table("gains", rows),
        basis=tuple(f"bargaining/{model.id}" for model in own.case.bargaining),
    )


def _reliability(own: _Own) -> Figure:
    """How far forecast probabilities held on known outcomes."""
    import altair as alt

    table = reliability()
    heads = [own.sayer.say(column.title) for column in table.columns]
    values = [dict(zip(("forecast", "observed", "issues"), row, strict=True)) for row in table.rows]
    x = alt.X("forecast:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(title=heads[0], format="%"))
    y = alt.Y("observed:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(title=heads[1], format="%"))
    ideal = alt.Chart(inline([{"forecast": 0, "observed": 0}, {"forecast": 1, "observed": 1}]))
    line = ideal.mark_line(color=MUTED, strokeDash=[4, 3]).encode(x=x, y=y)
    dots = (
        alt.Chart(inline(values))
        .mark_point(filled=True, color=CORE, opacity=1)
        .encode(
            x=x,
            y=y,
            size=alt.Size("issues:Q", legend=alt.Legend(title=heads[2], orient="right")),
            tooltip=["forecast:Q", "observed:Q", "issues:Q"],
        )
    )
    return Figure(
        id="reliability",
        title=noted(),
        alt=say("Dots of observed against forecast shares; on the dashed line both are the same."),
        spec=(line + dots).properties(width=260, height=260).to_dict(),
        table=table,
        source=attributed(),
    )


def _pit(own: _Own) -> Figure:
    """Where known outcomes fell in what was forecast for them."""
    import altair as alt

    table = transform()
    heads = [own.sayer.say(column.title) for column in table.columns]
    values = [{"from": row[0], "to": row[1], "issues": row[2]} for row in table.rows]
    even = sum(number(row[2]) for row in table.rows) / len(table.rows)
    bars = (
        alt.Chart(inline(values))
        .mark_rect(color=CORE, stroke=PAPER)
        .encode(
            x=alt.X("from:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(title=heads[1], format="%")),
            x2="to:Q",
            y=alt.Y("issues:Q", axis=alt.Axis(title=heads[2])),
            y2=alt.datum(0),
            tooltip=[alt.Tooltip("issues:Q", format=".1f")],
        )
    )
    line = alt.Chart(inline([{"even": even}])).mark_rule(color=INK, strokeDash=[4, 3]).encode(y="even:Q")
    return Figure(
        id="pit",
        detail=True,
        title=table.title,
        alt=say("Bars of equal height would mean that ranges hold what they promise; a dashed line marks that height."),
        spec=(bars + line).properties(width=260, height=140).to_dict(),
        table=table,
        source=attributed(),
    )


def _filled(spec: dict[str, Any], data: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """A specification with named data put in; charts are quicker to make without data that each step copies."""

    def filled(part: Any) -> Any:
        if isinstance(part, dict):
            name = part.get("name")
            return (
                {"values": data[name]}
                if part.keys() == {"name"} and name in data
                else {key: filled(value) for key, value in part.items()}
            )
        return [filled(value) for value in part] if isinstance(part, list) else part

    made: dict[str, Any] = filled(spec)
    return made
