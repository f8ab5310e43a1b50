"""What the lists say about the past: the split of the last rise, and founding years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from zorgzaam.listed import Listed
from zorgzaam.release.table import SHOWN
from zorgzaam.stats import discovery, founding

QUANTITIES = {
    "A": "op beide lijsten",
    "B": "opgericht na de eerste telling",
    "C": "bestond al, later gevonden",
    "D": "op de eerste lijst en nu niet meer",
    "net_growth": "echte groei: opgericht min verdwenen",
    "net_pct": "echte groei, als deel van de stijging (%)",
    "coverage_pct": "dekking van de eerste lijst (%)",
}


def earlier_year(found: Listed, wave: int) -> int | None:
    """Return the year of the last earlier list that was handed in, None without one."""
    years = found.earlier.loc[found.earlier["counted_in"] < wave, "counted_in"]
    return int(years.max()) if len(years) else None


def linked(found: Listed, year: int) -> discovery.Linked:
    """Return how the list of ``year`` and the inventory overlap, and when the others began.

    A link in doubt counts as it was decided; the fewest and most are without and with all of them.
    An unlinked initiative on the later list can be missed only once, so that there are no more of
    those links than initiatives that did not begin later.
    """
    earlier = found.earlier[found.earlier["counted_in"] == year]
    is_both = earlier["in_inventory"] == "yes"
    in_doubt = earlier["is_grey"] == "yes"
    ids = set(earlier.loc[is_both, "initiative_id"])
    doubted_ids = set(earlier.loc[is_both & in_doubt, "initiative_id"])
    years = _years(found.initiatives).set_axis(found.initiatives["initiative_id"])
    began, doubted = years[~years.index.isin(ids)], years[years.index.isin(doubted_ids)]
    both, founded_after = int(is_both.sum()), int((began > year).sum())
    most_both = min(int((is_both | in_doubt).sum()), both + len(began) - founded_after)
    return discovery.Linked(
        earlier=len(earlier),
        later=len(found.initiatives),
        both=both,
        fewest_both=int((is_both & ~in_doubt).sum()),
        most_both=most_both,
        founded_after=founded_after,
        founded_before=int((began < year).sum()),
        founded_in_year=int((began == year).sum()),
        undated=int(began.isna().sum()),
        doubted_after=int((doubted > year).sum()),
        doubted_open=int((~(doubted < year) & ~(doubted > year)).sum()),
    )


def _years(initiatives: pd.DataFrame) -> pd.Series:
    """Return the founding years; "before 2018" and "after 2015" name no year, so it is missing."""
    years = initiatives["start_year"].astype("Float64").astype(float)
    return years.mask(initiatives["start_year_precision"].isin(["before", "after"]))


def founded_after(
    release: pd.DataFrame, year: int, known: discovery.Linked
) -> tuple[tuple[float, float, float], bool]:
    """Return how many began after ``year`` (lower limit, estimate, upper), and if by the survey.

    The survey has the share of all initiatives where a period begins in the next year. Where it
    has not, those without a founding year are taken to be as the others that are new on the list,
    and any number of them may be new.
    """
    rows = release[
        (release["area"] == "nederland")
        & (release["group"] == "")
        & (release["variable"] == "start_period")
        & (release["statistic"] == "share_pct")
        & (release["target"] == "inventory")
        & release["category"].str.startswith(f"{year + 1}_")
        & release["status"].isin(SHOWN)
    ]
    if len(rows) == 1 and rows[["lower", "upper"]].notna().all(axis=None):
        shares = (float(rows[name].iloc[0]) / 100 for name in ("lower", "value", "upper"))
        low, value, high = (known.later * share for share in shares)
        return (low, value, high), True
    dated = known.founded_after + known.founded_before + known.founded_in_year
    share = known.founded_after / dated if dated else 0.5
    after = float(known.founded_after)
    return (after, after + share * known.undated, after + known.undated), False


def split_display(table: pd.DataFrame) -> pd.DataFrame:
    """Return the split of a change (``discovery.split_linked``) as a reader sees it."""
    numbers = ["value", "low", "high", "least", "most"]
    names = ["aantal", "onder", "boven", "minstens", "hoogstens"]
    shown = table.set_index("quantity").loc[list(QUANTITIES), numbers].round()
    shown = shown.astype("Int64").astype(object).set_axis(names, axis=1)
    shown.insert(0, "wat", list(QUANTITIES.values()))
    return shown.reset_index(drop=True)


def years_of(found: Listed, province_code: str | None = None) -> pd.Series:
    """Return the founding year of each initiative in a province, or in the country."""
    rows = found.initiatives
    if province_code is not None:
        rows = rows[rows["province_code"] == province_code]
    return _years(rows).set_axis(rows["name"])


def curve_display(survivors: pd.DataFrame, existing: pd.DataFrame) -> pd.DataFrame:
    """Return the founding curve as a reader sees it: a row a year, a column a rate of closing."""
    table = existing.pivot(index="year", columns="rate_pct", values="existing").round()
    names = {rate: f"bestond, als {rate:g} % per jaar stopt" for rate in table.columns}
    table = table.astype("Int64").astype(object).rename(columns=names)
    head = survivors.set_index("year")[["founded", "cumulative"]].astype(object)
    head.columns = pd.Index(["opgericht (nu nog actief)", "samen, tot en met dat jaar"])
    zero = [name for name in table if name.startswith("bestond, als 0 %")]
    both = head.join(table.drop(columns=zero))
    both.insert(0, "jaar", both.index.astype(str))
    return both.reset_index(drop=True)


def early_display(found: Listed, landsdeel_of: Mapping[str, str], wave: int) -> pd.DataFrame:
    """Return by part of the country how many began before 2000, as a reader sees it."""
    rows = found.initiatives
    parts = rows["province_code"].map(landsdeel_of).fillna("onbekend")
    table = founding.before_turn(_years(rows), parts, wave)
    names = {
        "group": "landsdeel",
        "dated_count": "met startjaar",
        "before_2000_count": "begonnen vóór 2000",
        "before_2000_pct": "aandeel (%)",
    }
    known = set(table["group"])
    order: Sequence[str] = [name for name in ("Noord", "Oost", "West", "Zuid") if name in known]
    return table.set_index("group").loc[order].reset_index().rename(columns=names)
