"""What calamine does not tell of a workbook: failed formulas, lost cells, its true size.

A cell with an error, or with a formula that was never computed, is empty to calamine; a cell
that is there twice counts once; and a workbook with one cell far away takes all memory. So the
XML is walked through once before, which also shows that it is whole.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.grid import Merge
from zorgzaam.intake.isolated import damaged

# Rows times columns, counting what is blank between: more takes more memory than a reader has.
MAX_CELLS = 40_000_000
NO_RESULT = "#formule zonder uitkomst"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_DUTCH_ERRORS = {
    "#N/A": "#N/B",
    "#REF!": "#VERW!",
    "#VALUE!": "#WAARDE!",
    "#NAME?": "#NAAM?",
    "#NUM!": "#GETAL!",
    "#DIV/0!": "#DEEL/0!",
    "#NULL!": "#LEEG!",
}


class Inconsistent(Exception):
    """A workbook that contradicts itself."""


@dataclass
class SheetAudit:
    """What the XML says of one sheet: rows from 1, columns from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    filled_rows: set[int] = field(default_factory=set)
    last_column: int = 0

    def check_size(self, name: str) -> None:
        """Raise ``InputError`` if reading the sheet would take all memory."""
        if max(self.filled_rows, default=0) * (self.last_column + 1) > MAX_CELLS:
            what = "een blad beslaat te veel cellen; ver van de lijst staat nog iets."
            remedy = "Verwijder de lege rijen en kolommen rechts en onder de lijst en sla op."
            raise InputError([Problem(name, what, remedy)])


def audit(path: Path, name: str, is_ods: bool) -> dict[str, SheetAudit]:
    """Return what the XML of the workbook says, by sheet.

    Raises
    ------
    InputError
        If the workbook is damaged, contradicts itself or is too large.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            sheets = _ods(packed) if is_ods else _xlsx(packed)
    except InputError:
        raise
    except Exception:
        # Whatever a damaged part brings forth: zlib, expat, a missing part, a strange number.
        raise damaged(name) from None
    for sheet in sheets.values():
        sheet.check_size(name)
    return sheets


def _walk(
    stream: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Call these for each element and text of an XML part; its namespaces are left out."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, values: start(tag.rpartition(":")[2], values)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.ParseFile(stream)


def _xlsx(packed: zipfile.ZipFile) -> dict[str, SheetAudit]:
    book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
    links = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link for link in links}
    sheets = {}
    for sheet in (item for item in book.iter() if item.tag.endswith("}sheet")):
        key = next(value for name, value in sheet.attrib.items() if name.endswith("}id"))
        link = targets[key]
        if str(link.get("Type")).endswith("/worksheet"):
            part = normpath("xl/" + str(link.get("Target"))).replace("xl//xl/", "xl/")
            part = str(link.get("Target")).lstrip("/") if "/xl/" in part else part
            with packed.open(part) as stream:
                sheets[str(sheet.get("name"))] = _xlsx_sheet(stream)
    return sheets


def _xlsx_sheet(stream: IO[bytes]) -> SheetAudit:
    walk = _XlsxWalk()
    _walk(stream, walk.start, walk.end, walk.text)
    return walk.found


class _XlsxWalk:
    """Goes through one sheet of an .xlsx, cell by cell."""

    def __init__(self) -> None:
        self.found = SheetAudit()
        self.row = self.column = 0
        self.seen: set[int] = set()
        self.kind, self.value, self.has_formula, self.in_value = "", "", False, False

    def start(self, tag: str, values: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(values)
        elif tag in ("v", "t"):
            self.in_value = True
        elif tag == "f":
            self.has_formula = True
        elif tag == "row":
            row = int(values.get("r", self.row + 1))
            if row <= self.row:
                raise Inconsistent("rows do not ascend")
            self.row, self.column, self.seen = row, -1, set()
        elif tag == "mergeCell":
            self._merge(values["ref"])

    def _start_cell(self, values: dict[str, str]) -> None:
        self.kind, self.value, self.has_formula = values.get("t", "n"), "", False
        self.column += 1
        if "r" in values:
            row, self.column = _position(values["r"])
            if row != self.row or self.column in self.seen:
                raise Inconsistent("a cell is in another row, or there twice")
        self.seen.add(self.column)

    def text(self, data: str) -> None:
        if self.in_value:
            self.value += data

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self.in_value = False
        elif tag == "c":
            if self.kind == "e":
                self.found.errors[self.row, self.column] = _DUTCH_ERRORS.get(self.value, "#FOUT!")
            elif self.has_formula and not self.value and self.kind != "str":
                self.found.errors[self.row, self.column] = NO_RESULT
            if self.value or self.has_formula:
                self.found.filled_rows.add(self.row)
                self.found.last_column = max(self.found.last_column, self.column)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = _position(first), _position(last or first)
        self.found.merges.append(Merge(top, left, bottom, right))


def _position(reference: str) -> tuple[int, int]:
    """Return the row from 1 and the column from 0 that ``AB12`` names."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise Inconsistent(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1


