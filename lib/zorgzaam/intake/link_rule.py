"""The transparent rule beside the model: what anybody can compute again in a spreadsheet.

0.6 times the token-set ratio of the names plus 0.4 times the token-sort ratio of the addresses,
both from 0 to 100 (Levenshtein similarity on words; rapidfuzz). It is the baseline that the model
has to beat, and it is reported beside it for every pair.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zorgzaam.intake.link_keys import text_column
from zorgzaam.intake.link_names import plain, words

NAME_SHARE, ADDRESS_SHARE = 0.6, 0.4
WHERE = ("postcode", "place", "municipality_name")


def addresses(rows: pd.DataFrame) -> list[str]:
    """Return the address of each row: ``address``, or else postcode, place and municipality."""
    whole = text_column(rows, "address")
    parts = zip(*(text_column(rows, name) for name in WHERE), strict=True)
    instead = pd.Series([" ".join(filter(None, part)) for part in parts], index=rows.index)
    return [plain(text) for text in whole.where(whole != "", instead)]


def rule_scores(rows: pd.DataFrame, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the score of each pair of positions, from 0 to 100, to one decimal.

    Names are compared without legal forms and articles. Where one of the two has no address, the
    names alone decide.
    """
    from rapidfuzz import fuzz, process

    if not len(left):
        return np.empty(0)
    names = np.array([" ".join(words(name)) for name in text_column(rows, "name")], dtype=object)
    where = np.array(addresses(rows), dtype=object)
    alike = process.cpdist(names[left], names[right], scorer=fuzz.token_set_ratio, dtype=np.float64)
    near = process.cpdist(where[left], where[right], scorer=fuzz.token_sort_ratio, dtype=np.float64)
    has_both = (where[left] != "") & (where[right] != "")
    scores = np.where(has_both, NAME_SHARE * alike + ADDRESS_SHARE * near, alike)
    return np.round(scores, 1)
