"""Drawings of what the lists say about the past: the split of a rise, founding years, coverage."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator
from scipy.special import pdtrik

from zorgzaam.charts import place_labels
from zorgzaam.dutch import format_number
from zorgzaam.figures import BLUE, DARK_GREY, GREEN, GREY, INK, ORANGE, PAGE_WIDTH_IN

# Fill, hatch and colour of words of each part: apart in greyscale print too.
PARTS = {
    "A": (BLUE, "", "white"),
    "C": ("#A8D8D4", "//", INK),
    "B": (ORANGE, "", INK),
    "D": ("#E6E6E6", "..", INK),
}
NARROW = 0.13  # of the width: a part that is narrower has its words above it
RESIDENT_TICKS = (1_000, 5_000, 20_000, 50_000, 200_000, 500_000, 1_000_000, 2_000_000, 4_000_000)
MOST_NAMES = 15  # in a funnel; of more areas only those outside the limits are named
FIRST_YEAR_BACK = 40  # further back there are too few to see


def split(values: Mapping[str, float], years: tuple[int, int], words: Mapping[str, str]) -> Figure:
    """Draw two lists as bars of their parts: what is on both, gone, found later and new.

    ``values`` gives A to D, ``words`` what each is called in the figure.
    """
    figure = Figure(figsize=(PAGE_WIDTH_IN, 3.0))
    axes = figure.subplots()
    bars = {1.0: ("A", "D"), 0.0: ("A", "C", "B")}
    width = max(sum(values[part] for part in parts) for parts in bars.values())
    for height, parts in bars.items():
        left = 0.0
        for part in parts:
            fill, hatch, ink = PARTS[part]
            axes.barh(
                height, values[part], left=left, height=0.5, color=fill, hatch=hatch,
                edgecolor="white", linewidth=1.2,
            )  # fmt: skip
            text = f"{words[part]}\n{format_number(values[part])}"
            is_narrow = values[part] < NARROW * width
            axes.text(
                left + values[part] / 2, height + (0.3 if is_narrow else 0), text,
                ha="left" if is_narrow else "center", va="bottom" if is_narrow else "center",
                fontsize=8, color=INK if is_narrow else ink,
                bbox=None if is_narrow or not hatch else {"facecolor": fill, "edgecolor": "none",
                                                         "pad": 1.5},
            )  # fmt: skip
            left += values[part]
    axes.set_yticks([1, 0], [f"lijst van {years[0]}", f"lijst van {years[1]}"])
    axes.set_ylim(-0.45, 1.75)
    axes.set_xlim(0, width * 1.02)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value)))
    axes.set_xlabel("initiatieven")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure


def ranges(data: pd.DataFrame, xlabel: str) -> Figure:
    """Draw for each ``label`` the range from ``low`` to ``high`` that is possible, and no best."""
    figure = Figure(figsize=(PAGE_WIDTH_IN, 1.0 + 0.45 * len(data)))
    axes = figure.subplots()
    for position, row in enumerate(data.to_dict("records")):
        axes.barh(
            position, row["high"] - row["low"], left=row["low"], height=0.45, color="#D6E3EF",
            edgecolor=BLUE, hatch="//",
        )  # fmt: skip
        text = f"{format_number(row['low'])} tot {format_number(row['high'])}"
        axes.text(
            (row["low"] + row["high"]) / 2, position, text, ha="center", va="center", fontsize=8,
            color=INK, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )  # fmt: skip
    axes.axvline(0, color=DARK_GREY, linewidth=0.9)
    axes.set_yticks(range(len(data)), data["label"])
    axes.set_ylim(len(data) - 0.5, -0.5)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value)))
    axes.set_xlabel(xlabel)
    return figure


def founding_curve(survivors: pd.DataFrame, existing: pd.DataFrame) -> Figure:
    """Draw founding years: how many there were, for rates of closing, above how many began.

    Round years have another colour below, for people remember years as round ones.
    """
    figure = Figure(figsize=(PAGE_WIDTH_IN, 4.6))
    above, below = figure.subplots(2, sharex=True, height_ratios=(3, 1))
    last = int(survivors["year"].max())
    first = max(int(survivors["year"].min()), last - FIRST_YEAR_BACK)
    shown = existing[existing["year"] >= first]
    rates = sorted(shown["rate_pct"].unique())
    lines = shown.pivot(index="year", columns="rate_pct", values="existing")
    above.fill_between(lines.index, lines[rates[0]], lines[rates[-1]], color="#DCE8F4", zorder=0)
    for rate, style in zip(rates, ["-", "--", "-.", ":"] * len(rates), strict=False):
        above.plot(lines.index, lines[rate], style, color=BLUE, linewidth=2 if rate == 0 else 1.2)
    # Each name where its line is far from the next: the lower the line, the later.
    for number, rate in enumerate(reversed(rates)):
        at = int(len(lines) * min(0.45 + 0.13 * number, 0.8))
        above.annotate(
            f"{rate:g} % stopt" if rate else "niemand stopt",
            (lines.index[at], lines[rate].iloc[at]), (4, -3), textcoords="offset points",
            ha="left", va="top", fontsize=8, color=INK,
        )  # fmt: skip
    above.set_ylabel("initiatieven die bestonden")
    above.grid(axis="y")
    bars = survivors[survivors["year"] >= first]
    colours = [ORANGE if year % 5 == 0 else GREEN for year in bars["year"]]
    below.bar(bars["year"], bars["founded"], color=colours, width=0.8)
    below.set_ylabel("opgericht")
    below.set_xlabel("startjaar (oranje: eindigt op 0 of 5)")
    for axes in (above, below):
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value)))
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    below.xaxis.set_major_locator(MaxNLocator(8, integer=True, steps=[1, 2, 5, 10]))
    below.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    return figure


def coverage(table: pd.DataFrame, highlight: str | None = None) -> Figure:
    """Draw for each ``label`` what is ``known`` (a square) and what there may be, with its margin.

    Where there is no estimate the ``note`` stands beside the square.
    """
    figure = Figure(figsize=(PAGE_WIDTH_IN, 1.2 + 0.3 * len(table)))
    axes = figure.subplots()
    ends = table[["known", "high"]].to_numpy(float)
    edge = 1.08 * float(np.nanmax(ends))
    for position, row in enumerate(table.to_dict("records")):
        colour = ORANGE if row["label"] == highlight else BLUE
        axes.plot(
            row["known"], position, "s", markersize=5.5, markerfacecolor="white",
            markeredgecolor=colour, markeredgewidth=1.4, zorder=3,
        )  # fmt: skip
        if pd.isna(row["value"]):
            axes.text(row["known"] + 0.03 * edge, position, row["note"], va="center", fontsize=7.5)
            continue
        axes.plot([row["known"], row["value"]], [position] * 2, color=GREY, linewidth=0.9, zorder=1)
        axes.hlines(position, row["low"], row["high"], color=colour, linewidth=1.8, zorder=2)
        axes.plot(row["value"], position, "o", color=colour, markersize=6, zorder=3)
    axes.set_yticks(range(len(table)), table["label"])
    for tick in axes.get_yticklabels():
        tick.set_fontweight("bold" if tick.get_text() == highlight else "normal")
    axes.set_ylim(len(table) - 0.5, -0.6)
    axes.set_xlim(0, edge)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value)))
    axes.set_xlabel("initiatieven (vierkant: gevonden; stip: geschat, met marge)")
    axes.grid(axis="x")
    return figure


def funnel(table: pd.DataFrame, level: float, outer: float, per: int = 100_000) -> Figure:
    """Draw each area's rate by its residents, between the limits of chance.

    ``table`` is ``map_tables.funnel_table``: ``label``, ``residents``, ``count``, ``rate`` (of
    ``per`` residents) and ``outside``. The limits are exact Poisson limits at the rate of all.
    """
    figure = Figure(figsize=(PAGE_WIDTH_IN, 4.4))
    axes = figure.subplots()
    overall = table["count"].sum() / table["residents"].sum()
    residents = np.geomspace(table["residents"].min() * 0.85, table["residents"].max() * 1.15, 300)
    for share, style in ((level, "--"), (outer, ":")):
        tail = (1 - share) / 2
        words = format_number(100 * share, 0 if share == level else 1)
        # Between whole counts, so that the lines have no teeth; the table has the whole ones.
        ends = [pdtrik(part, overall * residents) for part in (tail, 1 - tail)]
        for end, label in zip(ends, (None, f"{words} % toeval"), strict=True):
            rate = per * np.clip(end, 0, None) / residents
            axes.plot(residents, rate, style, color=DARK_GREY, linewidth=1, label=label)
    axes.axhline(per * overall, color=BLUE, linewidth=1)
    for row in table.itertuples():
        is_outside = row.outside > 0
        axes.plot(
            row.residents, row.rate, "D" if is_outside else "o", markersize=6,
            color=ORANGE if is_outside else BLUE,
        )  # fmt: skip
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value)))
    axes.xaxis.set_major_locator(FixedLocator([*RESIDENT_TICKS]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: format_number(value, 1)))
    axes.set_xlabel("inwoners")
    axes.set_ylabel(f"initiatieven per {format_number(per)} inwoners")
    axes.legend(frameon=False, fontsize=8)
    named = table if len(table) <= MOST_NAMES else table[table["outside"] > 0]
    place_labels(axes, list(zip(named["residents"], named["rate"], named["label"], strict=True)))
    return figure
