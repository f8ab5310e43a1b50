"""Numbers of the release for a page: which rows, in what order, and how each reads in Dutch.

A page shows what the release tells and nothing else: it adds nothing up and takes nothing off, as
that could give away what is hidden. Where there is no number, there are words.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from zorgzaam.areas import COUNTRY
from zorgzaam.dutch import format_number
from zorgzaam.release.labels import STATUS_TEXTS, UNITS
from zorgzaam.release.table import COLUMNS, HIDDEN, KEY, SHOWN

INVENTORY, MOVEMENT = "inventory", "movement"
SHARE = "share_pct"
DIRECT = (SHARE, "mean", "median", "quantile_25", "quantile_75", "total", "ratio")
# What a share of all respondents is over, where the question decides; the other denominators of a
# question with more answers answer another question, and are asked for by name.
USUAL_DENOMINATORS = ("answered", "shown")
WIDE_MARK = "~"
UNSURE = " (onzeker)"  # behind a number without its interval
WIDE_TEXT = "onzeker: de marge is groot"
PLAIN_TEXT = "geen bijzonderheden"
NOT_COMPUTED = "niet berekend"
NO_LIMITS = "geen marge"
# Answers are whole, and so is a middle one: its decimals say nothing but in between two answers.
QUANTILES = ("median", "quantile_25", "quantile_75")


def direct(release: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return the numbers about the found initiatives of an area, each from its own answers."""
    return release.loc[
        (release["area"] == area)
        & (release["group"] == "")
        & (release["target"] == INVENTORY)
        & release["statistic"].isin(DIRECT)
    ]


def shares(
    release: pd.DataFrame,
    area: str,
    variable: str,
    *,
    categories: Sequence[str] | None = None,
    target: str = INVENTORY,
    denominator: str | None = None,
    statistic: str = SHARE,
) -> pd.DataFrame:
    """Return the rows of the release with the shares of one question in one area, not by group.

    They are in the order of the codebook. ``categories`` asks for these answers, in this order,
    and gives a row that says "niet berekend" for one that the release does not have; without it,
    all answers that are there. ``denominator`` is the usual one unless told. ``statistic`` may be
    that of another percentage, such as ``shrunken_share_pct``. Percentages are as in the release:
    rounded, and missing where they are hidden.
    """
    over = USUAL_DENOMINATORS if denominator is None else (denominator,)
    is_asked = (
        (release["area"] == area)
        & (release["group"] == "")
        & (release["variable"] == variable)
        & (release["statistic"] == statistic)
        & (release["target"] == target)
        & release["denominator"].isin(over)
    )
    rows = release.loc[is_asked]
    if categories is None:
        return rows.reset_index(drop=True)
    asked = {"area": area, "variable": variable, "statistic": statistic, "target": target}
    found = [
        rows.loc[rows["category"] == category].iloc[0]
        if (rows["category"] == category).any()
        else _absent(**asked, category=category, denominator=denominator or "")
        for category in categories
    ]
    return pd.DataFrame(found, columns=release.columns).reset_index(drop=True)


def number(
    release: pd.DataFrame,
    area: str,
    statistic: str,
    *,
    variable: str = "",
    category: str = "",
    target: str = INVENTORY,
    denominator: str | None = None,
    group: str = "",
    group_category: str = "",
) -> pd.Series:
    """Return the one row of the release with this number, or a row that says "niet berekend".

    ``denominator`` is looked at only when it is told. A number that has no target, such as the
    respondents, is found whatever the ``target``.

    Raises
    ------
    ValueError
        If more than one row answers to this: the denominator must be told.
    """
    asked = {"area": area, "group": group, "group_category": group_category, "variable": variable}
    asked |= {"category": category, "statistic": statistic}
    is_asked = release["target"].isin([target, ""])
    for column, value in asked.items():
        is_asked &= release[column] == value
    if denominator is not None:
        is_asked &= release["denominator"] == denominator
    rows = release.loc[is_asked]
    if len(rows) > 1:
        raise ValueError(f"{len(rows)} rows of the release answer to {asked}")
    if rows.empty:
        return _absent(**asked, target=target, denominator=denominator or "")
    return rows.iloc[0]


def _absent(**key: str) -> pd.Series:
    """Return a row for a number that is not in the release."""
    row: dict[str, object] = {**dict.fromkeys(COLUMNS), **dict.fromkeys(KEY, ""), **key}
    row |= {"unit": "", "status": "none", "reason": NOT_COMPUTED, "method": "", "kind": ""}
    return pd.Series(row)


