"""Which list knows which initiative, and the rows that each list makes of what it knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from zorgzaam.synthetic.house import Row, number_rows, write_row
from zorgzaam.synthetic.list_specs import LISTS, NATIONAL, REGIONAL
from zorgzaam.synthetic.lists import ListSpec
from zorgzaam.synthetic.mess import plant_mistakes
from zorgzaam.synthetic.population import World

SHARE_TWICE = 0.012  # of the rows of a list, those about an initiative it has already
SHARE_OUTSIDE = 0.01  # of the rows of a regional list, those from another province
CRITERIA_FIELDS = ("is_local", "residents_lead", "mutual_support")


def known_to(
    world: World, slugs: Mapping[str, str], rng: np.random.Generator
) -> dict[str, list[str]]:
    """Return by source which initiatives its list knows.

    The national list and the regional list of a province know an initiative independently of
    each other, with the chances of :mod:`zorgzaam.synthetic.lists`, given that one of them does.
    What does not belong in the inventory is always on a list that says why not. ``slugs`` are
    those of the provinces, by code.
    """
    regional = {spec.provinces[0]: spec for spec in REGIONAL}
    known: dict[str, list[str]] = {spec.source: [] for spec in LISTS}
    for item in world.initiatives.to_dict("records"):
        spec = regional[slugs[item["province_code"]]]
        on_national, on_regional = _captured(NATIONAL.captures, spec.captures, rng)
        if not item["in_inventory"] and not (on_regional and _says_why_not(item, spec)):
            on_national = True
        if on_national:
            known[NATIONAL.source].append(item["initiative"])
        if on_regional:
            known[spec.source].append(item["initiative"])
    return known


def _captured(one: float, two: float, rng: np.random.Generator) -> tuple[bool, bool]:
    """Return whether two lists know it, drawn until one of them does."""
    while True:
        first, second = rng.random() < one, rng.random() < two
        if first or second:
            return bool(first), bool(second)


def _says_why_not(item: Mapping[str, Any], spec: ListSpec) -> bool:
    needed = ("phase",) if item["exclusion"] == "stopped" else CRITERIA_FIELDS
    return set(needed) <= set(spec.fields)


def rows_of(
    spec: ListSpec,
    known: Sequence[str],
    items: Mapping[str, dict[str, Any]],
    outside: Sequence[str],
    rng: np.random.Generator,
) -> list[Row]:
    """Return the rows of one list in its order, with all that is wrong with them.

    ``outside`` are initiatives elsewhere, of which a regional list also has a few.
    """
    rows = [_row(initiative, spec, items, rng) for initiative in known]
    if not spec.is_national:
        number = max(1, round(SHARE_OUTSIDE * len(rows)))
        for index in rng.permutation(len(outside))[:number]:
            row = _row(outside[int(index)], spec, items, rng)
            row.planted.append(("outside_area", "", "", ""))
            rows.append(row)
    rows.sort(key=lambda row: (items[row.initiative]["province_code"],
                               items[row.initiative]["place"], row.initiative))  # fmt: skip
    number = max(1, round(SHARE_TWICE * len(rows)))
    for index in rng.permutation(len(rows))[:number]:
        first = rows[int(index)]
        again = _row(first.initiative, spec, items, rng)
        again.planted += [done for done in first.planted if done not in again.planted]
        again.planted.append(("duplicate", "", "", ""))
        rows.insert(int(rng.integers(len(rows) + 1)), again)
    plant_mistakes(rows, items, spec, rng)
    number_rows(rows, spec)
    return rows


def _row(
    initiative: str, spec: ListSpec, items: Mapping[str, dict[str, Any]], rng: np.random.Generator
) -> Row:
    item = items[initiative]
    row = write_row(item, spec, rng)
    marks = {
        "umbrella": item["is_umbrella"],
        "excluded": not item["in_inventory"] and not item["is_umbrella"],
        "off_map": item["show_on_map"] == "no" and "show_on_map" in spec.fields,
    }
    row.planted += [(kind, "", "", "") for kind, holds in marks.items() if holds]
    return row


def items_of(world: World, rng: np.random.Generator) -> dict[str, dict[str, Any]]:
    """Return the initiatives by their number, with what the mistakes need to know of others."""
    table = world.initiatives
    others = rng.permutation(len(table))
    table = table.assign(other_postcode=table["postcode"].to_numpy()[others])
    return {item["initiative"]: item for item in table.to_dict("records")}


def all_rows(
    world: World,
    items: Mapping[str, dict[str, Any]],
    slugs: Mapping[str, str],
    rng: np.random.Generator,
) -> dict[str, list[Row]]:
    """Return the rows of every list, by its source; ``items`` is :func:`items_of` the world."""
    known = known_to(world, slugs, rng)
    provinces = pd.Series({name: slugs[item["province_code"]] for name, item in items.items()})
    inside = {name for name, item in items.items() if item["in_inventory"]}
    rows = {}
    for spec in LISTS:
        elsewhere = [
            name
            for name, slug in provinces.items()
            if slug not in spec.provinces and name in inside
        ]
        rows[spec.source] = rows_of(spec, known[spec.source], items, elsewhere, rng)
    return rows
