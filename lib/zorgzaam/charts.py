"""Drawings of counts, trends and intervals, in house style; tables in, a figure out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator
from matplotlib.transforms import Bbox

from zorgzaam.dutch import format_number, join_words
from zorgzaam.figures import BLUE, DARK_GREY, GREEN, GREY, INK, ORANGE, PAGE_WIDTH_IN

# Scope of a count against what the monitor counts: Dutch words and colour.
SCOPES = {
    "core": ("hetzelfde als de monitor", BLUE),
    "narrower": ("een deel daarvan, of onduidelijk", GREEN),
    "unclear": ("een deel daarvan, of onduidelijk", GREEN),
    "other": ("iets anders of iets ruimers", ORANGE),
    "broader": ("iets anders of iets ruimers", ORANGE),
}
# Precision of a count: Dutch words, marker, filled or open. Shape and not colour carries it.
PRECISIONS = {
    "exact": ("precies geteld", "o", True),
    "about": ("ongeveer", "o", False),
    "range": ("tussen twee getallen", "D", False),
    "more_than": ("meer dan, of minstens", "^", True),
    "at_least": ("meer dan, of minstens", "^", True),
    "just_under": ("bijna", "v", True),
}
# Only counts alike in all of these may be joined by a line.
COMPARABLE = ["series_name", "scope", "phase", "label"]
ARROW_SHARE = 0.06  # how far the arrow above a lower bound reaches: share of the height
PLACES = ((6, 0, "left"), (-6, 0, "right"), (0, 9, "center"), (0, -9, "center"),
          (6, 9, "left"), (-6, 9, "right"), (6, -9, "left"), (-6, -9, "right"),
          (0, 21, "center"), (0, -21, "center"))  # fmt: skip


def _draw_count(axes: Axes, row: pd.Series, color: str) -> None:
    """Draw one count: a mark for its value and precision, a bar for what it can stand for."""
    _, marker, filled = PRECISIONS[row["precision"]]
    x, value = row["year_decimal"], row["value"]
    # Lines of the axes, not collections or arrows: labels keep clear of what is in axes.lines.
    bar: dict[str, Any] = {"color": color, "linewidth": 1.2, "zorder": 2}
    if np.isinf(row["high"]):
        bottom, top = axes.get_ylim()
        tip = value * (top / bottom) ** ARROW_SHARE
        axes.plot([x, x], [value, tip], **bar)
        axes.plot(x, tip, marker=(3, 0, 0), markersize=4, color=color)
    elif row["high"] > row["low"]:
        axes.plot([x, x], [row["low"], row["high"]], **bar)
    axes.plot(
        x, value, marker, color=color, markersize=6, zorder=3,
        markerfacecolor=color if filled else "white", markeredgewidth=1.4,
    )  # fmt: skip


def _set_log_counts(axes: Axes, low: float, high: float) -> None:
    """Give the axes a log scale of counts, and say what a step on it is."""
    is_wide = high / low > 20
    axes.set_yscale("log")
    axes.set_ylim(low / 1.5, high * 1.7)
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 3.0) if is_wide else (1.0, 2.0, 5.0)))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    step = "ruim 3" if is_wide else "ruim 2"
    axes.set_ylabel(f"aantal (per lijn {step} keer zoveel)")
    axes.grid(axis="y")


def _ink(axes: Axes) -> np.ndarray:
    """Return points (pixels) along every drawn line and mark, close enough to guard labels."""
    points = []
    for line in axes.lines:
        ends = line.get_transform().transform(np.column_stack(line.get_data()))
        steps = np.linspace(0, 1, 80)[:, None]
        points += [start + steps * (end - start) for start, end in pairwise(ends)] or [ends]
    return np.vstack(points)


def place_labels(axes: Axes, labels: Sequence[tuple[float, float, str]]) -> None:
    """Write each (x, y, text) where it covers least, of ten places beside its point."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw_without_rendering()
    ink, taken = _ink(axes), list[Bbox]()
    for x, y, text in labels:
        options = []
        for right, up, align in PLACES:
            note = axes.annotate(
                text, (x, y), (right, up), textcoords="offset points", ha=align, va="center",
                fontsize=8, color=INK, zorder=4,
            )  # fmt: skip
            box = note.get_window_extent(renderer)
            outside = box.x0 < axes.bbox.x0 or box.x1 > figure.bbox.x1
            covered = np.count_nonzero(((ink > box.min) & (ink < box.max)).all(axis=1))
            clashes = covered + 100 * sum(box.overlaps(other) for other in taken) + 1000 * outside
            options.append((clashes, note, box))
        best = min(options, key=lambda option: option[0])
        for option in options:
            if option is not best:
                option[1].remove()
        taken.append(best[2])


