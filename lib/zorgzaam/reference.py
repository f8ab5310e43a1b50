"""The areas on the map: provinces, municipalities and their boundaries, checked at each read."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, Literal, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zorgzaam.areas import province_of
from zorgzaam.errors import InputError, Problem
from zorgzaam.files import find_root, sha256_hex
from zorgzaam.residents import checked_residents, on_layer_2020, on_layer_2023

FOLDER = Path("data", "reference")
DIGESTS_FILE = "digests.csv"
RESIDENTS_FILE = "municipality_residents.csv"
# Rijksdriehoek, in metres: the Dutch grid for areas, distances and static maps.
RD = 28992
WGS84 = 4326
# Longitude and latitude of the European Netherlands, generously; RD metres fall far outside it.
BOUNDS_DEGREES = (3.0, 50.5, 7.5, 54.0)
DECIMALS = 5  # of a degree: about one metre

Layer = Literal["provinces", "municipalities"]
COLUMNS: dict[Layer, tuple[str, ...]] = {
    "provinces": ("province_code", "name"),
    "municipalities": ("municipality_code", "name", "province_code"),
}
RESTORE = "Haal het terug uit git of maak het opnieuw met data/reference/make_reference.py."


def load_provinces(root: Path | None = None) -> pd.DataFrame:
    """Read ``provinces.csv``: one row a province, in the order of the CBS codes.

    Returns the columns ``province_code``, ``slug``, ``name``, ``nuts2``, ``landsdeel``,
    ``population_<year>`` (residents on 1 January), ``municipalities_<year>`` (count) and
    ``area_generalised_km2`` (CBS generalised boundary without large waters).

    Raises ``InputError`` if the file is missing, damaged or changed.
    """
    return _read_table(_folder(root), "provinces.csv")


def load_municipalities(root: Path | None = None) -> pd.DataFrame:
    """Read ``municipalities.csv``: one row a municipality of 2023.

    Returns ``municipality_code``, ``name``, ``province_code`` and ``area_km2`` (without large
    waters). Raises ``InputError`` if the file is missing, damaged or changed.
    """
    return _read_table(_folder(root), "municipalities.csv")


def load_residents(
    root: Path | None = None, layer_year: Literal[2020, 2023] = 2023
) -> pd.DataFrame:
    """Read the residents of each municipality on 1 January 2020 (CBS), to be joined by code.

    With ``layer_year`` 2023 on the 342 municipalities of ``load_boundaries("municipalities")``:
    predecessors are added up, and Haaren is shared over its four successors by area, see
    :func:`zorgzaam.residents.on_layer_2023`. With 2020 on the 355 municipalities of that year, as
    in ``load_boundaries("municipalities", root, 2020)``.

    Returns ``municipality_code``, ``name``, ``province_code``, ``residents_2020`` (persons) and
    ``is_estimated`` (a part of it is an estimate), sorted by code. On both layers a province adds
    up to ``population_2020`` of ``provinces.csv``.

    Raises
    ------
    InputError
        If a file is missing, damaged or changed, or the residents do not add up to those of CBS.
    ValueError
        If ``layer_year`` is another year.
    """
    if layer_year not in (2020, 2023):
        raise ValueError(f"no layer of {layer_year}: 2020 or 2023")
    municipalities = load_municipalities(root)
    crosswalk = load_table("crosswalk.csv", root)
    residents = checked_residents(
        load_table(RESIDENTS_FILE, root),
        province_of(root),
        load_provinces(root),
        _name(_folder(root), RESIDENTS_FILE),
        "Haal het terug uit git.",
    )
    if layer_year == 2020:
        return on_layer_2020(residents)
    return on_layer_2023(residents, crosswalk, municipalities)


def load_table(file: str, root: Path | None = None) -> pd.DataFrame:
    """Read any CSV of ``data/reference`` as text; an empty cell is an empty string.

    Raises ``InputError`` if the file is missing, damaged or changed.
    """
    content = io.BytesIO(_read(_folder(root), file, RESTORE))
    return pd.read_csv(content, encoding="utf-8", dtype=str, keep_default_na=False)


def load_boundaries(
    layer: Layer, root: Path | None = None, year: int | None = None
) -> gpd.GeoDataFrame:
    """Read the boundaries of the provinces or the municipalities, in EPSG:28992 (metres).

    Without ``year`` these are the layers of 2023 that come with the project; with ``year`` those
    fetched before by :func:`zorgzaam.pdok.fetch_boundaries`.

    Returns one row an area, sorted by code. Provinces carry every column of ``provinces.csv``,
    municipalities ``municipality_code``, ``name``, ``province_code``; both have ``area_km2``,
    computed from the boundary.

    Raises
    ------
    InputError
        If the file is missing, truncated, changed, not in the Netherlands, or its codes are not
        those of the CSV beside it.
    """
    folder = _folder(root, year)
    file = f"{layer}.geojson"
    remedy = RESTORE if year is None else f"Haal het opnieuw op: zorgzaam reference --year {year}."
    frame = parse_boundaries(_read(folder, file, remedy), layer, _name(folder, file), remedy)
    provinces = load_provinces(root)
    if layer == "provinces":
        check_codes(frame, provinces, "province_code", _name(folder, file), remedy)
        frame = frame.drop(columns="name").merge(provinces, on="province_code", validate="1:1")
    elif year is None:
        known = load_municipalities(root)
        check_codes(frame, known, "municipality_code", _name(folder, file), remedy)
    else:
        # Held against itself, only a code that is there twice can be wrong.
        check_codes(frame, frame, "municipality_code", _name(folder, file), remedy)
        check_count(frame, provinces, year, _name(folder, file), remedy)
        _check_provinces(frame, provinces, _name(folder, file), remedy)
    frame = frame.to_crs(RD)
    frame["area_km2"] = frame.area / 1e6
    return cast(gpd.GeoDataFrame, frame)


def check_count(
    municipalities: gpd.GeoDataFrame, provinces: pd.DataFrame, year: int, name: str, remedy: str
) -> None:
    """Raise ``InputError`` if CBS counted another number of municipalities that year.

    Years for which ``provinces.csv`` has no ``municipalities_<year>`` pass: nothing is known.
    """
    column = f"municipalities_{year}"
    expected = int(provinces[column].sum()) if column in provinces else len(municipalities)
    if len(municipalities) != expected:
        what = f"er staan {len(municipalities)} gemeenten in, en in {year} waren het er {expected}."
        raise InputError([Problem(name, what, remedy)])


def _check_provinces(
    municipalities: gpd.GeoDataFrame, provinces: pd.DataFrame, name: str, remedy: str
) -> None:
    """Raise ``InputError`` with every municipality in a province that is not there."""
    is_lost = ~municipalities["province_code"].isin(provinces["province_code"])
    if is_lost.any():
        names = ", ".join(municipalities.loc[is_lost, "name"].astype(str)[:5])
        what = f"{int(is_lost.sum())} gemeenten liggen in een onbekende provincie: {names}."
        raise InputError([Problem(name, what, remedy)])


def geojson_text(frame: gpd.GeoDataFrame, decimals: int = DECIMALS) -> str:
    """Return ``frame`` as GeoJSON (RFC 7946: WGS84, exterior rings counter-clockwise).

    Coordinates are rounded to ``decimals``, point by point, so that neighbours keep the same
    vertices. One feature a line, keys in a fixed order: the same frame gives the same bytes with
    every version of GDAL.
    """
    geometry = shapely.transform(
        frame.to_crs(WGS84).geometry.to_numpy(), lambda points: np.round(points, decimals)
    )
    geometry = shapely.orient_polygons(shapely.force_2d(geometry), exterior_cw=False)
    rows = frame.drop(columns=frame.geometry.name).to_dict("records")
    features = [
        json.dumps(
            {"type": "Feature", "properties": row, "geometry": shapely.geometry.mapping(shape)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for row, shape in zip(rows, geometry, strict=True)
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def _folder(root: Path | None, year: int | None = None) -> Path:
    folder = (root or find_root()) / FOLDER
    return folder if year is None else folder / str(year)


def _name(folder: Path, file: str) -> str:
    """Return the name a message gives a file: from ``data`` on, without the machine's folders."""
    parts = (folder / file).parts
    start = len(parts) - 1 - parts[::-1].index(FOLDER.parts[0])
    return Path(*parts[start:]).as_posix()


