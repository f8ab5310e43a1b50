"""Going through the XML of an .ods: where cells have errors, are merged, or are at all."""

from __future__ import annotations

import re
import zipfile

from zorgzaam.intake.grid import Merge
from zorgzaam.intake.sheet_audit import DUTCH_ERRORS, MAX_CELLS, SheetAudit, walk


def audit_ods(packed: zipfile.ZipFile) -> dict[str, SheetAudit]:
    """Return what the XML says of each sheet, by its name."""
    steps = _OdsWalk()
    with packed.open("content.xml") as stream:
        walk(stream, steps.start, steps.end, steps.text)
    return steps.sheets


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
                self.row_errors[at] = DUTCH_ERRORS.get(self.value, self.value or "#FOUT!")
