"""Decide about every cell whether it is told, and have an attacker try to undo it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from zorgzaam.errors import MonitorError
from zorgzaam.release.questions import Amount, Item
from zorgzaam.release.rows import AREA, COUNTRY, GROUPS, Row, Rows
from zorgzaam.release.suppression import suppress
from zorgzaam.release.systems import amount_system, count_system
from zorgzaam.stats.attack import attack
from zorgzaam.stats.disclosure import Rules, System

KEYS = ["name", "category", "area", "group", "group_category"]


@dataclass(frozen=True)
class Protected:
    """Which cells are hidden, and the report of the attack.

    ``cells`` has a row a cell: ``name`` (of the item or variable), ``category`` ("all" for an
    amount), ``area``, ``group``, ``group_category``, ``count``, ``base``, ``is_hidden`` and
    ``is_base_hidden`` (the base says too much as well). ``audit`` has a row a table, and no numbers
    of respondents. Nor does it say how many cells are hidden for their own sake, or how much room
    the attack leaves: with the sums that would help to work out which, and how large they are.
    """

    cells: pd.DataFrame
    audit: pd.DataFrame


def protect(
    items: Sequence[Item], amounts: Sequence[Amount], rows: Rows, rules: Rules
) -> Protected:
    """Return what may be told of ``items`` and ``amounts``, over all rows together.

    Raises
    ------
    MonitorError
        If tau-Argus cannot protect a table, or the attack afterwards finds out too much.
    """
    cells: list[pd.DataFrame] = []
    audit: list[Mapping[str, object]] = []
    # A question that leads to others goes first: where it is hidden, so is who got the others.
    for item in sorted(items, key=lambda item: bool(item.asked_of)):
        own = rows_of(item, rows)
        hidden_rows = _filtered(item, own, cells)
        system = count_system(item, own, rules, hidden_rows)
        _keep(cells, audit, item.name, system, own, hidden_rows)
    for amount in amounts:
        own = rows.without("start_period") if amount.is_year else rows
        _keep(cells, audit, amount.variable, amount_system(amount, own, rules), own)
    report = pd.DataFrame(audit)
    unsafe = report.loc[report["unsafe"] > 0, "table"]
    if len(unsafe):
        raise MonitorError(
            "De controle op onthulling is niet gelukt: uit de tabellen zonder de verborgen vakjes "
            f"valt te veel af te leiden over {', '.join(unsafe)}. Er is niets gepubliceerd en de "
            "vorige uitgave is blijven staan. Meld dit aan wie de monitor onderhoudt."
        )
    return Protected(pd.concat(cells, ignore_index=True), report)


def rows_of(item: Item, rows: Rows) -> Rows:
    """Return the rows in which an item is told.

    What makes groups is told by area alone. Legal form by phase would be phase by legal form, the
    same table told twice, and what is hidden in one would have to be hidden in the other.
    """
    return rows.without(*GROUPS) if item.variable in GROUPS else rows


def told_classes(
    groups: pd.DataFrame, items: Sequence[Item], rows: Rows, rules: Rules
) -> pd.DataFrame:
    """Return ``groups`` without the classes that are themselves a hidden answer.

    How many are in a class is how many gave that answer: where that is hidden for the country, the
    class is told nothing about, not even its size; its members are in no class.
    """
    makers = [item for item in items if item.variable in GROUPS]
    if not makers:
        return groups
    cells = protect(makers, [], rows, rules).cells
    told = cells[(cells["area"] == COUNTRY) & (cells["group"] == AREA) & ~cells["is_hidden"]]
    found = groups.copy()
    for item in makers:
        kept = set(told.loc[told["name"] == item.name, "category"])
        found[item.variable] = groups[item.variable].where(groups[item.variable].isin(kept), "")
    return found


def _filtered(item: Item, rows: Rows, done: Sequence[pd.DataFrame]) -> frozenset[int]:
    """Return the rows in which the question that leads to ``item`` has a hidden cell."""
    found = set()
    for table in done:
        if table["name"].iat[0] in item.asked_of:
            hidden = table[table["is_hidden"]]
            keys = hidden[["area", "group", "group_category"]].itertuples(index=False, name=None)
            found |= {Row(*key) for key in keys}
    return frozenset(rows.position(row) for row in found if row in rows.rows)


def _keep(
    cells: list[pd.DataFrame],
    audit: list[Mapping[str, object]],
    name: str,
    system: System,
    rows: Rows,
    hidden_rows: frozenset[int] = frozenset(),
) -> None:
    """Protect and attack one system, and add what came of it to ``cells`` and ``audit``."""
    if broken := system.broken():
        raise ArithmeticError(f"{name}: {len(broken)} sums do not hold in the true counts")
    hidden = suppress(system)
    found = attack(system, hidden)
    table = system.cells
    audit.append(
        {
            "table": name,
            "cells": len(table),
            "hidden": int((hidden & ~table["is_forced"].to_numpy(bool)).sum()),
            "unsafe": int((~found["is_safe"]).sum()),
        }
    )
    keys = [rows.rows[row] for row in table["row"]]
    cells.append(
        pd.DataFrame(
            {
                "name": name,
                "category": table["category"],
                "area": [row.area for row in keys],
                "group": [row.group for row in keys],
                "group_category": [row.group_category for row in keys],
                "count": table["value"],
                "base": table["base"],
                "is_hidden": hidden,
                "is_base_hidden": table["row"].isin(hidden_rows),
            }
        )
    )
