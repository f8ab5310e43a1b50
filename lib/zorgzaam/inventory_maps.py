"""Static maps of the inventory: how many initiatives, how many for each resident, who looked where.

What is not a number has a look of its own: nothing (zero), not known, hidden, and nobody looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from zorgzaam.dutch import format_number, join_words
from zorgzaam.errors import MonitorError
from zorgzaam.figures import ORANGE
from zorgzaam.labels import Labels
from zorgzaam.mapbase import (
    BORDER,
    add_strip,
    draw_areas,
    draw_inner_borders,
    draw_scale,
    make_axes,
)
from zorgzaam.maps import (
    BLUES,
    DETAIL_SHARE,
    LABEL_PT,
    SMALL_PT,
    ProvinceSheet,
    label_province,
    simplify,
)

ZERO, MISSING, HIDDEN, NOT_SEARCHED = "zero", "missing", "hidden", "not-searched"
# Fill, hatch and words of what is not a number; apart without colour as well.
LOOKS: dict[str, tuple[str, str, str]] = {
    ZERO: ("#FFFFFF", "", "geen (nul)"),
    MISSING: ("#FFFFFF", "///", "niet bekend"),
    HIDDEN: ("#D0D0D0", "xxx", "verborgen"),
    NOT_SEARCHED: ("#F3F3F3", "...", "niemand zocht hier"),
}
PROVINCE_DETAIL_SHARE = 1 / 350  # of the width; many small areas make a large file
STRIP_IN = 0.95  # for the legend under the map of a province
DOT_PT, LARGEST_DOT_PT = 3.0, 14.0  # across, of one initiative and at most


def class_of(value: float, limits: Sequence[float], decimals: int = 0) -> int:
    """Return the class of a value, from 0: a limit is the highest value of its class.

    The last class has no upper limit. The value is that which a reader sees, with ``decimals``:
    0.54 is shown as 0.5, and belongs to the class that ends there.
    """
    return int(np.searchsorted(limits, as_shown(value, decimals), side="left"))


def as_shown(value: float, decimals: int) -> float:
    """Return ``value`` as ``format_number`` writes it: halves away from zero."""
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(str(float(value))).quantize(step, ROUND_HALF_UP))


def class_names(limits: Sequence[float], decimals: int = 0) -> list[str]:
    """Return what each class is called: "2 tot en met 3", with a decimal "2,1 tot en met 3,0"."""
    step = 10.0**-decimals
    texts = []
    lows = [None, *limits[:-1]]
    for low, high in zip(lows, limits, strict=True):
        top = format_number(high, decimals)
        if low is None:
            texts.append(f"tot en met {top}")
        elif decimals == 0 and high - low <= 1:
            texts.append(top)
        else:
            bottom = format_number(low + step, decimals)
            texts.append(f"{bottom} tot en met {top}")
    return [*texts, f"meer dan {format_number(limits[-1], decimals)}"]


def with_status(values: pd.Series, searched: pd.Series | None = None) -> pd.DataFrame:
    """Return ``values`` by code with the ``status`` of each: "" for a number above zero.

    A zero where nobody looked is no zero; ``searched`` says (boolean, by code) where somebody did.
    """
    status = pd.Series("", values.index)
    status[values == 0] = ZERO
    status[values.isna()] = MISSING
    if searched is not None:
        status[~searched.reindex(values.index, fill_value=False) & (values.fillna(0) == 0)] = (
            NOT_SEARCHED
        )
    return pd.DataFrame({"value": values, "status": status})


def country(
    provinces: gpd.GeoDataFrame,
    municipalities: gpd.GeoDataFrame,
    table: pd.DataFrame,
    limits: Sequence[float],
    title: str,
    decimals: int = 0,
) -> tuple[Figure, pd.DataFrame]:
    """Draw the provinces by a number; ``table`` is :func:`with_status` by province code.

    Returns the figure and what is drawn, one row a province.
    """
    _check(limits)
    rows = table.reindex(provinces["province_code"])
    figure, axes = make_axes(provinces.total_bounds)
    parts, shapes = simplify(municipalities, provinces, DETAIL_SHARE * axes.viewLim.width)
    _fill(axes, shapes, rows, limits, decimals, width=0.9)
    draw_inner_borders(axes, parts, shapes)
    labels = Labels(axes)
    labels.take(_legend(axes, rows, limits, title, decimals))
    draw_scale(labels, shapely.union_all(shapes))
    texts = [_text(row, decimals) for row in rows.itertuples()]
    for item in np.argsort(shapely.area(shapes)):
        label_province(labels, provinces["name"].iloc[item], texts[item], shapes, item)
    data = pd.DataFrame({"Provincie": provinces["name"], "Code": provinces["province_code"]})
    return figure, data.assign(**_columns(rows, limits, title, decimals))


def province(
    code: str,
    provinces: gpd.GeoDataFrame,
    municipalities: gpd.GeoDataFrame,
    table: pd.DataFrame,
    limits: Sequence[float],
    title: str,
    points: gpd.GeoDataFrame,
    decimals: int = 0,
) -> tuple[Figure, pd.DataFrame]:
    """Draw the municipalities of a province by a number, with points where initiatives are.

    ``table`` is :func:`with_status` by municipality code, ``points`` (EPSG:28992) has ``count``.
    Returns the figure and what is drawn, one row a municipality, in the order of the alphabet.

    Raises
    ------
    MonitorError
        If no municipality has this province code.
    """
    _check(limits)
    sheet = ProvinceSheet.start(code, provinces, municipalities)
    figure, axes = sheet.figure, sheet.axes
    rows = table.reindex(sheet.own["municipality_code"])
    # Finer than this cannot be seen, and would double the size of the file.
    shapes = shapely.coverage_simplify(
        sheet.own.geometry.to_numpy(), PROVINCE_DETAIL_SHARE * axes.viewLim.width
    )
    _fill(axes, shapes, rows, limits, decimals, width=0.6)
    # A size at a time: an SVG then has the drawing of each dot once.
    for count, places in points.groupby("count"):
        _dots(axes, places.geometry.x, places.geometry.y, int(count))
    # Under the map: on it, the names of small municipalities would have no place left.
    start = add_strip(figure, axes, STRIP_IN)
    most = int(points["count"].max()) if len(points) else 0
    handles = _handles(axes, rows, limits, decimals, most_at_point=most)
    figure.legend(
        handles=handles, title=title, loc="lower left", bbox_to_anchor=(0.01, start), ncols=3,
        frameon=False, alignment="left", fontsize=SMALL_PT, title_fontsize=LABEL_PT,
        borderaxespad=0.2,
    )  # fmt: skip
    data = sheet.finish(shapes)
    return figure, data.assign(**_columns(rows, limits, title, decimals))


def searched(
    provinces: gpd.GeoDataFrame, municipalities: gpd.GeoDataFrame, lists: Mapping[str, list[str]]
) -> tuple[Figure, pd.DataFrame]:
    """Draw how many lists looked in each province: ``lists`` has their names by province code."""
    values = pd.Series({code: float(len(names)) for code, names in lists.items()})
    table = pd.DataFrame(
        {"value": values, "status": values.eq(0).map({True: NOT_SEARCHED, False: ""})}
    )
    drawn, data = country(provinces, municipalities, table, [1, 2, 3], "Lijsten die hier zochten")
    return drawn, data.assign(
        **{"Welke": [join_words(lists[code]) or "geen" for code in data["Code"]]}
    )


def geojson_rows(areas: gpd.GeoDataFrame, code: str, data: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return what is drawn with its shapes, to save as GeoJSON; what is no number is empty.

    Why a number is not there, "Klasse" says.
    """
    shapes = areas[[code, "geometry"]].rename(columns={code: "Code"})
    words = [text for _, _, text in LOOKS.values()]
    found = data.copy()
    # Not by what is a number: where nobody looked at all, a column has words alone.
    for name in data.columns.drop("Klasse", errors="ignore"):
        is_word = found[name].isin(words)
        if is_word.any():
            found[name] = found[name].astype(object).mask(is_word, None)
    return gpd.GeoDataFrame(found.merge(shapes, on="Code"), geometry="geometry", crs=areas.crs)


