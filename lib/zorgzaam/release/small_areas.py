"""Shares of provinces drawn towards those of the others, beside the direct ones.

The model is fitted on the provinces whose own share is told, and on no other: with the model
public, a shrunken estimate gives back the direct one. A province whose share is hidden gets what
the others together make likely, without anything from its own answers.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zorgzaam.release.finish import PERCENT
from zorgzaam.release.rows import AREA, COUNTRY
from zorgzaam.release.table import SHOWN
from zorgzaam.stats.smallarea import FayHerriot, fay_herriot, smoothed_variances

FEWEST_PROVINCES = 5
SHRUNKEN, MODEL = "shrunken_share_pct", "model_share_pct"
TARGET = "movement"
SHARE = ["variable", "category", "denominator"]
ZERO_NOTE = "het model vindt geen verschil tussen provincies"


def shrunken(table: pd.DataFrame, provinces: list[str], design_effect: float) -> pd.DataFrame:
    """Return a shrunken or model estimate for each share of each province.

    ``table`` is the finished table of shares. Shrunken estimates stand beside a told direct one;
    a model estimate takes the place of a hidden one. ``mse`` is in squared points, also of the
    direct estimates (:func:`direct_errors`).
    """
    national = table[(table["area"] == COUNTRY) & (table["group"] == AREA)]
    national = national[national["target"] == TARGET].set_index(SHARE)["value"]
    own = table[table["area"].isin(provinces) & (table["target"] == TARGET)]
    found = []
    for key, rows in own.groupby(SHARE, sort=False):
        told = rows[rows["status"].isin(SHOWN)]
        pooled = national.get(key, np.nan) / 100
        if len(told) < FEWEST_PROVINCES or not 0 < pooled < 1:
            continue
        noise = 1e4 * smoothed_variances(told["base"].astype(float), design_effect, pooled)
        model = fay_herriot(told["value"].to_numpy(float), noise)
        found += [_beside(told, model), _instead(rows[~rows["status"].isin(SHOWN)], model)]
    return pd.concat(found, ignore_index=True) if found else table.iloc[:0]


def direct_errors(table: pd.DataFrame, provinces: list[str], design_effect: float) -> pd.Series:
    """Return the mean squared error of each direct share of a province, in squared points.

    From its size and the national share, as in the model: its own error would be noise. For the
    movement alone, as the shrunken shares are.
    """
    national = table[(table["area"] == COUNTRY) & (table["group"] == AREA)]
    national = national[national["target"] == TARGET].set_index(SHARE)["value"] / 100
    pooled = pd.Series(
        [national.get(key, np.nan) for key in zip(*(table[name] for name in SHARE), strict=True)],
        table.index,
    )
    fits = (
        table["area"].isin(provinces)
        & (table["target"] == TARGET)
        & table["status"].isin(SHOWN)
        & pooled.between(0, 1, "neither")
    )
    errors = pd.Series(np.nan, table.index)
    errors[fits] = (
        1e4 * design_effect * pooled[fits] * (1 - pooled[fits]) / table["base"][fits].astype(float)
    )
    return errors.round(1)


def _beside(told: pd.DataFrame, model: FayHerriot) -> pd.DataFrame:
    return _as_rows(told, model.shrunken, model.mse, SHRUNKEN, model.reml_is_zero)


def _instead(hidden: pd.DataFrame, model: FayHerriot) -> pd.DataFrame:
    value, mse = model.predict()
    # Not their base: these stand on the answers of other provinces.
    rows = hidden.assign(base=pd.array([pd.NA] * len(hidden), "Int64"))
    count = len(hidden)
    return _as_rows(rows, np.full(count, value), np.full(count, mse), MODEL, model.reml_is_zero)


def _as_rows(
    rows: pd.DataFrame, values: np.ndarray, errors: np.ndarray, statistic: str, is_zero: bool
) -> pd.DataFrame:
    """Return ``rows`` with the estimates of the model in place of their own, in whole points."""
    clipped = np.clip(values, 0, 100)
    return rows.assign(
        statistic=statistic,
        value=np.round(clipped),
        lower=np.nan,
        upper=np.nan,
        p_value=np.nan,
        mse=np.round(errors, 1),
        unit=PERCENT,
        decimals=0,
        status="published",
        reason=ZERO_NOTE if is_zero else "",
        method="Fay-Herriot" if statistic == SHRUNKEN else "Fay-Herriot zonder eigen antwoorden",
    )
