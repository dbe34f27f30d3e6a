"""Figures of the lens, as Vega-Lite."""

from collections.abc import Sequence
from typing import Any, Final

from trivet.base.i18n import Sayer
from trivet.base.message import DateParam, ListParam, NumberParam, ObjectRef, say
from trivet.case.model import Case
from trivet.lens.charts import inline, plain_axis
from trivet.lens.finding import Cell, Figure, Result, Table
from trivet.lens.style import CONFLICTUAL, COOPERATIVE, CORE, INK, MUTED, PAPER, RULE
from trivet.lenses.pulse.scales import CHRONOLOGY, scale_of
from trivet.lenses.pulse.words import DIRECTIONS

Row = tuple[Cell, ...]

YEARS: Final = 12
"""Years that a figure shows at most; the table holds all."""

HEIGHT: Final = 96


def figures(case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
    """Every figure the result has data for: the legs first, other ties as details."""
    own = _Own(case, result, sayer)
    made = [_series(own, own.legs, "series"), _calendar(own), _alarms(own), _outlook(own), _calibration(own)]
    if own.others:
        made.append(_series(own, own.others, "series-others"))
    return tuple(figure for figure in made if figure is not None)


class _Own:
    """The rows of one result, by tie."""

    def __init__(self, case: Case, result: Result, sayer: Sayer) -> None:
        self.result, self.sayer = result, sayer
        partners = set(case.meta.partners)
        ties = {sayer.cell(row[0]): _members(row[0]) for row in result.tables["series"].rows}
        self.legs = [name for name, members in ties.items() if members <= partners]
        self.others = [name for name in ties if name not in self.legs]
        months = [_month(row[1]) for row in result.tables["series"].rows if sayer.cell(row[0]) in self.legs]
        last = max(months, default="2000-01")
        self.since = f"{int(last[:4]) - YEARS}{last[4:]}"
        self.basis = tuple(dict.fromkeys(ref for finding in result.findings for ref in finding.basis))[:40]
        measure = str(result.settings["measure"])
        from_case = all(finding.id != "pulse/data/chronology" for finding in result.findings)
        self.scale = scale_of(measure) if from_case else CHRONOLOGY

    def rows(self, table: str, ties: Sequence[str]) -> list[Row]:
        return [row for row in self.result.tables[table].rows if self.sayer.cell(row[0]) in ties]

    def table(self, table: str, rows: Sequence[Row]) -> Table:
        whole = self.result.tables[table]
        return Table(title=whole.title, columns=whole.columns, rows=tuple(rows))

    def drawn(self, rows: Sequence[Row]) -> Table:
        """The columns of monthly rows that a line with its band shows; the page of the lens has the rest."""
        whole = self.result.tables["series"]
        kept = [
            place for place, one in enumerate(whole.columns) if one.name in ("tie", "month", "value", "low", "high")
        ]
        return Table(
            title=whole.title,
            columns=tuple(whole.columns[place] for place in kept),
            rows=tuple(tuple(row[place] for place in kept) for row in rows),
        )

    def facet(self, alt: Any, ties: Sequence[str]) -> Any:
        header = alt.Header(title=None, labelAngle=0, labelAlign="left", labelOrient="top", labelAnchor="start")
        return alt.Row("tie:N", sort=list(ties), header=header)

    def time(self, alt: Any) -> Any:
        return alt.X("month:T", axis=alt.Axis(title=None, format="%Y", tickCount="year", grid=False, labelOverlap=True))

    def value(self, alt: Any, field: str = "value") -> Any:
        form = "%" if self.scale.percent else "~g"
        return alt.Y(f"{field}:Q", axis=alt.Axis(title=None, tickCount=4, format=form), scale=alt.Scale(zero=False))


def _series(own: _Own, ties: Sequence[str], name: str) -> Figure | None:
    """Small multiples: band, line, and the case's own events as ticks along the foot."""
    import altair as alt

    rows = [row for row in own.rows("series", ties) if _month(row[1]) >= own.since and _value(row[3]) is not None]
    if not rows:
        return None
    values = _points(own, rows)
    floor = min(value["value"] if value["low"] is None else value["low"] for value in values)
    values += [
        {
            "tie": own.sayer.cell(row[0]),
            "month": f"{_month(row[1])}-15",
            "event": own.sayer.cell(row[2]),
            "foot": floor,
            "sign": own.sayer.term("conflictual" if (_value(row[3]) or 0) < 0 else "cooperative"),
        }
        for row in own.rows("events", ties)
        if _month(row[1]) >= own.since
    ]
    signs = [own.sayer.term("cooperative"), own.sayer.term("conflictual")]
    colour = alt.Color(
        "sign:N",
        scale=alt.Scale(domain=signs, range=[COOPERATIVE, CONFLICTUAL]),
        legend=alt.Legend(title=own.sayer.say(own.result.tables["events"].title)),
    )
    base = alt.Chart().encode(x=own.time(alt))
    band = base.mark_area(color=CORE, opacity=0.16).transform_filter("isValid(datum.low)")
    line = base.mark_line(color=CORE, strokeWidth=1.6).transform_filter("isValid(datum.value)")
    ticks = base.mark_tick(thickness=2, size=14, orient="vertical").transform_filter("isValid(datum.foot)")
    layers = alt.layer(
        band.encode(y=own.value(alt, "low"), y2="high:Q", detail="run:N"),
        line.encode(
            y=own.value(alt),
            detail="run:N",
            tooltip=[alt.Tooltip("month:T", format="%Y-%m"), "value:Q", "low:Q", "high:Q"],
        ),
        ticks.encode(y=own.value(alt, "foot"), color=colour, tooltip=["event:N"]),
        data=inline(values),
    ).properties(width=700, height=HEIGHT)
    chart = layers.facet(row=own.facet(alt, ties)).configure_facet(spacing=8)
    return Figure(
        id=name,
        title=say("{measure}, month by month", measure=own.sayer.say(own.scale.title)),
        alt=say("One line for each tie with its interval as a band; ticks at the foot mark the case's own events."),
        spec=chart.to_dict(),
        table=own.drawn(rows),
        basis=own.basis,
        detail=name != "series",
    )


def _points(own: _Own, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Known months, numbered by unbroken run, so that no line is drawn over months of which nothing is known."""
    out: list[dict[str, Any]] = []
    before, run = ("", 0), 0
    for row in rows:
        tie, month = own.sayer.cell(row[0]), _month(row[1])
        number = int(month[:4]) * 12 + int(month[5:7])
        run += before != (tie, number - 1)
        before = (tie, number)
        point = {"tie": tie, "month": f"{month}-01", "run": run}
        out.append(point | {name: _value(cell) for name, cell in zip(("value", "low", "high"), row[3:6], strict=True)})
    return out


def _calendar(own: _Own) -> Figure | None:
    """Years by months: darker where conflict or cooperation outweighs."""
    import altair as alt

    rows = [row for row in own.rows("series", own.legs) if _month(row[1]) >= own.since and _value(row[9]) is not None]
    if not rows:
        return None
    values = [
        {
            "tie": own.sayer.cell(row[0]),
            "year": _month(row[1])[:4],
            "month": int(_month(row[1])[5:7]),
            "mean": _value(row[9]),
            "events": _value(row[6]),
        }
        for row in rows
    ]
    colours = alt.Scale(domain=[-10, 0, 10], range=[CONFLICTUAL, "#f3f0e6", COOPERATIVE], clamp=True)
    head = own.sayer.say(own.result.tables["series"].columns[9].title)
    chart = (
        alt.Chart(inline(values))
        .mark_rect(stroke=PAPER, strokeWidth=1)
        .encode(
            x=alt.X("month:O", axis=plain_axis(alt)),
            y=alt.Y("year:O", sort="descending", axis=plain_axis(alt)),
            color=alt.Color("mean:Q", scale=colours, legend=alt.Legend(title=head, gradientLength=160)),
            tooltip=["year:O", "month:O", alt.Tooltip("mean:Q", format=".1f"), "events:Q"],
            facet=alt.Facet("tie:N", columns=2, sort=own.legs, header=alt.Header(title=None, labelAnchor="start")),
        )
        .properties(width=300, height=13 * (YEARS + 1))
        .configure_facet(spacing=14)
    )
    return Figure(
        id="calendar",
        title=say("Mean intensity of events in each month; a blank month has none on record"),
        alt=say("A calendar for each tie, years by months, coloured from conflict to cooperation."),
        spec=chart.to_dict(),
        table=own.table("series", rows),
        basis=own.basis,
        detail=True,
    )


def _alarms(own: _Own) -> Figure | None:
    import altair as alt

    rows = [row for row in own.rows("alarms", own.legs) if _month(row[1]) >= own.since]
    if not rows:
        return None
    values = [
        {
            "tie": own.sayer.cell(row[0]),
            "month": f"{_month(row[1])}-15",
            "detector": own.sayer.cell(row[2]),
            "direction": own.sayer.cell(row[3]),
        }
        for row in rows
    ]
    ways = [own.sayer.term(word) for word in DIRECTIONS.values()]
    columns = own.result.tables["alarms"].columns
    chart = (
        alt.Chart(inline(values))
        .mark_point(filled=True, size=90, opacity=0.9)
        .encode(
            x=own.time(alt),
            y=alt.Y("tie:N", sort=own.legs, axis=plain_axis(alt, limit=200)),
            yOffset=alt.YOffset("detector:N"),
            color=alt.Color(
                "direction:N",
                scale=alt.Scale(domain=ways, range=[COOPERATIVE, CONFLICTUAL]),
                legend=alt.Legend(title=own.sayer.say(columns[3].title)),
            ),
            shape=alt.Shape("detector:N", legend=alt.Legend(title=own.sayer.say(columns[2].title))),
            tooltip=[alt.Tooltip("month:T", format="%Y-%m"), "detector:N", "direction:N"],
        )
        .properties(width=640, height=44 * len(own.legs))
    )
    return Figure(
        id="alarms",
        title=say("When alarms would have rung, each from what was known in its month"),
        alt=say("A row for each tie; marks show months with an alarm, by detector and direction."),
        spec=chart.to_dict(),
        table=own.table("alarms", rows),
        basis=own.basis,
        detail=True,
    )


def _outlook(own: _Own) -> Figure | None:
    """The last years and the coming months as a fan."""
    import altair as alt

    rows = own.rows("outlook", own.legs)
    if not rows:
        return None
    first = min(_month(row[1]) for row in rows)
    since = f"{int(first[:4]) - 4}{first[4:]}"
    past_rows = [row for row in own.rows("series", own.legs) if _month(row[1]) >= since and _value(row[3]) is not None]
    values = _points(own, past_rows)
    names = ("q05", "q10", "q25", "q50", "q75", "q90", "q95")
    values += [
        {
            "tie": own.sayer.cell(row[0]),
            "month": f"{_month(row[1])}-01",
            **{name: _value(cell) for name, cell in zip(names, row[2:], strict=True)},
        }
        for row in rows
    ]
    base = alt.Chart().encode(x=own.time(alt))
    bands = [
        base.mark_area(color=CORE, opacity=shade)
        .transform_filter("isValid(datum.q50)")
        .encode(y=own.value(alt, low), y2=f"{high}:Q")
        for low, high, shade in (("q05", "q95", 0.14), ("q10", "q90", 0.16), ("q25", "q75", 0.22))
    ]
    past = base.mark_line(color=INK, strokeWidth=1.4).transform_filter("isValid(datum.value)")
    middle = base.mark_line(color=CORE, strokeDash=[4, 3]).transform_filter("isValid(datum.q50)")
    layers = alt.layer(
        *bands,
        past.encode(y=own.value(alt), detail="run:N"),
        middle.encode(y=own.value(alt, "q50")),
        data=inline(values),
    ).properties(width=700, height=HEIGHT)
    chart = layers.facet(row=own.facet(alt, own.legs)).configure_facet(spacing=8)
    return Figure(
        id="outlook",
        title=say("{measure}: the last years and the coming twelve months", measure=own.sayer.say(own.scale.title)),
        alt=say("For each tie a line of the past, and bands that hold 50, 80 and 90 percent of what may come."),
        spec=chart.to_dict(),
        table=own.table("outlook", rows),
        basis=own.basis,
    )


def _calibration(own: _Own) -> Figure | None:
    import altair as alt

    rows = own.rows("calibration", own.legs)
    if not rows:
        return None
    values = [{"tie": own.sayer.cell(row[0]), "bin": row[1], "share": _value(row[2])} for row in rows]
    columns = own.result.tables["calibration"].columns
    base = alt.Chart().encode(
        x=alt.X("bin:O", axis=plain_axis(alt, title=own.sayer.say(columns[1].title))),
    )
    bars = base.mark_bar(color=CORE).encode(
        y=alt.Y("share:Q", axis=alt.Axis(title=own.sayer.say(columns[2].title), tickCount=3))
    )
    even = alt.Chart().mark_rule(color=MUTED, strokeDash=[4, 3]).encode(y=alt.datum(10))
    chart = (
        alt.layer(bars, even, data=inline(values))
        .properties(width=150, height=90)
        .facet(
            facet=alt.Facet("tie:N", sort=own.legs, header=alt.Header(title=None, labelAnchor="start")),
            columns=4,
        )
        .configure_axis(gridColor=RULE)
    )
    return Figure(
        id="calibration",
        title=say("Where outcomes fell in past forecasts: even bars are well calibrated"),
        alt=say("For each tie ten bars, one for each tenth of the forecast distribution."),
        spec=chart.to_dict(),
        table=own.table("calibration", rows),
        basis=own.basis,
        detail=True,
    )


def _members(cell: Cell) -> set[str]:
    assert isinstance(cell, ListParam)
    return {item.ref.partition("/")[2] for item in cell.items if isinstance(item, ObjectRef)}


def _month(cell: Cell) -> str:
    assert isinstance(cell, DateParam)
    return str(cell.date.earliest)[:7]


def _value(cell: Cell) -> float | None:
    if isinstance(cell, NumberParam):
        return cell.value
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None