def _check(limits: Sequence[float]) -> None:
    if len(limits) >= len(BLUES) or sorted(set(limits)) != list(limits):
        raise MonitorError(
            f"Een kaart heeft oplopende klassengrenzen nodig, hooguit {len(BLUES) - 1}. Verbeter "
            "maps in params/build.yaml."
        )


def _fill(
    axes: Axes,
    shapes: Iterable[Any],
    rows: pd.DataFrame,
    limits: Sequence[float],
    decimals: int,
    width: float,
) -> None:
    looks = [
        LOOKS[row.status][:2] if row.status else (BLUES[class_of(row.value, limits, decimals)], "")
        for row in rows.itertuples()
    ]
    fills, hatches = zip(*looks, strict=True)
    draw_areas(axes, shapes, fills, edge=BORDER, width=width, hatches=hatches)


def _text(row: Any, decimals: int) -> str:
    return LOOKS[row.status][2] if row.status else format_number(row.value, decimals)


def _columns(
    rows: pd.DataFrame, limits: Sequence[float], title: str, decimals: int
) -> dict[str, list[Any]]:
    """Return the numbers drawn, words where there is none, and what each looks like."""
    names = class_names(limits, decimals)
    values, classes = [], []
    for row in rows.itertuples():
        is_number = row.status in ("", ZERO)
        shown = as_shown(row.value, decimals) if is_number else LOOKS[row.status][2]
        values.append(int(shown) if is_number and decimals == 0 else shown)
        classes.append(
            LOOKS[row.status][2] if row.status else names[class_of(row.value, limits, decimals)]
        )
    return {title: values, "Klasse": classes}


