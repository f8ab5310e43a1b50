"""Rows as files: .xlsx, .ods and CSV, the same bytes on every machine."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from zorgzaam.intake.safe_workbook import new_workbook
from zorgzaam.synthetic.house import Cell, Formula

# Zip files carry a time for each part; this is the first one they can hold.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows of cells, and the spans of merged cells.

    A span is ``(row, first_column, last_column)``, from 0; its text is in its first cell.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    spans: Sequence[tuple[int, int, int]] = ()


def zip_bytes(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a zip file of ``parts``, not compressed: compression differs between machines."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts:
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.create_system = 3  # Unix, also on Windows
            archive.writestr(info, content)
    return stream.getvalue()


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return an Excel workbook. Text stays text, also when it looks like a formula."""
    stream = io.BytesIO()
    workbook = new_workbook(stream, "SYNTHETISCH")
    date_format = workbook.add_format({"num_format": "dd-mm-yyyy"})
    for sheet in sheets:
        worksheet = workbook.add_worksheet(sheet.name)
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                _write_cell(worksheet, row, column, cell, date_format)
        for row, first, last in sheet.spans:
            worksheet.merge_range(row, first, row, last, sheet.rows[row][first])
    workbook.close()
    with zipfile.ZipFile(stream) as archive:
        return zip_bytes([(name, archive.read(name)) for name in archive.namelist()])


def _write_cell(worksheet: Any, row: int, column: int, cell: Cell, date_format: Any) -> None:
    match cell:
        case "":
            return
        case Formula():
            worksheet.write_formula(row, column, cell.text, None, cell.value)
        case datetime.date():
            worksheet.write_datetime(row, column, cell, date_format)
        case int():
            worksheet.write_number(row, column, cell)
        case _:
            worksheet.write_string(row, column, cell)


def ods_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return an OpenDocument spreadsheet, the little of the standard that these lists need."""
    tables = "".join(_ods_table(sheet) for sheet in sheets)
    names = "".join(
        f' xmlns:{short}="{NAMESPACE}:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<office:document-content{names} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet>"
        "</office:body></office:document-content>\n"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="{NAMESPACE}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>\n"
    )
    # The standard wants the kind of document first, so that it can be seen in the first bytes.
    parts = [("mimetype", ODS), ("content.xml", content), ("META-INF/manifest.xml", manifest)]
    return zip_bytes([(name, text.encode("utf-8")) for name, text in parts])


def _ods_table(sheet: Sheet) -> str:
    spans = {(row, first): last - first + 1 for row, first, last in sheet.spans}
    rows = []
    for number, cells in enumerate(sheet.rows):
        covered_to = -1
        parts = []
        for column, cell in enumerate(cells):
            width = spans.get((number, column), 1)
            if column <= covered_to:
                parts.append("<table:covered-table-cell/>")
                continue
            covered_to = column + width - 1
            parts.append(_ods_cell(cell, width))
        rows.append(f"<table:table-row>{''.join(parts) or '<table:table-cell/>'}</table:table-row>")
    return f"<table:table table:name={quoteattr(sheet.name)}>{''.join(rows)}</table:table>"


def _ods_cell(cell: Cell, width: int) -> str:
    span = f' table:number-columns-spanned="{width}" table:number-rows-spanned="1"'
    merged = span if width > 1 else ""
    match cell:
        case "":
            return f"<table:table-cell{merged}/>"
        case Formula():
            kind, shown = f'office:value-type="float" office:value="{cell.value}"', str(cell.value)
        case datetime.date():
            kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
            shown = f"{cell:%d-%m-%Y}"
        case int():
            kind, shown = f'office:value-type="float" office:value="{cell}"', str(cell)
        case _:
            kind, shown = 'office:value-type="string"', cell
    # A run of spaces, or a line break, has an element of its own in OpenDocument.
    text = "</text:p><text:p>".join(_ods_text(line) for line in shown.split("\n"))
    return f"<table:table-cell {kind}{merged}><text:p>{text}</text:p></table:table-cell>"


def _ods_text(text: str) -> str:
    return escape(text).replace("  ", " <text:s/>")


def csv_bytes(rows: Sequence[Sequence[Cell]], delimiter: str, encoding: str) -> bytes:
    """Return a CSV as spreadsheets save it: lines end in CRLF, quotes where they must be.

    Raises
    ------
    UnicodeEncodeError
        If a sign is not in ``encoding``.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    for cells in rows:
        writer.writerow([cell.value if isinstance(cell, Formula) else cell for cell in cells])
    return stream.getvalue().encode(encoding)
