"""How the forecast did on known outcomes: a table that ships with the lens, made by ``benchmarks/backtest_deu.py``."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

from trivet.base.message import N_, Message, Term, say
from trivet.lens.finding import Cell, Table, column

MODEL: Final = "mixture"
"""The model behind every forecast."""

NAMES: Final = {
    "mean-unweighted": N_("mean of heads"),
    "median-unweighted": N_("median of heads"),
    "compromise-mean": N_("mean by weight (the model)"),
    "weighted-median": N_("median by weight"),
    "midpoint": N_("middle of the scale"),
    "reference-point": N_("status quo"),
    "nash-cost-2": N_("Nash solution if disagreement costs more (K = 2)"),
    "condorcet-election": N_("probabilistic Condorcet election"),
    "ktab-first-turn": N_("KTAB's model after one turn"),
    "ktab-final": N_("KTAB's model in the end"),
    "exchange-one-round": N_("exchange of positions, one round"),
    "challenge-code-median": N_("challenge model (code), median"),
    "challenge-paper-median": N_("challenge model (paper), median"),
    "actors": N_("actors' positions alone"),
    "normal": N_("bell curve alone"),
    "mixture": N_("half actors, half bell curve (the forecast)"),
}
"""The models that are told, in this order."""


@cache
def calibration() -> dict[str, Any]:
    """The whole table."""
    made: dict[str, Any] = json.loads(files(__package__).joinpath("data/calibration.json").read_text("utf-8"))
    return made


def scores() -> Table:
    """Errors and scores of models on known outcomes."""
    models = calibration()["models"]
    rows: list[tuple[Cell, ...]] = []
    for name, words in NAMES.items():
        own = models[name]
        covered = {part["interval"]: part["covered"] for part in own.get("intervals", ())}
        rows.append((Term(msgid=words), own["n"], own["mae"], own["crps"], covered.get(50), covered.get(80)))
    return Table(
        title=say("How models did on known decisions of the European Union"),
        columns=(
            column("model", say("Model")),
            column("issues", say("Issues")),
            column("mae", say("Mean absolute error")),
            column("crps", say("Probability score (CRPS)")),
            column("within-50", say("Outcomes in the 50 % range")),
            column("within-80", say("Outcomes in the 80 % range")),
        ),
        rows=tuple(rows),
    )


def reliability() -> Table:
    """How often what was forecast with a probability came to be."""
    rows: list[tuple[Cell, ...]] = [
        (own["forecast"], own["observed"], own["n"]) for own in calibration()["models"][MODEL]["upper_half"] if own["n"]
    ]
    return Table(
        title=say("Forecast and observed shares of outcomes in the upper half of the scale"),
        columns=(
            column("forecast", say("Forecast")),
            column("observed", say("Observed")),
            column("issues", say("Issues")),
        ),
        rows=tuple(rows),
    )


def transform() -> Table:
    """The histogram of probability integral transforms."""
    bins = calibration()["models"][MODEL]["pit"]
    rows: list[tuple[Cell, ...]] = [(k / len(bins), (k + 1) / len(bins), own) for k, own in enumerate(bins)]
    return Table(
        title=say("Where known outcomes fell in the range of their forecast"),
        columns=(
            column("from", say("From quantile")),
            column("to", say("Quantile of the forecast")),
            column("issues", say("Issues")),
        ),
        rows=tuple(rows),
    )


def attributed() -> Message:
    """Whose data these are."""
    own = calibration()["data"]
    return say(
        "Source: {authors}, {title} ({licence}), {link}",
        authors=own["authors"],
        title=own["title"],
        licence=own["licence"],
        link=f"doi:{own['data_doi']}",
    )


def noted() -> Message:
    """What the table says in a sentence."""
    own = calibration()["models"][MODEL]
    inside = next(part["covered"] for part in own["intervals"] if part["interval"] == 80)
    return say(
        "On {count} known decisions of the European Union {share} of outcomes fell into the range meant for 80%; none "
        "was bargained in an alliance",
        count=own["n"],
        share=f"{inside * 100:.0f}%",
    )
