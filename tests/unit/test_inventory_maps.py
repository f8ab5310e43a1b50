"""Maps of the inventory: classes, what is no number, chance and pattern."""

import json

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from zorgzaam import (
    history_charts,
    inventory_maps,
    map_layer,
    map_page,
    map_tables,
    params,
    reference,
)
from zorgzaam.errors import MonitorError
from zorgzaam.listed import Listed
from zorgzaam.stats import spatial


@pytest.fixture(scope="module")
def provinces(root):
    return reference.load_boundaries("provinces", root)


@pytest.fixture(scope="module")
def municipalities(root):
    return reference.load_boundaries("municipalities", root)


def test_a_limit_is_the_highest_value_of_its_class():
    limits = [1, 3, 6, 12]
    assert [inventory_maps.class_of(value, limits) for value in (1, 2, 3, 4, 12, 13, 99)] == [
        0, 1, 1, 2, 3, 4, 4,
    ]  # fmt: skip
    assert inventory_maps.class_names(limits) == [
        "tot en met 1", "2 tot en met 3", "4 tot en met 6", "7 tot en met 12", "meer dan 12",
    ]  # fmt: skip
    assert inventory_maps.class_names([5, 7.5], 1)[1] == "5,1 tot en met 7,5"
    assert inventory_maps.class_names([1, 2])[1] == "2"


def test_the_class_is_that_of_the_number_a_reader_sees():
    limits = [0.5, 1.0, 1.5, 2.5]
    # 0,5 and 1,0 are shown: they cannot lie in "0,6 tot en met 1,0" and "1,1 tot en met 1,5".
    found = [inventory_maps.class_of(value, limits, 1) for value in (0.512, 0.55, 1.036, 2.53)]
    assert found == [0, 1, 1, 3]


def test_nothing_unknown_hidden_and_not_searched_look_different():
    values = pd.Series([0.0, 0.0, np.nan, 4.0], ["a", "b", "c", "d"])
    searched = pd.Series({"a": True, "b": False, "c": True, "d": False})
    table = inventory_maps.with_status(values, searched)
    assert table["status"].tolist() == ["zero", "not-searched", "missing", ""]
    looks = {fill + hatch for fill, hatch, _ in inventory_maps.LOOKS.values()}
    assert len(looks) == len(inventory_maps.LOOKS) == 4


def test_the_country_shows_every_look_in_its_legend_and_table(provinces, municipalities):
    values = pd.Series(range(12), provinces["province_code"], dtype=float) * 20
    table = inventory_maps.with_status(values)
    table.iloc[1] = [np.nan, "missing"]
    table.iloc[2] = [np.nan, "hidden"]
    table.iloc[3] = [0.0, "not-searched"]
    drawn, data = inventory_maps.country(
        provinces, municipalities, table, [50, 100, 175, 250], "Initiatieven"
    )
    legend = [text.get_text() for text in drawn.axes[0].get_legend().get_texts()]
    for status in ("zero", "missing", "hidden", "not-searched"):
        assert inventory_maps.LOOKS[status][2] in legend
    words = ["geen (nul)", "niet bekend", "verborgen", "niemand zocht hier"]
    assert data["Initiatieven"].tolist()[:5] == [0, *words[1:], 80]
    assert data["Klasse"].tolist()[:5] == [*words, "51 tot en met 100"]
    shapes = json.loads(
        reference.geojson_text(inventory_maps.geojson_rows(provinces, "province_code", data))
    )
    found = [feature["properties"] for feature in shapes["features"]]
    assert [row["Initiatieven"] for row in found[:5]] == [0, None, None, None, 80]
    assert [row["Klasse"] for row in found[:4]] == words
    assert len(data) == 12
    plt.close("all")


def test_a_province_has_its_municipalities_and_points(provinces, municipalities):
    own = municipalities[municipalities["province_code"] == "PV22"]
    table = inventory_maps.with_status(pd.Series(0.0, municipalities["municipality_code"]))
    points = own.iloc[:2].assign(geometry=own.geometry.iloc[:2].centroid, count=[1, 500])
    drawn, data = inventory_maps.province(
        "PV22", provinces, municipalities, table, [1, 3], "Initiatieven", points
    )
    assert len(data) == len(own)
    assert set(data["Initiatieven"]) == {0}
    assert set(data["Klasse"]) == {"geen (nul)"}
    dots = [line.get_markersize() for line in drawn.axes[0].lines if line.get_marker() == "o"]
    assert max(dots) == inventory_maps.LARGEST_DOT_PT, "500 at one point do not cover the map"
    assert "geen (nul)" in [text.get_text() for text in drawn.legends[0].get_texts()]
    with pytest.raises(MonitorError, match="PV99"):
        inventory_maps.province(
            "PV99", provinces, municipalities, table, [1, 3], "Initiatieven", points
        )
    plt.close("all")


