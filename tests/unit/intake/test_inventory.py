import pandas as pd
import pytest

from zorgzaam.intake import inventory

TEXT = [
    "name", "place", "postcode4", "municipality_code", "municipality_name",
    "municipality_code_2023", "province_code", "location_basis", "website", "kvk_number",
    "start_year_precision", "phase", "legal_form", "appearance", "target_group", "description",
    "themes", "activities", "show_on_map", "invited", "outcome", "outcome_reason",
]  # fmt: skip
NUMBERS = ["start_year", "volunteers_count", "members_count", "visitors_count"]


def rows(*told: dict) -> pd.DataFrame:
    empty = dict.fromkeys(TEXT, "") | dict.fromkeys([*NUMBERS, "longitude", "latitude"])
    made = [
        {"row_id": f"r{number}", "source": f"lijst{number}", "initiative_id": "a"} | empty | values
        for number, values in enumerate(told)
    ]
    table = pd.DataFrame(made)
    return table.astype(dict.fromkeys(NUMBERS, "Int64") | {"longitude": float, "latitude": float})


def test_each_field_comes_from_the_fullest_row_that_has_it():
    merged = inventory.merge(
        rows(
            {"name": "Vaag", "website": "https://a.nl"},
            {"name": "Helder", "phase": "active", "legal_form": "none", "members_count": 12},
        )
    )
    assert merged[["name", "website", "members_count"]].to_numpy().tolist() == [
        ["Helder", "https://a.nl", 12]
    ]
    assert merged.loc[0, ["lists_count", "rows_count"]].tolist() == [2, 2]


def test_a_place_and_its_point_come_from_one_row():
    merged = inventory.merge(
        rows(
            {"name": "A", "phase": "active", "website": "x", "place": "Elders"},
            {"name": "A", "place": "Grou", "location_basis": "place", "latitude": 53.1},
        )
    )
    assert merged.loc[0, ["place", "latitude"]].tolist() == ["Grou", 53.1]


def test_a_place_without_a_point_stays():
    merged = inventory.merge(rows({"name": "A", "place": "Nergenshuizen", "postcode4": "9999"}))
    assert merged.loc[0, ["place", "postcode4"]].tolist() == ["Nergenshuizen", "9999"]


def test_answers_of_several_lists_are_joined_and_one_no_decides_about_the_map():
    merged = inventory.merge(
        rows(
            {"themes": "cohesion; health", "show_on_map": "yes"},
            {"themes": "health; welfare", "show_on_map": "no", "invited": "no"},
        )
    )
    assert merged.loc[0, "themes"] == "cohesion; health; welfare"
    assert merged.loc[0, ["show_on_map", "invited"]].tolist() == ["no", "no"]


@pytest.mark.parametrize(("year", "differs"), [(2013, False), (2015, True)])
def test_lists_that_differ_are_told_but_a_year_apart_is_not(year, differs):
    found = inventory.differences(rows({"start_year": 2012}, {"start_year": year}))
    assert bool(len(found)) is differs
    if differs:
        assert found.loc[0, "what"] == (
            "Lijsten verschillen over het startjaar: 2012 (lijst0), 2015 (lijst1)."
        )


def test_every_row_gets_one_outcome():
    table = rows({"name": "A", "phase": "active"}, {"name": "A"}, {"name": "B"}, {"name": "Totaal"})
    table["initiative_id"] = ["a", "a", "b", ""]
    table.loc[3, ["outcome", "outcome_reason"]] = ["flagged", "Totaalregel"]
    done = inventory.outcomes(table, pd.Series({"a": True, "b": False}))
    assert done["outcome"].tolist() == ["kept", "merged", "flagged", "flagged"]
    assert done["outcome_reason"].tolist()[1] == "Zelfde initiatief als r0"
    assert done["outcome_reason"].tolist()[3] == "Totaalregel"
