"""Find a place for every label on a map, so that none covers another."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

PADDING_PX = 1.5
# A pale plate under the text. A halo would do as well, but in an SVG costs 20 KB a name.
PLATE = {"boxstyle": "round,pad=0.08", "facecolor": "white", "alpha": 0.65, "linewidth": 0}
SHORTEST_LINE = 4  # characters; a shorter piece of a name looks lost on its own line
# Where a label may stand, counted from the middle of its area in boxes of its own size.
SHIFTS_X = (0, -0.15, 0.15, -0.3, 0.3, -0.5, 0.5)
SHIFTS_Y = (0, -0.5, 0.5, -1, 1, -1.5, 1.5)
# Where a label beside its area may stand: so many directions, and so many steps outwards.
DIRECTIONS, STEPS = 36, 24
LINE, LINE_PT, END_PT = "#1D1D1D", 0.6, 1.8
CLEAR_PT = 3.0  # free around a line: nearer by, the end of one looks like a stop on another


@dataclass(frozen=True)
class Label:
    """A text and the box it may stand in, in map units."""

    text: str
    box: shapely.Polygon
    fontsize: float
    line: shapely.LineString | None = None  # to what it names, where it stands beside that


@dataclass
class Labels:
    """The labels of one map: ``taken`` are the boxes no further label may touch, in map units."""

    axes: Axes
    taken: list[shapely.Geometry] = field(default_factory=list)

    def find(
        self,
        texts: Iterable[str],
        own: shapely.Geometry,
        others: shapely.Geometry,
        *,
        spill: float,
        share: float,
        fontsize: float,
    ) -> Label | None:
        """Return which of ``texts`` fits in or near ``own``, and where; None if none does.

        At most ``spill`` of its box may lie over ``others`` and at least ``share`` must lie in
        ``own``. The place that lies most in ``own`` wins; of equals the first text and place.
        """
        middle = middle_of(own)
        found = [
            Label(text, box, fontsize)
            for text in texts
            for box in self._boxes_around(middle, *self._size(text, fontsize))
        ]
        boxes = np.array([label.box for label in found])
        area = shapely.area(boxes)
        # Only what is near matters, and cutting that out first is a hundred times faster.
        near = shapely.total_bounds(boxes)
        own_share = _overlap(boxes, shapely.clip_by_rect(own, *near)) / area
        others_share = _overlap(boxes, shapely.clip_by_rect(others, *near)) / area
        is_fit = self._are_free(boxes) & (others_share <= spill) & (own_share >= share)
        if not is_fit.any():
            return None
        return found[int(np.argmax(np.where(is_fit, own_share.round(2), -1)))]

    def find_beside(
        self,
        texts: Iterable[str],
        target: shapely.Point,
        land: shapely.Geometry,
        *,
        reach: float,
        fontsize: float,
    ) -> Label | None:
        """Return which of ``texts`` fits off ``land``, nearest to ``target``, with a line to it.

        The line is at most ``reach`` long, in map units, and touches nothing that is taken; None
        if there is no such place.
        """
        angles = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
        far = np.linspace(0, reach, STEPS + 1)[1:, np.newaxis]
        best, shortest = None, np.inf
        for text in texts:
            width, height = self._size(text, fontsize)
            # from the edge of the box on, so that wide and high boxes are equally far
            x = (target.x + np.cos(angles) * (far + width / 2)).ravel()
            y = (target.y + np.sin(angles) * (far + height / 2)).ravel()
            boxes = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            lines = shapely.shortest_line(boxes, target)
            length = shapely.length(lines)
            # what is quick to know first: few boxes are left for the rest
            is_fit = (length <= reach) & (length < shortest)
            is_fit[is_fit] = ~shapely.intersects(land, boxes[is_fit])
            is_fit[is_fit] = self._are_free(boxes[is_fit])
            is_fit[is_fit] = ~shapely.intersects(lines[is_fit], shapely.union_all(self.taken))
            if is_fit.any():
                item = int(np.argmin(np.where(is_fit, length, np.inf)))
                best, shortest = Label(text, boxes[item], fontsize, lines[item]), length[item]
        return best

    def write(self, label: Label, **style: Any) -> None:
        """Write ``label``, with its line if it has one, and take their place."""
        x, y = shapely.get_coordinates(label.box.centroid)[0]
        text = self._text(x, y, label.text, label.fontsize)
        text.set(bbox=PLATE, **style)
        self.taken.append(label.box)
        if label.line is not None:
            points = shapely.get_coordinates(label.line)
            self.axes.plot(*points.T, color=LINE, linewidth=LINE_PT, zorder=4)
            self.axes.plot(*points[-1], "o", color=LINE, markersize=END_PT, mew=0, zorder=4)
            unit = self.axes.viewLim.width / self.axes.bbox.width  # of the map, a pixel
            clear = unit * CLEAR_PT * cast(Figure, self.axes.figure).dpi / 72
            self.taken.append(label.line.buffer(clear))

    def take(self, artist: Any) -> None:
        """Keep labels off what is drawn already, such as a legend."""
        pixels = artist.get_window_extent(_renderer(self.axes))
        extent = pixels.padded(PADDING_PX).transformed(self.axes.transData.inverted())
        self.taken.append(shapely.box(*extent.extents))

    def _text(self, x: float, y: float, text: str, fontsize: float) -> Text:
        style: dict[str, Any] = {
            "fontsize": fontsize,
            "ha": "center",
            "va": "center",
            "linespacing": 1.05,
        }
        return self.axes.text(x, y, text, **style)

    def _size(self, text: str, fontsize: float) -> tuple[float, float]:
        """Return width and height of ``text`` with some air around it, in map units."""
        artist = self._text(0, 0, text, fontsize)
        pixels = artist.get_window_extent(_renderer(self.axes)).padded(PADDING_PX)
        artist.remove()
        extent = pixels.transformed(self.axes.transData.inverted())
        return float(extent.width), float(extent.height)

    def _boxes_around(
        self, middle: shapely.Point, width: float, height: float
    ) -> list[shapely.Polygon]:
        places = [
            (middle.x + right * width, middle.y + up * height)
            for up, right in itertools.product(SHIFTS_Y, SHIFTS_X)
        ]
        return [
            shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            for x, y in places
        ]

    def _are_free(self, boxes: np.ndarray) -> np.ndarray:
        """Whether each box lies within the map and off everything that is taken."""
        inside: np.ndarray = shapely.covers(shapely.box(*self.axes.viewLim.extents), boxes)
        is_free: np.ndarray = inside & ~shapely.intersects(boxes, shapely.union_all(self.taken))
        return is_free


def line_breaks(name: str) -> Iterator[str]:
    """Yield ``name`` on one line, and then with each way to break it at a space or hyphen."""
    pieces = re.findall(r"[^\s-]+-?", name)
    glue = ["" if piece.endswith("-") else " " for piece in pieces]
    for breaks in itertools.product((False, True), repeat=len(pieces) - 1):
        text = pieces[0]
        for piece, is_break, space in zip(pieces[1:], breaks, glue, strict=False):
            text += ("\n" if is_break else space) + piece
        if "\n" not in text or min(map(len, text.split("\n"))) >= SHORTEST_LINE:
            yield text


def middle_of(shape: shapely.Geometry) -> shapely.Point:
    """Return the middle of the largest circle inside ``shape``: where a label has most room."""
    return shapely.get_point(shapely.maximum_inscribed_circle(shape), 0)


def _overlap(boxes: np.ndarray, shape: shapely.Geometry) -> np.ndarray:
    """Return the area each box has in common with ``shape``, in square map units."""
    overlap: np.ndarray = shapely.area(shapely.intersection(boxes, shape))
    return overlap


def _renderer(axes: Axes) -> Any:
    """Return what measures text; the figure must have a canvas that draws pixels."""
    figure = cast(Figure, axes.figure)
    return cast(FigureCanvasAgg, figure.canvas).get_renderer()
