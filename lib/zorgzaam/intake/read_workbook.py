"""Reading Excel and OpenDocument workbooks: every sheet, every row, each cell as text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.grid import Grid, Merge, Row, is_blank, list_rows
from zorgzaam.intake.isolated import call, damaged
from zorgzaam.intake.sheet_audit import Inconsistent, SheetAudit
from zorgzaam.intake.workbook_audit import audit

TRUE_WORDS = {True: "WAAR", False: "ONWAAR"}


@dataclass(frozen=True)
class Sheet:
    """One sheet as it comes out of the process that read it."""

    name: str
    rows: list[Row]
    is_hidden: bool
    merges: list[Merge]
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def read_workbook(path: Path, name: str) -> list[Grid]:
    """Return the sheets of the workbook at ``path``, hidden ones as well, in its order.

    Numbers, dates and truth values become text, see :func:`cell_text`; a cell with an error holds
    the error as Dutch Excel writes it.

    Raises
    ------
    InputError
        If the workbook is damaged, protected, too large, or took too long.
    """
    sheets = call(sheets_of, path, name)
    used = [sheet for sheet in sheets if sheet.rows]
    return [
        Grid(
            name,
            list_rows(sheet.rows),
            sheet.name,
            f"{name}, blad {sheet.name}" if len(used) > 1 else name,
            merges=tuple(sheet.merges),
            errors=sheet.errors,
            is_hidden=sheet.is_hidden,
        )
        for sheet in sheets
    ]


def sheets_of(path: Path, name: str) -> list[Sheet]:
    """Read the sheets in this process; see :func:`read_workbook`, which does it in another."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    is_packed = path.suffix.lower() != ".xls"
    audits = audit(path, name, path.suffix.lower() == ".ods") if is_packed else {}
    try:
        with CalamineWorkbook.from_path(path) as book:
            return [
                _sheet(book, item.name, item.visible != SheetVisibleEnum.Visible, audits, name)
                for item in book.sheets_metadata
                if item.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError:
        what = "het bestand is met een wachtwoord beveiligd."
        raise InputError([Problem(name, what, "Haal het wachtwoord eraf en sla op.")]) from None


def _sheet(
    book: Any, title: str, is_hidden: bool, audits: dict[str, SheetAudit], name: str
) -> Sheet:
    sheet = book.get_sheet_by_name(title)
    found = audits.get(title)
    if audits and found is None:
        raise damaged(name)
    errors = found.errors if found else {}
    rows: list[Row] = []
    # With blank rows and columns at the start, so that numbers are those of the file.
    for number, values in enumerate(sheet.to_python(skip_empty_area=False), 1):
        cells = [cell_text(value) for value in values]
        if not is_blank(cells):
            rows.append((number, cells))
    rows = _with_errors(rows, errors)
    if found and not {number for number, _ in rows} <= found.filled_rows:
        raise Inconsistent("calamine has rows that the XML has not")
    merges = found.merges if found else _merges(sheet)
    return Sheet(title, rows, is_hidden, merges, errors)


def _with_errors(rows: list[Row], errors: dict[tuple[int, int], str]) -> list[Row]:
    """Return ``rows`` with the errors that calamine leaves blank, or reads as 0, in their cells."""
    if not errors:
        return rows
    by_number = dict(rows)
    for (number, column), text in errors.items():
        cells = by_number.setdefault(number, [])
        cells += [""] * (column + 1 - len(cells))
        cells[column] = text
    return sorted(by_number.items())


def _merges(sheet: Any) -> list[Merge]:
    ranges = sheet.merged_cell_ranges or []
    return [Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges]


def cell_text(value: object) -> str:
    """Return the value of a cell as text.

    A whole number has no decimals (``1471``), another a decimal comma, so that 1,471 is never
    taken for 1.471; a date is ``2012-05-01``, a moment ``2012-05-01 13:05:00``, true ``WAAR``.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return TRUE_WORDS[value]
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return "" if value is None else str(value)


def number_text(value: float, comma: str = ",") -> str:
    """Return a number in full, without an exponent: ``1471``, ``0,5``; "" if it is none."""
    if value != value:
        return ""
    if value in (float("inf"), float("-inf")):
        return str(value)
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(float(value))), "f").replace(".", comma)
