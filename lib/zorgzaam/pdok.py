"""Fetch the boundaries of one year from PDOK, as CBS published them."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import Request, urlopen

import geopandas as gpd
import pandas as pd

from zorgzaam.errors import MonitorError
from zorgzaam.files import find_root, sha256_hex, writing
from zorgzaam.reference import (
    DIGESTS_FILE,
    FOLDER,
    RD,
    Layer,
    check_codes,
    check_count,
    geojson_text,
    load_provinces,
    parse_boundaries,
)

# OGC API Features; the address comes from public code and documentation of PDOK.
PDOK_URL = "https://api.pdok.nl/cbs/gebiedsindelingen/ogc/v1"
COLLECTIONS: dict[Layer, str] = {
    "provinces": "provincie_gegeneraliseerd",
    "municipalities": "gemeente_gegeneraliseerd",
}
CODE_PATTERNS: dict[Layer, str] = {"provinces": r"PV\d\d", "municipalities": r"GM\d{4}"}
CRS_URI = f"http://www.opengis.net/def/crs/EPSG/0/{RD}"
PAGE_SIZE = 1000  # the most PDOK gives at once
TIMEOUT_S = 60
DECIMALS = 7  # of a degree: about a centimetre, what CBS gives
LICENCE = "Kadaster/CBS (CC BY 4.0)"


def _refusal(what: str) -> MonitorError:
    """Return the error that says why nothing was stored."""
    return MonitorError(
        f"De grenzen zijn niet opgehaald. {what} Er is niets veranderd in {FOLDER.as_posix()}."
    )


def fetch_boundaries(year: int, root: Path | None = None, base_url: str = PDOK_URL) -> str:
    """Fetch the generalised boundaries of ``year`` and store them with their checksums.

    Both layers are stored in ``data/reference/<year>/`` or neither is. Read them back with
    ``load_boundaries(layer, root, year)``, which compares the checksums.

    Returns one Dutch sentence that says what was stored.

    Raises
    ------
    MonitorError
        If PDOK is not reachable, answers with an error or with something else than boundaries,
        or does not have this year; or if the layers cannot be written.
    """
    root = root or find_root()
    provinces = _download("provinces", year, base_url)
    municipalities = _with_province(_download("municipalities", year, base_url), provinces)
    frames: dict[Layer, gpd.GeoDataFrame] = {
        "provinces": provinces,
        "municipalities": municipalities,
    }
    texts = {f"{layer}.geojson": geojson_text(frame, DECIMALS) for layer, frame in frames.items()}
    _check(texts, load_provinces(root), year)
    folder = root / FOLDER / str(year)
    _store(texts, folder, f"{base_url}, opgehaald {datetime.now(UTC).date()}", f"{year}-01-01")
    return (
        f"Grenzen van {year} opgehaald: {len(municipalities)} gemeenten en {len(provinces)} "
        f"provincies staan in {(FOLDER / str(year)).as_posix()} (bron: {LICENCE}). De kaarten "
        f"van {year} gebruiken ze vanaf nu."
    )


def _download(layer: Layer, year: int, base_url: str) -> gpd.GeoDataFrame:
    """Return code, name and boundary of every area of ``layer`` in ``year``, in EPSG:28992."""
    query = urlencode({"f": "json", "jaarcode": year, "limit": PAGE_SIZE, "crs": CRS_URI})
    url = f"{base_url}/collections/{COLLECTIONS[layer]}/items?{query}"
    features = _read_pages(url)
    if not features:
        raise _refusal(f"PDOK heeft geen grenzen van {year} in {COLLECTIONS[layer]}.")
    try:
        rows = [feature["properties"] for feature in features]
        code, name = [row["statcode"] for row in rows], [row["statnaam"] for row in rows]
        years = {str(row.get("jaarcode", year)) for row in rows}
        shapes = gpd.GeoDataFrame.from_features(features, crs=RD).geometry
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _refusal(
            f"Het antwoord van PDOK mist statcode, statnaam of een grens ({error})."
        ) from None
    if years != {str(year)}:
        raise _refusal(f"Het antwoord van PDOK gaat over {', '.join(sorted(years))}, niet {year}.")
    is_wrong = [not re.fullmatch(CODE_PATTERNS[layer], str(item)) for item in code]
    if any(is_wrong) or not all(name) or shapes.isna().any():
        raise _refusal("Het antwoord van PDOK heeft gebieden zonder goede code, naam of grens.")
    key = "province_code" if layer == "provinces" else "municipality_code"
    frame = gpd.GeoDataFrame({key: code, "name": name}, geometry=shapes)
    return cast(gpd.GeoDataFrame, frame.sort_values(key, ignore_index=True))


def _read_pages(url: str) -> list[dict[str, Any]]:
    """Return the features of the page at ``url`` and of all pages that follow it."""
    features: list[dict[str, Any]] = []
    seen: set[str] = set()
    following: str | None = url
    while following is not None:
        if following in seen or urlsplit(following).scheme not in ("http", "https"):
            raise _refusal(f"PDOK verwijst naar een volgende pagina die niet kan: {following}.")
        seen.add(following)
        page = _read_page(following)
        features += page["features"]
        links = [link for link in page.get("links", []) if link.get("rel") == "next"]
        following = urljoin(following, links[0]["href"]) if links else None
    return features


def _read_page(url: str) -> dict[str, Any]:
    """Return one page: a GeoJSON FeatureCollection that is as long as it says."""
    try:
        request = Request(url, headers={"Accept": "application/geo+json"})
        with urlopen(request, timeout=TIMEOUT_S) as response:
            page = json.loads(response.read())
    except HTTPError as error:
        error.close()
        raise _refusal(f"{url} antwoordt met foutcode {error.code}; bestaat dit jaar?") from None
    except (OSError, http.client.HTTPException) as error:
        raise _refusal(
            f"{url} is niet bereikbaar of brak af ({error}). Controleer de internetverbinding en "
            "probeer het later opnieuw."
        ) from None
    except ValueError as error:
        raise _refusal(f"{url} geeft geen leesbare JSON ({error}).") from None
    if not isinstance(page, dict) or not isinstance(page.get("features"), list):
        raise _refusal(f"{url} geeft geen lijst van gebieden (GeoJSON FeatureCollection).")
    if page.get("numberReturned", len(page["features"])) != len(page["features"]):
        raise _refusal(f"{url} geeft minder gebieden dan het zegt; het antwoord is onvolledig.")
    return page


def _with_province(
    municipalities: gpd.GeoDataFrame, provinces: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return ``municipalities`` with the code of the province each lies in.

    PDOK does not give it. Both layers are of one year and one generalisation, so a point inside
    the municipality lies inside its province.
    """
    points = municipalities.set_geometry(municipalities.representative_point())
    joined = points.sjoin(provinces[["province_code", "geometry"]], how="left", predicate="within")
    lost = joined.loc[joined["province_code"].isna() | joined.index.duplicated(), "name"]
    if len(lost):
        raise _refusal(f"Van {len(lost)} gemeenten is de provincie onduidelijk: {lost.iloc[0]}.")
    columns = ["municipality_code", "name", "province_code", "geometry"]
    assigned = municipalities.assign(province_code=joined["province_code"])
    return cast(gpd.GeoDataFrame, assigned[columns])


