"""The tables of 25-published: what is drawn, and what a reader sees of it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from zorgzaam import claims
from zorgzaam.claim_text import limits_text
from zorgzaam.dutch import format_number
from zorgzaam.growth_tables import source_link
from zorgzaam.stats.intervals import worst_case_margin

NOT_PUBLISHED = "niet gepubliceerd"
TARGET_NAMES = {
    claims.INVENTORY: "de gevonden initiatieven",
    claims.MOVEMENT: "de beweging als geheel",
}


def participation_table(initiatives: float, respondents: float) -> pd.DataFrame:
    """Return frame, invited and open link as three things, with what was published about each."""
    rows = [
        ("gevonden initiatieven (de inventaris)", format_number(initiatives), "geteld door NLZVE"),
        (
            "uitgenodigde initiatieven",
            NOT_PUBLISHED,
            "alle bekende initiatieven (RIVM), of een deel daarvan (NLZVE)",
        ),
        ("antwoorden via de open link", NOT_PUBLISHED, "wie de link had, kon meedoen"),
        (
            "ingevulde vragenlijsten",
            format_number(respondents),
            "volgens RIVM, zonder te zeggen hoe zij binnenkwamen",
        ),
    ]
    return pd.DataFrame(rows, columns=["wat", "aantal", "wat erover is gezegd"])


def side_by_side(intervals: pd.DataFrame) -> pd.DataFrame:
    """Return ``claims.claim_intervals`` with one row a figure, the highest first.

    Columns: those of a figure and, of each target, ``<target>_lower`` and ``<target>_upper``, in
    percent.
    """
    wide = intervals.drop_duplicates("figure_id").set_index("figure_id")
    wide = wide.drop(columns=["target", "lower_pct", "upper_pct"])
    for target in claims.TARGETS:
        limits = intervals.loc[intervals["target"] == target].set_index("figure_id")
        wide[f"{target}_lower"], wide[f"{target}_upper"] = limits["lower_pct"], limits["upper_pct"]
    ordered = wide.sort_values(["value_pct", "low_pct"], ascending=False, kind="stable")
    return ordered.reset_index()


def percentages_display(
    data: pd.DataFrame, figures: pd.DataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    """Return ``side_by_side`` as a reader sees it, with the source of each figure."""
    rows = data.merge(figures[["figure_id", "source_id"]], on="figure_id", validate="1:1")
    rows = rows.merge(sources, on="source_id", validate="m:1")
    return pd.DataFrame(
        {
            "wat": rows["label"],
            "gepubliceerd": rows["published"],
            **{
                name: [
                    limits_text(lower, upper)
                    for lower, upper in zip(
                        rows[f"{target}_lower"], rows[f"{target}_upper"], strict=True
                    )
                ]
                for target, name in TARGET_NAMES.items()
            },
            "bron": [source_link(row) for _, row in rows.iterrows()],
        }
    )


def drawn_table(data: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers behind the drawing of ``side_by_side``; no limit is said in words."""
    names = {
        "label": "wat",
        "published": "gepubliceerd",
        "low_pct": "laagste lezing",
        "high_pct": "hoogste lezing",
        "inventory_lower": "gevonden: ondergrens",
        "inventory_upper": "gevonden: bovengrens",
        "movement_lower": "geheel: ondergrens",
        "movement_upper": "geheel: bovengrens",
    }
    shown = data[list(names)].astype(object)
    return shown.where(shown.notna(), "geen grens").rename(columns=names)


def margins_table(
    answers: Sequence[int], initiatives: float, respondents: float, level: float
) -> pd.DataFrame:
    """Return the largest margin, in percentage points, by number of ``answers``.

    For the initiatives that were found, the answers are taken to be the same part of them as in
    the whole survey.
    """
    counts = pd.Series(list(answers))
    found = counts * initiatives / respondents
    return pd.DataFrame(
        {
            "antwoorden": counts,
            "geheel (punten)": worst_case_margin(counts, level=level),
            "gevonden (punten)": worst_case_margin(counts, found, level),
        }
    )
