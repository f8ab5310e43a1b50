"""Drawing of published percentages with what each stands for and how sure it is."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from zorgzaam.figures import BLUE, DARK_GREY, INK, ORANGE, PAGE_WIDTH_IN

ROW_IN = 0.42
LABEL_CHARACTERS = 92
HALF_PCT = 50
# Lines of the grid would run through the words.
PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}


def percentages(data: pd.DataFrame) -> Figure:
    """Draw a row a percentage: its words above, and below them its two intervals.

    ``data`` comes from ``claim_tables.side_by_side``. A precise percentage is a dot; what was
    published as "almost" or "about" is an open bar from ``low_pct`` to ``high_pct``. The thick
    line is the interval for the inventory, the thin one that for the movement. An arrow says that
    there is no upper limit.
    """
    figure = Figure(figsize=(PAGE_WIDTH_IN, 1.1 + ROW_IN * len(data)))
    axes = figure.subplots()
    axes.axvline(HALF_PCT, color=DARK_GREY, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
    for position, row in enumerate(data.to_dict("records")):
        words = textwrap.shorten(f"{row['published']}: {row['label']}", LABEL_CHARACTERS)
        axes.text(0, position - 0.24, words, fontsize=8, color=INK, va="bottom", bbox=PLATE)
        _draw_interval(axes, position, row["inventory_lower"], row["inventory_upper"], 4.0)
        _draw_interval(axes, position, row["movement_lower"], row["movement_upper"], 1.2)
        _draw_reading(axes, position, row["low_pct"], row["high_pct"])
    axes.set_ylim(len(data) - 0.5, -0.9)
    axes.set_xlim(0, 104)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("procent van de initiatieven")
    axes.grid(axis="x")
    figure.legend(
        handles=_legend(), loc="outside upper left", ncols=2, fontsize=8, frameon=False,
        handletextpad=0.6, columnspacing=1.2,
    )  # fmt: skip
    return figure


def _draw_interval(axes: Axes, y: float, lower: float, upper: float, width: float) -> None:
    has_end = not pd.isna(upper)
    axes.hlines(y, lower, upper if has_end else 102, color=BLUE, linewidth=width, zorder=2)
    if not has_end:
        axes.plot(102, y, ">", color=BLUE, markersize=7, zorder=4)


def _draw_reading(axes: Axes, y: float, low: float, high: float) -> None:
    """Draw what was published; a dot would make "almost 80 %" precise."""
    if low == high:
        axes.plot(low, y, "o", color=ORANGE, markersize=6, markeredgecolor="white", zorder=4)
        return
    axes.add_patch(
        Rectangle(
            (low, y - 0.17), high - low, 0.34,
            facecolor="white", edgecolor=ORANGE, linewidth=1.4, alpha=0.9, zorder=3,
        )
    )  # fmt: skip


def _legend() -> list[Line2D | Patch]:
    return [
        Line2D([], [], marker="o", linestyle="", color=ORANGE, label="precies gepubliceerd"),
        Patch(facecolor="white", edgecolor=ORANGE, label='"bijna", "ongeveer" of "meer dan"'),
        Line2D([], [], color=BLUE, linewidth=4, label="interval: de gevonden initiatieven"),
        Line2D([], [], color=BLUE, linewidth=1.2, label="interval: de beweging als geheel"),
    ]
