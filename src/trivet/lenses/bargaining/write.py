"""Issues of a case as a file: a KTAB table, or a questionnaire on positions."""

from typing import Any

from trivet.base.errors import NotFoundError, TrivetError
from trivet.base.ids import hint_at, names_in
from trivet.case.model import Case
from trivet.case.schema.issues import Issue


def write(case: Case, settings: Any, suffix: str) -> str | bytes:
    """The text, or the bytes of a workbook.

    Raises:
        NotFoundError: if an issue does not exist.
        TrivetError: if the format cannot hold them, or is not known.
    """
    from trivet.lenses.bargaining.formats import elicit, ktab, workbook

    issues = _chosen(case, settings.issue)
    filled = settings.form == "judgements"
    if suffix == ".xlsx":
        return workbook.write_xlsx(case, issues, language=case.meta.language, filled=filled)
    if suffix != ".csv":
        raise TrivetError("Name a file that ends in .csv or .xlsx.")
    if settings.form == "ktab":
        return ktab.write_ktab(case, issues)
    return elicit.write_csv(case, issues, language=case.meta.language, filled=filled)


def _chosen(case: Case, given: str | None) -> tuple[Issue, ...]:
    known = {issue.id: issue for issue in case.issues}
    for name in names_in(given):
        if name not in known:
            raise NotFoundError(f'There is no issue "{name}". {hint_at(name, known)}')
    return tuple(known[name] for name in names_in(given) or known)
