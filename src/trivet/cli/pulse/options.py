"""Arguments and options of the commands under ``trivet pulse``."""

from typing import Annotated

import typer

TargetArgument = Annotated[
    str,
    typer.Argument(
        metavar="PAIR|FILE",
        help="Two state codes (ISO 3166 alpha-3) with a hyphen between, or a CSV or TSV file with a column of months.",
    ),
]
DataOption = Annotated[
    str | None,
    typer.Option(
        "--data", metavar="NAME", help="Event data in the store, such as gdelt-2; default: what reaches furthest."
    ),
]
MeasureOption = Annotated[
    str, typer.Option("--measure", metavar="NAME", help="What to measure: conflict-share, rate, mean-intensity, ...")
]
DedupOption = Annotated[
    str, typer.Option("--dedup", metavar="RULE", help="Which rows count as one: none, repeats, mirrored, story.")
]
ByDayOption = Annotated[
    str, typer.Option("--day", metavar="event|added", help="Count by the day of the event or the day it was added.")
]
KnownByOption = Annotated[
    str | None, typer.Option("--known-by", metavar="DATE", help="Only rows that were there on this day.")
]
ValueOption = Annotated[str | None, typer.Option("--value", metavar="COLUMN", help="For a file: the column of values.")]
SeriesByOption = Annotated[
    str | None, typer.Option("--by", metavar="COLUMNS", help="For a file: columns that tell series apart, with commas.")
]
OnlyOption = Annotated[
    str | None, typer.Option("--only", metavar="NAME", help="For a file: one of its series, such as A-B.")
]
WaitOption = Annotated[
    float, typer.Option("--wait", min=0, metavar="SECONDS", help="How long to wait for another import to end.")
]
