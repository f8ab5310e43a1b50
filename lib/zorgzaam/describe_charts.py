"""Drawings of released numbers: dots with intervals, and answers on either side of a middle.

What is hidden or was not asked gets words where its mark would be, so that it cannot be taken for
zero. A wide interval has an open dot.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from zorgzaam.dutch import format_number
from zorgzaam.figures import BLUE, DARK_GREY, GREEN, INK, ORANGE, PAGE_WIDTH_IN

# The area of the page first, what it is compared with after it; shape tells them apart as well.
LOOKS = ((BLUE, "o"), (ORANGE, "D"), (GREEN, "s"))
LABEL_CHARACTERS = 27
LINE_IN = 0.17  # height of a line of a label
ROOM_FOR_TEXT = 1.16  # how far the axis goes on behind the longest bar, for its number
# From most to least: dark ends carry white letters, light ones black.
ANSWER_COLOURS = (ORANGE, "#FAC0A0", "#A5C4DD", BLUE)


def dots(data: pd.DataFrame, xlabel: str, *, width_in: float = PAGE_WIDTH_IN) -> Figure:
    """Draw a row per ``label`` and in it a dot with its interval for each ``series``.

    ``data`` is of ``released.drawn``: ``label``, ``series``, ``value``, ``lower``, ``upper``,
    ``text``, ``wide`` and ``note``; up to three series, in order of appearance. A label may have
    no row in some series. The axis starts at zero, or lower where numbers are below it.

    Raises
    ------
    ValueError
        If there are no rows, or more series than can be told apart.
    """
    labels, series = list(dict.fromkeys(data["label"])), list(dict.fromkeys(data["series"]))
    if not 0 < len(series) <= len(LOOKS):
        raise ValueError(f"{len(series)} series cannot be drawn")
    names = [textwrap.fill(label, LABEL_CHARACTERS) for label in labels]
    lines = sum(max(len(series), 1 + name.count("\n")) for name in names)
    has_legend = len(series) > 1 or bool(data["wide"].any())
    figure = Figure(figsize=(width_in, 0.75 + 0.25 * has_legend + (LINE_IN + 0.07) * lines))
    axes = figure.subplots()
    low, high = _set_scale(axes, data)
    for row in data.to_dict("records"):
        place = series.index(row["series"])
        offset = (place - (len(series) - 1) / 2) * 0.72 / len(series)
        _draw_dot(axes, row, labels.index(row["label"]) + offset, LOOKS[place], (low, high))
    axes.set_yticks(range(len(labels)), names)
    axes.set_ylim(len(labels) - 0.45, -0.55)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value)))
    axes.set_xlabel(xlabel, loc="right")  # long labels of rows leave little room to the right
    axes.grid(axis="x")
    if low < 0:
        axes.axvline(0, color=DARK_GREY, linewidth=0.8, zorder=1)
    if has_legend:
        _legend(figure, series, bool(data["wide"].any()))
    return figure


def _set_scale(axes: Axes, data: pd.DataFrame) -> tuple[float, float]:
    """Set and return the limits of the axis that numbers are on."""
    ends = data[["value", "lower", "upper"]].to_numpy(float)
    ends = ends[np.isfinite(ends)]
    high = ends.max(initial=0) or 1.0
    low = min(ends.min(initial=0), 0.0)
    axes.set_xlim(1.05 * low, low + ROOM_FOR_TEXT * (high - low))
    return low, high


def _draw_dot(
    axes: Axes,
    row: dict[object, object],
    height: float,
    look: tuple[str, str],
    ends: tuple[float, float],
) -> None:
    color, marker = look
    value, lower, upper = (float(row[name]) for name in ("value", "lower", "upper"))  # type: ignore[arg-type]
    step = 0.012 * (ends[1] - ends[0])
    if np.isnan(value):
        axes.text(
            max(ends[0], 0.0) + step, height, str(row["note"]),
            va="center", fontsize=7.5, style="italic", color=DARK_GREY,
        )  # fmt: skip
        return
    if np.isfinite(lower):
        axes.hlines(height, lower, upper, color=color, linewidth=1.5, zorder=2)
    axes.plot(
        value, height, marker, color=color, markersize=5.5, zorder=3,
        markerfacecolor="white" if row["wide"] else color, markeredgewidth=1.3,
    )  # fmt: skip
    right = upper if np.isfinite(upper) else value
    axes.text(
        max(right, value + step) + step, height, str(row["text"]),
        va="center", fontsize=7.5, color=INK, zorder=4,
    )  # fmt: skip


def _legend(figure: Figure, series: Sequence[str], has_wide: bool) -> None:
    entries = {
        name: Line2D([], [], marker=marker, color=color, linewidth=1.5, markersize=5.5)
        for name, (color, marker) in zip(series, LOOKS, strict=False)
        if len(series) > 1
    }
    if has_wide:
        entries["open: onzeker, grote marge"] = Line2D(
            [], [], marker="o", linestyle="", color=DARK_GREY, markerfacecolor="white"
        )
    figure.legend(
        entries.values(), entries.keys(), loc="outside upper left", ncols=3, fontsize=8,
        frameon=False, handletextpad=0.5, columnspacing=1.4,
    )  # fmt: skip


def diverging(data: pd.DataFrame, answers: Sequence[str], xlabel: str) -> Figure:
    """Draw a bar per ``label`` with two answers on the left of the middle and two on the right.

    ``data`` has a row a label and answer: ``label``, ``answer``, ``value`` (percent, missing where
    not shown), ``text`` and ``note``. ``answers`` are the four of them, from most to least. A
    label of which an answer is not shown has no bar but the words of ``note``: a bar with a gap
    would give the length of the gap away.
    """
    labels = list(dict.fromkeys(data["label"]))
    figure = Figure(figsize=(PAGE_WIDTH_IN, 1.3 + 0.42 * len(labels)))
    axes = figure.subplots()
    for position, label in enumerate(labels):
        own = data.loc[data["label"] == label].set_index("answer").reindex(answers)
        if own["value"].isna().any():
            notes = [note for note in own["note"].fillna("") if note]
            axes.text(
                0, position, notes[0] if notes else "", va="center", ha="center", fontsize=7.5,
                style="italic", color=DARK_GREY,
            )  # fmt: skip
            continue
        _draw_bar(axes, own, position)
    axes.set_yticks(
        range(len(labels)), [textwrap.fill(label, LABEL_CHARACTERS) for label in labels]
    )
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_xlim(-100, 100)
    axes.axvline(0, color=INK, linewidth=0.9, zorder=4)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(abs(value))))
    axes.set_xlabel(xlabel)
    handles = [Patch(color=color) for color in ANSWER_COLOURS]
    figure.legend(
        handles, answers, loc="outside upper left", ncols=2, fontsize=8, frameon=False,
        handletextpad=0.5, columnspacing=1.4,
    )  # fmt: skip
    return figure


def _draw_bar(axes: Axes, own: pd.DataFrame, position: int) -> None:
    """Draw the four answers of one label, most to the left of the middle."""
    most, much, little, least = own["value"].to_numpy(float)
    starts = (-much - most, -much, 0.0, little)
    for start, width, color, text in zip(
        starts, (most, much, little, least), ANSWER_COLOURS, own["text"], strict=True
    ):
        axes.barh(position, width, 0.66, left=start, color=color, edgecolor="white", linewidth=0.6)
        if width >= 10:  # a narrower part has no room; the table has its number
            axes.text(
                start + width / 2, position, text, ha="center", va="center", fontsize=7.5,
                color="white" if color == BLUE else INK,
            )  # fmt: skip
