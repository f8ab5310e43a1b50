"""From the rows of a list to its sheets: titles, headings, totals, and where each row ended up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from zorgzaam.intake.records import SYNTHETIC_VALUE
from zorgzaam.synthetic.house import COUNTS, Cell, Formula, Row
from zorgzaam.synthetic.lists import MARK, ListSpec
from zorgzaam.synthetic.workbooks import Sheet, csv_bytes, ods_bytes, xlsx_bytes

SHARE_LATE = 0.04  # of the national list, on a second sheet
HEADER_AGAIN = frozenset({"groningen", "noord-holland", "gelderland"})
EMPTY_ROWS = {"landelijke-lijst": 5, "drenthe": 2, "zuid-holland": 3}


@dataclass(frozen=True)
class Placed:
    """A row and where it is in the file; ``special`` names a row that is no initiative.

    ``counts`` says of a questionnaire whether it is one of the published number.
    """

    row: Row
    sheet: str
    row_number: int
    special: str = ""
    counts: bool | None = None


@dataclass(frozen=True)
class File:
    """A list as a file, with the place of each row in it and of the heading of each sheet."""

    content: bytes
    placed: tuple[Placed, ...]
    header_row: int


def lay_out(spec: ListSpec, rows: Sequence[Row], rng: np.random.Generator) -> File:
    """Return the file of one list."""
    late = round(SHARE_LATE * len(rows)) if spec.late_sheet else 0
    parts = {spec.sheet: rows[: len(rows) - late]}
    if late:
        parts[spec.late_sheet] = rows[len(rows) - late :]
    sheets, placed = [], []
    for name, part in parts.items():
        sheet, positions = _sheet(spec, name, part, rng)
        sheets.append(sheet)
        placed += positions
    if spec.late_sheet:
        sheets.append(Sheet("Toelichting", [[SYNTHETIC_VALUE], ["Wie het weet, mag het zeggen."]]))
    if spec.suffix == "csv":
        grid = sheets[0].rows
        return File(csv_bytes(grid, spec.delimiter, spec.encoding), _by_line(placed, grid), 1)
    write = xlsx_bytes if spec.suffix == "xlsx" else ods_bytes
    return File(write(sheets), tuple(placed), len(_heading(spec)[0]))


def _heading(spec: ListSpec) -> tuple[list[list[Cell]], list[tuple[int, int, int]]]:
    """Return the title rows and the heading, and what is merged in them."""
    grid: list[list[Cell]] = [[title] for title in spec.titles]
    spans = []
    groups = [column.group for column in spec.columns]
    if any(groups):
        above: list[Cell] = []
        for group, members in groupby(groups):
            width = len(list(members))
            if width > 1:
                spans.append((len(grid), len(above), len(above) + width - 1))
            above += [group, *[""] * (width - 1)]
        grid.append(above)
    grid.append([column.header for column in spec.columns])
    return grid, spans


def _sheet(
    spec: ListSpec, name: str, rows: Sequence[Row], rng: np.random.Generator
) -> tuple[Sheet, list[Placed]]:
    grid, spans = _heading(spec)
    first = len(grid) + 1
    headers: list[Cell] = list(grid[-1])
    empty_at = _some_places(EMPTY_ROWS.get(spec.source, 0), len(rows), rng)
    again_at = _some_places(int(spec.source in HEADER_AGAIN), len(rows), rng)
    placed = []
    for number, row in enumerate(rows):
        if number in empty_at:
            grid.append([])
            placed.append(Placed(Row("", {}), name, len(grid), "empty_row"))
        if number in again_at:
            grid.append(headers)
            placed.append(Placed(Row("", {}), name, len(grid), "repeated_header"))
        grid.append([row.cells[column.field] for column in spec.columns])
        placed.append(Placed(row, name, len(grid)))
    if set(COUNTS) & set(spec.fields):
        grid.append(_totals(spec, rows, first, len(grid)))
        placed.append(Placed(Row("", {}), name, len(grid), "total_row"))
    if spec.footnote:
        grid += [[], [spec.footnote]]
        placed.append(Placed(Row("", {}), name, len(grid), "footnote"))
    return Sheet(name, grid, spans), placed


def _some_places(number: int, count: int, rng: np.random.Generator) -> frozenset[int]:
    return frozenset(int(at) for at in rng.permutation(count)[:number])


def _totals(spec: ListSpec, rows: Sequence[Row], first: int, last: int) -> list[Cell]:
    """Return the row of totals, which a spreadsheet computes itself."""
    cells: list[Cell] = []
    for at, column in enumerate(spec.columns):
        value = sum(cell for row in rows if isinstance(cell := row.cells[column.field], int))
        letter = chr(ord("A") + at)
        if column.field in COUNTS:
            cells.append(Formula(f"=SUM({letter}{first}:{letter}{last})", value))
        elif column.field == MARK:
            cells.append(SYNTHETIC_VALUE)
        else:
            cells.append("Totaal" if column.field == "name" else "")
    return cells


def _by_line(placed: Sequence[Placed], grid: Sequence[Sequence[Cell]]) -> tuple[Placed, ...]:
    """Return where each row starts as a line of the text, which a cell may break."""
    breaks = [sum(str(cell).count("\n") for cell in cells) for cells in grid]
    return tuple(
        Placed(item.row, "", item.row_number + sum(breaks[: item.row_number - 1]), item.special)
        for item in placed
    )
