"""Who saw which question follows from the pages, or from what was answered later."""

import pandas as pd
import pytest

from zorgzaam.intake.survey_columns import find_columns
from zorgzaam.intake.survey_shown import completed, reached, tells_progress


@pytest.fixture
def looked_at(small_codebook):
    """Return a function that finds the columns of rows of text."""

    def look(rows):
        raw = pd.DataFrame(rows, dtype=str).fillna("")
        return raw, find_columns(list(raw.columns), small_codebook, {}, "a.csv")

    return look


def test_sent_in_by_flag_by_date_or_unknown(looked_at):
    for rows, expected in (
        ([{"Finished": "True"}, {"Finished": "0"}], ["yes", "no"]),
        ([{"submitdate": "2020-09-20"}, {"submitdate": ""}], ["yes", "no"]),
        ([{"submit_date": "2020-09-20"}, {"submit_date": ""}], ["yes", "no"]),
        ([{"submit_date": ""}, {"submit_date": ""}], ["", ""]),
        ([{"group": "1"}, {"group": ""}], ["", ""]),
    ):
        assert completed(*looked_at(rows)).tolist() == expected


def test_only_a_survey_program_tells_how_far_somebody_came(looked_at):
    assert tells_progress(looked_at([{"lastpage": "2"}])[1])
    assert not tells_progress(looked_at([{"submit_date": "2020-09-20"}])[1])


def test_a_page_on_which_another_answered_was_seen(looked_at):
    raw, found = looked_at(
        [
            {"lastpage": "4", "submitdate": "", "themes_1": "1"},
            {"lastpage": "3", "submitdate": "", "themes_1": "1"},
            {"lastpage": "3", "submitdate": "", "themes_1": ""},
            {"lastpage": "2", "submitdate": "", "themes_1": ""},
            {"lastpage": "", "submitdate": "", "themes_1": ""},
            {"lastpage": "", "submitdate": "2020-09-20", "themes_1": ""},
        ]
    )
    seen = reached(raw, found, ["themes_1"], completed(raw, found))
    assert seen.tolist() == [True, True, True, False, False, True]


def test_without_pages_an_answer_further_on_tells_it(looked_at):
    raw, found = looked_at(
        [
            {"submitdate": "", "group": "1", "themes_1": "", "members": "3"},
            {"submitdate": "", "group": "1", "themes_1": "", "members": ""},
            {"submitdate": "2020-09-20", "group": "1", "themes_1": "", "members": ""},
        ]
    )
    seen = reached(raw, found, ["themes_1"], completed(raw, found))
    assert seen.tolist() == [True, False, True]


def test_where_nothing_is_known_everybody_saw_it(looked_at):
    raw, found = looked_at([{"themes_1": "1"}, {"themes_1": ""}])
    assert reached(raw, found, ["themes_1"], completed(raw, found)).all()
