"""What the lists say about the initiatives of a wave, without anything of the answers.

For pages about the inventory itself: where the initiatives are, since when, who knew them. Who
took part in the survey is not told here: that, like the answers, is for the release alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from zorgzaam.intake.current import Places
from zorgzaam.intake.store import read_table
from zorgzaam.params import Dataset

SURVEY_COLUMNS = ["invited", "responded"]


@dataclass(frozen=True)
class Listed:
    """The inventory of one wave, as the lists have it.

    ``initiatives`` has a row an initiative that counts, ``memberships`` the lists
    (``source``) that each is on, ``sources`` a row a list with its ``scope`` and ``provinces``,
    ``earlier`` a row an initiative on an earlier list, with the one it is linked to, ``linkage``
    how well rows were linked (``measure``, ``estimate_pct``, ``low_pct``, ``high_pct``).
    """

    initiatives: pd.DataFrame
    memberships: pd.DataFrame
    sources: pd.DataFrame
    earlier: pd.DataFrame
    linkage: pd.DataFrame


def load(root: Path, dataset: Dataset, wave: int) -> Listed:
    """Return what the lists say; raises ``InputError`` if a table is missing or damaged."""
    folder = Places(root, dataset, wave).processed
    tables = {
        name: read_table(folder / f"{name}.parquet")
        for name in ("initiatives", "memberships", "sources", "earlier", "linkage_quality")
    }
    inside = tables["initiatives"].query("in_inventory == 'yes'").drop(columns=SURVEY_COLUMNS)
    known = tables["memberships"].query("initiative_id in @inside.initiative_id")
    sources = tables["sources"]
    lists = sources[(sources["source_kind"] == "list") & sources["counted_in"].isna()]
    return Listed(
        inside.reset_index(drop=True),
        known.reset_index(drop=True),
        lists.reset_index(drop=True),
        tables["earlier"],
        tables["linkage_quality"],
    )
