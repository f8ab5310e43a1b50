"""House style of figures, and saving each with its mark, its description and its data."""

from __future__ import annotations

import io
import math
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import seaborn
from matplotlib.figure import Figure

from zorgzaam.files import write_atomic
from zorgzaam.params import Kind
from zorgzaam.provenance import KIND_LABELS

# UK Government Analysis Function palette: each at least 3:1 on white, apart under colour blindness.
BLUE, GREEN, PURPLE, ORANGE = PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25")
GREY, DARK_GREY = "#BFBFBF", "#595959"
INK = "#262626"  # of words: the palette is dark enough for marks, not for small letters

PAGE_WIDTH_IN = 5.6  # narrow on purpose: the same figure is read on a phone
PNG_DPI = 300
SOURCE_WIDTH_CHARACTERS = 105
SALT = "zorgzaam"  # makes the identifiers inside an SVG the same in every run
UNKNOWN = "onbekend"  # what a reader sees for a missing value; never an empty cell
PATH = re.compile(r' d="[^"]*"')
LONG_NUMBER = re.compile(r"(\d\.\d\d)\d+")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

STYLE = {
    "figure.dpi": 100,
    "figure.figsize": (PAGE_WIDTH_IN, 4.2),
    "figure.constrained_layout.use": True,
    "font.family": "DejaVu Sans",  # ships with matplotlib, so every machine draws the same
    "font.size": 9.5,
    "axes.labelsize": 9.5,
    "axes.titlesize": 10.5,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "legend.fontsize": 8.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": DARK_GREY,
    "grid.color": "#E3E3E3",
    "svg.hashsalt": SALT,
    "svg.fonttype": "path",
}


def apply_style() -> None:
    """Set the house style for every figure made from here on."""
    seaborn.set_theme(style="white", palette=list(PALETTE), rc=STYLE)


@dataclass(frozen=True)
class SavedFigure:
    """A figure on disk: the SVG text and the names of the files it was saved in."""

    svg: str
    files: tuple[str, ...]


def _cell_for_excel(value: object) -> object:
    """Return a cell of a column that is not all numbers as Excel should get it.

    Text that a spreadsheet would run as a formula gets a quote before it. A number gets its
    decimal comma here, as pandas gives it to columns of numbers alone.
    """
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    if isinstance(value, float) and not math.isnan(value):
        return f"{value:.10g}".replace(".", ",")
    return value


def csv_bytes(data: pd.DataFrame, kind: Kind, missing: str = UNKNOWN) -> bytes:
    """Return ``data`` as a CSV that opens in a Dutch Excel: ``;``, decimal comma, UTF-8 with BOM.

    A last column says of which kind the numbers are, so that the mark travels with them. A missing
    value is written as ``missing``.
    """
    mixed = data.select_dtypes(exclude="number").columns
    marked = data.assign(**{name: data[name].map(_cell_for_excel) for name in mixed})
    marked = marked.assign(**{"soort gegevens": KIND_LABELS[kind]})
    text: str = marked.to_csv(
        index=False, sep=";", decimal=",", na_rep=missing, lineterminator="\r\n"
    )
    return text.encode("utf-8-sig")


def _draw_source(figure: Figure, source: str, kind: Kind) -> None:
    """Put the source under the figure, and the mark across it where the numbers are synthetic."""
    figure.supxlabel(
        textwrap.fill(source, SOURCE_WIDTH_CHARACTERS),
        x=0.01,
        ha="left",
        fontsize=6.5,
        color=DARK_GREY,
    )
    if kind == "synthetic":
        figure.text(
            0.5, 0.5, "SYNTHETISCH", ha="center", va="center", rotation=30,
            fontsize=40, color=DARK_GREY, alpha=0.25,
        )  # fmt: skip


def _with_short_paths(svg: str) -> str:
    """Return an SVG whose paths are in hundredths of a point: finer cannot be seen, and is large.

    Only paths: in text a point stands for thousands.
    """
    return PATH.sub(lambda path: LONG_NUMBER.sub(r"\1", path[0]), svg)


def save(
    figure: Figure,
    folder: Path,
    stem: str,
    *,
    title: str,
    alt: str,
    source: str,
    kind: Kind,
    data: pd.DataFrame,
) -> SavedFigure:
    """Save ``figure`` as SVG, PNG (300 dpi) and its ``data`` as CSV, with the same bytes each time.

    The files carry title, description, source and kind in their metadata; no clock, no machine.
    """
    _draw_source(figure, source, kind)
    svg_stream, png_stream = io.BytesIO(), io.BytesIO()
    about = {"Title": title, "Description": alt, "Source": source}
    figure.savefig(
        svg_stream,
        format="svg",
        metadata={**about, "Date": None, "Keywords": [KIND_LABELS[kind]]},
    )
    figure.savefig(
        png_stream,
        format="png",
        dpi=PNG_DPI,
        metadata={**about, "Comment": KIND_LABELS[kind]},
    )
    svg = _with_short_paths(svg_stream.getvalue().decode("utf-8"))
    contents = {
        f"{stem}.csv": csv_bytes(data, kind),
        f"{stem}.svg": svg.encode("utf-8"),
        f"{stem}.png": png_stream.getvalue(),
    }
    for name, content in contents.items():
        write_atomic(folder / name, content)
    return SavedFigure(svg=contents[f"{stem}.svg"].decode("utf-8"), files=tuple(contents))
