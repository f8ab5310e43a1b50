"""The clerk of the synthetic world: judges pairs of rows as somebody who knows the truth would.

A researcher judges the grey pairs and the clerical sample of a real wave, looks over what was
joined, and searches the lists for who answered and was not found. The synthetic wave comes with
those judgements, so that everything after them can be seen at work.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from zorgzaam.intake.clerical import sample_pairs
from zorgzaam.intake.decisions import COLUMNS, DIFFERENT, SAME
from zorgzaam.intake.link import LINKED
from zorgzaam.params import Linking

REASON = "Verzonnen besluit, volgens de waarheid van de synthetische gegevens."


def load_truth(folder: Path, wave: int) -> pd.Series[str]:
    """Return the true initiative of each row by ``row_id``; ``folder`` holds the raw files."""
    file = folder / "waarheid" / f"waarheid_synthetisch_{wave}.csv"
    truth = pd.read_csv(file, dtype="str", keep_default_na=False, encoding="utf-8")
    return truth.set_index("row_id")["initiative"]


def judge(
    pairs: pd.DataFrame, rows: pd.DataFrame, truth: pd.Series[str], settings: Linking
) -> pd.DataFrame:
    """Return a decision for each pair that a clerk would look at.

    ``pairs`` are those of :class:`zorgzaam.intake.link.Linkage` and ``rows`` the rows that were
    linked. Returns the columns of :data:`zorgzaam.intake.decisions.COLUMNS`.
    """
    compared = pairs.assign(same=_same(pairs, truth))
    wrongly_joined = compared[(compared["outcome"] == LINKED) & ~compared["same"]]
    asked = [compared[compared["is_grey"]], sample_pairs(compared, settings), wrongly_joined]
    asked = [*asked, _not_found(compared, rows, truth)]
    judged = pd.concat(asked)[["row_id_l", "row_id_r"]].drop_duplicates(ignore_index=True)
    known = rows.set_index("row_id")
    for side in "lr":
        ids = judged[f"row_id_{side}"]
        for name in ("name", "place", "source"):
            judged[f"{name}_{side}"] = known.loc[ids, name].to_numpy()
    decided = _same(judged, truth).map({True: SAME, False: DIFFERENT})
    judged = judged.assign(decision=decided, reason=REASON, file="", sheet="", row=0)
    return judged[list(COLUMNS)]


def _same(pairs: pd.DataFrame, truth: pd.Series[str]) -> pd.Series[bool]:
    return pairs["row_id_l"].map(truth) == pairs["row_id_r"].map(truth)


def _not_found(pairs: pd.DataFrame, rows: pd.DataFrame, truth: pd.Series[str]) -> pd.DataFrame:
    """Return for each row that was joined with none of its own the first of those, as a pair."""
    of_row = rows["row_id"].map(truth)
    first = rows["row_id"].groupby(of_row.to_numpy()).transform("first")
    right = pairs[pairs["same"] & (pairs["outcome"] == LINKED)]
    joined = {*right["row_id_l"], *right["row_id_r"]}
    lonely = ~rows["row_id"].isin(joined) & (first != rows["row_id"])
    return pd.DataFrame({"row_id_l": first[lonely], "row_id_r": rows.loc[lonely, "row_id"]})
