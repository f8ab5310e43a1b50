"""Corrections by researchers: one cell each, with a reason, that stop once they no longer fit.

They are applied to what was delivered, before anything is cleaned.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from zorgzaam.dutch import join_words
from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.contacts import SHOWN, has_contacts
from zorgzaam.intake.correction_file import (
    Correction,
    Corrections,
    Decision,
    Target,
    load_corrections,
)
from zorgzaam.intake.records import LOG_COLUMNS, ORIGIN_COLUMNS

__all__ = ["Correction", "Corrections", "Decision", "Target", "apply", "load_corrections"]
STEP = "Correcties"


def apply(
    tables: Mapping[str, pd.DataFrame], corrections: Corrections
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Return the delivered tables by source with the corrections in them, and the log of them.

    Raises
    ------
    InputError
        With every correction that cannot be applied: an unknown source, row or column, a cell
        that holds another text than was expected, or a cell that another correction changes too.
    """
    problems: list[Problem] = []
    cells: dict[tuple[str, int, str], Correction] = {}
    for item in corrections.corrections:
        found = _cell(tables, item, corrections.file, problems)
        if found is None:
            continue
        if other := cells.get(found):
            what = f"{item.shown}: deze cel wordt ook op regel {other.line} gecorrigeerd."
            remedy = "Laat er een over."
            problems.append(Problem(corrections.file, what, remedy, item.line, item.column))
        cells.setdefault(found, item)
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.row or 0))
    corrected = {source: table.copy() for source, table in tables.items()}
    for (source, at, column), item in cells.items():
        table = corrected[source]
        table.iloc[at, table.columns.get_loc(column)] = item.becomes
    return corrected, _log(tables, cells)


def find_row(table: pd.DataFrame, item: Target, file: str, problems: list[Problem]) -> int | None:
    """Return the position of the one row that ``item`` means; else note the problem."""
    if item.row is not None:
        is_row = table["row_number"] == item.row
    elif "list_key" in table:
        is_row = table["list_key"].str.strip() == str(item.list_key).strip()
    else:
        what = f"{item.source} heeft geen kolom list_key."
        problems.append(Problem(file, what, "Geef het regelnummer: row.", item.line))
        return None
    if item.sheet:
        is_row &= table["sheet"] == item.sheet
    at = is_row.to_numpy().nonzero()[0].tolist()
    if len(at) == 1:
        return int(at[0])
    if at:
        what, remedy = f"{item.shown} staat er {len(at)} keer.", "Noem ook het blad: sheet."
    else:
        what, remedy = f"{item.shown} is er niet.", "Is de lijst vernieuwd? Zoek de regel op."
    problems.append(Problem(file, what, remedy, item.line))
    return None


def find_table(
    tables: Mapping[str, pd.DataFrame], item: Target, file: str, problems: list[Problem]
) -> pd.DataFrame | None:
    """Return the table of the source that ``item`` names; else note the problem."""
    if item.source not in tables:
        what = f"de bron '{item.source}' is er niet."
        problems.append(
            Problem(file, what, f"Kies uit: {join_words(sorted(tables), 'of')}.", item.line)
        )
        return None
    return tables[item.source]


def _cell(
    tables: Mapping[str, pd.DataFrame], item: Correction, file: str, problems: list[Problem]
) -> tuple[str, int, str] | None:
    """Return source, position and column of the cell, if it holds what is expected."""
    table = find_table(tables, item, file, problems)
    at = None if table is None else find_row(table, item, file, problems)
    if table is None or at is None:
        return None
    if item.column not in table:
        known = [name for name in table if name not in ORIGIN_COLUMNS]
        what = f"{item.source} heeft geen kolom '{item.column}'."
        remedy = f"Kies uit: {join_words(known, 'of')}."
        problems.append(Problem(file, what, remedy, item.line, item.column))
        return None
    found = str(table[item.column].iat[at])
    if found.strip() != item.expect.strip():
        what = f"{item.shown}: hier staat '{_shown(found)}', en niet '{_shown(item.expect)}'."
        remedy = "Is het al verbeterd? Haal de correctie dan weg; pas haar anders aan."
        problems.append(Problem(file, what, remedy, item.line, item.column))
        return None
    return item.source, at, item.column


def _log(
    tables: Mapping[str, pd.DataFrame], cells: Mapping[tuple[str, int, str], Correction]
) -> pd.DataFrame:
    lines = []
    for (source, at, column), item in cells.items():
        origin = {name: tables[source][name].iat[at] for name in ORIGIN_COLUMNS}
        before, after = _shown(str(tables[source][column].iat[at])), _shown(item.becomes)
        why = f"{item.reason.rstrip('.')} ({item.by}, {item.date})."
        told = {"step": STEP, "kind": "changed", "why": _shown(why), "remedy": ""}
        lines.append({**told, **origin, "column": column, "before": before, "after": after})
    table = pd.DataFrame(lines, columns=list(LOG_COLUMNS))
    text = {name: "str" for name in LOG_COLUMNS if name != "row_number"}
    return table.astype({**text, "row_number": "int64"})


def _shown(text: str) -> str:
    return SHOWN if has_contacts(text) else text
