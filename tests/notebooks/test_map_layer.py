"""40-map with the boundaries of the wave's own year, fetched from a stand-in of PDOK."""

import json
import re
import shutil

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from zorgzaam import batch, map_layer, plan
from zorgzaam.errors import InputError
from zorgzaam.intake.store import read_table
from zorgzaam.params import make_run
from zorgzaam.pdok import fetch_boundaries
from zorgzaam.reference import RD, load_boundaries, load_municipalities, load_residents, load_table

YEAR = 2020


def municipalities_of_2020(root) -> gpd.GeoDataFrame:
    """Return 355 areas like those of 2020: the 21 that changed are cut along postcode points.

    The true borders are on PDOK, which tests cannot reach; codes, names and neighbours are true.
    """
    now = load_boundaries("municipalities", root).set_index("municipality_code")
    places = load_table("places_2020.csv", root).query("kind == 'postcode'")
    points = load_table("postcodes.csv", root).query("kind == 'postcode'")
    points = points.merge(
        places[["name", "municipality_code_2023", "municipality_code_2020"]],
        how="left", left_on=["name", "municipality_code"],
        right_on=["name", "municipality_code_2023"],
    )  # fmt: skip
    points["old"] = points["municipality_code_2020"].fillna(points["municipality_code"])
    where = gpd.points_from_xy(points["longitude"].astype(float), points["latitude"].astype(float))
    names = load_residents(root, YEAR).set_index("municipality_code")["name"]
    # places_2020.csv leaves out one postcode that lies in two municipalities
    known = points["old"].isin(names.index)
    where, points = where[known], points[known]
    points = gpd.GeoDataFrame(points[["municipality_code", "old"]], geometry=where, crs=4326)
    points = points.to_crs(RD)
    pieces = []
    for code, shape in now.geometry.items():
        inside = points[points["municipality_code"] == code].drop_duplicates("geometry")
        if inside["old"].nunique() < 2:
            old = inside["old"].iloc[0] if len(inside) else code
            pieces.append((old, shape))
            continue
        cells = shapely.voronoi_polygons(
            shapely.MultiPoint(list(inside.geometry)), extend_to=shape, ordered=True
        )
        for old, cell in zip(inside["old"], shapely.get_parts(cells), strict=True):
            pieces.append((old, cell.intersection(shape)))
    frame = gpd.GeoDataFrame(pieces, columns=["code", "geometry"], crs=RD).dissolve("code")
    assert set(frame.index) == set(names.index)
    return frame.assign(name=names)


@pytest.fixture(scope="module")
def fetched(built, root, pdok_server_of_module, tmp_path_factory):
    """A built project that fetched the boundaries of 2020 afterwards."""
    pdok_server = pdok_server_of_module
    project = tmp_path_factory.mktemp("fetched") / "project"
    shutil.copytree(built, project)
    provinces = load_boundaries("provinces", root)
    pdok_server.page_size = 1000
    pdok_server.collections = {
        "provincie_gegeneraliseerd": [
            pdok_server.feature(row.province_code, row.name_, row.geometry, YEAR)
            for row in provinces.rename(columns={"name": "name_"}).itertuples()
        ],
        "gemeente_gegeneraliseerd": [
            pdok_server.feature(row.Index, row.name, row.geometry, YEAR)
            for row in municipalities_of_2020(root).itertuples()
        ],
    }
    assert "355 gemeenten" in fetch_boundaries(YEAR, project, pdok_server.url)
    return project


def test_the_maps_are_those_of_the_year_itself(fetched, built):
    told = {
        item.name
        for item in plan.plan(fetched, make_run(fetched))
        if "2020/municip" in str(item.reads)
    }
    assert told == {f"40-map/{path.name}" for path in (built / "figures/synthetic/2020").iterdir()}
    for area, then, now in (("noord-brabant", 62, 56), ("nederland", 355, 342)):
        report = batch.build(fetched, areas=[area], pages=["40-map"])
        assert report.exit_code == 0, report.text()
        assert list(report.stale) == [f"40-map/{area}"], (
            "a page of other boundaries is another page"
        )
        text = page(fetched, area)
        assert f"De gemeentegrenzen zijn die van 1 januari 2020: {then} gemeenten" in text
        assert "data/reference/2020/municipalities.geojson" in text
        assert "grenzen van 2023" not in text
        before = page(built, area)
        assert f"De gemeentegrenzen zijn die van 2023: {now} gemeenten" in before
        assert "grenzen van 2020" not in before


