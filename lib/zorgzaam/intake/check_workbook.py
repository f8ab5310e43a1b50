"""The delivered list as an Excel file with the cells marked, to send back to who delivered it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from zorgzaam.intake.contacts import shown_text
from zorgzaam.intake.findings import Finding
from zorgzaam.intake.grid import Grid, is_blank, is_empty
from zorgzaam.intake.layout import Layout
from zorgzaam.intake.list_columns import Column
from zorgzaam.intake.personal import HIDDEN
from zorgzaam.intake.safe_workbook import new_workbook
from zorgzaam.intake.sheet_rows import Sheet

FINDINGS_SHEET = "Meldingen"
FINDINGS_HEADER = ("Blad", "Regel", "Kolom", "Wat is er", "Wat te doen")
MAX_ROWS = 1_048_000  # what fits on a sheet of Excel, with some to spare
_ALL_ROWS = 20_000  # of a longer list only the rows with a mark are shown
NOT_SHOWN = "(niet gelezen, niet getoond)"
Marks = dict[tuple[int, int], list[str]]
_MAX_CELL = 32_000  # letters
_MAX_NOTE = 1_000
_WIDTHS = (18, 8, 24, 70, 70)
# Excel shows this many notes without becoming slow; the others stand on the first sheet.
_MAX_NOTES = 2_000
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


def marked_workbook(
    sheets: Sequence[tuple[Grid, Layout, Sheet]], findings: Sequence[Finding]
) -> bytes:
    """Return a workbook with what was found on its first sheet, and then the sheets as delivered.

    The rows stand where they stood. A cell with a problem is coloured and has a note that says
    what it is and what to do; so has the header of a column with a problem in it. Personal data
    and cells that hold contact data elsewhere are replaced by words that say so.
    Every cell is text, so that nothing in it can run. The same input gives the same bytes.
    """
    stream = io.BytesIO()
    book = new_workbook(stream)
    formats = {
        "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "problem": book.add_format({"bg_color": "#FFD9A0", "border": 1}),
        "hidden": book.add_format({"font_color": "#6B6B6B", "italic": True}),
    }
    problems = [item for item in findings if item.is_problem]
    _write_findings(book.add_worksheet(FINDINGS_SHEET), problems, formats)
    names = {FINDINGS_SHEET.lower()}
    for number, (grid, layout, sheet) in enumerate(sheets, 1):
        name = _sheet_name(grid.sheet or "Lijst", number, names)
        marks = _marks(layout, [item for item in problems if item.place == grid.place])
        _write_sheet(book.add_worksheet(name), grid, layout, sheet.read, marks, formats)
    book.close()
    return stream.getvalue()


def _sheet_name(name: str, number: int, taken: set[str]) -> str:
    """Return a name that Excel allows and that no other sheet has."""
    short = shown_text(name).translate(_NOT_IN_NAMES).strip("' ")[:31] or f"Blad {number}"
    unique = short if short.lower() not in taken else f"{short[:26]} ({number})"
    taken.add(unique.lower())
    return unique


def _write_findings(sheet: Any, findings: Sequence[Finding], formats: dict[str, Any]) -> None:
    for column, (title, width) in enumerate(zip(FINDINGS_HEADER, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, formats["bold"])
    sheet.freeze_panes(1, 0)
    line = 1
    for finding in findings:
        for problem in finding.problems[: MAX_ROWS - line]:
            row = "" if problem.row is None else str(problem.row)
            cells = (finding.place, row, problem.column or "", problem.what, problem.remedy)
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, cell[:_MAX_CELL], formats["text"])
            line += 1


def _marks(layout: Layout, findings: Sequence[Finding]) -> Marks:
    """Return what to say at which cell, by row of the file and column from 0.

    What has no column is said at the first cell of its row; what has no row at the header.
    """
    columns: dict[str, int] = {}
    for column in layout.columns:
        columns.setdefault(column.shown, column.index)
    marks: Marks = {}
    for finding in findings:
        for problem in finding.problems:
            row = layout.last_row if problem.row is None else problem.row
            at = columns.get(problem.column or "", 0)
            text = f"{problem.what} {problem.remedy}"
            if text not in marks.setdefault((row, at), []):
                marks[row, at].append(text)
    return marks


def _write_sheet(
    sheet: Any,
    grid: Grid,
    layout: Layout,
    read: frozenset[int],
    marks: Marks,
    formats: dict[str, Any],
) -> None:
    """Write the rows at the numbers they have in the file, from the header on.

    What stands above the header, and in rows and columns that were not read, may be anything, so
    it is not shown. Of a long list only the rows with a mark are.
    """
    sheet.set_column(0, max(len(layout.columns) - 1, 0), 18)
    # The cases of SPSS begin at 1 and have their names above them.
    shift = 1 if layout.header_rows[0] == 0 else 0
    marked_rows = {row for row, _ in marks}
    is_long = sum(1 for _ in grid.readable_rows()) > _ALL_ROWS
    for number, cells in grid.readable_rows():
        is_header = number in layout.header_rows
        line = number - 1 + shift
        if line >= MAX_ROWS or number < layout.header_rows[0]:
            continue
        if not is_blank(cells) and (is_header or not is_long or number in marked_rows):
            for column in layout.columns:
                # In a row of another width the cells are not in their own columns.
                is_even = not grid.has_even_rows or len(cells) >= len(layout.columns)
                is_read = column.index in read and is_even
                text, form = _shown_cell(column, cells, is_header, is_read)
                form = "problem" if (number, column.index) in marks else form
                _write_text(sheet, line, column.index, text, formats[form])
    _write_notes(sheet, marks, shift)


def _shown_cell(
    column: Column, cells: list[str], is_header: bool, is_read: bool
) -> tuple[str, str]:
    """Return the text of a cell and the name of its format."""
    text = cells[column.index] if column.index < len(cells) else ""
    if is_empty(text):
        return "", "text"
    if is_header:
        return shown_text(text), "bold"
    if column.is_personal:
        return HIDDEN, "hidden"
    if not (is_read or column.is_mark):
        return NOT_SHOWN, "hidden"
    return shown_text(text), "text"


def _write_text(sheet: Any, line: int, column: int, text: str, form: Any) -> None:
    if text:
        sheet.write_string(line, column, text[:_MAX_CELL], form)
    else:
        sheet.write_blank(line, column, None, form)


def _write_notes(sheet: Any, marks: Marks, shift: int) -> None:
    """Write what is wrong at a cell as a note on it, that opens when the mouse is over it."""
    for (row, column), texts in sorted(marks.items())[:_MAX_NOTES]:
        line = row - 1 + shift
        if 0 <= line < MAX_ROWS:
            text = "\n".join(texts)[:_MAX_NOTE]
            size = {"width": 320, "height": 24 + 18 * (len(text) // 45 + 1)}
            sheet.write_comment(line, column, text, {"author": "zorgzaam", **size})
