"""Reading text files with columns: CSV in the encodings and with the separators in use."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.grid import Grid, Row, is_blank
from zorgzaam.intake.headers import match

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 40
_BYTES_AT_ONCE = 1024**2
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The first line by which Excel is told the separator.
_SEPARATOR_LINE = "sep="
_QUOTES = "Kijk de aanhalingstekens na: binnen een cel horen ze dubbel te staan."


@dataclass(frozen=True)
class Dialect:
    """How a text file is written; ``skipped`` lines at its start only say so."""

    encoding: str
    delimiter: str
    skipped: int = 0


def read_csv(path: Path, name: str, fixed_header: int = 0) -> Grid:
    """Return the text file at ``path`` as one table, read anew each time its rows are asked for.

    Encodings: UTF-8 and UTF-16 by their mark, UTF-8 without, else cp1252. Separators: comma,
    semicolon, tab, bar, or what its first line says (``sep=;``). A row is numbered by the line on
    which it starts, as a cell may hold line breaks.

    Raises
    ------
    InputError
        At once if it is in no known encoding or has null characters; while its rows are read if
        quotes do not close.
    """
    encoding = _encoding(path, name)
    dialect = _dialect(path, encoding, name)

    def rows() -> Iterator[Row]:
        return _records(path, dialect, name)

    return Grid(name, rows, fixed_header=fixed_header, has_even_rows=True)


def _encoding(path: Path, name: str) -> str:
    """Return the encoding of the file, having read all of it."""
    with path.open("rb") as stream:
        start = stream.read(4)
    marked = next((encoding for mark, encoding in _BOMS if start.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        bad_line = _first_bad_line(path, encoding, name)
        if bad_line is None:
            return encoding
    what = "hier staat een teken dat in geen bekende codering past (UTF-8 of cp1252)."
    raise InputError([Problem(name, what, "Sla het bestand op als CSV UTF-8.", row=bad_line)])


def _first_bad_line(path: Path, encoding: str, name: str) -> int | None:
    """Return the line that is not text in this encoding; raises on null characters."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as stream:
        while True:
            data = stream.read(_BYTES_AT_ONCE)
            try:
                text = decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            if "\0" in text:
                row = line + text[: text.index("\0")].count("\n")
                what = "hier staan null-tekens; dit is geen gewone tekst."
                raise InputError([Problem(name, what, "Sla op als CSV UTF-8.", row=row)])
            line += text.count("\n")
            if not data:
                return None


def _dialect(path: Path, encoding: str, name: str) -> Dialect:
    """Return how the file is written: the separator with which its first rows make most sense."""
    with path.open(encoding=encoding, newline="") as stream:
        first = stream.readline().strip()
    if first.lower().startswith(_SEPARATOR_LINE) and len(first) == len(_SEPARATOR_LINE) + 1:
        return Dialect(encoding, first[-1], 1)
    choices = [Dialect(encoding, delimiter) for delimiter in DELIMITERS]
    return max(choices, key=lambda choice: _sense(path, choice, name))


def _sense(path: Path, dialect: Dialect, name: str) -> tuple[int, float, int]:
    """Return how much sense a separator makes: known headers, rows of one width, columns."""
    rows: list[list[str]] = []
    try:
        for _, cells in islice(_records(path, dialect, name), _SAMPLE_RECORDS):
            if cells:
                rows.append(cells)
    except InputError:
        pass
    if not rows:
        return 0, 0, 0
    widths = [len(cells) for cells in rows]
    common = max(set(widths), key=lambda width: (widths.count(width), width))
    known = max(sum(bool(match(cell)) for cell in cells if cell) for cells in rows)
    if common == 1:
        return known, 0, 1
    return known, widths.count(common) / len(rows), common


def _records(path: Path, dialect: Dialect, name: str) -> Iterator[Row]:
    """Yield the line on which each row starts, and its cells; a blank row has none."""
    with path.open(encoding=dialect.encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=dialect.delimiter, strict=True)
        start = 1
        try:
            for number, cells in enumerate(reader):
                if number >= dialect.skipped:
                    yield start, [] if is_blank(cells) else cells
                start = reader.line_num + 1
        except csv.Error as error:
            long = "limit" in str(error)
            what = (
                "een cel is te lang; vermoedelijk sluit een aanhalingsteken niet."
                if long
                else "de aanhalingstekens in deze regel kloppen niet."
            )
            raise InputError([Problem(name, what, _QUOTES, row=start)]) from None
