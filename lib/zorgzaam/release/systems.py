"""Counts and amounts of all rows as systems of cells, ready to be protected together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from zorgzaam.release.questions import Amount, Item
from zorgzaam.release.rows import AREA, COUNTRY, Row, Rows
from zorgzaam.stats.disclosure import (
    Equation,
    Rules,
    System,
    dominated,
    primary_counts,
    protected_range,
)

# What is lost when a cell is hidden: the country last, a landsdeel (which has no page) first.
LOSS_COUNTRY, LOSS_GROUP, LOSS_PROVINCE, LOSS_LANDSDEEL = 100_000, 3_000, 1_000, 100
ALL = "all"  # the one category of an amount


def counts(item: Item, rows: Rows) -> pd.DataFrame:
    """Return how many respondents gave each category, one row a row of ``rows``."""
    table = {name: rows.members.mul(item.values == name, axis=0).sum() for name in item.categories}
    return pd.DataFrame(table).astype(int)


def count_system(
    item: Item, rows: Rows, rules: Rules, hidden_rows: frozenset[int] = frozenset()
) -> System:
    """Return the counts of one item as a system, over all areas and groups together.

    Of an item with groups of answers, the groups are told in every row and the answers themselves
    for the country alone. In ``hidden_rows`` all must be hidden, as the base itself says too much.
    """
    grouped = item.in_groups()
    table = counts(grouped, rows)
    cells = _cells(table, rows, rules, hidden_rows)
    at = {
        (row, name): place
        for place, (row, name) in enumerate(zip(cells["row"], cells["category"], strict=True))
    }
    equations = [
        Equation(float(table.loc[row].sum()), tuple((at[row, name], 1) for name in table))
        for row in table.index
    ]
    equations += _of_parts(rows, list(table), at)
    if item.grouped:
        country = rows.position(Row(COUNTRY))
        full = counts(item, rows).loc[[country]]
        more = _cells(full, rows, rules, hidden_rows)
        place = {name: len(cells) + number for number, name in enumerate(full)}
        cells = pd.concat([cells, more], ignore_index=True)
        equations += [
            Equation(
                0.0, ((at[country, name], -1), *((place[part], 1) for part in item.grouped[name]))
            )
            for name in table
        ]
        equations.append(
            Equation(float(full.loc[country].sum()), tuple((spot, 1) for spot in place.values()))
        )
    return System(cells, tuple(equations))


def _cells(
    table: pd.DataFrame, rows: Rows, rules: Rules, hidden_rows: frozenset[int]
) -> pd.DataFrame:
    """Return the cells of ``table`` (a row a row, a column a category) with their protection."""
    values = table.to_numpy(int)
    bases = np.repeat(values.sum(axis=1), values.shape[1])
    cells = pd.DataFrame(
        {
            "row": np.repeat(table.index.to_numpy(int), values.shape[1]),
            "category": list(table) * len(table),
            "value": values.ravel(),
            "base": bases,
        }
    )
    told = np.array([rows.rows[row].is_told for row in cells["row"]])
    # Who is in no class cannot be known from outside, and so is no group to be protected.
    cells["is_primary"] = primary_counts(cells["value"], bases, rules) & told
    low, high = protected_range(cells["value"], bases, rules)
    cells["protect_low"], cells["protect_high"] = low, high
    cells["is_forced"] = ~told | cells["row"].isin(hidden_rows)
    # A row with a small cell may hold anything. Of any other row it is known that nothing in it
    # is small and nothing nearly everybody's.
    has_small = ~told | cells.groupby("row")["is_primary"].transform("any").to_numpy(bool)
    most = np.where(
        bases < rules.group_below_base,
        np.ceil(rules.group_share * bases) - 1,
        bases - rules.minimum_count,
    )
    cells["lowest"] = np.where(has_small, 0, rules.minimum_count)
    cells["highest"] = np.where(has_small, bases, np.maximum(most, cells["value"]))
    losses = np.array([_loss(rows.rows[row]) for row in cells["row"]])
    return cells.assign(weight=losses + cells["value"])


def _loss(row: Row) -> int:
    if row.group != AREA:
        return LOSS_GROUP
    if row.area == COUNTRY:
        return LOSS_COUNTRY
    return LOSS_LANDSDEEL if row.area.startswith("landsdeel") else LOSS_PROVINCE


def _of_parts(
    rows: Rows, categories: list[str], at: Mapping[tuple[int, str], int]
) -> list[Equation]:
    """Return that each whole is the sum of its parts, for each category."""
    return [
        Equation(0.0, ((at[whole, name], -1), *((at[part, name], 1) for part in parts)))
        for whole, parts in rows.parts
        for name in categories
    ]


def amount_system(amount: Amount, rows: Rows, rules: Rules) -> System:
    """Return the sums of a number over the respondents of each row as a system.

    A sum is primary when too few gave the number or a few dominate it.
    """
    given = amount.size.dropna()
    inside = rows.members.loc[given.index]
    cells = []
    for row, told in enumerate(rows.rows):
        sizes = given[inside[row]]
        total = float(sizes.round().sum())
        few = len(sizes) < rules.minimum_base
        margin = rules.amount_margin * total
        cells.append(
            {
                "row": row,
                "category": ALL,
                "value": total,
                "base": len(sizes),
                "is_primary": told.is_told and (few or dominated(sizes.to_list(), rules)),
                "protect_low": total - margin,
                "protect_high": total + margin,
                "is_forced": not told.is_told,
                "lowest": 0.0,
                "highest": 10 * float(given.sum()),  # nothing public bounds it
                "weight": _loss(told) + len(sizes),
            }
        )
    table = pd.DataFrame(cells)
    at = {(row, ALL): row for row in range(len(rows.rows))}
    return System(table, tuple(_of_parts(rows, [ALL], at)))
