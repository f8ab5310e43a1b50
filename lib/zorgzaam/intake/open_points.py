"""What a researcher must still look at, from every step of the intake, as one table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from zorgzaam.errors import Problem
from zorgzaam.intake.records import ORIGIN_COLUMNS

POINT_COLUMNS = [
    "kind", "source", "file", "sheet", "row_number", "column", "what", "remedy", "rows_touched",
]  # fmt: skip
CORRECT = "Zoek op wat klopt en zet dat in data/corrections."


def of_log(log: pd.DataFrame) -> pd.DataFrame:
    """Return the values that could not be used, or are in doubt."""
    doubts = log[log["kind"] == "doubt"]
    points = doubts.assign(kind="waarde niet bruikbaar of twijfelachtig", what=doubts["why"])
    return points.assign(rows_touched=1)[POINT_COLUMNS]


def of_problems(kind: str, problems: Sequence[Problem], source: str = "") -> pd.DataFrame:
    """Return problems that do not stop the work as open points of this ``kind`` (Dutch)."""
    return pd.DataFrame(
        [
            (kind, source, item.file, "", item.row, item.column or "", item.what, item.remedy, 1)
            for item in problems
        ],
        columns=POINT_COLUMNS,
    )


def of_pairs(pairs: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of rows that a reviewer has not judged yet.

    ``rows`` holds where each row comes from, of lists and of respondents.
    """
    undecided = pairs[pairs["is_grey"] & (pairs["decision"] == "")]
    where = rows.set_index("row_id").loc[undecided["row_id_l"]].reset_index()
    return _of_rows(
        "twee regels die hetzelfde initiatief kunnen zijn",
        where,
        "name",
        "Misschien hetzelfde als " + undecided["row_id_r"].reset_index(drop=True) + ".",
        "Vul het besluit in op het beoordelingsblad in data/review en bouw opnieuw.",
    )


def of_answers(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers of initiatives on no list."""
    unlinked = answers[answers["answer_outcome"] == "unlinked"]
    return _of_rows(
        "antwoord van een initiatief op geen enkele lijst",
        unlinked,
        "initiative_name",
        unlinked["answer_outcome_reason"],
        "Zoek op of het onder een andere naam op een lijst staat, of zet het op een lijst.",
    )


def of_decisions(decisions: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the criteria and phases about which lists contradict each other."""
    found = decisions[decisions["is_open"] == "yes"].reset_index(drop=True)
    return _of_rows(
        "lijsten spreken elkaar tegen over een criterium of de fase",
        _first_rows(rows, found["initiative_id"]),
        found["criterion"],
        found["reason"],
        "Zoek het uit en zet het besluit in data/corrections, onder decisions.",
    )


def of_differences(differences: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return where lists give another year, legal form or municipality for one initiative."""
    return _of_rows(
        "lijsten verschillen over een gegeven",
        _first_rows(rows, differences["initiative_id"]),
        differences["column"],
        differences["what"],
        CORRECT,
    )


def _first_rows(rows: pd.DataFrame, initiative_ids: pd.Series[str]) -> pd.DataFrame:
    first = rows.drop_duplicates("initiative_id").set_index("initiative_id")
    return first.loc[initiative_ids, list(ORIGIN_COLUMNS)].reset_index(drop=True)


def _of_rows(
    kind: str,
    rows: pd.DataFrame,
    column: pd.Series[str] | str,
    what: pd.Series[str],
    remedy: str,
) -> pd.DataFrame:
    points = rows.assign(kind=kind, column=column, what=what, remedy=remedy, rows_touched=1)
    return points[POINT_COLUMNS]
