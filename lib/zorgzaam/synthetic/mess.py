"""Planting in a list what goes wrong in real ones, and remembering it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from zorgzaam.synthetic.changes import Item
from zorgzaam.synthetic.house import Row
from zorgzaam.synthetic.lists import ListSpec
from zorgzaam.synthetic.recipes import RECIPES, Recipe

# By these a row is recognised. At most two of them are spoilt in a row, so that a person who
# looks at the whole of it can still tell which initiative it is.
IDENTITY = frozenset({"name", "place", "postcode", "website", "kvk_number"})
SPOILT_AT_MOST = 2


def plant_mistakes(
    rows: Sequence[Row], items: Mapping[str, Item], spec: ListSpec, rng: np.random.Generator
) -> None:
    """Change cells of ``rows`` by every recipe for a field of this list, in place."""
    for recipe in RECIPES:
        if recipe.field not in spec.fields:
            continue
        number = max(recipe.least, round(recipe.share * len(rows)))
        for index in rng.permutation(len(rows)):
            if number == 0:
                break
            row = rows[int(index)]
            number -= _plant(row, items[row.initiative], recipe, spec, rng)


def _plant(row: Row, item: Item, recipe: Recipe, spec: ListSpec, rng: np.random.Generator) -> bool:
    """Apply one recipe to one row; returns whether that could be done."""
    cell = row.cells[recipe.field]
    touched = [name for _, name, _, _ in row.planted]
    is_spoilt = sum(name in IDENTITY for name in touched) >= SPOILT_AT_MOST
    if recipe.beside and (recipe.beside in touched or not row.cells.get(recipe.beside)):
        return False
    if cell == "" or recipe.field in touched or (recipe.field in IDENTITY and is_spoilt):
        return False
    changed = recipe.change(str(cell), item, spec, rng)
    if changed is None or (changed == "" and not row.cells.get("place")):
        return False
    row.plant(recipe.kind, recipe.field, changed)
    return True
