"""Static maps in EPSG:28992: the country by residents, and a province with its municipalities."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from zorgzaam.areas import slugify
from zorgzaam.dutch import format_number
from zorgzaam.errors import MonitorError
from zorgzaam.figures import DARK_GREY
from zorgzaam.labels import Labels, line_breaks, middle_of
from zorgzaam.mapbase import BORDER, draw_areas, draw_inner_borders, draw_scale, make_axes

# Apart in greyscale and for the colour-blind; darker is more, and the lightest is not white, so
# that no land looks left out.
BLUES = ("#DCE8F4", "#ABCDE4", "#66A9D3", "#2F7DBA", "#084B94")
LAND, OTHER_LAND = "#DCE9F5", "#E2E2E2"
LABEL_PT, SMALL_PT = 9.0, 8.5

# What is smaller than this share of the width of the map cannot be seen on a page.
DETAIL_SHARE = 1 / 700
# A name may lie over other municipalities with this share of its box; more, and a number takes
# its place. This share of the box must at least lie in the municipality itself.
GREATEST_SPILL, SMALLEST_SHARE = 0.06, 0.5
GREATEST_REACH = 0.16  # of the width of the map: a longer line is hard to follow


def country_map(
    provinces: gpd.GeoDataFrame,
    municipalities: gpd.GeoDataFrame,
    class_limits: Sequence[int],
    year: int = 2020,
) -> tuple[Figure, pd.DataFrame]:
    """Draw the provinces by number of residents on 1 January of ``year``.

    The classes are fixed by the parameters, not fitted to the year, so that maps can be compared;
    ``class_limits`` are upper limits, and a limit itself belongs to the next class.

    Returns the figure and the numbers drawn, one row a province.

    Raises
    ------
    MonitorError
        If a province has more residents than the last limit, or none are known.
    """
    residents = provinces[f"population_{year}"]
    classes = _classes(residents, class_limits)
    names = _class_names(class_limits)
    title = f"Inwoners op 1 januari {year}"
    figure, axes = make_axes(provinces.total_bounds)
    parts, shapes = simplify(municipalities, provinces, DETAIL_SHARE * axes.viewLim.width)
    draw_areas(axes, shapes, [BLUES[item] for item in classes], edge=BORDER, width=0.9)
    draw_inner_borders(axes, parts, shapes)
    labels = Labels(axes)
    labels.take(_draw_legend(axes, names, title))
    draw_scale(labels, shapely.union_all(shapes))
    # The smallest first: they have least room to move.
    for item in np.argsort(shapely.area(shapes)):
        name, count = provinces["name"].iloc[item], format_number(residents.iloc[item])
        label_province(labels, name, count, shapes, item)
    data = pd.DataFrame(
        {
            "Provincie": provinces["name"],
            "Code": provinces["province_code"],
            title: residents,
            "Klasse": [names[item] for item in classes],
        }
    )
    return figure, data


def province_map(
    province_code: str, provinces: gpd.GeoDataFrame, municipalities: gpd.GeoDataFrame
) -> tuple[Figure, pd.DataFrame]:
    """Draw the municipalities of a province, with the other provinces in grey.

    A municipality with room for its name gets its name, another the number it has in the table.
    Returns the figure and that table, one row a municipality, in the order of the alphabet.

    Raises
    ------
    MonitorError
        If no municipality has this province code.
    """
    sheet = ProvinceSheet.start(province_code, provinces, municipalities)
    shapes = sheet.own.geometry.to_numpy()
    draw_areas(sheet.axes, shapes, [LAND] * len(shapes), edge=BORDER, width=0.6)
    # Borders are simplified to a hundred metres: no more is known of an area.
    area = sheet.own["area_km2"].round().clip(lower=1).astype(int)
    return sheet.figure, sheet.finish(shapes).assign(**{"Oppervlakte (km²)": area})


@dataclass(frozen=True)
class ProvinceSheet:
    """A map of one province: ``own`` are its municipalities by name, ``around`` the land beside."""

    figure: Figure
    axes: Axes
    own: gpd.GeoDataFrame
    around: gpd.GeoDataFrame

    @classmethod
    def start(
        cls, code: str, provinces: gpd.GeoDataFrame, municipalities: gpd.GeoDataFrame
    ) -> ProvinceSheet:
        """Draw the other provinces in grey; raises ``MonitorError`` without municipalities."""
        own = municipalities[municipalities["province_code"] == code]
        if own.empty:
            raise MonitorError(f"Er zijn geen gemeenten met provinciecode {code}.")
        own = own.sort_values("name", key=lambda names: names.map(sort_key), ignore_index=True)
        figure, axes = make_axes(own.total_bounds)
        view = shapely.box(*axes.viewLim.extents)
        around = provinces[provinces["province_code"] != code].clip(view, keep_geom_type=True)
        draw_areas(axes, around.geometry, [OTHER_LAND] * len(around), edge="white", width=1.2)
        return cls(figure, axes, own, around)

    def finish(self, shapes: np.ndarray) -> pd.DataFrame:
        """Draw scale and names around ``shapes``, as drawn; return the table of the numbers."""
        labels = Labels(self.axes)
        draw_scale(labels, shapely.union_all(shapes))
        label_municipalities(labels, self.own["name"], shapes)
        for name, shape in zip(self.around["name"], self.around.geometry, strict=True):
            label_neighbour(labels, name, shape)
        return pd.DataFrame(
            {
                "Nr.": range(1, len(self.own) + 1),
                "Gemeente": self.own["name"],
                "Code": self.own["municipality_code"],
            }
        )


def sort_key(name: str) -> str:
    """Return what a Dutch reader looks under: 's-Gravenhage under s, Súdwest-Fryslân under sud."""
    return slugify(name.lstrip("'"))