def _legend(
    axes: Axes, rows: pd.DataFrame, limits: Sequence[float], title: str, decimals: int
) -> Legend:
    return axes.legend(
        handles=_handles(axes, rows, limits, decimals), title=title, loc="upper left",
        frameon=False, alignment="left", fontsize=SMALL_PT, title_fontsize=LABEL_PT,
    )  # fmt: skip


def _handles(
    axes: Axes,
    rows: pd.DataFrame,
    limits: Sequence[float],
    decimals: int,
    most_at_point: int = 0,
) -> list[Any]:
    """Return what explains the colours and looks: the classes, and the looks that occur."""
    found: list[Any] = [
        Patch(facecolor=blue, edgecolor=BORDER, label=name)
        for blue, name in zip(BLUES, class_names(limits, decimals), strict=False)
    ]
    for status in dict.fromkeys(rows["status"]):
        if status:
            fill, hatch, words = LOOKS[status]
            found.append(Patch(facecolor=fill, hatch=hatch, edgecolor=BORDER, label=words))
    for count in sorted({1, most_at_point}) if most_at_point else []:
        words = "1 initiatief" if count == 1 else f"{format_number(count)} op een punt"
        found += _dots(axes, [], [], count, label=words)
    return found


def _dots(axes: Axes, x: Any, y: Any, count: int, **style: Any) -> list[Line2D]:
    """Draw points of ``count`` initiatives each; their area grows with that, up to a limit."""
    return axes.plot(
        x, y, "o", markersize=min(DOT_PT * np.sqrt(count), LARGEST_DOT_PT), color=ORANGE,
        markeredgecolor="white", markeredgewidth=0.5, zorder=3, alpha=0.9, **style,
    )  # fmt: skip
