"""Reading the answers to one question of a survey file, for all respondents at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from zorgzaam.dutch import format_number
from zorgzaam.intake.codebook_models import MISSING_KINDS, Variable
from zorgzaam.intake.numbers import clean_number
from zorgzaam.intake.personal import HIDDEN, mask
from zorgzaam.intake.survey import (
    IN_SOURCE,
    Survey,
    Values,
    tell_contradictions,
    was_asked,
    why_blank,
)
from zorgzaam.intake.survey_shown import reached
from zorgzaam.intake.survey_values import (
    NO,
    YES,
    choice_of,
    is_blank,
    missing_of,
    number_of,
    tick_of,
)
from zorgzaam.intake.years import clean_year

IN_CODEBOOK = "Verbeter het in de bron of met een correctie, of zet het antwoord in het codeboek."


def read_variable(survey: Survey, variable: Variable) -> Values:
    """Return the columns of ``variable`` in the table of answers, by name.

    What is wrong is added to ``survey``.
    """
    here, elsewhere = was_asked(survey, variable)
    titles = survey.found.of.get(variable.name, {})
    if variable.type == "multiple":
        values, answered = _multiple(survey, variable, titles, here, elsewhere)
    else:
        cells = survey.raw[titles[""]] if titles else survey.every("")
        blank = why_blank(survey, variable, list(titles.values()), here)
        read = _single if variable.type == "single" else _valued
        values, answered = read(survey, variable, cells, blank)
    tell_contradictions(survey, variable, answered, elsewhere)
    return values


Read = tuple[Values, "pd.Series[bool]"]


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
        elif variable.obligatory:
            what = f"{variable.name} is leeg."
            survey.problems.append(survey.at(int(row), str(cells.name), what, IN_SOURCE))
        found.append(value)
        kinds.append(kind or ("" if value is not None else "not_answered"))
    missing = pd.Series(kinds, index=cells.index)
    values = pd.Series(found, index=cells.index, dtype=object)
    return {variable.name: values, f"{variable.name}_missing": missing}, missing == ""


def _text(survey: Survey, variable: Variable, row: int, title: str, cell: str) -> str:
    """Return a text with mail addresses and telephone numbers masked."""
    text = cell.strip()
    if variable.name == "submit_date" and (match := re.match(r"\d{4}-\d{2}-\d{2}(?=\D|$)", text)):
        text = match[0]
    elif not survey.is_typed:
        # A number of a respondent or a postcode that the file keeps as a number.
        text = re.sub(r"(?<=\d)\.0$", "", text)
    masked, count = mask(text)
    if count:
        why = "e-mailadres of telefoonnummer onleesbaar gemaakt"
        survey.note(row, variable.name, "masked", HIDDEN, masked, why)
    return masked


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


def _multiple(
    survey: Survey,
    variable: Variable,
    titles: dict[str, str],
    here: pd.Series[bool],
    elsewhere: pd.Series[bool],
) -> Read:
    """Return yes, no or the kind of missing for each option.

    Where the file writes a no, a blank is missing. Where it only ever writes a yes, as LimeSurvey
    and Qualtrics do, a blank of somebody who saw the question is a no.
    """
    ticks = pd.DataFrame(
        {
            option.name: _ticks(survey, variable, titles[option.name], option.name)
            for option in variable.options
            if option.name in titles
        },
        index=survey.raw.index,
        dtype=object,
    )
    columns = list(titles.values())
    blank = why_blank(survey, variable, columns, here)
    ticked = (ticks == YES).any(axis=1)
    if ticked.any() and bool(ticks.isin([YES, ""]).all(axis=None)):
        blank = _blank_ticks(survey, columns, ticked, here)
    ticks = ticks.mask(ticks == "", blank, axis=0)
    _unask(survey, variable, ticks, elsewhere)
    values = {
        f"{variable.name}_{option.name}": ticks.get(option.name, survey.every("not_asked"))
        for option in variable.options
    }
    return values, ticked


def _ticks(survey: Survey, variable: Variable, title: str, part: str) -> pd.Series[str]:
    """Return the cells of one option as yes, no, a kind of missing, or "" for a blank."""
    option = next(item for item in variable.options if item.name == part)
    labels = (option.label_nl, option.label_en, option.name)
    cells = survey.raw[title]
    known = {
        cell: ""
        if is_blank(cell)
        else missing_of(cell, variable, survey.codebook) or tick_of(cell, labels)
        for cell in cells.unique()
    }
    values = cells.map(known)
    for row in values.index[values.isna()]:
        survey.refuse(int(row), title, f"{variable.name} ({part})", cells[row], IN_SOURCE)
    return values.fillna("not_answered")


def _blank_ticks(
    survey: Survey, titles: Sequence[str], ticked: pd.Series[bool], here: pd.Series[bool]
) -> pd.Series[str]:
    """Return what a blank is where the file only writes a yes."""
    saw = reached(survey.raw, survey.found, titles, survey.complete)
    kinds = saw.map({True: NO, False: "not_answered"}).where(here, "not_asked")
    return kinds.mask(ticked, NO)


def _unask(
    survey: Survey, variable: Variable, ticks: pd.DataFrame, elsewhere: pd.Series[bool]
) -> None:
    """Turn a no to every option into not asked, where the question was not meant for somebody.

    Some programs write 0 for who did not see the question; that is no answer.
    """
    unasked = elsewhere & (ticks == NO).all(axis=1) if len(ticks.columns) else elsewhere & False
    for row in ticks.index[unasked]:
        ticks.loc[row] = "not_asked"
        why = "de vraag was niet voor deze deelnemer: overal nee is dan niet gevraagd"
        survey.note(int(row), variable.name, "changed", NO, "not_asked", why)
