"""A lens from outside Trivet: who stands in the middle of the network of actors.

It is real, small, and brings its own catalogues; the tests hold the engine, the pages and the command line to it.
"""

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from trivet.base.i18n import Sayer
from trivet.base.message import ListParam, Message, NumberParam, ObjectRef, say, say_count
from trivet.case.at import state_at
from trivet.case.model import Case
from trivet.case.network import Tie, network
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Column, Figure, Result, Table
from trivet.lens.protocol import Reference, Settings
from trivet.lens.streams import Streams
from trivet.lens.style import CORE

CATALOGUES = Path(__file__).parent / "locales"


class CentralitySettings(Settings):
    """What a user may choose."""

    top: int = Field(default=10, ge=1, le=100, description="Actors to list, the most central first.")


class Centrality:
    """Degree and betweenness of actors (Freeman 1977): how many ties, and how many shortest paths run through."""

    name: ClassVar[str] = "centrality"
    version: ClassVar[str] = "1"
    title: ClassVar[Message] = say("Centrality")
    question: ClassVar[Message] = say("Who stands in the middle of the network of actors?")
    needs: ClassVar[tuple[str, ...]] = ("actors", "instruments")
    settings: ClassVar[type[Settings]] = CentralitySettings
    references: ClassVar[tuple[Reference, ...]] = (
        Reference(
            citation="Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40(1), "
            "35-41.",
            url="https://doi.org/10.2307/3033543",
            used_for="degree and betweenness",
        ),
    )
    catalogues: ClassVar[Traversable | None] = CATALOGUES

    def applicable(self, case: Case) -> tuple[Message, ...]:
        """A case with actors and instruments has a network, though it may be empty on a day."""
        return ()

    def run(self, case: Case, settings: CentralitySettings, streams: Streams) -> Result:
        """Measure the network on the chosen day."""
        builder = ResultBuilder(self, case, settings, streams)
        ties = network(state_at(case, settings.at or case.meta.as_of))
        degree, between = measure(ties)
        if ties:
            _add_degree(builder, ties, degree)
            _add_betweenness(builder, ties, between)
        builder.table("actors", _table(degree, between, settings.top))
        return builder.result()

    def figures(self, case: Case, result: Result, sayer: Sayer) -> tuple[Figure, ...]:
        """Bars of betweenness."""
        table = result.tables["actors"]
        return (_figure(result, table, sayer),) if table.rows else ()


def measure(ties: tuple[Tie, ...]) -> tuple[dict[str, int], dict[str, float]]:
    """Degree and normalised betweenness of every actor with a tie; weights are left out of account."""
    import networkx as nx

    graph: Any = nx.Graph(tie.pair for tie in ties)
    return dict(graph.degree()), nx.betweenness_centrality(graph)


def _add_degree(builder: ResultBuilder, ties: tuple[Tie, ...], degree: dict[str, int]) -> None:
    most = max(degree.values())
    first = sorted(name for name, count in degree.items() if count == most)
    statement = say_count(
        "{actors} holds the most ties: {ties} of {possible} possible.",
        "{actors} hold the most ties: {ties} each, of {possible} possible.",
        len(first),
        actors=_actors(first),
        ties=most,
        possible=len(degree) - 1,
    )
    builder.finding("degree/highest", statement, value=most, unit="ties", basis=_basis(ties, first), key=True)


def _add_betweenness(builder: ResultBuilder, ties: tuple[Tie, ...], between: dict[str, float]) -> None:
    most = max(between.values())
    first = sorted(name for name, share in between.items() if most - share < 1e-12)
    if not most:
        return
    statement = say_count(
        "{actors} lies on the most shortest paths between others: betweenness {share}.",
        "{actors} lie on the most shortest paths between others: betweenness {share} each.",
        len(first),
        actors=_actors(first),
        share=NumberParam(value=most, digits=2),
    )
    builder.finding("betweenness/highest", statement, value=round(most, 9), basis=_basis(ties, first))


def _actors(names: list[str]) -> ListParam:
    return ListParam(items=tuple(ObjectRef(ref=f"actors/{name}") for name in names))


def _basis(ties: tuple[Tie, ...], names: list[str]) -> list[str]:
    """The instruments and disputes behind the ties of some actors."""
    own = [tie for tie in ties if set(names) & set(tie.pair)]
    return [
        *(f"instruments/{name}" for tie in own for name in tie.instruments),
        *(f"disputes/{name}" for tie in own for name in tie.disputes),
    ]


def _table(degree: dict[str, int], between: dict[str, float], top: int) -> Table:
    columns = (
        Column(name="actor", title=say("Actor")),
        Column(name="ties", title=say("Ties")),
        Column(name="betweenness", title=say("Betweenness")),
    )
    names = sorted(degree, key=lambda name: (-between[name], -degree[name], name))[:top]
    rows = tuple(
        (ObjectRef(ref=f"actors/{name}"), degree[name], NumberParam(value=round(between[name], 9), digits=3))
        for name in names
    )
    return Table(title=say("The most central actors"), columns=columns, rows=rows)


def _figure(result: Result, table: Table, sayer: Sayer) -> Figure:
    import altair as alt

    values = [
        {"actor": sayer.say(Message(text="{x}", params={"x": actor})), "betweenness": share.value}
        for actor, _, share in table.rows
        if isinstance(actor, ObjectRef) and isinstance(share, NumberParam)
    ]
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(color=CORE)
        .encode(
            x=alt.X("betweenness:Q", axis=alt.Axis(title=sayer.term("Betweenness"), tickCount=5)),
            y=alt.Y("actor:N", sort=[value["actor"] for value in values], axis=alt.Axis(title=None, labelLimit=240)),
        )
        .properties(width=720, height=26 * len(values))
    )
    return Figure(
        id="network",
        title=say("The most central actors"),
        alt=say("Bars of betweenness, the most central actor on top."),
        spec=chart.to_dict(),
        table=table,
        basis=tuple(dict.fromkeys(ref for finding in result.findings for ref in finding.basis)),
    )
