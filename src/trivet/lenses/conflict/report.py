"""Everything the lens says about the conflicts it solved."""

from collections.abc import Sequence
from typing import Any

from trivet.lens.build import ResultBuilder
from trivet.lenses.conflict.document import document
from trivet.lenses.conflict.findings import add_findings
from trivet.lenses.conflict.solve import Solved
from trivet.lenses.conflict.tables import add_tables
from trivet.lenses.conflict.target import add_target


def report_on(builder: ResultBuilder, solved: Sequence[Solved], settings: Any) -> None:
    """Add findings, tables and data. One conflict gives its data at the top, several under ``models``."""
    add_findings(builder, solved)
    if settings.target is not None:
        add_target(builder, solved, settings.target)
    add_tables(builder, solved, settings.states)
    documents = [document(each) for each in solved]
    if len(documents) == 1:
        builder.data(**documents[0])
    else:
        builder.data(models=documents)
