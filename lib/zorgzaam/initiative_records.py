"""What of the inventory may be on the map of initiatives: public fields, of who agreed to it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.reference import WGS84

OFF_MAP = "no"
NEAR_LAND_M = 1000  # borders are simplified, and the middle of a postcode area may be a harbour
POINT = ["longitude", "latitude"]
POINT_DECIMALS = 4  # of a degree: about ten metres, of a postcode area
SEVERAL = ("themes", "activities")
HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:[0-9]+)?")
NO_NAME = "Naam niet bekend"


@dataclass(frozen=True)
class Public:
    """What may be shown: a row an initiative, with public fields alone, and what may not.

    ``counts`` has for each code of a municipality or a province how many initiatives count, shown
    or not; ``hidden_count`` asked not to be shown.
    """

    records: pd.DataFrame
    counts: Mapping[str, int]
    hidden_count: int


def public_fields(codebook: Codebook) -> list[str]:
    """Return the fields of an initiative that the codebook calls public."""
    own = codebook.tables["initiatives"].fields
    return [name for name in own if name in codebook.fields and codebook.fields[name].public]


def public_records(
    initiatives: pd.DataFrame, codebook: Codebook, code_column: str = "municipality_code_2023"
) -> Public:
    """Return what may be shown of ``initiatives`` (those that count), sorted by name and place.

    ``code_column`` has the municipality on the boundaries in use; the records have it as
    ``municipality``. Who asked not to be shown is counted and is not in the records; an empty
    answer is no objection. A web address that is not http(s) is left out. Without a name it is
    called :data:`NO_NAME`.
    """
    asked = initiatives["show_on_map"] == OFF_MAP
    shown = initiatives.loc[~asked, public_fields(codebook)].reset_index(drop=True)
    shown["municipality"] = shown[code_column]
    for name in POINT:
        shown[name] = shown[name].astype("Float64").round(POINT_DECIMALS)
    shown["website"] = [web_address(text) for text in shown["website"].fillna("")]
    # A heading, and the button that goes to it, must have words.
    shown["name"] = shown["name"].fillna("").where(lambda names: names.str.strip() != "", NO_NAME)
    order = [shown[name].str.casefold() for name in ("name", "place")]
    keys = pd.concat([*order, shown["initiative_id"]], axis=1)
    shown = shown.loc[keys.sort_values(list(keys.columns), kind="stable").index]
    # Of some the municipality is not known, or was split: provinces are counted by themselves.
    codes = pd.concat([initiatives[name] for name in (code_column, "province_code")])
    counts = codes.value_counts()
    return Public(
        shown.reset_index(drop=True),
        {str(code): int(number) for code, number in counts.items() if code},
        int(asked.sum()),
    )


def on_land(public: Public, areas: gpd.GeoDataFrame) -> Public:
    """Return ``public`` without the points more than a kilometre from any of ``areas``.

    Such a point (in the sea, in Belgium, degrees swapped or no degrees) was placed wrongly: the
    initiative stays and has no point.
    """
    points = public.records[POINT].to_numpy(dtype=float, na_value=np.nan)
    known = np.flatnonzero(np.isfinite(points).all(axis=1))
    placed = gpd.GeoSeries(gpd.points_from_xy(*points[known].T), crs=WGS84).to_crs(areas.crs)
    near, _ = shapely.STRtree(areas.geometry.to_numpy()).query(
        placed.to_numpy(), predicate="dwithin", distance=NEAR_LAND_M
    )
    keep = np.zeros(len(points), bool)
    keep[known[near]] = True
    drawn = {name: public.records[name].where(keep) for name in POINT}
    return replace(public, records=public.records.assign(**drawn))


def web_address(text: str) -> str:
    """Return an address to link to, or nothing where it is not one of the web."""
    address = text.strip()
    if (
        address
        and "://" not in address
        and not address.lower().startswith(("javascript:", "data:"))
    ):
        address = f"https://{address}"
    if re.search(r"\s", address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    # Not with somebody's name or password before an @: that is a mail address, or a trap.
    is_host = HOST.fullmatch(parts.netloc) is not None
    return address if parts.scheme in ("http", "https") and is_host else ""


def packed(records: pd.DataFrame, labels: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return the records as lists a column, with codes as numbers into a list of labels.

    ``labels`` gives the words of each code by field: ``phase``, ``themes``, ``activities``,
    ``location_basis``, ``province_code`` and ``municipality``.
    """
    content: dict[str, Any] = {
        "id": records["initiative_id"].tolist(),
        "name": records["name"].tolist(),
        "place": records["place"].tolist(),
        "web": records["website"].tolist(),
        "lat": [_point(value) for value in records["latitude"]],
        "lon": [_point(value) for value in records["longitude"]],
    }
    for name, known in labels.items():
        codes = list(known)
        content[f"{name}_words"] = list(known.values())
        place = {code: number for number, code in enumerate(codes)}
        if name in SEVERAL:
            content[name] = [_several(text, place) for text in records[name]]
        else:
            content[name] = [place.get(code, -1) for code in records[name]]
    return content


def _point(value: object) -> float | None:
    return None if pd.isna(value) or math.isnan(float(value)) else float(value)  # type: ignore[arg-type]


def _several(text: str, place: Mapping[str, int]) -> list[int]:
    found: Sequence[str] = [part.strip() for part in text.split(";")]
    return [place[part] for part in found if part in place]
