"""Where the header of a survey stands, which columns are personal, and Qualtrics' three rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.grid import Grid, Row
from zorgzaam.intake.headers import is_mark, unique_titles
from zorgzaam.intake.layout import Layout
from zorgzaam.intake.list_columns import Column
from zorgzaam.intake.personal import asks_for_contact, looks_like_contact, plain
from zorgzaam.intake.records import ORIGIN_COLUMNS
from zorgzaam.intake.survey_columns import by_words

QUALTRICS_ROWS = 3
_IMPORT_ID = '"ImportId"'


def base_name(title: str) -> str:
    """Return the variable that a column belongs to: ``themes`` of ``themes[SQ001]``."""
    return title.strip().casefold().partition("[")[0].partition(".")[0]


def file_names(codebook: Codebook) -> frozenset[str]:
    """Return the names that columns of a survey file can have, in lower case."""
    variables = codebook.variables.values()
    return frozenset(name for item in variables for name in (item.name, *item.file_columns()))


def find_survey_layout(
    grid: Grid, codebook: Codebook, mapping: Mapping[str, str], header_row: int | None
) -> Layout:
    """Return the header of a survey: the first row, or the one with most names of the codebook.

    Raises
    ------
    InputError
        If ``header_row`` is blank, or a file of Qualtrics has not its three header rows.
    """
    head = grid.head(60)
    if grid.fixed_header:
        number, titles = head[0]
    elif header_row is not None:
        number, titles = _given(head, header_row, grid)
    else:
        known = file_names(codebook)
        number, titles = max(
            head,
            key=lambda row: (sum(cell.strip().casefold() in known for cell in row[1]), -row[0]),
        )
    questions = dict(grid.questions)
    rows: tuple[int, ...] = (number,)
    if grid.fixed_header == QUALTRICS_ROWS:
        rows = _qualtrics_rows(head, grid)
        questions = dict(zip(unique_titles(titles), head[1][1], strict=False))
    columns = [
        _column(index, title, codebook, mapping, questions.get(title, ""))
        for index, title in enumerate(unique_titles(titles))
    ]
    return Layout(rows, tuple(columns))


def _given(head: list[Row], header_row: int, grid: Grid) -> Row:
    for row in head:
        if row[0] == header_row:
            return row
    what = f"regel {header_row} is leeg; daar zou de kop staan."
    raise InputError([Problem(grid.place, what, "Verbeter header_row in sources.yaml.")])


def is_qualtrics(head: list[Row]) -> bool:
    """Whether the third row is the one in which Qualtrics names its columns to itself."""
    return len(head) >= QUALTRICS_ROWS and any(
        _IMPORT_ID in cell.replace("'", '"') for cell in head[QUALTRICS_ROWS - 1][1]
    )


def _qualtrics_rows(head: list[Row], grid: Grid) -> tuple[int, ...]:
    if not is_qualtrics(head):
        what = "dit is geen Qualtrics-bestand met drie kopregels (naam, vraag, ImportId)."
        remedy = "Exporteer opnieuw als CSV, of zet format op csv als er een kopregel is."
        raise InputError([Problem(grid.place, what, remedy)])
    return tuple(number for number, _ in head[:QUALTRICS_ROWS])


def _column(
    index: int, title: str, codebook: Codebook, mapping: Mapping[str, str], question: str
) -> Column:
    """Return one column; what is not known from the codebook may be a person's by its words."""
    column = Column(index, title, is_mark=is_mark(title))
    variable = codebook.variables.get(base_name(mapping.get(title, "")))
    if variable is None:
        names = {base_name(title), title.strip().casefold()}
        variable = next(
            (
                item
                for item in codebook.variables.values()
                if names & {item.name, *item.file_columns()}
            ),
            None,
        )
    if variable is None and (place := by_words(codebook).get(plain(title))):
        variable = place[0]
    if variable is not None:
        field = variable.name if variable.personal else ""
        return replace(column, field=field, is_personal=variable.personal)
    is_contact = looks_like_contact(title) or asks_for_contact(f"{title} {question}")
    return replace(column, is_personal=is_contact and not column.is_mark)


def read_names(columns: tuple[Column, ...]) -> dict[int, str]:
    """Return the columns of a survey that go into its table, by index: all but personal ones."""
    return {
        column.index: column.title
        for column in columns
        if not (column.is_personal or column.is_mark or column.title in ORIGIN_COLUMNS)
    }
