"""The sheet a map is drawn on: its axes in true proportion, areas, borders and scale bar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from zorgzaam.figures import DARK_GREY, PAGE_WIDTH_IN
from zorgzaam.labels import Labels

BORDER = "#4D4D4D"
SCALE_PT = 8.5
MARGIN_SHARE = 0.04  # of the larger side, free around the area
SOURCE_SPACE_IN = 0.3  # under the map, for the source line
GREATEST_HEIGHT_IN = 6.8
# The map has a fixed place, so that labels keep theirs. Not "none": saving once would undo that.
NO_LAYOUT = PlaceHolderLayoutEngine(adjust_compatible=True, colorbar_gridspec=True)
SCALE_STEPS_M = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
SCALE_SHARE = 0.2  # the bar is at most this share of the width


def make_axes(bounds: Sequence[float]) -> tuple[Figure, Axes]:
    """Return a figure as wide as the page whose axes show ``bounds`` in true proportion."""
    west, south, east, north = bounds
    margin = MARGIN_SHARE * max(east - west, north - south)
    width, height = east - west + 2 * margin, north - south + 2 * margin
    map_height_in = min(PAGE_WIDTH_IN * height / width, GREATEST_HEIGHT_IN - SOURCE_SPACE_IN)
    # A tall area gets more of its neighbours beside it, so that the map fills the page.
    width = height * PAGE_WIDTH_IN / map_height_in
    figure_height_in = map_height_in + SOURCE_SPACE_IN
    figure = Figure(figsize=(PAGE_WIDTH_IN, figure_height_in), layout=NO_LAYOUT, facecolor="white")
    FigureCanvasAgg(figure)
    bottom = SOURCE_SPACE_IN / figure_height_in
    axes = figure.add_axes((0, bottom, 1, 1 - bottom))
    axes.set_axis_off()
    axes.set_xlim((west + east - width) / 2, (west + east + width) / 2)
    axes.set_ylim((south + north - height) / 2, (south + north + height) / 2)
    return figure, axes


def add_strip(figure: Figure, axes: Axes, height_in: float) -> float:
    """Make room for a legend under the map; return where it begins, as a share of the height."""
    before = figure.get_figheight()
    map_height_in, after = before - SOURCE_SPACE_IN, before + height_in
    figure.set_figheight(after)
    axes.set_position((0, (SOURCE_SPACE_IN + height_in) / after, 1, map_height_in / after))
    return SOURCE_SPACE_IN / after


def draw_areas(
    axes: Axes,
    shapes: Iterable[Any],
    colours: Sequence[str],
    edge: str,
    width: float,
    hatches: Sequence[str] | None = None,
) -> None:
    """Fill each of ``shapes`` with its colour, holes left open; ``width`` of the edge in points."""
    marks = hatches or [""] * len(colours)
    for shape, colour, hatch in zip(shapes, colours, marks, strict=True):
        rings = [
            Path(shapely.get_coordinates(ring), closed=True)
            for part in shapely.get_parts(shape)
            for ring in (part.exterior, *part.interiors)
        ]
        path = Path.make_compound_path(*rings)
        axes.add_patch(
            PathPatch(path, facecolor=colour, edgecolor=edge, linewidth=width, hatch=hatch or None)
        )


def draw_inner_borders(axes: Axes, parts: np.ndarray, wholes: np.ndarray) -> None:
    """Draw once each border that two ``parts`` share and that is no border of ``wholes``."""
    borders = shapely.union_all(shapely.boundary(parts))
    inner = borders.difference(shapely.union_all(shapely.boundary(wholes)))
    lines = shapely.line_merge(inner)
    # One path for all: a path for each line would double the size of the SVG.
    path = Path.make_compound_path(
        *[Path(shapely.get_coordinates(line)) for line in shapely.get_parts(lines)]
    )
    axes.add_patch(PathPatch(path, fill=False, edgecolor=BORDER, linewidth=0.3))


def draw_scale(labels: Labels, land: shapely.Geometry) -> None:
    """Draw a scale bar and a small arrow to the north in the corner with least of the area."""
    axes = labels.axes
    west, south, east, north = axes.viewLim.extents
    unit = (east - west) / 100
    bar = max(step for step in SCALE_STEPS_M if step <= SCALE_SHARE * (east - west))
    width, height = bar + 7 * unit, 7 * unit
    corners = [
        shapely.box(x, y, x + width, y + height)
        for y in (south + unit, north - height - unit)
        for x in (west + unit, east - width - unit)
        if not any(shapely.box(x, y, x + width, y + height).intersects(box) for box in labels.taken)
    ]
    block = min(corners, key=lambda corner: corner.intersection(land).area)
    x, y, *_ = block.bounds
    arrow = {"arrowstyle": "-|>", "color": DARK_GREY}
    style: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": SCALE_PT}
    axes.annotate(
        "N", (x + 2 * unit, y + height), (x + 2 * unit, y + unit), arrowprops=arrow, **style
    )
    start, end, top = x + 5 * unit, x + 5 * unit + bar, y + unit
    axes.plot([start, start, end, end], [top + unit, top, top, top + unit], color=DARK_GREY, lw=1.2)
    axes.text(
        (start + end) / 2,
        top + 1.2 * unit,
        f"{bar // 1000} km",
        ha="center",
        va="bottom",
        fontsize=SCALE_PT,
    )
    labels.taken.append(block)
