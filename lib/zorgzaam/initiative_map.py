"""The map of initiatives: one HTML file that works from disk, without a network.

A list with filters beside a Leaflet map; both show the same initiatives. Everything is in the file:
Leaflet from the installed wheel, the records, outlines and the points of postcodes.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path
from typing import Any

import geopandas as gpd
import jinja2
import numpy as np
import pandas as pd
import shapely

from zorgzaam import map_layer, provenance
from zorgzaam.dutch import format_number
from zorgzaam.initiative_records import Public, on_land, packed, public_records
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.listed import Listed
from zorgzaam.params import Dataset
from zorgzaam.reference import WGS84, load_provinces, load_table

TEMPLATES = Path(__file__).parent / "templates"
LEAFLET, LEAFLET_WHEEL = "js_lib_leaflet", "django-js-lib-leaflet"
HOME = "40-map.html"  # the page of the country, in the same folder: see page.document
INPUTS_PLACE = "<!-- inputs -->"
DETAIL_M = 400  # what is smaller in an outline cannot be seen at the scale of a province
# Of what a point is the middle; most are postcode areas, which need no words in the list.
BASES = {"postcode": "", "place": "de plaats", "municipality": "de gemeente"}
MIDDLE_M = 500  # nearer to the middle of an area its name need not be
OUTLINE_SCALE = 10_000  # outlines are in whole ten-thousandths of a degree
PDOK = "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png"


def make_map(root: Path, lists: Listed, dataset: Dataset, wave: int) -> tuple[str, Public]:
    """Return the map of the initiatives of a wave as HTML, and what is on it."""
    codebook = load_codebook(root, wave)
    layer = map_layer.load(root, wave)
    municipalities = layer.municipalities
    public = public_records(lists.initiatives, codebook, layer.code_column)
    public = on_land(public, municipalities)
    content = {
        **packed(public.records, labels(root, codebook, municipalities)),
        "municipality_province": _province_of(root, municipalities),
        "counts": [public.counts.get(code, 0) for code in municipalities["municipality_code"]],
        "province_counts": [
            public.counts.get(code, 0) for code in load_provinces(root)["province_code"]
        ],
        "former": former_municipalities(root, municipalities),
        "hidden": public.hidden_count,
        "postcodes": _postcodes(load_table("postcodes.csv", root)),
        "outlines": {
            "provinces": outlines(layer.provinces),
            "municipalities": outlines(municipalities),
        },
        "middles": {
            "provinces": middles(layer.provinces),
            "municipalities": middles(municipalities),
        },
        "pdok": PDOK,
        "layer_year": layer.year,
    }
    return render(content, dataset, wave), public


def render(content: Mapping[str, Any], dataset: Dataset, wave: int) -> str:
    """Return the page around ``content``, which is put in it as JSON."""
    leaflet = files(LEAFLET) / "static" / LEAFLET
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=False,
        undefined=jinja2.StrictUndefined,
    )
    return (
        environment.get_template("initiative_map.html.j2").render(
            wave=wave,
            dataset=dataset,
            kind=provenance.KIND_LABELS[dataset],
            version=provenance.package_version(),
            css=(TEMPLATES / "initiative_map.css").read_text(encoding="utf-8"),
            leaflet_css=_without_images((leaflet / "leaflet.css").read_text(encoding="utf-8")),
            home=HOME,
            inputs_place=INPUTS_PLACE,
            leaflet_licence=html.escape(_leaflet_licence()),
            leaflet=_script((leaflet / "leaflet.js").read_text(encoding="utf-8")),
            search=(TEMPLATES / "initiative_search.js").read_text(encoding="utf-8"),
            script=(TEMPLATES / "initiative_map.js").read_text(encoding="utf-8"),
            data=script_json(content),
            layer_year=content["layer_year"],
            hidden=format_number(content["hidden"]) if content["hidden"] else "",
            shown=format_number(len(content["id"])),
            total=format_number(len(content["id"]) + content["hidden"]),
        )
        + "\n"
    )


def with_inputs(page: str, inputs: Mapping[str, str]) -> str:
    """Return ``page`` (of :func:`make_map`) with the SHA-256 digest of each file that was read."""
    rows = (
        f"<li><code>{html.escape(file)}</code>: <code>{html.escape(digest[:16])}</code></li>"
        for file, digest in inputs.items()
    )
    told = "<p>Gelezen bestanden, met het begin van hun controlegetal (SHA-256):</p>"
    # No name can hold the mark: in the data, every < is written otherwise.
    return page.replace(INPUTS_PLACE, f"{told}<ul>{''.join(rows)}</ul>")


def script_json(content: object) -> str:
    """Return ``content`` as JSON that can stand in a script element, whatever names hold."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _leaflet_licence() -> str:
    """Return the licence that the wheel of Leaflet carries, which asks to go along with a copy."""
    wheel = distribution(LEAFLET_WHEEL)
    texts = (wheel.read_text(name) for name in ("LICENSE", "licenses/LICENSE"))
    return next(text.strip() for text in texts if text)


