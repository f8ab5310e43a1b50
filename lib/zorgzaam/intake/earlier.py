"""An earlier list beside the inventory: what was counted then, and what of it is there now.

The list of an earlier count takes no part in the inventory: it is read, corrected and cleaned as
the others are, and then linked to the initiatives that those gave, with the same model and
thresholds (:mod:`zorgzaam.intake.link`). Nobody reviews these links: a link in doubt is marked, and
whoever counts says how many there are with and without.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from zorgzaam.intake.link import link_rows
from zorgzaam.intake.link_keys import block_keys, comparable
from zorgzaam.intake.link_model import score_pairs
from zorgzaam.params import Linking

COLUMNS = ("row_id", "source", "counted_in", "name", "place", "municipality_code",
           "province_code", "start_year", "start_year_precision", "initiative_id", "in_inventory",
           "match_probability", "is_grey")  # fmt: skip
SAME_THEN = "Staat er al: zelfde initiatief als een andere regel van deze telling."


def merged(rows: pd.DataFrame, settings: Linking) -> pd.DataFrame:
    """Return ``rows`` with the first row of the same initiative, and what became of each.

    ``rows`` are the cleaned rows of earlier lists, those that are no initiative flagged. A list
    seldom has an initiative twice and nobody looks these over, so that rows of one count are only
    joined when the model is sure and the rule agrees; the first is kept.
    """
    found = rows.assign(first_row_id="")
    for _, part in rows[rows["outcome"] == ""].groupby("counted_in", sort=True):
        found.loc[part.index, "first_row_id"] = _first_rows(part, settings)
    real = found["first_row_id"] != ""
    is_first = found["first_row_id"] == found["row_id"]
    found.loc[real, "outcome"] = is_first[real].map({True: "kept", False: "merged"})
    found.loc[real & ~is_first, "outcome_reason"] = SAME_THEN
    return found


def _first_rows(rows: pd.DataFrame, settings: Linking) -> pd.Series:
    """Return by row the first row of the same initiative."""
    pairs = link_rows(rows, settings).pairs
    is_sure = (pairs["match_probability"] >= settings.review_to_probability) & pairs["rule_same"]
    place = {row: number for number, row in enumerate(rows["row_id"])}
    sides = [pairs.loc[is_sure, name].map(place) for name in ("row_id_l", "row_id_r")]
    graph = coo_array((np.ones(len(sides[0])), sides), shape=(len(rows), len(rows)))
    _, group = connected_components(graph, directed=False)
    return rows["row_id"].groupby(group).transform("first")


def compare(
    earlier: pd.DataFrame, rows: pd.DataFrame, in_inventory: pd.Series, settings: Linking
) -> pd.DataFrame:
    """Return each initiative on an earlier list with the initiative of the wave it is linked to.

    ``earlier`` is that of :func:`merged`, ``rows`` are the rows of the wave with their
    ``initiative_id``, ``in_inventory`` says yes or no of each. One initiative of a count is linked
    to at most one of the wave, and the reverse, the likeliest first. Columns: :data:`COLUMNS`;
    ``match_probability`` is that of the likeliest pair of rows, ``is_grey`` (yes or no) whether
    that leaves doubt about the link, or about its absence.
    """
    kept = earlier[earlier["outcome"] == "kept"].reset_index(drop=True)
    tables = [
        own.reset_index(drop=True).assign(
            **_links(earlier[earlier["counted_in"] == year], rows, settings)
        )
        for year, own in kept.groupby("counted_in", sort=True)
    ]
    if not tables:
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.concat(tables, ignore_index=True)
    table["in_inventory"] = table["initiative_id"].map(in_inventory).fillna("")
    return table[list(COLUMNS)].sort_values("row_id", kind="stable", ignore_index=True)


def _links(earlier: pd.DataFrame, rows: pd.DataFrame, settings: Linking) -> dict[str, pd.Series]:
    """Return by position of the kept rows of one count their link, its probability and doubt."""
    own = earlier[earlier["first_row_id"] != ""]
    pairs = _scored(own, rows, settings)
    likeliest = pairs.groupby("first_row_id")["match_probability"].max()
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    sure = pairs[pairs["match_probability"] >= settings.match_probability]
    for pair in sure.itertuples():
        if pair.first_row_id not in chosen and pair.initiative_id not in taken:
            chosen[pair.first_row_id] = pair.initiative_id
            taken.add(pair.initiative_id)
    ids = earlier.loc[earlier["outcome"] == "kept", "first_row_id"].reset_index(drop=True)
    probability = ids.map(likeliest).fillna(0.0)
    low, high = settings.review_from_probability, settings.review_to_probability
    is_linked = ids.isin(list(chosen))
    # In doubt: a pair of middling likelihood, or a likely one that another was preferred to.
    in_doubt = probability.between(low, high, inclusive="left") | (
        ~is_linked & (probability >= settings.match_probability)
    )
    return {
        "initiative_id": ids.map(chosen).fillna(""),
        "match_probability": probability,
        "is_grey": in_doubt.map({True: "yes", False: "no"}),
    }


def _scored(own: pd.DataFrame, rows: pd.DataFrame, settings: Linking) -> pd.DataFrame:
    """Return the pairs of an initiative then and one now, the likeliest first."""
    together = pd.concat([own, rows], ignore_index=True)
    ordered = together.sort_values("row_id", kind="stable", ignore_index=True)
    table = comparable(ordered)
    keys, _ = block_keys(table, settings.most_rows_a_key, settings.most_rows_a_place)
    pairs = score_pairs(table, keys)
    then, now = ordered["first_row_id"].fillna(""), ordered["initiative_id"].fillna("")
    sides = [
        pd.DataFrame(
            {
                "first_row_id": then.iloc[pairs[one]].to_numpy(),
                "initiative_id": now.iloc[pairs[two]].to_numpy(),
                "match_probability": pairs["match_probability"].to_numpy(),
                "match_weight": pairs["match_weight"].to_numpy(),
            }
        )
        for one, two in (("left", "right"), ("right", "left"))
    ]
    crossing = pd.concat(sides, ignore_index=True)
    crossing = crossing[(crossing["first_row_id"] != "") & (crossing["initiative_id"] != "")]
    return crossing.sort_values(
        ["match_weight", "first_row_id", "initiative_id"],
        ascending=[False, True, True],
        kind="stable",
        ignore_index=True,
    )