def _ods(packed: zipfile.ZipFile) -> dict[str, SheetAudit]:
    walk = _OdsWalk()
    with packed.open("content.xml") as stream:
        _walk(stream, walk.start, walk.end, walk.text)
    return walk.sheets


class _OdsWalk:
    """Goes through the sheets of an .ods; repeated rows and cells stand there once."""

    def __init__(self) -> None:
        self.sheets: dict[str, SheetAudit] = {}
        self.found = SheetAudit()
        self.row, self.column, self.repeat = 0, -1, 1
        self.row_errors: dict[int, str] = {}
        self.is_filled = self.in_cell = False
        self.values: dict[str, str] = {}
        self.value = ""

    def start(self, tag: str, values: dict[str, str]) -> None:
        values = {name.rpartition(":")[2]: value for name, value in values.items()} | {
            f"is {name}": value for name, value in values.items()
        }
        if tag == "table":
            self.found = self.sheets[values["name"]] = SheetAudit()
            self.row = 0
        elif tag == "table-row":
            self.repeat = int(values.get("number-rows-repeated", 1))
            self.column, self.is_filled, self.row_errors = -1, False, {}
        elif tag in ("table-cell", "covered-table-cell"):
            self.values, self.value, self.in_cell = values, "", True
        elif tag == "annotation":
            self.in_cell = False

    def text(self, data: str) -> None:
        if self.in_cell:
            self.value += data

    def end(self, tag: str) -> None:
        if tag in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif tag == "annotation":
            self.in_cell = True
        elif tag == "table-row":
            if self.is_filled:
                if self.repeat * (self.found.last_column + 1) > MAX_CELLS:
                    self.found.filled_rows.add(self.row + self.repeat)
                else:
                    rows = range(self.row + 1, self.row + self.repeat + 1)
                    self.found.filled_rows.update(rows)
                    self.found.errors |= {
                        (row, at): text for row in rows for at, text in self.row_errors.items()
                    }
            self.row += self.repeat

    def _end_cell(self) -> None:
        self.in_cell = False
        first = self.column + 1
        self.column += int(self.values.get("number-columns-repeated", 1))
        across = int(self.values.get("number-columns-spanned", 1))
        down = int(self.values.get("number-rows-spanned", 1))
        if across > 1 or down > 1:
            row = self.row + 1
            self.found.merges.append(Merge(row, first, row + down - 1, first + across - 1))
        if self.value.strip() or "value-type" in self.values:
            self.is_filled = True
            self.found.last_column = max(self.found.last_column, self.column)
        kinds = {self.values.get("is calcext:value-type"), self.values.get("value-type")}
        if "error" in kinds or (
            "formula" in self.values and re.fullmatch(r"#[A-Z/0-9]+[!?]?|Err:\d+", self.value)
        ):
            for at in range(first, min(self.column, first + 100) + 1):
                self.row_errors[at] = _DUTCH_ERRORS.get(self.value, self.value or "#FOUT!")
