"""Tables of survey estimates: their columns, rows for what nobody answered, and their intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import norm, t

from zorgzaam.stats import intervals

COLUMNS = (
    "domain",
    "item",
    "statistic",
    "target",
    "estimate",
    "se",
    "df",
    "base",
    "lower",
    "upper",
)
INVENTORY, MOVEMENT = "inventory", "movement"
TARGETS = (INVENTORY, MOVEMENT)
NUMBERS = ["estimate", "se", "df", "lower", "upper"]

# Below this part of the estimate a standard error is zero that was rounded.
NO_SCATTER = 1e-9


def complete(
    found: pd.DataFrame, items: Sequence[str], domains: Sequence[str], statistics: Sequence[str]
) -> pd.DataFrame:
    """Return ``found`` with a row for every statistic of every item in every domain.

    ``found`` has the columns ``domain``, ``item`` and ``statistic`` and, unless it is empty,
    ``estimate``, ``se``, ``df`` and ``base``, and perhaps limits. Rows that were not there
    have base 0 and no numbers; the order is that of the arguments.
    """
    keys = ["domain", "item", "statistic"]
    wanted = pd.MultiIndex.from_product([domains, items, statistics], names=keys)
    table = found.set_index(keys).reindex(index=wanted, columns=["base", *NUMBERS]).reset_index()
    table["base"] = table["base"].fillna(0).astype(int)
    table[NUMBERS] = table[NUMBERS].astype(float)
    # The engine gives zero, or rounding about zero, where nobody answered.
    table.loc[table["base"] == 0, NUMBERS] = np.nan
    return table


def share_limits(
    table: pd.DataFrame, kish_n: np.ndarray, target: str, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval of each share: Korn-Graubard for the inventory, Wilson for the movement.

    ``kish_n`` is the effective number of answers by the weights alone, for shares of 0 and 1 and
    wherever else the answers show no scatter.
    """
    share = table["estimate"].to_numpy()
    base = table["base"].to_numpy()
    effective = intervals.effective_n(share, table["se"].to_numpy(), kish_n)
    if target == INVENTORY:
        df = table["df"].to_numpy()
        return intervals.korn_graubard(share, effective, level, df=df, n=base)
    return intervals.wilson(share, effective, level)


def number_limits(
    table: pd.DataFrame, positive: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the t interval of each estimate, on the log scale where ``positive``.

    The log scale, with the standard error by the delta method, suits means and totals of skewed
    numbers that cannot be negative: its limits are the estimate divided and multiplied by the same
    factor. It is used where the estimate is above zero.
    """
    estimate, se = table["estimate"].to_numpy(), table["se"].to_numpy()
    with np.errstate(all="ignore"):
        half = t.ppf((1 + level) / 2, np.maximum(table["df"].to_numpy(), 1)) * se
        factor = np.exp(half / estimate)
        logs = positive & (estimate > 0)
        lower = np.where(logs, estimate / factor, estimate - half)
        upper = np.where(logs, estimate * factor, estimate + half)
    return lower, upper


def unseen_scatter(table: pd.DataFrame) -> np.ndarray:
    """Return where an error cannot be known: fewer than two answers, or all the same."""
    flat = table["se"] <= NO_SCATTER * table["estimate"].abs()
    return np.asarray((table["base"] < 2) | flat, bool)


def without(
    table: pd.DataFrame, rows: np.ndarray | pd.Series, names: Sequence[str]
) -> pd.DataFrame:
    """Return the table with nothing in the columns ``names`` of these rows."""
    table = table.copy()
    table.loc[rows, list(names)] = np.nan
    return table


def gaps(here: pd.DataFrame, there: pd.DataFrame, errors: pd.Series) -> pd.DataFrame:
    """Return the differences between two tables of shares with the same items, row by row.

    ``errors`` gives the standard error of the difference by item, and with those of both shares
    how they are correlated. The limits are Newcombe's with that correlation; the base and the
    degrees of freedom are those of ``here``. The column ``p_value`` is two-sided and normal, and
    missing where there is no error.
    """
    one, two = here.set_index("item"), there.set_index("item")
    table = one.assign(statistic="difference", estimate=one["estimate"] - two["estimate"])
    table["se"] = errors.reindex(table.index)
    product = 2 * one["se"] * two["se"]
    shared = one["se"] ** 2 + two["se"] ** 2 - table["se"] ** 2
    correlation = (shared / product.where(product > NO_SCATTER**2)).clip(-1, 1).fillna(0)
    table["lower"], table["upper"] = intervals.difference(
        one["estimate"],
        (one["lower"], one["upper"]),
        two["estimate"],
        (two["lower"], two["upper"]),
        correlation,
    )
    shown = table["se"].where(table["se"] > NO_SCATTER)
    table["p_value"] = 2 * norm.sf((table["estimate"] / shown).abs())
    return table.reset_index()


def finished(table: pd.DataFrame, target: str, extra: Sequence[str] = ()) -> pd.DataFrame:
    """Return the table with its target and its columns in order, then the ``extra`` ones."""
    return table.assign(target=target)[[*COLUMNS, *extra]]


def kish_n(weights: np.ndarray, answered: np.ndarray) -> np.ndarray:
    """Return the effective number of answers by the weights alone (Kish 1965), a column an item.

    ``answered`` has a row a weight, and 1 where there is an answer. Zero for nobody.
    """
    sums, squares = weights @ answered, weights**2 @ answered
    found = np.divide(sums**2, squares, out=np.zeros_like(sums), where=squares > 0)
    return np.asarray(found, float)
