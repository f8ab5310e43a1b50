"""How much of what there is the lists found, per province: tables for 30-growth."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from zorgzaam import areas
from zorgzaam.dutch import format_number
from zorgzaam.listed import Listed
from zorgzaam.stats import capture_models, coverage

ONE_LIST, NO_LIST = "maar één lijst: niet te schatten", "hier zocht niemand"
NOTES = {
    "estimated": "",
    "identical": "de lijsten zijn gelijk: niet te schatten",
    "inside": "de ene lijst zit in de andere: niet te schatten",
    "no-overlap": "de lijsten hebben niets gemeen: niet te schatten",
    "sparse": "weinig overlap: onzeker",
}
FEW_SHARED = 10  # on both lists: with fewer the estimate leans on a handful


def lists_in(found: Listed, area: areas.Area) -> dict[str, list[str]]:
    """Return which lists looked in a province, as captures: national, and the regional ones.

    Regional lists that share a province are captures of their own; a list that looked elsewhere
    is none here.
    """
    sources = found.sources
    national = sources.loc[sources["scope"] == "national", "source"].tolist()
    covers = [area.slug in text.replace(";", " ").split() for text in sources["provinces"]]
    regional = sources.loc[covers, "source"].tolist()
    captures = {"landelijk": national} if national else {}
    return captures | {name: [name] for name in regional}


def histories_in(found: Listed, area: areas.Area) -> pd.DataFrame:
    """Return who in a province is on which of its lists: see ``capture_models.histories``."""
    inside = found.initiatives.loc[found.initiatives["province_code"] == area.code]
    known = found.memberships[found.memberships["initiative_id"].isin(inside["initiative_id"])]
    captures = lists_in(found, area)
    named = {source: capture for capture, sources in captures.items() for source in sources}
    own = known.assign(source=known["source"].map(named)).dropna(subset="source")
    return capture_models.histories(own, list(captures))


def two_in(found: Listed, area: areas.Area, level: float) -> coverage.TwoLists | None:
    """Return the estimate from the national list and what regional lists found together.

    None where one of the two is not there, or found nothing.
    """
    table = histories_in(found, area)
    if table.shape[1] < 2 or "landelijk" not in table:
        return None
    first, second = table["landelijk"], table.drop(columns="landelijk").any(axis=1)
    if not first.any() or not second.any():
        return None
    return coverage.two_lists(
        int(first.sum()), int(second.sum()), int((first & second).sum()), level
    )


def coverage_table(found: Listed, provinces: Sequence[areas.Area], level: float) -> pd.DataFrame:
    """Return for each province how many are known and how many there may be.

    Columns: ``label``, ``lists`` (their number), ``first`` (national), ``second`` (regional),
    ``both``, ``known`` (in the inventory), ``value`` (Chapman), ``low``, ``high``, ``se``,
    ``lower_bound`` (Chao) and ``note``: why there is no estimate, or how sure it is.
    """
    return pd.DataFrame([_row(found, area, level) for area in provinces])


def _row(found: Listed, area: areas.Area, level: float) -> dict[str, object]:
    known = int((found.initiatives["province_code"] == area.code).sum())
    lists = len(lists_in(found, area))
    row: dict[str, object] = {"label": area.name, "lists": lists, "known": known}
    row |= dict.fromkeys(["first", "second", "both", "value", "low", "high", "se"], math.nan)
    own = two_in(found, area, level)
    if own is None:
        return row | {"lower_bound": math.nan, "note": NO_LIST if lists == 0 else ONE_LIST}
    row |= {"first": own.first, "second": own.second, "both": own.both, "note": NOTES[own.status]}
    if own.status != "estimated":
        return row | {"lower_bound": math.nan}
    if own.both < FEW_SHARED:
        row["note"] = NOTES["sparse"]
    # What is in the inventory by way of a list from elsewhere is there as well.
    beyond = known - own.observed
    return row | {
        "value": (own.chapman or 0) + beyond,
        "low": (own.low or 0) + beyond,
        "high": (own.high or 0) + beyond,
        "se": own.chapman_se,
        "lower_bound": (own.lower_bound or 0) + beyond,
    }


def in_all(table: pd.DataFrame, level: float) -> dict[str, float]:
    """Return what the provinces with an estimate add up to: known, value, low and high."""
    told = table[table["value"].notna()]
    known, value = float(told["known"].sum()), float(told["value"].sum())
    variance = float((told["se"].astype(float) ** 2).sum())
    low, high = coverage.unseen_interval(value - known, variance, level)
    return {"known": known, "value": value, "low": known + low, "high": known + high}


def display(table: pd.DataFrame) -> pd.DataFrame:
    """Return :func:`coverage_table` as a reader sees it."""
    shown = table["value"].notna()
    share = (100 * table["known"] / table["value"]).round()
    whole = {
        name: table[name].round().astype("Int64").astype(object)
        for name in ("first", "second", "both", "value", "low", "high", "lower_bound")
    }
    told = pd.DataFrame(
        {
            "provincie": table["label"],
            "op de landelijke lijst": whole["first"],
            "op een regionale lijst": whole["second"],
            "op beide": whole["both"],
            "in de inventaris": table["known"],
            "geschat in totaal": whole["value"],
            "onder": whole["low"],
            "boven": whole["high"],
            "ondergrens van Chao": whole["lower_bound"],
            "gevonden (%)": share.astype("Int64").astype(object),
            "let op": table["note"].where(table["note"] != "", "geen bijzonderheden"),
        }
    )
    for name in ("geschat in totaal", "onder", "boven", "ondergrens van Chao", "gevonden (%)"):
        told[name] = told[name].where(shown, "niet te schatten")
    for name in ("op de landelijke lijst", "op een regionale lijst", "op beide"):
        told[name] = told[name].where(table["first"].notna(), "geen twee lijsten")
    return told


def sensitivity(
    own: coverage.TwoLists, odds_ratios: Sequence[float], missed_pct: float, false_pct: float
) -> pd.DataFrame:
    """Return the estimate under other assumptions, as a reader sees it: a row an assumption.

    ``missed_pct`` and ``false_pct`` are the shares of links missed and made wrongly, as estimated
    by the sample of linking.
    """
    rows = [("de lijsten zijn onafhankelijk (Chapman)", own.chapman)]
    for row in coverage.under_dependence(own, odds_ratios).itertuples():
        if row.odds_ratio != 1:
            times = format_number(row.odds_ratio, 1)
            rows.append(
                (f"wie op de ene staat, staat {times} keer zo vaak op de andere", row.estimate)
            )
    linked = coverage.under_linkage_error(own, [missed_pct], [false_pct]).loc[0]
    missed, false = (format_number(share, 1) for share in (missed_pct, false_pct))
    rows.append(
        (f"{missed} % van de koppelingen is gemist en {false} % verkeerd", linked["estimate"])
    )
    table = pd.DataFrame(rows, columns=["aanname", "geschat in totaal"])
    table["geschat in totaal"] = table["geschat in totaal"].round().astype("Int64").astype(object)
    return table.assign(**{"nu in de inventaris": own.observed})


def models_in(found: Listed, area: areas.Area, level: float) -> pd.DataFrame | None:
    """Return what every model of three or more lists says of a province, None with fewer."""
    table = histories_in(found, area)
    table = table.loc[:, table.any()]
    return capture_models.all_models(table, level=level) if table.shape[1] > 2 else None


def models_display(models: pd.DataFrame) -> pd.DataFrame:
    """Return the models (``capture_models.all_models``) as a reader sees them."""
    shown = models["status"] == "estimated"
    whole = {
        name: models[name].replace(math.inf, math.nan).round().astype("Int64").astype(object)
        for name in ("estimate", "low", "high")
    }
    table = pd.DataFrame(
        {
            "model": models["model"],
            "geschat in totaal": whole["estimate"],
            "onder": whole["low"],
            "boven": whole["high"],
            "afwijking": models["deviance"],
            "vrijheidsgraden": models["residual_df"].astype(str),
            "AIC boven de laagste": models["aic_above_least"],
        }
    )
    for name in ("geschat in totaal", "onder", "boven"):
        table[name] = table[name].where(shown & table[name].notna(), "niet te schatten")
    return table
