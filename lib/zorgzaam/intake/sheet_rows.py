"""From the rows below a header to tables: the fields, the contacts apart, and what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import pandas as pd

from zorgzaam.dutch import format_number
from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.grid import Grid, Row, filled, is_blank, is_empty
from zorgzaam.intake.headers import letters
from zorgzaam.intake.list_columns import Column
from zorgzaam.intake.personal import CONTACT_COLUMNS, mask_column
from zorgzaam.intake.records import ORIGIN_COLUMNS, SYNTHETIC_VALUE, row_id

_ROWS_AT_ONCE = 50_000  # so that a large file is not in memory twice
IN_FILE = "U hoeft niets te doen, tenzij dit een initiatief is."


@dataclass
class Sheet:
    """What one sheet gave: its rows, and every row that is not among them in a list below.

    ``problems`` must be solved first; ``doubts`` are wrong but were read; ``notes`` are as they
    should be, and are told. ``read`` are the columns in the table, by index. Each row of the file
    is in ``table``, is blank and counted, is of the header, or is named in one of these.
    """

    table: pd.DataFrame
    contacts: pd.DataFrame
    read: frozenset[int] = frozenset()
    unused: list[str] = field(default_factory=list)
    empty_rows: int = 0
    has_mark: bool = False
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def assemble(
    grid: Grid,
    source: str,
    columns: Sequence[Column],
    header_rows: Sequence[int],
    names: Mapping[int, str],
) -> Sheet:
    """Return the rows of ``grid`` below its header.

    ``names`` gives for the index of a column its name in the table; the values of personal
    columns go to the contacts, others are not read. Mail addresses and telephone numbers within
    what is read are masked, and are in the contacts too.
    """
    no_contacts = pd.DataFrame(columns=list(CONTACT_COLUMNS), dtype="str")
    sheet = Sheet(_no_rows(names.values()), no_contacts, frozenset(names))
    sheet.has_mark = any(column.is_mark for column in columns)
    stray: Counter[int] = Counter()
    rows = _list_rows(grid, columns, header_rows, sheet, stray)
    tables, contacts, masked = [], [], Counter[str]()
    while chunk := list(islice(rows, _ROWS_AT_ONCE)):
        table, found = _tables(chunk, grid, source, columns, names, masked)
        tables.append(table)
        contacts.append(found)
    if tables:
        sheet.table = pd.concat(tables, ignore_index=True)
        sheet.contacts = pd.concat(contacts, ignore_index=True)
    used = {*names, *(column.index for column in columns if column.is_personal or column.is_mark)}
    titles = {column.index: column for column in columns}
    sheet.unused = [
        column.shown for column in columns if column.has_title and column.index not in used
    ]
    _tell_stray(grid, titles, stray, sheet)
    _tell_masked(grid, masked, sheet)
    _tell_errors(grid, {index: titles[index].shown for index in used if index in titles}, sheet)
    return sheet


def _no_rows(names: Iterable[str]) -> pd.DataFrame:
    columns = [*ORIGIN_COLUMNS, *names]
    return pd.DataFrame(columns=columns, dtype="str").astype({"row_number": "int64"})


def _list_rows(
    grid: Grid,
    columns: Sequence[Column],
    header_rows: Sequence[int],
    sheet: Sheet,
    stray: Counter[int],
) -> Iterator[Row]:
    """Yield the rows of the list, and note in ``sheet`` every row that is not one."""
    width = len(columns)
    header: list[str] = []
    fill = _Fill(grid)
    untitled = {column.index for column in columns if not column.has_title}
    for number, cells in _readable(grid, sheet):
        if is_blank(cells):
            sheet.empty_rows += 1
        elif number in header_rows:
            header = cells
        elif number < header_rows[-1]:
            what = "deze regel staat boven de kop en is niet gelezen."
            sheet.notes.append(Problem(grid.place, what, IN_FILE, row=number))
        elif cells[:width] == header[:width]:
            what = "deze regel herhaalt de kop en is niet gelezen."
            sheet.notes.append(Problem(grid.place, what, IN_FILE, row=number))
        elif grid.has_even_rows and (len(cells) < width or filled(cells[width:])):
            sheet.problems.append(_uneven(grid, number, len(cells), width))
        else:
            cells = fill.below(number, [*cells, *[""] * (width - len(cells))])
            stray.update(
                index
                for index, cell in enumerate(cells)
                if (index >= width or index in untitled) and not is_empty(cell)
            )
            sheet.has_mark |= SYNTHETIC_VALUE in cells
            yield number, cells
    if fill.count:
        what = f"de waarde van samengevoegde cellen is overgenomen in {_cells(fill.count)} eronder."
        sheet.notes.append(Problem(grid.place, what, "Kijk of dat klopt."))


def _readable(grid: Grid, sheet: Sheet) -> Iterator[Row]:
    """Yield the rows up to one that cannot be read, and note that in ``sheet``."""
    try:
        yield from grid.rows()
    except InputError as error:
        sheet.problems += error.problems


def _cells(count: int) -> str:
    return f"{format_number(count)} {'cel' if count == 1 else 'cellen'}"


def _uneven(grid: Grid, number: int, found: int, width: int) -> Problem:
    what = f"deze regel telt {found} in plaats van {width} kolommen."
    remedy = "Zet tekst met een scheidingsteken erin tussen dubbele aanhalingstekens, of vul aan."
    return Problem(grid.place, what, remedy, row=number)


class _Fill:
    """Gives the cells of a cell merged over several rows the value in its first row."""

    def __init__(self, grid: Grid) -> None:
        self.tall = [merge for merge in grid.merges if merge.last_row > merge.first_row]
        self.values: dict[int, tuple[int, str]] = {}
        self.count = 0

    def below(self, number: int, cells: list[str]) -> list[str]:
        """Return ``cells`` of the row ``number``, filled from above."""
        for merge in self.tall:
            at = merge.first_column
            if not merge.first_row <= number <= merge.last_row or at >= len(cells):
                continue
            if number == merge.first_row:
                self.values[at] = (merge.last_row, cells[at])
            elif is_empty(cells[at]) and self.values.get(at, (0, ""))[0] == merge.last_row:
                cells[at] = self.values[at][1]
                self.count += 1
        return cells


def _tables(
    rows: Sequence[Row],
    grid: Grid,
    source: str,
    columns: Sequence[Column],
    names: Mapping[int, str],
    masked: Counter[str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return some rows as a table, and the personal data in them by row."""
    ids = [row_id(source, grid.sheet, number) for number, _ in rows]
    content: dict[str, object] = {
        "row_id": ids,
        "source": source,
        "file": grid.file,
        "sheet": grid.sheet,
        "row_number": [number for number, _ in rows],
    }
    found: list[tuple[int, str, str]] = []
    for index, name in names.items():
        cells = ["" if is_empty(cells[index]) else cells[index] for _, cells in rows]
        content[name], taken = mask_column(pd.Series(cells, dtype="str"))
        masked[columns[index].shown] += len(taken)
        found += [(at, name, text) for at, texts in taken.items() for text in texts]
    for column in columns:
        if column.is_personal:
            found += [
                (at, column.field or column.title, cells[column.index])
                for at, (_, cells) in enumerate(rows)
                if not is_empty(cells[column.index])
            ]
    found.sort(key=lambda item: item[0])
    contacts = pd.DataFrame(
        [(ids[at], source, name, text) for at, name, text in found],
        columns=list(CONTACT_COLUMNS),
        dtype="str",
    )
    text = {name: "str" for name in content if name != "row_number"}
    return pd.DataFrame(content).astype(text), contacts


