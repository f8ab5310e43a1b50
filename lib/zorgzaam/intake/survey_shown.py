"""Who reached which question, and who sent the questionnaire in."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from zorgzaam.intake.survey_columns import FileColumns
from zorgzaam.intake.survey_values import WORDS_YES, is_blank

# The program's own columns: sent in (a date, or yes), and how far the respondent came.
SENT_DATES, SENT_FLAGS = ("submitdate",), ("finished",)
HOW_FAR = ("lastpage", "progress")


def filled(raw: pd.DataFrame, titles: Sequence[str]) -> pd.Series[bool]:
    """Return for each respondent whether anything stands in one of these columns."""
    nothing = pd.Series(False, index=raw.index)
    for title in titles:
        nothing |= ~raw[title].map(is_blank).astype(bool)
    return nothing


def tells_progress(found: FileColumns) -> bool:
    """Whether the file says how far respondents came, so that a blank can be understood.

    An export of LimeSurvey or Qualtrics does; there a blank may be a question that was not shown,
    not reached or not answered. In another file, as of SPSS, a blank is a question not asked.
    """
    return bool({*SENT_DATES, *SENT_FLAGS, *HOW_FAR} & {*found.program})


def completed(raw: pd.DataFrame, found: FileColumns) -> pd.Series[str]:
    """Return for each respondent whether the questionnaire was sent in: yes, no, "" if unknown."""
    program = found.program
    for name in SENT_FLAGS:
        if name in program:
            is_sent = raw[program[name]].str.strip().str.casefold().isin(WORDS_YES | {"1.0"})
            return is_sent.map({True: "yes", False: "no"})
    dates = [program[name] for name in SENT_DATES if name in program]
    own = found.single("submit_date")
    for title in [*dates, *([own] if own else [])]:
        is_sent = filled(raw, [title])
        if is_sent.any():
            return is_sent.map({True: "yes", False: "no"})
    return pd.Series("", index=raw.index)


def reached(
    raw: pd.DataFrame, found: FileColumns, titles: Sequence[str], complete: pd.Series[str]
) -> pd.Series[bool]:
    """Return for each respondent whether the question in the columns ``titles`` was shown.

    Who sent the questionnaire in saw all of it. Who stopped on a page on which, or before which,
    another respondent answered the question has seen it as well. A file without pages tells it by
    an answer to this question or to one in a later column. Without anything known of who sent it
    in, everybody is taken to have seen it.
    """
    sent = complete == "yes"
    if (complete == "").all():
        return pd.Series(True, index=raw.index)
    answered = filled(raw, titles)
    for name in HOW_FAR:
        if name in found.program:
            far = pd.to_numeric(raw[found.program[name]].str.replace(",", "."), errors="coerce")
            first = far[answered].min()
            return sent | answered | (far >= first if pd.notna(first) else False)
    order = [title for title in raw.columns if title not in found.program.values()]
    own = {title for columns in found.of.values() for title in columns.values()}
    place = min(order.index(title) for title in titles)
    return sent | filled(raw, [title for title in order[place:] if title in own])
