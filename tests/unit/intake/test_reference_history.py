"""The hand-made reference files agree with what CBS counted, and with each other."""

from pathlib import Path

import pandas as pd
import pytest

from zorgzaam.files import find_root

FOLDER = find_root(Path(__file__).parent) / "data" / "reference"
FOUNDED_AFTER_2020 = {"GM1979", "GM1980", "GM1982", "GM1991", "GM1992"}


def read(file):
    return pd.read_csv(FOLDER / file, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def codes_2020():
    """Return the province of each municipality of 2020, by code."""
    now = read("municipalities.csv").set_index("municipality_code")["province_code"]
    crosswalk = read("crosswalk.csv")
    gone = crosswalk.drop_duplicates("municipality_code_2020")  # Haaren was split in four
    gone = gone.set_index("municipality_code_2020")["municipality_code_2023"].map(now)
    return {**now.drop(list(FOUNDED_AFTER_2020)), **gone}


def test_388_municipalities_of_2017_become_355_per_province(codes_2020):
    history, provinces = read("municipality_history.csv"), read("provinces.csv")
    late = history[history["year_merged"].astype(int) >= 2018]
    founded = set(late.loc[late["is_new"] == "yes", "municipality_code_2020"])
    for row in provinces.itertuples():
        gone = late.loc[late["province_code"] == row.province_code, "old_name"].nunique()
        new = sum(codes_2020[code] == row.province_code for code in founded)
        then = sum(province == row.province_code for province in codes_2020.values())
        assert then == int(row.municipalities_2020)
        assert then - new + gone == int(row.municipalities_2017), row.name


def test_the_counts_of_other_years():
    history = read("municipality_history.csv")
    names = {int(year): rows for year, rows in history.groupby("year_merged")}
    # How many municipalities there were on 1 January, by CBS.
    counted = {2013: 408, 2014: 403, 2015: 393, 2016: 390, 2017: 388, 2018: 380, 2019: 355}
    for year in range(2014, 2020):
        rows = names[year]
        new = rows.loc[rows["is_new"] == "yes", "municipality_code_2020"].nunique()
        assert counted[year - 1] - rows["old_name"].nunique() + new == counted[year], year


def test_history_names_what_existed(codes_2020):
    history = read("municipality_history.csv")
    names = {**read("crosswalk.csv").set_index("municipality_code_2020")["name_2020"]}
    names |= dict(read("municipalities.csv")[["municipality_code", "name"]].itertuples(index=False))
    assert set(history["municipality_code_2020"]) <= set(codes_2020)
    assert (history["municipality_code_2020"].map(names) == history["name_2020"]).all()
    assert not history.duplicated(["old_name", "name_2020"]).any()
    assert (history["source"] != "").all()
    moved = history[history["province_code"] != history["municipality_code_2020"].map(codes_2020)]
    assert set(moved["old_name"]) == {"Leerdam", "Zederik"}


def test_places_of_2020_are_complete(codes_2020):
    known, points = read("places_2020.csv"), read("postcodes.csv")
    crosswalk = read("crosswalk.csv")
    pairs = set(
        crosswalk[["municipality_code_2020", "municipality_code_2023"]].itertuples(
            index=False, name=None
        )
    )
    told = known[["municipality_code_2020", "municipality_code_2023"]].itertuples(
        index=False, name=None
    )
    assert set(told) == pairs
    key = ["kind", "name"]
    inside = points[points["municipality_code"].isin(FOUNDED_AFTER_2020)]
    merged = inside.merge(
        known,
        how="left",
        left_on=[*key, "municipality_code"],
        right_on=[*key, "municipality_code_2023"],
    )
    assert merged.loc[merged["source"].isna(), "name"].tolist() == ["1934"]
    assert not known.duplicated([*key, "municipality_code_2023"]).any()


def test_aliases_name_what_exists():
    aliases, points = read("place_aliases.csv"), read("postcodes.csv")
    places = set(
        points.loc[points["kind"] == "place", ["name", "municipality_code"]].itertuples(
            index=False, name=None
        )
    )
    of_places = aliases[aliases["kind"] == "place"]
    assert (
        set(of_places[["name", "municipality_code_2023"]].itertuples(index=False, name=None))
        <= places
    )
    old = aliases.loc[aliases["kind"] == "old_municipality", "name"]
    assert set(old) <= set(read("municipality_history.csv")["old_name"])
    assert set(aliases["kind"]) == {"place", "municipality", "old_municipality"}
    assert not aliases.duplicated(["kind", "alias"]).any()
    assert (aliases["source"] != "").all()
