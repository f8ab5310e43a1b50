"""From an estimate to a number that is told: hidden or shown, wide or not, rounded once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from zorgzaam.params import Disclosure, Reliability
from zorgzaam.stats.disclosure import shown_decimals

PERCENT, POINTS = "percent", "points"
REASONS = {
    "hidden-small": "verborgen: te weinig antwoorden",
    "hidden-secondary": "verborgen: te klein of te eenvormig, of nodig om dat te beschermen",
    "not-asked": "deze vraag is hier aan niemand gesteld",
    "none": "niemand gaf hier een bruikbaar antwoord",
    "wide": "onzeker: de marge is groot",
    "published": "",
}


def finish(table: pd.DataFrame, disclosure: Disclosure, reliability: Reliability) -> pd.DataFrame:
    """Return ``table`` with status, reason and rounded numbers.

    It has ``value``, ``lower``, ``upper`` and maybe ``mse`` in ``unit``, ``base`` (the respondents
    it stands on), ``is_hidden``, ``is_base_hidden`` (as ``protect`` gives them) and ``is_asked``.
    A number that is not told loses everything that could tell it.

    Hidden as small is what has too small a base, which is public. Of anything else that is hidden
    it is not told whether it is small itself or protects another: with that, and with sums, an
    outsider could work some counts out exactly.
    """
    table = table.reset_index(drop=True)
    empty = table["base"].fillna(0) == 0
    hidden = table["is_hidden"].astype(bool)
    few = table["base"].fillna(0) < disclosure.minimum_base
    table["status"] = np.select(
        [
            hidden & table["is_base_hidden"].astype(bool),
            ~table["is_asked"].astype(bool),
            empty,
            few,
            hidden,
            table["value"].isna(),
            _is_wide(table, reliability),
        ],
        [
            "hidden-secondary",
            "not-asked",
            "none",
            "hidden-small",
            "hidden-secondary",
            "none",
            "wide",
        ],
        "published",
    )
    table["reason"] = table["status"].map(REASONS)
    silent = ~table["status"].isin(("published", "wide"))
    digits = [
        np.nan if is_silent else _decimals(*cells)
        for is_silent, *cells in zip(
            silent, table["unit"], table["value"], table["base"], strict=True
        )
    ]
    for name in ("value", "lower", "upper", "mse"):
        if name in table:
            numbers = zip(table[name].astype(float), digits, strict=True)
            table[name] = [_rounded(number, places) for number, places in numbers]
    if "p_value" in table:
        table["p_value"] = table["p_value"].astype(float).mask(silent)
    table["decimals"] = pd.Series(digits).clip(lower=0)
    table["base"] = table["base"].mask(table["is_base_hidden"].astype(bool))
    return table


def _is_wide(table: pd.DataFrame, reliability: Reliability) -> pd.Series:
    """Return where an interval reaches too far from its value, or one of its limits is lacking."""
    reach = pd.concat(
        [table["value"] - table["lower"], table["upper"] - table["value"]], axis=1
    ).max(axis=1)
    limit = np.where(
        table["unit"].isin((PERCENT, POINTS)),
        reliability.wide_points,
        reliability.wide_share * table["value"].abs(),
    )
    lacks_limit = (table["target"] != "") & table[["lower", "upper"]].isna().any(axis=1)
    return (reach > limit) | lacks_limit


def _decimals(unit: str, value: float, base: float) -> float:
    """Return how many decimals a number on ``base`` respondents has; missing if it has no value.

    Amounts keep two significant digits under 100 respondents and three from there.
    """
    if pd.isna(value) or pd.isna(base):
        return np.nan
    if unit in (PERCENT, POINTS, "jaar"):
        return shown_decimals(int(base))
    if unit == "respondenten":
        return 0
    digits = 2 if base < 100 else 3
    magnitude = int(np.floor(np.log10(abs(value)))) + 1 if value else 1
    places = digits - magnitude
    # Nobody is a tenth of a person.
    return min(places, 0) if unit == "mensen" and abs(value) >= 10 else places


def _rounded(number: float, decimals: float) -> float:
    """Return ``number`` to ``decimals``, halves away from zero; under zero they are tens and up."""
    if pd.isna(number) or pd.isna(decimals):
        return np.nan
    step = 10.0 ** -int(decimals)
    return float(round(np.sign(number) * np.floor(abs(number) / step + 0.5 + 1e-9) * step, 9))
