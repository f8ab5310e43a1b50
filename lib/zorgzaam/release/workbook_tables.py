"""A table of the workbook: what is in its rows, columns and cells, without any look."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from zorgzaam.release import labels as words

Cell = Mapping[str, Any]  # a row of the release
Key = tuple[str, ...]

OF_QUESTIONS = ("share_pct", "mean", "median", "quantile_25", "quantile_75", "total", "ratio")
# What is told of a number beside its value.
_ALONE = ("value",)
_COUNTED = ("value", "base")
_ESTIMATE = ("value", "lower", "upper", "base")
_TESTED = ("value", "lower", "upper", "p_value", "base")
PARTS = {
    **dict.fromkeys(OF_QUESTIONS, _ESTIMATE),
    **dict.fromkeys(("difference_points", "odds_ratio", "marginal_points"), _TESTED),
    **dict.fromkeys(("unweighted_share_pct", "unweighted_mean", "unweighted_sum"), _COUNTED),
    "rao_scott_f": _COUNTED,
}
LONGEST_NAME = 31  # of a sheet, in Excel
_NOT_IN_NAME = r"[\[\]:*?/\\']"


@dataclass(frozen=True)
class Column:
    """One number of a table: what stands above it, its unit, and which parts of it are told."""

    title: str
    unit: str
    parts: Sequence[str]


@dataclass(frozen=True)
class Table:
    """One sheet. ``rows`` has the texts at the left of a row and, per column, its cell if any."""

    name: str
    title: str
    heads: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[tuple[Key, Sequence[Cell | None]]]
    notes: Sequence[str]


@dataclass(frozen=True)
class Design:
    """How the rows of a release become a table.

    ``row_key`` and ``column_key`` are the columns of the release that say in which row and column
    a number comes; ``row_texts`` and ``column_title`` what is written there.
    """

    subject: str
    heads: Sequence[str]
    row_key: Sequence[str]
    column_key: Sequence[str]
    row_texts: Callable[[Cell], Key]
    column_title: Callable[[Cell], str]
    notes: Sequence[str] = ()


def make_table(number: int, design: Design, rows: pd.DataFrame) -> Table:
    """Return the table of ``rows`` of a release, in their order.

    Raises ``ValueError`` if two numbers would be in one cell.
    """
    cells: dict[tuple[Key, Key], Cell] = {}
    row_of: dict[Key, Cell] = {}
    column_of: dict[Key, Cell] = {}
    for cell in rows.to_dict("records"):
        row = tuple(cell[name] for name in design.row_key)
        column = tuple(cell[name] for name in design.column_key)
        if (row, column) in cells:
            raise ValueError(f"two numbers in one cell of {design.subject!r}: {row}, {column}")
        cells[row, column] = cell
        row_of.setdefault(row, cell)
        column_of.setdefault(column, cell)
    return Table(
        _sheet_name(number, design.subject),
        f"Tabel {number}. {design.subject}",
        design.heads,
        [
            _column(design, cell, [cells[key] for key in cells if key[1] == column])
            for column, cell in column_of.items()
        ],
        [
            (design.row_texts(cell), [cells.get((row, column)) for column in column_of])
            for row, cell in row_of.items()
        ],
        design.notes,
    )


def _column(design: Design, first: Cell, cells: Sequence[Cell]) -> Column:
    # What is not computed at all may have no unit, so the column has that of the others.
    units = dict.fromkeys(words.UNITS.get(cell["unit"], cell["unit"]) for cell in cells)
    unit = " of ".join(unit for unit in units if unit)
    parts = dict.fromkeys(part for cell in cells for part in PARTS.get(cell["statistic"], _ALONE))
    return Column(design.column_title(first), unit or "getal", list(parts))


def _sheet_name(number: int, subject: str) -> str:
    """Return a name that Excel takes; the number makes it the only one."""
    plain = f"{number} {re.sub(_NOT_IN_NAME, '', subject)}"
    return textwrap.shorten(plain, LONGEST_NAME, placeholder=" ...")
