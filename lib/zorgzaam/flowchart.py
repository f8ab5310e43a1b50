"""A flow chart of rows: what goes on below each other, what stays behind beside it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from zorgzaam.dutch import format_number
from zorgzaam.figures import BLUE, DARK_GREY, INK, PAGE_WIDTH_IN

STAGE_HEIGHT_IN = 0.92
# In units of the width of the figure.
MAIN_LEFT, MAIN_WIDTH = 0.01, 0.5
ASIDE_LEFT, ASIDE_WIDTH = 0.6, 0.39
BOX_HEIGHT = 0.62  # of the height of a stage
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
    figure = Figure(figsize=(PAGE_WIDTH_IN, STAGE_HEIGHT_IN * len(stages)))
    figure.set_layout_engine("none")  # boxes stand where they are put
    axes = figure.add_axes((0, 0.04, 1, 0.96))
    axes.set(xlim=(0, 1), ylim=(0, len(stages)))
    axes.set_axis_off()
    middle = MAIN_LEFT + MAIN_WIDTH / 2
    for number, stage in enumerate(stages):
        level = len(stages) - number - 0.5
        _box(axes, MAIN_LEFT, MAIN_WIDTH, level, stage.label, stage.count, MAIN_CHARACTERS, BLUE)
        if number + 1 < len(stages):
            half = BOX_HEIGHT / 2
            _arrow(axes, (middle, level - half), (middle, level - 1 + half))
        if stage.aside:
            words = "\n".join(
                textwrap.shorten(f"{format_number(count)} {label}", ASIDE_CHARACTERS * 2)
                for label, count in stage.aside
            )
            below = level - 0.5
            _arrow(axes, (middle, below), (ASIDE_LEFT, below))
            axes.text(
                ASIDE_LEFT + 0.01, below, _wrapped(words), va="center", color=INK, fontsize=8.5,
                bbox={"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": DARK_GREY},
            )  # fmt: skip
    return figure


def _wrapped(words: str) -> str:
    return "\n".join(textwrap.fill(line, ASIDE_CHARACTERS) for line in words.splitlines())


def _box(
    axes: Axes, left: float, width: float, level: float, label: str, count: int,
    characters: int, colour: str,
) -> None:  # fmt: skip
    axes.add_patch(
        FancyBboxPatch(
            (left, level - BOX_HEIGHT / 2), width, BOX_HEIGHT,
            boxstyle="round,pad=0,rounding_size=0.03", facecolor=colour, edgecolor=colour,
        )
    )  # fmt: skip
    middle = left + width / 2
    axes.text(middle, level + 0.13, format_number(count), ha="center", va="center", color="white",
              fontsize=12, fontweight="bold")  # fmt: skip
    axes.text(middle, level - 0.14, textwrap.fill(label, characters), ha="center", va="center",
              color="white", fontsize=8.5)  # fmt: skip


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