def page(project, area):
    return (project / "build/synthetic/2020/html" / area / "40-map.html").read_text("utf-8")


def test_municipalities_of_then_have_their_own_count_and_residents(fetched):
    assert batch.build(fetched, areas=["noord-brabant"], pages=["40-map"]).exit_code == 0
    folder = fetched / "figures/synthetic/2020/noord-brabant"
    drawn = pd.read_csv(folder / "40-map-aantal.csv", sep=";", dtype=str).set_index("Gemeente")
    assert {"Haaren", "Uden", "Landerd", "Boxmeer"} <= set(drawn.index)
    assert "Maashorst" not in drawn.index
    inventory = read_table(fetched / "data/processed/synthetic/2020/initiatives.parquet")
    inside = inventory[inventory["in_inventory"] == "yes"]
    counts = inside["municipality_code"].value_counts()
    for code, text in zip(drawn["Code"], drawn["Initiatieven"], strict=True):
        assert int(text) == counts.get(code, 0), code
    rates = pd.read_csv(folder / "40-map-per-inwoner.csv", sep=";", dtype=str)
    rate = rates.set_index("Gemeente").filter(like="per 10.000").iloc[:, 0]
    expected = 10_000 * counts.get("GM0856", 0) / 42_119  # Uden on 1 January 2020 (CBS)
    assert float(rate["Uden"].replace(",", ".")) == pytest.approx(expected, abs=0.05)
    text = page(fetched, "noord-brabant")
    assert "deels geschat" not in text, "nobody is estimated on the boundaries of the year itself"
    shapes = json.loads((folder / "40-map-aantal-gebieden.geojson").read_text("utf-8"))
    assert len(shapes["features"]) == len(drawn) == 62


def test_the_map_of_initiatives_offers_the_municipalities_of_then(fetched):
    assert batch.build(fetched, areas=["nederland"], pages=["40-map"]).exit_code == 0
    folder = fetched / "build/synthetic/2020/html/nederland"
    text = (folder / "40-map-initiatievenkaart.html").read_text("utf-8")
    assert "Gemeente (indeling 2020)" in text
    data = json.loads(re.search(r'id="gegevens">(.*?)</script>', text, re.DOTALL)[1])
    assert {"Weesp", "Haaren", "Langedijk"} <= set(data["municipality_words"])
    assert not {"Maashorst", "Eemsdelta"} & set(data["municipality_words"])
    assert len(text.encode()) < 600_000


def test_a_damaged_layer_stops_the_build_with_one_message(fetched):
    file = fetched / "data/reference/2020/municipalities.geojson"
    whole = file.read_bytes()
    file.write_bytes(whole[:-2000])
    with pytest.raises(InputError, match=r"2020/municipalities\.geojson.*reference --year 2020"):
        batch.build(fetched, areas=["drenthe"], pages=["40-map"])
    layer = map_layer.layer_year(fetched, YEAR)
    assert layer == YEAR, "a damaged layer is not passed over in silence"
    file.write_bytes(whole)


def test_without_a_layer_of_its_own_year_a_wave_has_that_of_2023(root, tmp_path):
    layer = map_layer.load(root, YEAR)
    assert map_layer.layer_year(tmp_path, YEAR) == layer.year == 2023
    assert len(layer.municipalities) == len(load_municipalities(root)) == 342
    assert layer.code_column == "municipality_code_2023"


def test_boundaries_that_come_and_go_make_the_maps_again_and_nothing_else(fetched, built, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(built, project)
    folder = project / "data/reference" / str(YEAR)
    shutil.copytree(fetched / "data/reference" / str(YEAR), folder)
    # no other page of the area, in a process that has what the page reads and no more
    report = batch.build(project, areas=["drenthe"])
    assert report.exit_code == 0, report.text()
    assert list(report.stale) == ["40-map/drenthe"]
    assert "grenzen van 2020" in page(project, "drenthe")
    shutil.rmtree(folder)
    report = batch.build(project, areas=["drenthe"])
    assert report.exit_code == 0, report.text()
    assert list(report.stale) == ["40-map/drenthe"]
    assert page(project, "drenthe") == page(built, "drenthe")
