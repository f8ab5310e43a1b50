"""Reading the sources of a wave: every row with its origin, personal data apart, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from zorgzaam.dutch import join_words
from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.formats import WORDS, content_of
from zorgzaam.intake.grid import Grid
from zorgzaam.intake.headers import nearest, shown
from zorgzaam.intake.read_csv import read_csv
from zorgzaam.intake.read_list import read_list
from zorgzaam.intake.read_spss import read_spss
from zorgzaam.intake.read_survey import read_survey
from zorgzaam.intake.read_workbook import read_workbook
from zorgzaam.intake.reading import Reading, delivery_of
from zorgzaam.intake.records import SYNTHETIC_MARK, Delivery
from zorgzaam.intake.sources import FORMAT_OF, Source
from zorgzaam.intake.survey_layout import QUALTRICS_ROWS
from zorgzaam.params import Dataset


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
            read_survey(reading, grids, codebook)
        else:
            read_list(reading, grids)
    except InputError as error:
        reading.problems += error.problems
    if reading.sheets:
        reading.delivery = delivery_of(reading)
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
