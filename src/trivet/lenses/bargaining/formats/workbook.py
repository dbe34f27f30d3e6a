"""Excel workbooks (``.xlsx``, without macros): read as tables of text, and written as questionnaires.

Formulas that are read count by the values they were saved with.
"""

import io
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from trivet.base.errors import TrivetError
from trivet.base.languages import LANGUAGES, Language
from trivet.base.message import say
from trivet.case.model import Case
from trivet.case.schema.issues import Issue
from trivet.lens.foreign import file_bytes
from trivet.lenses.bargaining.formats.cells import MAX_CELLS, MAX_MIB, MAX_ROWS, Cell, Sheet
from trivet.lenses.bargaining.formats.columns import PARTS, meaning_of
from trivet.lenses.bargaining.formats.draft import QUANTITIES, number_text
from trivet.lenses.bargaining.formats.elicit import ABOUT, ASKED, COLUMNS, rows_to_fill
from trivet.lenses.bargaining.formats.guide import GUIDES
from trivet.lenses.bargaining.formats.ktab import is_ktab

UNPACKED: Final = 64 * 2**20
"""Bytes that a workbook may have when unpacked."""

WIDTHS: Final = {"title": 36, "zero": 30, "hundred": 30, "name": 30, "role": 22, "note": 44}
"""Of columns, in characters; 13 for the others."""


def library() -> Any:
    """The package that reads and writes workbooks.

    Raises:
        TrivetError: if it is not installed.
    """
    try:
        import openpyxl
        import openpyxl.styles
        import openpyxl.utils
        import openpyxl.worksheet.datavalidation
    except ImportError:
        raise TrivetError('Excel files need the package openpyxl: pip install "trivet[excel]".') from None
    return openpyxl


def read_workbook(path: Path) -> Sheet:
    """The first sheet of a workbook that has headings as tables have them; else its first sheet.

    Raises:
        CaseError: if it cannot be read, is too large or is no workbook.
        TrivetError: if openpyxl is not installed.
    """
    excel, raw = library(), file_bytes(path, MAX_MIB * 2**20)
    found, values = Sheet(path.name), list[list[Sequence[Any]]]()
    try:
        large = len(raw) > MAX_MIB * 2**20 or _unpacked(raw) > UNPACKED
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about features of Excel that do not matter here
            if not large:
                book = excel.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
                values = [_values(sheet) for sheet in book.worksheets]
    except Exception:  # in a damaged file the package stumbles over whatever comes up
        large = False
    if large:
        found.fault(say("The file is larger than {limit} MiB.", limit=MAX_MIB))
    elif not values:
        found.fault(say("This is not an Excel workbook (.xlsx)."))
    found.settle()
    sheets = [_sheet(path.name, rows) for rows in values]
    chosen = next((sheet for sheet in sheets if _headed(sheet)), sheets[0])
    chosen.settle()
    return chosen


def _unpacked(raw: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _values(sheet: Any) -> list[Sequence[Any]]:
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    return list(sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_CELLS + 1, values_only=True))


def _sheet(file: str, rows: Sequence[Sequence[Any]]) -> Sheet:
    sheet = Sheet(file)
    for line, row in enumerate(rows, start=1):
        cells = [Cell(_text(value), line, column) for column, value in enumerate(row, start=1)]
        first = cells[0].text if cells else ""
        if first.startswith("#") and not sheet.rows:
            sheet.comments.append(Cell(first[1:].strip(), line, 1))
        else:
            sheet.take(cells)
    return sheet


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(float(value))
    return str(value).strip()


def _headed(sheet: Sheet) -> bool:
    heading = sheet.rows[0] if sheet.rows else []
    return is_ktab(sheet) or any(meaning_of(cell.text) in ("position", "position_best") for cell in heading)


def write_xlsx(case: Case, issues: Sequence[Issue], language: Language = "en", *, filled: bool = False) -> bytes:
    """A questionnaire as an Excel workbook: a sheet to fill in that checks numbers, and one that explains it.

    Args:
        case: the case the issues belong to.
        issues: what to ask about.
        language: of titles, names and messages; the explanations are in all four languages, this one first.
        filled: whether the judgements of the case stand in it, to be reviewed; else they are left blank.

    Raises:
        TrivetError: if openpyxl is not installed.
    """
    book = library().Workbook()
    book.properties.creator = "trivet"
    sheet, guide = book.active, GUIDES[language]
    sheet.title = guide.answers
    sheet.append(COLUMNS)
    for row in rows_to_fill(case, issues, language, filled):
        sheet.append(row)
    _dress(sheet)
    _validate(sheet, language)
    second = book.create_sheet(guide.title)
    second.column_dimensions["A"].width = 120
    for spoken in (language, *(other for other in LANGUAGES if other != language)):
        for words in (GUIDES[spoken].title, *GUIDES[spoken].lines, ""):
            second.append([words])
    _wrap(second, {GUIDES[spoken].title for spoken in LANGUAGES})
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _dress(sheet: Any) -> None:
    """Freeze and set off the headings, set widths, and keep text from being taken for anything else."""
    styles, letter = library().styles, library().utils.get_column_letter
    sheet.freeze_panes = f"{letter(len(ABOUT) + 1)}2"
    for at, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[letter(at)].width = WIDTHS.get(name, 13)
        head = sheet.cell(1, at)
        head.font = styles.Font(bold=True)
        head.fill = styles.PatternFill("solid", fgColor="DDE6EE" if name in ASKED else "E9E6DD")
        numeric = name.startswith((*QUANTITIES, "scale"))
        for line in range(2, sheet.max_row + 1):
            cell = sheet.cell(line, at)
            cell.alignment = styles.Alignment(vertical="top", wrap_text=not numeric)
            cell.number_format = "General" if numeric else "@"


def _validate(sheet: Any, language: Language) -> None:
    """Let a sheet refuse numbers that are out of bounds or out of order."""
    letter, last = library().utils.get_column_letter, max(2, sheet.max_row)
    spot = {name: f"{letter(at)}2" for at, name in enumerate(COLUMNS, start=1)}
    bounds = {"position": (f"${spot['scale_low']}", f"${spot['scale_high']}"), "salience": ("0", "100")}
    for name in QUANTITIES:
        low, best, high = (spot[f"{name}_{part}"] for part in PARTS)
        floor, ceiling = bounds.get(name, ("0", ""))
        for own, below, above in ((low, (), (best, high)), (best, (low,), (high,)), (high, (low, best), ())):
            terms = [f"ISNUMBER({own})", f"{own}>={floor}", *([f"{own}<={ceiling}"] if ceiling else [])]
            terms += [f'OR(${other}="",{own}>=${other})' for other in below]
            terms += [f'OR(${other}="",{own}<=${other})' for other in above]
            rule = library().worksheet.datavalidation.DataValidation(
                type="custom", formula1=f"AND({','.join(terms)})", allow_blank=False, showErrorMessage=True
            )
            rule.error = getattr(GUIDES[language], name)
            rule.errorTitle = f"{name}_{PARTS[(low, best, high).index(own)]}"
            rule.add(f"{own}:{own[:-1]}{last}")
            sheet.add_data_validation(rule)


def _wrap(sheet: Any, titles: set[str]) -> None:
    styles = library().styles
    for (cell,) in sheet.iter_rows():
        cell.alignment = styles.Alignment(vertical="top", wrap_text=True)
        cell.font = styles.Font(bold=cell.value in titles)
