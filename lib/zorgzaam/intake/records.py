"""What the steps of the intake hand to each other: deliveries, cleaned values, the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from zorgzaam.errors import Problem

# Where a row comes from; every table of rows carries these to the end.
ORIGIN_COLUMNS = ("row_id", "source", "file", "sheet", "row_number")
# One value that was changed, or that could not be used.
LOG_COLUMNS = ("step", "kind", *ORIGIN_COLUMNS, "column", "before", "after", "why", "remedy")
# One step over a whole table.
STEP_COLUMNS = ("step", "rows_in", "rows_out", "values_changed", "why")
# Column of every synthetic file; a real file may not have it.
SYNTHETIC_MARK = "synthetisch"
SYNTHETIC_VALUE = "SYNTHETISCH, niet voor conclusies"


def row_id(source: str, sheet: str | None, row_number: int) -> str:
    """Return the name of one row of one source: ``doarpswurk:lijst:17``, ``landelijk::5``."""
    return f"{source}:{sheet or ''}:{row_number}"


@dataclass(frozen=True)
class Delivery:
    """One source as it was delivered, without personal data, every cell still text.

    ``table`` has the columns of :data:`ORIGIN_COLUMNS` and one for each mapped field of a list
    (its codebook name) or each variable of a survey (its name in the file); an empty cell is an
    empty string. ``row_number`` is the row as the file itself numbers it: the first line of a
    file or sheet is 1. ``contacts`` holds the personal columns, by ``row_id``, and goes to a file
    of its own. ``value_labels`` and ``multiple_sets`` are what an SPSS file says of itself.
    """

    source: str
    table: pd.DataFrame
    contacts: pd.DataFrame
    unused_columns: tuple[str, ...] = ()
    empty_rows: int = 0
    problems: tuple[Problem, ...] = ()
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    multiple_sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Cleaned:
    """One value after cleaning.

    ``value`` is ``None`` when nothing usable was delivered. ``change`` says in Dutch why the value
    is another than the text that was delivered; ``doubt`` what is wrong with it, and ``remedy``
    what the researcher can do. Without either, the value was taken over as it stood.
    """

    value: Any
    change: str | None = None
    doubt: str | None = None
    remedy: str | None = None
