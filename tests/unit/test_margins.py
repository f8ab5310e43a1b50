"""Margins are joined where too few answered, and add up to the inventory."""

import pandas as pd
import pytest

from zorgzaam.stats.margins import compare, make_margins
from zorgzaam.stats.strata import make_strata


def frame(*cells: tuple[str, str, int, int]) -> pd.DataFrame:
    """Return a frame of cells (province, legal form, initiatives, respondents)."""
    rows = [
        (province, form, "", i < answered)
        for province, form, initiatives, answered in cells
        for i in range(initiatives)
    ]
    table = pd.DataFrame(rows, columns=["province_code", "legal_form", "phase", "responded"])
    return table.assign(initiative_id=[f"i{i}" for i in range(len(table))])


CELLS = (("A", "", 30, 10), ("B", "club", 9, 1), ("A", "firm", 8, 0), ("B", "trust", 20, 9))


def test_small_classes_join_the_smallest_other():
    table = frame(*CELLS)
    margins = make_margins(table, ["legal_form"], make_strata(table, 5, {}), 5)
    assert margins.targets == {"legal_form": {"club+firm+trust": 37, "unknown": 30}}
    assert margins.log[["part", "what", "into"]].values.tolist() == [
        ["legal_form", "firm", "club"],
        ["legal_form", "club+firm", "trust"],
    ]
    assert margins.log["why"].iloc[0].startswith("Niemand deed mee")
    assert margins.classes["legal_form"].value_counts().to_dict() == {
        "club+firm+trust": 10,
        "unknown": 10,
    }


def test_a_margin_of_one_class_is_left_out():
    table = frame(("A", "club", 9, 5), ("A", "firm", 9, 2))
    margins = make_margins(table, ["legal_form", "province_code"], make_strata(table, 5, {}), 5)
    assert margins.targets == {}
    assert margins.classes.shape == (7, 0)
    assert margins.log["part"].tolist() == ["legal_form", "legal_form", "province_code"]
    assert "één klasse" in margins.log["why"].iloc[-1]


def test_provinces_join_as_the_strata_and_add_up():
    table = frame(("A", "club", 10, 5), ("B", "club", 9, 2), ("C", "club", 21, 7), ("", "x", 8, 0))
    strata = make_strata(table, 5, {"B": ["C"]})
    margins = make_margins(table, ["province_code"], strata, 5)
    assert margins.targets == {"province_code": {"A": 12.0, "B+C": 36.0}}
    assert margins.log.empty


def test_comparison_shows_classes_as_they_were():
    table = frame(*CELLS)
    weights = pd.Series(1.0, table.loc[table["responded"], "initiative_id"])
    found = compare(table, weights, ["legal_form"]).set_index("category")
    assert found["frame_count"].to_dict() == {"club": 9, "firm": 8, "trust": 20, "unknown": 30}
    assert found["respondents_count"].tolist() == [1, 0, 9, 10]
    assert found["weighted_pct"].tolist() == pytest.approx([5, 0, 45, 50])
    assert found["frame_pct"].sum() == pytest.approx(100)
    assert compare(table, weights, []).empty


def test_wrong_margins():
    table = frame(*CELLS)
    for margins in (["colour"], ["phase", "phase"]):
        with pytest.raises(ValueError, match="margin"):
            make_margins(table, margins, make_strata(table, 5, {}), 5)
