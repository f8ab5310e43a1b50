"""All released numbers as an Excel workbook, laid out as the tables of Statistics Netherlands.

A sheet of contents, one of explanations, one of symbols, a sheet for each table, and all numbers
in one list. Numbers are numbers: Excel shows the comma of its own language.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pandas as pd

from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.safe_workbook import new_workbook
from zorgzaam.params import Kind
from zorgzaam.release.labels import Labels
from zorgzaam.release.workbook_designs import tables
from zorgzaam.release.workbook_list import readable
from zorgzaam.release.workbook_text import explanations
from zorgzaam.release.workbook_writer import NOTES, Writer


def workbook_bytes(
    release: pd.DataFrame,
    labels: Labels,
    codebook: Codebook,
    kind: Kind,
    notes: Mapping[str, Any],
) -> bytes:
    """Return the workbook of a release; equal releases give equal bytes.

    ``notes`` are those of the release: its ``disclosure`` rules are explained. What is hidden has a
    symbol in every sheet, and no number anywhere. Raises ``ValueError`` if the release has two
    numbers for one cell of a table, ``KeyError`` if a code has no Dutch words.
    """
    stream = io.BytesIO()
    title = f"Zorgzame gemeenschappen {codebook.wave}: alle tabellen"
    is_made_up = kind == "synthetic"
    book = new_workbook(stream, f"{title} (SYNTHETISCH)" if is_made_up else title)
    writer = Writer(book, kind, codebook.wave)
    made = tables(release, labels)
    writer.contents(title, codebook.wave, made)
    writer.texts(NOTES, NOTES, explanations(notes))
    writer.symbols()
    for table in made:
        writer.table(table)
    decimals = [None if pd.isna(places) else int(places) for places in release["decimals"]]
    writer.everything(readable(release, labels), decimals)
    book.close()
    return stream.getvalue()
