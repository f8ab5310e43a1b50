"""The three criteria and the phase as decisions, and what they exclude."""

import pandas as pd
import pytest

from zorgzaam.errors import InputError
from zorgzaam.intake.corrections import Corrections, Decision
from zorgzaam.intake.criteria import CRITERIA, DECISION_COLUMNS, FLAG_COLUMNS, decide

NONE = Corrections("corrections.yaml")


def rows(*told):
    """Return linked rows: (initiative, source, {what the list says})."""
    lines = [
        {
            "row_id": f"{source}::{number}", "initiative_id": initiative, "source": source,
            "sheet": "", "row_number": number, "list_key": "", "row_kind": "initiative",
            **dict.fromkeys(CRITERIA, ""), **said,
        }
        for number, (initiative, source, said) in enumerate(told, start=2)
    ]  # fmt: skip
    return pd.DataFrame(lines)


def decision(row, criterion, value, source="a", line=3):
    return Decision(
        source=source, row=row, criterion=criterion, value=value, reason="Nagegaan", by="Boer",
        date="2020-11-02", line=line,
    )  # fmt: skip


def of(decided, initiative, criterion):
    table = decided.decisions.set_index(["initiative_id", "criterion"])
    return table.loc[(initiative, criterion)]


def test_every_initiative_has_a_line_for_each_criterion():
    decided = decide(rows(("i1", "a", {}), ("i2", "a", {})), NONE, 2020)
    assert tuple(decided.decisions.columns) == (*DECISION_COLUMNS, "wave")
    assert len(decided.decisions) == 2 * len(CRITERIA)
    assert tuple(decided.flags.columns) == (*FLAG_COLUMNS, "wave")


def test_unknown_does_not_exclude():
    decided = decide(rows(("i1", "a", {})), NONE, 2020)
    assert decided.flags["in_inventory"].tolist() == ["yes"]
    line = of(decided, "i1", "is_local")
    assert (line["value"], line["basis"], line["is_open"]) == ("", "unknown", "no")
    assert line["reason"] == "Geen lijst zegt hier iets over."


def test_what_lists_agree_on_holds_with_their_date():
    linked = rows(("i1", "a", {"is_local": "yes"}), ("i1", "b", {"is_local": "yes"}))
    decided = decide(linked, NONE, 2020, {"a": "2020-09-01", "b": "2020-10-01"})
    line = of(decided, "i1", "is_local")
    assert (line["value"], line["basis"], line["date"]) == ("yes", "list", "2020-10-01")
    assert (line["reason"], line["decided_by"]) == ("Volgens a en b: ja.", "a en b")


@pytest.mark.parametrize(
    ("criterion", "value", "words"),
    [("is_local", "no", "Niet lokaal (Volgens a: nee)."), ("phase", "stopped", "Gestopt"),
     ("residents_lead", "no", "Bewoners"), ("mutual_support", "no", "onderlinge steun")],
)  # fmt: skip
def test_what_is_not_met_excludes_and_stays(criterion, value, words):
    decided = decide(rows(("i1", "a", {criterion: value}), ("i2", "a", {})), NONE, 2020)
    assert decided.flags["in_inventory"].tolist() == ["no", "yes"]
    assert words in decided.flags["excluded_reason"][0]
    assert decided.flags["excluded_reason"][1] == ""


@pytest.mark.parametrize("phase", ["exploring", "founding", "active"])
def test_other_phases_do_not_exclude(phase):
    decided = decide(rows(("i1", "a", {"phase": phase})), NONE, 2020)
    assert decided.flags["in_inventory"].tolist() == ["yes"]


@pytest.mark.parametrize(
    ("criterion", "one", "two"), [("is_local", "yes", "no"), ("phase", "active", "stopped")]
)
def test_lists_that_contradict_each_other_leave_an_open_point(criterion, one, two):
    linked = rows(("i1", "a", {criterion: one}), ("i1", "b", {criterion: two}))
    decided = decide(linked, NONE, 2020)
    line = of(decided, "i1", criterion)
    assert (line["value"], line["basis"], line["is_open"]) == ("", "unknown", "yes")
    assert "spreken elkaar tegen" in line["reason"]
    assert "a: " in line["reason"]
    assert decided.flags["in_inventory"].tolist() == ["yes"]


def test_a_researcher_wins_from_the_lists():
    linked = rows(("i1", "a", {"is_local": "yes"}), ("i1", "b", {"is_local": "no"}))
    found = Corrections("c.yaml", decisions=(decision(2, "is_local", "no"),))
    decided = decide(linked, found, 2020)
    line = of(decided, "i1", "is_local")
    assert (line["value"], line["basis"], line["reason"]) == ("no", "researcher", "Nagegaan")
    assert (line["date"], line["decided_by"], line["is_open"]) == ("2020-11-02", "Boer", "no")
    assert decided.flags["excluded_reason"].tolist() == ["Niet lokaal (Nagegaan)."]


def test_a_researcher_may_set_a_no_back_to_unknown():
    linked = rows(("i1", "a", {"is_local": "no"}))
    found = Corrections("c.yaml", decisions=(decision(2, "is_local", "unknown"),))
    decided = decide(linked, found, 2020)
    assert of(decided, "i1", "is_local")["value"] == ""
    assert decided.flags["in_inventory"].tolist() == ["yes"]


def test_decisions_that_find_no_row_or_contradict_each_other_stop():
    linked = rows(("i1", "a", {}), ("i1", "b", {}))
    found = Corrections(
        "c.yaml",
        decisions=(
            decision(99, "is_local", "no", line=3),
            decision(2, "is_local", "no", line=9),
            decision(3, "is_local", "yes", source="b", line=15),
            decision(2, "phase", "active", source="z", line=21),
        ),
    )
    with pytest.raises(InputError) as caught:
        decide(linked, found, 2020)
    assert [problem.row for problem in caught.value.problems] == [3, 15, 21]
    assert "op regel 9" in str(caught.value)


def test_rows_without_initiative_are_left_out_and_totals_are_flagged():
    linked = rows(("", "a", {}), ("i1", "a", {}), ("i2", "a", {}))
    linked["row_kind"] = ["total", "initiative", "unnamed"]
    decided = decide(linked, NONE, 2020)
    assert decided.flags["initiative_id"].tolist() == ["i1", "i2"]
    assert decided.flags["excluded_reason"].tolist() == ["", "De naam ontbreekt."]


def test_no_rows_give_empty_tables():
    decided = decide(rows(("", "a", {})), NONE, 2020)
    assert len(decided.decisions) == len(decided.flags) == 0
    assert tuple(decided.flags.columns) == (*FLAG_COLUMNS, "wave")
