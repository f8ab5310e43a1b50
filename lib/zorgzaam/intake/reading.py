"""One source while it is read: what was found so far, and the delivery that it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from zorgzaam.dutch import join_words
from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.grid import Grid
from zorgzaam.intake.headers import nearest, shown
from zorgzaam.intake.layout import Layout
from zorgzaam.intake.personal import CONTACT_COLUMNS, mask
from zorgzaam.intake.records import ORIGIN_COLUMNS, SYNTHETIC_MARK, Delivery
from zorgzaam.intake.sheet_rows import Sheet
from zorgzaam.intake.sources import Source


@dataclass
class Reading:
    """One source as far as it could be read, with all that was found on the way.

    ``problems`` must be solved before the source can be used; ``doubts`` are wrong in the file,
    but were read as they are; ``notes`` only tell. ``sheets`` are what was read of the file, with
    the header of each.
    """

    source: Source
    delivery: Delivery | None = None
    sheets: list[tuple[Grid, Layout, Sheet]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def filled_sheets(grids: list[Grid], file: str) -> list[Grid]:
    """Return the sheets with something in them; raises if there is none."""
    used = [grid for grid in grids if grid.head(1)]
    if not used:
        for grid in grids:
            list(grid.rows())  # says why no row could be read, if that is it
        what = "er staat niets in."
        raise InputError([Problem(file, what, "Lever het opnieuw in.")])
    named = [number for number, grid in enumerate(used, 1) if mask(grid.sheet or "")[1]]
    if named:
        what = "de naam van een blad bevat een e-mailadres of telefoonnummer, en komt op pagina's."
        remedy = "Geef het blad in Excel een andere naam."
        raise InputError([Problem(f"{file}, blad {at}", what, remedy) for at in named])
    return used


def keep(reading: Reading, grid: Grid, layout: Layout, sheet: Sheet) -> None:
    """Add one sheet to ``reading``, with what was found in it."""
    reading.sheets.append((grid, layout, sheet))
    reading.problems += sheet.problems
    reading.doubts += sheet.doubts
    reading.notes += sheet.notes


def tell_renamed(
    reading: Reading, found: set[str], layout: Layout | None, cells: Sequence[str] = ()
) -> None:
    """Note in one message which columns of the mapping are not among those ``found``.

    Where no header was found it is looked for in ``cells``. Those may be of the list itself, so
    only what is much like the name of a column is shown.
    """
    missing = [name for name in reading.source.columns if name not in found]
    if not missing:
        return
    free = [column.title for column in layout.columns if not column.field] if layout else cells
    words = []
    for name in missing:
        near = nearest(name, free, 0.5 if layout else 0.7)
        words.append(f"'{name}'" + (f" (lijkt op '{shown(near)}')" if near else ""))
    noun, verb = ("kolom", "staat") if len(missing) == 1 else ("kolommen", "staan")
    what = f"de {noun} {join_words(words)} uit sources.yaml {verb} niet in het bestand."
    remedy = "Neem in sources.yaml de namen over zoals ze nu in het bestand staan."
    row = layout.last_row if layout else None
    reading.problems.append(Problem(reading.source.file, what, remedy, row=row))


def delivery_of(reading: Reading) -> Delivery:
    """Return the sheets of a source as one delivery; a field that a sheet has not is blank."""
    sheets = [sheet for _, _, sheet in reading.sheets]
    table = pd.concat([sheet.table for sheet in sheets], ignore_index=True)
    text = [name for name in table.columns if name != "row_number"]
    table[text] = table[text].fillna("")
    unused = list(dict.fromkeys(name for sheet in sheets for name in sheet.unused))
    if any(sheet.has_mark for sheet in sheets):
        unused.append(SYNTHETIC_MARK)
    first = reading.sheets[0][0]
    return Delivery(
        reading.source.name,
        table[[*ORIGIN_COLUMNS, *[name for name in table.columns if name not in ORIGIN_COLUMNS]]],
        pd.concat([sheet.contacts for sheet in sheets], ignore_index=True)[list(CONTACT_COLUMNS)],
        tuple(unused),
        sum(sheet.empty_rows for sheet in sheets),
        tuple(reading.doubts + reading.notes),
        first.value_labels,
        first.multiple_sets,
    )
