from types import SimpleNamespace

import pandas as pd
import pytest

from zorgzaam.errors import MonitorError
from zorgzaam.intake import open_points, outcomes
from zorgzaam.intake.records import LOG_COLUMNS


def answers(**columns) -> pd.DataFrame:
    table = pd.DataFrame({"row_id": ["s1", "s2", "s3", "s4"]})
    return table.assign(
        answer_outcome="kept", answer_outcome_reason="", is_complete="yes", **columns
    )


def test_answers_that_do_not_count_keep_their_row_and_say_why():
    initiative_of = pd.Series({"s1": "a", "s2": "b", "s3": "only-respondents", "s4": "a"})
    table = answers()
    table.loc[3, "is_complete"] = "no"
    linked = outcomes.link_answers(table, initiative_of, {"a": "yes", "b": "no"})
    assert linked["answer_outcome"].tolist() == ["kept", "excluded", "unlinked", "unfinished"]
    assert linked["initiative_id"].tolist() == ["a", "b", "", "a"]
    assert linked["answer_outcome_reason"].ne("").tolist() == [False, True, True, True]


def test_a_lost_row_stops_the_work():
    source = SimpleNamespace(file="lijst.csv")
    delivery = SimpleNamespace(source="l", table=pd.DataFrame({"row_id": ["r1", "r2"]}))
    rows = pd.DataFrame({"source": ["l"], "outcome": ["kept"]})
    nobody = pd.DataFrame(columns=["source", "answer_outcome"])
    with pytest.raises(MonitorError, match=r"lijst\.csv: er zijn 2 regels gelezen, maar van 1"):
        outcomes.source_rows({"l": source}, [delivery], rows, nobody, {"l": ""})


def test_steps_are_told_over_all_lists_together():
    one = pd.DataFrame([("Namen", 3, 3, 1, "Namen opgeschoond. Twijfels: 2.")])
    two = pd.DataFrame([("Namen", 4, 4, 2, "Namen opgeschoond.")])
    for table in (one, two):
        table.columns = ["step", "rows_in", "rows_out", "values_changed", "why"]
    assert outcomes.steps([one, two]).to_numpy().tolist() == [
        ["Namen", 7, 7, 3, "Namen opgeschoond."]
    ]


def test_only_doubts_of_the_log_are_open_points():
    line = dict.fromkeys(LOG_COLUMNS, "x") | {"row_number": 4, "why": "2112 ligt na het meetjaar."}
    log = pd.DataFrame([line | {"kind": "doubt"}, line | {"kind": "changed"}])
    points = open_points.of_log(log)
    assert points["what"].tolist() == ["2112 ligt na het meetjaar."]
    assert points["row_number"].tolist() == [4]
