"""``trivet pulse``: the store of event data, and questions to a series without a case."""

import typer

from trivet.cli.pulse import alarms, forecast, imports, score, series, status, update

HELP = (
    "Event data: import and look after them; series, alarms and forecasts of any pair of states or any monthly table."
)


def pulse_commands() -> typer.Typer:
    """The group of commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=HELP)
    for name, module in {
        "import": imports,
        "update": update,
        "status": status,
        "series": series,
        "alarms": alarms,
        "forecast": forecast,
        "score": score,
    }.items():
        group.command(name)(module.command)
    return group
