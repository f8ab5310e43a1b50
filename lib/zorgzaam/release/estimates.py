"""Weighted estimates of everything that is counted, for every row, with its cell of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import pandas as pd

from zorgzaam.release.finish import PERCENT, POINTS
from zorgzaam.release.questions import YES, Amount, Item
from zorgzaam.release.rows import AREA, COUNTRY, GROUPS, Row, Rows
from zorgzaam.release.systems import ALL
from zorgzaam.stats.survey import Survey

# Over whom a share is taken: who got the question and answered it, who ticked anything, all ticks.
SHOWN, TICKED, TICKS = "shown", "ticked", "answers"
ANSWERED = "answered"
MOVEMENT = "movement"
QUARTILES = (0.25, 0.5, 0.75)
STATISTICS = {"quantile_25": "quantile_25", "quantile_50": "median", "quantile_75": "quantile_75"}
RATIOS = (("members_count", "volunteers_count"), ("visitors_count", "volunteers_count"))
MULTIPLE_DENOMINATORS = (TICKED, TICKS)


class Division(NamedTuple):
    """One way in which the respondents are divided: its name, who is in which part, all parts.

    The country as a whole is divided by nothing, and has none of these.
    """

    name: str
    by: pd.Series | None = None
    parts: Sequence[str] | None = None


def divisions(rows: Rows) -> Iterator[Division]:
    """Return the country, and it divided by landsdelen, by provinces and by every group."""
    yield Division(COUNTRY)
    for name in ("landsdeel", "province", *GROUPS):
        domains = pd.Series("", rows.members.index)
        parts = []
        for position, row in enumerate(rows.rows):
            if row.is_told and division_of(row) == name:
                parts.append(row.group_category or row.area)
                domains[rows.members[position]] = parts[-1]
        yield Division(name, domains, parts)


def division_of(row: Row) -> str:
    """Return the division that a row belongs to."""
    if row.group != AREA:
        return row.group
    if row.area == COUNTRY:
        return COUNTRY
    return "landsdeel" if row.area.startswith("landsdeel") else "province"


def _keyed(found: pd.DataFrame, division: str) -> pd.DataFrame:
    """Return estimates with the area and group of their domain in place of ``domain``."""
    is_group = division in GROUPS
    domain = found["domain"].replace("", COUNTRY)
    return found.drop(columns="domain").assign(
        area=COUNTRY if is_group else domain,
        group=division if is_group else AREA,
        group_category=domain if is_group else "",
    )


def _indicators(items: Sequence[Item]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return 0, 1 or missing for each category that is told, and which column is which.

    Of an option of a multiple answer that is "yes" alone.
    """
    columns, keys = {}, []
    for item in items:
        answered = item.values.isin(item.categories)
        for category in (YES,) if item.option else item.categories:
            column = f"{item.name}|{category}"
            columns[column] = (item.values == category).astype(float).where(answered)
            keys.append((column, item.name, category, item.variable, item.option))
    names = ["item", "name", "cell", "variable", "option"]
    return pd.DataFrame(columns), pd.DataFrame(keys, columns=names)


def _told(items: Sequence[Item], division: str) -> list[Item]:
    """Return the items as they are told in a division: by group of answers but in the country.

    What makes groups is not told by group: see ``protect.rows_of``.
    """
    is_group = division in GROUPS
    grouped = [item.in_groups() for item in items if not (is_group and item.variable in GROUPS)]
    return (
        [*items, *(item.in_groups() for item in items if item.grouped)]
        if division == COUNTRY
        else grouped
    )


def shares(survey: Survey, items: Sequence[Item], rows: Rows) -> pd.DataFrame:
    """Return the share of each category in each row, in percent, both targets.

    Of an option of a multiple answer only "yes" is told, under the name of the option.
    """
    tables = []
    for division, by, parts in divisions(rows):
        told = _told(items, division)
        indicators, keys = _indicators(told)
        found = survey.shares(indicators, by, parts).merge(keys, on="item", validate="m:1")
        tables.append(_keyed(found, division))
    table = _as_percent(pd.concat(tables, ignore_index=True))
    return table.assign(statistic="share_pct", unit=PERCENT)


def _as_percent(table: pd.DataFrame) -> pd.DataFrame:
    """Return shares of 0 to 1 as percentages, an option named after itself and not "yes"."""
    multiple = table["option"] != ""
    return table.assign(
        category=table["option"].where(multiple, table["cell"]),
        denominator=multiple.map({True: SHOWN, False: ANSWERED}),
        value=100 * table["estimate"],
        lower=100 * table["lower"],
        upper=100 * table["upper"],
    )


def differences(
    survey: Survey, items: Sequence[Item], rows: Rows, told: pd.DataFrame
) -> pd.DataFrame:
    """Return the difference of each province from the rest of the country, in points.

    ``told`` has the names, cells and areas of what is told: the others are left out. The target
    is the movement: a difference that is to hold for a province is one of more than the list.
    """
    provinces = next(division for division in divisions(rows) if division.name == "province")
    assert provinces.by is not None
    assert provinces.parts is not None
    given = _told(items, "province")
    indicators, keys = _indicators(given)
    # Of two answers the second differs as much, the other way: one comparison, and not two.
    mirrors = {(item.name, item.categories[1]) for item in given if len(item.categories) == 2}
    keys = keys[[key not in mirrors for key in zip(keys["name"], keys["cell"], strict=True)]]
    tables = []
    for province in provinces.parts:
        own = told[told["area"] == province][["name", "cell"]].drop_duplicates()
        chosen = keys.merge(own, on=["name", "cell"])["item"].tolist()
        if chosen:
            tables.append(
                survey.differences(indicators[chosen], provinces.by, [province], [MOVEMENT])
            )
    if not tables:
        return pd.DataFrame()
    found = pd.concat(tables, ignore_index=True)
    found = found.merge(keys, on="item", validate="m:1")
    table = _as_percent(_keyed(found, "province"))
    return table.assign(statistic="difference_points", unit=POINTS)


