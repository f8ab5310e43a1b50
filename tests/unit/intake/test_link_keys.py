"""Which rows are compared with each other."""

from itertools import combinations

import pandas as pd
import pytest

from zorgzaam.intake.link_keys import ONLY_LIST, block_keys, comparable, text_column


def rows(*names: str, **columns: list[str]) -> pd.DataFrame:
    ids = [f"a::{number}" for number in range(len(names))]
    return pd.DataFrame({"row_id": ids, "source": "a", "name": names, **columns})


def compared(table: pd.DataFrame, most: int = 50, most_of_place: int = 30) -> set[tuple[int, int]]:
    keys, _ = block_keys(comparable(table), most, most_of_place)
    pairs = combinations(range(len(table)), 2)
    return {(left, right) for left, right in pairs if set(keys[left]) & set(keys[right])}


@pytest.mark.parametrize(
    ("one", "other", "columns"),
    [
        ("De Schakel", "Dorpshuis De Schakel", {}),
        ("De Schaakel", "De Schakel", {}),
        ("Dorps Huis", "Dorpshuis", {}),
        ("Abc", "Xyz", {"postcode": ["1234 AB", "1234CD"]}),
        ("Abc", "Xyz", {"place": ["Elst", "ELST"]}),
        ("Abc", "Xyz", {"website_domain": ["abc.nl", "abc.nl"]}),
        ("Abc", "Xyz", {"kvk_number": ["12345678", "12345678"]}),
        ("Abc", "Xyz", {"address": ["Dorpsstraat 12", "12 Dorpsstraat"]}),
    ],
)
def test_rows_with_something_in_common_are_compared(one, other, columns):
    assert compared(rows(one, other, **columns)) == {(0, 1)}


def test_rows_with_nothing_in_common_are_not_compared():
    assert compared(rows("De Schakel", "Het Baken", "")) == set()


def test_a_site_of_many_organisations_is_no_web_domain():
    table = rows("Abc", "Xyz", website_domain=["facebook.com", "facebook.com"])
    assert compared(table) == set()
    assert comparable(table)["website"].isna().all()


def test_a_row_without_a_name_is_compared_on_what_names_it_alone():
    here = {"postcode": ["1234AB", "1234AB"], "place": ["Elst", "Elst"]}
    assert compared(rows("", "Abc", **here)) == set()
    assert compared(rows("", "Abc", kvk_number=["12345678", "12345678"])) == {(0, 1)}


def test_a_key_of_too_many_rows_is_left_out_and_counted():
    table = rows(*["Zorg Elst", "Zorg Velp", "Zorg Rolde", "Zorg Gieten"], place=["x"] * 4)
    keys, left_out = block_keys(comparable(table), most_rows=3, most_rows_of_place=2)
    assert keys == [[], [], [], []]
    assert left_out.set_index("kind")["rows"].to_dict() == {"word": 4, "word there": 4, "place": 4}


def test_a_common_word_still_brings_rows_of_one_place_together():
    names = ["Zorg Elst", "Zorg Velp", "Zorg Rolde", "Zorgen"]
    table = rows(*names, place=["Elst", "Velp", "Rolde", "Elst"])
    table.loc[3, "name"] = "Zorg"
    assert compared(table, most=3) == {(0, 3)}


def test_only_the_name_is_needed_and_missing_is_missing():
    table = comparable(
        pd.DataFrame({"row_id": ["a", "b"], "source": ["x", "y"], "name": ["A", None]})
    )
    optional = ["place", "municipality", "postcode", "postcode4", "address", "website", "kvk"]
    assert table[optional].isna().all(axis=None)
    assert table["start_year"].isna().all()
    assert table["name_words"].tolist() == [("a",), ()]
    assert table["source"].tolist() == ["x", "y"]


def test_one_list_has_no_name():
    assert set(comparable(rows("A", "B"))["source"]) == {ONLY_LIST}


def test_a_foreign_code_is_an_area_and_not_a_street():
    table = comparable(rows("A", "B", "C", postcode=["1234 ab", "90048", "2776"]))
    assert table["postcode"].tolist()[0] == "1234AB"
    assert table["postcode"].isna().tolist() == [False, True, True]
    assert table["postcode4"].tolist() == ["1234", "90048", "2776"]


def test_a_column_is_text_whatever_it_holds():
    table = pd.DataFrame({"a": [1, None, " x "]}, index=[5, 5, 7])
    assert text_column(table, "a").tolist() == ["1", "", "x"]
    assert text_column(table, "b").tolist() == ["", "", ""]
