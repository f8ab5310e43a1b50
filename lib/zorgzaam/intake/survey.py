"""One survey file while it is read: what stands in it, and what was found so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from zorgzaam.errors import Problem
from zorgzaam.intake.codebook_models import MISSING_KINDS, Codebook, Variable
from zorgzaam.intake.personal import mask
from zorgzaam.intake.records import ORIGIN_COLUMNS
from zorgzaam.intake.survey_columns import FileColumns
from zorgzaam.intake.survey_shown import filled, tells_progress
from zorgzaam.intake.survey_values import NO, YES

# The file of a statistics program, in which a number is a number and not what somebody typed.
SPSS_ENDINGS = (".sav", ".zsav", ".por")
IN_SOURCE = "Verbeter het in de bron of met een correctie."
IN_CODEBOOK = "Verbeter het in de bron of met een correctie, of zet het antwoord in het codeboek."
# Columns of the table of answers by name, and for each respondent whether there is an answer.
Values = dict[str, "pd.Series[str]"]
Read = tuple[Values, "pd.Series[bool]"]


@dataclass
class Survey:
    """One survey file, and what was read from it so far.

    ``complete`` says for each respondent whether the questionnaire was sent in. ``answers`` grows
    in the order of the codebook, so that routing can look at earlier answers.
    """

    raw: pd.DataFrame
    codebook: Codebook
    found: FileColumns
    file: str
    complete: pd.Series[str]
    answers: Values = field(default_factory=dict)
    log: list[dict[str, object]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        """Whether numbers stand in the file as people typed them, with a thousands point."""
        return not self.file.casefold().endswith(SPSS_ENDINGS)

    def every(self, value: object) -> pd.Series:
        """Return ``value`` for each respondent."""
        return pd.Series(value, index=self.raw.index)

    def note(
        self, row: int, column: str, kind: str, before: str, after: str, why: str, remedy: str = ""
    ) -> None:
        """Add to the log what became of one cell."""
        origin = {name: self.raw.at[row, name] for name in ORIGIN_COLUMNS}
        told = {"column": column, "before": mask(before)[0], "after": after}
        self.log.append({"kind": kind, **origin, **told, "why": why, "remedy": remedy})

    def at(self, row: int, column: str, what: str, remedy: str) -> Problem:
        """Return a problem at one cell."""
        number = int(self.raw.at[row, "row_number"])
        return Problem(self.file, what, remedy, row=number, column=column)

    def refuse(self, row: int, title: str, name: str, cell: str, remedy: str) -> None:
        """Note that a cell holds no answer of the codebook; it counts as not answered."""
        what = f"'{mask(cell)[0]}' is geen antwoord op {name}."
        self.problems.append(self.at(row, title, what, remedy))
        self.note(row, name, "unusable", cell, "not_answered", what, remedy)


def was_asked(survey: Survey, variable: Variable) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Return for each respondent whether ``asked_of`` leads here, and whether it leads elsewhere.

    Who did not answer the question on which it depends is led neither here nor elsewhere. A
    question that is not in the file, or was asked of nobody, does not decide.
    """
    here, elsewhere = survey.every(True), survey.every(False)
    for name, wanted in variable.asked_of.items():
        if survey.codebook.variables[name].type == "multiple":
            options = [item.name for item in survey.codebook.variables[name].options]
            ticks = pd.DataFrame({item: survey.answers[f"{name}_{item}"] for item in options})
            leads = (ticks[wanted] == YES).any(axis=1)
            leads_away = (ticks[wanted] == NO).all(axis=1)
            is_silent = bool((ticks == "not_asked").all(axis=None))
        else:
            said = survey.answers.get(name, survey.every("not_asked"))
            leads = said.isin(wanted)
            leads_away = ~leads & ~said.isin(MISSING_KINDS)
            is_silent = bool((said == "not_asked").all())
        if not is_silent:
            here, elsewhere = here & leads, elsewhere | leads_away
    return here, elsewhere


def why_blank(
    survey: Survey, variable: Variable, titles: Sequence[str], here: pd.Series[bool]
) -> pd.Series[str]:
    """Return for each respondent which kind of missing a blank cell is.

    A question that nobody answered was not asked. In an export that tells how far respondents
    came, and for a text, of which no file knows why it is blank, who should have been asked did
    not answer; otherwise a blank (system-missing) is a question not asked.
    """
    if not titles or not filled(survey.raw, titles).any():
        return survey.every("not_asked")
    if tells_progress(survey.found) or variable.type == "text":
        return here.map({True: "not_answered", False: "not_asked"})
    return survey.every("not_asked")


def tell_contradictions(
    survey: Survey, variable: Variable, answered: pd.Series[bool], elsewhere: pd.Series[bool]
) -> None:
    """Note who answered a question that was not meant for them; the answer stays."""
    title = next(iter(survey.found.of.get(variable.name, {}).values()), variable.name)
    conditions = [f"{name} = {' of '.join(wanted)}" for name, wanted in variable.asked_of.items()]
    for row in answered.index[answered & elsewhere]:
        why = (
            f"{variable.name} is alleen gevraagd bij {' en '.join(conditions)}, maar is beantwoord."
        )
        remedy = "Kijk welk van de twee antwoorden klopt; beide zijn blijven staan."
        survey.notices.append(survey.at(int(row), title, why, remedy))
        survey.note(int(row), variable.name, "contradiction", "", "", why, remedy)
