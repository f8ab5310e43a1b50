"""How the workbook of all tables looks: writes its sheets with xlsxwriter, all in the same way."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from zorgzaam.params import Kind
from zorgzaam.release.workbook_list import MEASURED, number_or_symbol
from zorgzaam.release.workbook_tables import Cell, Column, Table
from zorgzaam.release.workbook_text import NOT_APPLICABLE, SYMBOL_TEXTS, WIDE_MARK, mark, source

CONTENTS, NOTES, SYMBOL_SHEET, ALL_SHEET = "Inhoud", "Toelichting", "Symbolen", "Alle cijfers"
HEAD_ROW = 3  # of the first head, counted from 0; titles and the mark are above it
PART_HEADS = {
    "value": "cijfer",
    "lower": "ondergrens",
    "upper": "bovengrens",
    "p_value": "p-waarde",
    "base": "basis",
}
COUNT_UNIT = "deelnemers"
_P_DECIMALS, _A4 = 3, 9
_LABEL_WIDTH, _NUMBER_WIDTH, _TEXT_WIDTH = 34, 12, 100
_LONGEST_HEADER = 120  # Excel takes 255 characters, the mark and codes among them


class Writer:
    """Writes the sheets of one workbook. ``book`` is an ``xlsxwriter.Workbook``."""

    def __init__(self, book: Any, kind: Kind, wave: int) -> None:
        self.book = book
        self.mark, self.source = mark(kind), source(wave, kind)
        looks = {
            "title": {"bold": True, "font_size": 13},
            "head": {"bold": True, "text_wrap": True, "valign": "top"},
            "number_head": {"align": "right", "text_wrap": True, "valign": "top"},
            "unit": {"italic": True, "align": "right", "bottom": 1},
            "unit_left": {"italic": True, "bottom": 1},
            "warning": {"bold": True, "font_color": "#801650"},
            "wrapped": {"text_wrap": True, "valign": "top"},
            "symbol": {"align": "right"},
            "link": {"font_color": "#12436D", "underline": 1},
        }
        self.looks = {name: book.add_format(look) for name, look in looks.items()}
        self.patterns: dict[str, Any] = {}

    def _pattern(self, pattern: str) -> Any:
        if pattern not in self.patterns:
            self.patterns[pattern] = self.book.add_format({"num_format": pattern})
        return self.patterns[pattern]

    def _sheet(self, name: str, title: str) -> Any:
        """Return a new sheet with its title, its mark and how it is printed."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, title, self.looks["title"])
        sheet.write_string(1, 0, f"Soort gegevens: {self.mark}", self.looks["warning"])
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        short = textwrap.shorten(title, _LONGEST_HEADER, placeholder=" ...")
        sheet.set_header(f"&L{short.replace('&', '&&')}&R{self.mark}")
        sheet.set_footer(f"&L{self.source}&R&P van &N")
        return sheet

    def contents(self, title: str, wave: int, tables: Sequence[Table]) -> None:
        """Write the first sheet: what is in the others, with links."""
        sheet = self._sheet(CONTENTS, title)
        sheet.write_string(2, 0, f"Meetjaar {wave}")
        sheet.set_column(0, 0, _LABEL_WIDTH)
        sheet.set_column(1, 1, _TEXT_WIDTH)
        rows = [(NOTES, "Hoe de cijfers zijn gemaakt"), (SYMBOL_SHEET, "Wat de tekens betekenen")]
        rows += [(table.name, table.title) for table in tables]
        rows.append((ALL_SHEET, "Elk cijfer op een eigen regel, om te filteren"))
        for row, (name, what) in enumerate(rows, HEAD_ROW + 1):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self.looks["link"], name)
            sheet.write_string(row, 1, what)
        sheet.write_string(HEAD_ROW + len(rows) + 2, 0, self.source)

    def texts(self, name: str, title: str, rows: Sequence[tuple[str, str]]) -> None:
        """Write a sheet with words alone: a subject or symbol, and what there is to say of it."""
        sheet = self._sheet(name, title)
        sheet.set_column(0, 0, _LABEL_WIDTH)
        sheet.set_column(1, 1, _TEXT_WIDTH)
        for row, (subject, text) in enumerate(rows, HEAD_ROW + 1):
            sheet.write_string(row, 0, subject, self.looks["wrapped"])
            sheet.write_string(row, 1, text, self.looks["wrapped"])
        sheet.write_string(HEAD_ROW + len(rows) + 2, 0, self.source)

    def symbols(self) -> None:
        """Write what stands where there is no number."""
        self.texts(SYMBOL_SHEET, "Verklaring van de tekens", SYMBOL_TEXTS)

    def table(self, table: Table) -> None:
        """Write one table: heads, rows, and under it its notes and its source."""
        sheet = self._sheet(table.name, table.title)
        left = len(table.heads)
        sheet.set_column(0, left - 1, _LABEL_WIDTH)
        sheet.set_column(left, left + sum(len(column.parts) for column in table.columns) - 1,
                         _NUMBER_WIDTH)  # fmt: skip
        self._heads(sheet, table)
        row = first = HEAD_ROW + 3
        for row, (texts, cells) in enumerate(table.rows, first):
            for place, text in enumerate(texts):
                sheet.write_string(row, place, text)
            self._cells(sheet, row, left, table.columns, cells)
        sheet.freeze_panes(first, left)
        sheet.repeat_rows(0, first - 1)
        sheet.repeat_columns(0, left - 1)
        notes = (*table.notes, f"Tekens: zie het blad '{SYMBOL_SHEET}'.", self.source)
        for place, text in enumerate(notes, row + 2):
            sheet.write_string(place, 0, text)

    def _heads(self, sheet: Any, table: Table) -> None:
        """Write three rows of heads: what, which part of it, and its unit."""
        for place, text in enumerate(table.heads):
            sheet.write_string(HEAD_ROW, place, text, self.looks["head"])
            sheet.write_blank(HEAD_ROW + 2, place, None, self.looks["unit_left"])
        sheet.write_string(HEAD_ROW + 2, 0, "Eenheid", self.looks["unit_left"])
        place = len(table.heads)
        for column in table.columns:
            last = place + len(column.parts) - 1
            if last > place:
                sheet.merge_range(HEAD_ROW, place, HEAD_ROW, last, column.title, self.looks["head"])
            else:
                sheet.write_string(HEAD_ROW, place, column.title, self.looks["head"])
            for at, part in enumerate(column.parts, place):
                unit = {"base": COUNT_UNIT, "p_value": "kans"}.get(part, column.unit)
                sheet.write_string(HEAD_ROW + 1, at, PART_HEADS[part], self.looks["number_head"])
                sheet.write_string(HEAD_ROW + 2, at, unit, self.looks["unit"])
            place = last + 1

    def _cells(
        self,
        sheet: Any,
        row: int,
        place: int,
        columns: Sequence[Column],
        cells: Sequence[Cell | None],
    ) -> None:
        for column, cell in zip(columns, cells, strict=True):
            for part in column.parts:
                told = NOT_APPLICABLE if cell is None else number_or_symbol(cell, part)
                if cell is None or isinstance(told, str):
                    sheet.write_string(row, place, told, self.looks["symbol"])
                else:
                    sheet.write_number(row, place, told, self._pattern(_pattern_of(cell, part)))
                place += 1

    def everything(self, table: pd.DataFrame, decimals: Sequence[int | None]) -> None:
        """Write the list of all numbers; ``decimals`` of each row are for what is measured."""
        sheet = self._sheet(ALL_SHEET, ALL_SHEET)
        # Not under the list: there a filter would take it for a row.
        sheet.write_string(2, 0, self.source)
        for column, name in enumerate(table):
            sheet.write_string(HEAD_ROW, column, name, self.looks["head"])
            for row, (value, places) in enumerate(
                zip(table[name], decimals, strict=True), HEAD_ROW + 1
            ):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif name in MEASURED and places is not None:
                    sheet.write_number(row, column, value, self._pattern(_digits(places)))
                else:
                    sheet.write_number(row, column, value)
        last = len(table.columns) - 1
        sheet.set_column(0, last, 18)
        sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + len(table), last)
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        sheet.repeat_rows(0, HEAD_ROW)


def _digits(decimals: int, thousands: bool = False) -> str:
    return ("#,##0" if thousands else "0") + ("." + "0" * decimals if decimals else "")


def _pattern_of(cell: Mapping[str, Any], part: str) -> str:
    """Return how a number looks; Excel puts the comma and the point of its own language.

    The mark of an unsure number is in its look, so that the cell still holds a number.
    """
    if part == "base":
        return _digits(0, thousands=True)
    if part == "p_value":
        return _digits(_P_DECIMALS)
    pattern = _digits(int(cell["decimals"]), thousands=cell["unit"] != "jaar")
    wide = part == "value" and cell["status"] == "wide"
    return pattern + (f'" {WIDE_MARK}"' if wide else "")