def is_shown(row: pd.Series) -> bool:
    """Return whether the release tells this number."""
    return row["status"] in SHOWN


def is_hidden(row: pd.Series) -> bool:
    """Return whether this number exists but may not be told."""
    return row["status"] in HIDDEN


def instead_text(row: pd.Series) -> str:
    """Return the words that stand where this number is not shown, such as ``niet gevraagd``.

    Raises
    ------
    ValueError
        If the number is shown.
    """
    if is_shown(row):
        raise ValueError(f"{row['variable']} {row['category']} has a number")
    if row["reason"] == NOT_COMPUTED:
        return NOT_COMPUTED
    return STATUS_TEXTS[row["status"]]


def plain_number(value: float, row: pd.Series) -> str:
    """Return ``value``, of ``row``, with its decimals; a year takes no thousands point."""
    text = format_number(value, _decimals(value, row))
    return text.replace(".", "") if row["unit"] == "jaar" else text


def _decimals(value: float, row: pd.Series) -> int:
    """Return with how many decimals ``value``, of ``row``, is written."""
    is_whole_answer = row["statistic"] in QUANTILES and float(value).is_integer()
    return 0 if is_whole_answer else int(row["decimals"])


def value_text(row: pd.Series) -> str:
    """Return a number as it stands in a sentence or a table, or the words in its place.

    ``63,4 %``; with a mark where the margin is wide: ``~ 63 % (onzeker)``.
    """
    if not is_shown(row):
        return instead_text(row)
    unit = UNITS.get(row["unit"], "" if row["unit"] in ("jaar", "verhouding") else row["unit"])
    text = f"{plain_number(row['value'], row)} {unit}".rstrip()
    return f"{WIDE_MARK} {text}{UNSURE}" if row["status"] == "wide" else text


def mark_text(row: pd.Series) -> str:
    """Return a number as it stands in a figure, with its mark where it is wide; else nothing."""
    if not is_shown(row):
        return ""
    mark = f"{WIDE_MARK} " if row["status"] == "wide" else ""
    return mark + plain_number(row["value"], row)


def limits_text(row: pd.Series) -> str:
    """Return the interval of a number, ``58,1 tot 68,4``, or the words in its place."""
    if not is_shown(row):
        return instead_text(row)
    if pd.isna(row["lower"]) or pd.isna(row["upper"]):
        return NO_LIMITS
    return f"{plain_number(row['lower'], row)} tot {plain_number(row['upper'], row)}"


def text_of(row: pd.Series) -> str:
    """Return a number with its interval for a sentence: ``63,4 % (58,1 tot 68,4)``.

    Where it is not shown there are the words in its place, once.
    """
    if not is_shown(row) or pd.isna(row["lower"]):
        return value_text(row)
    told = "; onzeker" if row["status"] == "wide" else ""
    return f"{value_text(row).removesuffix(UNSURE)} ({limits_text(row)}{told})"


def remark_text(row: pd.Series) -> str:
    """Return what to mind with this number: wide, or why it is not shown."""
    if row["status"] == "wide":
        return WIDE_TEXT
    if not is_shown(row):
        return str(row["reason"])
    return str(row["reason"]) or PLAIN_TEXT


def base_text(row: pd.Series) -> str:
    """Return on how many respondents a number stands, where that may be told."""
    return format_number(int(row["base"])) if pd.notna(row["base"]) else "niet gegeven"


def cell(row: pd.Series, column: str = "value") -> int | float | str:
    """Return a number for a table and its CSV: whole, with decimals, or the words in its place."""
    if not is_shown(row):
        return instead_text(row)
    if pd.isna(row[column]):
        return NO_LIMITS
    if row["unit"] in ("jaar", "verhouding"):  # without point and with its own decimals
        return plain_number(row[column], row)
    return int(row[column]) if _decimals(row[column], row) == 0 else float(row[column])


def respondents(release: pd.DataFrame, area: str = COUNTRY.slug) -> int:
    """Return how many respondents an area has; 0 where the release knows of none."""
    row = number(release, area, "respondents")
    return int(row["value"]) if is_shown(row) else 0


def initiatives(release: pd.DataFrame, area: str = COUNTRY.slug) -> int:
    """Return how many initiatives the inventory of an area has; 0 where it knows of none."""
    row = number(release, area, "initiatives")
    return int(row["value"]) if is_shown(row) else 0


def base_of(rows: pd.DataFrame) -> int:
    """Return the largest base among ``rows``: the n of a figure of one question; 0 without any."""
    base = rows["base"].dropna()
    return int(base.max()) if len(base) else 0