@pytest.mark.parametrize("limits", [[3, 1], [1, 1], [1, 2, 3, 4, 5]])
def test_classes_that_do_not_ascend_or_are_too_many_are_refused(provinces, municipalities, limits):
    table = inventory_maps.with_status(pd.Series(1.0, provinces["province_code"]))
    with pytest.raises(MonitorError, match="klassengrenzen"):
        inventory_maps.country(provinces, municipalities, table, limits, "Initiatieven")


def test_smoothing_is_that_of_esda():
    from esda.smoothing import Empirical_Bayes

    counts = pd.Series([3.0, 40, 12, 0, 7])
    residents = pd.Series([900.0, 9000, 1500, 400, 2600])
    theirs = Empirical_Bayes(counts.to_numpy(), residents.to_numpy()).r.ravel()
    assert spatial.empirical_bayes(counts, residents).to_numpy() == pytest.approx(theirs)
    # No more spread than chance gives: every area gets the rate of all.
    even = spatial.empirical_bayes(residents / 100, residents)
    assert even.to_numpy() == pytest.approx(0.01)
    with pytest.raises(MonitorError, match="inwoners"):
        spatial.empirical_bayes(counts, residents * 0)


def test_what_is_beyond_chance_falls_outside_the_funnel(provinces):
    frame = provinces.set_index("province_code")
    residents = frame["population_2020"]
    counts = spatial.expected_counts(1471, residents).round()
    counts["PV29"] = 60  # Zeeland: 22 to 44 by chance
    table = spatial.funnel(counts, residents)
    assert table.at["PV29", "outside"] == 0.998
    assert (table.drop("PV29")["outside"] == 0).all()
    named = pd.DataFrame(
        {"name": frame["name"], "residents": residents, "count": counts,
         "per_100k": 100_000 * counts / residents}
    )  # fmt: skip
    funnel = map_tables.funnel_table(named, 0.95)
    said = map_tables.funnel_sentence(funnel, 0.95)
    assert "meer dan toeval toelaat in Zeeland" in said
    assert "Op 12 provincies vallen er door toeval gemiddeld hooguit 0,6 buiten." in said
    assert "Ver erbuiten (99,8 %): Zeeland." in said
    drawn = history_charts.funnel(funnel, 0.95, map_tables.OUTER)
    assert "Zeeland" in [text.get_text() for text in drawn.axes[0].texts]
    assert len(map_tables.funnel_display(funnel, 0.95)) == 12
    plt.close("all")


def test_a_planted_pattern_is_found_and_its_power_is_said(provinces):
    by_water = map_tables.neighbours(provinces, across_water=True)
    by_land = map_tables.neighbours(provinces, across_water=False)
    # Noordoostpolder lies against Fryslân and Overijssel; the other borders are the Randmeren.
    assert by_land["PV24"] == ["PV21", "PV23"]
    assert by_water["PV24"] == ["PV21", "PV23", "PV25", "PV26", "PV27"]
    assert by_land["PV29"] == ["PV30"]  # Zeeland: Noord-Brabant, and Zuid-Holland by dams alone
    for known in (by_water, by_land):
        assert all(code in known[other] for code, others in known.items() for other in others)
    assert all(by_land.values())
    south = provinces["province_code"].isin(["PV29", "PV30", "PV31", "PV28"])
    table = pd.DataFrame({"per_100k": np.where(south, 12.0, 6.0)}, provinces["province_code"])
    text = map_tables.moran_sentence(table, provinces)
    assert "Met maar 12 gebieden" in text
    assert spatial.morans_i(table["per_100k"], by_water).index > 0.2
    even = table.assign(per_100k=8.0)
    assert "geen patroon te meten" in map_tables.moran_sentence(even, provinces)


def test_lists_say_where_they_looked(provinces, municipalities):
    sources = pd.DataFrame(
        {
            "source": ["noord", "twee"],
            "network": ["Netwerk Noord", ""],
            "scope": ["regional", "regional"],
            "provinces": ["drenthe; groningen", "drenthe; zeeland"],
        }
    )
    empty = pd.DataFrame()
    lists = map_tables.lists_by_province(Listed(empty, empty, sources, empty, empty), provinces)
    assert lists["PV22"] == ["Netwerk Noord", "twee"]
    assert lists["PV29"] == ["twee"]
    assert lists["PV31"] == []
    _, data = inventory_maps.searched(provinces, municipalities, lists)
    rows = data.set_index("Provincie")
    assert rows.loc["Drenthe", "Welke"] == "Netwerk Noord en twee"
    assert rows.loc["Limburg", "Welke"] == "geen"
    assert rows.loc["Limburg", "Klasse"] == "niemand zocht hier"
    national = sources.assign(scope=["national", "regional"])
    found = Listed(empty, empty, national, empty, empty)
    assert "Netwerk Noord" in map_tables.lists_by_province(found, provinces)["PV31"]


