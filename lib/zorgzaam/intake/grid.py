"""One sheet or table of a file, as it was delivered: rows of text with the file's own numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from zorgzaam.errors import InputError

Row = tuple[int, list[str]]
# What looks like nothing: spaces of every kind, and what is written to be invisible.
BLANKS = " \t\r\n\f\v\u00a0\u200b\u200c\u200d\u2007\u202f\u2060\ufeff"


@dataclass(frozen=True)
class Merge:
    """A merged cell: rows as the file numbers them, columns from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Grid:
    """One sheet of a workbook, or the whole of another file.

    ``rows`` gives each row anew at every call, blank rows included. ``errors`` are cells whose
    formula failed or has no result, by row and column. A file with ``fixed_header`` rows has its
    header there; with ``has_even_rows`` each row must be as wide as the header. ``questions`` are
    what a survey program says of each column; the values that it labels are in ``value_labels``.
    """

    file: str
    rows: Callable[[], Iterator[Row]]
    sheet: str = ""
    label: str = ""
    fixed_header: int = 0
    has_even_rows: bool = False
    merges: tuple[Merge, ...] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    is_hidden: bool = False
    questions: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    multiple_sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The file as messages call it, with the sheet where there are several."""
        return self.label or self.file

    def readable_rows(self) -> Iterator[Row]:
        """Yield the rows up to one that cannot be read, blank rows included."""
        with suppress(InputError):
            yield from self.rows()

    def head(self, count: int) -> list[Row]:
        """Return the first ``count`` readable rows that are not blank."""
        return list(islice((row for row in self.readable_rows() if not is_blank(row[1])), count))


def is_empty(cell: str) -> bool:
    """Whether nothing can be read in a cell."""
    return not cell.strip(BLANKS)


def is_blank(cells: list[str]) -> bool:
    """Whether nothing can be read in a row."""
    return all(is_empty(cell) for cell in cells)


def filled(cells: list[str]) -> int:
    """Return how many cells of a row have something in them."""
    return sum(not is_empty(cell) for cell in cells)


def list_rows(rows: list[Row]) -> Callable[[], Iterator[Row]]:
    """Return ``rows`` as :class:`Grid` wants them, with the blank rows between them."""

    def produce() -> Iterator[Row]:
        expected = 1
        for number, cells in rows:
            for blank in range(expected, number):
                yield blank, []
            expected = number + 1
            yield number, cells

    return produce
