"""Reading SPSS files: codes as text, declared missing values kept, labels and sets beside them."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zorgzaam.dutch import format_number
from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.grid import Grid, Row, list_rows
from zorgzaam.intake.isolated import SAVE_AGAIN, call, damaged
from zorgzaam.intake.read_workbook import cell_text, number_text

# Where the header of an SPSS system file says how it is written, and how many cases it has.
_LAYOUT_AT, _CASES_AT = 64, 80
_UNKNOWN = -1
_HEADER_BYTES = 176
# Before version 21 SPSS wrote text as the machine did, and not always said how.
_UNTOLD_ENCODING = "WINDOWS-1252"


@dataclass(frozen=True)
class Spss:
    """One SPSS file as it comes out of the process that read it."""

    titles: list[str]
    rows: list[list[str]]
    questions: dict[str, str]
    value_labels: dict[str, dict[str, str]]
    multiple_sets: dict[str, tuple[str, ...]]


def read_spss(path: Path, name: str) -> Grid:
    """Return the cases of the SPSS file at ``path``: the names in a row 0, then case 1, 2, ...

    A code is its number as text (``1``), a declared missing value keeps its code, system-missing
    is "", a date ``2020-09-14``. ``value_labels`` are by variable and code as text.

    Raises
    ------
    InputError
        If the file is damaged, or has another number of cases than it says.
    """
    spss = call(spss_of, path, name)
    rows: list[Row] = [(0, spss.titles)]
    rows += list(enumerate(spss.rows, 1))
    return Grid(
        name,
        list_rows(rows),
        fixed_header=1,
        questions=spss.questions,
        value_labels=spss.value_labels,
        multiple_sets=spss.multiple_sets,
    )


def spss_of(path: Path, name: str) -> Spss:
    """Read the file in this process; see :func:`read_spss`, which does it in another."""
    content = bytearray(path.read_bytes())
    promised = _uncount(content, name)
    values, meta = _read(bytes(content), name)
    count = len(next(iter(values.values()), []))
    if promised not in (_UNKNOWN, count):
        what = (
            f"het bestand zegt dat er {format_number(promised)} deelnemers in staan, en het zijn "
            f"er {format_number(count)}; het is beschadigd of afgebroken."
        )
        raise InputError([Problem(name, what, SAVE_AGAIN)])
    titles = list(values)
    texts = [[_text(value) for value in column] for column in values.values()]
    labels: Mapping[str, Mapping[Any, str]] = meta.variable_value_labels
    return Spss(
        titles,
        [list(cells) for cells in zip(*texts, strict=True)],
        {title: label for title, label in meta.column_names_to_labels.items() if label},
        {
            title: {_text(code): str(label) for code, label in codes.items()}
            for title, codes in labels.items()
        },
        {title.lstrip("$"): tuple(one["variable_list"]) for title, one in meta.mr_sets.items()},
    )


def _uncount(content: bytearray, name: str) -> int:
    """Return how many cases the header promises, and take that out of it.

    A reader stops at that number; without it, it reads to the end, so that cases too few and
    cases too many both show.
    """
    if len(content) < _HEADER_BYTES:
        raise damaged(name)
    order = "<" if struct.unpack_from("<i", content, _LAYOUT_AT)[0] in (2, 3) else ">"
    promised: int = struct.unpack_from(f"{order}i", content, _CASES_AT)[0]
    struct.pack_into(f"{order}i", content, _CASES_AT, _UNKNOWN)
    return promised if promised >= 0 else _UNKNOWN


def _read(content: bytes, name: str) -> tuple[dict[str, list[Any]], Any]:
    from pyreadstat import PyreadstatError, ReadstatError, read_sav

    for encoding in (None,) if b"UTF-8" in content else (None, _UNTOLD_ENCODING):
        try:
            return read_sav(
                io.BytesIO(content), user_missing=True, encoding=encoding, output_format="dict"
            )
        except (ReadstatError, PyreadstatError, UnicodeError):
            continue
    raise damaged(name)


def _text(value: object) -> str:
    """Return a value as text; a fraction with a point, as in all files of statistics programs."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return number_text(value, ".")
    return cell_text(value) if isinstance(value, str | date) or value is None else str(value)