def timeline(counts: pd.DataFrame) -> Figure:
    """Draw published counts over time on a log scale, families apart.

    ``counts`` has a row a count with ``year_decimal``, ``value``, ``low`` and ``high`` (the
    interval its precision stands for; infinite for a lower bound), ``precision``, ``series_name``
    (who counted), ``scope``, ``phase`` and ``label`` (what). Counts alike in the last four are
    joined by a thin line. The name stands at the last count of each family and colour. Shape
    shows the precision, colour the scope.
    """
    figure = Figure(figsize=(PAGE_WIDTH_IN, 5.6))
    axes = figure.subplots()
    _set_log_counts(axes, counts["low"].min(), counts["value"].max())
    for _, group in counts.groupby(COMPARABLE, sort=True):
        group = group.sort_values("year_decimal", kind="stable")
        color = SCOPES[group["scope"].iloc[0]][1]
        # a lower bound is no point on a line
        known = group.loc[group["high"].map(np.isfinite)]
        axes.plot(known["year_decimal"], known["value"], color=GREY, linewidth=0.9, zorder=1)
        for _, row in group.iterrows():
            _draw_count(axes, row, color)
    axes.set_xlim(counts["date_low"].min() - 0.5, counts["date_high"].max() + 1.2)
    # one label a family and colour; which part is which stands in the table
    latest = counts.sort_values(["year_decimal", "value"], kind="stable")
    latest = latest.assign(color=[SCOPES[scope][1] for scope in latest["scope"]])
    latest = latest.groupby(["series_name", "color"], sort=True).tail(1)
    place_labels(
        axes, list(zip(latest["year_decimal"], latest["value"], latest["series_name"], strict=True))
    )
    _legend(figure, counts)
    return figure


def _legend(figure: Figure, counts: pd.DataFrame) -> None:
    """Explain the colours and marks that are in the figure, and no others."""
    entries: dict[str, Line2D] = {}
    for scope, (words, color) in SCOPES.items():
        if (counts["scope"] == scope).any():
            entries[words] = Line2D([], [], marker="s", linestyle="", color=color)
    for precision, (words, marker, filled) in PRECISIONS.items():
        if (counts["precision"] == precision).any():
            entries[words] = Line2D(
                [], [], marker=marker, linestyle="", color=DARK_GREY, markeredgewidth=1.4,
                markerfacecolor=DARK_GREY if filled else "white",
            )  # fmt: skip
    figure.legend(
        entries.values(), entries.keys(), loc="outside upper left", ncols=2, fontsize=8,
        frameon=False, handletextpad=0.4, columnspacing=1.2,
    )  # fmt: skip


def trend(counts: pd.DataFrame, line: pd.DataFrame) -> Figure:
    """Draw the counts of one series with the fitted ``line`` (``year_decimal``, ``value``).

    Where the counts are of more than one family, the figure itself says that they were put
    together.
    """
    figure = Figure(figsize=(PAGE_WIDTH_IN, 4.2))
    axes = figure.subplots()
    _set_log_counts(axes, counts["low"].min(), counts["value"].max())
    axes.plot(line["year_decimal"], line["value"], color=ORANGE, linewidth=1.8, zorder=1)
    for _, row in counts.iterrows():
        _draw_count(axes, row, BLUE)
    axes.set_xlim(counts["year_decimal"].min() - 0.8, counts["year_decimal"].max() + 1.2)
    place_labels(
        axes,
        [(row.year_decimal, row.value, row.text) for row in counts.itertuples()],
    )
    families = list(counts["series_name"].unique())
    if len(families) > 1:
        axes.text(
            0.99, 0.02, f"Samengenomen: {join_words(families)}", transform=axes.transAxes,
            ha="right", va="bottom", fontsize=7.5, color=DARK_GREY,
        )  # fmt: skip
    return figure


def dots_with_intervals(
    data: pd.DataFrame, xlabel: str, *, highlight: str | None = None, decimals: int = 0
) -> Figure:
    """Draw a row per ``label`` with a dot at ``value`` and a bar from ``low`` to ``high``.

    A bar without an end gets an arrow. A row without a value, or a dot without a bar, says why
    in the words of ``note``. ``highlight`` names the label that stands out, in colour and bold.
    """
    figure = Figure(figsize=(PAGE_WIDTH_IN, 0.9 + 0.3 * len(data)))
    axes = figure.subplots()
    shown = data.loc[data["value"].notna()]
    ends = shown[["value", "low", "high"]].to_numpy(float)
    # without any value there is nothing to scale to, and each row says why
    edge = 1.08 * ends[np.isfinite(ends)].max(initial=0) or 1.0
    for position, row in enumerate(data.to_dict("records")):
        color = ORANGE if row["label"] == highlight else BLUE
        if pd.isna(row["value"]):
            axes.text(0.01 * edge, position, row["note"], va="center", fontsize=8, color=DARK_GREY)
            continue
        axes.hlines(position, row["low"], min(row["high"], edge), color=color, linewidth=1.6)
        if np.isposinf(row["high"]):
            axes.plot(edge, position, ">", color=color, markersize=6)
        if pd.isna(row["low"]):
            axes.text(
                row["value"] + 0.03 * edge, position, row["note"],
                va="center", fontsize=7.5, color=DARK_GREY,
            )  # fmt: skip
        axes.plot(row["value"], position, "o", color=color, markersize=6)
        axes.annotate(
            format_number(row["value"], decimals), (row["value"], position), (0, 5),
            textcoords="offset points", ha="center", va="bottom", fontsize=7.5, color=INK,
        )  # fmt: skip
    axes.set_yticks(range(len(data)), data["label"])
    for tick, label in zip(axes.get_yticklabels(), data["label"], strict=True):
        tick.set_fontweight("bold" if label == highlight else "normal")
    axes.set_ylim(len(data) - 0.4, -0.8)
    axes.set_xlim(0, edge * 1.02)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value)))
    axes.set_xlabel(xlabel)
    axes.grid(axis="x")
    return figure
