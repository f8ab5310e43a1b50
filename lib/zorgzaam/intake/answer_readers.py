"""Reading the answers to one question of a survey file, for all respondents at once."""

from __future__ import annotations

import re

import pandas as pd

from zorgzaam.dutch import format_number
from zorgzaam.intake.answer_ticks import read_ticks
from zorgzaam.intake.codebook_models import MISSING_KINDS, Variable
from zorgzaam.intake.contacts import has_contacts, without_contacts
from zorgzaam.intake.numbers import clean_number
from zorgzaam.intake.personal import HIDDEN, mask
from zorgzaam.intake.survey import (
    IN_CODEBOOK,
    IN_SOURCE,
    Read,
    Survey,
    Values,
    tell_contradictions,
    was_asked,
    why_blank,
)
from zorgzaam.intake.survey_values import choice_of, is_blank, missing_of, number_of
from zorgzaam.intake.years import clean_year

OTHER_ID = "Geef elke deelnemer een eigen nummer, of wijs bij columns een andere kolom aan."


def read_variable(survey: Survey, variable: Variable) -> Values:
    """Return the columns of ``variable`` in the table of answers, by name.

    What is wrong is added to ``survey``.
    """
    here, elsewhere = was_asked(survey, variable)
    titles = survey.found.of.get(variable.name, {})
    if variable.type == "multiple":
        values, answered = read_ticks(survey, variable, titles, here, elsewhere)
    else:
        cells = survey.raw[titles[""]] if titles else survey.every("")
        blank = why_blank(survey, variable, list(titles.values()), here)
        read = _single if variable.type == "single" else _valued
        values, answered = read(survey, variable, cells, blank)
    tell_contradictions(survey, variable, answered, elsewhere)
    return values


def _single(
    survey: Survey, variable: Variable, cells: pd.Series[str], blank: pd.Series[str]
) -> Read:
    """Return the name of the chosen option, or the kind of missing."""
    codebook = survey.codebook
    known = {
        cell: missing_of(cell, variable, codebook) or choice_of(cell, variable)
        for cell in cells.unique()
        if not is_blank(cell)
    }
    values = cells.map(known).where(~cells.map(is_blank).astype(bool), blank)
    for row in values.index[values.isna()]:
        survey.refuse(int(row), str(cells.name), variable.name, cells[row], IN_CODEBOOK)
    values = values.fillna("not_answered").astype(str)
    return {variable.name: values}, ~values.isin(MISSING_KINDS)


def _valued(
    survey: Survey, variable: Variable, cells: pd.Series[str], blank: pd.Series[str]
) -> Read:
    """Return a number, a year or a text, and beside it why it is missing."""
    found: list[object] = []
    kinds: list[str] = []
    for row, cell in cells.items():
        kind = blank[row] if is_blank(cell) else missing_of(cell, variable, survey.codebook)
        value = None
        if kind is None:
            read = _text if variable.type == "text" else _number
            value = read(survey, variable, int(row), str(cells.name), cell)
        elif variable.obligatory and cells.name is not None:  # an absent column is told once
            what = f"{variable.label_nl.lower()} is leeg."
            survey.problems.append(survey.at(int(row), str(cells.name), what, IN_SOURCE))
        found.append(value)
        kinds.append(kind or ("" if value is not None else "not_answered"))
    missing = pd.Series(kinds, index=cells.index)
    values = pd.Series(found, index=cells.index, dtype=object)
    return {variable.name: values, f"{variable.name}_missing": missing}, missing == ""


def _text(survey: Survey, variable: Variable, row: int, title: str, cell: str) -> str:
    """Return a text without the parts that hold contact data, for a name may stand with them.

    Nobody can be told apart by a number that is masked, so then there must be another.
    """
    text = cell.strip()
    if variable.name == "submit_date" and (match := re.match(r"\d{4}-\d{2}-\d{2}(?=\D|$)", text)):
        text = match[0]
    elif not survey.is_typed:
        # A number of a respondent or a postcode that the file keeps as a number.
        text = re.sub(r"(?<=\d)\.0$", "", text)
    if variable.name == "respondent_id" and has_contacts(text):
        what = "het nummer van deze deelnemer is een e-mailadres of telefoonnummer."
        survey.problems.append(survey.at(row, title, what, OTHER_ID))
        return HIDDEN
    plain = without_contacts(text)
    if plain != text:
        why = "tekst met contactgegevens weggelaten"
        survey.note(row, variable.name, "masked", HIDDEN, HIDDEN, why)
    return plain


def _number(
    survey: Survey, variable: Variable, row: int, title: str, cell: str
) -> float | int | None:
    """Return a number within the range of the codebook; another one is told and left out.

    What is no bare number ("ca. 40", "voorjaar 2012") is read as in the lists, and told.
    """
    value = number_of(cell, survey.is_typed)
    doubt = ""
    if value is None:
        value, change, doubt = _number_in_words(survey, variable, cell)
        if value is not None:
            survey.note(row, variable.name, "changed", cell, _shown(variable, value), change)
    if value is not None:
        doubt = _out_of_range(variable, value)
    if not doubt:
        return int(value) if variable.type == "year" and value is not None else value
    what = f"{doubt} Het telt als niet beantwoord."
    survey.notices.append(survey.at(row, title, what, IN_SOURCE))
    survey.note(row, variable.name, "unusable", cell, "not_answered", what, IN_SOURCE)
    return None


def _number_in_words(
    survey: Survey, variable: Variable, cell: str
) -> tuple[float | None, str, str]:
    """Return the number in a text, in Dutch how it was read, and else what is wrong with it."""
    if variable.type == "year":
        cleaned = clean_year(cell, survey.codebook.wave)
        value = None if cleaned.value is None else cleaned.value.year
    else:
        cleaned = clean_number(cell)
        value = None if cleaned.value is None else cleaned.value.value
    kind = "jaar" if variable.type == "year" else "getal"
    doubt = mask(cleaned.doubt or f"'{cell}' is geen {kind}.")[0]
    return value, cleaned.change or "", "" if value is not None else doubt


def _out_of_range(variable: Variable, value: float) -> str:
    shown = _shown(variable, value)
    if variable.type == "year" and value != int(value):
        return f"{shown} is geen jaar."
    if variable.minimum is not None and value < variable.minimum:
        return f"{shown} is minder dan {_shown(variable, variable.minimum)}."
    if variable.maximum is not None and value > variable.maximum:
        return f"{shown} is meer dan {_shown(variable, variable.maximum)}."
    return ""


def _shown(variable: Variable, value: float) -> str:
    decimals = 0 if value == int(value) else 2
    shown = format_number(value, decimals)
    return shown.replace(".", "") if variable.type == "year" else shown
