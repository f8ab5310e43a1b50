"""Rows of the release as figures draw them and as readers see them in a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from zorgzaam.areas import COUNTRY
from zorgzaam.release.labels import DENOMINATORS, TARGETS, Labels
from zorgzaam.released import (
    MOVEMENT,
    NOT_COMPUTED,
    base_text,
    cell,
    instead_text,
    is_shown,
    mark_text,
    number,
    remark_text,
    shares,
)


def drawn(rows: pd.DataFrame, names: Sequence[str], series: str) -> pd.DataFrame:
    """Return rows of the release as ``describe_charts.dots`` draws them.

    ``names`` says what each row is; ``series`` whose rows these are, such as ``Drenthe``. Columns:
    ``label``, ``series``, ``value``, ``lower``, ``upper`` (missing where not shown), ``text`` (the
    number with its mark), ``wide`` and ``note`` (the words where there is no number, else "").
    """
    told = [row for _, row in rows.iterrows()]
    return pd.DataFrame(
        {
            "label": list(names),
            "series": series,
            "value": rows["value"].to_numpy(float),
            "lower": rows["lower"].to_numpy(float),
            "upper": rows["upper"].to_numpy(float),
            "text": [mark_text(row) for row in told],
            "wide": [row["status"] == "wide" for row in told],
            "note": ["" if is_shown(row) else instead_text(row) for row in told],
        }
    )


def beside_country(
    release: pd.DataFrame,
    area: str,
    labels: Labels,
    variable: str,
    *,
    categories: Sequence[str] | None = None,
    denominator: str | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one question as drawn and as rows: an area, and the country beside it.

    The answers of the country itself are there once. Both tables have the same rows, the country
    last; the first is for ``describe_charts.dots``, the second for ``share_table``.
    """
    find = partial(shares, release, variable=variable, denominator=denominator)
    country = find(COUNTRY.slug, categories=categories)
    asked = list(country["category"]) if categories is None else categories
    places = [area, COUNTRY.slug] if area != COUNTRY.slug else [area]
    found = [find(place, categories=asked) for place in places]
    names = [labels.category(variable, category) for category in asked]
    pictures = [
        drawn(rows, names, labels.area(place)) for place, rows in zip(places, found, strict=True)
    ]
    return pd.concat(pictures, ignore_index=True), pd.concat(found, ignore_index=True)


def share_table(
    release: pd.DataFrame, rows: pd.DataFrame, labels: Labels, *, name: str = "antwoord"
) -> pd.DataFrame:
    """Return shares as a reader sees them, for the two targets, with n and what to mind.

    ``rows`` are of ``shares`` for the inventory; ``name`` is the head of the first column.
    Percentages have one decimal for the country and none for a province.
    """
    lines = []
    for _, row in rows.iterrows():
        wider = number(
            release, row["area"], row["statistic"], variable=row["variable"],
            category=row["category"], target=MOVEMENT, denominator=row["denominator"] or None,
        )  # fmt: skip
        lines.append(
            {
                name: labels.category(row["variable"], row["category"]),
                "gebied": labels.area(row["area"]),
                "aandeel (%)": cell(row),
                "onder": cell(row, "lower"),
                "boven": cell(row, "upper"),
                "onder, beweging": cell(wider, "lower"),
                "boven, beweging": cell(wider, "upper"),
                "n": base_text(row),
                "let op": remark_text(row),
            }
        )
    return pd.DataFrame(lines)


def about_text(rows: pd.DataFrame) -> str:
    """Return over whom shares are, and what they say something about, for under a figure."""
    over = [DENOMINATORS[code] for code in rows["denominator"].unique() if code]
    about = [TARGETS[code] for code in rows["target"].unique() if code]
    return f"aandeel van {over[0]}; over {about[0]}" if over and about else NOT_COMPUTED
