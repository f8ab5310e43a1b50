"""A flow chart of rows: what goes on below each other, what stays behind beside it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from zorgzaam.dutch import format_number
from zorgzaam.figures import BLUE, DARK_GREY, INK, PAGE_WIDTH_IN

# Heights in inches; widths in units of the width of the figure.
BOX_HEIGHT_IN, ARROW_HEIGHT_IN, LINE_HEIGHT_IN = 0.58, 0.34, 0.165
MAIN_LEFT, MAIN_WIDTH = 0.01, 0.5
ASIDE_LEFT = 0.6
MAIN_CHARACTERS, ASIDE_CHARACTERS = 32, 27


@dataclass(frozen=True)
class Stage:
    """One step of a flow: ``count`` of what is there, and what stays behind before the next.

    ``aside`` gives a Dutch label and a count for each thing that stays behind; zeros are shown,
    as they say that it was looked for.
    """

    label: str
    count: int
    aside: tuple[tuple[str, int], ...] = ()


def check(stages: Sequence[Stage]) -> None:
    """Raise ``ValueError`` if something got lost: a stage minus its asides must be the next."""
    for stage, following in pairwise(stages):
        left = stage.count - sum(count for _, count in stage.aside)
        if left != following.count:
            raise ValueError(
                f"{stage.label}: {left} go on, {following.label} has {following.count}"
            )


def flow_chart(stages: Sequence[Stage]) -> Figure:
    """Return the drawing of ``stages``, from above to below; raises ``ValueError`` as ``check``."""
    check(stages)
    asides = [_aside_lines(stage) for stage in stages]
    gaps = [max(ARROW_HEIGHT_IN, LINE_HEIGHT_IN * len(lines) + 0.12) for lines in asides[:-1]]
    height = BOX_HEIGHT_IN * len(stages) + sum(gaps) + 0.1
    figure = Figure(figsize=(PAGE_WIDTH_IN, height + 0.25))
    figure.set_layout_engine("none")  # boxes stand where they are put
    axes = figure.add_axes((0, 0.25 / (height + 0.25), 1, height / (height + 0.25)))
    axes.set(xlim=(0, 1), ylim=(0, height))
    axes.set_axis_off()
    middle, top = MAIN_LEFT + MAIN_WIDTH / 2, height - 0.03
    for stage, lines, gap in zip(stages, asides, [*gaps, 0.0], strict=True):
        _box(axes, top, stage)
        top -= BOX_HEIGHT_IN
        if gap:
            _arrow(axes, (middle, top), (middle, top - gap))
        if lines:
            level = top - gap / 2
            _arrow(axes, (middle, level), (ASIDE_LEFT, level))
            axes.text(
                ASIDE_LEFT + 0.015, level, "\n".join(lines), va="center", color=INK, fontsize=8.5,
                bbox={"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": DARK_GREY},
            )  # fmt: skip
        top -= gap
    return figure


def _aside_lines(stage: Stage) -> list[str]:
    """Return what stays behind, in lines that fit."""
    texts = [f"{format_number(count)} {label}" for label, count in stage.aside]
    return [line for text in texts for line in textwrap.wrap(text, ASIDE_CHARACTERS)]


def _box(axes: Axes, top: float, stage: Stage) -> None:
    """Draw a stage: its count, and under it what was counted."""
    axes.add_patch(
        Rectangle((MAIN_LEFT, top - BOX_HEIGHT_IN), MAIN_WIDTH, BOX_HEIGHT_IN, facecolor=BLUE)
    )
    middle = MAIN_LEFT + MAIN_WIDTH / 2
    words: dict[str, Any] = {"ha": "center", "va": "center", "color": "white"}
    axes.text(
        middle, top - 0.2, format_number(stage.count), fontsize=12, fontweight="bold", **words
    )
    axes.text(
        middle, top - 0.43, textwrap.fill(stage.label, MAIN_CHARACTERS), fontsize=8.5, **words
    )


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    style = {"arrowstyle": "-|>", "color": DARK_GREY, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=end, xytext=start, arrowprops=style)


def flow_table(stages: Sequence[Stage]) -> pd.DataFrame:
    """Return what is drawn: a row a box, in order, with ``stap``, ``wat`` and ``aantal``."""
    rows: list[tuple[str, str, int]] = []
    for number, stage in enumerate(stages, start=1):
        rows.append((f"stap {number}", stage.label, stage.count))
        rows += [(f"stap {number}: blijft achter", label, count) for label, count in stage.aside]
    return pd.DataFrame(rows, columns=["stap", "wat", "aantal"])


def flow_text(stages: Sequence[Stage]) -> str:
    """Return in words what the drawing shows, for who cannot see it."""
    steps = []
    for stage in stages:
        left = [f"{format_number(count)} {label}" for label, count in stage.aside]
        behind = f" (blijft achter: {'; '.join(left)})" if left else ""
        steps.append(f"{format_number(stage.count)} {stage.label}{behind}")
    return f"Stroomschema in {len(stages)} stappen: {'; dan '.join(steps)}."
