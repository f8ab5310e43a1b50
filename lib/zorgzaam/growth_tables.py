"""The tables of 30-growth: what is drawn, and what a reader sees of it."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from zorgzaam import growth_text, published
from zorgzaam.dutch import date_text
from zorgzaam.page import Link
from zorgzaam.params import Precision
from zorgzaam.stats import discovery, growth, spatial

# Why a doubling time has no interval, or is not there at all.
STATUS_NOTES = {
    "estimated": "",
    "bounds": "geen interval mogelijk",
    "refused": "de andere tellingen zeggen te weinig",
}
NO_LIMIT = "geen grens"  # what stands for the upper end of "more than"


def counts_about(
    counts: pd.DataFrame, area_code: str, province_of: Mapping[str, str]
) -> pd.DataFrame:
    """Return the counts about an area, or about a municipality in it; ``NL`` is the country.

    ``province_of`` gives the province of each municipality: ``areas.province_of``.
    """
    is_inside = counts["area"].map(province_of) == area_code
    return counts.loc[(counts["area"] == area_code) | is_inside]


def with_intervals(
    counts: pd.DataFrame, definitions: pd.DataFrame, rules: Precision
) -> pd.DataFrame:
    """Add to each count what a drawing needs.

    ``low`` and ``high`` are the interval its precision stands for, ``text`` the count in words,
    ``series_name`` who counted, in short.
    """
    names = definitions.set_index("family")["short_name"]
    # A count of one phase is a part of what the monitor counts, whatever its definition.
    is_part = (counts["scope"] == "core") & (counts["phase"] != "all")
    return published.with_bounds(counts, rules).assign(
        scope=counts["scope"].mask(is_part, "narrower"),
        text=[count_text(row) for _, row in counts.iterrows()],
        series_name=counts["family"].map(names),
    )


def count_text(row: pd.Series) -> str:
    """Return a count in words, such as ``meer dan 100``."""
    upper = None if pd.isna(row["upper"]) else row["upper"]
    return published.precision_text(row["value"], row["precision"], row["unit"], upper)


def counts_table(
    counts: pd.DataFrame, definitions: pd.DataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    """Return the counts as a reader sees them: when, how many of what, who counted, source."""
    rows = counts.merge(definitions, on="family", validate="m:1")
    rows = rows.merge(sources, on="source_id", validate="m:1")
    rows = rows.sort_values(["year_decimal", "count_id"], kind="stable")
    return pd.DataFrame(
        {
            "wanneer": rows["reference_date"].map(date_text),
            "aantal": [count_text(row) for _, row in rows.iterrows()],
            "wat": rows["label"],
            "wie telde": rows["counted_by"],
            "let op": rows["caveat"].replace("", "geen bijzonderheden"),
            "bron": [source_link(row) for _, row in rows.iterrows()],
        }
    )


def source_link(row: pd.Series) -> Link | str:
    """Return a source as a link to its address, or as text where no address is known."""
    text = f"{row['organisation']}: {row['title']}"
    return Link(text, row["url"]) if row["url"] else f"{text} (adres onbekend)"


def claims_table(figures: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return published survey figures as a reader sees them."""
    rows = figures.merge(sources, on="source_id", validate="m:1")
    return pd.DataFrame(
        {
            "jaar": rows["wave"].astype(str),
            "wat": rows["label"],
            "cijfer": [count_text(row) for _, row in rows.iterrows()],
            "n": rows["n"],
            "bron": [source_link(row) for _, row in rows.iterrows()],
        }
    )


