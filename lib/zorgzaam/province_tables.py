"""The tables of 50-province: what a province has, beside the Netherlands, and what is not told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
from scipy.stats import norm

from zorgzaam.areas import COUNTRY
from zorgzaam.dutch import format_number
from zorgzaam.province_topics import Cells, answer_name, full_name
from zorgzaam.release.labels import Labels
from zorgzaam.release.table import HIDDEN, SHOWN
from zorgzaam.released import (
    MOVEMENT,
    NO_LIMITS,
    base_text,
    direct,
    initiatives,
    is_shown,
    limits_text,
    number,
    remark_text,
    respondents,
    shares,
    value_text,
)
from zorgzaam.stats.spatial import rate_per_100k

KEY_SHARES = (
    ("target_group", "all"),
    ("goals_measured", "yes"),
    ("receives_subsidy", "yes"),
    ("volunteers_hard_to_keep", "yes"),
)
KEY_AMOUNT = "volunteers_count"
DIFFERENCE, MODEL, SHRUNKEN = "difference_points", "model_share_pct", "shrunken_share_pct"
COUNTED, NOT_APPLICABLE = "geteld", "n.v.t."
UNKNOWN_LIMITS = "niet te geven"  # "geen marge" would read as certain


def headline_table(
    release: pd.DataFrame, area: str, labels: Labels, residents: pd.Series
) -> pd.DataFrame:
    """Return the key figures of a province beside those of the country, as a reader sees them.

    ``residents`` has the residents of each province, by slug. The country itself is there once.
    """
    places = list(dict.fromkeys([area, COUNTRY.slug]))
    rates = rate_table(release, residents)
    columns = ["kerncijfer", labels.area(area), "marge (95 %)", "n"]
    columns += ["Nederland", "marge, Nederland", "n, Nederland"] * (len(places) > 1)
    lines = [
        ["Initiatieven in de inventaris", *_counted(places, partial(initiatives, release))],
        ["Initiatieven per 100.000 inwoners", *_counted(places, rates["per_100k"].get, 1)],
        ["Deelnemers aan de enquête", *_counted(places, partial(respondents, release))],
    ]
    lines += [
        [full_name(labels, variable, category), *_estimated(release, places, variable, category)]
        for variable, category in KEY_SHARES
    ]
    middle = f"{labels.question(KEY_AMOUNT)} (de middelste)"
    lines.append([middle, *_estimated(release, places, KEY_AMOUNT, "", "median")])
    return pd.DataFrame(lines, columns=columns)


def _counted(places: list[str], count: Callable[[str], float], decimals: int = 0) -> list[str]:
    texts = []
    for place in places:
        texts += [format_number(count(place), decimals), COUNTED, NOT_APPLICABLE]
    return texts


def _estimated(
    release: pd.DataFrame,
    places: list[str],
    variable: str,
    category: str,
    statistic: str = "share_pct",
) -> list[str]:
    texts = []
    for place in places:
        row = number(release, place, statistic, variable=variable, category=category)
        limits = limits_text(row) if is_shown(row) else NOT_APPLICABLE
        limits = UNKNOWN_LIMITS if limits == NO_LIMITS else limits
        texts += [value_text(row), limits, base_text(row)]
    return texts


def rate_table(release: pd.DataFrame, residents: pd.Series) -> pd.DataFrame:
    """Return initiatives per 100,000 residents of every province and of the country, by slug.

    ``residents`` has the residents of each province, by slug. Columns: ``initiatives``,
    ``residents``, ``per_100k``.
    """
    people = pd.concat([residents, pd.Series({COUNTRY.slug: residents.sum()})])
    counts = [initiatives(release, slug) for slug in people.index]
    table = pd.DataFrame({"initiatives": counts, "residents": people.astype(int)}, people.index)
    table["per_100k"] = [
        rate_per_100k(count, people_here)
        for count, people_here in zip(table["initiatives"], table["residents"], strict=True)
    ]
    return table


def rate_display(rates: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """Return ``rate_table`` with Dutch names, for beside the map."""
    return pd.DataFrame(
        {
            "gebied": [labels.area(slug) for slug in rates.index],
            "initiatieven": rates["initiatives"].to_numpy(),
            "inwoners": rates["residents"].to_numpy(),
            "per 100.000 inwoners": rates["per_100k"].round(1).to_numpy(),
        }
    )


def comparisons(release: pd.DataFrame, area: str | None = None) -> pd.DataFrame:
    """Return every tested difference with the rest of the country, of one province or of all."""
    rows = (release["statistic"] == DIFFERENCE) & release["p_value"].notna()
    if area is not None:
        rows &= release["area"] == area
    return release.loc[rows & release["status"].isin(SHOWN) & (release["target"] == MOVEMENT)]


def standing_out(release: pd.DataFrame, area: str, level: float) -> pd.DataFrame:
    """Return the differences of a province whose adjusted p-value is below 1 - ``level``.

    Of a question with two answers only the first: the other says the same.
    """
    own = comparisons(release, area)
    found = own.loc[own["p_value"] < 1 - level - 1e-9]
    mirrored = {
        name
        for name in found.loc[found["denominator"] == "answered", "variable"]
        if len(shares(release, area, name)) == 2
    }
    first = ~found["variable"].isin(mirrored) | ~found.duplicated("variable")
    order = np.argsort(-found.loc[first, "value"].abs(), kind="stable")
    return found.loc[first].iloc[order].reset_index(drop=True)


def differing(found: pd.DataFrame, cells: Cells, labels: Labels) -> list[str]:
    """Return the names, as in a figure, of those of ``cells`` that are in ``standing_out``."""
    keys = zip(found["variable"], found["category"], strict=True)
    return [answer_name(labels, *key) for key in keys if key in cells]


def silences(release: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return for each question how many of its numbers about a province are told.

    Columns: ``variable``, ``numbers``, ``hidden``, ``wide``, ``absent`` (not asked, or without an
    answer). Counted are the numbers about the found initiatives.
    """
    rows = direct(release, area)
    kinds = pd.DataFrame(
        {
            "variable": rows["variable"],
            "numbers": 1,
            "hidden": rows["status"].isin(HIDDEN).astype(int),
            "wide": (rows["status"] == "wide").astype(int),
            "absent": rows["status"].isin(["not-asked", "none"]).astype(int),
        }
    )
    return kinds.groupby("variable", sort=False).sum().reset_index()


def model_table(release: pd.DataFrame, area: str, labels: Labels, level: float) -> pd.DataFrame:
    """Return what other provinces make likely where the own share of a key answer is hidden.

    Of the key answers alone: it is no second set of results. Empty where none of them is hidden,
    or the release has no estimate.
    """
    reach = float(norm.ppf((1 + level) / 2))
    lines = []
    for variable, category in KEY_SHARES:
        found = shares(
            release, area, variable, categories=[category], target=MOVEMENT, statistic=MODEL
        ).iloc[0]
        if not is_shown(found):
            continue
        others = release.loc[
            (release["statistic"] == SHRUNKEN)
            & (release["variable"] == variable)
            & (release["category"] == category)
            & release["status"].isin(SHOWN)
        ]
        points = format_number(reach * float(np.sqrt(found["mse"])))
        lines.append(
            {
                "antwoord": full_name(labels, variable, category),
                "verwacht": value_text(found),
                "marge (punten)": f"± {points}",
                "provincies": int(others["area"].nunique()),
                "let op": remark_text(found),
            }
        )
    return pd.DataFrame(
        lines, columns=["antwoord", "verwacht", "marge (punten)", "provincies", "let op"]
    )
