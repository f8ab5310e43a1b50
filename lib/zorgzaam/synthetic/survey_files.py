"""The questionnaires as files: SPSS and LimeSurvey, with the same answers."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from zorgzaam.intake.codebook_models import Codebook, Option, Variable
from zorgzaam.intake.records import SYNTHETIC_MARK, SYNTHETIC_VALUE
from zorgzaam.intake.spss import TICKED, UNTICKED, spss_metadata
from zorgzaam.synthetic.house import Cell
from zorgzaam.synthetic.questionnaires import FIELD_OF, Questionnaire
from zorgzaam.synthetic.spss_parts import finished
from zorgzaam.synthetic.workbooks import csv_bytes

LANGUAGE = "nl"


def text_of(variable: str, number: int, item: Questionnaire) -> str:
    """Return what questionnaire ``number`` holds for a variable that is text."""
    match variable:
        case "respondent_id":
            return str(number)
        case "submit_date":
            return f"{item.submitted:%Y-%m-%d}" if item.submitted else ""
        case "remarks":
            return item.remark
    return str(item.row.cells[FIELD_OF[variable]])


def code_of(
    variable: Variable, option: Option | None, item: Questionnaire, codebook: Codebook
) -> int | None:
    """Return the code of one answer, or ``None`` where nothing was asked."""
    if variable.name == "entry":
        value: Any = item.entry
    else:
        column = f"{variable.name}_{option.name}" if option else variable.name
        value = item.answers[column]
    for code, kind in codebook.missing_codes(variable).items():
        if value == kind:
            return code
    if value == "not_asked":
        return None
    if variable.is_numeric:
        return int(value)
    if option:
        return TICKED if value == "yes" else UNTICKED
    return next(choice.code for choice in variable.options if choice.name == value)


def sav_bytes(items: Sequence[Questionnaire], codebook: Codebook) -> bytes:
    """Return an SPSS file with value labels and declared missing codes, one case an item."""
    import pyreadstat

    table: dict[str, list[Any]] = {}
    for variable in codebook.variables.values():
        for name, option in variable.file_columns().items():
            if variable.type == "text":
                table[name] = [text_of(variable.name, at, item) for at, item in enumerate(items, 1)]
            else:
                table[name] = [code_of(variable, option, item, codebook) for item in items]
    numbers = [name for name, values in table.items() if not isinstance(values[0], str)]
    frame = pd.DataFrame(table).astype(dict.fromkeys(numbers, float))
    frame[SYNTHETIC_MARK] = SYNTHETIC_VALUE
    labels = spss_metadata(codebook)
    labels["file_label"] = SYNTHETIC_VALUE
    labels["variable_format"] = dict.fromkeys(numbers, "F8.0")
    with tempfile.TemporaryDirectory() as folder:  # pyreadstat writes to a path only
        path = Path(folder, "enquete.sav")
        pyreadstat.write_sav(frame, path, **labels)
        return finished(path.read_bytes(), codebook)


def limesurvey_bytes(items: Sequence[Questionnaire], codebook: Codebook) -> bytes:
    """Return the questionnaires as LimeSurvey exports them: answer codes, CSV in UTF-8.

    LimeSurvey has columns of its own for the number and the date. A tick is Y, all else of a
    multiple choice is empty: there it does not tell what is not ticked from what is missing.
    """
    pages = len(codebook.blocks)
    variables = [
        variable
        for variable in codebook.variables.values()
        if variable.name not in ("respondent_id", "submit_date")
    ]
    header: list[Cell] = ["id", "submitdate", "lastpage", "startlanguage", "startdate"]
    for variable in variables:
        header += [_lime_title(variable, option) for option in variable.file_columns().values()]
    rows: list[list[Cell]] = [[*header, SYNTHETIC_MARK]]
    for number, item in enumerate(items, 1):
        done = f"{item.submitted:%Y-%m-%d %H:%M:%S}" if item.submitted else ""
        cells: list[Cell] = [number, done, item.pages or pages, LANGUAGE]
        cells.append(f"{item.started:%Y-%m-%d %H:%M:%S}")
        for variable in variables:
            for option in variable.file_columns().values():
                cells.append(_lime_cell(variable, option, number, item, codebook))
        rows.append([*cells, SYNTHETIC_VALUE])
    return csv_bytes(rows, ",", "utf-8")


def _lime_title(variable: Variable, option: Option | None) -> str:
    return f"{variable.name}[SQ{option.code:03d}]" if option else variable.name


def _lime_cell(
    variable: Variable, option: Option | None, number: int, item: Questionnaire, codebook: Codebook
) -> Cell:
    if variable.type == "text":
        return text_of(variable.name, number, item)
    code = code_of(variable, option, item, codebook)
    if option:
        return "Y" if code == TICKED else ""
    return "" if code is None else code