def _classes(residents: pd.Series, limits: Sequence[int]) -> list[int]:
    """Return the number of the class of each value, from 0; a limit belongs to the next class."""
    if len(limits) > len(BLUES):
        raise MonitorError(f"De kaart heeft {len(BLUES)} kleuren, en er zijn meer klassengrenzen.")
    if residents.isna().any() or residents.max() >= limits[-1]:
        raise MonitorError(
            "Een provincie heeft geen inwonertal of meer inwoners dan de hoogste klassengrens "
            f"({format_number(limits[-1])}). Verbeter maps.residents_class_limits in "
            "params/build.yaml."
        )
    return [int(item) for item in np.searchsorted(limits, residents, side="right")]


def _class_names(limits: Sequence[int]) -> list[str]:
    texts = [format_number(limit) for limit in limits]
    between = [f"{low} tot {high}" for low, high in itertools.pairwise(texts)]
    return [f"minder dan {texts[0]}", *between]


def simplify(
    municipalities: gpd.GeoDataFrame, provinces: gpd.GeoDataFrame, detail_m: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return both layers without what cannot be seen, with the same borders."""
    parts = shapely.coverage_simplify(municipalities.geometry.to_numpy(), detail_m)
    wholes = [
        shapely.coverage_union_all(parts[municipalities["province_code"] == code])
        for code in provinces["province_code"]
    ]
    return parts, np.array(wholes)


def _draw_legend(axes: Axes, names: Sequence[str], title: str) -> Legend:
    colours = zip(BLUES, names, strict=False)
    patches = [Patch(facecolor=blue, edgecolor=BORDER, label=name) for blue, name in colours]
    line = Line2D([], [], color=BORDER, linewidth=0.3, label="gemeentegrens")
    return axes.legend(
        handles=[*patches, line],
        title=title,
        loc="upper left",
        frameon=False,
        alignment="left",
        fontsize=LABEL_PT,
        title_fontsize=LABEL_PT,
    )


def label_province(labels: Labels, name: str, count: str, shapes: np.ndarray, item: int) -> None:
    """Write the name and number of a province, as little as can be over its neighbours."""
    texts = [f"{text}\n{count}" for text in line_breaks(name)]
    own, others = shapes[item], shapely.coverage_union_all(np.delete(shapes, item))
    label = labels.find(texts, own, others, spill=1, share=0, fontsize=LABEL_PT)
    if label is None:
        raise MonitorError(f"Er is geen plaats op de kaart voor de naam {name}.")
    labels.write(label)


def label_municipalities(labels: Labels, names: pd.Series, shapes: np.ndarray) -> None:
    """Give each municipality its name where that fits, beside the province, or else its number.

    The largest get their name first. A name beside the province has a line to its municipality.
    """
    by_size = np.argsort(shapely.area(shapes))
    others = [shapely.coverage_union_all(np.delete(shapes, item)) for item in range(len(shapes))]
    chosen = {}
    for item in by_size:
        # The smallest first: their numbers have least room to move.
        label = labels.find(
            [str(item + 1)], shapes[item], others[item], spill=1, share=0, fontsize=LABEL_PT
        )
        if label is None:
            raise MonitorError(f"Er is geen plaats op de kaart voor {names[item]}.")
        chosen[item] = label
        labels.taken.append(label.box)
    for item in by_size[::-1]:
        labels.taken.remove(chosen[item].box)
        label = labels.find(
            line_breaks(names[item]), shapes[item], others[item],
            spill=GREATEST_SPILL, share=SMALLEST_SHARE, fontsize=LABEL_PT,
        )  # fmt: skip
        if label is not None:
            chosen.pop(item)
            labels.write(label)
        else:
            labels.taken.append(chosen[item].box)
    land = shapely.coverage_union_all(shapes)
    shapely.prepare(land)
    middles = {item: middle_of(shapes[item]) for item in chosen}
    west, _, east, _ = labels.axes.viewLim.extents
    # Who is nearest to the edge first: with the shortest lines, that cross least.
    for item in sorted(chosen, key=lambda item: shapely.distance(land.boundary, middles[item])):
        labels.taken.remove(chosen[item].box)
        label = labels.find_beside(
            line_breaks(names[item]), middles[item], land,
            reach=GREATEST_REACH * (east - west), fontsize=LABEL_PT,
        )  # fmt: skip
        labels.write(label or chosen[item])


def label_neighbour(labels: Labels, name: str, shape: shapely.Geometry) -> None:
    """Write the name of another province in the part of it that is seen, if it fits there."""
    nothing = shapely.Polygon()
    label = labels.find(line_breaks(name), shape, nothing, spill=0, share=1, fontsize=SMALL_PT)
    if label is not None:
        labels.write(label, color=DARK_GREY, style="italic")
