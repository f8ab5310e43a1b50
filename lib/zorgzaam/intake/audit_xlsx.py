"""Going through the XML of an .xlsx: where cells have errors, are merged, or are at all."""

from __future__ import annotations

import re
import zipfile
from posixpath import normpath
from typing import IO
from xml.etree import ElementTree

from zorgzaam.intake.grid import Merge
from zorgzaam.intake.sheet_audit import DUTCH_ERRORS, NO_RESULT, Inconsistent, SheetAudit, walk

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


def audit_xlsx(packed: zipfile.ZipFile) -> dict[str, SheetAudit]:
    """Return what the XML says of each sheet with cells, by its name."""
    # Some programs write names with capitals or backslashes.
    parts = {name.replace("\\", "/").lower(): name for name in packed.namelist()}
    book = ElementTree.fromstring(packed.read(parts["xl/workbook.xml"]))
    links = ElementTree.fromstring(packed.read(parts["xl/_rels/workbook.xml.rels"]))
    targets = {link.get("Id"): link for link in links}
    sheets = {}
    for sheet in (item for item in book.iter() if item.tag.endswith("}sheet")):
        key = next(value for name, value in sheet.attrib.items() if name.endswith("}id"))
        if str(targets[key].get("Type")).endswith("/worksheet"):
            target = str(targets[key].get("Target")).replace("\\", "/").lower()
            part = target[1:] if target.startswith("/") else normpath(f"xl/{target}")
            with packed.open(parts[part]) as stream:
                sheets[str(sheet.get("name"))] = _xlsx_sheet(stream)
    return sheets


def _xlsx_sheet(stream: IO[bytes]) -> SheetAudit:
    steps = _XlsxWalk()
    walk(stream, steps.start, steps.end, steps.text)
    return steps.found


class _XlsxWalk:
    """Goes through one sheet of an .xlsx, cell by cell."""

    def __init__(self) -> None:
        self.found = SheetAudit()
        self.row = self.column = 0
        self.seen: set[int] = set()
        self.is_told = False  # which row it is, by the row itself or by a cell in it
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
            self.is_told = "r" in values
        elif tag == "mergeCell":
            self._merge(values["ref"])

    def _start_cell(self, values: dict[str, str]) -> None:
        self.kind, self.value, self.has_formula = values.get("t", "n"), "", False
        self.column += 1
        if "r" in values:
            row, self.column = _position(values["r"])
            if not self.is_told and row > self.row:
                self.row, self.is_told = row, True
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
                self.found.errors[self.row, self.column] = DUTCH_ERRORS.get(self.value, "#FOUT!")
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
