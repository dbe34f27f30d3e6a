"""Files of other programs and questionnaires, read as cases and written."""

from pathlib import Path

from trivet.base.message import say
from trivet.case.model import Case
from trivet.lenses.bargaining.formats.cells import Sheet, read_text, sheet_of
from trivet.lenses.bargaining.formats.columns import Columns
from trivet.lenses.bargaining.formats.elicit import read_answers
from trivet.lenses.bargaining.formats.exchange import is_exchange, read_exchange
from trivet.lenses.bargaining.formats.ktab import is_ktab, read_ktab
from trivet.lenses.bargaining.formats.table import read_table
from trivet.lenses.bargaining.formats.workbook import read_workbook


def read(path: Path) -> Case:
    """The case in a file: a workbook by its suffix, everything else by its content.

    Raises:
        CaseError: with every fault, if it cannot be used.
        TrivetError: if it is a workbook and openpyxl is not installed.
    """
    if path.suffix.lower() == ".xlsx":
        return _read_sheet(read_workbook(path))
    text = read_text(path)
    if is_exchange(text):
        return read_exchange(path.name, text)
    return _read_sheet(sheet_of(path.name, text))


def _read_sheet(sheet: Sheet) -> Case:
    if not sheet.rows:
        sheet.fault(say("The file holds no table."))
        sheet.settle()
    if is_ktab(sheet):
        return read_ktab(sheet)
    columns = Columns.of(sheet)
    return read_answers(columns) if "role" in columns.at else read_table(columns)
