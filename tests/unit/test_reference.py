import re
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from zorgzaam.errors import InputError
from zorgzaam.files import find_root, sha256_hex
from zorgzaam.reference import (
    DIGESTS_FILE,
    FOLDER,
    RD,
    RESIDENTS_FILE,
    geojson_text,
    load_boundaries,
    load_municipalities,
    load_provinces,
    load_residents,
    load_table,
)

REFERENCE = find_root(Path(__file__).parent) / FOLDER
MEGABYTE = 1_000_000
# Belgian enclaves: the only places inside the land that belong to no municipality.
BAARLE_NASSAU = "GM0744"
SMALLEST_WATER_M2 = 1e6


def read_csv(file: str) -> pd.DataFrame:
    return pd.read_csv(REFERENCE / file, dtype={"name": str})


@pytest.fixture(scope="module")
def provinces() -> gpd.GeoDataFrame:
    return load_boundaries("provinces")


@pytest.fixture(scope="module")
def municipalities() -> gpd.GeoDataFrame:
    return load_boundaries("municipalities")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project that may be spoilt, with the committed reference layers."""
    shutil.copytree(REFERENCE, tmp_path / FOLDER)
    return tmp_path


def redigest(project: Path, file: str) -> None:
    """Make ``digests.csv`` agree with ``file``, so that only its content can be wrong."""
    path = project / FOLDER / DIGESTS_FILE
    table = pd.read_csv(path, dtype=str)
    digest = sha256_hex((project / FOLDER / file).read_bytes())
    table.loc[table["file"] == file, "sha256"] = digest
    table.to_csv(path, index=False)


def test_there_are_twelve_provinces_and_342_municipalities(provinces, municipalities):
    assert provinces["province_code"].tolist() == [f"PV{number}" for number in range(20, 32)]
    assert len(municipalities) == 342
    assert municipalities["municipality_code"].is_unique
    assert municipalities["municipality_code"].str.fullmatch(r"GM\d{4}").all()
    assert set(municipalities["province_code"]) == set(provinces["province_code"])


@pytest.mark.parametrize("layer", ["provinces", "municipalities"])
def test_layers_are_valid_coverages_in_metres(layer, request):
    frame = request.getfixturevalue(layer)
    assert frame.crs.to_epsg() == RD
    assert frame.is_valid.all()
    assert shapely.coverage_is_valid(frame.geometry.to_numpy())


def test_no_gap_inside_the_land_but_water_and_belgian_enclaves(municipalities):
    parts = shapely.get_parts(municipalities.union_all())
    holes = [shapely.Polygon(ring) for part in parts for ring in part.interiors]
    small = gpd.GeoSeries([hole for hole in holes if hole.area < SMALLEST_WATER_M2], crs=RD)
    owner = municipalities.set_index("municipality_code").geometry[BAARLE_NASSAU]
    assert len(small) > 0
    assert small.within(
        shapely.Polygon(max(shapely.get_parts(owner), key=shapely.area).exterior)
    ).all()


def test_provinces_are_the_union_of_their_municipalities(provinces, municipalities):
    dissolved = municipalities.dissolve("province_code").geometry
    boundaries = provinces.set_index("province_code").geometry
    assert (boundaries.symmetric_difference(dissolved).area < 1).all()


def test_areas_of_provinces_agree_with_cbs(provinces):
    deviation = provinces["area_km2"] / provinces["area_generalised_km2"] - 1
    assert deviation.abs().max() < 0.005


def test_municipalities_csv_agrees_with_the_boundaries(municipalities):
    table = load_municipalities()
    columns = ["municipality_code", "name", "province_code"]
    pd.testing.assert_frame_equal(table[columns], pd.DataFrame(municipalities[columns]))
    assert (table["area_km2"] - municipalities["area_km2"]).abs().max() < 0.01


def test_every_postcode_lies_in_a_known_municipality():
    postcodes = read_csv("postcodes.csv")
    assert set(postcodes["municipality_code"]) == set(load_municipalities()["municipality_code"])
    assert not postcodes.duplicated(["kind", "name", "municipality_code"]).any()
    is_postcode = postcodes["kind"] == "postcode"
    assert postcodes.loc[is_postcode, "name"].str.fullmatch(r"\d{4}").all()
    assert set(postcodes.loc[~is_postcode, "kind"]) == {"place"}
    assert postcodes.loc[is_postcode, "name"].nunique() == 4081


def test_postcodes_lie_where_their_municipality_is(municipalities):
    postcodes = read_csv("postcodes.csv")
    points = gpd.GeoSeries(
        gpd.points_from_xy(postcodes["longitude"], postcodes["latitude"], crs=4326).to_crs(RD)
    )
    own = municipalities.set_index("municipality_code").geometry
    homes = gpd.GeoSeries(own.loc[postcodes["municipality_code"]].to_numpy(), crs=RD)
    distance_m = points.distance(homes)
    assert (distance_m == 0).mean() > 0.985
    assert distance_m.max() < 5_000


def test_known_places_keep_their_traps():
    places = read_csv("postcodes.csv").query("kind == 'place'")
    code_of = places.set_index("name")["municipality_code"]
    assert code_of["Den Haag"] == code_of["'s-Gravenhage"] == "GM0518"
    assert code_of["Den Bosch"] == code_of["'s-Hertogenbosch"] == "GM0796"
    assert code_of["Brielle"] == "GM1992"
    provinces = places.merge(load_municipalities(), on="municipality_code")
    count = provinces.groupby("name_x")["province_code"].nunique()
    assert (count > 1).sum() == 34


def test_crosswalk_leads_to_municipalities_of_2023():
    crosswalk = read_csv("crosswalk.csv")
    known = set(load_municipalities()["municipality_code"])
    assert crosswalk["municipality_code_2020"].nunique() == 18
    assert set(crosswalk["municipality_code_2023"]) <= known
    assert not set(crosswalk["municipality_code_2020"]) & known
    split = crosswalk[crosswalk["municipality_code_2020"].duplicated(keep=False)]
    assert set(split["name_2020"]) == {"Haaren"}
    assert crosswalk.groupby("name_2020")["area_share"].sum().between(0.96, 1.0).all()


@pytest.mark.parametrize(("layer_year", "count"), [(2020, 355), (2023, 342)])
def test_residents_of_municipalities_add_up_to_those_of_cbs(layer_year, count):
    residents = load_residents(layer_year=layer_year)
    assert list(residents.columns) == [
        "municipality_code",
        "name",
        "province_code",
        "residents_2020",
        "is_estimated",
    ]
    assert len(residents) == count
    assert residents["municipality_code"].is_unique
    assert residents["municipality_code"].is_monotonic_increasing
    assert (residents["residents_2020"] > 0).all()
    known = load_provinces().set_index("province_code")["population_2020"]
    found = residents.groupby("province_code")["residents_2020"].sum()
    assert found.to_dict() == known.to_dict()
    assert found.sum() == 17_407_585


def test_residents_on_the_layer_of_2023_are_joined_by_its_codes(municipalities):
    residents = load_residents()
    columns = ["municipality_code", "name", "province_code"]
    pd.testing.assert_frame_equal(residents[columns], pd.DataFrame(municipalities[columns]))


def test_residents_of_2020_are_of_the_municipalities_that_were_there():
    residents = load_residents(layer_year=2020)
    counts = residents.groupby("province_code").size()
    known = load_provinces().set_index("province_code")["municipalities_2020"]
    assert counts.to_dict() == known.to_dict()
    crosswalk, now = load_table("crosswalk.csv"), load_municipalities()
    founded = {"Eemsdelta", "Dijk en Waard", "Land van Cuijk", "Maashorst", "Voorne aan Zee"}
    stayed = now.loc[~now["name"].isin(founded), ["municipality_code", "name"]]
    gone = crosswalk[["municipality_code_2020", "name_2020"]].drop_duplicates()
    expected = dict([*stayed.itertuples(index=False), *gone.itertuples(index=False)])
    assert dict(zip(residents["municipality_code"], residents["name"], strict=True)) == expected
    assert not residents["is_estimated"].any()


def test_residents_agree_with_what_municipalities_published_themselves():
    residents = load_residents().set_index("name")["residents_2020"]
    # nederbetuwe.nl, news of January 2021; maassluis.jaarverslag-2020.nl, kerngegevens
    assert residents["Neder-Betuwe"] == 24_339
    assert residents["Maassluis"] == 33_213


def test_successors_have_the_residents_of_all_they_were_made_of():
    old = load_residents(layer_year=2020).set_index("name")["residents_2020"]
    new = load_residents().set_index("name")
    assert new.loc["Eemsdelta", "residents_2020"] == (
        old["Appingedam"] + old["Delfzijl"] + old["Loppersum"]
    )
    assert new.loc["Amsterdam", "residents_2020"] == old["Amsterdam"] + old["Weesp"]
    successors = ["Boxtel", "Oisterwijk", "Tilburg", "Vught"]
    assert new.index[new["is_estimated"]].tolist() == successors
    parts = new.loc[successors, "residents_2020"] - old[successors]
    assert parts.sum() == old["Haaren"] == 14_370
    assert (parts / old["Haaren"]).round(2).tolist() == [0.09, 0.28, 0.18, 0.45]


def test_only_the_layers_of_2020_and_2023_have_residents():
    with pytest.raises(ValueError, match="2021"):
        load_residents(layer_year=2021)


def spoil_residents(project: Path, old: str, new: str) -> None:
    path = project / FOLDER / RESIDENTS_FILE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def test_residents_that_were_changed_are_refused(project):
    spoil_residents(project, ",11642\n", ",11643\n")
    with pytest.raises(InputError, match=r"municipality_residents\.csv: .* veranderd"):
        load_residents(project)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("residents_2020", "inwoners", ["regel 1, kolom residents_2020: deze kolom ontbreekt"]),
        (",11642\n", ",11.642\n", ["regel 2, kolom residents_2020: dit is geen aantal: '11.642'"]),
        (",11642\n", ",\n", ["regel 2, kolom residents_2020: dit is geen aantal: ''"]),
        ("GM0003", "GM9999", ["kolom municipality_code_2020: deze gemeente is niet bekend"]),
        ("GM0003", "GM0010", ["regel 3, kolom municipality_code_2020: deze gemeente staat er al"]),
        (
            "Appingedam,PV20,11642",
            "Appingedam,PV30,niets",
            ["regel 2, kolom province_code: de gemeente ligt in een andere", "regel 2, .* aantal"],
        ),
        (",11642\n", ",11643\n", ["Groningen heeft hier 585867 inwoners, .* 585866"]),
        ("GM0003,Appingedam,PV20,11642\n", "", ["hier 11 gemeenten, .* 12", "hier 574224 inw"]),
    ],
)
def test_residents_that_are_wrong_are_all_named(project, old, new, what):
    spoil_residents(project, old, new)
    redigest(project, RESIDENTS_FILE)
    with pytest.raises(InputError) as caught:
        load_residents(project)
    assert len(caught.value.problems) == len(what)
    for problem, expected in zip(caught.value.problems, what, strict=True):
        assert re.search(expected, str(problem))


def test_digests_cover_every_layer_and_all_is_small():
    layers = {
        path.name: path
        for pattern in ("*.csv", "*.geojson")
        for path in REFERENCE.glob(pattern)
        if path.name != DIGESTS_FILE
    }
    table = read_csv(DIGESTS_FILE).set_index("file")
    assert set(table.index) == set(layers)
    for file, path in layers.items():
        content = path.read_bytes().replace(b"\r\n", b"\n")
        assert table.loc[file, "sha256"] == sha256_hex(content), file
    assert table[["origin", "licence", "date"]].notna().all(axis=None)
    assert sum(path.stat().st_size for path in layers.values()) < 3 * MEGABYTE


def test_missing_boundary_file_is_named_with_the_remedy(project):
    (project / FOLDER / "provinces.geojson").unlink()
    with pytest.raises(InputError, match=r"data/reference/provinces\.geojson: .* ontbreekt.*git"):
        load_boundaries("provinces", project)


def test_truncated_boundary_file_is_refused(project):
    path = project / FOLDER / "municipalities.geojson"
    path.write_bytes(path.read_bytes()[: 100 * 1000])
    with pytest.raises(InputError, match="afgebroken of veranderd"):
        load_boundaries("municipalities", project)
    redigest(project, path.name)
    with pytest.raises(InputError, match="geen leesbare GeoJSON"):
        load_boundaries("municipalities", project)


def test_codes_that_the_csv_does_not_know_are_all_named(project, provinces):
    text = geojson_text(provinces[["province_code", "name", "geometry"]])
    path = project / FOLDER / "provinces.geojson"
    path.write_bytes(text.replace("PV21", "PV99").replace("PV23", "PV22").encode())
    redigest(project, path.name)
    with pytest.raises(InputError) as caught:
        load_boundaries("provinces", project)
    assert [re.findall(r"PV\d\d", problem.what) for problem in caught.value.problems] == [
        ["PV21", "PV23"],
        ["PV99"],
        ["PV22"],
    ]


def test_coordinates_in_metres_are_refused(project, provinces):
    moved = provinces[["province_code", "name", "geometry"]].set_crs(4326, allow_override=True)
    path = project / FOLDER / "provinces.geojson"
    path.write_bytes(geojson_text(moved).encode())
    redigest(project, path.name)
    with pytest.raises(InputError, match="liggen niet in Nederland"):
        load_boundaries("provinces", project)


def test_damaged_digests_are_refused(project):
    (project / FOLDER / DIGESTS_FILE).write_text("bestand;som\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"digests\.csv"):
        load_provinces(project)


def test_a_layer_read_with_windows_line_ends_is_the_same(project):
    path = project / FOLDER / "provinces.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    pd.testing.assert_frame_equal(load_provinces(project), load_provinces())
