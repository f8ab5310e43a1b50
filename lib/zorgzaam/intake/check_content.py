"""What is wrong in a file that could be read: its mark, its columns, its cells."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from zorgzaam.areas import all_areas
from zorgzaam.dutch import format_number
from zorgzaam.errors import Problem
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.readers import check_mark
from zorgzaam.intake.reading import Reading
from zorgzaam.intake.records import SYNTHETIC_MARK

RAW = Path("data", "raw")
# Of a longer list only so many rows are cleaned: it takes about a millisecond a row.
MAX_CHECKED_ROWS = 50_000


def of_mark(reading: Reading, folder: Path, root: Path) -> list[Problem]:
    """Return whether the file lacks the mark of its folder; elsewhere either may be."""
    assert reading.delivery is not None
    file, unused = reading.source.file, reading.delivery.unused_columns
    if folder.resolve().is_relative_to((root / RAW / "synthetic").resolve()):
        return check_mark(unused, file, "synthetic")
    if folder.resolve().is_relative_to((root / RAW).resolve()):
        return check_mark(unused, file, "real")
    return []


def of_columns(reading: Reading) -> list[Problem]:
    """Return what became of the columns that are in no table."""
    assert reading.delivery is not None
    columns = [column for _, layout, _ in reading.sheets for column in layout.columns]
    personal = dict.fromkeys(column.shown for column in columns if column.is_personal)
    unused = [name for name in reading.delivery.unused_columns if name != SYNTHETIC_MARK]
    told = (
        ("als persoonsgegevens apart gezet", personal, "Ze komen in geen tabel, log of pagina."),
        ("niet gelezen", unused, "Zeg in sources.yaml onder columns wat erin staat, als het moet."),
    )
    return [
        Problem(reading.source.file, f"{what}: {', '.join(names).rstrip('.')}.", remedy)
        for what, names, remedy in told
        if names
    ]


def in_cells(
    reading: Reading, codebook: Codebook, root: Path, wave: int
) -> tuple[list[Problem], list[Problem]]:
    """Return the problems and notices in the cells, as cleaning or decoding finds them."""
    assert reading.delivery is not None
    delivery, source = reading.delivery, reading.source
    if source.kind == "survey":
        from zorgzaam.intake.answers import decode

        answers = decode(delivery, codebook, source.columns)
        return list(answers.problems), list(answers.notices)
    if "name" not in delivery.table or delivery.table.empty:
        return [], []
    from zorgzaam.intake.clean import clean_rows
    from zorgzaam.intake.locate import Gazetteer

    gazetteer = Gazetteer.load(root, wave)
    known = {area.slug for area in all_areas(root)}
    # Provinces that do not exist are a problem of sources.yaml, and told there.
    provinces = [slug for slug in source.provinces if slug in known]
    table, notes = delivery.table, []
    if len(table) > MAX_CHECKED_ROWS:
        what = (
            f"alleen van de eerste {format_number(MAX_CHECKED_ROWS)} regels zijn de cellen bekeken."
        )
        remedy = "Zo lang is geen lijst van initiatieven; kijk of dit het goede bestand is."
        notes = [Problem(source.file, what, remedy)]
        table = table.head(MAX_CHECKED_ROWS)
    cleaned = clean_rows(table, gazetteer, wave, provinces)
    return _doubts(cleaned.log, reading), notes


def _doubts(log: pd.DataFrame, reading: Reading) -> list[Problem]:
    """Return the values that cleaning could not use, at the column as the file calls it."""
    titles: dict[tuple[str, str], str] = {}
    places: dict[str, str] = {}
    for grid, layout, _ in reading.sheets:
        places[grid.sheet] = grid.place
        titles |= {(grid.sheet, item.field): item.shown for item in layout.columns if item.field}
    doubts = log[log["remedy"].fillna("") != ""]
    return [
        Problem(
            places.get(row.sheet, row.file),
            row.why,
            row.remedy,
            int(row.row_number),
            titles.get((row.sheet, row.column), row.column),
        )
        for row in doubts.itertuples()
    ]
