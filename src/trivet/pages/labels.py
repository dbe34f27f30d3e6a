"""The fixed phrases that templates themselves print."""

from trivet.base.message import N_
from trivet.pages.writer import Writer

LABELS = {
    "table": N_("Table"),
    "show_table": N_("Show the table"),
    "why": N_("Why: what this rests on"),
    "assumes": N_("Assumes"),
    "range": N_("Range"),
    "more": N_("more"),
    "contents": N_("Contents"),
    "languages": N_("Languages"),
    "accessed": N_("accessed"),
    "no_script": N_("The chart needs JavaScript; its table follows."),
    "download": N_("Data as CSV"),
    "to_source": N_("source {number}"),
    "back": N_("Skip to the findings"),
    "grade": N_("Grade"),
}


def labels(writer: Writer) -> dict[str, str]:
    """Every phrase in the writer's language."""
    return {name: writer.term(msgid) for name, msgid in LABELS.items()}
