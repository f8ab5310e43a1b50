"""From one delivered survey to the table of answers, in the codes of the codebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from zorgzaam.errors import Problem
from zorgzaam.intake.answer_readers import read_variable
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.records import LOG_COLUMNS, ORIGIN_COLUMNS, Delivery
from zorgzaam.intake.schemas import conform
from zorgzaam.intake.survey import Survey
from zorgzaam.intake.survey_columns import FileColumns, find_columns
from zorgzaam.intake.survey_shown import completed
from zorgzaam.intake.survey_values import label_problems

STEP = "antwoorden"


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


def flag_duplicates(table: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return ``table`` with ``answer_outcome`` and its reason, and the respondents met twice.

    Of the rows of one respondent the last that was sent in counts, by date and then by row; if
    none was, the last row. A row without a respondent number is nobody's double.
    """
    table = table.reset_index(drop=True)
    ranked = table.assign(
        _complete=table["is_complete"] == "yes", _sent=table.get("submit_date", "")
    ).sort_values(["_complete", "_sent"], kind="stable")
    known = ranked[ranked["respondent_id"] != ""]
    counting = known.drop_duplicates("respondent_id", keep="last").set_index("respondent_id")
    is_double = known["respondent_id"].duplicated(keep="last").reindex(table.index).fillna(False)
    table["answer_outcome"] = is_double.map({True: "duplicate", False: "kept"})
    table["answer_outcome_reason"] = ""
    problems = []
    for row in table.index[is_double]:
        other = counting.loc[table.at[row, "respondent_id"]]
        where = f"regel {other['row_number']} van {other['file']}"
        table.at[row, "answer_outcome_reason"] = f"Zelfde deelnemer als {where}; die telt."
        what = f"deelnemer {table.at[row, 'respondent_id']} staat er twee keer; {where} telt."
        remedy = "Kijk of dat klopt; zo niet, geef de deelnemer een eigen nummer."
        file, number = str(table.at[row, "file"]), int(table.at[row, "row_number"])
        problems.append(Problem(file, what, remedy, row=number, column="respondent_id"))
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
