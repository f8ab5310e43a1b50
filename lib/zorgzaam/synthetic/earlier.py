"""The list of an earlier count in the synthetic wave: who was on it, and who is gone since.

How many were on it is published; that :data:`GONE` of them are gone, and that every initiative of
before was as likely to be on it, is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from zorgzaam.synthetic import wordbank
from zorgzaam.synthetic.capture import rows_of
from zorgzaam.synthetic.house import Row
from zorgzaam.synthetic.lists import ListSpec, columns
from zorgzaam.synthetic.names import pick, plain

GONE = 40  # of those on the earlier list, on no list now
GONE_ENDINGS = ("molen", "schuur", "zolder", "kelder", "gaard")  # no name of now ends on these
Items = Mapping[str, Mapping[str, Any]]


def earlier_spec(year: int) -> ListSpec:
    """Return what the list of the count of ``year`` looks like."""
    return ListSpec(
        f"landelijke-lijst-{year}",
        "xlsx",
        f"Landelijk netwerk, stand {year} (synthetisch)",
        1.0,
        columns("""
            Initiatief = name; Plaats = place; Postcode = postcode; Gemeente = municipality;
            Website = website; Gestart in = start_year; Rechtsvorm = legal_form;
            Contactpersoon = contact_name; E-mail = email; synthetisch = mark
        """),
        sheet=f"Lijst {year}",
        titles=(f"SYNTHETISCH: verzonnen lijst van {year}",),
        legal="short",
        website="bare",
        counted_in=year,
    )


def gone_items(items: Items, year: int, rng: np.random.Generator) -> dict[str, dict[str, Any]]:
    """Return initiatives that were there in ``year`` and are gone, in places of others."""
    others = [item for item in items.values() if item["in_inventory"]]
    found = {}
    for number in range(1, GONE + 1):
        item = dict(others[int(rng.integers(len(others)))])
        core = pick(wordbank.STEMS, rng) + pick(GONE_ENDINGS, rng)
        domain = f"{plain(core)}-{plain(item['place'])}.example" if rng.random() < 0.5 else ""
        item |= {"initiative": f"SYN-9{number:03d}", "name": f"Inloop {core}", "core": core}
        item |= {"legal_word": "", "umbrella": "", "website": domain, "kvk_number": ""}
        item |= {"in_inventory": False, "exclusion": "gone", "is_umbrella": False}
        item["start_year"] = int(rng.integers(2005, year + 1))
        found[item["initiative"]] = item
    return found


def earlier_rows(
    items: Items, gone: Items, count: int, spec: ListSpec, rng: np.random.Generator
) -> list[Row]:
    """Return the rows of the earlier list: ``count`` initiatives, and some of them twice."""
    assert spec.counted_in is not None
    there = [
        name
        for name, item in items.items()
        if item["in_inventory"] and item["start_year"] <= spec.counted_in
    ]
    stayed = [there[int(index)] for index in rng.permutation(len(there))[: count - len(gone)]]
    every = {name: dict(item) for name, item in {**items, **gone}.items()}
    return rows_of(spec, [*stayed, *gone], every, [], rng)


def true_split(items: Items, rows: list[Row], year: int) -> pd.DataFrame:
    """Return the planted A, B, C and D: on both lists, founded since, found later, gone."""
    listed = {row.initiative for row in rows}
    now = {name: item for name, item in items.items() if item["in_inventory"]}
    new = sum(item["start_year"] > year for item in now.values())
    both = len(listed & set(now))
    parts = {"A": both, "B": new, "C": len(now) - both - new, "D": len(listed - set(now))}
    return pd.DataFrame({"deel": list(parts), "aantal": list(parts.values())})
