"""Residents of the municipalities of 2020, on the municipalities of 2020 or of 2023."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from zorgzaam.errors import InputError, Problem

CODE, RESIDENTS = "municipality_code_2020", "residents_2020"
COLUMNS = (CODE, "name_2020", "province_code", RESIDENTS)


def checked_residents(
    text: pd.DataFrame,
    province_of: Mapping[str, str],
    provinces: pd.DataFrame,
    name: str,
    remedy: str,
) -> pd.DataFrame:
    """Return the rows of ``municipality_residents.csv`` sorted by code, or say what is wrong.

    ``text`` holds the cells as they are; ``province_of`` the province code of each municipality
    code; ``provinces`` the table ``provinces.csv``; ``name`` and ``remedy`` are for the message.
    Returns ``COLUMNS``, with ``residents_2020`` (persons) as integers.

    Raises ``InputError`` with every column that is missing; otherwise every row with an unknown
    code, a code that was there already, another province or something else than a number; and
    otherwise every province whose municipalities or residents do not add up to those of CBS.
    """
    missing = [column for column in COLUMNS if column not in text]
    if missing:
        raise InputError([Problem(name, "deze kolom ontbreekt.", remedy, 1, c) for c in missing])
    problems = [
        Problem(name, f"{what}: '{text[column].iloc[row]}'.", remedy, int(row) + 2, column)
        for what, column, is_wrong in _wrong_cells(text, province_of)
        for row in np.flatnonzero(is_wrong)
    ]
    if problems:
        raise InputError(problems)
    table = text[list(COLUMNS)].astype({RESIDENTS: "int64"})
    problems = [Problem(name, what, remedy) for what in _wrong_provinces(table, provinces)]
    if problems:
        raise InputError(problems)
    return table.sort_values(CODE, ignore_index=True)


def _wrong_cells(
    text: pd.DataFrame, province_of: Mapping[str, str]
) -> list[tuple[str, str, pd.Series]]:
    """Return what may be wrong with a cell, in which column, and for which rows it is."""
    province = text[CODE].map(province_of)
    return [
        ("deze gemeente is niet bekend", CODE, province.isna()),
        ("deze gemeente staat er al", CODE, text[CODE].duplicated()),
        (
            "de gemeente ligt in een andere provincie",
            "province_code",
            province.notna() & (province != text["province_code"]),
        ),
        ("dit is geen aantal", RESIDENTS, ~text[RESIDENTS].str.fullmatch(r"[1-9][0-9]{0,8}")),
    ]


def _wrong_provinces(table: pd.DataFrame, provinces: pd.DataFrame) -> list[str]:
    """Return a sentence for each province that differs from what CBS counted."""
    groups = table.groupby("province_code")[RESIDENTS]
    found = provinces.set_index("province_code").assign(count=groups.size(), total=groups.sum())
    expected = {"count": "municipalities_2020", "total": "population_2020"}
    units = {"count": "gemeenten", "total": "inwoners"}
    return [
        f"{row['name']} heeft hier {0 if pd.isna(row[column]) else int(row[column])} "
        f"{units[column]}, en volgens provinces.csv {row[known]}."
        for _, row in found.iterrows()
        for column, known in expected.items()
        if row[column] != row[known]
    ]


def on_layer_2020(residents: pd.DataFrame) -> pd.DataFrame:
    """Return ``residents`` (``COLUMNS``) with the column names of the layer; nothing estimated."""
    columns = {CODE: "municipality_code", "name_2020": "name"}
    return residents.rename(columns=columns).assign(is_estimated=False)


def on_layer_2023(
    residents: pd.DataFrame, crosswalk: pd.DataFrame, municipalities: pd.DataFrame
) -> pd.DataFrame:
    """Return the residents of 2020 on the municipalities of 2023.

    ``residents`` are those of 2020 (``COLUMNS``), ``crosswalk`` and ``municipalities`` the tables
    ``crosswalk.csv`` and ``municipalities.csv``. A municipality that is gone counts for its
    successor. One that was split is shared by area (areal weighting: Goodchild and Lam, 1980), as
    if its residents lived evenly spread; what gets such a part has ``is_estimated``. The parts are
    whole persons and add up to what was split.

    Returns ``municipality_code``, ``name``, ``province_code``, ``residents_2020`` (persons) and
    ``is_estimated``, one row a municipality of 2023 in the order of ``municipalities``.

    Raises ``ValueError`` if a municipality of 2023 gets no residents, or a code of 2020 leads
    to none of them.
    """
    moves = crosswalk.assign(area_share=crosswalk["area_share"].astype(float))
    parts = residents.merge(moves.drop(columns="name_2020"), on=CODE, how="left")
    target = parts["municipality_code_2023"].fillna(parts[CODE])
    is_split = parts[CODE].duplicated(keep=False)
    grouped = parts["area_share"].fillna(1.0).groupby(parts[CODE])
    # Rounding where each part ends, and not each part, keeps the total.
    ends = (parts[RESIDENTS] * grouped.cumsum() / grouped.transform("sum")).round().astype("int64")
    numbers = ends - ends.groupby(parts[CODE]).shift(fill_value=0)
    totals = pd.DataFrame({RESIDENTS: numbers, "is_estimated": is_split}).groupby(target)
    summed = totals.agg({RESIDENTS: "sum", "is_estimated": "any"})
    if set(summed.index) != set(municipalities["municipality_code"]):
        raise ValueError("the crosswalk does not lead to the municipalities of 2023")
    columns = ["municipality_code", "name", "province_code"]
    return municipalities[columns].join(summed, on="municipality_code")