def _tell_stray(
    grid: Grid, titles: Mapping[int, Column], stray: Counter[int], sheet: Sheet
) -> None:
    """Note the columns that hold something below no title at all."""
    for index, count in sorted(stray.items()):
        name = titles[index].shown if index in titles else f"kolom {letters(index)}"
        sheet.unused.append(name)
        what = f"{name} heeft geen kop en is niet gelezen; gevuld: {_cells(count)}."
        sheet.doubts.append(Problem(grid.place, what, "Geef de kolom een kop of maak haar leeg."))


def _tell_masked(grid: Grid, masked: Counter[str], sheet: Sheet) -> None:
    for title, count in masked.items():
        if count:
            what = (
                f"in {_cells(count)} stond een e-mailadres of telefoonnummer; dat is afgeschermd."
            )
            remedy = "Haal contactgegevens uit deze kolom; ze horen in een eigen kolom."
            sheet.notes.append(Problem(grid.place, what, remedy, column=title))


def _tell_errors(grid: Grid, titles: Mapping[int, str], sheet: Sheet) -> None:
    """Note each cell in a column that is read of which the formula failed."""
    for (row, index), text in sorted(grid.errors.items()):
        if index in titles:
            what = f"hier staat {text} in plaats van een waarde."
            remedy = "Herstel de formule, of zet de waarde zelf in de cel."
            sheet.doubts.append(Problem(grid.place, what, remedy, row=row, column=titles[index]))