def _script(text: str) -> str:
    # A comment at the end asks for a file of the developers, which is not there.
    kept = [line for line in text.splitlines() if not line.startswith("//# sourceMappingURL")]
    return "\n".join(kept).replace("</script", "<\\/script")


def _without_images(css: str) -> str:
    """Return the style sheet without the rules that ask for pictures: none are used here."""
    rules = css.split("}")
    return "}".join(rule for rule in rules if "url(" not in rule)


def labels(
    root: Path, codebook: Codebook, municipalities: pd.DataFrame
) -> dict[str, dict[str, str]]:
    """Return the words of the codes on the map, by field."""
    found = {
        name: {option.name: option.label_nl for option in codebook.variables[name].options}
        for name in ("phase", "themes", "activities")
    }
    provinces = load_provinces(root)
    found["location_basis"] = BASES
    found["province_code"] = dict(zip(provinces["province_code"], provinces["name"], strict=True))
    found["municipality"] = dict(
        zip(municipalities["municipality_code"], municipalities["name"], strict=True)
    )
    return found


def _province_of(root: Path, municipalities: pd.DataFrame) -> list[int]:
    codes = list(load_provinces(root)["province_code"])
    return [codes.index(code) for code in municipalities["province_code"]]


def former_municipalities(root: Path, municipalities: pd.DataFrame) -> list[tuple[str, list[int]]]:
    """Return each municipality that is gone, with the numbers of the rows it is part of now.

    Names that ``municipalities`` (the layer in use) has itself are left out. Sorted by name.
    """
    crosswalk = load_table("crosswalk.csv", root)
    later = crosswalk.groupby("municipality_code_2020")["municipality_code_2023"].agg(list)
    own = crosswalk.rename(columns={"name_2020": "old_name"})
    history = load_table("municipality_history.csv", root)
    number = {code: row for row, code in enumerate(municipalities["municipality_code"])}
    found: dict[str, set[int]] = {}
    for table in (own, history):
        for name, code in zip(table["old_name"], table["municipality_code_2020"], strict=True):
            codes = [code] if code in number else later.get(code, [])
            found.setdefault(name, set()).update(number[code] for code in codes)
    present = set(municipalities["name"])
    return [(name, sorted(rows)) for name, rows in sorted(found.items()) if name not in present]


def _postcodes(table: pd.DataFrame) -> list[list[int]]:
    """Return each postcode area with its point in thousandths of a degree: code, lat, lon."""
    rows = table[table["kind"] == "postcode"]
    return [
        [int(row.name_), round(float(row.latitude) * 1000), round(float(row.longitude) * 1000)]
        for row in rows.rename(columns={"name": "name_"}).itertuples()
    ]


def middles(areas: gpd.GeoDataFrame) -> list[list[int]]:
    """Return where the name of each area goes, the largest first: row, latitude, longitude.

    Thousandths of a degree; the middle of the largest circle in the area.
    """
    shapes = areas.geometry.to_numpy()
    circles = shapely.maximum_inscribed_circle(shapes, tolerance=MIDDLE_M)
    points = gpd.GeoSeries(shapely.get_point(circles, 0), crs=areas.crs).to_crs(WGS84)
    order = np.argsort(-shapely.area(shapes), kind="stable")
    return [
        [int(row), round(points.iloc[row].y * 1000), round(points.iloc[row].x * 1000)]
        for row in order
    ]


def outlines(areas: gpd.GeoDataFrame) -> list[list[int]]:
    """Return the borders of ``areas`` as lines, each border once: x, y, and steps from there.

    Whole ten-thousandths of a degree. Borders that two areas share are simplified alike.
    """
    shapes = shapely.coverage_simplify(areas.geometry.to_numpy(), DETAIL_M)
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(shapes)))
    frame = gpd.GeoSeries(list(shapely.get_parts(lines)), crs=areas.crs).to_crs(WGS84)
    return [_steps(shapely.get_coordinates(line)) for line in _kept(frame)]


def _kept(lines: Iterable[Any]) -> list[Any]:
    return [line for line in lines if not line.is_empty]


def _steps(points: np.ndarray) -> list[int]:
    whole = np.round(points * OUTLINE_SCALE).astype(int)
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), int))
    moved = np.concatenate([[True], np.any(steps[1:] != 0, axis=1)])
    return [int(value) for value in steps[moved].ravel()]
