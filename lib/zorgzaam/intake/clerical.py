"""The clerical sample: pairs that somebody judges to learn how well the linking went."""

from __future__ import annotations

import hashlib

import pandas as pd

from zorgzaam.params import Linking

# Lower limits of the bands of the match probability. Below the lowest nothing is drawn: the model
# gives these pairs less than one chance in a thousand.
BANDS = (0.001, 0.01, 0.1, 0.4, 0.8, 0.99)
FEWEST = 5  # pairs of a stratum


def _order(row_id_l: str, row_id_r: str, seed: int) -> str:
    """Return a fixed random number for a pair, as hexadecimal digits."""
    text = "\x1f".join((str(seed), *sorted((row_id_l, row_id_r))))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def strata(pairs: pd.DataFrame) -> pd.Series:
    """Return the stratum of each pair: its band (0 the lowest) and whether the model linked it.

    -1 marks the pairs that are not drawn from: below the lowest band, or never compared.
    """
    limits = [*BANDS, float("inf")]
    band = pd.cut(pairs["match_probability"], limits, right=False, labels=False)
    stratum = 2 * band + pairs["linked_by_model"].astype(int)
    return stratum.fillna(-1).astype(int).rename("stratum")


def _shares(sizes: pd.Series, total: int) -> pd.Series:
    """Share ``total`` over strata in proportion to the roots of their sizes.

    No stratum gets more than it has; what it cannot take goes to the others. Each gets at least
    :data:`FEWEST` if that can be. With equal shares the large strata of unlikely pairs would leave
    recall in the dark, in proportion to the sizes nothing else would be judged.
    """
    total = min(total, int(sizes.sum()))
    given = sizes.clip(upper=min(FEWEST, total // max(len(sizes), 1)))
    while (left := total - int(given.sum())) > 0:
        roots = sizes.pow(0.5).where(given < sizes, 0)
        step = (left * roots / roots.sum()).astype(int)
        if not step.any():
            step[roots.idxmax()] = 1
        given = (given + step).clip(upper=sizes)
    return given


def sample_pairs(pairs: pd.DataFrame, settings: Linking) -> pd.DataFrame:
    """Draw the pairs to judge, in random order, with their ``stratum``.

    A stratum gives in proportion to the root of its size. Each pair has a fixed random number and
    those with the lowest are drawn, so that the sample hardly changes when the lists do and what
    was judged keeps its use. Judged from top to bottom, a part is a random sample as well.
    """
    drawn_from = pairs.assign(stratum=strata(pairs))
    drawn_from = drawn_from[drawn_from["stratum"] >= 0]
    ids = zip(drawn_from["row_id_l"], drawn_from["row_id_r"], strict=True)
    order = [_order(left, right, settings.seed) for left, right in ids]
    drawn_from = drawn_from.assign(order=order).sort_values("order", kind="stable")
    share = _shares(drawn_from["stratum"].value_counts().sort_index(), settings.sample_pairs)
    place = drawn_from.groupby("stratum").cumcount()
    chosen = drawn_from[place < drawn_from["stratum"].map(share)]
    return chosen.drop(columns="order").reset_index(drop=True)
