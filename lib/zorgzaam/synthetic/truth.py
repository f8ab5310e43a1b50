"""The truth about the synthetic files: what each row is, and what was done to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from zorgzaam.intake.records import SYNTHETIC_MARK, SYNTHETIC_VALUE, row_id
from zorgzaam.synthetic.layout import Placed
from zorgzaam.synthetic.lists import ListSpec
from zorgzaam.synthetic.plan import SURVEY_KINDS
from zorgzaam.synthetic.recipes import KINDS

# What is true of an initiative; empty where a row is no initiative.
TRUE_COLUMNS = (
    "name", "legal_word", "umbrella", "place", "postcode", "municipality_code",
    "municipality_name", "municipality_code_2023", "province_code", "exclusion", "website",
    "kvk_number", "start_year", "phase", "legal_form", "appearance", "volunteers_count",
    "members_count", "visitors_count", "show_on_map",
)  # fmt: skip
YES_NO = {True: "yes", False: "no"}


def row_truth(
    placed: Sequence[Placed], source: str, file: str, items: Mapping[str, Mapping[str, Any]]
) -> pd.DataFrame:
    """Return one row for each row of a file: which initiative it is and what was planted.

    Empty rows of a file have no row here; a total or a repeated heading has one, without
    ``initiative``. ``counts`` says of a questionnaire whether it is one of the published number;
    ``planted`` joins the kinds by ``|``.
    """
    rows = []
    for item in placed:
        if item.special == "empty_row":
            continue
        true = items.get(item.row.initiative, {})
        kinds = [kind for kind, *_ in item.row.planted] + [item.special] * bool(item.special)
        rows.append(
            {
                "row_id": row_id(source, item.sheet, item.row_number),
                "source": source,
                "file": file,
                "sheet": item.sheet,
                "row_number": item.row_number,
                "initiative": item.row.initiative,
                "in_inventory": YES_NO[true["in_inventory"]] if true else "",
                "counts": "" if item.counts is None else YES_NO[item.counts],
                **{name: true.get(name, "") for name in TRUE_COLUMNS},
                "planted": "|".join(kinds),
                SYNTHETIC_MARK: SYNTHETIC_VALUE,
            }
        )
    return pd.DataFrame(rows)


def cell_truth(placed: Sequence[Placed], source: str, spec: ListSpec) -> pd.DataFrame:
    """Return one row for each cell that was changed: what stood there and what was written."""
    headers = {column.field: column.header for column in spec.columns}
    rows = [
        {
            "row_id": row_id(source, item.sheet, item.row_number),
            "source": source,
            "sheet": item.sheet,
            "row_number": item.row_number,
            "field": name,
            "header": headers[name],
            "kind": kind,
            "before": before,
            "written": written,
            SYNTHETIC_MARK: SYNTHETIC_VALUE,
        }
        for item in placed
        for kind, name, before, written in item.row.planted
        if name
    ]
    return pd.DataFrame(rows)


def planted_counts(
    placed: Mapping[str, Sequence[Placed]], files: Mapping[str, str]
) -> pd.DataFrame:
    """Return how often each kind was planted in each file: ``placed`` and ``files`` by source."""
    found = [
        {"source": source, "file": files[source], "kind": kind}
        for source, items in placed.items()
        for item in items
        for kind in [*(kind for kind, *_ in item.row.planted), item.special]
        if kind
    ]
    counts = pd.DataFrame(found).groupby(["source", "file", "kind"], sort=False).size()
    table = counts.rename("count").reset_index()
    return table.assign(
        what=table["kind"].map(KINDS | SURVEY_KINDS).fillna(""), **{SYNTHETIC_MARK: SYNTHETIC_VALUE}
    )


def initiative_truth(
    items: Mapping[str, Mapping[str, Any]], placed: Mapping[str, Sequence[Placed]]
) -> pd.DataFrame:
    """Return one row an initiative: what is true of it, and on which lists it is."""
    lists: dict[str, list[str]] = {name: [] for name in items}
    for source, found in placed.items():
        for item in found:
            name = item.row.initiative
            if name and name in lists and source not in lists[name]:
                lists[name].append(source)
    return pd.DataFrame(
        [
            {
                "initiative": name,
                "in_inventory": YES_NO[item["in_inventory"]],
                **{column: item[column] for column in TRUE_COLUMNS},
                "lists": "|".join(lists[name]),
                SYNTHETIC_MARK: SYNTHETIC_VALUE,
            }
            for name, item in items.items()
        ]
    )