def _read(folder: Path, file: str, remedy: str) -> bytes:
    """Return the content of ``file`` if it is what ``digests.csv`` in its folder says."""
    missing = [name for name in (file, DIGESTS_FILE) if not (folder / name).is_file()]
    if missing:
        raise InputError(
            [Problem(_name(folder, name), "het bestand ontbreekt.", remedy) for name in missing]
        )
    # Lines may have been made \r\n by git on Windows; the digest is of the text with \n.
    content = (folder / file).read_bytes().replace(b"\r\n", b"\n")
    if _load_digests(folder, remedy).get(file) != sha256_hex(content):
        what = (
            f"het bestand is afgebroken of veranderd: de controlesom in {DIGESTS_FILE} klopt niet."
        )
        raise InputError([Problem(_name(folder, file), what, remedy)])
    return content


def _load_digests(folder: Path, remedy: str) -> dict[str, str]:
    try:
        table = pd.read_csv(folder / DIGESTS_FILE, dtype=str)
        return dict(zip(table["file"], table["sha256"], strict=True))
    except (ValueError, KeyError) as error:
        what = f"dit is geen leesbare CSV met de kolommen file en sha256 ({error})."
        raise InputError([Problem(_name(folder, DIGESTS_FILE), what, remedy)]) from None


def _read_table(folder: Path, file: str) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(_read(folder, file, RESTORE)), encoding="utf-8")