def doubling_table(
    points: pd.DataFrame, capped: pd.DataFrame, names: pd.Series, level: float
) -> pd.DataFrame:
    """Return the doubling time under other choices: one row a choice, for figure and table.

    ``points`` and ``capped`` come from ``published.growth_points``; ``names`` gives each point in
    words, by ``count_id``. Columns: ``label``, ``value``, ``low``, ``high`` (years; missing where
    not to be determined) and ``note``, which says why.
    """
    rows = []
    for label, chosen in {
        "alle tellingen": points,
        '"meer dan" met een bovengrens': capped,
    }.items():
        trend = growth.fit_trend(chosen, level)
        low, high = growth.doubling_range(trend.interval) or (math.nan, math.nan)
        rows.append((label, trend.doubling_years, low, high, trend.status))
    for row in growth.leave_one_out(points, level).itertuples():
        label = f'zonder "{names[row.count_id]}"'
        rows.append((label, row.doubling_years, row.doubling_low, row.doubling_high, row.status))
    table = pd.DataFrame(rows, columns=["label", "value", "low", "high", "note"])
    table[["value", "low", "high"]] = table[["value", "low", "high"]].astype(float)
    return table.assign(note=table["note"].map(STATUS_NOTES))


def doubling_display(table: pd.DataFrame) -> pd.DataFrame:
    """Return ``doubling_table`` as a reader sees it."""
    spread = [
        growth_text.interval_text((math.log(2) / row.high, math.log(2) / row.low))
        if math.isfinite(row.low)
        else row.note
        for row in table.itertuples()
    ]
    return pd.DataFrame(
        {
            "welke tellingen": table["label"],
            "verdubbelingstijd": table["value"].map(growth_text.doubling_text),
            "interval": spread,
        }
    )


def expected_table(
    provinces: pd.DataFrame, national_count: float, population_column: str, level: float
) -> pd.DataFrame:
    """Return what each province would have at the national rate, with Poisson limits.

    One row a province, the largest first: ``label``, ``residents``, ``value``, ``low``, ``high``.
    """
    expected = spatial.expected_counts(national_count, provinces[population_column])
    limits = [spatial.prediction_limits(value, level) for value in expected]
    table = pd.DataFrame(
        {
            "label": provinces["name"],
            "residents": provinces[population_column],
            "value": expected,
            "low": [low for low, _ in limits],
            "high": [high for _, high in limits],
        }
    )
    return table.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def expected_display(table: pd.DataFrame) -> pd.DataFrame:
    """Return ``expected_table`` as a reader sees it."""
    names = {
        "label": "provincie",
        "residents": "inwoners",
        "value": "naar verhouding",
        "low": "grens onder",
        "high": "grens boven",
    }
    # whole numbers, as in the figure: more would suggest that this is known
    return table.assign(value=table["value"].round().astype(int)).rename(columns=names)


def drawn_table(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of a drawing as a reader sees them, with the numbers behind the marks."""
    rows = counts.sort_values(["year_decimal", "count_id"], kind="stable")
    return pd.DataFrame(
        {
            "wanneer": rows["reference_date"].map(date_text),
            "aantal": rows["text"],
            "wat": rows["label"],
            "familie": rows["series_name"],
            "laagste": rows["low"].astype(object),
            "hoogste": rows["high"].astype(object).where(rows["high"].map(math.isfinite), NO_LIMIT),
        }
    )


def trend_line(trend: growth.Trend, points: pd.DataFrame) -> pd.DataFrame:
    """Return the fitted line from half a year before the first point to half a year after."""
    years = np.linspace(points["time"].min() - 0.5, points["time"].max() + 0.5, 50)
    return pd.DataFrame({"year_decimal": years, "value": [trend.count_at(t) for t in years]})


def bounds_table(earlier_count: int, later_count: int) -> pd.DataFrame:
    """Return what each part of a change can be by the two counts alone: label, low and high."""
    names = {
        "B": "opgericht na de eerste telling",
        "C": "bestond al, later gevonden",
        "D": "verdwenen",
        "net_growth": "echte groei",
    }
    bounds = discovery.change_bounds(earlier_count, later_count).set_index("quantity")
    table = bounds.loc[list(names)].reset_index(drop=True)
    table.insert(0, "label", list(names.values()))
    return table


def bounds_display(table: pd.DataFrame) -> pd.DataFrame:
    """Return ``bounds_table`` as a reader sees it."""
    return table.rename(columns={"label": "wat", "low": "minstens", "high": "hoogstens"})
