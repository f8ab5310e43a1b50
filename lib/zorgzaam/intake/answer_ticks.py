"""Reading a multiple answer of a survey file: yes, no or the kind of missing for each option."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from zorgzaam.intake.codebook_models import Variable
from zorgzaam.intake.survey import IN_CODEBOOK, IN_SOURCE, Read, Survey, Values, why_blank
from zorgzaam.intake.survey_shown import reached
from zorgzaam.intake.survey_values import NO, YES, choice_of, is_blank, missing_of, tick_of


def read_ticks(
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
    parts = {part: _ticks(survey, variable, title, part) for part, title in titles.items() if part}
    if "" in titles:
        parts |= _split_up(survey, variable, titles[""])
    ticks = pd.DataFrame(parts, index=survey.raw.index, dtype=object)
    columns = list(titles.values())
    blank = why_blank(survey, variable, columns, here)
    ticked = (ticks == YES).any(axis=1)
    if ticked.any() and not bool((ticks == NO).any(axis=None)):
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


def _split_up(survey: Survey, variable: Variable, title: str) -> Values:
    """Return the cells of a column with all answers in it (``1,4``) as a tick for each option."""
    rows = []
    for row, cell in survey.raw[title].items():
        kind = None if is_blank(cell) else missing_of(cell, variable, survey.codebook)
        chosen = (
            {} if kind else {part: choice_of(part, variable) for part in _parts(cell, variable)}
        )
        for part in [part for part, name in chosen.items() if name is None]:
            survey.refuse(int(row), title, variable.name, part, IN_CODEBOOK)
        rows.append(
            {
                option.name: kind or (YES if option.name in chosen.values() else "")
                for option in variable.options
            }
        )
    split = pd.DataFrame(rows, index=survey.raw.index)
    return {str(name): split[name] for name in split}


def _parts(cell: str, variable: Variable) -> list[str]:
    """Return the answers in one cell; a label may itself hold a comma."""
    if choice_of(cell, variable):
        return [cell]
    parts = re.split(r"[;|]" if re.search(r"[;|]", cell) else ",", cell)
    return [part.strip() for part in parts if not is_blank(part)]


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
