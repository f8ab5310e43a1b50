"""Reading the sources of a wave: every row with its origin, personal data apart, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from zorgzaam.dutch import join_words
from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.formats import WORDS, content_of
from zorgzaam.intake.grid import Grid
from zorgzaam.intake.headers import NOT_READ, mapped, nearest, shown
from zorgzaam.intake.layout import SEARCHED_ROWS, Layout, find_layout
from zorgzaam.intake.personal import CONTACT_COLUMNS
from zorgzaam.intake.read_csv import read_csv
from zorgzaam.intake.read_spss import read_spss
from zorgzaam.intake.read_workbook import read_workbook
from zorgzaam.intake.records import ORIGIN_COLUMNS, SYNTHETIC_MARK, Delivery
from zorgzaam.intake.sheet_rows import Sheet, assemble
from zorgzaam.intake.sources import FORMAT_OF, Source
from zorgzaam.intake.survey_layout import (
    QUALTRICS_ROWS,
    find_survey_layout,
    is_qualtrics,
    read_names,
)
from zorgzaam.params import Dataset

IN_MAPPING = "Zeg in sources.yaml onder columns welke kolom wat is."


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


def read_source(folder: Path, source: Source, codebook: Codebook) -> Delivery:
    """Return what ``source`` delivered, from its file in ``folder``.

    ``problems`` of the delivery are what did not stop the reading: rows that are no initiative
    (titles, repeated headers), cells with an error, text in which contact data were masked.

    Raises
    ------
    InputError
        With every problem because of which the source cannot be used.
    """
    reading = inspect_source(folder, source, codebook)
    if reading.problems or reading.delivery is None:
        raise InputError(reading.problems)
    return reading.delivery


def read_all(folder: Path, sources: Mapping[str, Source], codebook: Codebook) -> list[Delivery]:
    """Return what each of ``sources`` delivered, in their order.

    Raises
    ------
    InputError
        With the problems of all sources at once.
    """
    readings = [inspect_source(folder, source, codebook) for source in sources.values()]
    if problems := [problem for reading in readings for problem in reading.problems]:
        raise InputError(problems)
    return [reading.delivery for reading in readings if reading.delivery is not None]


def check_mark(columns: Iterable[str], file: str, dataset: Dataset) -> list[Problem]:
    """Return the problem of a real file that is marked as synthetic, or the reverse.

    ``columns`` are those of the file that were not read, among which the mark is.
    """
    is_marked = SYNTHETIC_MARK in columns
    if is_marked and dataset == "real":
        what = f"dit bestand is verzonnen: het heeft de kolom '{SYNTHETIC_MARK}'."
        return [Problem(file, what, "Haal het uit de map; echte gegevens hebben die kolom niet.")]
    if not is_marked and dataset == "synthetic":
        what = f"de kolom '{SYNTHETIC_MARK}' ontbreekt, en dit is de map van verzonnen gegevens."
        return [
            Problem(file, what, "Zet echte gegevens in data/raw/, niet in data/raw/synthetic/.")
        ]
    return []


def inspect_source(folder: Path, source: Source, codebook: Codebook) -> Reading:
    """Read ``source`` as far as that goes, and return what was found; nothing is raised for it."""
    reading = Reading(source)
    try:
        grids = _grids(folder / source.file, source)
        if source.kind == "survey":
            _read_survey(reading, grids, codebook)
        else:
            _read_list(reading, grids)
    except InputError as error:
        reading.problems += error.problems
    if reading.sheets:
        reading.delivery = _delivery(reading)
    return reading


def _grids(path: Path, source: Source) -> list[Grid]:
    """Return the sheets of the file that are to be read."""
    content = content_of(path, source.file)
    expected = FORMAT_OF[content]
    given = "csv" if source.format in ("limesurvey", "qualtrics") else source.format
    if given != expected:
        what = f"format is {source.format}, maar dit is {WORDS[content]}."
        raise InputError([Problem(source.file, what, f"Zet format op {expected}.")])
    if content == "sav":
        return [read_spss(path, source.file)]
    if content == "text":
        fixed = {"qualtrics": QUALTRICS_ROWS, "limesurvey": 1}.get(source.format, 0)
        return [read_csv(path, source.file, fixed)]
    grids = read_workbook(path, source.file)
    if source.sheet is None:
        return grids
    chosen = [grid for grid in grids if grid.sheet.strip() == source.sheet.strip()]
    if not chosen:
        near = nearest(source.sheet, [grid.sheet for grid in grids])
        hint = f"Bedoelt u '{shown(near)}'? " if near else ""
        names = join_words([f"'{shown(grid.sheet)}'" for grid in grids], "of")
        what = f"het blad '{source.sheet}' bestaat niet."
        raise InputError([Problem(source.file, what, f"{hint}Kies uit: {names}.")])
    return chosen


def _filled(grids: list[Grid], file: str) -> list[Grid]:
    """Return the sheets with something in them; raises if there is none."""
    used = [grid for grid in grids if grid.head(1)]
    if not used:
        for grid in grids:
            list(grid.rows())  # says why no row could be read, if that is it
        what = "er staat niets in."
        raise InputError([Problem(file, what, "Lever het opnieuw in.")])
    return used


def _read_survey(reading: Reading, grids: list[Grid], codebook: Codebook) -> None:
    source = reading.source
    used = _filled(grids, source.file)
    if len(used) > 1:
        sheets = join_words([f"'{shown(grid.sheet)}'" for grid in used])
        what = f"er zijn meer bladen met gegevens: {sheets}."
        raise InputError([Problem(source.file, what, "Zeg in sources.yaml bij sheet welk het is.")])
    grid = used[0]
    if source.format == "csv" and is_qualtrics(grid.head(QUALTRICS_ROWS)):
        what = "dit is een export van Qualtrics, met drie kopregels."
        raise InputError([Problem(source.file, what, "Zet format op qualtrics.")])
    layout = find_survey_layout(grid, codebook, source.columns, source.header_row)
    titles = [column.title for column in layout.columns]
    _tell_renamed(reading, [titles], layout)
    names = read_names(layout.columns)
    sheet = assemble(grid, source.name, layout.columns, layout.header_rows, names)
    _keep(reading, grid, layout, sheet)
    _tell_double(reading, grid, titles)
    if sheet.table.empty and not reading.problems:
        what = "er staat een kop in, maar geen antwoorden."
        reading.problems.append(Problem(grid.place, what, "Lever het volledige bestand in."))


def _tell_double(reading: Reading, grid: Grid, titles: list[str]) -> None:
    """Note the names that two columns of a survey share."""
    for title in titles:
        first, _, number = title.rpartition(" (")
        if number.rstrip(")").isdigit() and first in titles:
            what = f"er zijn meer kolommen die '{shown(first)}' heten."
            remedy = "Geef elke kolom in het bestand een eigen naam."
            reading.problems.append(Problem(grid.place, what, remedy, column=shown(first)))


def _read_list(reading: Reading, grids: list[Grid]) -> None:
    source = reading.source
    used = _filled(grids, source.file)
    found = [(grid, find_layout(grid, source.columns, source.header_row)) for grid in used]
    layouts = [(grid, layout) for grid, layout in found if layout is not None]
    _tell_renamed(
        reading,
        [[column.title for column in layout.columns] for _, layout in layouts],
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


def _has_name(layout: Layout) -> bool:
    is_unclear = any(finding.blocks for finding in layout.findings)
    return is_unclear or any(column.field == "name" for column in layout.columns)


def _read_sheet(reading: Reading, grid: Grid, layout: Layout) -> None:
    for finding in layout.findings:
        target = reading.problems if finding.blocks else reading.notes
        column = shown(finding.title)
        target.append(Problem(grid.place, finding.what, finding.remedy, layout.last_row, column))
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
    _keep(reading, grid, layout, sheet)


def _keep(reading: Reading, grid: Grid, layout: Layout, sheet: Sheet) -> None:
    reading.sheets.append((grid, layout, sheet))
    reading.problems += sheet.problems
    reading.doubts += sheet.doubts
    reading.notes += sheet.notes


def _no_header(source: Source) -> Problem:
    """Return that no header was found, without a cell of what may be the list itself."""
    what = "er is geen kop gevonden: geen regel met namen van kolommen die bekend zijn."
    if source.header_row is not None:
        what = f"op regel {source.header_row} staat geen kop met namen van kolommen."
    remedy = "Zet een kop boven de lijst (naam, plaats, postcode, ...), of zeg in sources.yaml bij "
    return Problem(source.file, what, f"{remedy}header_row en columns waar hij staat.")


def _tell_renamed(
    reading: Reading, headers: list[list[str]], layout: Layout | None, cells: Sequence[str] = ()
) -> None:
    """Note in one message which columns of the mapping are in none of ``headers``.

    Where no header was found it is looked for in ``cells``. Those may be of the list itself, so
    only what is much like the name of a column is shown.
    """
    mapping = reading.source.columns
    known = {name for titles in headers for name in _named(titles, mapping)}
    missing = [name for name in mapping if name not in known]
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


def _named(titles: list[str], mapping: Mapping[str, str]) -> set[str]:
    """Return which names of the mapping are found among ``titles``."""
    return {name for name in mapping if mapped(titles, {name: NOT_READ})}


def _tell_other_sheets(reading: Reading, others: list[Grid], read: list[Grid]) -> None:
    names = join_words([f"'{shown(grid.sheet)}'" for grid in read])
    for grid in others:
        what = "dit blad is geen lijst met namen van initiatieven en is niet gelezen."
        remedy = f"Gelezen is {names}. Hoort dit er ook bij, geef het dan dezelfde kop."
        reading.notes.append(Problem(grid.place, what, remedy))


def _delivery(reading: Reading) -> Delivery:
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
