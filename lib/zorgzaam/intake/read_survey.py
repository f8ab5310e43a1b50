"""Reading the answers of a survey, in the columns that the file has."""

from __future__ import annotations

from zorgzaam.dutch import join_words
from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.grid import Grid
from zorgzaam.intake.headers import shown
from zorgzaam.intake.reading import Reading, filled_sheets, keep, tell_renamed
from zorgzaam.intake.sheet_rows import assemble
from zorgzaam.intake.survey_layout import (
    QUALTRICS_ROWS,
    find_survey_layout,
    is_qualtrics,
    read_names,
)


def read_survey(reading: Reading, grids: list[Grid], codebook: Codebook) -> None:
    """Read the sheet with the answers into ``reading``, and note what is wrong.

    Columns keep the names they have in the file; those of personal variables go apart.
    """
    source = reading.source
    used = filled_sheets(grids, source.file)
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
    tell_renamed(reading, set(source.columns) & set(titles), layout)
    names = read_names(layout.columns)
    sheet = assemble(grid, source.name, layout.columns, layout.header_rows, names)
    keep(reading, grid, layout, sheet)
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