def test_where_nobody_looked_nothing_is_smoothed_compared_or_called_the_least(root, provinces):
    sources = pd.DataFrame(
        {"source": ["een"], "network": [""], "scope": ["regional"],
         "provinces": ["drenthe; gelderland; fryslan"]}
    )  # fmt: skip
    codes = ["PV22"] * 3 + ["PV25"] * 40 + ["PV21"] * 9
    initiatives = pd.DataFrame({"province_code": codes, "municipality_code_2023": "GM0200"})
    empty = pd.DataFrame()
    found = Listed(initiatives, empty, sources, empty, empty)
    table = map_tables.province_table(found, provinces, 2020)
    looked = table["is_searched"]
    assert set(table.index[looked]) == {"PV21", "PV22", "PV25"}
    assert table.loc[~looked, "smoothed_per_100k"].isna().all()
    only = spatial.empirical_bayes(
        table.loc[looked, "count"].astype(float), table.loc[looked, "residents"]
    )
    assert (table.loc[looked, "smoothed_per_100k"] == 100_000 * only).all()
    status = inventory_maps.with_status(table["smoothed_per_100k"], looked)["status"]
    assert set(status[~looked]) == {"not-searched"}
    layer = map_layer.load(root, 2020)
    areas = map_tables.municipality_table(found, layer, map_layer.residents(root, layer))
    assert areas.loc[areas["province_code"] == "PV29", "smoothed_per_10k"].isna().all()
    beside = map_page._beside(table)
    assert set(beside.loc[~looked, "Initiatieven"]) == {"niemand zocht hier"}
    assert beside.loc[looked, "Initiatieven"].tolist() == [9, 3, 40]
    alt = map_page._alt(table, "count", "Initiatieven", 0)
    assert alt.endswith("het meest in Gelderland (40), het minst in Drenthe (3).")


def test_lists_that_do_not_say_where_they_looked_still_make_maps(provinces, municipalities):
    sources = pd.DataFrame(
        {"source": ["een"], "network": [""], "scope": ["regional"], "provinces": [""]}
    )
    initiatives = pd.DataFrame({"province_code": ["PV22"] * 3})
    empty = pd.DataFrame()
    table = map_tables.province_table(
        Listed(initiatives, empty, sources, empty, empty), provinces, 2020
    )
    for column in ("count", "smoothed_per_100k"):
        alt = map_page._alt(table, column, "Initiatieven", 0)
        assert alt.endswith("Van geen enkele provincie is bekend dat er is gezocht.")
        values = inventory_maps.with_status(table[column].astype(float), table["is_searched"])
        _, data = inventory_maps.country(provinces, municipalities, values, [1, 5], "Initiatieven")
        assert set(data["Klasse"]) <= {"niemand zocht hier", "2 tot en met 5"}


def test_of_areas_with_the_same_number_to_a_reader_none_is_called_the_most():
    names = ["Aa", "Bee", "Cee", "Dee", "Ee"]
    for rates, said in (
        (
            [8.54, 8.46, 8.3, 8.2, 8.15],
            "het meest in Aa en Bee (8,5), het minst in Dee en Ee (8,2).",
        ),
        ([8.54, 8.46, 8.5, 8.51, 8.1], "het meest in 4 provincies (8,5), het minst in Ee (8,1)."),
        ([8.54, 8.46, 8.5, 8.51, 8.45], ": 8,5 in elke provincie waar is gezocht."),
    ):
        table = pd.DataFrame({"name": names, "rate": rates, "is_searched": True})
        assert map_page._alt(table, "rate", "Per inwoner", 1).endswith(said)
    own = pd.Series([0.84, 0.76, 0.3, 0.0], names[:4])
    alt = map_page._province_alt("Zeeland", "Per inwoner", own, 9, 1)
    assert alt.endswith("Per inwoner: het meest in Aa en Bee (0,8); in 1 gemeente geen.")
    same = map_page._province_alt("Zeeland", "Per inwoner", own[:2], 9, 1)
    assert same.endswith("Per inwoner: 0,8 in elke gemeente.")


def test_a_province_says_what_points_are_and_who_has_none():
    assert map_page.points_sentence(32, 32).endswith("het midden van de plaats of de gemeente.")
    told = map_page.points_sentence(1313, 306)
    assert "Van 306 van de 1.313 initiatieven staat er een punt" in told
    assert "wilden niet op de kaart" in told


def test_where_nobody_looked_at_all_a_geojson_has_no_words_for_numbers(provinces):
    data = pd.DataFrame(
        {"Code": provinces["province_code"], "Provincie": provinces["name"],
         "Initiatieven": "niemand zocht hier", "Klasse": "niemand zocht hier"}
    )  # fmt: skip
    rows = inventory_maps.geojson_rows(provinces, "province_code", data)
    assert rows["Initiatieven"].isna().all()
    assert set(rows["Klasse"]) == {"niemand zocht hier"}
    assert '"Initiatieven":null' in reference.geojson_text(rows)
    assert rows["Provincie"].tolist() == provinces["name"].tolist()


def test_the_classes_of_the_parameters_fit_the_colours(root):
    maps = params.load_build(root).maps
    for limits in (
        maps.province_class_limits, maps.municipality_class_limits, maps.per_100k_class_limits,
    ):  # fmt: skip
        assert len(inventory_maps.class_names(limits)) == 5
