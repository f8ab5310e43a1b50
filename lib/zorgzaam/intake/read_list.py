"""Reading a list of initiatives: which sheets, which columns, and what is not read."""

from __future__ import annotations

from collections.abc import Mapping

from zorgzaam.dutch import format_number, join_words
from zorgzaam.errors import Problem
from zorgzaam.intake.grid import Grid, is_blank
from zorgzaam.intake.headers import mapped, shown
from zorgzaam.intake.layout import SEARCHED_ROWS, Layout, find_layout
from zorgzaam.intake.reading import Reading, filled_sheets, keep, tell_renamed
from zorgzaam.intake.sheet_rows import assemble
from zorgzaam.intake.sources import Source

IN_MAPPING = "Zeg in sources.yaml onder columns welke kolom wat is."


def read_list(reading: Reading, grids: list[Grid]) -> None:
    """Read every sheet with a list into ``reading``, and note what is wrong or was not read.

    A sheet without names of initiatives is left out where another sheet has them.
    """
    source = reading.source
    used = filled_sheets(grids, source.file)
    found = [(grid, find_layout(grid, source.columns, source.header_row)) for grid in used]
    layouts = [(grid, layout) for grid, layout in found if layout is not None]
    tell_renamed(
        reading,
        {name for _, layout in layouts for name in _named(layout, source.columns)},
        layouts[0][1] if layouts else None,
        [cell for grid in used for _, cells in grid.head(SEARCHED_ROWS) for cell in cells],
    )
    if not layouts and not reading.problems:
        reading.problems.append(_no_header(source))
    named = [(grid, layout) for grid, layout in layouts if _has_name(layout)]
    for grid, layout in named or layouts:
        _read_sheet(reading, grid, layout)
    read = [grid for grid, _ in named or layouts]
    if read:
        _tell_other_sheets(reading, [grid for grid in used if grid not in read], read)
    if (
        reading.sheets
        and not reading.problems
        and not any(len(sheet.table) for _, _, sheet in reading.sheets)
    ):
        what = "er staat een kop in, maar geen enkele regel."
        reading.problems.append(Problem(source.file, what, "Lever de volledige lijst in."))


def _named(layout: Layout, mapping: Mapping[str, str]) -> set[str]:
    """Return which names of the mapping are those of columns here, but for notation."""
    titles = [column.title for column in layout.columns]
    return {name for name in mapping if mapped(titles, {name: mapping[name]})}


def _has_name(layout: Layout) -> bool:
    is_unclear = any("name" in finding.fields for finding in layout.findings)
    return is_unclear or any(column.field == "name" for column in layout.columns)


def _read_sheet(reading: Reading, grid: Grid, layout: Layout) -> None:
    targets = {"problem": reading.problems, "doubt": reading.doubts, "note": reading.notes}
    for finding in layout.findings:
        column = shown(finding.title)
        targets[finding.weight].append(
            Problem(grid.place, finding.what, finding.remedy, layout.last_row, column)
        )
    if not _has_name(layout) and not reading.problems:
        titles = join_words([f"'{column.shown}'" for column in layout.columns if column.title])
        what = f"geen kolom is herkend als de naam van het initiatief. De kop is: {titles}."
        reading.problems.append(Problem(grid.place, what, IN_MAPPING, row=layout.last_row))
    names = {
        column.index: column.field
        for column in layout.columns
        if column.field and not column.is_personal and not column.is_mark
    }
    sheet = assemble(grid, reading.source.name, layout.columns, layout.header_rows, names)
    if grid.is_hidden:
        what = "dit blad is verborgen en is wel gelezen."
        sheet.notes.append(Problem(grid.place, what, "Haal het weg als het er niet bij hoort."))
    keep(reading, grid, layout, sheet)


def _no_header(source: Source) -> Problem:
    """Return that no header was found, without a cell of what may be the list itself."""
    what = "er is geen kop gevonden: geen regel met namen van kolommen die bekend zijn."
    if source.header_row is not None:
        what = f"op regel {source.header_row} staat geen kop met namen van kolommen."
    remedy = "Zet een kop boven de lijst (naam, plaats, postcode, ...), of zeg in sources.yaml bij "
    return Problem(source.file, what, f"{remedy}header_row en columns waar hij staat.")


def _tell_other_sheets(reading: Reading, others: list[Grid], read: list[Grid]) -> None:
    names = join_words([f"'{shown(grid.sheet)}'" for grid in read])
    for grid in others:
        count = sum(not is_blank(cells) for _, cells in grid.rows())
        rows = f"{format_number(count)} {'regel' if count == 1 else 'regels'}"
        what = f"dit blad ({rows}) heeft geen namen van initiatieven en is niet gelezen."
        remedy = f"Gelezen is {names}. Hoort dit er ook bij, geef het dan dezelfde kop."
        reading.notes.append(Problem(grid.place, what, remedy))