def parse_boundaries(content: bytes, layer: Layer, name: str, remedy: str) -> gpd.GeoDataFrame:
    """Return the features as a frame in WGS84, sorted by code."""
    columns = list(COLUMNS[layer])
    try:
        features: list[dict[str, Any]] = json.loads(content)["features"]
        frame = gpd.GeoDataFrame.from_features(features, crs=WGS84)[[*columns, "geometry"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"dit is geen leesbare GeoJSON met {', '.join(columns)} ({error})."
        raise InputError([Problem(name, what, remedy)]) from None
    is_empty = frame.geometry.isna() | frame.geometry.is_empty
    if is_empty.any():
        what = f"van {int(is_empty.sum())} gebieden ontbreekt de grens."
        raise InputError([Problem(name, what, remedy)])
    west, south, east, north = frame.total_bounds
    low_x, low_y, high_x, high_y = BOUNDS_DEGREES
    if not (low_x <= west and low_y <= south and east <= high_x and north <= high_y):
        what = "de coördinaten liggen niet in Nederland; verwacht worden graden (WGS84)."
        raise InputError([Problem(name, what, remedy)])
    return cast(gpd.GeoDataFrame, frame.sort_values(columns[0], ignore_index=True))


def check_codes(
    frame: gpd.GeoDataFrame, known: pd.DataFrame, code: str, name: str, remedy: str
) -> None:
    """Raise ``InputError`` with every code that is missing, unknown or there twice."""
    present, expected = frame[code], known[code]
    findings = {
        "ontbreken": expected[~expected.isin(present)],
        "zijn niet bekend": present[~present.isin(expected)],
        "staan er meer dan een keer in": present[present.duplicated()],
    }
    problems = [
        Problem(name, f"{len(codes)} codes {finding}: {', '.join(codes[:5])}.", remedy)
        for finding, codes in findings.items()
        if len(codes)
    ]
    if problems:
        raise InputError(problems)