def unweighted(items: Sequence[Item], amounts: Sequence[Amount]) -> pd.DataFrame:
    """Return for the country the shares, means and sums of the answers as they are, unweighted."""
    indicators, keys = _indicators(items)
    shares_pct = (
        pd.DataFrame({"value": 100 * indicators.mean(), "base": indicators.notna().sum()})
        .rename_axis("item")
        .reset_index()
    )
    table = shares_pct.merge(keys, on="item", validate="1:1")
    table = _as_percent(
        table.assign(estimate=table["value"] / 100, lower=float("nan"), upper=float("nan"))
    )
    table = table.assign(statistic="unweighted_share_pct", unit=PERCENT)
    sums = [
        {
            "name": amount.variable,
            "cell": ALL,
            "variable": amount.variable,
            "category": "",
            "statistic": statistic,
            "unit": "jaar" if amount.is_year else "mensen",
            "value": getattr(amount.values, how)(),
            "base": int(amount.values.count()),
        }
        for amount in amounts
        for statistic, how in (("unweighted_mean", "mean"), ("unweighted_sum", "sum"))
        if not (amount.is_year and how == "sum")
    ]
    both = pd.concat([table, pd.DataFrame(sums)], ignore_index=True)
    return both.assign(area=COUNTRY, group=AREA, group_category="", target="")


def numbers(survey: Survey, amounts: Sequence[Amount], rows: Rows) -> pd.DataFrame:
    """Return means, medians, quartiles and, but for years, totals of every number in every row."""
    values = pd.DataFrame({amount.variable: amount.values for amount in amounts})
    years = [amount.variable for amount in amounts if amount.is_year]
    tables = []
    for division, by, parts in divisions(rows):
        # By period of start the start year tells nothing new.
        columns = [name for name in values if not (division == "start_period" and name in years)]
        own = values[columns]
        found = [survey.means(own, by, parts), survey.quantiles(own, QUARTILES, by, parts)]
        people = own.drop(columns=years, errors="ignore")
        found.append(survey.totals(people, by, parts))
        pairs = [pair for pair in RATIOS if {*pair} <= {*people}]
        ratios = survey.ratios(pairs, people, by, parts) if pairs else None
        tables += [_keyed(table, division) for table in found]
        if ratios is not None:
            tables.append(_keyed(ratios, division))
    table = pd.concat(tables, ignore_index=True)
    table["statistic"] = table["statistic"].replace(STATISTICS)
    names = table["item"].str.partition("/")
    return table.assign(
        name=names[0],
        other=names[2],
        cell=ALL,
        variable=names[0],
        category="",
        denominator=names[2].where(names[2] != "", ANSWERED),
        unit=[_unit(*cells, years) for cells in zip(names[0], names[2], strict=True)],
    ).rename(columns={"estimate": "value"})


def without_extremes(
    table: pd.DataFrame, amounts: Sequence[Amount], rows: Rows, minimum_count: int
) -> pd.DataFrame:
    """Return ``table`` without the limits of quantiles that are the answer of one of a few.

    The limits of a quantile are answers of respondents. One that fewer than ``minimum_count``
    respondents of the row reach says what the largest, or the smallest, of them answered.
    """
    values = {amount.variable: amount.values for amount in amounts}
    members = {(row.area, row.group, row.group_category): at for at, row in enumerate(rows.rows)}
    found = table.copy()
    for at in table.index[table["statistic"].isin(STATISTICS.values())]:
        row = table.loc[at]
        own = values[row["name"]][
            rows.members[members[row["area"], row["group"], row["group_category"]]]
        ]
        if (own <= row["lower"]).sum() < minimum_count:
            found.loc[at, "lower"] = float("nan")
        if (own >= row["upper"]).sum() < minimum_count:
            found.loc[at, "upper"] = float("nan")
    return found


def _unit(variable: str, other: str, years: Sequence[str]) -> str:
    if other:
        return "per vrijwilliger"
    return "jaar" if variable in years else "mensen"


def other_denominators(survey: Survey, items: Sequence[Item]) -> pd.DataFrame:
    """Return for the country the share of each option of who ticked anything, and of all ticks."""
    multiple = [item for item in items if item.option]
    tables = []
    for variable in dict.fromkeys(item.variable for item in multiple):
        own = [item for item in multiple if item.variable == variable]
        indicators, keys = _indicators(own)
        yes = indicators[[f"{item.name}|{YES}" for item in own]]
        ticks = yes.sum(axis=1, min_count=1)
        among = survey.shares(yes.where(ticks > 0), None).assign(denominator=TICKED)
        # Every tick counts once: a ratio of ticks to all ticks.
        pairs = list(product(yes.columns, ["all ticks"]))
        of_all = survey.ratios(pairs, yes.assign(**{"all ticks": ticks}), None)
        of_all = of_all.assign(item=of_all["item"].str.partition("/")[0], denominator=TICKS)
        found = pd.concat([among, of_all], ignore_index=True)
        tables.append(found.merge(keys, on="item", validate="m:1"))
    if not tables:
        return pd.DataFrame()
    table = pd.concat(tables, ignore_index=True)
    denominators = table["denominator"]
    table = _as_percent(_keyed(table, COUNTRY)).assign(denominator=denominators)
    return table.assign(statistic="share_pct", unit=PERCENT)