def _check(texts: dict[str, str], known: pd.DataFrame, year: int) -> None:
    """Hold what will be stored against what is known, with the checks that reading does."""
    remedy = "Er is niets opgeslagen; meld dit aan de beheerder van de monitor."
    provinces, municipalities = (
        parse_boundaries(texts[f"{layer}.geojson"].encode(), layer, f"PDOK {layer} {year}", remedy)
        for layer in COLLECTIONS
    )
    check_codes(provinces, known, "province_code", f"PDOK provincies {year}", remedy)
    # Held against itself, only a code that is there twice can be wrong.
    name = f"PDOK gemeenten {year}"
    check_codes(municipalities, municipalities, "municipality_code", name, remedy)
    check_count(municipalities, known, year, name, remedy)


def _store(texts: dict[str, str], folder: Path, origin: str, date: str) -> None:
    """Put the layers and their digests in ``folder``, in place of the old ones: all or nothing."""
    rows = [
        (file, origin, LICENCE, date, sha256_hex(text.encode("utf-8")))
        for file, text in texts.items()
    ]
    columns = ["file", "origin", "licence", "date", "sha256"]
    digests = pd.DataFrame(rows, columns=columns).to_csv(index=False, lineterminator="\n")
    with (
        writing(folder),
        # What cannot be thrown away, as a file that is open on Windows, is no failure to store.
        tempfile.TemporaryDirectory(
            prefix=f".{folder.name}.", dir=folder.parent, ignore_cleanup_errors=True
        ) as temporary,
    ):
        fresh, old = Path(temporary, "fresh"), Path(temporary, "old")
        fresh.mkdir()
        for file, text in {**texts, DIGESTS_FILE: digests}.items():
            (fresh / file).write_bytes(text.encode("utf-8"))
        if folder.exists():
            folder.replace(old)
        try:
            fresh.replace(folder)
        except OSError:
            if old.exists():
                shutil.move(old, folder)
            raise
