"""Excel workbooks to write: no cell can run as a formula, and equal cells give equal bytes."""

from __future__ import annotations

from datetime import datetime
from typing import IO, Any

CREATED = datetime(2020, 1, 1)  # no clock in the file
_AS_WRITTEN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def new_workbook(stream: IO[bytes], title: str = "") -> Any:
    """Return a new ``xlsxwriter.Workbook`` that is written to ``stream`` when it is closed.

    Text stays text, whatever it starts with.
    """
    import xlsxwriter

    workbook = xlsxwriter.Workbook(stream, _AS_WRITTEN)
    workbook.set_properties({"created": CREATED, **({"title": title} if title else {})})
    return workbook
