"""From one delivered survey to the table of answers, in the codes of the codebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from zorgzaam.errors import Problem
from zorgzaam.intake.answer_readers import read_variable
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.personal import HIDDEN
from zorgzaam.intake.records import LOG_COLUMNS, ORIGIN_COLUMNS, Delivery
from zorgzaam.intake.schemas import conform
from zorgzaam.intake.survey import Survey
from zorgzaam.intake.survey_columns import FileColumns, find_columns
from zorgzaam.intake.survey_shown import completed
from zorgzaam.intake.survey_values import label_problems

STEP = "antwoorden"
DOUBLE_WORDS = {"respondent_id": "deelnemer", "initiative_id": "initiatief"}


@dataclass(frozen=True)
class Answers:
    """The answers of one survey file.

    ``table`` is the table ``answers`` of the codebook, one row for each row of the file, with an
    empty ``initiative_id``; ``log`` has the columns of ``records.LOG_COLUMNS``. ``problems`` must
    be solved before the answers can be used; ``notices`` the researcher must know, but all rows
    stand as they should.
    """

    table: pd.DataFrame
    log: pd.DataFrame
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]


def decode(delivery: Delivery, codebook: Codebook, columns: Mapping[str, str]) -> Answers:
    """Return the answers in ``delivery`` as the codebook names them.

    ``columns`` is the mapping of the source: file column to variable, or to ``variable.option``.
    A choice gets the name of its option, each option of a multiple answer yes or no, and what is
    missing one of the four kinds; a number, a year or a text has its kind in a column beside it.
    A respondent who is there twice is kept and flagged; see :func:`flag_duplicates`.

    Nothing is raised for what is wrong in the file: everything is in ``problems``.
    """
    raw = delivery.table.reset_index(drop=True)
    file = str(raw["file"].iat[0]) if len(raw) else delivery.source
    titles = [str(title) for title in raw.columns]
    found = find_columns(titles, codebook, columns, file)
    survey = Survey(raw, codebook, found, file, completed(raw, found))
    for variable in codebook.shared_variables():
        survey.answers.update(read_variable(survey, variable))
    table = pd.DataFrame(
        {name: raw[name] for name in ORIGIN_COLUMNS}
        | {"initiative_id": "", "is_complete": survey.complete}
        | survey.answers,
        index=raw.index,
    )
    table, doubles = flag_duplicates(table)
    problems = (*found.problems, *_labels(delivery, codebook, found, file), *survey.problems)
    log = pd.DataFrame(survey.log, columns=list(LOG_COLUMNS))
    return Answers(
        conform(table, "answers", codebook),
        log.assign(step=STEP),
        problems,
        (*found.notices, *survey.notices, *doubles),
    )


def flag_duplicates(
    table: pd.DataFrame, by: str = "respondent_id"
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return ``table`` with ``answer_outcome`` and its reason, and who was met twice.

    Of the rows with the same ``by`` the last that was sent in counts, by date and then by row; if
    none was, the last row. The others stay and are flagged. A row without ``by``, or that was
    flagged before, is nobody's double. Call it again with ``by="initiative_id"`` once the answers
    are linked, for an initiative that answered under two numbers.
    """
    table = table.reset_index(drop=True)
    if "answer_outcome" not in table:
        table = table.assign(answer_outcome="kept", answer_outcome_reason="")
    ranked = table.assign(
        _complete=table["is_complete"] == "yes", _sent=table.get("submit_date", "")
    ).sort_values(["_complete", "_sent"], kind="stable")
    # Who is masked, or has no number, is told apart from nobody.
    is_known = ranked[by].notna() & ~ranked[by].isin(["", HIDDEN])
    ranked = ranked[is_known & (ranked["answer_outcome"] == "kept")]
    counting = ranked.drop_duplicates(by, keep="last").set_index(by)
    who = DOUBLE_WORDS[by]
    problems = []
    for row in sorted(ranked.index[ranked[by].duplicated(keep="last")]):
        other = counting.loc[table.at[row, by]]
        where = f"regel {other['row_number']} van {other['file']}"
        table.at[row, "answer_outcome"] = "duplicate"
        table.at[row, "answer_outcome_reason"] = f"Zelfde {who} als {where}; die telt."
        what = f"{who} {table.at[row, by]} staat er twee keer; {where} telt."
        remedy = "Kijk of dat klopt; zo niet, maak het verschil duidelijk met een correctie."
        file, number = str(table.at[row, "file"]), int(table.at[row, "row_number"])
        problems.append(Problem(file, what, remedy, row=number, column=by))
    return table, problems


def _labels(delivery: Delivery, codebook: Codebook, found: FileColumns, file: str) -> list[Problem]:
    """Return where the value labels in the file differ from the codebook."""
    return [
        Problem(file, what, remedy, column=title)
        for name, columns in found.of.items()
        for part, title in columns.items()
        for what, remedy in label_problems(
            delivery.value_labels.get(title, {}), codebook.variables[name], part, codebook
        )
    ]
