"""The drawings of 50-province: a province beside the country, and where it lies."""

from __future__ import annotations

import textwrap
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MultipleLocator

from zorgzaam.dutch import format_number
from zorgzaam.errors import MonitorError
from zorgzaam.figures import BLUE, DARK_GREY, INK, ORANGE
from zorgzaam.labels import Labels, line_breaks
from zorgzaam.mapbase import BORDER, draw_areas, draw_scale, make_axes

# Narrower than other figures: two stand beside each other on paper, and still can be read.
WIDTH_IN = 4.4
ROW_IN, LABEL_CHARACTERS = 0.265, 32
APART = 0.17  # of a row, from its middle up to the province and down to the country
FONT_PT, NUMBER_PT = 8.0, 7.5
OWN_LAND, OTHER_LAND = "#FBD3BB", "#DCE8F4"
NAME_PT = 10.0
DETAIL_SHARE = 1 / 500  # of the width of the map: smaller than this cannot be seen


def beside(data: pd.DataFrame, xlabel: str) -> Figure:
    """Draw a row per ``label`` with the first ``series`` above the second, on 0 to 100 percent.

    ``data`` is of ``released_tables.drawn`` for two series. The first has its number, or the words
    why there is none, where its mark would be; an open mark says that the margin is wide. The
    second is there to compare with and has its number in the table; it may be absent.
    """
    labels, series = list(dict.fromkeys(data["label"])), list(dict.fromkeys(data["series"]))
    figure = Figure(figsize=(WIDTH_IN, 1.0 + ROW_IN * len(labels)))
    axes = figure.subplots()
    for row in data.to_dict("records"):
        position = labels.index(row["label"])
        if row["series"] == series[0]:
            _draw_own(axes, row, position - APART)
        else:
            _draw_other(axes, row, position + APART)
    axes.set_yticks(
        range(len(labels)),
        [textwrap.fill(label, LABEL_CHARACTERS) for label in labels],
        fontsize=FONT_PT,
        linespacing=0.95,
    )
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlim(0, 108)
    axes.xaxis.set_major_locator(MultipleLocator(25))
    axes.tick_params(axis="x", labelsize=FONT_PT)
    axes.set_xlabel(xlabel, fontsize=FONT_PT)
    axes.grid(axis="x")
    axes.hlines(np.arange(len(labels) - 1) + 0.5, 0, 108, color="#EDEDED", linewidth=0.7, zorder=0)
    _legend(figure, series, bool(data["wide"].any()))
    return figure


def _draw_own(axes: Axes, row: dict[Any, Any], height: float) -> None:
    if pd.isna(row["value"]):
        axes.text(
            1, height, row["note"], va="center", fontsize=NUMBER_PT, style="italic",
            color=DARK_GREY,
        )  # fmt: skip
        return
    axes.hlines(height, row["lower"], row["upper"], color=BLUE, linewidth=1.6, zorder=2)
    axes.plot(
        row["value"], height, "o", color=BLUE, markersize=5, zorder=3, markeredgewidth=1.3,
        markerfacecolor="white" if row["wide"] else BLUE,
    )  # fmt: skip
    end = np.nanmax([row["value"] + 1.5, row["upper"]])
    # Behind the bar, or before it where that would be off the drawing.
    is_left = end > 96
    start = np.nanmin([row["value"] - 1.5, row["lower"]])
    axes.text(
        start - 1.2 if is_left else end + 1.2, height, row["text"], va="center",
        ha="right" if is_left else "left", fontsize=NUMBER_PT, color=INK, zorder=4,
    )  # fmt: skip


def _draw_other(axes: Axes, row: dict[Any, Any], height: float) -> None:
    if pd.isna(row["value"]):
        note = f"{row['series']}: {row['note']}"
        axes.text(1, height, note, va="center", fontsize=NUMBER_PT, style="italic", color=DARK_GREY)
        return
    axes.hlines(height, row["lower"], row["upper"], color=ORANGE, linewidth=1.1, zorder=2)
    axes.plot(
        row["value"], height, "D", color=ORANGE, markersize=3.8, zorder=3, markeredgewidth=1.1,
        markerfacecolor="white" if row["wide"] else ORANGE,
    )  # fmt: skip


def _legend(figure: Figure, series: list[str], has_wide: bool) -> None:
    looks = zip(series, ((BLUE, "o"), (ORANGE, "D")), strict=False)
    entries = {
        name: Line2D([], [], marker=marker, color=color, linewidth=1.4, markersize=4.5)
        for name, (color, marker) in looks
    }
    if has_wide:
        entries["open, ~: onzeker"] = Line2D(
            [], [], marker="o", linestyle="", color=DARK_GREY, markerfacecolor="white"
        )
    figure.legend(
        entries.values(), entries.keys(), loc="outside upper left", ncols=3, fontsize=FONT_PT,
        frameon=False, handletextpad=0.4, columnspacing=1.1,
    )  # fmt: skip


def rate_map(provinces: gpd.GeoDataFrame, rates: pd.DataFrame, slug: str) -> Figure:
    """Draw where a province lies, with the initiatives per 100,000 residents of each.

    ``provinces`` are the boundaries with ``slug`` and ``name``, ``rates`` is of
    ``province_tables.rate_table``.

    Raises
    ------
    MonitorError
        If a province has no room for its name.
    """
    figure, axes = make_axes(provinces.total_bounds)
    detail_m = DETAIL_SHARE * axes.viewLim.width
    shapes = shapely.coverage_simplify(provinces.geometry.to_numpy(), detail_m)
    is_own = (provinces["slug"] == slug).to_numpy()
    colours = np.where(is_own, OWN_LAND, OTHER_LAND).tolist()
    draw_areas(axes, shapes, colours, edge=BORDER, width=0.6)
    draw_areas(axes, shapes[is_own], ["none"] * int(is_own.sum()), edge=BORDER, width=2.2)
    labels = Labels(axes)
    draw_scale(labels, shapely.union_all(shapes))
    # The smallest first: they have least room to move.
    for item in np.argsort(shapely.area(shapes)):
        name = provinces["name"].iloc[item]
        rate = format_number(rates.at[provinces["slug"].iloc[item], "per_100k"], 1)
        others = shapely.coverage_union_all(np.delete(shapes, item))
        texts = [f"{text}\n{rate}" for text in line_breaks(name)]
        label = labels.find(texts, shapes[item], others, spill=1, share=0, fontsize=NAME_PT)
        if label is None:
            raise MonitorError(f"Er is geen plaats op de kaart voor de naam {name}.")
        labels.write(label, fontweight="bold" if is_own[item] else "normal")
    return figure
